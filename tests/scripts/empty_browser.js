// A browser whose page is empty, as far as the scripts ask when they are loaded: what is looked up for certain is there and holds
// nothing, what may be missing is missing. What the scripts reckon needs no more; what they do to a page is told by the stories.

/** Whatever is asked of it: there, empty, and the same again. */
export const nothing = new Proxy(() => nothing, {
  get: (_, name) => {
    if (name === Symbol.iterator) return function* () {};
    return name === Symbol.toPrimitive ? () => "" : nothing;
  },
  set: () => true,
});

/** @param {string} name  of a script in `web/static` @param {object} [first]  what the first look-up on the page finds */
export async function loaded(name, first = null) {
  Object.assign(globalThis, {
    addEventListener: () => {},
    document: {
      addEventListener: () => {},
      body: nothing,
      createElement: () => nothing,
      documentElement: nothing,
      getElementById: (id) => (id ? nothing : null),
      querySelector: () => first,
      querySelectorAll: () => [],
    },
    location: { hash: "", pathname: "/", search: "" },
    matchMedia: () => ({ addEventListener: () => {}, matches: true }),
    setInterval: () => 0, // a page asks for ever; a test ends
  });
  return import(new URL(`../../climate_visualizer/web/static/${name}.js`, import.meta.url));
}

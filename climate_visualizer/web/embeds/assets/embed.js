// On the page around: give each frame the height that it says it needs, and fill each <climate-budget>.
(() => {
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const { origin } = new URL(src);
  const here = new URL("..", src).href.replace(/\/$/, ""); // the site, which may stand below a path
  const frames = () => [...document.querySelectorAll("iframe")];
  const ours = (/** @type {HTMLIFrameElement} */ frame) => frame.src.startsWith(`${here}/embed/`);

  addEventListener("message", (event) => {
    if (event.origin !== origin || event.data?.type !== "climate-visualizer:height") return;
    const height = Number(event.data.height);
    if (!(height > 0 && height < 20000)) return;
    const frame = frames().find((one) => one.contentWindow === event.source);
    if (!frame || !ours(frame)) return;
    // A page that allows no style attribute keeps the browser's border of two pixels and width of 300: set here, they hold there too.
    frame.style.border = "0";
    if (!frame.hasAttribute("width")) frame.style.width = "100%";
    frame.style.height = `${height}px`;
  });
  const measure = (/** @type {HTMLIFrameElement} */ frame) =>
    frame.contentWindow?.postMessage({ type: "climate-visualizer:measure" }, origin);
  const begin = () => frames().filter(ours).forEach(measure);
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);

  if (customElements.get("climate-budget")) return;
  const plain = new Set(["area", "figure", "class", "id", "style", "slot", "lang", "dir", "hidden", "title"]);
  customElements.define(
    "climate-budget",
    class extends HTMLElement {
      async connectedCallback() {
        const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
        const asked = new URLSearchParams(
          [...this.attributes].filter((one) => !plain.has(one.name)).map((one) => [one.name, one.value]),
        );
        this.style.display ||= "block";
        if (this.clientWidth && this.clientWidth < 560) asked.set("shape", "narrow");
        /** @param {string} attribute @param {string} usual */
        const name = (attribute, usual) => encodeURIComponent(this.getAttribute(attribute) ?? usual);
        const address = `${here}/embed/${name("figure", "headline")}/${name("area", "")}/fragment?${asked}`;
        try {
          const answer = await fetch(address, { credentials: "omit" });
          const style = document.createElement("link");
          style.rel = "stylesheet";
          style.href = `${here}/embed/style.css?${new URLSearchParams([...asked].filter(([one]) => one === "theme" || one === "colour"))}`;
          const held = document.createElement("div");
          held.innerHTML = await answer.text();
          shadow.replaceChildren(style, held);
        } catch {
          const link = document.createElement("a");
          link.href = `${here}/`;
          link.textContent = "Climate Visualizer";
          shadow.replaceChildren(link);
        }
      }
    },
  );
})();

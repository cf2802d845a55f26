import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import vm from "node:vm";

const SITE = "https://budget.example";
const read = (name) =>
  readFileSync(new URL(`../../climate_visualizer/web/embeds/assets/${name}.js`, import.meta.url), "utf8");

/** A frame, which remembers what it was told. */
function frame(src, attributes = []) {
  const told = [];
  const contentWindow = { postMessage: (message, origin) => told.push([message.type, origin]) };
  return { src, style: {}, told, contentWindow, hasAttribute: (name) => attributes.includes(name) };
}

/** The page around with its frames, after the script of `site` has run; what comes back sends it a message. */
function around(frames, site = SITE) {
  const listening = {};
  const listen = (kind, hear) => {
    listening[kind] = hear;
  };
  vm.runInNewContext(read("embed"), {
    URL,
    addEventListener: listen,
    customElements: { get: () => true },
    document: {
      currentScript: { src: `${site}/embed/embed.js` },
      readyState: "complete",
      querySelectorAll: () => frames,
    },
  });
  return (height, { origin = SITE, source = frames[0].contentWindow, type = "climate-visualizer:height" } = {}) =>
    listening.message({ origin, source, data: { type, height } });
}

test("a frame of the site takes the height that it says it needs", () => {
  const [one, other] = [frame(`${SITE}/embed/dots/SE`), frame(`${SITE}/embed/headline/SE`, ["width"])];
  const message = around([one, other]);
  message(321);
  message(654, { source: other.contentWindow });
  assert.deepEqual(one.style, { border: "0", width: "100%", height: "321px" });
  assert.deepEqual(other.style, { border: "0", height: "654px" }, "a width that the page gives is kept");
});

test("a height beyond all measure is none, and the last one stays", () => {
  const one = frame(`${SITE}/embed/dots/SE`);
  const message = around([one]);
  message(500);
  for (const height of [0, -1, 20_000, Infinity, NaN, undefined, null, "tall", {}]) message(height);
  assert.equal(one.style.height, "500px");
  message(19_999);
  assert.equal(one.style.height, "19999px");
});

test("nobody else sets a height: no other site, no other message, no frame that is not the site's", () => {
  const [one, foreign] = [frame(`${SITE}/embed/dots/SE`), frame("https://other.example/embed/dots/SE")];
  const message = around([one, foreign]);
  message(300, { origin: "https://other.example" });
  message(300, { type: "something-else" });
  message(300, { source: {} });
  message(300, { source: foreign.contentWindow });
  assert.deepEqual([one.style, foreign.style], [{}, {}]);
});

test("frames that were there before the script are asked, in their own site alone, which may stand below a path", () => {
  const below = `${SITE}/climate`;
  const frames = [frame(`${below}/embed/dots/SE`), frame(`${SITE}/embed/dots/SE`), frame("https://other.example/")];
  around(frames, below);
  assert.deepEqual(
    frames.map((one) => one.told),
    [[["climate-visualizer:measure", SITE]], [], []],
  );
});

test("in the frame the height is told in whole pixels, when it changes and when the page around asks", () => {
  const told = [];
  const parent = { postMessage: (message, origin) => told.push([message, origin]) };
  let hear;
  let change;
  let height = 99.2;
  vm.runInNewContext(read("size"), {
    Math,
    parent,
    ResizeObserver: class {
      constructor(seen) {
        change = seen;
      }
      observe() {}
    },
    addEventListener: (_, listener) => {
      hear = listener;
    },
    document: { documentElement: { getBoundingClientRect: () => ({ height }) } },
  });
  change();
  height = 120;
  hear({ source: parent, data: { type: "climate-visualizer:measure" } });
  height = 140;
  hear({ source: {}, data: { type: "climate-visualizer:measure" } });
  hear({ source: parent, data: { type: "something-else" } });
  hear({ source: parent, data: null });
  assert.deepEqual(
    told.map(([message, origin]) => [{ ...message }, origin]),
    [100, 120].map((said) => [{ type: "climate-visualizer:height", height: said }, "*"]),
  );
});

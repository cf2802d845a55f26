// A chart that can be read: Vega draws it, and pointer, finger and arrow keys tell what it shows at each year.
let vega;

function library(address) {
  vega ??= new Promise((loaded, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address, onload: loaded, onerror: failed });
    document.head.append(script);
  });
  return vega;
}

// A page's colours have names; a drawing needs the colours that stand for them in the reader's theme.
function coloured(specification) {
  const style = getComputedStyle(document.documentElement);
  return JSON.parse(
    JSON.stringify(specification).replace(/var\(--([a-z0-9]+)\)/g, (_, name) => style.getPropertyValue(`--${name}`).trim()),
  );
}

async function drawn(article, visible, specification) {
  await library(article.dataset.vega);
  const target = Object.assign(document.createElement("div"), { className: "vega" });
  const own = visible.querySelector("svg");
  target.setAttribute("aria-hidden", "true");
  visible.append(target);
  const options = { mode: "vega-lite", ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: false };
  const { view } = await window.vegaEmbed(target, coloured(specification), options);
  const svg = target.querySelector("svg");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  own.classList.add("under");
  const scale = view.scale("x");
  const offset = view.padding().left + view.origin()[0];
  const whole = svg.viewBox.baseVal.width;
  const back = (x) => scale.invert(x * whole - offset);
  return { at: (year) => (scale(year) + offset) / whole, back, svg };
}

// Pictures without a specification have years in even columns over their whole width.
function even(visible, last) {
  const svg = visible.querySelector("svg"), first = +svg.dataset.first;
  return { at: (year) => (year + 0.5 - first) / (last - first), back: (x) => first + x * (last - first) - 0.5, svg };
}

function slider(chart, readings) {
  const input = Object.assign(document.createElement("input"), { type: "range", min: 0, max: readings.length - 1, step: 1 });
  input.setAttribute("aria-label", chart.querySelector(".read").textContent);
  return input;
}

function reading() {
  const box = Object.assign(document.createElement("div"), { className: "reading" });
  box.setAttribute("aria-hidden", "true"); // the slider tells the same aloud
  return box;
}

function told(box, one) {
  const list = document.createElement("dl");
  for (const [name, value] of one.lines) {
    const [term, detail] = ["dt", "dd"].map((tag) => document.createElement(tag));
    term.textContent = name;
    detail.textContent = value;
    list.append(term, detail);
  }
  const title = document.createElement("b");
  title.textContent = one.name;
  box.replaceChildren(title, list);
}

function show(chart, place, readings, index) {
  const [rule, box, input] = [".cursor", ".reading", "input"].map((part) => chart.querySelector(part));
  const one = readings[index];
  const outer = chart.getBoundingClientRect();
  const inner = place.svg.getBoundingClientRect();
  const left = inner.left - outer.left + place.at(one.at) * inner.width;
  input.value = index;
  input.setAttribute("aria-valuetext", `${one.name}: ${one.lines.map((line) => line.join(" ")).join(", ")}`);
  told(box, one);
  const part = (100 * left) / outer.width; // a part, so that it stays in place when the window changes
  rule.style.left = `${part}%`;
  rule.style.height = `${inner.height}px`;
  const beyond = left > outer.width / 2;
  box.style.left = beyond ? "" : `calc(${part}% + 12px)`;
  box.style.right = beyond ? `calc(${100 - part}% + 12px)` : "";
  chart.classList.add("told");
}

const nearest = (readings, year) =>
  readings.reduce((best, one, index) => (Math.abs(one.at - year) < Math.abs(readings[best].at - year) ? index : best), 0);

function attach(chart, place, readings) {
  const input = slider(chart, readings);
  const rule = Object.assign(document.createElement("i"), { className: "cursor" });
  chart.append(rule, reading(), input);
  input.addEventListener("input", () => show(chart, place, readings, Number(input.value)));
  input.addEventListener("focus", () => show(chart, place, readings, Number(input.value)));
  input.addEventListener("keydown", (event) => { if (event.key === "Escape") chart.classList.remove("told"); });
  chart.addEventListener("pointermove", (event) => {
    if (event.target === input) return;
    const inner = place.svg.getBoundingClientRect();
    show(chart, place, readings, nearest(readings, place.back((event.clientX - inner.left) / inner.width)));
  });
  chart.addEventListener("pointerleave", () => { if (document.activeElement !== input) chart.classList.remove("told"); });
  input.value = nearest(readings, new Date().getFullYear());
  chart.querySelector(".read").classList.add("done");
  return input;
}

export async function read(article, chart, asked) {
  if (chart.dataset.state) return;
  chart.dataset.state = "loading";
  try {
    const visible = [...chart.children].find((one) => one.matches("div") && one.getClientRects().length);
    const address = new URL(chart.dataset.chart, location.href);
    if (visible.matches(".only-narrow")) address.searchParams.set("narrow", "1");
    const { specification, last, readings } = await (await fetch(address)).json();
    const place = specification ? await drawn(article, visible, specification) : even(visible, last);
    const input = attach(chart, place, readings);
    chart.dataset.state = "ready";
    if (asked) input.focus({ preventScroll: true });
  } catch {
    delete chart.dataset.state;
  }
}

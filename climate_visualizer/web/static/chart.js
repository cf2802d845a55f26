// A chart that can be read: pointer, finger and arrow keys tell what it shows at each year. Where a year lies, its picture says.
/** @param {HTMLElement} chart */
const within = (chart) => /** @type {Find} */ ((what) => chart.querySelector(what));

/** @param {Pick<SVGSVGElement, "dataset" | "viewBox">} svg */
export function axis(svg) {
  const { left, right, first, last } = Object.fromEntries(
    Object.entries(svg.dataset).map(([name, value]) => [name, Number(value)]),
  );
  const whole = svg.viewBox.baseVal.width;
  return {
    at: (/** @type {number} */ year) => (left + ((year - first) / (last - first)) * (right - left)) / whole,
    back: (/** @type {number} */ x) => first + ((x * whole - left) / (right - left)) * (last - first),
  };
}

/** @param {HTMLElement} chart @param {Reading[]} readings */
function slider(chart, readings) {
  const input = Object.assign(document.createElement("input"), {
    type: "range",
    min: "0",
    max: String(readings.length - 1),
    step: "1",
  });
  input.setAttribute("aria-label", within(chart)(".read").textContent);
  return input;
}

function reading() {
  const box = Object.assign(document.createElement("div"), { className: "reading" });
  box.setAttribute("aria-hidden", "true"); // the slider tells the same aloud
  return box;
}

/** @param {HTMLElement} box @param {Reading} one */
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

export const aloud = (/** @type {Reading} */ one) =>
  `${one.name}: ${one.lines.map((line) => line.join(" ")).join(", ")}`;

/** @param {HTMLElement} chart @param {SVGSVGElement} svg @param {Reading[]} readings @param {number} index */
function show(chart, svg, readings, index) {
  const find = within(chart);
  const [rule, box] = [find(".cursor"), find(".reading")];
  /** @type {HTMLInputElement} */
  const input = find("input");
  const one = readings[index];
  const outer = chart.getBoundingClientRect();
  const inner = svg.getBoundingClientRect();
  const left = inner.left - outer.left + axis(svg).at(one.at) * inner.width;
  input.value = String(index);
  input.setAttribute("aria-valuetext", aloud(one));
  told(box, one);
  const part = (100 * left) / outer.width; // a part, so that it stays in place when the window changes
  rule.style.left = `${part}%`;
  rule.style.height = `${inner.height}px`;
  const beyond = left > outer.width / 2;
  box.style.left = beyond ? "" : `calc(${part}% + 12px)`;
  box.style.right = beyond ? `calc(${100 - part}% + 12px)` : "";
  chart.classList.add("told");
}

/** @param {Reading[]} readings @param {number} year @returns {number} the index of the reading */
export const nearest = (readings, year) =>
  readings.reduce(
    (best, one, index) => (Math.abs(one.at - year) < Math.abs(readings[best].at - year) ? index : best),
    0,
  );

// Which picture is shown, and what is read out, may change while one reads: the window is turned, or a scenario moved.
/** @param {HTMLElement} chart @returns {SVGSVGElement} */
const shown = (chart) =>
  /** @type {SVGSVGElement} */ (
    [...chart.children].find((one) => one.matches("div") && one.getClientRects().length)?.querySelector("svg")
  );

/** @param {HTMLElement} chart @param {() => Reading[]} told */
function attach(chart, told) {
  const input = slider(chart, told());
  const rule = Object.assign(document.createElement("i"), { className: "cursor" });
  chart.append(rule, reading(), input);
  const at = (/** @type {number} */ index) => show(chart, shown(chart), told(), index);
  input.addEventListener("input", () => at(Number(input.value)));
  input.addEventListener("focus", () => at(Number(input.value)));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") chart.classList.remove("told");
  });
  chart.addEventListener("pointermove", (event) => {
    if (event.target === input) return;
    const svg = shown(chart);
    const inner = svg.getBoundingClientRect();
    at(nearest(told(), axis(svg).back((event.clientX - inner.left) / inner.width)));
  });
  chart.addEventListener("pointerleave", () => {
    if (document.activeElement !== input) chart.classList.remove("told");
  });
  input.value = String(nearest(told(), new Date().getFullYear()));
  within(chart)(".read").classList.add("done");
  return input;
}

// What is read out stands on the page, or is fetched when it is first asked for.
/** @param {HTMLElement} chart @returns {Promise<() => Reading[]>} */
async function source(chart) {
  if (chart.dataset.readings) return () => JSON.parse(chart.dataset.readings ?? "[]");
  const { readings } = await (await fetch(new URL(chart.dataset.chart ?? "", location.href))).json();
  return () => readings;
}

/** @param {HTMLElement} chart @param {boolean} asked */
export async function read(chart, asked) {
  if (chart.dataset.state) return;
  chart.dataset.state = "loading";
  try {
    const input = attach(chart, await source(chart));
    chart.dataset.state = "ready";
    if (asked) input.focus({ preventScroll: true });
  } catch {
    delete chart.dataset.state;
  }
}

// A chart that can be read: pointer, finger and arrow keys tell what it shows at each year. Where a year lies, its picture says.
function axis(svg) {
  const { left, right, first, last } = Object.fromEntries(
    Object.entries(svg.dataset).map(([name, value]) => [name, +value]),
  );
  const whole = svg.viewBox.baseVal.width;
  return {
    svg,
    at: (year) => (left + ((year - first) / (last - first)) * (right - left)) / whole,
    back: (x) => first + ((x * whole - left) / (right - left)) * (last - first),
  };
}

function slider(chart, readings) {
  const input = Object.assign(document.createElement("input"), {
    type: "range",
    min: 0,
    max: readings.length - 1,
    step: 1,
  });
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
  readings.reduce(
    (best, one, index) => (Math.abs(one.at - year) < Math.abs(readings[best].at - year) ? index : best),
    0,
  );

// Which picture is shown, and what is read out, may change while one reads: the window is turned, or a scenario moved.
const shown = (chart) => [...chart.children].find((one) => one.matches("div") && one.getClientRects().length);

function attach(chart, told) {
  const input = slider(chart, told());
  const rule = Object.assign(document.createElement("i"), { className: "cursor" });
  chart.append(rule, reading(), input);
  const at = (index) => show(chart, axis(shown(chart).querySelector("svg")), told(), index);
  input.addEventListener("input", () => at(Number(input.value)));
  input.addEventListener("focus", () => at(Number(input.value)));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") chart.classList.remove("told");
  });
  chart.addEventListener("pointermove", (event) => {
    if (event.target === input) return;
    const place = axis(shown(chart).querySelector("svg"));
    const inner = place.svg.getBoundingClientRect();
    at(nearest(told(), place.back((event.clientX - inner.left) / inner.width)));
  });
  chart.addEventListener("pointerleave", () => {
    if (document.activeElement !== input) chart.classList.remove("told");
  });
  input.value = nearest(told(), new Date().getFullYear());
  chart.querySelector(".read").classList.add("done");
  return input;
}

// What is read out stands on the page, or is fetched when it is first asked for.
async function source(chart) {
  if (chart.dataset.readings) return () => JSON.parse(chart.dataset.readings);
  const { readings } = await (await fetch(new URL(chart.dataset.chart, location.href))).json();
  return () => readings;
}

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

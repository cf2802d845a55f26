// Explore, moved at once: the form asks the API, and its answer goes where the page already has one.
/** @typedef {"typed" | "filled" | "step"} Cause  what asked: a field, an address, or undo and redo */
const page = /** @type {HTMLElement} */ (document.getElementById("explore"));
const { api, lang } = /** @type {Written} */ (page.dataset);
const find = /** @type {Find} */ ((what) => page.querySelector(what));
const all = /** @type {FindAll} */ ((what) => [...page.querySelectorAll(what)]);
const link = /** @type {(what: string) => HTMLAnchorElement} */ (find);
/** @type {HTMLFormElement} */
const form = find("form");
const field = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
const narrow = matchMedia("(max-width: 640px)");
/** @type {HTMLInputElement[]} */
const hidden = all("form input[type=hidden]");
/** @type {HTMLInputElement[]} */
const boxes = all("form [name=measure]");
const choices = new URLSearchParams(hidden.map((one) => [one.name, one.value]));
/** @type {string[]} */
const past = [];
/** @type {string[]} */
const future = [];
let now = new URLSearchParams(location.search).get("s") || "";
/** @type {{ query: URLSearchParams, cause: Cause } | null} */
let waiting = null;
let asking = false;
let told = 0;
let settled = 0;

document.documentElement.classList.add("scripting");
all(".scripted:not([data-hint])").forEach((one) => {
  one.hidden = false;
});

function fields() {
  const query = new URLSearchParams(choices);
  for (const [name, value] of new FormData(form))
    if (name !== "measure" && !choices.has(name)) query.set(name, String(value));
  query.set("measures", new FormData(form).getAll("measure").join(","));
  return query;
}

/** @param {URLSearchParams} query @param {Cause} cause */
async function ask(query, cause) {
  waiting = { query, cause };
  if (asking) return;
  asking = true;
  while (waiting) {
    const next = waiting;
    waiting = null;
    next.query.set("lang", lang);
    next.query.set("picture", narrow.matches ? "narrow" : "wide");
    try {
      const response = await fetch(`${api}?${next.query}`);
      const answer = await response.json();
      if (response.ok) show(answer, next.cause);
      else problem(answer.said || answer.detail);
    } catch {
      form.submit(); // the server shows the same, or says why it cannot
      return;
    }
  }
  asking = false;
}

/** @param {string} words */
function problem(words) {
  const place = find("[data-problem]");
  place.hidden = !words;
  place.textContent = words;
}

/** @param {ScenarioAnswer} answer @param {Cause} cause */
function show(answer, cause) {
  problem("");
  all("[data-said=headline]").forEach((one) => {
    one.textContent = answer.headline;
  });
  for (const fact of answer.facts) {
    const [value, meaning] = find(`[data-fact=${fact.key}]`).querySelectorAll("b, p:last-child");
    value.textContent = fact.value;
    value.className = fact.bad ? "bad" : "";
    meaning.textContent = fact.meaning;
    const { firstChild: said, lastChild: meant } = find(`[data-cell=${fact.key}]`) ?? {};
    if (said && meant) {
      said.textContent = `${fact.value} `;
      meant.textContent = fact.meaning;
    }
  }
  find(`[data-picture=${narrow.matches ? "narrow" : "wide"}]`).innerHTML = answer.picture;
  readings(answer);
  rows(answer);
  saved(answer.saved_said);
  links(answer);
  if (cause !== "step") remember(answer.scenario);
  if (cause !== "typed") fill(answer.fields);
  history.replaceState(null, "", location.pathname + answer.address);
  announce(`${answer.headline} ${answer.facts[0].value} ${answer.facts[0].meaning}`);
}

// What is read out at each year of the chart: its lines keep their names and their order, its numbers the server's separator.
/** @param {ScenarioAnswer} answer */
function readings(answer) {
  const chart = find(".chart");
  const { amount, separator, readings } = /** @type {Written} */ (chart.dataset);
  const lines = [answer.path_t, answer.trend_t, answer.budget_path_t];
  const told = retold(JSON.parse(readings), lines, (tonnes) => amount.replace("{number}", grouped(tonnes, separator)));
  chart.dataset.readings = JSON.stringify(told);
}

/** @param {number} value @param {string} separator */
export const grouped = (value, separator) => String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, separator);

/**
 * @param {Reading[]} told
 * @param {(number[] | null)[]} lines  amounts a year of each line; null where the chart has none
 * @param {(tonnes: number) => string} said
 * @returns {Reading[]}
 */
export function retold(told, lines, said) {
  const drawn = lines.filter((line) => line !== null);
  return told.map((one, at) => ({ ...one, lines: one.lines.map(([name], line) => [name, said(drawn[line][at])]) }));
}

/** @param {ScenarioAnswer} answer */
function rows(answer) {
  /** @type {HTMLTableSectionElement} */
  const list = find("[data-delays]");
  [...list.rows].forEach((row, at) => {
    const one = answer.delays[at];
    row.hidden = !one;
    if (!one) return;
    row.cells[0].textContent = String(one.year);
    row.cells[1].textContent =
      one.required_cut_percent === null ? (list.dataset.none ?? "") : percent(one.required_cut_percent, 1);
  });
}

/** @param {number} value @param {number} digits */
const percent = (value, digits) =>
  new Intl.NumberFormat(lang, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: 1,
  }).format(value / 100);

/** @param {Record<string, string>} said */
function saved(said) {
  all("[data-saved]").forEach((one) => {
    const { saved } = /** @type {Written} */ (one.dataset);
    one.textContent = said[saved] ? `−${said[saved]}` : "";
  });
  counted();
}

function counted() {
  const count = form.querySelectorAll("[name=measure]:checked").length;
  find("[data-count]").textContent = count ? `(${count})` : "";
}

// A scenario is written with tildes, which may stand in an address as they are.
export const address = (/** @type {URLSearchParams} */ query) => `?${query}`.replaceAll("%7E", "~");

/** @param {ScenarioAnswer} answer */
function links(answer) {
  const text = answer.scenario || "-";
  const kept = new URLSearchParams(answer.address);
  kept.set("t", text);
  link("[data-keep]").href = address(kept);
  kept.delete("t");
  if (link("[data-drop]")) link("[data-drop]").href = address(kept);
  for (const kind of ["png", "svg", "csv", "json"]) {
    link(kind === "png" ? "[data-share]" : `[data-${kind}]`).href = `scenario.${kind}${answer.address}`;
  }
  link("[data-api-link]").href = `${api}${answer.address}`;
  /** @type {HTMLAnchorElement[]} */
  const chosen = all(".choice a");
  chosen.forEach((one) => {
    const query = new URLSearchParams(new URL(one.href).search);
    if (answer.scenario) query.set("s", answer.scenario);
    else query.delete("s");
    one.href = address(query);
  });
}

// Undo and redo step through scenarios; a run of moves of one handle is one step.
/** @param {string} text */
function remember(text) {
  if (text === now) return;
  const at = performance.now();
  if (at - settled > 600 || !past.length) past.push(now);
  settled = at;
  future.length = 0;
  now = text;
  steps();
}

/** @type {HTMLButtonElement} */
const undo = find("[data-undo]");
/** @type {HTMLButtonElement} */
const redo = find("[data-redo]");

function steps() {
  undo.disabled = !past.length;
  redo.disabled = !future.length;
}

/** @param {string[]} from @param {string[]} to */
function step(from, to) {
  const next = from.pop();
  if (next === undefined) return;
  to.push(now);
  now = next;
  steps();
  go(now, "step");
}

/** @param {string} text @param {Cause} cause */
function go(text, cause) {
  const query = new URLSearchParams(choices);
  if (text) query.set("s", text);
  ask(query, cause);
}

/** @param {Record<string, string>} values */
function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === "measures") {
      const ticked = value.split(",");
      boxes.forEach((box) => {
        box.checked = ticked.includes(box.value);
      });
    } else if (field(name)) {
      field(name).value = value;
    }
  }
  outputs();
  hint();
}

function outputs() {
  all("output[data-of]").forEach((one) => {
    const { of, unit } = /** @type {Written} */ (one.dataset);
    const value = Number(field(of).value);
    one.textContent =
      "percent" in one.dataset ? percent(value, 0) : `${new Intl.NumberFormat(lang).format(value)}${unit || ""}`;
  });
}

/** @param {string} words */
function announce(words) {
  clearTimeout(told);
  told = setTimeout(() => {
    find("[data-announced]").textContent = words;
  }, 900);
}

// Draw, then see: while drawing, the answer is hidden until the reader asks for it.
const drawn = () => field("way").value === "drawn";
let seen = drawn();

function hint() {
  find("[data-hint]").hidden = !drawn() || seen;
  page.classList.toggle("drawing", drawn() && !seen);
}

function reveal() {
  seen = true;
  hint();
}

/**
 * @param {Record<string, number>} frame  the edges of the picture in years, tonnes and its own pixels
 * @param {number} x
 * @param {number} y
 * @returns {Point}
 */
export function place(frame, x, y) {
  const year = frame.first + ((x - frame.left) / (frame.right - frame.left)) * (frame.last - frame.first);
  const tonnes = ((frame.bottom - y) / (frame.bottom - frame.top)) * frame.high;
  return { year, level: Math.round((100 * tonnes) / frame.now) };
}

/** @param {SVGSVGElement} svg @param {PointerEvent} event */
function pointed(svg, event) {
  const frame = Object.fromEntries(Object.entries(svg.dataset).map(([name, value]) => [name, Number(value)]));
  const box = svg.getBoundingClientRect();
  const view = svg.viewBox.baseVal;
  const x = ((event.clientX - box.left) / box.width) * view.width;
  const y = ((event.clientY - box.top) / box.height) * view.height;
  return place(frame, x, y);
}

// What a stroke from one point to the next says about a year: null beside it, with a year and a half of room at both ends.
/** @param {Point} from @param {Point} to @param {number} year @param {number} most */
export function stroked(from, to, year, most) {
  if (year < Math.min(from.year, to.year) - 1.5 || year > Math.max(from.year, to.year) + 1.5) return null;
  const part = from.year === to.year ? 1 : (year - from.year) / (to.year - from.year);
  const level = from.level + (to.level - from.level) * Math.min(Math.max(part, 0), 1);
  return Math.min(Math.max(Math.round(level), 0), most);
}

/** @type {HTMLInputElement[]} */
const handles = all(".upright");
/** @type {Point | null} */
let last = null;

/** @param {HTMLElement} canvas @param {PointerEvent} event */
function pull(canvas, event) {
  const point = pointed(/** @type {SVGSVGElement} */ (canvas.querySelector("svg")), event);
  for (const handle of handles) {
    const level = stroked(last ?? point, point, Number(handle.name.slice(1)), Number(handle.max));
    if (level !== null) handle.value = String(level);
  }
  last = point;
  outputs();
  ask(fields(), "typed");
}

all(".canvas").forEach((canvas) => {
  canvas.addEventListener("pointerdown", (event) => {
    if (!drawn()) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = null;
    pull(canvas, event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) pull(canvas, event);
  });
});

form.addEventListener("input", (event) => {
  if (/** @type {HTMLInputElement} */ (event.target).name === "way") {
    seen = false;
    hint();
  }
  outputs();
  ask(fields(), "typed");
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  ask(fields(), "typed");
});
find("[data-reveal]").addEventListener("click", reveal);
undo.addEventListener("click", () => step(past, future));
redo.addEventListener("click", () => step(future, past));
find("[data-reset]").addEventListener("click", (event) => {
  event.preventDefault();
  seen = false;
  go("", "filled");
});
narrow.addEventListener("change", () => go(now, "step"));
outputs();
counted();
hint();

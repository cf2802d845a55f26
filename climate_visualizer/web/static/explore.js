// Explore, moved at once: the form asks the API, and its answer goes where the page already has one.
const page = document.getElementById("explore");
const form = page.querySelector("form");
const find = (what) => page.querySelector(what);
const all = (what) => [...page.querySelectorAll(what)];
const narrow = matchMedia("(max-width: 640px)");
const choices = new URLSearchParams(
  [...form.querySelectorAll("input[type=hidden]")].map((one) => [one.name, one.value]),
);
const past = [],
  future = [];
let now = new URLSearchParams(location.search).get("s") || "";
let asking = false,
  waiting = null,
  told = 0,
  settled = 0;

document.documentElement.classList.add("scripting");
all(".scripted:not([data-hint])").forEach((one) => {
  one.hidden = false;
});

function fields() {
  const query = new URLSearchParams(choices);
  for (const [name, value] of new FormData(form)) if (name !== "measure" && !choices.has(name)) query.set(name, value);
  query.set("measures", new FormData(form).getAll("measure").join(","));
  return query;
}

async function ask(query, move) {
  waiting = { query, move };
  if (asking) return;
  asking = true;
  while (waiting) {
    const next = waiting;
    waiting = null;
    next.query.set("lang", page.dataset.lang);
    next.query.set("picture", narrow.matches ? "narrow" : "wide");
    try {
      const response = await fetch(`${page.dataset.api}?${next.query}`);
      const answer = await response.json();
      if (response.ok) show(answer, next.move);
      else problem(answer.said || answer.detail);
    } catch {
      form.submit(); // the server shows the same, or says why it cannot
      return;
    }
  }
  asking = false;
}

function problem(words) {
  const place = find("[data-problem]");
  place.hidden = !words;
  place.textContent = words;
}

function show(answer, move) {
  problem("");
  all("[data-said=headline]").forEach((one) => {
    one.textContent = answer.headline;
  });
  for (const fact of answer.facts) {
    const [value, meaning] = find(`[data-fact=${fact.key}]`).querySelectorAll("b, p:last-child");
    value.textContent = fact.value;
    value.className = fact.bad ? "bad" : "";
    meaning.textContent = fact.meaning;
    const cell = find(`[data-cell=${fact.key}]`);
    if (cell) {
      cell.firstChild.data = `${fact.value} `;
      cell.lastChild.textContent = fact.meaning;
    }
  }
  find(`[data-picture=${narrow.matches ? "narrow" : "wide"}]`).innerHTML = answer.picture;
  readings(answer);
  rows(answer);
  saved(answer.saved_said);
  links(answer);
  if (move !== "step") remember(answer.scenario);
  if (move !== "typed") fill(answer.fields);
  history.replaceState(null, "", location.pathname + answer.address);
  announce(`${answer.headline} ${answer.facts[0].value} ${answer.facts[0].meaning}`);
}

// What is read out at each year of the chart: its lines keep their names and their order, its numbers the server's separator.
function readings(answer) {
  const chart = find(".chart"),
    { amount, separator } = chart.dataset;
  const said = (tonnes) =>
    amount.replace("{number}", String(Math.round(tonnes)).replace(/\B(?=(\d{3})+$)/g, separator));
  const lines = [answer.path_t, answer.trend_t, answer.budget_path_t].filter(Boolean);
  const told = JSON.parse(chart.dataset.readings);
  told.forEach((one, at) => {
    one.lines = one.lines.map(([name], line) => [name, said(lines[line][at])]);
  });
  chart.dataset.readings = JSON.stringify(told);
}

function rows(answer) {
  const list = find("[data-delays]");
  [...list.rows].forEach((row, at) => {
    const one = answer.delays[at];
    row.hidden = !one;
    if (!one) return;
    row.cells[0].textContent = one.year;
    row.cells[1].textContent =
      one.required_cut_percent === null ? list.dataset.none : percent(one.required_cut_percent, 1);
  });
}

const percent = (value, digits) =>
  new Intl.NumberFormat(page.dataset.lang, {
    style: "percent",
    minimumFractionDigits: digits,
    maximumFractionDigits: 1,
  }).format(value / 100);

function saved(said) {
  all("[data-saved]").forEach((one) => {
    one.textContent = said[one.dataset.saved] ? `−${said[one.dataset.saved]}` : "";
  });
  counted();
}

function counted() {
  const count = form.querySelectorAll("[name=measure]:checked").length;
  find("[data-count]").textContent = count ? `(${count})` : "";
}

function links(answer) {
  const text = answer.scenario || "-";
  const kept = new URLSearchParams(answer.address);
  kept.set("t", text);
  const address = (query) => `?${query}`.replaceAll("%7E", "~");
  find("[data-keep]").href = address(kept);
  kept.delete("t");
  if (find("[data-drop]")) find("[data-drop]").href = address(kept);
  for (const kind of ["png", "svg", "csv", "json"]) {
    find(kind === "png" ? "[data-share]" : `[data-${kind}]`).href = `scenario.${kind}${answer.address}`;
  }
  find("[data-api-link]").href = `${page.dataset.api}${answer.address}`;
  all(".choice a").forEach((one) => {
    const query = new URLSearchParams(new URL(one.href).search);
    if (answer.scenario) query.set("s", answer.scenario);
    else query.delete("s");
    one.href = address(query);
  });
}

// Undo and redo step through scenarios; a run of moves of one handle is one step.
function remember(text) {
  if (text === now) return;
  const at = performance.now();
  if (at - settled > 600 || !past.length) past.push(now);
  settled = at;
  future.length = 0;
  now = text;
  steps();
}

function steps() {
  find("[data-undo]").disabled = !past.length;
  find("[data-redo]").disabled = !future.length;
}

function step(from, to) {
  if (!from.length) return;
  to.push(now);
  now = from.pop();
  steps();
  go(now, "step");
}

function go(text, move) {
  const query = new URLSearchParams(choices);
  if (text) query.set("s", text);
  ask(query, move);
}

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === "measures") {
      const ticked = value.split(",");
      form.querySelectorAll("[name=measure]").forEach((box) => {
        box.checked = ticked.includes(box.value);
      });
    } else if (form.elements[name]) {
      form.elements[name].value = value;
    }
  }
  outputs();
  hint();
}

function outputs() {
  all("output[data-of]").forEach((one) => {
    const value = Number(form.elements[one.dataset.of].value);
    one.textContent =
      "percent" in one.dataset
        ? percent(value, 0)
        : `${new Intl.NumberFormat(page.dataset.lang).format(value)}${one.dataset.unit || ""}`;
  });
}

function announce(words) {
  clearTimeout(told);
  told = setTimeout(() => {
    find("[data-announced]").textContent = words;
  }, 900);
}

// Draw, then see: while drawing, the answer is hidden until the reader asks for it.
const drawn = () => form.elements.way.value === "drawn";
let seen = drawn();

function hint() {
  find("[data-hint]").hidden = !drawn() || seen;
  page.classList.toggle("drawing", drawn() && !seen);
}

function reveal() {
  seen = true;
  hint();
}

function place(svg, event) {
  const facts = svg.dataset,
    box = svg.getBoundingClientRect(),
    view = svg.viewBox.baseVal;
  const x = ((event.clientX - box.left) / box.width) * view.width,
    y = ((event.clientY - box.top) / box.height) * view.height;
  const year = +facts.first + ((x - facts.left) / (facts.right - facts.left)) * (facts.last - facts.first);
  const tonnes = ((facts.bottom - y) / (facts.bottom - facts.top)) * facts.high;
  return { year, level: Math.round((100 * tonnes) / facts.now) };
}

const handles = all(".upright");
const yearOf = (handle) => Number(handle.name.slice(1));
let last = null;

function pull(event) {
  const svg = event.currentTarget.querySelector("svg");
  const point = place(svg, event);
  const from = last || point;
  for (const handle of handles) {
    const year = yearOf(handle),
      low = Math.min(from.year, point.year) - 1.5,
      high = Math.max(from.year, point.year) + 1.5;
    if (year < low || year > high) continue;
    const part = from.year === point.year ? 1 : (year - from.year) / (point.year - from.year);
    const level = from.level + (point.level - from.level) * Math.min(Math.max(part, 0), 1);
    handle.value = Math.min(Math.max(Math.round(level), 0), Number(handle.max));
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
    pull(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) pull(event);
  });
});

form.addEventListener("input", (event) => {
  if (event.target.name === "way") {
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
find("[data-undo]").addEventListener("click", () => step(past, future));
find("[data-redo]").addEventListener("click", () => step(future, past));
find("[data-reset]").addEventListener("click", (event) => {
  event.preventDefault();
  seen = false;
  go("", "filled");
});
narrow.addEventListener("change", () => go(now, "step"));
outputs();
counted();
hint();

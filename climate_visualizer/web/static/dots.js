// Another choice without a new page: the same dots move to where they belong now, and none is lost or made on the way.
const TILE = 6;
const FLIGHT = 650;
const STAGGER = 250;
const HEIGHT = 240;
const [PROMPT, PATIENCE] = [25, 15]; // milliseconds between two frames of a browser that has nothing else to do; frames to wait for that
const still = matchMedia("(prefers-reduced-motion: reduce)");
/** @type {Record<string, string>} */
const COLOURS = { past: "--past", filled: "--past", est: "--est", left: "--left", over: "--bad" };
let asked = 0;
/** @type {{ end: () => void, frame: number } | null} */
let running = null;

/** @param {HTMLElement} article @returns {SVGSVGElement | undefined} */
const picture = (article) =>
  [.../** @type {NodeListOf<SVGSVGElement>} */ (article.querySelectorAll("[data-figure=dots] svg"))].find(
    (svg) => svg.getClientRects().length,
  );

/** @param {SVGSVGElement} svg @returns {SVGPathElement[]} */
const pathsOf = (svg) => [...svg.querySelectorAll("path")].filter((path) => path.dataset.kind);

// Every dot of a picture: its column, its height above the floor, its kind. A path holds whole rectangles of them.
/** @param {SVGSVGElement | undefined} svg */
export const dotsOf = (svg) =>
  dotsIn(svg ? pathsOf(svg).map((path) => [kindOf(path), path.getAttribute("d") ?? ""]) : []);

/** @param {[kind: string, drawn: string][]} paths */
export function dotsIn(paths) {
  /** @type {Dot[]} */
  const found = [];
  const rectangles = paths.flatMap(([kind, drawn]) =>
    [...drawn.matchAll(/M(\d+) ([\d.]+)V([\d.]+)H(\d+)/g)].map((cut) => ({ kind, edges: cut.slice(1).map(Number) })),
  );
  const floor = Math.max(0, ...rectangles.map((one) => one.edges[1]));
  for (const {
    kind,
    edges: [left, low, high, right],
  } of rectangles)
    for (let x = left; x < right; x += TILE)
      for (let y = low; y > high; y -= TILE) found.push({ kind, x, up: floor - y });
  return { dots: found, floor };
}

// Which dot goes where: who can stay stays, then each to the nearest free place of its kind, then of any kind.
/** @param {Dot[]} before @param {Dot[]} after @returns {Move[]} */
export function paired(before, after) {
  const key = (/** @type {Dot} */ dot) => `${dot.x},${dot.up}`;
  const places = new Map(after.map((dot) => [key(dot), dot]));
  /** @type {Move[]} */
  const moves = [];
  /** @type {Dot[]} */
  let rest = [];
  for (const dot of before) {
    const place = places.get(key(dot));
    if (place) {
      moves.push([dot, place]);
      places.delete(key(dot));
    } else rest.push(dot);
  }
  const free = [...places.values()];
  for (const same of [true, false]) {
    /** @type {Dot[]} */
    const waiting = [];
    for (const dot of rest) {
      const at = free.findIndex((place) => !same || place.kind === dot.kind);
      if (at < 0) waiting.push(dot);
      else moves.push([dot, free.splice(at, 1)[0]]);
    }
    rest = waiting;
  }
  for (const dot of rest) moves.push([dot, null]);
  for (const place of free) moves.push([null, place]);
  return moves;
}

/** @param {string} kind @param {number} size @param {CSSStyleDeclaration} style */
function sprite(kind, size, style) {
  const canvas = new OffscreenCanvas(Math.ceil(size), Math.ceil(size));
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.fillStyle = style.getPropertyValue(COLOURS[kind]);
  if (kind === "over") context.fillRect(size * 0.13, size * 0.13, size * 0.74, size * 0.74);
  else {
    const ring = kind === "filled"; // a year without statistics
    context.arc(size / 2, size / 2, size * (ring ? 0.285 : 0.36), 0, 7);
    context.strokeStyle = context.fillStyle;
    context.lineWidth = size * 0.15;
    if (ring) context.stroke();
    else context.fill();
  }
  return canvas;
}

/** @param {SVGSVGElement} svg */
function layer(svg) {
  const ratio = Math.min(devicePixelRatio, 2);
  const box = svg.getBoundingClientRect();
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(box.width * ratio);
  canvas.height = Math.round(box.height * ratio);
  canvas.className = "flight";
  canvas.setAttribute("aria-hidden", "true");
  svg.parentElement?.append(canvas);
  return canvas;
}

/** @param {number} t  of the way in time, 0 to 1 @returns {number} of the way in place */
export const eased = (t) => (t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2);
const kindOf = (/** @type {SVGPathElement} */ path) => path.dataset.kind ?? "";
/** @param {Move} move  whether a dot stays as it is */
export const same = ([from, to]) => from && to && from.x === to.x && from.up === to.up && from.kind === to.kind;

/** @param {HTMLElement} article @param {number} drawn @param {number} moved @param {number[]} frames */
function land(article, drawn, moved, frames) {
  article.dispatchEvent(new CustomEvent("moved", { detail: { drawn, moved, frames } }));
}

// Where a dot is at a moment of its flight; one that has no place any more sinks, one that is new comes from above.
/** @param {Move} move @param {number} t */
export function at([from, to], t) {
  if (!from) return { kind: to.kind, x: to.x, up: to.up + HEIGHT * (1 - t), alpha: t };
  if (!to) return { kind: from.kind, x: from.x, up: from.up * (1 - t), alpha: 1 - t };
  /** @param {number} one @param {number} other */
  const between = (one, other) => one + (other - one) * t;
  return { kind: (t < 0.5 ? from : to).kind, x: between(from.x, to.x), up: between(from.up, to.up), alpha: 1 };
}

// Dots in flight are drawn over the new picture, whose own dots of those kinds wait unseen until all have landed.
/** @param {HTMLElement} article @param {SVGSVGElement} svg @param {Move[]} moves @param {number} floor */
function fly(article, svg, moves, floor) {
  const flying = moves.filter((move) => !same(move));
  const resting = moves.flatMap((move) => (same(move) && move[1] ? [move[1]] : []));
  if (!flying.length) return land(article, resting.length, 0, []);
  const [ground, air] = [layer(svg), layer(svg)];
  const scale = ground.width / svg.viewBox.baseVal.width;
  const style = getComputedStyle(document.documentElement);
  const sprites = Object.fromEntries(Object.keys(COLOURS).map((kind) => [kind, sprite(kind, TILE * scale, style)]));
  const kinds = new Set(flying.map(([, to]) => to?.kind));
  const hidden = pathsOf(svg).filter((path) => kinds.has(kindOf(path)));
  const [under, pen] = [ground, air].map((canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")));
  /** @param {CanvasRenderingContext2D} pencil @param {Dot} dot */
  const draw = (pencil, dot) => pencil.drawImage(sprites[dot.kind], dot.x * scale, (floor - dot.up - TILE) * scale);
  resting.filter((dot) => kinds.has(dot.kind)).forEach((dot) => draw(under, dot));
  hidden.forEach((path) => path.setAttribute("visibility", "hidden"));
  /** @type {number[]} */
  const frames = [];
  const end = () => {
    hidden.forEach((path) => path.removeAttribute("visibility"));
    ground.remove();
    air.remove();
    running = null;
    land(article, resting.length + flying.filter(([, to]) => to).length, flying.length, frames);
  };
  const pictured = (/** @type {number} */ since) => {
    pen.clearRect(0, 0, air.width, air.height);
    flying.forEach((move, index) => {
      const begun = (STAGGER * index) / flying.length;
      const dot = at(move, eased(Math.min(Math.max((since - begun) / FLIGHT, 0), 1)));
      pen.globalAlpha = dot.alpha;
      draw(pen, dot);
    });
  };
  /** @param {number} now */
  const frame = (now) => {
    frames.push(now);
    pictured(now - frames[0]);
    if (now - frames[0] < FLIGHT + STAGGER) next(frame);
    else end();
  };
  // The new page is laid out and painted first, with every dot where it was: a flight that began meanwhile would stutter.
  /** @param {number} before @param {number} left @returns {FrameRequestCallback} */
  const ready = (before, left) => (now) => {
    if (now - before < PROMPT || !left) frame(now);
    else next(ready(now, left - 1));
  };
  pictured(0);
  running = { end, frame: requestAnimationFrame(ready(-PROMPT, PATIENCE)) };
}

/** @param {FrameRequestCallback} step */
function next(step) {
  if (running) running.frame = requestAnimationFrame(step);
}

function hush() {
  if (!running) return;
  cancelAnimationFrame(running.frame);
  running.end();
}

// Focus, opened tables and the head of the page follow the new content.
/** @param {HTMLElement} article @param {Document} page */
function swap(article, page) {
  const focus = article.contains(document.activeElement) ? document.activeElement : null;
  const group = focus?.closest("[role=group]")?.getAttribute("aria-label");
  const open = new Set([...article.querySelectorAll("details")].flatMap((one, index) => (one.open ? [index] : [])));
  const arrived = /** @type {HTMLElement} */ (page.querySelector("article.area"));
  article.replaceChildren(...arrived.childNodes);
  article.querySelectorAll("details").forEach((one, index) => {
    one.open = one.open || open.has(index);
  });
  document.title = page.title;
  for (const part of [".languages", "link[rel=canonical]"])
    document.querySelector(part)?.replaceWith(page.querySelector(part) ?? "");
  if (group) {
    const pills = [...article.querySelectorAll(".pills")].find((one) => one.getAttribute("aria-label") === group);
    const chosen = pills?.querySelector("[aria-current]") ?? article.querySelector(".pills a");
    /** @type {HTMLElement | null} */ (chosen)?.focus({ preventScroll: true });
  }
  say(article.querySelector("h1")?.textContent ?? "");
}

/** @param {string} text */
function say(text) {
  let status = document.querySelector("body > [role=status]");
  if (!status) {
    status = Object.assign(document.createElement("p"), { className: "unseen" });
    status.setAttribute("role", "status");
    document.body.append(status);
  }
  status.textContent = text;
}

/** @param {HTMLElement} article @param {string} address @param {boolean} kept */
export async function choose(article, address, kept) {
  const mine = ++asked;
  article.setAttribute("aria-busy", "true");
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  if (mine !== asked) return;
  hush();
  const before = dotsOf(picture(article));
  if (!kept) history.pushState(null, "", address.replace(/\?$/, ""));
  swap(article, page);
  article.removeAttribute("aria-busy");
  const svg = picture(article);
  const after = dotsOf(svg);
  if (svg && before.dots.length && !still.matches) fly(article, svg, paired(before.dots, after.dots), after.floor);
}

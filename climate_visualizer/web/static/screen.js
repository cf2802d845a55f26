// A public screen: slides turn by themselves; space pauses, arrows turn. Every hour the page asks for newer figures.
// ?hold=20 holds each slide for twenty seconds.
/** @param {string} query  of the page's address @returns {number} milliseconds; 14 seconds where it asks for nothing between one and an hour */
export function held(query) {
  const asked = Number(new URLSearchParams(query).get("hold"));
  return 1000 * (asked >= 1 && asked <= 3600 ? asked : 14);
}

const HOLD = held(location.search);
const HOUR = 3_600_000;
const slides = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".slide"))];
const controls = /** @type {HTMLElement} */ (document.querySelector(".turning"));
const pause = /** @type {HTMLButtonElement} */ (controls.querySelector("[data-pause]"));
const words = /** @type {Written} */ (pause.dataset);
let now = 0;
let turning = !matchMedia("(prefers-reduced-motion: reduce)").matches;
let due = 0;

// Forward from the last is the first, and back from the first the last.
/** @param {number} index @param {number} many */
export const turned = (index, many) => (index + many) % many;

const show = (/** @type {number} */ index) => {
  now = turned(index, slides.length);
  slides.forEach((slide, at) => {
    slide.classList.toggle("now", at === now);
    slide.inert = at !== now;
  });
  document.body.classList.toggle("moves", "slide" in document.body.dataset); // the first is there at once
  document.body.dataset.slide = String(now);
  plan();
};
const plan = () => {
  clearTimeout(due);
  if (turning) due = setTimeout(() => show(now + 1), HOLD);
};
const turn = (/** @type {boolean} */ on) => {
  turning = on;
  pause.textContent = on ? words.pause : words.goOn;
  plan();
};

document.body.classList.add("turns");
controls.hidden = false;
/** @type {NodeListOf<HTMLButtonElement>} */
const steps = controls.querySelectorAll("[data-step]");
for (const button of steps) button.addEventListener("click", () => show(now + Number(button.dataset.step)));
pause.addEventListener("click", () => turn(!turning));
addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight" || event.key === "PageDown") show(now + 1);
  else if (event.key === "ArrowLeft" || event.key === "PageUp") show(now - 1);
  else if (event.key === " " && /** @type {Element} */ (event.target).tagName !== "BUTTON") turn(!turning);
  else return;
  event.preventDefault();
});
setInterval(async () => {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-cache" }).catch(() => null);
  if (answer?.ok) location.reload();
}, HOUR);
show(0);
turn(turning);

// A public screen: slides turn by themselves; space pauses, arrows turn. Every hour the page asks for newer figures.
// ?hold=20 holds each slide for twenty seconds.
const asked = Number(new URLSearchParams(location.search).get("hold"));
const HOLD = 1000 * (asked >= 1 && asked <= 3600 ? asked : 14);
const HOUR = 3_600_000;
const slides = [...document.querySelectorAll(".slide")];
const controls = document.querySelector(".turning");
const pause = controls.querySelector("[data-pause]");
let now = 0;
let turning = !matchMedia("(prefers-reduced-motion: reduce)").matches;
let due = 0;

const show = (index) => {
  now = (index + slides.length) % slides.length;
  slides.forEach((slide, at) => {
    slide.classList.toggle("now", at === now);
    slide.inert = at !== now;
  });
  document.body.dataset.slide = now;
  plan();
};
const plan = () => {
  clearTimeout(due);
  if (turning) due = setTimeout(() => show(now + 1), HOLD);
};
const turn = (on) => {
  turning = on;
  pause.textContent = on ? pause.dataset.pause : pause.dataset.goOn;
  plan();
};

document.body.classList.add("turns");
controls.hidden = false;
controls
  .querySelectorAll("[data-step]")
  .forEach((button) => button.addEventListener("click", () => show(now + Number(button.dataset.step))));
pause.addEventListener("click", () => turn(!turning));
addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight" || event.key === "PageDown") show(now + 1);
  else if (event.key === "ArrowLeft" || event.key === "PageUp") show(now - 1);
  else if (event.key === " " && event.target.tagName !== "BUTTON") turn(!turning);
  else return;
  event.preventDefault();
});
setInterval(async () => {
  const answer = await fetch(location.href, { method: "HEAD", cache: "no-cache" }).catch(() => null);
  if (answer?.ok) location.reload();
}, HOUR);
show(0);
turn(turning);

// "Find my place": only when a reader asks. Which area a position lies in is worked out here, and the position goes nowhere.
/** @type {HTMLButtonElement | null} */
const button = document.querySelector("button[data-outlines]");

// Even-odd rule: a point is within a ring if a line from it crosses the ring an odd number of times.
/** @param {Position} point @param {Position[]} ring */
const crosses = ([x, y], ring) => {
  let odd = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [a, b] = ring[at];
    const [c, d] = ring[before];
    if (b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a) odd = !odd;
  }
  return odd;
};
/** @param {Position} point @param {Outline["geometry"]} shape */
export const within = (point, shape) =>
  Boolean(shape?.coordinates.some((rings) => rings.filter((ring) => crosses(point, ring)).length % 2));

// The smallest area that a position lies in: one that no other lies within.
/** @param {Position} point @param {Outline[]} outlines */
export function areaAt(point, outlines) {
  const parents = new Set(outlines.map((one) => one.properties.parent_id));
  return outlines.find((one) => !parents.has(one.id) && within(point, one.geometry));
}

/** @returns {Promise<GeolocationPosition>} */
const position = () =>
  new Promise((done, failed) =>
    navigator.geolocation.getCurrentPosition(done, failed, { maximumAge: 600000, timeout: 20000 }),
  );

/** @param {HTMLButtonElement} button */
async function find(button) {
  const { outlines, country, nowhere, refused } = /** @type {Written} */ (button.dataset);
  const status = /** @type {Element} */ (button.parentElement?.querySelector("[role=status]"));
  button.disabled = true;
  try {
    const [{ coords }, answer] = await Promise.all([position(), fetch(outlines)]);
    const { features } = await answer.json();
    const mine = areaAt([coords.longitude, coords.latitude], features);
    if (mine) location.assign(`${location.pathname}${country}/${mine.id}/`);
    else status.textContent = nowhere;
  } catch {
    status.textContent = refused;
  }
  button.disabled = false;
}

if (button?.parentElement && navigator.geolocation) {
  button.parentElement.hidden = false;
  button.addEventListener("click", () => find(button));
}

// "Find my place": only when a reader asks. Which area a position lies in is worked out here, and the position goes nowhere.
const button = document.querySelector("button[data-outlines]");

// Even-odd rule: a point is within a ring if a line from it crosses the ring an odd number of times.
const crosses = ([x, y], ring) => {
  let odd = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [a, b] = ring[at],
      [c, d] = ring[before];
    if (b > y !== d > y && x < ((c - a) * (y - b)) / (d - b) + a) odd = !odd;
  }
  return odd;
};
const within = (point, shape) =>
  Boolean(shape?.coordinates.some((rings) => rings.filter((ring) => crosses(point, ring)).length % 2));

const position = () =>
  new Promise((done, failed) =>
    navigator.geolocation.getCurrentPosition(done, failed, { maximumAge: 600000, timeout: 20000 }),
  );

async function find() {
  const status = button.parentElement.querySelector("[role=status]");
  button.disabled = true;
  try {
    const [{ coords }, answer] = await Promise.all([position(), fetch(button.dataset.outlines)]);
    const { features } = await answer.json();
    const parents = new Set(features.map((one) => one.properties.parent_id));
    const mine = features.find(
      (one) => !parents.has(one.id) && within([coords.longitude, coords.latitude], one.geometry),
    );
    if (mine) location.assign(`${location.pathname}${button.dataset.country}/${mine.id}/`);
    else status.textContent = button.dataset.nowhere;
  } catch {
    status.textContent = button.dataset.refused;
  }
  button.disabled = false;
}

if (button && navigator.geolocation) {
  button.parentElement.hidden = false;
  button.addEventListener("click", find);
}

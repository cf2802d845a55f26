// Loads what a reader asks for when it is asked for. Without this file every choice is a link and every chart a picture.
/** @type {HTMLElement | null} */
const article = document.querySelector("[data-charts]");
const load = (/** @type {"dots" | "charts"} */ name) => import(article?.dataset[name] ?? "");
export const plain = (/** @type {MouseEvent} */ event) =>
  !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

if (article?.dataset.dots) {
  let shown = location.pathname + location.search;
  let waiting = 0;
  /** @param {string} address @param {boolean} kept */
  const choose = (address, kept) => {
    const away = () => location.assign(address);
    clearTimeout(waiting);
    const mine = setTimeout(away, 8000); // what neither comes nor fails is asked for as a page
    waiting = mine;
    return load("dots")
      .then((dots) => dots.choose(article, address, kept))
      .catch(() => mine === waiting && away()) // one that fails late is no answer to a newer choice
      .then(() => {
        clearTimeout(mine);
        shown = location.pathname + location.search;
        ready();
      });
  };
  document.addEventListener("click", (event) => {
    /** @type {HTMLAnchorElement | null} */
    const link = /** @type {Element} */ (event.target).closest(".choice .pills a");
    if (!link || !plain(event)) return;
    event.preventDefault();
    choose(link.href, false);
  });
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) choose(location.href, true);
  });
}

/** @param {HTMLElement} chart @param {boolean} asked */
const read = (chart, asked) => load("charts").then((charts) => charts.read(chart, asked));

// A chart can be read as soon as there is a script: the button shows, and pointing at the picture is enough.
function ready() {
  /** @type {Iterable<HTMLButtonElement>} */
  const buttons = article?.querySelectorAll(".chart .read[hidden]") ?? [];
  for (const button of buttons) {
    const chart = /** @type {HTMLElement} */ (button.closest(".chart"));
    let waiting = 0;
    button.hidden = false;
    button.addEventListener("click", () => read(chart, true));
    chart.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse" && !navigator.connection?.saveData)
        waiting = setTimeout(read, 180, chart, false);
    });
    chart.addEventListener("pointerleave", () => clearTimeout(waiting));
  }
}
ready();

// What is folded opens for who follows a link to it, and for paper.
const unfold = () =>
  document
    .getElementById(decodeURIComponent(location.hash.slice(1)))
    ?.closest("details")
    ?.setAttribute("open", "");
addEventListener("hashchange", unfold);
/** @param {string} which */
const open = (which) => {
  for (const fold of article?.querySelectorAll(which) ?? []) /** @type {HTMLDetailsElement} */ (fold).open = true;
};
addEventListener("beforeprint", () => open("details.fold"));
unfold();
if (matchMedia("(min-width: 641px)").matches) open(".fold.roomy");

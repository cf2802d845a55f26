// Loads what a reader asks for when it is asked for. Without this file every choice is a link and every chart a picture.
const article = document.querySelector("[data-charts]");
const load = (name) => import(article.dataset[name]);
const plain = (event) => !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);

if (article?.dataset.dots) {
  let shown = location.pathname + location.search;
  const choose = (address, kept) =>
    load("dots")
      .then((dots) => dots.choose(article, address, kept))
      .catch(() => location.assign(address))
      .then(() => {
        shown = location.pathname + location.search;
        ready();
      });
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".choice .pills a");
    if (!link || !plain(event)) return;
    event.preventDefault();
    choose(link.href, false);
  });
  addEventListener("popstate", () => {
    if (location.pathname + location.search !== shown) choose(location.href, true);
  });
}

const read = (chart, asked) => load("charts").then((charts) => charts.read(chart, asked));

// A chart can be read as soon as there is a script: the button shows, and pointing at the picture is enough.
function ready() {
  for (const button of article?.querySelectorAll(".chart .read[hidden]") ?? []) {
    const chart = button.closest(".chart");
    let waiting;
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
addEventListener("beforeprint", () =>
  article?.querySelectorAll("details.fold").forEach((fold) => {
    fold.open = true;
  }),
);
unfold();
if (matchMedia("(min-width: 641px)").matches)
  for (const fold of article?.querySelectorAll(".fold.roomy") ?? []) fold.open = true;

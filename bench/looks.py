"""Screenshots of every kind of page at four widths in both themes, to be looked at one by one, and a sweep of their layout.

    python bench/looks.py [ADDRESS]

puts them into bench/results/looks, of a site that is served at an address or of one of its own with all that there is of Sweden.
The sweep says what is wider than its window, cut by its box, lies on other words, has to be scrolled sideways, or is said twice.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from shared import ROOT, say, served, site, sweden

WIDTHS, THEMES = (1280, 768, 390, 320), ("light", "dark")
AREA = "/sv/se/nykoping/"
KINDS = {
    "home": "/sv/",
    "home-in-english": "/en/?limit=1.5&sort=left&kind=municipality",
    "nothing-found": "/sv/?q=atlantis",
    "area": AREA,
    "area-in-english": "/en/se/nykoping/",
    "area-in-easy-swedish": "/sv-x-lattlast/se/nykoping/",
    "area-in-finnish": "/fi/se/haparanda/",
    "area-of-one-plant": "/sv/se/oxelosund/",
    "area-overdrawn": "/sv/se/malmo/?limit=1.5",
    "area-with-cement": "/sv/se/gotland/?scope=with-cement",
    "area-that-lasts": "/sv/se/harjedalen/",
    "county": "/sv/se/orebro-lan/",
    "country": "/sv/se/sverige/",
    "country-of-the-world": "/en/in/india/",
    "fair-shares": "/en/se/sverige/fair-shares/",
    "sector": f"{AREA}sectors/transport/",
    "budgets": f"{AREA}budgets/",
    "explore": f"{AREA}explore/",
    "explore-a-goal": f"{AREA}explore/?s=g~2045~850~1990",
    "explore-measures": f"{AREA}explore/?s=m~dh~ri&limit=1.5",
    "footprint": f"{AREA}footprint/",
    "goal": f"{AREA}goal/",
    "compare-begun": "/sv/compare/",
    "compare-two": "/en/compare/?areas=SE-0480,SE-0481",
    "compare-six": "/sv/compare/?areas=SE-0480,SE-0481,SE-0482,SE-0483,SE-0484,SE-0488",
    "group-begun": "/sv/group/",
    "group": "/sv/group/?areas=SE-0480,SE-0481",
    "ranking": "/sv/ranking/?mark=gnesta",
    "method": "/sv/method/",
    "data": "/sv/data/",
    "about": "/sv/about/",
    "accessibility": "/sv/accessibility/",
    "embed-builder": f"{AREA}embed/",
    "follow": f"{AREA}follow/",
    "screen": f"{AREA}screen/",
    "sign-in": "/sv/workspace/",
    "not-there": "/sv/se/atlantis/",
    "not-to-be-chosen": f"{AREA}?limit=9",
    **{
        f"embed-{name}": f"/embed/{name}/SE-0480"
        for name in ("headline", "findings", "dots", "history", "cumulative", "sectors", "waiting")
    },
}
SWEEP = """() => {
  const found = { wide: [], cut: [], overlap: [], sideways: [], twice: [] };
  const short = (text) => text.replace(/\\s+/g, " ").trim().slice(0, 60);
  const shown = (one) => one.checkVisibility({ checkVisibilityCSS: true, checkOpacity: true })
    && !one.closest(".unseen, .skip, .announced, [popover], .carded thead, .ranked thead");
  const width = document.documentElement.scrollWidth;
  if (width > innerWidth) found.wide.push(`${width} in a window of ${innerWidth}`);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), boxes = [];
  for (let node; (node = walker.nextNode()); ) {
    const one = node.parentElement;
    if (!node.data.trim() || one.closest("script, style, option, title, thead") || !shown(one)) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue;
      let seen = true;
      for (let around = one; around && around !== document.body; around = around.parentElement) {
        if (around instanceof SVGElement && around.localName !== "svg") continue;
        const { overflowX, overflowY } = getComputedStyle(around), frame = around.getBoundingClientRect();
        const beside = box.right > frame.right + 1.5 || box.left < frame.left - 1.5;
        const beyond = box.bottom > frame.bottom + box.height * 0.3 || box.top < frame.top - box.height * 0.3;
        const hides = (overflow) => /hidden|clip/.test(overflow);
        if ((hides(overflowX) && beside) || (hides(overflowY) && beyond)) found.cut.push(short(node.data));
        if (overflowX !== "visible" && (beside || beyond)) seen = false;
      }
      if (seen) boxes.push([box, node]);
    }
  }
  boxes.sort(([a], [b]) => a.top - b.top);
  boxes.forEach(([a, first], at) => {
    for (const [b, second] of boxes.slice(at + 1)) {
      if (b.top >= a.bottom) break;
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left), down = Math.min(a.bottom, b.bottom) - b.top;
      if (first !== second && across > 2 && down > 0.35 * Math.min(a.height, b.height))
        found.overlap.push(`${short(first.data)} / ${short(second.data)}`);
    }
  });
  for (const one of document.querySelectorAll(".scroll")) if (shown(one) && one.scrollWidth > one.clientWidth + 1)
    found.sideways.push(`${one.getAttribute("aria-labelledby") ?? one.getAttribute("aria-label")} ${one.scrollWidth}`);
  const said = new Map();
  for (const one of document.querySelectorAll("main p, main li, main dd, main :is(h2, h3)"))
    if (shown(one) && !one.closest("table, .src, nav") && !one.querySelector("p, li") && one.innerText.trim().length > 40)
      said.set(one.innerText.trim(), 1 + (said.get(one.innerText.trim()) ?? 0));
  for (const [text, times] of said) if (times > 1) found.twice.push(`${times} times: ${short(text)}`);
  return Object.entries(found).flatMap(([what, where]) => [...new Set(where)].map((one) => [what, one])); }"""


@contextmanager
def address(given: list[str]) -> Iterator[str]:
    """Where the site is: at the address that is given, or a site of its own while it is needed."""
    if given:
        yield given[0].rstrip("/")
        return
    with site() as var:
        sweden(var)
        with served(var) as port:
            yield f"http://127.0.0.1:{port}"


def main() -> int:
    from playwright.sync_api import sync_playwright

    folder, swept = ROOT / "bench" / "results" / "looks", Counter[str]()
    folder.mkdir(parents=True, exist_ok=True)
    with address(sys.argv[1:]) as base, sync_playwright() as playwright:
        program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for kind, path in KINDS.items():
            for width in WIDTHS:
                page = chromium.new_page(viewport={"width": width, "height": 900})
                page.goto(base + path)
                for what, where in page.evaluate(SWEEP):
                    swept[what] += 1
                    say(f"{what}: {kind} at {width} px", where)
                for theme in THEMES:
                    page.emulate_media(color_scheme=theme)
                    page.screenshot(path=folder / f"{kind}-{width}-{theme}.png", full_page=True)
                page.close()
        chromium.close()
    pictures = len(KINDS) * len(WIDTHS) * len(THEMES)
    say(f"{pictures} pictures in {folder}", ", ".join(f"{what} {swept[what]}" for what in sorted(swept)))
    return 1 if swept["wide"] or swept["cut"] or swept["overlap"] else 0


if __name__ == "__main__":
    sys.exit(main())

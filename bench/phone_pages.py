"""How long an area's page is on a phone before anything is unfolded, and its header, in a real browser: a sample, or all."""

from __future__ import annotations

import shutil
import sys
import urllib.request
from pathlib import Path

from shared import say, served, site, starter

MOST, HEADER, SAMPLE = 5_000, 100, 60
QUERIES = ("", "?limit=1.5", "?scope=without-plants")
LANGUAGES = ("sv", "en", "fi", "nb", "de", "sv-x-lattlast")
MEASURE = """() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth,
document.querySelector('body > header').getBoundingClientRect().height]"""


def addresses(var: Path, *, everything: bool) -> list[str]:
    """Pages of every area, or of a sample in every language."""
    from climate_visualizer.editions.read import current_edition

    edition = current_edition(var / "editions")
    areas = [area for area in edition.areas if edition.has(area.id)]
    chosen = areas if everything else areas[:: max(len(areas) // SAMPLE, 1)]
    return [
        f"/{code}/{area.country.lower()}/{area.slug}/{query}"
        for area in chosen
        for code, query in (*((code, "") for code in LANGUAGES), *(("sv", query) for query in QUERIES[1:]))
    ]


def measure(base: str, paths: list[str]) -> list[tuple[int, int, float, str]]:
    """Height, width and header of each page, the longest first."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 390, "height": 844})
        found = []
        for path in paths:
            if urllib.request.urlopen(base + path, timeout=60).status == 200:
                page.goto(base + path)
                height, width, header = page.evaluate(MEASURE)
                found.append((height, width, header, path))
        chromium.close()
    return sorted(found, reverse=True)


def main() -> int:
    with site() as var:
        starter(var)
        with served(var) as port:
            found = measure(f"http://127.0.0.1:{port}", addresses(var, everything="all" in sys.argv))
    for height, width, header, path in found[:5]:
        say(f"the longest area pages at 390 px: {path}", f"{height} px, header {header:.0f} px, {width} px wide")
    say(f"area pages at 390 px: {len(found)}", f"median {found[len(found) // 2][0]} px, the longest {found[0][0]} px")
    over = [one for one in found if one[0] > MOST or one[1] > 390 or one[2] > HEADER]
    say(f"of them above {MOST} px, wider than the screen, or with a header above {HEADER} px", str(len(over)))
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())

"""What every page must be for everybody, asked of a page in a real browser; for the stories that walk pages."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

DESK, PHONE = 1280, 390
SMALL, ZOOMED = 320, 640  # 320 pixels as WCAG asks for; a desktop's window at 200 per cent zoom
SHIFT = (
    "window.shift = 0; new PerformanceObserver((list) => list.getEntries().forEach((one) => {"
    " if (!one.hadRecentInput) window.shift += one.value; })).observe({ type: 'layout-shift', buffered: true });"
)
SPACED = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(
  '* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }' +
  'p { margin-block-end: 2em !important; }'); document.adoptedStyleSheets = [sheet]; }"""
WIDEST = """() => [...document.querySelectorAll('body *')].filter((one) => !one.closest('.scroll, svg')
  && one.getBoundingClientRect().right > innerWidth + 1).slice(0, 3).map((one) => one.outerHTML.slice(0, 120))"""

SIDEWAYS = """() => [...document.querySelectorAll('.scroll')].filter((one) => !one.closest('details')
  && one.scrollWidth > one.clientWidth + 1)
  .map((one) => one.getAttribute('aria-label'))"""


MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti")
MONTHS += ("september", "oktober", "november", "december")


def lasts_until(page: Page, site: str, scenario: str = "") -> str:
    """What the explore page must say of Nyköping's budget on a path, by the day that the API answers with."""
    query = f"?s={scenario}" if scenario else ""
    day = date.fromisoformat(page.request.get(f"{site}/api/v1/areas/SE-0480/scenario{query}").json()["used_up_on"])
    return f"Med den här vägen räcker budgeten till {MONTHS[day.month - 1]} {day.year}."


def arrived(page: Page, address: str | re.Pattern[str]) -> None:
    """The page that a click, a tap or a key leads to is there, with its styles and with scripts that hear what is chosen next."""
    expect(page).to_have_url(address)
    page.wait_for_load_state()


SUGGESTED = """async (query) => {
  const { suggestions } = await import(document.querySelector('script[src*="search"]').src);
  return (await suggestions(query)).map(([name]) => name); }"""


def suggested(page: Page, query: str) -> list[str]:
    """The places that the search box shows for what is typed, once it does: both wait for one answer, and the box asked first."""
    names: list[str] = page.evaluate(SUGGESTED, query)
    return names


STILL_HIDDEN = """() => [...document.querySelectorAll('.top :is(nav, .languages), .lead, .choice, table, .facts, .packs')]
  .filter((one) => getComputedStyle(one).visibility === 'hidden').map((one) => one.outerHTML.slice(0, 90))"""
# The page once more, written anew in pieces, each painted before the next comes: small ones in its first screen. What shows a
# page that never ends stands still meanwhile, however long a busy machine takes.
IN_PIECES = """async () => { const text = await (await fetch(location.href)).text();
  const frames = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)));
  const painted = async () => { document.getAnimations().forEach((one) => one.pause()); await frames(); };
  await painted(); window.shift = 0; document.open();
  for (let from = 0, size; from < text.length; from += size) {
    size = from < 14000 ? 300 : 20000; document.write(text.slice(from, from + size)); await painted(); }
  document.close(); await painted(); return window.shift; }"""

# The page once more, broken off before a text; then the time until all of it is shown.
BROKEN_OFF = """async (before) => { const text = await (await fetch(location.href)).text();
  document.open(); document.write(text.slice(0, text.lastIndexOf(before))); document.close();
  await new Promise((go) => { const links = [...document.querySelectorAll('link[rel=stylesheet]')];
    const look = () => links.every((one) => one.sheet) ? go() : requestAnimationFrame(look); look(); }); }"""
AT_LAST = "document.getAnimations().forEach((one) => one.finish())"


def stands_still(page: Page) -> bool:
    """Nothing that was shown has moved by itself, asked before the window is made smaller and the letters are spread.

    A tenth of what counts as good is let pass. What is hidden as long as the page arrives is there at its end.
    """
    moved: float = page.evaluate("window.shift")
    return moved < 0.01 and page.evaluate(STILL_HIDDEN) == []


GROUPS = {
    "Start": ("Översikt", "Mitt arbete"),
    "Plan": ("Mål", "Åtgärder", "Klimatbudget", "Fullmäktige"),
    "Året": ("Kalender", "Uppföljning", "Nämnder"),
    "Organisation": ("Personer", "Historik", "Inställningar"),
}


def enter(page: Page, room: str) -> None:
    """Go into a room of the workspace, by its group where the page belongs to another."""
    tabs = page.locator(".tabs")
    link = tabs.get_by_role("link", name=room, exact=True)
    if link.count() == 0:
        group = next(group for group, rooms in GROUPS.items() if room in rooms)
        tabs.get_by_role("link", name=group, exact=True).click()
    link.click()


def sideways(page: Page) -> list[str]:
    """The tables of a page that have to be scrolled sideways, by their names; not those that nobody has unfolded."""
    named: list[str] = page.evaluate(SIDEWAYS)
    return named


def width_of(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth")


def fits(page: Page, widths: Iterable[int] = (SMALL, PHONE, ZOOMED, DESK)) -> None:
    """The page is never wider than its window, also with the letters spread as WCAG 1.4.12 says."""
    page.wait_for_load_state()  # a click waits for the page that it leads to, not for that one's styles
    before = page.viewport_size
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        assert width_of(page) <= width, (page.url, width, page.evaluate(WIDEST))
    page.set_viewport_size({"width": PHONE, "height": 900})
    page.evaluate(SPACED)
    assert width_of(page) <= page.viewport_size["width"], (page.url, "spread letters", page.evaluate(WIDEST))
    page.evaluate("document.adoptedStyleSheets = []")
    page.set_viewport_size(before)


EVERY = ((DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark"))
BRIEFLY = ((PHONE, "light"), (DESK, "dark"))
COLOURS = ("color-contrast", "link-in-text-block")
# Whatever has a text of its own, by what its colours follow from: names, classes and grounds of all that it lies in, and its own
# letters. Of what is alike the first and the last are asked: rows of a table by the hundred took two thirds of a run. What was
# asked on a page before, by the number of its kind, is not asked again: head, foot and tables of each page took most of it.
UNLIKE = """(before = []) => { const known = new Set(before), kinds = new Map(), groups = new Map();
  const kind = (one) => { if (!kinds.has(one)) { const style = getComputedStyle(one);
    kinds.set(one, [one.parentElement ? kind(one.parentElement) : '', one.localName, one.getAttribute('class'),
      style.backgroundColor, style.backgroundImage, style.opacity].join()); } return kinds.get(one); };
  const words = (one) => one.matches('input, select, textarea')
    || [...one.childNodes].some((part) => part.nodeType === Node.TEXT_NODE && part.data.trim());
  for (const one of document.querySelectorAll('body *')) if (words(one) && one.checkVisibility()) {
    const { color, fill, fontSize, fontWeight, textDecorationLine, textShadow } = getComputedStyle(one);
    const key = [kind(one), color, fill, fontSize, fontWeight, textDecorationLine, textShadow].join();
    groups.set(key, [groups.get(key)?.[0] ?? one, one]); }
  const number = (text) => { let a = 0xdeadbeef, b = 0x41c6ce57;  // 53 bits of it: no two kinds of a site have the same
    for (let at = 0; at < text.length; at++) { const sign = text.charCodeAt(at);
      a = Math.imul(a ^ sign, 2654435761); b = Math.imul(b ^ sign, 1597334677); }
    a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
    b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
    return 4294967296 * (2097151 & b) + (a >>> 0); };
  const unlike = [...groups].map(([key, ends]) => [number(key), ends]).filter(([key]) => !known.has(key));
  return { elements: [...new Set(unlike.flatMap(([, ends]) => ends))], kinds: unlike.map(([key]) => key) }; }"""
# By width and theme, for what lies over what may be another thing there.
Asked = dict[tuple[int, str], set[int]]
_asked: Asked = {}


class Once(Axe):
    """Axe of a page that has it already, without its first look at every style sheet and film.

    That look took half of each run, and is for two rules: of films, which no page has, and of a trial that is off.
    """

    def run(self, page: Page, context: Any = None, options: Any = None) -> AxeResults:
        assert page.locator("audio, video").count() == 0
        return super().run(page, context, {"resultTypes": ["violations"], "preload": False, **(options or {})})


def axe_in(page: Page) -> Axe:
    """Axe as this page has it: it is long, and is read once a page."""
    return Once("0") if page.evaluate("'axe' in window") else Once()


def nothing_for_axe(page: Page, looks: Iterable[tuple[int, str]] = EVERY) -> None:
    """All rules on a desk and a phone in the light theme; in the dark one, which changes colours only, those of colour."""
    before, brief = page.viewport_size, {"resultTypes": ["violations"]}
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if scheme == "light":
            others = brief | {"rules": {rule: {"enabled": False} for rule in COLOURS}}
            results = axe_in(page).run(page, options=others)
            assert results.violations_count == 0, (page.url, width, scheme, results.generate_report())
        asked = _asked.setdefault((width, scheme), set())
        results, kinds = colours_of(page, asked)
        assert results.violations_count == 0, (page.url, width, scheme, results.generate_report())
        asked |= kinds
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(before)


# Axe can't tell of what lies on a shadow or is scrolled out of sight, which was most of every table: for it they unroll, without.
PLAIN = """const sheet = new CSSStyleSheet();
  sheet.replaceSync('.scroll { background: none !important; max-height: none !important; }');
  document.adoptedStyleSheets = [sheet];"""


def colours_of(page: Page, before: Iterable[int] = ()) -> tuple[AxeResults, set[int]]:
    """What axe says of contrast and of links that only their colour shows, and which kinds it was asked of."""
    page.evaluate(axe_in(page).axe_script)
    options = {"resultTypes": ["violations"], "preload": False, "runOnly": {"type": "rule", "values": COLOURS}}
    asked = f"""async ([options, before]) => {{ {PLAIN} const {{ elements, kinds }} = ({UNLIKE})(before);
      return [elements.length ? await axe.run({{ include: elements }}, options) : {{ violations: [] }}, kinds]; }}"""
    violations, kinds = page.evaluate(asked, [options, list(before)])
    page.evaluate("document.adoptedStyleSheets = []")
    return AxeResults(violations), set(kinds)


def listen(page: Page) -> list[str]:
    """What the browser complains of from now on; that an address answers 404 or 422 is no complaint."""
    complaints: list[str] = []

    def heard(message) -> None:
        if not any(f"status of {code}" in message.text for code in (404, 409, 422)):
            complaints.append(f"{page.url}: {message.text}")

    page.on("console", heard)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    return complaints

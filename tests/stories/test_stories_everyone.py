"""Every public page is walked: for axe, for small windows, for keyboards, for who wants no motion, for print."""

import re

import pytest
from playwright.sync_api import expect
from stories.walking import (
    AT_LAST,
    BRIEFLY,
    BROKEN_OFF,
    DESK,
    EVERY,
    IN_PIECES,
    SHIFT,
    STILL_HIDDEN,
    UNLIKE,
    colours_of,
    fits,
    listen,
    nothing_for_axe,
    stands_still,
)

AREA = "sv/se/nykoping/"
PAGES = {
    "sv/": 200,
    "sv/?limit=1.5&sort=left&kind=municipality": 200,
    "sv/?q=atlantis": 200,
    "en/": 200,
    AREA: 200,
    "en/se/nykoping/?limit=1.5": 200,
    "sv/se/orebro-lan/": 200,
    "sv/se/sverige/": 200,
    f"{AREA}sectors/transport/": 200,
    f"{AREA}sectors/waste/?limit=1.5": 200,
    f"{AREA}explore/": 200,
    f"{AREA}explore/?s=d~2s2i281y1o1e140u0a&t=c~100": 200,
    f"{AREA}explore/?s=m~dh~ri&limit=1.5": 200,
    f"{AREA}explore/?s=s~transport~200": 200,
    f"{AREA}explore/?s=c~999": 422,
    f"{AREA}footprint/": 200,
    f"{AREA}footprint/?limit=1.5": 200,
    "sv/compare/": 200,
    "sv/compare/?areas=SE-0480,SE-0481&limit=1.5&q=x": 422,
    "sv/ranking/?mark=gnesta&limit=1.5": 200,
    "sv/method/": 200,
    "sv/data/": 200,
    "sv/about/": 200,
    "sv/accessibility/": 200,
    "en/accessibility/": 200,
    f"{AREA}embed/?figure=headline": 200,
    f"{AREA}follow/": 200,
    "fi/": 200,
    "fi/se/nykoping/": 200,
    "fi/se/nykoping/?limit=1.5": 200,
    "sv-x-lattlast/se/nykoping/": 200,
    "sv-x-lattlast/se/nykoping/?limit=1.5": 200,
    "fi/se/nykoping/sectors/transport/": 200,
    "sv/se/atlantis/": 404,
    "fi/se/atlantis/": 404,
    f"{AREA}?limit=9": 422,
}
# The same templates as Swedish pages before, in other words, or the same page with another choice.
AGAIN = {path for path in PAGES if not path.startswith("sv/") or (path.partition("?")[0] in PAGES and "?" in path)}
LANDMARKS = ("banner", "main", "contentinfo")
INSIDE = "() => document.querySelector('main').contains(document.activeElement)"
STOPS = "() => document.querySelector('main').querySelector('a[href], button, input, select, summary, [tabindex=\"0\"]') !== null"

MOVING = """() => [...document.querySelectorAll('*')].filter((one) => { const style = getComputedStyle(one);
  return style.scrollBehavior === 'smooth' || /[1-9]/.test(style.transitionDuration) || /[1-9]/.test(style.animationDuration); })
  .map((one) => one.outerHTML.slice(0, 100))"""
GROUND = "one => getComputedStyle(one).backgroundColor"


@pytest.fixture(scope="module")
def window(chromium):
    context = chromium.new_context(viewport={"width": DESK, "height": 900}, locale="sv-SE")
    context.add_init_script(SHIFT)
    yield context
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_for_everybody(site, window, path):
    page = window.new_page()
    said, asked = listen(page), []
    page.on("request", lambda request: asked.append(request.url))
    answer = page.goto(f"{site}/{path}")
    assert answer.status == PAGES[path]
    page.wait_for_load_state("networkidle")
    assert stands_still(page)
    assert page.locator("html").get_attribute("lang") == path.partition("/")[0]
    assert page.locator("h1").count() == 1
    for landmark in LANDMARKS:
        assert page.get_by_role(landmark).count() == 1, landmark
    _skip_link_works(page)
    fits(page)
    nothing_for_axe(page, BRIEFLY if path in AGAIN else EVERY)
    assert [url for url in asked if not url.startswith((site, "data:", "blob:"))] == []
    assert said == []
    page.close()


def _skip_link_works(page) -> None:
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_attribute("href", "#main")
    box = skip.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(INSIDE) or not page.evaluate(STOPS)


@pytest.mark.parametrize(
    "path",
    [
        "sv/",
        AREA,
        "sv/se/orebro-lan/",
        "sv/se/sverige/",
        f"{AREA}explore/?s=c~999",
        f"{AREA}goal/",
        "sv/ranking/",
        "sv/method/",
    ],
)
def test_nothing_moves_while_a_page_arrives_in_pieces(site, window, path):
    page = window.new_page()
    page.goto(f"{site}/{path}", wait_until="networkidle")
    assert page.evaluate(IN_PIECES) < 0.01
    assert page.evaluate("document.querySelectorAll('footer').length") == 1
    assert page.evaluate(STILL_HIDDEN) == []
    page.close()


@pytest.mark.parametrize(("path", "before"), [("sv/ranking/", "</table>"), (AREA, "<footer")])
def test_a_page_that_breaks_off_is_shown_as_far_as_it_came(site, window, path, before):
    page = window.new_page()
    page.goto(f"{site}/{path}")
    page.evaluate(BROKEN_OFF, before)
    assert page.evaluate(STILL_HIDDEN) != [], "as long as more may come"
    page.evaluate(AT_LAST)
    assert page.evaluate(STILL_HIDDEN) == []
    page.close()


def test_what_is_coloured_unlike_its_neighbours_is_found_among_them(site, window):
    page = window.new_page()
    page.goto(f"{site}/sv/ranking/")
    found, kinds = colours_of(page)
    assert found.violations_count == 0
    assert page.evaluate(f"({UNLIKE})().elements.length") < 200 < page.locator("td").count()
    page.locator("tbody tr").nth(90).locator("a").evaluate("one => { one.style.color = '#f3e6dc'; }")
    faults = colours_of(page, kinds)[0].response["violations"]  # what it was asked before it is not asked again
    assert [len(fault["nodes"]) for fault in faults if fault["id"] == "color-contrast"] == [1]
    page.locator("tbody tr").nth(90).locator("a").evaluate("one => { one.removeAttribute('style'); }")
    page.locator("tbody tr").nth(120).evaluate("one => { one.style.background = '#27211c'; }")
    assert "color-contrast" in [fault["id"] for fault in colours_of(page, kinds)[0].response["violations"]]
    assert len(colours_of(page, kinds)[1]) < len(kinds) / 2
    page.close()


def test_no_two_pages_share_a_title(site, window):
    titles: dict[str, str] = {}
    for path in (path for path, status in PAGES.items() if status == 200 and "?" not in path):
        text = window.request.get(f"{site}/{path}").text()
        title = re.search(r"<title>(.+?)</title>", text, re.DOTALL).group(1).strip()
        assert "Climate Visualizer" in title
        assert title not in titles, (path, titles.get(title))
        titles[title] = path


def _area_at_work(page) -> None:
    page.locator("summary").evaluate_all("all => all.forEach((one) => { one.parentElement.open = true; })")
    page.locator("[data-figure=history] .read").click()
    expect(page.locator("[data-figure=history]")).to_have_attribute("data-state", "ready")


def _path_drawn(page) -> None:
    page.locator("summary").evaluate_all("all => all.forEach((one) => { one.parentElement.open = true; })")
    page.get_by_role("radio", name="Rita själv").check()
    page.locator("input.upright").first.press("ArrowDown")
    page.get_by_role("button", name="Se vad det betyder").click()


def _footprint_filled_in(page) -> None:
    page.get_by_label("Kilometer med bil").fill("12000")
    page.get_by_label("Ton fossil koldioxid här, förra året").fill("1000")
    page.get_by_label("Din plan: procent mindre varje år").fill("fem")


@pytest.mark.parametrize(
    ("path", "work"),
    [
        (f"{AREA}?limit=1.5", _area_at_work),
        (f"{AREA}explore/", _path_drawn),
        (f"{AREA}footprint/", _footprint_filled_in),
    ],
)
def test_axe_finds_nothing_once_all_is_at_work(site, window, path, work):
    page = window.new_page()
    page.goto(f"{site}/{path}")
    work(page)
    fits(page)
    nothing_for_axe(page)
    page.close()


def test_nothing_moves_for_who_asks_for_it(site, chromium):
    context = chromium.new_context(reduced_motion="reduce", locale="sv-SE")
    page = context.new_page()
    for path in ("sv/", AREA, f"{AREA}explore/", f"{AREA}screen/"):
        page.goto(f"{site}/{path}")
        assert page.evaluate(MOVING) == [], path
    page.goto(f"{site}/{AREA}")
    page.get_by_role("group", name="Gräns för uppvärmningen").get_by_role("link", name="1,5°").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,5-gradersbudget")
    assert page.locator(".flight").count() == 0
    assert page.evaluate("document.getAnimations().length") == 0
    context.close()


def test_explore_is_printed_without_its_controls(site, chromium):
    page = chromium.new_page(viewport={"width": DESK, "height": 900})
    page.goto(f"{site}/{AREA}explore/?s=c~100")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= 2
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".canvas svg:visible")).to_have_count(1)
    for gone in (".moves", ".top nav", ".take"):
        expect(page.locator(gone)).to_be_hidden()
    page.close()


def test_what_is_chosen_is_seen_in_forced_colours(site, chromium):
    context = chromium.new_context(forced_colors="active", locale="sv-SE")
    page = context.new_page()
    page.goto(f"{site}/{AREA}")
    pills = page.locator(".pills").first
    chosen, other = pills.locator("a[aria-current]").first, pills.locator("a:not([aria-current])").first
    assert chosen.evaluate(GROUND) != other.evaluate(GROUND)
    page.goto(f"{site}/{AREA}explore/?s=c~100")
    ways = page.locator(".ways label")
    assert ways.filter(has=page.locator(":checked")).locator("span").evaluate(GROUND) != ways.first.locator(
        "span"
    ).evaluate(GROUND)
    context.close()

"""The area's page in a real browser: another choice moves the same dots, and every chart is read by keyboard."""

import re

import pytest
from playwright.sync_api import expect

LISTEN = (
    "() => document.querySelector('article').addEventListener('moved', (event) => { window.flight = event.detail; })"
)
COUNT = """() => [...document.querySelectorAll('[data-figure=dots] svg')].filter((svg) => svg.getClientRects().length)
  .flatMap((svg) => [...svg.querySelectorAll("path[fill^='url(#']")])
  .flatMap((path) => [...path.getAttribute('d').matchAll(/M(\\d+) ([\\d.]+)V([\\d.]+)H(\\d+)/g)])
  .reduce((sum, [, left, low, high, right]) => sum + (right - left) / 6 * (low - high) / 6, 0)"""


def _choose(page, label):
    page.get_by_role("group", name="Gräns för uppvärmningen").get_by_role("link", name=label).click()


@pytest.fixture(params=[(1280, False), (390, True)], ids=["desktop", "phone"])
def page(request, chromium):
    width, phone = request.param
    context = chromium.new_context(viewport={"width": width, "height": 900}, has_touch=phone, locale="sv-SE")
    found = context.new_page()
    found.said = []
    found.on("console", lambda message: found.said.append(message.text))
    found.on("pageerror", lambda error: found.said.append(str(error)))
    yield found
    context.close()
    assert found.said == []


def test_another_choice_moves_the_same_dots_without_a_new_page(site, page):
    page.goto(f"{site}/sv/se/nykoping/")
    page.evaluate("window.stays = true")
    page.evaluate(LISTEN)
    headline = page.get_by_role("heading", level=1)
    for label, said, query in (
        ("1,5°", "1,5-gradersbudget", r"\?limit=1\.5"),
        ("2,0°", "tvågradersbudget", r"nykoping/$"),
    ):
        page.evaluate("window.flight = null")
        _choose(page, label)
        expect(headline).to_contain_text(said)
        expect(page).to_have_url(re.compile(query))
        expect(page.locator(".flight")).to_have_count(0)
        flight = page.evaluate("window.flight")
        assert flight["moved"] > 50
        assert flight["drawn"] == page.evaluate(COUNT)
        expect(
            page.get_by_role("group", name="Gräns för uppvärmningen").get_by_role("link", name=label)
        ).to_be_focused()
    expect(page.locator("body > [role=status]")).to_contain_text("tvågradersbudget")
    assert page.evaluate("window.stays") is True
    page.go_back()
    expect(headline).to_contain_text("1,5-gradersbudget")
    assert page.title().startswith("Nyköpings 1,5-gradersbudget")
    assert page.evaluate("window.stays") is True
    language = page.locator(".languages a[lang=en]")
    assert language.get_attribute("href").endswith("/en/se/nykoping/?limit=1.5&likelihood=50")


def test_quick_choices_end_on_the_last_one(site, page):
    page.goto(f"{site}/sv/se/nykoping/")
    for label in ("1,5°", "2,0°", "1,5°", "1,7°"):  # the last is what neither the page nor a choice before it says
        _choose(page, label)
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,7-gradersbudget")
    expect(page.locator(".flight")).to_have_count(0)
    assert page.evaluate(COUNT) > 1000


def _hold(page, address):
    """Choices of one address wait until they are let go; a whole page of it comes as usual."""
    held = []
    page.route(
        address, lambda route: held.append(route) if route.request.resource_type == "fetch" else route.continue_()
    )
    return held


def test_a_choice_that_never_answers_is_asked_for_as_a_page(site, page):
    page.clock.install()
    page.goto(f"{site}/sv/se/nykoping/")
    held = _hold(page, "**/*limit=1.5*")
    with page.expect_request("**/*limit=1.5*"):
        _choose(page, "1,5°")
    page.clock.fast_forward(9_000)
    expect(page).to_have_url(re.compile("limit=1.5"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,5-gradersbudget")
    held[0].abort()


def test_a_choice_that_fails_late_leaves_the_newer_one(site, page):
    page.goto(f"{site}/sv/se/nykoping/")
    held = _hold(page, "**/*limit=1.5*")
    with page.expect_request("**/*limit=1.5*"):
        _choose(page, "1,5°")
    _choose(page, "1,7°")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,7-gradersbudget")
    with page.expect_event("requestfailed"):
        held[0].abort()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    expect(page).to_have_url(re.compile("limit=1.7"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,7-gradersbudget")
    assert len(page.said) == 1  # the browser's own line of the request that was broken off
    page.said.clear()


def test_dots_stay_still_for_who_wants_no_motion(site, chromium):
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/sv/se/nykoping/")
    page.evaluate(LISTEN)
    _choose(page, "1,5°")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,5-gradersbudget")
    assert page.locator(".flight").count() == 0
    assert page.evaluate("window.flight") is None
    context.close()


def test_without_script_the_same_choice_is_a_link(site, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/sv/se/nykoping/")
    assert page.get_by_role("button", name="Läs av").count() == 0
    _choose(page, "1,5°")
    expect(page).to_have_url(re.compile("limit=1.5"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,5-gradersbudget")
    page.locator("#sectors ~ .bars a").first.click()
    expect(page).to_have_url(re.compile(r"/sectors/transport/\?limit=1.5"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Transporter")
    context.close()


@pytest.mark.parametrize("figure", ["history", "cumulative", "dots"])
def test_a_chart_is_read_by_keyboard_and_aloud(site, page, figure):
    page.goto(f"{site}/sv/se/nykoping/")
    page.locator("details.fold").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    chart = page.locator(f"[data-figure={figure}]")
    button = chart.get_by_role("button", name="Läs av år för år")
    button.focus()
    page.keyboard.press("Enter")
    slider = chart.get_by_role("slider", name="Läs av år för år")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^20\d\d: .+ ton"))
    after = str(int(slider.get_attribute("aria-valuetext")[:4]) + 1)
    page.keyboard.press("ArrowRight")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(rf"^{after}: .+ ton"))
    expect(chart.locator(".reading")).to_contain_text(after)
    page.keyboard.press("Escape")
    expect(chart).not_to_have_class(re.compile("told"))


def test_printed_it_is_one_clean_sheet(site, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    for area in ("nykoping", "sodermanlands-lan"):
        page.goto(f"{site}/sv/se/{area}/")
        printed = page.pdf(format="A4")
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    page.emulate_media(media="print")
    for heading in ("Härifrån kommer utsläppen", "Att vänta kostar", "Utsläpp, trend och budget"):
        expect(page.get_by_role("heading", name=heading)).to_be_visible()
    expect(page.get_by_role("button", name="Läs av")).to_have_count(0)
    page.close()

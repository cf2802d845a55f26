"""Whole journeys: by keyboard alone, by ear, by a resident with a phone, by a politician; with and without script."""

import re
import struct

import pytest
from playwright.sync_api import expect
from stories.walking import arrived, lasts_until, suggested

SEEN = """() => { const one = document.activeElement, box = one.getBoundingClientRect();
  const ring = [one, one.nextElementSibling].filter(Boolean).some((at) => {
    const style = getComputedStyle(at); return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2; });
  const within = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  const clip = (at, most) => Math.min(Math.max(at, 1), most - 1);
  const top = [...one.getClientRects()].some((line) => { const at = document.elementFromPoint(
    clip(line.left + line.width / 2, innerWidth), clip(line.top + line.height / 2, innerHeight));
    return at && (one.contains(at) || at.contains(one)); });
  return { what: one.outerHTML.slice(0, 120), ring, within, top }; }"""
STILL = """() => new Promise((done) => { const look = (last) => requestAnimationFrame(() => {
  scrollY === last ? done() : look(scrollY); }); look(-1); })"""


def tab_to(page, selector: str, *, key: str = "Tab", most: int = 160):
    """The key is pressed until what is looked for has the focus; each stop on the way must be seen to have it."""
    for _ in range(most):
        page.keyboard.press(key)
        page.evaluate(STILL)
        seen = page.evaluate(SEEN)
        assert seen["ring"], seen
        assert seen["within"], seen
        assert seen["top"], seen
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return page.locator(":focus")
    raise AssertionError(f"{selector} was not reached by keyboard.")


def test_from_search_to_download_by_keyboard_alone(site, chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="sv-SE", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site}/sv/")
    tab_to(page, "[role=combobox]")
    page.keyboard.type("nykö")
    suggested(page, "nykö")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    arrived(page, f"{site}/sv/se/nykoping/")

    expect(tab_to(page, ".pills a[href*='limit=1.5']")).to_have_text("1,5°")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,5-gradersbudget")

    tab_to(page, "[data-figure=dots] .read")
    page.keyboard.press("Enter")
    slider = page.locator("[data-figure=dots]").get_by_role("slider")
    expect(slider).to_be_focused()
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"^20\d\d: "))
    before = int(slider.get_attribute("aria-valuetext")[:4])
    page.keyboard.press("ArrowLeft")
    expect(slider).to_have_attribute("aria-valuetext", re.compile(rf"^{before - 1}: "))

    tab_to(page, "a[href*='/explore/']", key="Shift+Tab")
    page.keyboard.press("Enter")
    arrived(page, re.compile("explore/.*limit=1.5"))
    tab_to(page, "[type=radio]")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Samma procent varje år")).to_be_checked()
    slider = tab_to(page, "[type=range]")
    tenths = round(10 * float(slider.input_value()))
    expect(page).to_have_url(re.compile(rf"s=c~{tenths}(&|$)"))  # what is chosen so far is answered
    before = page.locator("[data-fact=days]").inner_text()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(rf"s=c~{tenths + 40}(&|$)"))
    expect(page.locator("[data-fact=days]")).not_to_have_text(before)
    tab_to(page, "[data-csv]")
    with page.expect_download() as made:
        page.keyboard.press("Enter")
    assert made.value.suggested_filename.endswith(".csv")
    context.close()


@pytest.mark.parametrize("figure", ["dots", "history", "cumulative"])
def test_a_chart_is_one_picture_with_a_sentence_a_slider_and_a_table(site, chromium, figure):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/sv/se/nykoping/")
    page.locator("details.fold").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    chart = page.locator(f"[data-figure={figure}]")
    heard = re.findall(r"""^- '?img "(.+?)(?<!\\)\"""", chart.aria_snapshot(), re.MULTILINE)
    assert len(heard) == 1, chart.aria_snapshot()
    assert len(heard[0].split()) > 8
    assert re.search(r"\d", heard[0])
    chart.get_by_role("button", name="Läs av år för år").click()
    slider = chart.get_by_role("slider", name="Läs av år för år")
    expect(slider).to_be_visible()
    expect(slider).to_have_attribute("aria-valuetext", re.compile(r"20\d\d: .*\d"))
    section = page.locator("section").filter(has=page.locator(f"[data-figure={figure}]")).last
    section.get_by_text("Visa som tabell").click()
    table = section.get_by_role("table")
    expect(table.get_by_role("rowheader").first).to_be_visible()
    assert table.get_by_role("columnheader").count() >= 2
    page.close()


def _picture_of(context, href: str) -> tuple[int, int]:
    """The width and height of a PNG file at an address."""
    answer = context.request.get(href)
    assert answer.ok
    assert answer.body().startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", answer.body()[16:24])


@pytest.mark.parametrize("script", [True, False])
def test_a_resident_with_a_phone_goes_from_search_to_a_picture_to_share(site, chromium, script):
    context = chromium.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        java_script_enabled=script,
        locale="sv-SE",
    )
    page = context.new_page()
    page.goto(f"{site}/sv/")
    box = page.get_by_role("combobox" if script else "searchbox").or_(page.get_by_label("Sök kommun eller län")).first
    box.tap()
    box.press_sequentially("trosa")
    if script:
        suggested(page, "trosa")
        page.get_by_role("option").first.tap()
    else:
        page.get_by_role("button", name="Visa").tap()
    arrived(page, re.compile("se/trosa/$"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trosas tvågradersbudget")
    page.get_by_role("group", name="Gräns för uppvärmningen").get_by_role("link", name="1,7°").tap()
    expect(page).to_have_url(re.compile("limit=1.7"))
    expect(page.get_by_role("img", name=re.compile("Varje prick är")).first).to_be_visible()
    page.get_by_role("heading", name="Ta med det härifrån").tap()
    link = page.get_by_role("link", name="Bild att dela")
    expect(link).to_have_attribute("href", re.compile("limit=1.7"))
    assert _picture_of(context, link.evaluate("one => one.href")) == (1200, 630)
    shown = page.locator("meta[property='og:image']").get_attribute("content")
    assert shown.startswith(f"{site}/sv/se/trosa/shared.png")
    page.get_by_role("link", name=re.compile("Tänk om?")).tap()
    arrived(page, re.compile("explore/"))
    page.get_by_role("radio", name="Samma procent varje år").check(force=True)
    if not script:
        page.get_by_role("button", name="Visa", exact=True).tap()
    expect(page).to_have_url(re.compile("s=c~"))
    link = page.get_by_role("link", name="En bild att dela")
    expect(link).to_have_attribute("href", re.compile("s=c~"))
    assert _picture_of(context, link.evaluate("one => one.href"))[0] >= 1200
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_a_politician_goes_from_the_target_to_the_price_of_waiting_to_the_report(site, chromium, script):
    context = chromium.new_context(java_script_enabled=script, locale="sv-SE")
    page = context.new_page()
    page.goto(f"{site}/sv/se/nykoping/")
    page.get_by_role("link", name=re.compile("Tänk om?")).click()
    arrived(page, re.compile("explore/"))
    page.get_by_role("radio", name="Vårt mål").check()
    page.get_by_label("Utsläppen minskar med, procent").fill("85")
    page.get_by_label("till år").fill("2030")
    page.get_by_label("från år").select_option("1990")
    if not script:
        page.get_by_role("button", name="Visa", exact=True).click()
    expect(page).to_have_url(re.compile("s=g~2030~850~1990"))
    expect(page.get_by_role("heading", level=1)).to_have_text(lasts_until(page, site, "g~2030~850~1990"))
    expect(page.locator("[data-fact=delay]")).to_contain_text("är priset för att börja ett år senare")
    expect(page.get_by_role("table").filter(has_text="Minskning varje år")).to_contain_text("ingen väg kvar")
    page.get_by_role("link", name="Nyköping", exact=True).click()
    expect(page.get_by_role("heading", name="Att vänta kostar")).to_be_visible()
    if not script:
        page.get_by_role("heading", name="Ta med det härifrån").click()
    link = page.get_by_role("link", name="Rapport till fullmäktige")
    report = context.request.get(link.evaluate("one => one.href"))
    assert report.headers["content-type"] == "application/pdf"
    assert report.body().startswith(b"%PDF-")
    context.close()

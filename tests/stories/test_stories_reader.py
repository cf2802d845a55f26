"""A reader finds Nyköping, reads the budget, changes the limit and the language; and everybody can."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

PAGES = [
    "",
    "se/nykoping/",
    "se/nykoping/?limit=1.5",
    "se/orebro-lan/",
    "se/sverige/",
    "method/",
    "data/",
    "about/",
    "accessibility/",
    "se/atlantis/",
    "se/nykoping/?limit=9",
]


@pytest.mark.parametrize("script", [True, False])
def test_a_resident_finds_nykoping_and_reads_the_budget(site, chromium, script):
    context = chromium.new_context(locale="sv-SE", java_script_enabled=script)
    page = context.new_page()
    page.goto(site)
    expect(page).to_have_url(f"{site}/sv/")
    page.get_by_role("combobox").fill("Nyköping")
    page.get_by_role("button", name="Visa").click()
    expect(page).to_have_url(f"{site}/sv/se/nykoping/")
    headline = page.get_by_role("heading", level=1)
    expect(headline).to_have_text("Nyköpings tvågradersbudget räcker till mars 2031.")
    expect(page.get_by_role("img", name=re.compile("Varje prick är")).first).to_be_visible()
    page.get_by_role("group", name="Gräns för uppvärmningen").get_by_role("link", name="1,5°").click()
    expect(headline).to_have_text("Nyköpings 1,5-gradersbudget tog slut i december 2025.")
    expect(page).to_have_url(re.compile("limit=1.5"))
    page.get_by_role("link", name="English").click()
    expect(headline).to_have_text("Nyköping’s 1.5-degree budget ran out in December 2025.")
    page.get_by_role("group", name="Sharing").get_by_role("link", name="number of people").click()
    expect(page).to_have_url(re.compile("sharing=per-head"))
    page.go_back()
    page.get_by_text("More choices").click()
    page.get_by_role("group", name="Method").get_by_role("link", name="Equal per head", exact=True).click()
    expect(page).to_have_url(re.compile("method=world-per-head"))
    context.close()


def test_the_choice_is_reached_and_made_by_keyboard_alone(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/sv/se/nykoping/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Hoppa till innehållet")
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text() == "1,5°":
            break
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("limit=1.5"))
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(site, chromium, path, width, scheme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    for lang in ("sv", "en"):
        page.goto(f"{site}/{lang}/{path}")
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_its_window(site, chromium, path, width):
    page = chromium.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{site}/sv/{path}")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize("path", PAGES)
def test_the_policy_is_never_broken_and_nothing_else_is_asked(site, chromium, path):
    page = chromium.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}/sv/{path}", wait_until="networkidle")
    expected = [text for text in said if "status of 404" not in text and "status of 422" not in text]
    assert expected == []
    assert all(url.startswith(site) for url in asked)
    scripts = [url.rpartition("/")[2] for url in asked if url.endswith(".js")]
    assert all(name.startswith("area.") for name in scripts) or path == ""  # the search box of the first page
    assert page.context.cookies() == []
    page.close()


def test_printed_it_keeps_to_the_matter(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/sv/se/nykoping/")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="Välj budget")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert len(page.pdf()) > 20_000
    page.close()

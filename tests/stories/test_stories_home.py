"""A resident types a name, an old name, or uses the map; by mouse, by keyboard, and with a screen reader's tree."""

import json
import re
import urllib.request
from urllib.parse import quote

import pytest
from playwright.sync_api import expect
from stories.walking import arrived, axe_in, suggested


def test_suggestions_come_while_typing_and_the_keyboard_picks_one(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/sv/", wait_until="networkidle")  # the script has come: nothing else moves the page
    box = page.get_by_role("combobox", name="Sök kommun eller län")
    before = page.get_by_role("heading", level=2).first.bounding_box()
    box.press_sequentially("koppar")
    suggested(page, "koppar")
    expect(box).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Dalarnas län")
    expect(options.first).to_contain_text("Kopparbergs län")
    assert page.get_by_role("heading", level=2).first.bounding_box() == before
    assert axe_in(page).run(page).violations_count == 0
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("nykö")
    expect(options).to_have_count(1)
    box.press("ArrowUp")
    box.press("Enter")
    arrived(page, f"{site}/sv/se/nykoping/")
    page.go_back()
    box.fill("atlantis")
    expect(page.get_by_role("status")).to_have_text("Ingen plats har det namnet.")
    box.press("Enter")
    expect(page.get_by_text("Ingen plats matchar")).to_be_visible()
    page.close()


def test_the_box_asks_the_server_so_that_both_find_the_same(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/sv/")
    for query in ("s", "Ö", "gotland", "nykopings kommun", "oxelosnd"):
        said = suggested(page, query)
        with urllib.request.urlopen(f"{site}/sv/places.json?q={quote(query)}") as response:
            assert said == [entry[0] for entry in json.load(response)]
        assert said
    page.close()


def test_the_map_is_walked_by_keyboard_and_read_as_links(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/sv/")
    tile = page.get_by_role("link", name=re.compile("^Södermanlands län: 3,3 år kvar"))
    tile.focus()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("^Stockholms län"))
    page.get_by_role("link", name="1,5°").click()
    expect(page).to_have_url(re.compile("limit=1.5"))
    page.get_by_role("link", name=re.compile("^Södermanlands län: slut")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("1,5-gradersbudget")
    page.close()


def test_a_journalist_compares_three_places_by_typing(site, chromium):
    page = chromium.new_page()
    page.goto(f"{site}/sv/compare/")
    for typed, name, area_id in (
        ("Nyköp", "Nyköping", "SE-0480"),
        ("torsh", "Eskilstuna", "SE-0484"),
        ("Trosa", "Trosa", "SE-0488"),
    ):
        box = page.get_by_role("combobox", name="Lägg till en plats")
        box.press_sequentially(typed)
        suggested(page, typed)
        page.get_by_role("option", name=name).first.click()
        arrived(page, re.compile(f"{area_id}$"))
    expect(page).to_have_url(f"{site}/sv/compare/?areas=SE-0480,SE-0484,SE-0488")
    expect(page.get_by_role("img", name=re.compile("^Trosa: utsläppen var 100"))).to_be_visible()
    page.get_by_role("link", name="Ta bort Eskilstuna").click()
    expect(page).to_have_url(f"{site}/sv/compare/?areas=SE-0480,SE-0488")
    page.close()


def test_the_ranking_is_asked_by_form_and_shared_by_address(site, chromium):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/sv/ranking/")
    page.get_by_label("I ordning efter").select_option("head")
    page.get_by_label("Peka ut en plats").fill("oxelösund")
    page.get_by_role("button", name="Visa").click()
    expect(page.get_by_role("status")).to_contain_text("Oxelösund är nummer 1 av 290")
    expect(page).to_have_url(re.compile("sort=head"))
    context.close()


def test_home_and_ranking_are_printed_on_a_few_sheets(site, chromium):
    page = chromium.new_page()
    for path, sheets in (("/sv/", 2), ("/sv/ranking/", 4)):
        page.goto(f"{site}{path}")
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) <= sheets, path
    page.close()


@pytest.mark.parametrize("path", ["", "se/nykoping/", "data/", "compare/?areas=SE-0480,SE-04"])
def test_structured_data_break_no_policy(site, chromium, path):
    page = chromium.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(f"{site}/sv/{path}")
    data = page.locator('script[type="application/ld+json"]')
    for index in range(data.count()):
        assert json.loads(data.nth(index).text_content())["@context"] == "https://schema.org"
    assert data.count() == (0 if path.startswith("compare") else 1)
    assert said == []
    page.close()

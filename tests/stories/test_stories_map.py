"""The map of every municipality in a real browser: seen, pointed at, walked and passed by."""

import os
import re

import pytest
from conftest import DAY
from playwright.sync_api import expect
from stories.serving import served
from stories.walking import axe_in


@pytest.fixture(scope="module")
def country(mapped_var):
    facts = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(mapped_var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    with served(facts, "--prepare") as at:
        yield at


def test_a_municipality_is_found_on_the_map(country, chromium):
    page = chromium.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{country}/sv/")
    land = page.get_by_role("link", name=re.compile("^Kiruna: "))
    path = land.locator("path")
    before = path.evaluate("one => getComputedStyle(one).stroke")
    land.hover()
    expect(path).not_to_have_css("stroke", before)
    land.click()
    expect(page).to_have_url(f"{country}/sv/se/kiruna/")
    page.close()


def test_the_keyboard_passes_the_map_in_one_step(country, chromium):
    page = chromium.new_page()
    page.goto(f"{country}/sv/?limit=1.5")
    page.get_by_role("link", name="Hoppa över kartan till tabellen").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#places$"))
    page.keyboard.press("Tab")
    inside = page.locator(":focus").evaluate("one => Boolean(one.closest('#places'))")
    assert inside
    page.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 390), ("dark", 1280)])
def test_axe_finds_nothing_on_the_page_with_the_map(country, chromium, scheme, width):
    page = chromium.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
    page.goto(f"{country}/sv/?limit=1.5")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    report = axe_in(page).run(page)
    assert report.violations_count == 0, report.generate_report()
    page.close()


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ({"latitude": 58.753, "longitude": 17.009}, "se/nykoping/"),
        ({"latitude": 67.856, "longitude": 20.225}, "se/kiruna/"),
        ({"latitude": 55.676, "longitude": 12.568}, ""),
    ],
)
def test_a_reader_finds_their_own_place_and_tells_nobody_where_they_are(country, chromium, where, found):
    context = chromium.new_context(geolocation=where, permissions=["geolocation"], locale="sv-SE")
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto(f"{country}/sv/")
    button = page.get_by_role("button", name="Hitta min plats")
    assert not [one for one in asked if "geojson" in one], "nothing is fetched before it is asked for"
    button.click()
    if found:
        expect(page).to_have_url(f"{country}/sv/{found}")
    else:
        expect(page.get_by_role("status").filter(has_text="utanför")).to_be_visible()
    assert not [one for one in asked if str(where["latitude"]) in one or str(where["longitude"]) in one]
    context.close()


def test_where_a_reader_is_stays_unread_if_they_say_no(country, chromium):
    context = chromium.new_context(permissions=[], locale="sv-SE")
    page = context.new_page()
    page.goto(f"{country}/sv/")
    page.get_by_role("button", name="Hitta min plats").click()
    expect(page.get_by_role("status").filter(has_text="Sök på namn")).to_be_visible()
    context.close()

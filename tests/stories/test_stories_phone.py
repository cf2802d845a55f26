"""An area's page on a phone is edited: what residents ask first stands open, the rest folds, and it ends before 5 000 px."""

import pytest
from playwright.sync_api import expect
from stories.walking import BRIEFLY, PHONE, SMALL, fits, nothing_for_axe, sideways

LONGEST = (
    "sv/se/malmo/",
    "sv/se/gotland/?scope=with-cement",
    "sv-x-lattlast/se/gotland/",
    "de/se/lysekil/",
    "sv-x-lattlast/se/stenungsund/?scope=without-plants",
)
PAIR = "sv/group/?areas=SE-0480,SE-0481"
OPEN = ("done", "dots", "sectors", "goal")
FOLDED = ("history", "cumulative", "ladder", "certain", "counts", "others", "quality", "known", "take", "words")


@pytest.fixture
def phone(chromium):
    page = chromium.new_page(viewport={"width": PHONE, "height": 844})
    yield page
    page.close()


@pytest.mark.parametrize("path", LONGEST)
def test_the_longest_pages_end_before_five_thousand_pixels(site, phone, path):
    phone.goto(f"{site}/{path}")
    fits(phone)
    assert phone.evaluate("document.documentElement.scrollHeight") <= 5000
    assert phone.evaluate("document.querySelector('body > header').getBoundingClientRect().height") <= 100


def test_what_residents_ask_first_stands_open_and_the_rest_unfolds(site, phone):
    phone.goto(f"{site}/sv/se/nykoping/")
    for name in OPEN:
        expect(phone.locator(f"#{name}")).to_be_visible()
        assert phone.locator(f"details:not([open]) #{name}").count() == 0, name
    for name in FOLDED:
        heading = phone.locator(f"details:not([open]) > summary #{name}")
        expect(heading).to_be_visible()
        heading.click()
        expect(phone.locator(f"details[open] > summary #{name}")).to_be_visible()


@pytest.mark.parametrize(
    "path", ["en/se/oxelosund/?scope=without-plants", "sv/se/nykoping/goal/", "sv/se/nykoping/budgets/", PAIR]
)
def test_what_folds_is_for_everybody_too(site, phone, path):
    phone.goto(f"{site}/{path}")
    phone.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    fits(phone)
    nothing_for_axe(phone, BRIEFLY)


@pytest.mark.parametrize(
    "path",
    [
        "sv/",
        "en/?limit=1.5&sort=achieved",
        "sv/ranking/?mark=gnesta",
        "en/compare/?areas=SE-0480,SE-0481",
        "sv/compare/?areas=SE-0480,SE-0481,SE-0483",
        "fi/compare/?areas=SE-0480,SE-0481,SE-0482,SE-0483,SE-0484,SE-0488",
        "sv/se/nykoping/goal/",
        "sv/se/nykoping/budgets/",
        "en/se/sverige/fair-shares/",
        PAIR,
    ],
)
def test_no_table_has_to_be_scrolled_sideways_on_a_phone(site, phone, path):
    for width in (PHONE, SMALL):
        phone.set_viewport_size({"width": width, "height": 844})
        phone.goto(f"{site}/{path}")
        assert sideways(phone) == [], width


def test_world_budgets_of_seven_columns_fit_a_phone(site, phone):
    phone.goto(f"{site}/sv/method/")
    assert phone.locator(".dense tr:first-child > th:nth-child(7)").count() > 0
    assert sideways(phone) == []


@pytest.mark.parametrize("width", [641, 700, 740, 741, 768])
def test_six_places_beside_each_other_are_never_scrolled_sideways(site, phone, width):
    phone.set_viewport_size({"width": width, "height": 900})
    phone.goto(f"{site}/sv/compare/?areas=SE-0480,SE-0481,SE-0482,SE-0483,SE-0484,SE-0488")
    assert sideways(phone) == []
    rows = phone.locator(".side tbody tr").first
    assert rows.evaluate("(row) => getComputedStyle(row).display") == ("block" if width <= 740 else "table-row")


def test_the_shade_of_a_ranking_that_goes_on_lies_behind_the_names(site, phone):
    phone.goto(f"{site}/sv/ranking/?mark=gnesta")
    backgrounds = phone.locator(".ranked tbody tr:not(.chosen) > th").evaluate_all(
        "all => [...new Set(all.map((one) => getComputedStyle(one).backgroundColor))]"
    )
    assert backgrounds == ["rgba(0, 0, 0, 0)"]


def test_a_card_of_figures_that_are_typed_or_estimated_has_room_for_their_names(site, phone):
    """Two columns at 390 pixels, where figures alone stand in three."""
    phone.goto(f"{site}/sv/data/")
    cell = "<td data-head='Produktanvändning'>%s</td>"
    of_columns = {}
    for name, inside in (("alone", "1"), ("typed", "<input>"), ("estimated", "<em>235 000 (uppskattning)</em>")):
        phone.evaluate(
            "(row) => { document.querySelector('main').innerHTML = `<table class='carded'><tbody>${row}</tbody></table>`; }",
            f"<tr>{(cell % inside) * 4}</tr>",
        )
        of_columns[name] = len(
            phone.locator(".carded tr").evaluate("(row) => getComputedStyle(row).gridTemplateColumns").split()
        )
    assert of_columns == {"alone": 3, "typed": 2, "estimated": 2}


@pytest.mark.parametrize("code", ["sv", "en", "fi", "nb", "de", "sv-x-lattlast"])
def test_menu_and_languages_stand_in_one_row_on_a_desk_in_every_language(site, chromium, code):
    desk = chromium.new_page(viewport={"width": 1280, "height": 800})
    desk.goto(f"{site}/{code}/")
    middles = desk.evaluate(
        "[...document.querySelectorAll('body > header a')].map(a => a.getBoundingClientRect())"
        ".map(box => Math.round(box.top + box.height / 2))"
    )
    fits(desk)
    desk.close()
    assert len(middles) == 12 and max(middles) - min(middles) <= 1

"""What is given out holds in clients that nobody here wrote: crawlers, makers of cards, tables that guess, frames."""

import io
import re
from urllib.robotparser import RobotFileParser

import polars as pl
import pytest
from web.markup import page

pytestmark = pytest.mark.usefixtures("on_starter")


def test_crawlers_may_read_what_is_shared_and_not_the_workspace(client):
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    for open_to_all in (
        "/sv/se/nykoping/?limit=1.5",
        "/api/v1/areas/SE-0480/emissions?format=csv",
        "/sv/se/nykoping/scenario.png",
    ):
        assert rules.can_fetch("Twitterbot", f"https://example.org{open_to_all}")
    assert not rules.can_fetch("Twitterbot", "https://example.org/accounts/login/")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/sv/", "sverige"),
        ("/en/method/", "sverige"),
        ("/sv/ranking/", "sverige"),
        ("/sv/compare/?areas=SE-0480,SE-0481", "nykoping"),
        ("/sv/se/oxelosund/embed/", "oxelosund"),
    ],
)
def test_a_page_is_shared_with_a_picture_of_its_own(client, path, place):
    found = page(client, path)
    (picture,) = {attrs["content"] for attrs in found.all("meta") if attrs.get("property") == "og:image"}
    assert f"/se/{place}/shared.png" in picture


def test_the_sites_own_country_and_not_the_first_in_the_edition(client, settings, starter):
    from dataclasses import replace

    from climate_visualizer.web.pages.countries.standing import countries

    andorra = replace(
        next(area for area in starter.areas if area.kind == "country"), id="AD", country="AD", slug="andorra"
    )
    edition = type("Both", (), {"areas": (andorra, *starter.areas), "countries": ("AD", "SE")})()
    assert countries(edition)[0] == "SE"


def test_oembed_keeps_both_maxima(client):
    address = "http%3A%2F%2Ftestserver%2Fsv%2Fse%2Fnykoping%2F"
    told = client.get(f"/oembed?url={address}&maxwidth=250&maxheight=300").json()
    assert (told["width"], told["height"]) == (250, 300)
    assert 'width="250"' in told["html"] and 'height="300"' in told["html"] and "%" not in told["html"].split("src=")[0]
    assert client.get(f"/oembed?url={address}&maxheight=tall").status_code == 422


def test_files_of_a_country_carry_their_choices_and_sources(client):
    for limit in ("1.5", "2.0"):
        table = pl.read_csv(client.get(f"/files/se/findings.csv?limit={limit}").content)
        assert set(table["limit"]) == {float(limit)} and table["source"].str.contains("CC0|CC BY|öppna|Open").any()
        packed = client.get(f"/files/se/findings.parquet?limit={limit}").content
        told = pl.read_parquet_metadata(io.BytesIO(packed))
        assert f'"limit": {float(limit)}' in told["choices"] and told["sources"]


def test_no_column_is_a_truth_value_to_a_reader_that_guesses(client):
    for path in ("/files/se/emissions.csv", "/api/v1/areas/SE-0480/emissions?format=csv"):
        table = pl.read_csv(client.get(path).content)
        assert set(table["unit"]) == {"t CO2"} and table["source"][0]


@pytest.mark.parametrize("sort", ["years", "-years", "cut", "achieved", "-achieved"])
def test_a_rank_reads_the_same_on_the_page_of_a_place_and_in_the_ranking(client, on_sweden, sort):
    text = client.get(f"/sv/ranking/?sort={sort}").content.decode()
    rows = re.findall(r'<tr[^>]*>\s*<td>([\d\u202f,]+)</td>\s*<th scope="row">\s*<a href="([^"?]+)', text)
    positions = {href: re.sub("[\\u202f,]", "", position) for position, href in rows}
    order = {
        "years": "den som räcker längst först",
        "cut": "minsta minskningen först",
        "achieved": "största minskningen först",
    }[sort.strip("-")]
    for href in list(positions)[:3] + list(positions)[-3:]:
        own = re.sub(r"<[^>]+>", " ", client.get(href).content.decode()).replace("\u202f", "")
        ranks = re.findall(r"Nr (\d+) av 290 kommuner, ([\w ]+)", own)
        assert (positions[href], order) in [(place, said.strip()) for place, said in ranks], (href, ranks)


def test_the_examples_of_llms_txt_can_be_answered(client):
    told = client.get("/llms.txt").content.decode()
    addresses = re.findall(r"\(http://testserver(/[^)\s]*)\)", told)
    assert len(addresses) > 10
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_maps_of_the_site_say_when_figures_changed_and_pages_their_language_and_land(client, starter):
    newest = max(one["release_date"] for one in starter.origins)
    assert f"<lastmod>{newest}</lastmod>" in client.get("/sitemap-sv.xml").content.decode()
    found = page(client, "/sv/se/nykoping/")
    locales = {
        attrs["property"]: attrs["content"] for attrs in found.all("meta") if "og:locale" in attrs.get("property", "")
    }
    assert locales["og:locale"] == "sv_SE"
    assert [attrs.get("name") for attrs in found.all("meta")].count("twitter:card") == 1


@pytest.mark.parametrize("path", ["/sv/se/nykoping/figures.xlsx", "/files/se/findings.xlsx"])
def test_workbooks_print_one_page_wide_with_headings_on_each(client, path):
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(client.get(path).content))
    for sheet in book.worksheets:
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert any(sheet.print_title_rows and sheet.page_setup.orientation == "landscape" for sheet in book.worksheets)


def test_a_method_without_ranges_says_so_and_offers_no_empty_list(client, on_kingdom):
    answered = client.get("/api/v1/areas/GB-E06000001/outlook")
    assert answered.status_code == 409
    assert "has no outlook" in answered.json()["detail"] and "choose one of: ." not in answered.json()["detail"]


WITHIN_A_LINE = "a|span|b|strong|em|small|i|label|output|button|code|time"
APART = (
    "",
    "se/nykoping/",
    "se/sverige/",
    "se/nykoping/explore/",
    "se/nykoping/footprint/",
    "compare/?areas=SE-0480,SE-0481",
)
APART += (
    "ranking/",
    "method/",
    "data/",
    "about/",
    "accessibility/",
    "se/nykoping/embed/",
    "se/nykoping/sectors/transport/",
)


@pytest.mark.parametrize("path", APART)
def test_words_do_not_run_together_where_there_are_no_styles(client, path):
    """What a text browser, a translator or whoever copies gets: neighbours in a line have a space between them."""
    markup = re.sub(r"<svg.*?</svg>", "", client.get(f"/sv/{path}").content.decode(), flags=re.DOTALL)
    inline = rf"(?:{WITHIN_A_LINE})"
    together = re.findall(rf"[^<>]+(?:</{inline}>)+(?:<{inline}\b[^>]*>)+[^<>]+", markup)
    assert [one for one in together if not re.search(r"\s</|>\s", one) and re.search(r"\w\W*</.*>\W*\w", one)] == []
    assert re.findall(r"[^<>\s(]<(?:small|strong|b)\b[^>]*>\w+", markup) == []


def test_a_control_is_named_by_its_label_alone(client):
    """A label holds one control and no result, so that a name that is read out does not change with the value."""
    for path in ("se/nykoping/explore/", "se/nykoping/footprint/", "se/nykoping/embed/", "ranking/"):
        markup = client.get(f"/sv/{path}").content.decode()
        for label in re.findall(r"<label\b.*?</label>", markup, re.DOTALL):
            assert len(re.findall(r"<(?:input|select|textarea|output|button)\b", label)) <= 1, label
            assert "<output" not in label
        ids = set(re.findall(r' id="([^"]+)"', markup))
        assert set(re.findall(r'<(?:label|output) for="([^"]+)"', markup)) <= ids


def test_a_page_that_is_shared_keeps_its_choices_and_has_one_canonical_address(client):
    found = page(client, "/sv/se/nykoping/?limit=1.5&utm_source=letter")
    (shared,) = [one["content"] for one in found.all("meta") if one.get("property") == "og:url"]
    (canonical,) = [one["href"] for one in found.all("link") if one.get("rel") == "canonical"]
    assert shared.startswith("http://testserver/sv/se/nykoping/?limit=1.5")
    assert "utm_source" not in shared
    assert canonical == "http://testserver/sv/se/nykoping/"
    assert len([one for one in found.all("meta") if one.get("name") == "twitter:card"]) == 1


def test_words_are_explained_at_a_tap_and_every_button_has_its_words(client):
    found = page(client, "/sv/se/nykoping/")
    asked = [one["popovertarget"] for one in found.all("button") if "popovertarget" in one]
    assert len(asked) > 8
    assert set(asked) == {one["id"] for one in found.all("span") if "popover" in one}


def test_the_api_names_countries_in_the_language_of_its_words(client):
    assert client.get("/api/v1/areas/SE").json()["name"] == "Sweden"
    assert client.get("/api/v1/areas/SE-0480").json()["name"] == "Nyköping"

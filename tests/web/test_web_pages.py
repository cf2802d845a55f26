"""Pages: every one answers in both languages, complete without script, under a strict policy."""

import re
from itertools import product

import pytest
from conftest import ROOT
from web.markup import page

from climate_visualizer.web.page_language import CODES, stand_in
from climate_visualizer.web.pages.meta import PAGES as PAGES_OF_ALL
from climate_visualizer.web.pages.meta import WITHIN

pytestmark = pytest.mark.usefixtures("on_starter")
PAGES = ["", "method/", "data/", "about/", "accessibility/", "se/nykoping/", "se/sodermanlands-lan/", "se/sverige/"]
QUERIES = [
    "?limit=1.5",
    "?limit=1.7&sharing=per-head",
    "?method=world-per-head",
    "?method=world-grandfathering&vintage=ar6-2021&limit=1.6&likelihood=67&sharing=blend",
    "?method=world-per-head&vintage=gcb-2025",
    "?pathway=inertial",
    "?pathway=inertial&limit=1.5",
    "?pathway=s-curve&start=2030&sharing=equal-transition",
]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_stands_on_its_own(client, lang, path):
    found = page(client, f"/{lang}/{path}")
    assert found.all("html")[0]["lang"] == lang
    assert len(found.all("h1")) == 1
    assert all(script.get("src") or script["type"] == "application/ld+json" for script in found.all("script"))
    assert not [attrs for _, attrs in found.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]
    wordy = not path.startswith("se/") and path.partition("?")[0] != ""  # these are in whole languages only
    spoken = {link["hreflang"] for link in found.all("link") if link.get("hreflang")}
    assert spoken == {"x-default"} | {code for code in CODES if not (wordy and stand_in(code))}
    assert [link for link in found.all("link") if link.get("rel") == "canonical"]
    names = [meta["name"] for meta in found.all("meta") if "name" in meta]
    assert "description" in names
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert "{" not in found.text.replace("{slug}", "")


PICTURE = re.compile(r"\.(png|svg|pdf)(\?|$)")


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_every_link_of_the_site_leads_somewhere(client, lang):
    """In English a third of one page's choices and no pictures: `test_web_exported.py` asks for an area's in every language."""
    seen: set[str] = set()
    for path in PAGES:
        for link in page(client, f"/{lang}/{path}").all("a"):
            href = link["href"]
            if href.startswith("/"):
                seen.add(href.split("#")[0])
            elif href.startswith("?") and "nykoping" in path:  # the choices of one page stand for all
                seen.add(f"/{lang}/{path}{href}".split("#")[0])
    if lang != "sv":
        seen = {href for href in seen if not PICTURE.search(href)}
        chosen = sorted(href for href in seen if "nykoping/?" in href)
        seen -= set(chosen) - set(chosen[::3])
    assert len(seen) > 60
    areas = {href for href in seen if re.fullmatch(r"/[\w-]+/se/[\w-]+/(\?.*)?", href) and "nykoping" not in href}
    for href in sorted(seen - areas) + sorted(areas)[::20]:  # some areas stand for all of them
        assert client.get(href).status_code in (200, 302), href


@pytest.mark.parametrize("area", ["nykoping", "sodermanlands-lan", "sverige"])
def test_every_choice_recomputes_the_page(client, area):
    plain = client.get(f"/sv/se/{area}/").content
    for query in QUERIES:
        chosen = client.get(f"/sv/se/{area}/{query}")
        assert chosen.status_code == 200, query
        assert chosen.content != plain, query


def test_the_page_of_nykoping_says_it_in_swedish_and_in_english(client):
    swedish = page(client, "/sv/se/nykoping/").text
    assert "Nyköpings tvågradersbudget räcker till september 2029" in swedish
    assert "657\u202f000" in swedish
    assert "Så kom Nyköpings budget till" in swedish
    assert "transporter" in swedish
    english = page(client, "/en/se/nykoping/").text
    assert "Nyköping’s 2-degree budget lasts until September 2029" in english
    assert "How Nyköping’s budget came about" in english
    written = client.get("/en/se/nykoping/").content.decode()
    assert 'Nyköping’s <span class="unbroken">2-degree</span> budget lasts' in written, "no line ends at its hyphen"


def test_the_title_and_description_are_the_areas_own(client):
    found = client.get("/sv/se/nykoping/").content.decode()
    assert "<title>Nyköpings tvågradersbudget räcker till september 2029 – Climate Visualizer</title>" in found
    assert re.search(r'name="description" content="Nyköpings tvågradersbudget[^"]+305', found)


def test_the_starter_set_says_what_it_is_and_how_to_get_more(client):
    found = page(client, "/sv/")
    assert "Detta är startuppsättningen" in found.text
    assert "make update" in page(client, "/sv/data/").text


def test_a_search_finds_part_of_a_name_without_accents(client):
    assert "Strängnäs" in page(client, "/sv/?q=strangn").text
    assert len(page(client, "/sv/?q=strangn").all("tr")) == 2
    assert "Ingen plats matchar" in page(client, "/sv/?q=atlantis").text
    found = client.get("/sv/?q=Nyk%C3%B6ping&go=1")
    assert (found.status_code, found["Location"]) == (302, "/sv/se/nykoping/")
    county = client.get("/en/?q=S%C3%B6dermanland%20County&go=1")
    assert county["Location"] == "/en/se/sodermanlands-lan/"


@pytest.mark.parametrize("sort", ["left", "until", "cut", "achieved", "head"])
def test_the_table_sorts_by_each_column(client, sort):
    found = page(client, f"/sv/?kind=municipality&sort={sort}")
    assert len(found.all("tr")) == 291
    falls = "ascending" if sort == "achieved" else "descending"  # the best first; per head, the most
    assert [attrs.get("aria-sort") for attrs in found.all("th") if attrs.get("aria-sort")] == [falls]


def test_strange_queries_are_harmless(client):
    for query in ("?q=%3Cscript%3Ealert(1)%3C/script%3E", "?sort=nonsense&kind=planet", "?q=" + "x" * 4000):
        response = client.get(f"/sv/{query}")
        assert response.status_code == 200
        assert b"<script>" not in response.content
    assert page(client, "/sv/?q=" + "x" * 5000, 414).all("h1"), "an address above 4 096 characters is too long"


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/sv/se/atlantis/", 404, "Sidan finns inte"),
        ("/en/dk/nykoping/", 404, "There is no such page"),
        ("/da/", 404, "Sidan finns inte"),
        ("/sv/nothing/at/all/", 404, "Sidan finns inte"),
        ("/sv/se/nykoping/?limit=1.4", 422, "1.4"),
        ("/sv/se/nykoping/?method=%3Cb%3E", 422, "inte ett av valen"),
        ("/sv/se/nykoping/dots.svg?start=1999", 422, "inte ett av valen"),
        ("/sv/se/nykoping/map.svg", 404, "Sidan finns inte"),
    ],
)
def test_what_is_wrong_is_a_page_in_the_sites_look(client, path, status, text):
    found = page(client, path, status)
    assert text in found.text
    assert found.all("header")
    if status == 422:
        assert [link for link in found.all("a") if link["href"].startswith("?")]


def test_limits_that_can_be_chosen_are_written_as_the_reader_does(client):
    assert ">1,5</a>" in client.get("/sv/se/nykoping/?limit=9").content.decode()
    assert ">1.5</a>" in client.get("/en/se/nykoping/?limit=9").content.decode()


def test_an_error_of_ours_is_a_page_too(client, monkeypatch):
    from climate_visualizer.web.pages import about_pages

    def broken(*args):
        raise RuntimeError("broken for the test")

    monkeypatch.setattr(about_pages, "_methods", broken)
    client.raise_request_exception = False
    response = client.get("/sv/method/?fresh=1")
    assert response.status_code == 500
    assert "Något gick fel hos oss" in response.content.decode()


def test_without_an_edition_there_is_a_page_and_a_health_that_say_so(client, settings, tmp_path):
    settings.EDITIONS = tmp_path / "none"
    assert "prepare" in page(client, "/sv/", 503).text
    health = client.get("/health")
    assert (health.status_code, health.json()["status"]) == (503, "no edition")


def test_the_way_in_follows_the_browsers_language(client):
    assert client.get("/")["Location"] == "/sv/"
    assert client.get("/", headers={"accept-language": "en-GB,en;q=0.9"})["Location"] == "/en/"
    assert client.get("/", headers={"accept-language": "sv"})["Location"] == "/sv/"
    assert "Accept-Language" in client.get("/")["Vary"]


def test_every_answer_has_a_strict_policy(client):
    for path in ("/sv/", "/sv/se/nykoping/", "/api/v1/areas", "/sv/nowhere/", "/health"):
        response = client.get(path)
        policy = response["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies


def test_pages_answer_304_to_who_has_them_and_anew_for_another_choice(client):
    first = client.get("/sv/se/nykoping/")
    again = client.get("/sv/se/nykoping/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/sv/se/nykoping/?limit=1.5", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200
    assert other["ETag"] != first["ETag"]


def test_a_page_is_packed_for_who_can_unpack_it(client):
    import gzip

    plain = client.get("/sv/se/nykoping/")
    packed = client.get("/sv/se/nykoping/", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    css = (ROOT / "climate_visualizer" / "web" / "static" / "site.css").read_bytes()
    assert len(packed.content) + len(gzip.compress(css)) < 40_000


KINDS = {
    "svg": (b"<svg", "image/svg+xml"),
    "png": (b"\x89PNG", "image/png"),
    "csv": (b"", "text/csv"),
    "json": (b"{", "application/json"),
}
FIGURES = {"dots": "År", "history": "År", "sectors": "Sektor", "waiting": "Minskningen börjar"}


def test_every_figure_is_a_file_in_four_kinds(client):
    there = client.get("/sv/se/nykoping/?limit=1.7").content.decode()
    for (name, column), (kind, (start, content_type)) in product(FIGURES.items(), KINDS.items()):
        response = client.get(f"/sv/se/nykoping/{name}.{kind}?limit=1.7")
        assert response.status_code == 200, (name, kind)
        assert response.content.startswith(column.encode() if kind == "csv" else start), (name, kind)
        assert response["Content-Type"].startswith(content_type)
        assert f"{name}.{kind}?limit=1.7" in there


def test_machines_find_their_way(client, starter):
    index = client.get("/sitemap.xml").content.decode()
    maps = re.findall(r"<loc>http://testserver(/sitemap-[\w-]+\.xml)</loc>", index)
    assert len(maps) == len(CODES)
    for code, path in zip(CODES, maps, strict=True):
        sitemap = client.get(path).content.decode()
        whole = 1 + 312 if stand_in(code) else len(PAGES_OF_ALL) + len(WITHIN) * 312
        assert sitemap.count("<url>") == whole
        assert f"<loc>http://testserver/{code}/se/nykoping/</loc>" in sitemap
        assert sitemap.count('hreflang="en"') == sitemap.count("<url>")
    assert client.get("/sitemap-fr.xml").status_code == 404
    assert "Sitemap: http://testserver/sitemap.xml" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico")["Content-Type"] == "image/svg+xml"
    health = client.get("/health").json()
    assert health["status"] == "ok"
    assert health["edition"] == starter.id


def test_a_request_ends_on_the_edition_it_began_with(client, settings, on_own_starter, monkeypatch):
    from climate_visualizer.editions.importing.starter import read_starter
    from climate_visualizer.editions.publishing.publish import publish
    from climate_visualizer.web import current
    from climate_visualizer.web.pages import about_pages

    began = client.get("/health").json()["edition"]
    candidate = read_starter(ROOT / "climate_visualizer" / "data" / "starter")
    candidate.manifest["id"] = "2030-01-01-0123456789"
    seen = []

    def while_publishing(language):
        publish(candidate, settings.EDITIONS)
        seen.append(current.edition().id)
        return []

    monkeypatch.setattr(about_pages, "_methods", while_publishing)
    assert client.get("/sv/method/?again=1").status_code == 200
    assert seen == [began]
    assert client.get("/health").json()["edition"] == "2030-01-01-0123456789"

"""What machines read of a page: structured data, Open Graph, one address a page, and llms.txt."""

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as some
from web.markup import page

from climate_visualizer.web.pages.common.schema_org import written

PAGES = ["", "compare/", "compare/?areas=SE-0480,SE-04", "ranking/", "method/", "data/", "about/", "accessibility/",
         "se/nykoping/", "se/sverige/"]  # fmt: skip


def _graph(client, path: str) -> list[dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).content.decode())
    return json.loads(found[0])["@graph"] if found else []


@given(text=some.text())
def test_no_text_can_leave_the_element_that_holds_it(text):
    body = str(written([{"name": text}]))
    assert "<" not in body
    assert "&" not in body
    assert json.loads(body)["@graph"][0]["name"] == text


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize("lang", ["sv", "en"])
def test_an_area_is_a_place_with_a_dataset_and_a_way_to_it(client, lang):
    dataset, crumbs = _graph(client, f"/{lang}/se/nykoping/?limit=1.5")
    assert dataset["@type"] == "Dataset"
    assert 50 <= len(dataset["description"]) <= 5000
    assert dataset["spatialCoverage"]["@type"] == "AdministrativeArea"
    assert dataset["spatialCoverage"]["identifier"] == "SE-0480"
    assert dataset["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert dataset["url"] == f"http://testserver/{lang}/se/nykoping/"
    for download in dataset["distribution"]:
        answer = client.get(download["contentUrl"].removeprefix("http://testserver"))
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(download["encodingFormat"])
    names = [item["name"] for item in crumbs["itemListElement"]]
    around = {"sv": ["Sverige", "Södermanlands län"], "en": ["Sweden", "Södermanland County"]}[lang]
    assert names == ["Climate Visualizer", *around, "Nyköping"]
    paths = [item["item"].removeprefix("http://testserver") for item in crumbs["itemListElement"]]
    assert {client.get(path).status_code for path in paths} == {200}


@pytest.mark.usefixtures("on_starter")
def test_the_first_page_is_a_site_that_can_be_searched_and_its_statistics(client):
    site, data = _graph(client, "/sv/")
    target = site["potentialAction"]["target"]["urlTemplate"].replace("{search_term_string}", "nykoping")
    assert client.get(target.removeprefix("http://testserver"))["Location"] == "/sv/se/nykoping/"
    assert data["creator"]["name"] == "SMHI"
    assert _graph(client, "/sv/data/") == [data]
    assert _graph(client, "/sv/about/") == _graph(client, "/sv/se/atlantis/") == []


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_shared_with_its_own_words_and_a_picture(client, lang, path):
    markup = client.get(f"/{lang}/{path}").content.decode()
    shared = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', markup))
    title = re.search(r"<title>(.*?)</title>", markup, re.DOTALL).group(1)
    assert html.unescape(shared["title"])[:20] == html.unescape(title)[:20]
    assert len(shared["description"]) > 40
    assert shared["locale"] == {"sv": "sv_SE", "en": "en_GB"}[lang]
    assert markup.count('property="og:title"') == 1
    picture = client.get(html.unescape(shared["image"]).removeprefix("http://testserver"))
    assert picture["Content-Type"] == "image/png"


@pytest.mark.usefixtures("on_starter")
@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("se/nykoping/?limit=1.5&utm_source=letter", "se/nykoping/"),
        ("?q=nyk&sort=left", ""),
        ("ranking/?kind=county&mark=nyk", "ranking/"),
        ("compare/?areas=SE-0480,SE-04&limit=1.5&fbclid=1", "compare/?areas=SE-0480,SE-04"),
    ],
)
def test_a_page_has_one_address_whatever_hangs_on_it(client, asked, own):
    found = page(client, f"/sv/{asked}")
    known = [link for link in found.all("link") if link["rel"] in ("canonical", "alternate") and "type" not in link]
    links = {link.get("hreflang", link["rel"]): link["href"] for link in known}
    assert links["canonical"] == links["sv"] == f"http://testserver/sv/{own}"
    assert links["en"] == f"http://testserver/en/{own}"
    assert f"/en/{asked}" in [html.unescape(link["href"]) for link in found.all("a")]


@pytest.mark.usefixtures("on_starter")
def test_programs_are_told_what_there_is_and_every_link_answers(client):
    text = client.get("/llms.txt").content.decode()
    assert text.startswith("# Climate Visualizer\n\n> ")
    links = re.findall(r"\]\(http://testserver([^)]+)\)", text)
    assert len(links) >= 15
    assert {client.get(link).status_code for link in links} == {200}
    assert "SMHI" in text

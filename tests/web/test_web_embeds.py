"""Embedded figures: light, framed by anybody, in any look and language; the badge and oEmbed; clear problems."""

import gzip
import itertools
import re
import struct
import xml.etree.ElementTree as tree
from urllib.parse import quote

import pytest
from web.markup import Page, page

from climate_visualizer.web.embed_options import FIGURES, THEMES, embed_path, iframe, options

pytestmark = pytest.mark.usefixtures("on_starter")
MOST = 15_000
AREAS = ["SE-0480", "SE-04", "SE"]


def _packed(client, path: str) -> int:
    return len(gzip.compress(client.get(path).content, 6))


@pytest.mark.parametrize("figure", FIGURES)
def test_an_embed_with_all_that_it_loads_is_light(client, figure):
    for query in ("", "?limit=1.5&theme=dark&colour=1155aa"):
        frame = client.get(f"/embed/{figure}/SE{query}").content.decode()
        loaded = re.findall(r'(?:href|src)="(/embed/[^"]+)"', frame)
        assert loaded
        whole = sum(_packed(client, path.replace("&amp;", "&")) for path in {*loaded, "/embed/embed.js"})
        assert whole + len(gzip.compress(frame.encode(), 6)) < MOST


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(("figure", "area"), list(itertools.product(FIGURES, AREAS)))
def test_a_frame_is_a_page_with_a_title_that_leads_back(client, figure, area, lang):
    found = page(client, f"/embed/{figure}/{area}?language={lang}&limit=1.7")
    assert found.all("html")[0]["lang"] == lang
    assert not [attrs for _, attrs in found.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]
    back = next(link for link in found.all("a"))["href"]
    assert back.startswith(f"http://testserver/{lang}/se/")
    assert "limit=1.7" in back
    assert client.get(back.removeprefix("http://testserver")).status_code == 200
    assert "SMHI" in found.text
    assert {script["src"] for script in found.all("script")} == {"/embed/size.js"}


def test_only_what_is_embedded_may_be_framed(client):
    embedded = client.get("/embed/dots/SE-0480")
    assert "frame-ancestors *" in embedded["Content-Security-Policy"]
    assert "X-Frame-Options" not in embedded
    assert embedded["Access-Control-Allow-Origin"] == "*"
    again = client.get("/embed/dots/SE-0480", headers={"if-none-match": embedded["ETag"]})
    assert again.status_code == 304
    assert "frame-ancestors *" in again["Content-Security-Policy"]  # a 304 renews the headers that a browser holds
    for path in ("/sv/", "/sv/se/nykoping/", "/sv/se/nykoping/embed/", "/sv/se/nykoping/report.pdf", "/api/v1/areas"):
        response = client.get(path)
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"], path
        assert response["X-Frame-Options"] == "DENY"
    assert "unsafe" not in embedded["Content-Security-Policy"]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_fragment_stands_without_its_stylesheet_and_beside_others(client, figure):
    made = client.get(f"/embed/{figure}/SE-0480/fragment?theme=dark").content.decode()
    assert made.startswith('<figure class="climate-budget"')
    assert "<script" not in made and "<link" not in made and "<style" not in made
    assert not re.search(r"<h[1-6]", made)  # the page around has headings of its own
    assert len(re.findall(r"<h1", client.get(f"/embed/{figure}/SE-0480").content.decode())) == 1
    for name in re.findall(r"var\((--[\w-]+)([,)])", made):
        assert name[0].startswith("--cb-") and name[1] == ","
    ids = re.findall(r'\bid="([^"]+)"', made)
    assert set(re.findall(r"url\(#([^)]+)\)", made)) <= set(ids)
    other = client.get(f"/embed/{figure}/SE-04/fragment?theme=dark").content.decode()
    assert not set(ids) & set(re.findall(r'\bid="([^"]+)"', other))


def test_a_narrow_fragment_has_the_narrow_picture(client):
    wide = client.get("/embed/history/SE-0480/fragment").content
    narrow = client.get("/embed/history/SE-0480/fragment?shape=narrow").content
    assert wide != narrow
    assert narrow.count(b"<svg") == wide.count(b"<svg") == 1
    assert client.get("/embed/history/SE-0480").content.count(b"<svg") == 2


def test_look_and_choices_change_what_is_shown(client):
    plain = client.get("/embed/headline/SE-0480").content.decode()
    chosen = client.get("/embed/headline/SE-0480?language=en&limit=1.5").content.decode()
    assert "räcker till" in plain
    assert "ran out in" in chosen
    light, dark = (client.get(f"/embed/style.css?theme={theme}").content.decode() for theme in ("light", "dark"))
    assert "prefers-color-scheme" not in light + dark
    assert "prefers-color-scheme" in client.get("/embed/style.css").content.decode()
    assert "#1155aa" in client.get("/embed/style.css?colour=%231155AA&theme=light").content.decode()
    assert (
        "style.css?theme=dark&amp;colour=1155aa"
        in client.get("/embed/dots/SE-0480?theme=dark&colour=1155aa").content.decode()
    )


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/embed/nonsense/SE-0480", 422, "headline, findings, dots"),
        ("/embed/dots/SE-9999", 404, "SE-9999"),
        ("/embed/dots/SE-0480/fragment?limit=9", 422, "Gräns för uppvärmningen: 1.5, "),
        ("/embed/dots/SE-0480?theme=pink", 422, "auto, light, dark"),
        ("/embed/dots/SE-0480?language=tlh", 422, "”tlh” är inte ett av valen. Språk: sv, en"),
        ("/embed/dots/SE-0480?colour=red", 422, "hexadecimal"),
        ("/embed/style.css?colour=%3Cscript", 422, "hexadecimal"),
        ("/embed/dots/%3Cscript%3E", 404, "&lt;script&gt;"),
        ("/embed/dots/SE-9999?language=en", 404, "There is no place with the id “SE-9999”."),
        ("/embed/dots/SE-0480?colour=red&language=en", 422, "Write a colour as six hexadecimal figures."),
        ("/embed/dots/SE-0480?limit=9&language=fi", 422, "”9” ei ole valittavissa."),
        ("/badge/SE-9999.svg", 404, "SE-9999"),
        ("/badge/SE-0480.svg?limit=9", 422, "Gräns för"),
    ],
)
def test_what_cannot_be_had_is_a_sentence_in_the_same_frame(client, path, status, said):
    response = client.get(path)
    assert response.status_code == status
    assert said in response.content.decode()
    assert "frame-ancestors *" in response["Content-Security-Policy"]
    code = found[1] if (found := re.search(r"language=(en|fi)", path)) else "sv"
    assert f'lang="{code}"' in response.content.decode()
    assert response["Content-Language"] == code


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("query", ["", "&limit=1.5", "&method=world-ability"])
def test_a_badge_is_a_small_picture_with_a_text(client, lang, query):
    response = client.get(f"/badge/SE-0480.svg?language={lang}{query}")
    assert response["Content-Type"] == "image/svg+xml"
    assert len(response.content) < 1500
    root = tree.fromstring(response.content)
    assert "Nyköping" in root.get("aria-label")
    for element in root.iter():
        for name in ("x", "y", "width", "height", "textLength", "font-size"):
            if element.get(name):
                float(element.get(name))
    other = "räcker till" if lang == "en" else "lasts until"
    assert other not in response.content.decode()


def test_an_address_becomes_a_frame_by_oembed(client):
    address = quote("http://testserver/en/se/nykoping/?limit=1.7", safe="")
    told = client.get(f"/oembed?url={address}&format=json&maxwidth=500").json()
    assert (told["version"], told["type"], told["width"]) == ("1.0", "rich", 500)
    assert told["title"] == "Nyköping: The budget in dots"
    source = re.search(r'src="http://testserver(/embed/[^"]+)"', told["html"]).group(1).replace("&amp;", "&")
    assert source == "/embed/dots/SE-0480?language=en&limit=1.7"
    assert client.get(source).status_code == 200
    thumbnail = client.get(told["thumbnail_url"].removeprefix("http://testserver"))
    assert thumbnail.headers["Content-Type"] == "image/png"
    assert struct.unpack(">II", thumbnail.content[16:24]) == (told["thumbnail_width"], told["thumbnail_height"])
    assert "limit=1.7" in told["thumbnail_url"]
    frame = quote("http://testserver/embed/history/SE-04?theme=dark", safe="")
    assert "theme=dark" in client.get(f"/oembed?url={frame}").json()["html"]


def test_the_page_says_where_its_oembed_is(client):
    found = page(client, "/sv/se/nykoping/?limit=1.7")
    link = next(link for link in found.all("link") if link.get("type") == "application/json+oembed")
    told = client.get(link["href"].removeprefix("http://testserver")).json()
    assert "limit=1.7" in told["html"]
    assert "language=sv" in told["html"]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 404),
        ("?url=https%3A%2F%2Felsewhere.example%2Fsv%2Fse%2Fnykoping%2F", 404),
        ("?url=http%3A%2F%2Ftestserver%2Fsv%2F", 404),
        ("?url=http%3A%2F%2Ftestserver%2Fsv%2Fse%2Fatlantis%2F", 404),
        ("?url=http%3A%2F%2Ftestserver%2Fsv%2Fse%2Fnykoping%2F%3Flimit%3D9", 422),
        ("?url=http%3A%2F%2Ftestserver%2Fxx%2Fse%2Fnykoping%2F", 422),
        ("?url=http%3A%2F%2Ftestserver%2Fsv%2Fse%2Fnykoping%2F&maxwidth=wide", 422),
        ("?url=http%3A%2F%2Ftestserver%2Fsv%2Fse%2Fnykoping%2F&format=xml", 501),
    ],
)
def test_oembed_says_what_it_cannot_do(client, query, status):
    response = client.get(f"/oembed{query}")
    assert response.status_code == status
    assert response.json()["detail"].endswith(".")


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("figure", FIGURES)
def test_the_builder_shows_the_figure_and_gives_its_lines(client, lang, figure):
    found = page(client, f"/{lang}/se/nykoping/embed/?figure={figure}&theme=dark&colour=%231155aa&limit=1.7")
    source = found.all("iframe")[0]["src"]
    assert client.get(source).status_code == 200
    for part in (figure, "theme=dark", "colour=1155aa", "limit=1.7", f"language={lang}"):
        assert part in source
    assert len(found.all("textarea")) == 4
    assert "http://testserver/embed/embed.js" in found.text
    assert f'figure="{figure}"' in found.text
    assert {field["value"] for field in found.all("input") if field.get("type") == "hidden"} == {"1.7", "50"}


@pytest.mark.parametrize("query", ["figure=nope", "theme=nope", "colour=nope", "limit=9", "language=nope"])
def test_the_builder_says_what_cannot_be_chosen(client, query):
    assert page(client, f"/sv/se/nykoping/embed/?{query}", 422).all("h1")
    assert page(client, "/sv/se/atlantis/embed/", 404).all("h1")


def test_a_snippet_survives_strange_texts():
    made = iframe('https://x.example/embed/dots/SE?a="><b>', 'Å "quoted" <name>', 300)
    parsed = Page(made)
    assert [tag for tag, _ in parsed.tags] == ["iframe", "script"]
    assert parsed.all("iframe")[0]["title"] == 'Å "quoted" <name>'


def test_options_are_the_shortest_that_give_the_same_look():
    for theme, colour in itertools.product(THEMES, ("", "0d6a66")):
        chosen = options({"theme": theme, "colour": colour, "language": "en"})
        assert options(chosen.query()) == chosen
        assert embed_path("dots", "SE", chosen, {}).count("theme") == (theme != "auto")

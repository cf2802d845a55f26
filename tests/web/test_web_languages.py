"""Every language: none falls back where it should speak, numbers are its own, and a new one is a folder and no code."""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib

import pytest
from babel.messages.pofile import read_po
from conftest import DAY, ROOT
from django.conf import settings
from messages import in_template
from waiting import CEILING
from web.markup import page

from climate_visualizer.languages.catalogues import merged, texts_of
from climate_visualizer.languages.language import THIN, load_language
from climate_visualizer.web.page_language import stand_in

pytestmark = pytest.mark.usefixtures("on_starter")
PACKAGE = ROOT / "climate_visualizer"
LOCALE = PACKAGE / "web" / "locale"
CODES = [code for code, _ in settings.LANGUAGES]
EASY = "sv-x-lattlast"
# Where the headline, the findings and their explanations are put into words.
WORDED = (
    "beside/area_kinds.py",
    "words/sentences.py",
    "words/certainty.py",
    "words/derivation.py",
    "words/sector_words.py",
    "beside/area_changes.py",
    "beside/rank.py",
    "budget/milestones.py",
)
SHOWN = (
    *WORDED,
    *(f"charts/{name}.py" for name in ("dots", "history", "cumulative", "drawing/legend", "drawing/stacked")),
    "web/pages/common/choice_links.py",
    "web/pages/common/choice_meanings.py",
    "charts/bars.py",
    "web/pages/areas/parts.py",
)
PAGES = ("area", "area_choice", "area_sectors", "area_statistics", "milestones", "figure", "exports", "base")
AREAS = {"nykoping": "SE-0480", "sverige": "SE", "sodermanlands-lan": "SE-04"}
VIEWS = ("", "?limit=1.5", "?limit=1.5&pathway=linear", "?sharing=per-head", "?method=world-ability")


def _texts(paths) -> set[str]:
    """What some modules ask for by name, in calls and in tables of sentences."""
    found = set()
    for path in paths:
        tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("t", "n"):
                found |= {arg.value for arg in node.args[:2] if isinstance(arg, ast.Constant)}
    return found


def _templates() -> set[str]:
    found = set()
    for name in PAGES:
        source = (PACKAGE / "web" / "templates" / "pages" / f"{name}.html").read_text(encoding="utf-8")
        found |= in_template(source)
    return found


def _tables() -> set[str]:
    from climate_visualizer.beside import area_kinds, rank
    from climate_visualizer.web.pages.common import choice_links, choice_meanings
    from climate_visualizer.words import derivation, sentences

    tables = (
        derivation.NOTES,
        sentences.FRACTIONS,
        area_kinds.KINDS,
        area_kinds.KINDS_ALONE,
        rank.KINDS,
        rank.ORDERS,
        choice_links.SHARINGS,
        choice_links.PATHS,
    )
    said = (
        choice_links.FIELDS,
        choice_meanings.LIMITS,
        choice_meanings.CHANCES,
        choice_meanings.SHARINGS,
        choice_meanings.PATHS,
        choice_meanings.OTHERS,
    )
    return {text for table in (*tables, *said) for text in table.values()} | {
        choice_meanings.BETWEEN,
        choice_meanings.CHANCE,
    }


def _own(code: str) -> dict[str, str]:
    """A language's texts by their English, without what it falls back to."""
    folder = next(path.parent for path in LOCALE.glob("*/language.toml") if _facts(path)["code"] == code)
    found = {}
    for path in sorted(folder.glob("LC_MESSAGES/*.po")):
        with path.open("rb") as source:
            for message in read_po(source):
                english = message.id if isinstance(message.id, tuple) else (message.id,)
                said = message.string if isinstance(message.string, tuple) else (message.string,)
                found |= dict(zip(english, said, strict=True)) if message.id and not message.context else {}
    return found


def _facts(path):
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _values(text: str) -> set[str]:
    """The values that a text has places for, without the case that it asks for."""
    return set(re.findall(r"\{(\w+)(?::\w+)?\}|%\((\w+)\)s", text))


@pytest.mark.parametrize("code", ["fi", "nb", "de"])
def test_a_language_of_area_pages_has_every_text_of_them(code):
    wanted = _texts(SHOWN) | _templates() | _tables()
    assert len(wanted) > 250
    assert wanted - set(_own(code)) == set()


@pytest.mark.parametrize("code", CODES)
def test_the_glossary_explains_the_words_that_tables_and_charts_use(code):
    language = load_language(code, LOCALE)
    for word in ("Measured", "Modelled", "Estimated"):
        assert language.t(word).lower() == language.t(word.lower()), word


@pytest.mark.parametrize("code", ["fi", "nb", "de", EASY])
def test_every_text_has_the_values_of_its_english_and_is_known_to_the_code(code):
    swedish = {one for english in _catalogue("sv") for one in (english if isinstance(english, tuple) else (english,))}
    for english, said in _own(code).items():
        assert said.strip(), english
        assert english in swedish, english
        assert _values(said) <= _values(english), english
        assert _values(english) - _values(said) <= {("count", "")}, english


def _catalogue(code: str) -> list:
    folder = next(path.parent for path in LOCALE.glob("*/language.toml") if _facts(path)["code"] == code)
    return [message.id for message in merged(texts_of(folder)) if message.id and not message.context]


def test_easy_swedish_is_easy():
    """Sentences are short, and what falls back to Swedish is a few words only."""
    own, swedish = _own(EASY), _own("sv")
    asked = _texts(WORDED) | _tables()
    for english in sorted(asked):
        if english not in own:
            assert len(swedish[english].split()) <= 9, f"{english} falls back to {swedish[english]}"
    for said in own.values():
        for sentence in re.split(r"(?<=[.?!:;])\s", said):
            assert len(sentence.split()) <= 17, sentence
        assert not re.search(r"\b(t\.ex|bl\.a|m\.m|osv|ca|dvs|s\.k)\b", said), said


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("slug", AREAS)
def test_nothing_of_an_areas_page_stays_english_in_finnish(client, slug, view):
    english, finnish = (_lines(page(client, f"/{code}/se/{slug}/{view}").text) for code in ("en", "fi"))
    names = {"Climate Visualizer", "Lätt svenska"}
    plants = client.get(f"/api/v1/areas/{AREAS[slug]}/plants").json()["plants"]
    names |= {plant["name"] for plant in plants}
    sources = {line for line in english if re.search(r"\d{4}|SPM|\u2026$|Climate Visualizer", line)}
    alike = {line for line in english & finnish if re.search(r"[a-z]{4}", line)} - names - sources
    assert {line for line in alike if " " in line} == set()


def _lines(text: str) -> set[str]:
    return {" ".join(line.split()) for line in re.split(r"[\n·]", text) if line.strip()}


@pytest.mark.parametrize("code", CODES)
def test_a_page_leads_to_itself_in_every_language_and_nothing_else_remembers_one(client, code):
    response = client.get(f"/{code}/se/nykoping/?limit=1.5")
    assert response["Content-Language"] == code
    assert "Set-Cookie" not in response
    assert not response.cookies
    found = page(client, f"/{code}/se/nykoping/?limit=1.5")
    assert found.all("html")[0]["lang"] == code
    alternates = {link["hreflang"]: link["href"] for link in found.all("link") if "hreflang" in link}
    assert alternates.pop("x-default") == "http://testserver/en/se/nykoping/"
    assert alternates == {other: f"http://testserver/{other}/se/nykoping/" for other in CODES}
    links = {link["hreflang"]: link["href"] for link in found.all("a") if {"hreflang", "lang"} <= link.keys()}
    for other in set(CODES) - {code}:
        assert links[other] == f"/{other}/se/nykoping/?limit=1.5"
    assert page(client, "/en/se/nykoping/").all("html")[0]["lang"] == "en"


@pytest.mark.parametrize("code", CODES)
def test_numbers_are_written_in_words_as_the_language_has_them_and_in_drawings_with_points(client, code):
    markup = client.get(f"/{code}/se/nykoping/").content.decode()
    text = page(client, f"/{code}/se/nykoping/").text
    sign, other, apart = {"en": (".", ",", ","), "de": (",", ".", ".")}.get(code, (",", ".", THIN))
    before = "" if code == "en" else "\u00a0"
    assert re.search(rf"\b\d{re.escape(sign)}\d{before}%", text)
    assert not re.search(rf"\d{re.escape(other)}\d\s?%", text)
    assert not re.search("\\d%" if before else "\\d\\s%", text)
    assert re.search(rf"\d{re.escape(apart)}\d\d\d\b", text)
    drawings = re.findall(r"<svg.*?</svg>", markup, re.DOTALL)
    places = [
        value
        for drawing in drawings
        for value in re.findall(r' (?:x|y|x1|x2|y1|y2|cx|cy|r|width|height|font-size|stroke-width)="([^"]*)"', drawing)
    ]
    assert len(places) > 100
    for value in places:
        assert re.fullmatch(r"-?\d*\.?\d+(?:e-?\d+)?(?:px|%|em)?", value), value


@pytest.mark.parametrize("code", CODES)
def test_every_way_of_showing_takes_every_language(client, code):
    for path in (
        f"/{code}/",
        f"/{code}/se/nykoping/explore/",
        f"/{code}/se/nykoping/footprint/",
        f"/{code}/se/nykoping/screen/",
        f"/{code}/se/nykoping/sectors/transport/",
        f"/{code}/se/nykoping/embed/",
        f"/{code}/compare/?areas=SE-0480,SE-0484",
        f"/{code}/changes.atom",
        f"/sitemap-{code}.xml",
        f"/embed/headline/SE-0480?language={code}",
    ):
        response = client.get(path, follow=True)
        assert response.status_code == 200, path
    budget = client.get("/api/v1/areas/SE-0480/budget", headers={"accept-language": code}).json()
    assert isinstance(json.loads(json.dumps(budget))["remaining_t"], float)


def test_months_are_in_the_case_that_finnish_asks_for(client):
    assert "riittää" in page(client, "/fi/se/nykoping/?limit=2").text
    assert re.search(r"riittää \w+kuuhun \d{4}", page(client, "/fi/se/nykoping/?limit=2").text)
    assert re.search(r"loppui \w+kuussa \d{4}", page(client, "/fi/se/nykoping/?limit=1.5").text)


MADE_UP = 'code = "qps"\nname = "Uden kode"\norder = 9\nwritten_as = "da"\n\n[genitive]\n"" = "af {name}"\n'
PO = (
    'msgid ""\nmsgstr ""\n"Language: qps\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
    'msgid "2-degree budget"\nmsgstr "bydgyt 2"\n\n'
    'msgid "{owner} {budget} lasts until {when}."\nmsgstr "{when}: {budget} {owner}."\n\n'
    'msgid "Method"\nmsgstr "Mytod"\n'
)
ASK = (
    "import django; django.setup()\n"
    "from django.conf import settings\n"
    "from django.test import Client\n"
    "from climate_visualizer.editions.importing.starter import ensure_edition\n"
    "from climate_visualizer.languages.catalogues import compile_texts\n"
    "compile_texts(settings.LANGUAGE_FOLDER, settings.LOCALE_PATHS[0])\n"
    "ensure_edition(settings.EDITIONS, settings.DATA / 'starter')\n"
    "from django.core.management import call_command\n"
    "call_command('migrate', verbosity=0); settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)\n"
    "call_command('collectstatic', verbosity=0, interactive=False)\n"
    "answer = Client().get('/qps/se/nykoping/?limit=2')\n"
    "print(answer.status_code, answer.content.decode())\n"
)


def test_a_made_up_language_is_a_folder_and_no_code(tmp_path):
    shutil.copytree(LOCALE, tmp_path / "locale")
    (tmp_path / "locale" / "qps" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "locale" / "qps" / "language.toml").write_text(MADE_UP, encoding="utf-8")
    (tmp_path / "locale" / "qps" / "LC_MESSAGES" / "django.po").write_text(PO, encoding="utf-8")
    around = {
        **os.environ,
        "CLIMATE_VISUALIZER_LOCALE": str(tmp_path / "locale"),
        "CLIMATE_VISUALIZER_VAR": str(tmp_path / "var"),
        "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat(),
    }
    (tmp_path / "var").mkdir()
    run = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=around, capture_output=True, check=False, text=True, timeout=CEILING
    )
    assert run.returncode == 0, run.stderr[-2000:]
    assert run.stdout.startswith("200 "), run.stdout[:200]
    assert "bydgyt 2 af Nyköping." in re.sub(r"<[^>]+>", "", run.stdout)
    assert "Mytod" in run.stdout
    assert 'hreflang="qps"' in run.stdout
    assert "Uden kode" not in re.findall(r'<span class="languages">.*?</span>', run.stdout, re.DOTALL)[0]
    assert "Suomi" in run.stdout
    assert load_language("fi", LOCALE).genitive("Borås") == "Borås:"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("no", "nb"),
        ("nn-NO,nn;q=0.9", "nb"),
        ("de-CH", "de"),
        ("da,en;q=0.5", "en"),
        ("fr, de;q=0.4", "de"),
        ("*", "en"),
        ("", "sv"),
    ],
)
def test_a_browser_is_led_to_the_language_it_asks_for_by_any_of_its_names(client, asked, code):
    answer = client.get("/", headers={"accept-language": asked} if asked else {})
    assert answer["Location"] == f"/{code}/"


WHOLE = ("explore/", "footprint/", "screen/", "embed/", "follow/", "report.pdf", "figures.xlsx", "explore/scenario.svg")
ACROSS = ("compare/?areas=SE-0480,SE-0481", "ranking/", "method/", "data/", "about/", "accessibility/")


@pytest.mark.parametrize("rest", [*(f"se/nykoping/{name}?limit=1.5" for name in WHOLE), *ACROSS])
def test_what_has_no_finnish_words_leads_to_english_and_back(client, rest):
    led = client.get(f"/fi/{rest}")
    assert (led.status_code, led["Location"]) == (302, f"/en/{rest}")
    answer = client.get(led["Location"])
    assert (answer.status_code, answer["Content-Language"]) == (200, "en") or not answer.has_header("Content-Language")
    if not answer["Content-Type"].startswith("text/html"):
        return
    found = page(client, led["Location"])
    assert found.all("html")[0]["lang"] == "en"
    translations = {link["hreflang"] for link in found.all("link") if "hreflang" in link}
    assert translations == (
        set() if "screen" in rest else {"x-default"} | {code for code in CODES if not stand_in(code)}
    )
    back = next((link["href"] for link in found.all("a") if link.get("hreflang") == "fi"), None)
    assert back is None or back == ("/fi/se/nykoping/" if "nykoping" in rest else "/fi/")


def test_no_link_of_a_finnish_page_is_a_dead_end(client):
    found = page(client, "/fi/se/nykoping/")
    within = {link["href"].partition("#")[0] for link in found.all("a") if link["href"].startswith(("/fi/", "?"))}
    assert len(within) > 20
    for link in sorted(within):
        address = f"/fi/se/nykoping/{link}" if link.startswith("?") else link
        assert client.get(address, follow=True).status_code == 200, link


def test_the_map_of_a_language_has_the_pages_that_it_has_words_for(client):
    finnish, english = (client.get(f"/sitemap-{code}.xml").content.decode() for code in ("fi", "en"))
    assert "/fi/se/nykoping/<" in finnish
    assert not re.search(r"/fi/[^<\"]*(explore|ranking|method)/", finnish + english)
    assert "/en/ranking/<" in english
    assert "/fi/ranking" not in client.get("/llms.txt").content.decode()

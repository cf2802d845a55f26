"""Every word of every page in every language, with all that can stand on it: none is untranslated, none lacks its language.

Pages are read as they are made: what a catalogue is asked for and lacks is written down (gettext's own fallback), and what two
languages' pages have in common must be names, or say in `lang` what it is.
"""

import re
import tomllib
from gettext import NullTranslations
from html.parser import HTMLParser
from itertools import combinations

import pytest
from conftest import ROOT
from django.conf import settings
from django.utils.translation import trans_real

from climate_visualizer.caches import CACHE
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.web.page_language import language, stand_in
from climate_visualizer.web.workspace.demonstration import demo

CODES = [code for code, _ in settings.LANGUAGES]
OTHERS = [code for code in CODES if code != "en"]
LOCALE = ROOT / "climate_visualizer" / "web" / "locale"
PLACE = ("", "?limit=1.5", "?method=world-ability&pathway=linear")
AREAS = (
    "nykoping",
    "sverige",
    "sodermanlands-lan",
    "oxelosund",
    "kumla",
    "upplands-bro",
    "harjedalen",
    "gotland",
    "lulea",
)
SWEDEN = (
    "/{}/",
    "/{}/?q=malm",
    "/{}/?q=xyzzy",
    "/{}/?limit=1.5&kind=county",
    *(f"/{{}}/se/nykoping/{view}" for view in PLACE),
    *(f"/{{}}/se/{slug}/" for slug in AREAS),
    "/{}/se/nykoping/sectors/transport/",
    "/{}/se/oxelosund/sectors/industry/",
    "/{}/se/sverige/sectors/waste/",
    "/{}/se/nykoping/changes.atom",
    "/{}/changes.atom",
    "/{}/se/atlantis/",
    "/{}/se/nykoping/?limit=9",
    *(
        f"/embed/{name}/SE-0480?language={{}}"
        for name in ("headline", "dots", "history", "cumulative", "sectors", "waiting")
    ),
    "/embed/headline/SE-0000?language={}",
)
KINGDOM = (
    "/{}/",
    *(
        f"/{{}}/gb/{slug}/"
        for slug in ("united-kingdom", "england", "north-west-england", "trafford", "city-of-london")
    ),
    *(f"/{{}}/gb/{slug}/" for slug in ("highland", "bristol", "gwynedd", "belfast", "redcar-and-cleveland")),
    "/{}/gb/trafford/sectors/domestic/",
)
NORWAY = ("/{}/", "/{}/no/porsgrunn/", "/{}/no/telemark/", "/{}/no/porsgrunn/sectors/industry/")
WORLD = ("/{}/", "/{}/in/india/", "/{}/de/germany/", "/{}/gb/united-kingdom/", "/{}/us/united-states/?limit=1.5")


class Asked(NullTranslations):
    """What a catalogue was asked for and does not have, by the page that asked."""

    def __init__(self) -> None:
        super().__init__()
        self.page, self.lacking = "", {}

    def gettext(self, message):
        self.lacking.setdefault(message, self.page)
        return message

    def ngettext(self, one, many, count):
        self.lacking.setdefault(one, self.page)
        return one if count == 1 else many


class Words(HTMLParser):
    """The words of a page with the language that each is said to be in."""

    EMPTY = frozenset(
        ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
    )

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str, bool]] = []
        self.said: set[tuple[str, str]] = set()
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        before = self.open[-1] if self.open else ("", "", False)
        lang = facts.get("lang") or before[1]
        silent = before[2] or tag in ("script", "style", "code", "pre")
        for name in ("aria-label", "alt", "title", "placeholder"):
            self._note(facts.get(name) or "", lang, silent)
        if tag == "meta" and facts.get("name") == "description":
            self._note(facts.get("content") or "", lang, silent)
        if tag not in self.EMPTY:
            self.open.append((tag, lang, silent))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in self.EMPTY:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self.open:
            self._note(data, self.open[-1][1], self.open[-1][2])

    def _note(self, text: str, lang: str, silent: bool) -> None:
        for part in re.split(r"[·|\n]", text):
            if (said := " ".join(part.split())) and not silent:
                self.said.add((said, lang))


@pytest.fixture
def on_demonstration(on_starter):
    demo.set_up()


@pytest.fixture
def on_norway(settings, tmp_path, real_data, db):
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    path = real_data / "no_miljodirektoratet" / "2026-02-03_klimagassutslipp_telemark.csv"
    pipeline.bring_in("no_miljodirektoratet", [(path.name, path.read_bytes())], tmp_path, settings.EDITIONS)


@pytest.fixture
def on_world(settings, tmp_path, real_data, db):
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    path = real_data / "world_gcb" / "GCB2022v27_MtCO2_flat.csv"
    pipeline.bring_in("world_gcb", [(path.name, path.read_bytes())], tmp_path, settings.EDITIONS)


@pytest.fixture
def asked(monkeypatch):
    """Every language's catalogue, writing down what it lacks: ours, and the one that templates use."""
    found = {code: Asked() for code in OTHERS}
    CACHE.clear()
    for code, one in found.items():
        own, templates = language(code).texts, trans_real.translation(code)
        monkeypatch.setattr(own, "_fallback", one)

        def translated(message, *, templates=templates, one=one):
            if templates._catalog.get(message) is None and message.strip():
                one.gettext(message)
            return type(templates).gettext(templates, message)

        monkeypatch.setattr(templates, "gettext", translated, raising=False)
    yield found
    CACHE.clear()


# Names, and what is the same in each language; a line of nothing but these is nobody's language.
NAMES = re.compile(
    r"\b(Climate Visualizer|Global Carbon Budget|Global Carbon Project|World Population Prospects|SMHI|DESNZ|Tyndall Centre|"
    r"Indicators of Global Climate Change|Miljødirektoratet|AR6|WG1|SPM|IPCC|IGCC|GCB|Apache|JSON|CSV|PNG|SVG|PDF|XLSX|Atom|API|"
    r"CC BY|Open Government Licence)\b"
)


NEIGHBOURS = {"nb", "sv"}  # write many a short phrase alike: "i dagens takt"
FEWEST, FEWEST_OF_NEIGHBOURS = 2, 7  # words that a text has which two languages can't share


def _foreign(own: set[tuple[str, str]], others: set[tuple[str, str]], code: str, other: str) -> set[str]:
    """What stands in both pages as if it were of each one's language, and has more than one word that is no name."""
    ours = {said for said, lang in own if lang.partition("-")[0] == code.partition("-")[0]}
    theirs = {said for said, lang in others if lang.partition("-")[0] == other.partition("-")[0]}
    bases = {code.partition("-")[0], other.partition("-")[0]}
    fewest = FEWEST_OF_NEIGHBOURS if bases == NEIGHBOURS else FEWEST
    words = re.compile(r"(?<![\w’])[a-zåäöæøüß]{3,}\b")
    return {said for said in ours & theirs if len(words.findall(NAMES.sub("", said))) >= fewest}


@pytest.mark.parametrize(
    ("site", "paths"),
    [("on_demonstration", SWEDEN), ("on_kingdom", KINGDOM), ("on_norway", NORWAY), ("on_world", WORLD)],
)
def test_every_word_of_every_page_is_of_its_language(site, paths, request, db, client, asked):
    """Each text that a page asks for is there, and no page has words in common with the English one unless it says so."""
    request.getfixturevalue(site)
    for path in paths:
        said = {"en": Words(client.get(path.format("en"), follow=True).content.decode()).said}
        for code in OTHERS:
            asked[code].page = path.format(code)
            answer = client.get(path.format(code), follow=True)
            assert answer.status_code in (200, 404, 422), path.format(code)
            if not path.endswith(".atom"):
                said[code] = Words(answer.content.decode()).said
        for one, other in combinations(said, 2):
            if one.partition("-")[0] != other.partition("-")[0]:
                assert _foreign(said[one], said[other], one, other) == set(), (path, one, other)
    assert {code: one.lacking for code, one in asked.items() if one.lacking} == {}


@pytest.mark.parametrize("code", [code for code in OTHERS if stand_in(code)])
def test_every_name_of_a_sector_and_word_of_a_method_is_there(code):
    """Whatever `data` says in English and Swedish it says in the languages of area pages too."""
    for path in sorted((ROOT / "climate_visualizer" / "data").glob("[gms][aeo]*/*.toml")):
        if path.parent.name in ("gate", "methods", "sources"):
            for words in _worded(tomllib.loads(path.read_text(encoding="utf-8"))):
                assert code in words, f"{path.name}: {words['en']}"


def _worded(facts):
    if isinstance(facts, dict):
        if isinstance(facts.get("en"), str) and "sv" in facts:
            yield facts
        facts = facts.values()
    if not isinstance(facts, str):
        for one in facts if hasattr(facts, "__iter__") else ():
            yield from _worded(one)

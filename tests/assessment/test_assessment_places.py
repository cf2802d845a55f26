"""Finding a place by what people call it."""

import csv
import tomllib
from datetime import date

import pytest
from babel import Locale
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as some

from climate_visualizer.beside.area_search import Place, meant, one_letter_apart, other_names, places, search, tiles
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import load_language

FOLDER = ROOT / "climate_visualizer" / "web" / "locale"


@pytest.fixture(scope="module")
def all_of_sweden(sweden):
    return places(sweden, load_language("sv", FOLDER))


def test_every_other_name_and_tile_is_an_areas_and_has_its_source(sweden):
    ids = {area.id for area in sweden.areas}
    assert set(other_names()) <= ids
    counties = {area.id for area in sweden.areas if area.kind == "county"}
    assert set(tiles()) == counties
    assert len({(tile.column, tile.row) for tile in tiles().values()}) == len(counties)
    with (ROOT / "climate_visualizer" / "data" / "areas" / "names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sources = tomllib.loads((ROOT / "climate_visualizer" / "data" / "areas" / "names.toml").read_text(encoding="utf-8"))
    assert {row["source"] for row in rows} == set(sources)
    for source in sources.values():
        assert source["title"]
        assert source.get("url", "https://").startswith("https://")
        assert "checked" not in source or (isinstance(source["checked"], date) and source["url"])
    assert {row["kind"] for row in rows} == {"former", "place", "province", "authority", "language"}
    assert len({(row["area_id"], row["name"]) for row in rows}) == len(rows)


def test_names_of_cldr_are_those_that_it_has():
    with (ROOT / "climate_visualizer" / "data" / "areas" / "names.csv").open(encoding="utf-8", newline="") as file:
        named = {row["name"] for row in csv.DictReader(file) if row["source"] == "cldr"}
    countries = {Locale(language).territories["SE"] for language in ("fi", "de", "fr", "en")}
    assert named == {*countries, Locale("fi").time_zones["Europe/Stockholm"]["city"]}


def test_the_grid_keeps_north_above_south_and_west_left_of_east():
    at = {area_id: (tile.column, tile.row) for area_id, tile in tiles().items()}
    north_to_south = ["SE-25", "SE-24", "SE-22", "SE-21", "SE-19", "SE-05", "SE-06", "SE-07"]
    assert [at[one][1] for one in north_to_south] == sorted(at[one][1] for one in north_to_south)
    for west, east in (("SE-14", "SE-05"), ("SE-17", "SE-03"), ("SE-12", "SE-10"), ("SE-08", "SE-09")):
        assert at[west][0] < at[east][0]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("nykö", "Nyköping"),
        ("nykoping", "Nyköping"),
        ("Kopparbergs län", "Dalarnas län"),
        ("malmöhus", "Skåne län"),
        ("bålsta", "Håbo"),
        ("gothenburg", "Göteborg"),
        ("visby", "Gotland"),
        ("sälen", "Malung-Sälen"),
        ("skaraborg", "Västra Götalands län"),
        ("giron", "Kiruna"),
        ("jiellevárre", "Gällivare"),
        ("arviesjavrrie", "Arvidsjaur"),
        ("haaparanta", "Haparanda"),
        ("Göteborgs kommun", "Göteborg"),
        ("stokholm", "Stockholm"),
        ("Malmö stad", "Malmö"),
        ("Region Gotland", "Gotland"),
        ("Nyköpings kommun", "Nyköping"),
        ("södermanland", "Södermanlands län"),
        ("0480", "Nyköping"),
        ("se-0480", "Nyköping"),
        ("Falu kommun", "Falun"),
    ],
)
def test_a_place_is_found_by_every_name_it_has(all_of_sweden, query, first):
    assert search(query, all_of_sweden)[0].name == first


def _named(name, country):
    area = Area(f"{country}-{name}", name, "municipality", None, country, name.casefold())
    return Place(area, name, "", ())


@pytest.mark.parametrize("turned", [False, True], ids=["as listed", "the other way round"])
def test_what_is_called_just_so_comes_before_what_begins_so_at_home_and_that_before_what_begins_so_elsewhere(turned):
    among = (_named("Berga", "SE"), _named("Berg", "NO"), _named("Bergen", "NO"), _named("Stora Berg", "SE"))
    found = [one.name for one in search("berg", among[::-1] if turned else among, home="SE")]
    assert found == ["Berg", "Berga", "Stora Berg", "Bergen"]
    assert [one.name for one in search("berg", among, home="NO")] == ["Berg", "Bergen", "Berga", "Stora Berg"]


@pytest.mark.parametrize(
    ("query", "name"),
    [("håbo", "Håbo"), ("Habo", "Habo"), ("strangn", "Strängnäs"), ("Åkersberga", "Österåker"), ("tumba ", "Botkyrka")],
)
def test_what_can_only_be_one_place_is_it(all_of_sweden, query, name):
    found = meant(query, all_of_sweden)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("query", ["", "  ", "småland", "å", "atlantis", "\u202e"])
def test_what_could_be_several_or_none_is_not_guessed(all_of_sweden, query):
    assert meant(query, all_of_sweden) is None


@given(query=some.text(max_size=20))
def test_any_query_gives_places_of_the_edition_each_once(all_of_sweden, query):
    found = search(query, all_of_sweden)
    assert set(found) <= set(all_of_sweden)
    assert len(found) == len(set(found))


def test_english_knows_the_swedish_names_too(sweden):
    english = places(sweden, load_language("en", FOLDER))
    assert meant("Södermanlands län", english).name == "Södermanland County"
    assert meant("Södermanland County", english).area.id == "SE-04"
    assert meant("Sverige", english).name == "Sweden"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("stokholm", "stockholm", True),
        ("stockholmm", "stockholm", True),
        ("stockhlom", "stockholm", True),
        ("stackholm", "stockholm", True),
        ("stockholm", "stockholm", False),
        ("stakhlom", "stockholm", False),
        ("", "a", True),
        ("ab", "ba", True),
    ],
)
def test_one_letter_may_be_wrong(one, other, apart):
    assert one_letter_apart(one, other) is apart
    assert one_letter_apart(other, one) is apart


@given(word=some.text("abc", min_size=1, max_size=6), at=some.integers(0, 5), letter=some.sampled_from("abc"))
def test_any_one_change_is_one_letter_apart(word, at, letter):
    place = min(at, len(word) - 1)
    for changed in (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
    ):
        assert changed == word or one_letter_apart(word, changed)


def test_the_readers_country_comes_first_and_what_is_called_so_before_all(sweden, kingdom):
    swedish = load_language("sv", FOLDER)
    both = (*places(kingdom, swedish), *places(sweden, swedish))
    assert next(one.area.country for one in search("ha", both, home="SE")) == "SE"
    assert next(one.area.country for one in search("ha", both, home="GB")) == "GB"
    assert search("halton", both, home="SE")[0].name == "Halton"
    assert search("united kingdom", both, home="SE")[0].area.id == "GB"

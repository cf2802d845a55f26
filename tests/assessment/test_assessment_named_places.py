"""Search for places against plain loops: who is called so, who is meant, and in which order places answer."""

from itertools import product

import pytest

from climate_visualizer.beside.area_search import Place, folded, matched, meant, named, one_letter_apart, search
from climate_visualizer.editions.read import Area


def _place(area_id, name, *others, kind="municipality", country="SE", own=None):
    return Place(Area(area_id, own or name, kind, None, country, folded(name).replace(" ", "-")), name, "", others)


PLACES = (
    _place("SE-0180", "Stockholm", "Holmia"),
    _place("SE-01", "Stockholm County", kind="county", own="Stockholms län"),
    _place("SE-0305", "Håbo"),
    _place("SE-1231", "Habo", "Habo stad"),
    _place("SE-1480", "Gothenburg", own="Göteborg"),
    _place("SE-0980", "Gotland"),
    _place("SE-09", "Gotland County", kind="county", own="Gotlands län"),
    _place("SE-0882", "Oskarshamn"),
    _place("SE-1082", "Karlshamn"),
    _place("DK-101", "Bo"),
    _place("FI-091", "Helsinki", "Helsingfors", country="FI"),
    _place("SE-1283", "Helsingborg", "Hälsingborg"),
    _place("NO-5501", "Tromsø", "Romssa", country="NO"),
    _place("SE-2000", "Nya Håbo", "Stockholmia"),
)
IDS = {place.area.id: place for place in PLACES}


def _apart(one, other):
    letters = set(one + other)
    made = {one[:at] + one[at + 1 :] for at in range(len(one))}
    made |= {one[:at] + letter + one[at:] for at in range(len(one) + 1) for letter in letters}
    made |= {one[:at] + letter + one[at + 1 :] for at in range(len(one)) for letter in letters}
    made |= {one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)}
    return one != other and other in made


def test_one_letter_apart_is_what_any_one_change_makes():
    words = ["".join(letters) for length in range(5) for letters in product("ab", repeat=length)]
    words += ["".join(letters) for letters in product("abc", repeat=3)]
    for one, other in product(words, words):
        assert one_letter_apart(one, other) == _apart(one, other), (one, other)


@pytest.mark.parametrize(
    ("query", "area_id"),
    [
        ("Stockholm", "SE-0180"),
        (" STOCKHOLM ", "SE-0180"),
        ("Stockholm County", "SE-01"),
        ("Stockholms län", "SE-01"),
        ("Håbo", "SE-0305"),
        ("Habo", "SE-1231"),
        ("Habo stad", "SE-1231"),
        ("Göteborg", "SE-1480"),
        ("gothenburg", "SE-1480"),
        ("goteborg", "SE-1480"),
        ("Göteborgs kommun", "SE-1480"),
        ("0882", "SE-0882"),
        ("se-0882", "SE-0882"),
        ("09", "SE-09"),
        ("hälsingborg", "SE-1283"),
        ("halsingborg", "SE-1283"),
        ("tromso", "NO-5501"),
        ("Holmia", "SE-0180"),
        ("", None),
        ("  ", None),
        ("Stock", None),
        ("Haabo", None),
        ("9999", None),
        ("county", None),
    ],
)
def test_the_one_that_is_called_so(query, area_id):
    assert named(query, PLACES) == IDS.get(area_id)
    assert named(query, PLACES[::-1]) == IDS.get(area_id)
    assert named(query, ()) is None


def test_of_two_that_are_called_alike_none_is_named():
    twins = (_place("SE-1", "Lund"), _place("SE-2", "Lund"), _place("SE-3", "Mora", "Lund"))
    assert named("Lund", twins) is None and meant("Lund", twins) is None
    assert named("lund", (twins[0], twins[2])) == twins[0]  # by its own name before another's
    assert named("Lünd", (twins[0], twins[2])) == twins[0]
    assert named("Lund", twins[2:]) == twins[2]


@pytest.mark.parametrize(
    ("query", "area_id"),
    [
        ("goth", "SE-1480"),
        ("karlsh", "SE-1082"),
        ("Karshamn", None),
        ("Helsing", None),
        ("x", None),
        ("roms", "NO-5501"),
    ],
)
def test_the_one_that_alone_matches(query, area_id):
    assert meant(query, PLACES) == IDS.get(area_id)


def test_places_answer_in_the_order_of_how_well_they_do():
    def found(query, home="SE"):
        return [place.area.id for place in search(query, PLACES, home)]

    assert found("") == [place.area.id for place in PLACES] and found("kommun") == []
    assert found("stockholm") == ["SE-0180", "SE-01", "SE-2000"]
    assert found("Håbo") == ["SE-0305", "SE-1231", "SE-2000"]
    assert found("habo") == ["SE-1231", "SE-0305", "SE-2000"]
    assert found("gotlands län")[0] == "SE-09" and found("gotland")[0] == "SE-0980"
    assert found("helsing") == ["SE-1283", "FI-091"] and found("helsing", "FI") == ["FI-091", "SE-1283"]
    assert found("karshamn") == ["SE-1082", "SE-0882"] or found("karshamn")[0] == "SE-1082"
    assert found("ockholm") == ["SE-0180", "SE-01", "SE-2000"]
    assert found("0980") == ["SE-0980"]
    assert found("zzzz") == []


def test_the_other_name_that_a_place_answered_by():
    assert matched("halsing", IDS["SE-1283"]) == "Hälsingborg"
    assert matched("helsingf", IDS["FI-091"]) == "Helsingfors"
    assert matched("goteb", IDS["SE-1480"]) == "Göteborg"
    assert matched("helsing", IDS["SE-1283"]) == matched("x", IDS["SE-1283"]) == ""

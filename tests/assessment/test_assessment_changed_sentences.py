"""What is said of a change between two editions: which sentences, in which order, and about each bound."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest
from django.conf import settings

from climate_visualizer.beside import area_changes
from climate_visualizer.beside.area_changes import Changed, YearChange, basis, because, sentences, which_budget
from climate_visualizer.beside.change_causes import MethodMove, WorldMove
from climate_visualizer.languages.language import load_language

NOTHING = Changed("a", "b", (), None, None, None, None)
NAMES = {"transport": "transport", "industry": "industry"}


def _said(**facts):
    return sentences(replace(NOTHING, **facts), NAMES, load_language("en", settings.LOCALE_PATHS[0]))


def _revised(year, percent, sector=""):
    return YearChange(year, "revised", 200_000.0, 200_000.0 * (1 + (percent or 0.0) / 100), percent, sector)


def test_nothing_is_said_of_nothing():
    assert NOTHING.is_empty and _said() == () and because(NOTHING) == {}
    assert not replace(NOTHING, years=(_revised(2020, 1.0),)).is_empty


def test_new_years_come_first_then_those_that_went_then_revisions():
    years = (
        _revised(2021, -2.0, "transport"),
        YearChange(2023, "new", None, 191_000.0, None, ""),
        YearChange(2016, "gone", 180_000.0, None, None, ""),
        _revised(2020, 1.0, "land-use"),
        _revised(2019, -0.99, "transport"),
        _revised(2018, None, ""),
    )
    assert _said(years=years) == (
        "Statistics for 2023 are new: 191,000 tonnes.",
        "Figures for 2016 are no longer there.",
        "2021 was revised from 200,000 to 196,000 tonnes (−2.0%), most of all in transport.",
        "2020 was revised from 200,000 to 202,000 tonnes (+1.0%).",
        "2018 was revised from 200,000 to 200,000 tonnes (0.0%).",
        "1 year moved by less than one per cent.",
    )


def test_only_a_few_are_listed_and_the_rest_are_counted():
    most = area_changes.MOST
    for kind in ("new", "gone"):
        years = tuple(YearChange(year, kind, 1.0, 1.0, None, "") for year in range(2000, 2000 + most + 2))
        assert len(_said(years=years)) == most
    large = tuple(_revised(year, 5.0) for year in range(2000, 2000 + most + 2))
    assert len(_said(years=large[:most])) == most
    assert _said(years=large[: most + 1])[most:] == ("1 more year was revised.",)
    small = tuple(_revised(year, -0.5) for year in (1990, 1991))
    assert _said(years=large + small)[most:] == (
        "2 more years were revised.",
        "2 years moved by less than one per cent.",
    )


LEFT = "What is left of the budget went from 500,000 tonnes to 600,000 tonnes."


@pytest.mark.parametrize(
    ("to", "day", "told"),
    [
        (600_000.0, date(2031, 6, 11), (f"{LEFT} It lasts 10 days longer.",)),
        (600_000.0, date(2031, 6, 2), (f"{LEFT} It lasts 1 day longer.",)),
        (600_000.0, date(2031, 5, 31), (f"{LEFT} It ends 1 day earlier.",)),
        (600_000.0, date(2031, 5, 30), (f"{LEFT} It ends 2 days earlier.",)),
        (600_000.0, date(2031, 6, 1), (LEFT,)),
        (600_000.0, None, (LEFT,)),
        (500_000.4, date(2031, 6, 11), ()),
        (None, date(2031, 6, 11), ()),
    ],
)
def test_what_became_of_the_budget(to, day, told):
    facts = {"remaining_from_t": 500_000.0, "remaining_to_t": to, "used_up_to": day}
    assert _said(**facts, used_up_from=date(2031, 6, 1)) == told
    assert _said(**facts) == (told and (LEFT,))
    assert _said(**facts | {"remaining_from_t": None}) == ()


WORLD = "There is a new budget for the world: 235 billion tonnes from 2024, where it was 250 from 2023."


@pytest.mark.parametrize(
    ("tonnes", "alone"),
    [
        (2500.0, " It alone makes the budget 2,500 tonnes larger."),
        (-2500.0, " It alone makes the budget 2,500 tonnes smaller."),
        (0.0, ""),
        (0.2, ""),
    ],
)
def test_each_reason_says_what_it_alone_makes(tonnes, alone):
    world = WorldMove(250.0, 235.0, 2023, 2024, tonnes, None, None)
    method = MethodMove("se-uppsala-2023", tonnes, None, None)
    assert _said(world=world) == (f"{WORLD}{alone}",)
    assert _said(method=method) == (
        f"The method Uppsala\N{RIGHT SINGLE QUOTATION MARK}s national budget 2023 has been changed.{alone}",
    )
    gone = replace(method, method="xx-gone-2019")
    assert _said(method=gone) == (f"The method xx-gone-2019 has been changed.{alone}",)
    assert _said(world=world, method=method)[0].startswith("There is")
    assert not replace(NOTHING, world=world).is_empty and not replace(NOTHING, method=method).is_empty


def test_the_reasons_make_the_whole_change():
    world = WorldMove(250.0, 235.0, 2023, 2024, -30.0, None, None)
    method = MethodMove("se-uppsala-2023", 5.0, None, None)
    moved = replace(NOTHING, remaining_from_t=100.0, remaining_to_t=120.0, years=(_revised(2020, 2.0),))
    assert because(moved) == {"statistics": 20.0}
    assert because(replace(moved, world=world, method=method)) == {
        "statistics": 45.0,
        "world-budget": -30.0,
        "method": 5.0,
    }
    assert because(replace(moved, years=(), world=world)) == {"world-budget": -30.0}
    assert because(replace(moved, remaining_from_t=None)) == because(replace(moved, remaining_to_t=None)) == {}


def test_which_budget_and_until_when():
    english = load_language("en", settings.LOCALE_PATHS[0])
    named = {"method": "se-uppsala-2023", "limit": "1.7", "likelihood": "50"}
    uppsala = "Uppsala\N{RIGHT SINGLE QUOTATION MARK}s national budget 2023"
    told = f"What is said of the budget is by the method {uppsala}, for 1.7 °C with a chance of 50%."
    assert which_budget(named, english) == told
    for lacking in ({}, {**named, "method": "gone"}, {**named, "method": ""}):
        assert which_budget(lacking, english) == ""
    for key in named:
        assert which_budget({name: value for name, value in named.items() if name != key}, english) == ""
    choices = SimpleNamespace(limit=1.7, likelihood=50)
    start = "The budget is for 1.7 °C with a chance of 50%"
    for left, day, told in (
        (None, date(2031, 6, 1), ""),
        (0.0, date(2031, 6, 1), f"{start}, and is used up."),
        (-3.0, None, f"{start}, and is used up."),
        (0.5, None, f"{start}."),
        (5.0, date(2031, 6, 1), f"{start}; with emissions as today it lasts until 1 June 2031."),
    ):
        assert basis(replace(NOTHING, remaining_to_t=left, used_up_to=day), choices, english) == told


def test_years_of_one_area_are_those_of_all_areas_at_once():
    """Of each year of the whole what it was and is, and the sector that was revised most in it, whichever way."""
    columns = ("area_id", "gas", "year", "sector", "subsector", "kind", "from_t", "to_t", "change_t", "change_percent")
    rows = [
        ("SE-0480", "CO2", 2021, "total", "total", "revised", 10.0, 12.0, 2.0, 20.0),
        ("SE-0480", "CO2", 2021, "transport", "total", "revised", 5.0, 6.0, 1.0, 20.0),
        ("SE-0480", "CO2", 2021, "industry", "total", "revised", 5.0, 3.0, -2.0, -40.0),
        ("SE-0480", "CO2", 2021, "industry", "cement", "revised", 9.0, 0.0, -9.0, -100.0),
        ("SE-0480", "CO2", 2021, "heating", "total", "new", None, 90.0, 90.0, None),
        ("SE-0480", "CO2", 2023, "total", "total", "new", None, 9.0, None, None),
        ("SE-0480", "CO2", 2022, "total", "total", "gone", 8.0, None, None, None),
        ("SE-0480", "GHG", 2021, "total", "total", "revised", 20.0, 22.0, 2.0, 10.0),
        ("SE-0480", "GHG", 2021, "transport", "total", "revised", 5.0, 6.0, 1.0, 20.0),
        ("SE-0481", "CO2", 2021, "total", "total", "revised", 3.0, 2.0, -1.0, -33.3),
    ]
    figures = pl.DataFrame(rows, schema=list(columns), orient="row")
    expected = {
        ("SE-0480", "CO2"): (
            YearChange(2023, "new", None, 9.0, None, ""),
            YearChange(2022, "gone", 8.0, None, None, ""),
            YearChange(2021, "revised", 10.0, 12.0, 20.0, "industry"),
        ),
        ("SE-0480", "GHG"): (YearChange(2021, "revised", 20.0, 22.0, 10.0, "transport"),),
        ("SE-0481", "CO2"): (YearChange(2021, "revised", 3.0, 2.0, -33.3, ""),),
    }
    assert area_changes.years_by_area(figures) == expected
    for (area_id, gas), years in expected.items():
        assert area_changes.years_of(figures.filter(pl.col("area_id") == area_id), gas) == years
    assert area_changes.years_of(figures, "N2O") == ()

"""Small rules of budgets that no whole assessment shows: nearest people, unbroken years, a note's language, base years."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pytest

from climate_visualizer.budget import curves, estimates, plants
from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.comparing import published_local
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.methods import plants_and_flights
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.question import ask
from climate_visualizer.sources.plant_places import plant_places


def test_flights_are_shared_by_the_people_of_the_nearest_year_that_is_known_and_the_earlier_of_two(
    monkeypatch, starter
):
    cube = SimpleNamespace(
        area_ids=("A", "B", "C"), years=np.array([2010, 2012, 2014, 2019]), totals=np.zeros((3, 4)), country="SE"
    )
    heads = {2011: [1.0, 3.0, 4.0], 2013: [2.0, 2.0, 4.0], 2017: [3.0, 1.0, 4.0]}
    tonnes = SimpleNamespace(tonnes={2010: 100.0, 2012: 200.0, 2014: 400.0})
    monkeypatch.setattr(plants_and_flights, "_people", lambda *of: {year: np.array(row) for year, row in heads.items()})
    monkeypatch.setattr(plants_and_flights, "flights", lambda country: tonnes)
    pool = np.array([True, True, False])
    found = plants_and_flights.flights_of(starter, "SE", cube, pool)
    assert found[:, :3].T.tolist() == [[25.0, 75.0, 100.0], [50.0, 150.0, 200.0], [200.0, 200.0, 400.0]]
    assert np.isnan(found[:, 3]).all()
    heads.clear()
    assert np.isnan(plants_and_flights.flights_of(starter, "SE", cube, pool)).all()
    monkeypatch.setattr(plants_and_flights, "flights", lambda country: None)
    assert np.isnan(plants_and_flights.flights_of(starter, "SE", cube, pool)).all()


@dataclass
class Course:
    years: np.ndarray
    sectors: np.ndarray

    def at(self, year):
        return int(np.flatnonzero(self.years == year)[0])


def a_base(published, *, nation=None):
    """A basis of two areas and one sector whose course has each year from 2010 to 2020, of which some are published."""
    years = np.arange(2010, 2021)
    sectors = np.stack([years - 2010.0, years - 2000.0])[:, None, :]
    sectors[1, 0, -3] = -5.0
    sectors[0, 0, -3] = np.nan
    cube = SimpleNamespace(years=np.array(published), sectors=("waste",))
    return SimpleNamespace(course=Course(years, sectors), base_year=published[-1], cube=cube, nation=nation)


@pytest.mark.parametrize(
    ("published", "begins"),
    [
        (range(2010, 2020), 2010),
        ((2010, *range(2012, 2020)), 2012),
        ((2010, 2012, 2013, *range(2015, 2020)), 2015),
        ((2010, 2019), 2019),
    ],
)
def test_the_last_years_without_a_gap_are_what_estimates_are_tried_on(published, begins):
    series, nation = estimates._unbroken(a_base(list(published)))
    wanted = [
        [float(year - 2010) for year in range(begins, 2020)],
        [float(year - 2000) for year in range(begins, 2020)],
    ]
    if begins <= 2018:
        wanted[0][2018 - begins], wanted[1][2018 - begins] = 0.0, 0.0
    assert series[:, 0].tolist() == wanted
    assert nation[0].tolist() == [a + b for a, b in zip(*wanted, strict=True)]
    of_the_first = estimates._unbroken(a_base(list(published), nation=0))[1]
    assert of_the_first[0].tolist() == wanted[0]


def test_a_plants_note_is_in_the_language_that_it_is_written_in_or_in_english():
    place = next(one for one in plant_places() if {"sv", "en", "de"} <= set(dict(one.notes)))
    own = {language: plants.note_language(place.id, language) for language in ("sv", "de", "sv-x-lattlast", "xx", "en")}
    assert own == {"sv": "sv", "de": "de", "sv-x-lattlast": "sv", "xx": "en", "en": "en"}
    for language, shown in own.items():
        assert plants.note(place.id, language) == dict(place.notes)[shown]
    assert plants.note_language("no such plant", "sv") == "en" and plants.note("no such plant", "sv") == ""


def test_base_years_are_those_that_there_are_statistics_for(starter):
    base = basis(starter, "SE", ())
    first, last = int(base.cube.years[0]), int(base.cube.years[-1])
    assert base.base_year == last
    assert base.base_years((first - 1, first, last, last + 1)) == (first, last)
    assert base.years_of((last, last + 1)).tolist() == [len(base.cube.years) - 1]
    with pytest.raises(ValueError) as refused:
        base.base_years((last + 1, last + 4))
    assert str(refused.value) == f"The edition has no statistics for any of the base years {last + 1} to {last + 4}."


def test_published_budgets_of_the_area_stand_with_ours_from_the_same_day_the_newest_first(monkeypatch, starter, day):
    mine = assess(ask(starter, "SE-0480", as_of=day))
    one = published_local.published_budgets()[0]
    start, area = mine.budget_start.year, "SE-0480"
    kept = (
        replace(one, area=area, published=2020, start=start, tonnes=mine.budget_t * 2),
        replace(one, area="SE-0481", published=2024, start=start),
        replace(one, area=area, published=2023, start=start - 1),
        replace(one, area=area, published=2021, start=start, tonnes=mine.budget_t / 2),
    )
    monkeypatch.setattr(published_local, "published_budgets", lambda: kept)
    found = published_local.comparisons(mine)
    assert [each.published for each in found] == [kept[2], kept[3], kept[0]]
    assert [each.ours_t for each in found] == [None, mine.budget_t, mine.budget_t]
    assert [each.ratio for each in found] == [None, pytest.approx(2.0), pytest.approx(0.5)]
    none = published_local.comparisons(replace(mine, budget_t=float("inf")))
    assert [each.ours_t for each in none] == [each.ratio for each in none] == [None] * 3


@pytest.mark.parametrize("year", [2024, 2026, 2049])
def test_years_after_the_statistics_are_estimated_up_to_this_year_and_projected_after_it(starter, year):
    base = basis(starter, "SE", ())
    row = base.cube.area_ids.index("SE-0480")
    series = curves.trend_series(base, row, date(year, 6, 1))
    first = base.base_year + 1
    assert series.years == tuple(range(first, 2051))
    assert series.status == ("estimated",) * (year - base.base_year) + ("projected",) * (2050 - year)
    assert series.tonnes == pytest.approx(base.course.totals[row, base.course.at(first) :])


@pytest.mark.parametrize("pathway", ["exponential", "continuous", "linear", "s-curve", "inertial"])
def test_a_path_begins_with_the_year_before_it_and_is_projected(starter, day, pathway):
    question = ask(starter, "SE-0480", {"pathway": pathway}, as_of=day)
    figures = assess_all(question)
    row = list(figures.area_ids).index("SE-0480")
    series = curves.path_series(question.choices, figures, row)
    if series is None:
        assert curves.no_path(question.choices, figures, row)
        return
    assert series.years == tuple(range(question.choices.start - 1, 2051)) and set(series.status) == {"projected"}
    assert series.tonnes[0] == pytest.approx(float(figures.start_emissions[row]))
    assert sum(series.tonnes[1:]) <= float(figures.remaining_at_start_t[row]) * (1 + 1e-6)

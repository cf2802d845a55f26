"""Where one answer gives way to another: on the bound itself, and a hair beside it."""

import math
from datetime import date
from itertools import pairwise
from statistics import NormalDist
from types import SimpleNamespace

import numpy as np
import pytest
from editions.small_editions import PLACES, small_edition

from climate_visualizer.budget import greenhouse_gases
from climate_visualizer.budget.comparing import likelihood_revised
from climate_visualizer.budget.curves import no_path
from climate_visualizer.methods import parameters
from climate_visualizer.methods.choices import WrongChoice, is_shared_out, parse
from climate_visualizer.methods.parameters import own_budget, own_vintage
from climate_visualizer.methods.recipes import find_method

HAIR = 1e-9


@pytest.mark.parametrize(
    ("remaining", "at_start", "before", "growth", "pathway", "said"),
    [
        (5.0, 4.0, 1.0, 0.0, "exponential", ""),
        (0.0, 4.0, 1.0, 0.0, "exponential", ""),
        (-HAIR, 4.0, 1.0, 0.0, "exponential", "overdrawn"),
        (-HAIR, -4.0, 0.0, 0.0, "exponential", "overdrawn"),
        (5.0, 4.0, 0.0, 0.0, "exponential", "nothing"),
        (5.0, -4.0, 0.0, 0.0, "exponential", "nothing"),
        (5.0, 4.0, -HAIR, 0.0, "exponential", "nothing"),
        (5.0, 4.0, math.nan, 0.0, "exponential", "nothing"),
        (5.0, 4.0, HAIR, 0.0, "exponential", ""),
        (5.0, 0.0, 1.0, 0.0, "exponential", "spent"),
        (5.0, HAIR, 1.0, 0.0, "exponential", ""),
        (5.0, math.nan, 1.0, 0.0, "exponential", "spent"),
        (5.0, 4.0, 2.0, -0.5, "inertial", ""),
        (5.0, 4.0, 2.0, -0.5 - HAIR, "inertial", "falling"),
        (5.0, 4.0, 2.0, -0.9, "exponential", ""),
        (5.0, 4.0, 2.0, 0.9, "inertial", ""),
    ],
)
def test_why_no_path_uses_what_is_left(remaining, at_start, before, growth, pathway, said):
    rows = {"remaining_t": remaining, "remaining_at_start_t": at_start, "start_emissions": before, "growth": growth}
    figures = SimpleNamespace(**{name: np.array([99.0, value]) for name, value in rows.items()})
    assert no_path(SimpleNamespace(pathway=pathway), figures, 1) == said


def test_a_country_is_not_shared_out_and_all_else_is():
    assert {
        kind: is_shared_out(SimpleNamespace(kind=kind)) for kind in ("country", "county", "municipality", "region")
    } == {
        "country": False,
        "county": True,
        "municipality": True,
        "region": True,
    }


YEARS = (2019, 2020, 2022)


def _edition(people):
    figures = {
        (place[0], "GHG", sector, part, year): tonnes * (year - 2000)
        for place in PLACES
        for sector, part, tonnes in (("waste", "total", 1.0), ("farming", "total", 2.0), ("farming", "cows", 9.0))
        for year in YEARS
        if (place[0], sector, year) != ("SE-0480", "waste", 2020)
    }
    figures |= {(place[0], "GHG", "total", "total", year): 30.0 + year - 2000 for place in PLACES for year in YEARS}
    figures["SE-0480", "CO2", "total", "total", 2023] = 5.0
    return small_edition(figures, people, "2024-04-18-0123456789")


NEAR = greenhouse_gases.NEAR


@pytest.mark.parametrize(
    ("people", "persons"),
    [
        ({2022: 10, 2021: 20, 2023: 30}, 10),
        ({2021: 20, 2023: 30}, 20),
        ({2023: 30, 2020: 40}, 30),
        ({2022 + NEAR: 50}, 50),
        ({2022 - NEAR: 60}, 60),
        ({2022 + NEAR + 1: 50, 2021 - NEAR: 60}, None),
        ({}, None),
    ],
)
def test_all_gases_together_by_sector_and_a_head(people, persons):
    edition = _edition({("SE-0480", year): number for year, number in people.items()} | {("SE", 2022): 999})
    found = greenhouse_gases.equivalents(edition, edition.area("SE-0480"))
    assert (found.years, found.total) == (YEARS, (49.0, 50.0, 52.0))
    assert dict(found.sectors) == {"farming": (38.0, 40.0, 44.0), "waste": (19.0, None, 22.0)}
    assert found.persons == persons
    assert found.per_head == (None if persons is None else pytest.approx(52.0 / persons))


def test_an_area_without_such_statistics_has_no_years():
    edition = small_edition({("SE", "CO2", "total", "total", 2022): 1.0}, {("SE", 2022): 9}, "2024-04-18-0123456789")
    found = greenhouse_gases.equivalents(edition, edition.area("SE"))
    assert (found.years, found.total, dict(found.sectors), found.persons, found.per_head) == ((), (), {}, None, None)


@pytest.mark.parametrize(
    "cells", [[], [(500.0, 50)], [(500.0, 50), (300.0, 83)], [(900.0, 17), (500.0, 50), (300.0, 83)]]
)
def test_a_likelihood_between_published_cells_is_even_in_standard_deviations(cells):
    table = SimpleNamespace(
        pairs=[(1.5, chance) for _, chance in cells] + [(2.0, 17), (2.0, 67)],
        gt=lambda limit, chance: {of: tonnes for tonnes, of in cells}[chance] if limit == 1.5 else 9.0,
    )
    ordered = sorted(cells)
    for left in (299.0, 300.0, 350.0, 500.0, 500.1, 700.0, 900.0, 901.0):
        found = likelihood_revised._between_cells(table, 1.5, left)
        inside = [pair for pair in pairwise(ordered) if pair[0][0] <= left <= pair[1][0]]
        if not inside:
            assert found is None
            continue
        (low, more), (high, less) = inside[0]
        part, at = (left - low) / (high - low), [NormalDist().inv_cdf(one / 100) for one in (more, less)]
        assert found == pytest.approx(100 * NormalDist().cdf(at[0] + part * (at[1] - at[0])))


def _chosen(**query):
    return parse({"method": "world-per-head", **query}, country="SE", as_of=date(2026, 11, 23))


def test_a_readers_own_world_budget_is_named_by_its_gigatonnes_and_start():
    assert _chosen(world_gt="200.5", world_start="2024").vintage == own_vintage(200.5, 2024)
    method = find_method("world-per-head")
    assert _chosen(world_gt="200").vintage == own_vintage(200.0, method.start_year(method.vintages[0]))
    assert _chosen(vintage=own_vintage(200.5, 2024)) == _chosen(world_gt="200.5", world_start="2024")
    found = own_budget(own_vintage(200.5, 2024), ((1.5, 50), (2.0, 83)))
    assert (found.title, found.source, found.start) == ("A reader's own world budget", "The reader", 2024)
    assert {found.gt(limit, chance) for limit in (1.5, 2.0) for chance in (50, 83)} == {200.5}


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ({"world_gt": "much"}, "much"),
        ({"world_gt": "1e9"}, "1e9"),
        ({"world_gt": "-5", "world_start": "2024"}, "-5 2024"),
        ({"world_gt": "200", "world_start": "1800"}, "200 1800"),
        ({"world_gt": "200", "world_start": "soon"}, "200 soon"),
        ({"vintage": "own-x"}, "own-x"),
    ],
)
def test_an_own_world_budget_that_is_none_says_what_one_may_be(query, value):
    with pytest.raises(WrongChoice) as refused:
        _chosen(**query)
    may = f"{parameters.LEAST_GT:g} to {parameters.MOST_GT:g} Gt from a year of "
    may += f"{parameters.FIRST_START} to {parameters.LAST_START}"
    assert (refused.value.field, refused.value.value, refused.value.allowed) == ("world_gt", value, (may,))
    with pytest.raises(WrongChoice) as refused:
        _chosen(method="se-uppsala-2023", **query)
    assert (refused.value.field, refused.value.allowed) == ("world_gt", ("none",))
    assert refused.value.why == (
        "A published national budget was made from one of the world's; choose a method that shares the world's out."
    )

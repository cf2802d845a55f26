"""Where one answer gives way to another: on the bound itself, and a hair beside it."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from editions.small_editions import PLACES, small_edition

from climate_visualizer.budget import greenhouse_gases
from climate_visualizer.budget.curves import no_path
from climate_visualizer.methods.choices import is_shared_out

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

"""The course of emissions in its parts against plain loops: adding up, what the nation's series know, other rules for a trend."""

import math
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from climate_visualizer.methods import course
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.science import trends
from climate_visualizer.sources.table import NATIONAL


@pytest.mark.parametrize("unit", [1.0, 1e-6])
def test_sectors_are_scaled_to_their_total_and_a_total_alone_is_spread_as_all_areas_are(unit):
    sectors = np.array([[3.0, 1.0, math.nan], [0.0, -2.0, math.nan], [5.0, 5.0, 10.0], [1.0, 1.0, 1.0]]) * unit
    totals = np.array([8.0, 0.5, 10.0, -4.0]) * unit
    found = course._adding_up(sectors, totals) / unit
    everywhere = [9.0 / 27.0, 7.0 / 27.0, 11.0 / 27.0]
    np.testing.assert_allclose(found, [[6.0, 2.0, 0.0], [0.5 * one for one in everywhere], [2.5, 2.5, 5.0], [0.0] * 3])
    np.testing.assert_allclose(course._adding_up(np.zeros((1, 4)), np.array([2.0])), [[0.5] * 4])


def test_skipped_years_are_filled_and_published_ones_stay():
    years = np.array([1990, 2000, 2005])
    tonnes = np.array([[10.0, 20.0, 5.0], [math.nan, 4.0, 2.0]])
    found = course._filled(years, tonnes)
    assert found.shape == (2, 16)
    assert found[0, [0, 10, 15]].tolist() == [10.0, 20.0, 5.0] and math.isnan(found[1, 0])
    _, filled, _ = trends.fill_gaps(years=years.astype(float), emissions=tonnes)
    np.testing.assert_allclose(found[0, 1:10], filled[0, 1:10])
    whole = np.array([2000, 2001])
    assert (
        course._filled(whole, tonnes[:, :2]) is not None
        and (course._filled(whole, tonnes[:, 1:]) == tonnes[:, 1:]).all()
    )


def _known(series):
    at = course.HISTORY
    weights = [0.0 if math.isnan(row[at]) else row[at] for row in series]
    count = 0
    for year in range(at + 1, len(series[0])):
        covered = sum(
            weight
            for row, weight in zip(series, weights, strict=True)
            if all(math.isfinite(row[one]) for one in range(at + 1, year + 1))
        )
        count += covered >= course.MOSTLY * max(sum(weights), 1.0)
    return count


@pytest.mark.parametrize("seed", range(20))
def test_a_year_is_known_by_sectors_with_most_of_the_emissions(seed):
    dice = np.random.default_rng(seed)
    series = np.where(dice.random((4, course.HISTORY + 5)) < 0.15, math.nan, dice.choice([1.0, 5.0, 40.0], (4, 1)))
    assert course._known(series) == _known(series.tolist())
    assert course._known(series * 1e-9) == _known((series * 1e-9).tolist())


def test_the_bound_of_what_is_known_is_four_fifths():
    for second, known in ((20.0, 2), (20.001, 1), (0.0, 2)):
        series = np.full((2, course.HISTORY + 3), 80.0)
        series[1] = second
        series[1, -1] = math.nan
        assert course._known(series) == known


ROWS = [
    ("SE", "transport", "CO2", 2021, 10.0, "measured", "a"),
    ("SE", "transport", "CO2", 2022, 8.0, "measured", "a"),
    ("SE", "transport", "CO2", 2021, 10.0, "preliminary", "b"),
    ("SE", "transport", "CO2", 2022, 9.0, "preliminary", "b"),
    ("SE", "transport", "CO2", 2023, 6.0, "preliminary", "b"),
    ("SE", "heating", "GHG", 2021, 4.0, "measured", "a"),
    ("SE", "heating", "GHG", 2022, 5.0, "measured", "a"),
    ("SE", "heating", "GHG", 2024, 5.0, "measured", "a"),
    ("SE", "agriculture", "GHG", 2021, 4.0, "measured", "a"),
    ("SE", "agriculture", "GHG", 2022, 5.0, "measured", "a"),
    ("SE", "gone", "CO2", 2021, 0.0, "measured", "a"),
    ("SE", "gone", "CO2", 2022, 0.0, "measured", "a"),
    ("SE", "gone", "CO2", 2023, 3.0, "measured", "a"),
    ("SE", "total", "CO2", 2021, 100.0, "measured", "a"),
    ("SE", "total", "CO2", 2022, 90.0, "measured", "a"),
    ("SE", "total", "CO2", 2023, 45.0, "measured", "a"),
    ("SE", "empty", "CO2", 2021, None, "measured", "a"),
    ("SE", "empty", "CO2", 2022, 3.0, "measured", "a"),
]
TABLE = pl.DataFrame(ROWS, schema=NATIONAL, orient="row")


def _steps(rows):
    """From year to year within a series; the status and then the source that comes first in the alphabet is taken."""
    steps = {}
    for status, source in sorted({row[5:] for row in rows}, reverse=True):
        own = {row[:4]: row[4] for row in rows if row[5:] == (status, source)}
        for (_, sector, gas, year), tonnes in own.items():
            after = own.get(("SE", sector, gas, year + 1))
            if tonnes is not None and after is not None and not (tonnes <= 0 < after):
                steps[sector, gas, year] = after / tonnes if tonnes > 0 else 1.0
    return steps


def test_steps_are_from_year_to_year_within_a_series_and_measured_ones_count():
    assert course._steps(TABLE) == pytest.approx(_steps(ROWS))
    assert course._steps(TABLE)["transport", "CO2", 2021] == pytest.approx(0.8)
    assert course._steps(TABLE)["gone", "CO2", 2021] == 1.0 and ("gone", "CO2", 2022) not in course._steps(TABLE)
    assert course._steps(TABLE.clear()) == {}


def test_later_years_are_steps_in_a_row_until_one_is_missing():
    """All gases together stand in for heating, which is nearly all carbon dioxide, and not for agriculture."""
    edition = SimpleNamespace(national=lambda country: TABLE)
    found = course._later(edition, "SE", ("transport", "heating", "waste", "gone"), 2021)
    expected = [
        [0.8, 0.8 * 6 / 9, math.nan],
        [1.25, math.nan, math.nan],
        [0.9, 0.45, math.nan],
        [1.0, math.nan, math.nan],
    ]
    np.testing.assert_allclose(found, expected)
    assert np.isnan(course._later(edition, "SE", ("agriculture",), 2021)).all()
    assert course._later(edition, "SE", ("transport",), 2024).shape == (1, 0)
    assert course._later(SimpleNamespace(national=lambda country: TABLE.clear()), "SE", ("a",), 2021).shape == (1, 0)


@pytest.mark.parametrize("rule", ["level", "line", "growth"])
def test_another_rule_for_the_trend_keeps_the_parts_of_the_whole(rule):
    published = np.arange(2008, 2024)
    past = np.array([[100.0 - 2 * at + (-1) ** at for at in range(16)], [30.0 + at for at in range(16)]])
    years = np.arange(2008, LAST_YEAR + 1)
    totals = np.concatenate([past, np.full((2, LAST_YEAR - 2023), 50.0)], axis=1)
    sectors = np.stack([totals * 0.25, totals * 0.75], axis=1)
    base = course.Course(years, totals, sectors, 2023, 2)
    found = course.by_rule(base, published, past, rule)
    assert (found.known, found.published, found.first) == (0, 2023, 2008)
    assert (found.totals[:, :16] == past).all()
    recent, window = published[-10:].astype(float), past[:, -10:]
    if rule == "level":
        later = np.repeat(past[:, -1:], LAST_YEAR - 2023, axis=1)
    else:
        fit = trends.log_linear if rule == "growth" else trends.least_absolute_deviations
        trend = fit(years=recent, emissions=window)
        later = np.array([[trend.rate_at(year + 0.5)[row] for year in range(2024, LAST_YEAR + 1)] for row in range(2)])
    np.testing.assert_allclose(found.totals[:, 16:], later)
    np.testing.assert_allclose(found.sectors.sum(axis=1), found.totals)
    np.testing.assert_allclose(found.sectors[:, 0], found.totals * 0.25)
    assert found.since(2024).shape == (2, LAST_YEAR - 2023) and found.at(2010) == 2
    assert found.horizon(np.array([2020, 2023, 2024, 2030])).tolist() == [0.0, 0.0, 1.0, 7.0]

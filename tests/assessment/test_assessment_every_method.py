"""Every method, vintage and day: budget minus published minus estimated is what is left, from the edition's raw rows."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.charts import cumulative
from climate_visualizer.methods.choices import methods_for, parse
from climate_visualizer.methods.parameters import excluded_tonnes
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.methods.recipes import find_method

AREAS = ("SE-0480", "SE-04", "SE-0484")
DAYS = (date(2022, 7, 1), date(2022, 12, 31), date(2023, 1, 1), date(2024, 1, 1), date(2026, 11, 28))
ASKED = [(method.id, vintage) for method in methods_for("SE") for vintage in method.vintages]


def published(edition, area_id: str, start: int, day: date, without: tuple[str, ...]) -> float:
    """Tonnes of the published years from `start` to `day`, row by row; a year that is not over by its days."""
    total = (pl.col("sector") == "total") & (pl.col("subsector") == "total") & (pl.col("gas") == "CO2")
    tonnes = 0.0
    for row in edition.emissions.filter(total & (pl.col("area_id") == area_id)).iter_rows(named=True):
        first, after = date(row["year"], 1, 1), date(row["year"] + 1, 1, 1)
        if row["year"] >= start and day > first:
            off = excluded_tonnes(without, (area_id,), np.array([row["year"]]))
            yearly = row["tonnes"] - float(np.nan_to_num(off).sum())
            tonnes += yearly * (min(day, after) - first).days / (after - first).days
    return tonnes


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize(("method", "vintage"), ASKED)
def test_what_is_left_is_the_budget_without_what_was_published_and_estimated(starter, method, vintage, day):
    choices = parse({"method": method, "vintage": vintage}, country="SE", as_of=day, edition=starter)
    recipe = find_method(method, starter)
    start, figures = recipe.start_year(vintage), assess_all(Question(starter, "SE", choices, day))
    last = int(starter.cube("SE").years[-1])
    for area_id in AREAS:
        row = figures.area_ids.index(area_id)
        known = published(starter, area_id, start, day, recipe.share_local.without)
        assert figures.emitted_published_t[row] == pytest.approx(known, rel=1e-9, abs=1e-6)
        left = figures.budget_t[row] - known - figures.emitted_estimated_t[row]
        assert figures.remaining_t[row] == pytest.approx(left, rel=1e-9)
        if day <= date(max(start, last + 1), 1, 1):  # no day is both published and estimated
            assert figures.emitted_estimated_t[row] == 0.0


@pytest.mark.parametrize(("method", "vintage"), ASKED)
def test_a_whole_estimated_year_adds_what_that_year_emits(starter, method, vintage):
    """From one New Year's Day to the next: also for a budget that begins before the last published year."""
    early, late = (
        assess_all(ask(starter, "SE", {"method": method, "vintage": vintage, "start": str(day.year + 1)}, as_of=day))
        for day in (date(2026, 1, 1), date(2027, 1, 1))
    )
    if find_method(method, starter).start_year(vintage) <= 2026:
        added = late.emitted_estimated_t - early.emitted_estimated_t
        np.testing.assert_allclose(added, early.start_emissions, rtol=1e-9)  # those of 2026, the year before the path


@pytest.mark.parametrize(("method", "vintage"), ASKED)
def test_the_rising_line_begins_with_the_first_year_of_the_budget(starter, day, method, vintage):
    choices = parse({"method": method, "vintage": vintage}, country="SE", as_of=day, edition=starter)
    a = assess(Question(starter, "SE-0480", choices, day))
    recipe = find_method(method, starter)
    start, last = recipe.start_year(vintage), a.history.years[-1]
    points = [point for point in cumulative._known(a) if point.moment <= max(start, last + 1)]
    assert (points[0].moment, points[0].tonnes) == (float(start), 0.0)
    for point in points[1:]:
        known = published(starter, "SE-0480", start, date(int(point.moment), 1, 1), recipe.share_local.without)
        assert point.tonnes == pytest.approx(known, rel=1e-9)
    assert len(points) == 1 + sum(start <= year for year in a.history.years)

"""Disputed years: taken from an earlier release for every area or for none, so that parts still make the whole."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from climate_visualizer.budget.figures import assess_all
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question

WASTE = (2018, 2019, 2020, 2021)


def _kinds(edition, ids):
    return np.array([edition.area(area_id).kind for area_id in ids])


def test_municipalities_make_their_counties_after_repair(releases):
    """Real releases: that of 2024 spreads Kumla's plant over the country in four years, that of 2023 does not."""
    _, _, after, _ = releases
    cube = after.cube("SE")
    kinds = _kinds(after, cube.area_ids)
    inside, around = (cube.totals[kinds == kind] for kind in ("municipality", "county"))
    assert inside.sum(axis=0) == pytest.approx(around.sum(axis=0), abs=200.0)
    waste = cube.tonnes[kinds == "municipality"][:, cube.sectors.index("waste")]
    for year in WASTE:
        emitting = waste[:, cube.years.tolist().index(year)] > 1000.0
        assert emitting.sum() <= 3, "the plant stands in one place"


def test_budgets_are_conserved_over_municipalities_after_repair(releases, day):
    _, before, after, _ = releases
    for edition in (before, after):
        for sharing in ("grandfathering", "blend", "equal-transition", "contraction-convergence"):
            choices = replace(default_choices("SE", day, edition=edition), sharing=sharing)
            found = assess_all(Question(edition, "SE", choices, day))
            budgets = found.budget_t[_kinds(edition, found.area_ids) == "municipality"]
            assert np.nansum(budgets) <= 230e6 * (1 + 1e-5), sharing
            if np.isfinite(budgets).all():
                assert budgets.sum() == pytest.approx(230e6, rel=1e-5), sharing


def test_a_disputed_year_is_kept_whole_with_its_rule(releases):
    _, _, after, _ = releases
    kept = after.disputes.filter(pl.col("rule").str.starts_with("kept-from-2023-06-26"))
    assert {"SE-1881"} <= set(kept["area_id"])
    marked = after.emissions.filter(
        (pl.col("sector") == "waste")
        & (pl.col("subsector") == "total")
        & (pl.col("gas") == "CO2")
        & pl.col("year").is_in(WASTE)
    )
    assert set(marked["status"].cast(pl.String)) == {"kept"}, "for every area, not where it was noticed alone"

"""Every refusal of the arithmetic, `ValueError` and its kin, in its whole sentence: the value and what would do."""

from functools import partial

import numpy as np
import polars as pl
import pytest
import xarray

from climate_visualizer.science import effort_sharing, findings, intervals, pathways, sharing, trends
from climate_visualizer.science.arrays import labelled, monotone_cubic
from climate_visualizer.science.measures import Measure
from climate_visualizer.science.nowcasting import backtest, nowcast

ONE, TWO, THREE = np.array([1.0]), np.array([1.0, 2.0]), np.array([1.0, 2.0, 3.0])
AREA = xarray.DataArray(TWO, dims="area", coords={"area": ["0180", "1280"]})
OTHER = xarray.DataArray(TWO, dims="area", coords={"area": ["0180", "1480"]})
TWICE = xarray.DataArray(TWO, dims="area", coords={"area": ["0180", "0180"]})
RIGHTS = {
    **dict.fromkeys(("baseline", "history", "product", "population"), np.ones((2, 3))),
    "path": THREE,
    "years": THREE,
    "threshold": 1.0,
    "index_until": 2.0,
    "blended_by": 3.0,
}
measure = partial(Measure, parts=(0,), start=2025, end=2030, ramp=1)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: measure(share=1.2), "A measure's share lies from 0 to 1; 1.2 does not."),
        (lambda: measure(tonnes=-1.0), "A measure saves tonnes; -1.0 would add them."),
        (lambda: measure(share=0.1, tonnes=1.0), "A measure has a share or tonnes, not both."),
        (
            lambda: measure(ramp=0),
            "A measure takes a year or more to reach its effect, and ends no earlier than it starts.",
        ),
        (
            lambda: measure(end=2024),
            "A measure takes a year or more to reach its effect, and ends no earlier than it starts.",
        ),
        (
            lambda: sharing.blend(emissions=TWO, population=TWO, weight=1.5),
            "The weight of a blend lies from 0 to 1; 1.5 does not.",
        ),
        (
            lambda: sharing.contraction_convergence(emissions=TWO, population=TWO, path=THREE, converged_after=0.0),
            "Convergence takes a number of years above zero; 0.0 is not.",
        ),
        (
            lambda: effort_sharing.development_rights(**RIGHTS, weight=-0.5),
            "The weight of responsibility lies from 0 to 1; -0.5 does not.",
        ),
        (
            lambda: pathways.delayed(waiting=THREE, budget=9.0, years=3, path=pathways.linear),
            "Waiting takes 1 to 2 years; 3 were given.",
        ),
        (
            lambda: backtest.rolling_errors(
                emissions=np.ones((1, 1, 3)), nation=np.ones((1, 3)), damping=[0.5], known=1, horizons=1, first=2
            ),
            "Rolling origins need at least 4 years; there are 3.",
        ),
        (
            lambda: nowcast.nation_ratios(nation=[THREE, THREE], published=1, years=2, damping=[0.5, 1.0]),
            "A damping lies from 0 up to but not including 1; there is 1.0.",
        ),
        (
            lambda: nowcast.nation_ratios(nation=[THREE, THREE], published=1, years=2, damping=[-0.5, 0.5]),
            "A damping lies from 0 up to but not including 1; there is -0.5.",
        ),
        (
            lambda: intervals.line_errors(
                trend=trends.least_squares(years=TWO, emissions=TWO), years=TWO, emissions=TWO
            ),
            "The errors of a line need at least three years; there are 2.",
        ),
        (
            lambda: intervals.student_quantile(100.0, 3),
            "A t quantile needs 50 to 100 per cent and a degree of freedom; not 100.0 and 3.",
        ),
        (
            lambda: monotone_cubic.monotone_cubic(points=[], values=[], at=ONE),
            "A curve needs a point to go through; there is none.",
        ),
        (
            lambda: monotone_cubic.monotone_cubic(points=[2.0, 1.0], values=TWO, at=ONE),
            "The years must ascend without repeats.",
        ),
        (
            lambda: findings.achieved_cut(emissions=THREE, span=5),
            "5 yearly changes need 6 years; there are 3.",
        ),
        (lambda: trends.least_squares(years=ONE, emissions=ONE), "A trend needs at least two years; there is 1."),
        (lambda: trends.least_squares(years=[2.0, 2.0], emissions=TWO), "The years must ascend without repeats."),
        (lambda: trends.mean_change(years=[1.0, 3.0], emissions=TWO), "Yearly changes need years without gaps."),
        (
            lambda: pathways.required_cut(emissions=pl.Series([1.0]), budget=1.0),
            (
                "A Series of polars has labels or units that would be dropped; pass its numbers in one order (.to_numpy(), "
                ".magnitude), in tonnes and years, or use climate_visualizer.science.arrays.labelled with xarray, "
                "which aligns by label."
            ),
        ),
        (
            lambda: labelled.apply(pathways.required_cut, emissions=AREA, budget=OTHER),
            "On 'area' only some of the arrays have '1280' (budget); select the same labels of all arrays first.",
        ),
        (
            lambda: labelled.apply(pathways.required_cut, emissions=TWICE, budget=1.0),
            "On 'area' stands twice in '0180' (emissions); select the same labels of all arrays first.",
        ),
    ],
)
def test_a_refusal_says_the_value_and_what_would_do(call, sentence):
    with pytest.raises((ValueError, TypeError)) as refused:
        call()
    assert str(refused.value) == sentence

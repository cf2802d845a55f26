"""Tonnes may be counted in grams or in gigatonnes: what has no unit stays as it is, and what has one follows."""

import numpy as np
import pytest

from climate_visualizer.science import effort_sharing, findings, pathways, sharing, trends
from climate_visualizer.science.nowcasting import backtest, nowcast
from climate_visualizer.science.nowcasting.error_spread import spread_of

# A power of two, so that nothing is rounded otherwise: a tonne in some 2e-12 of a unit, and in some 5e11 of one.
UNITS = (2.0**-39, 2.0**39)
DICE = np.random.default_rng(11)
YEARS = np.arange(2015.0, 2023.0)
EMISSIONS = DICE.lognormal(3.0, 1.0, (4, 8))
SECTORS = DICE.lognormal(3.0, 1.0, (4, 3, 8))
PEOPLE = DICE.lognormal(8.0, 0.5, (4, 8))
PATH = np.linspace(100.0, 10.0, 8)
# What has no unit.
RATIOS = {
    "required cut": lambda k: pathways.required_cut(emissions=EMISSIONS * k, budget=EMISSIONS * 20 * k),
    "continuous cut": lambda k: pathways.continuous_cut(emissions=EMISSIONS * k, budget=EMISSIONS * 20 * k),
    "grandfathering": lambda k: sharing.grandfathering(emissions=EMISSIONS[:, 0] * k),
    "blend": lambda k: sharing.blend(emissions=EMISSIONS[:, 0] * k, population=PEOPLE[:, 0], weight=0.3),
    "equal transition": lambda k: sharing.equal_transition(emissions=SECTORS[:, :, 0] * k, lives=[5.0, 20.0, 40.0]),
    "convergence": lambda k: sharing.contraction_convergence(
        emissions=EMISSIONS[:, 0] * k, population=PEOPLE[:, 0], path=PATH * k, converged_after=5.0
    ),
    "cumulative per head": lambda k: sharing.equal_cumulative_per_head(
        population=PEOPLE[:, 0], history=EMISSIONS[:, 0] * k, budget=500.0 * k
    ),
    "years left": lambda k: findings.years_left(emissions=EMISSIONS * k, budget=EMISSIONS * 7 * k),
    "used up at a rate": lambda k: findings.used_up_at_rate(
        emissions=EMISSIONS * k, budget=EMISSIONS * 7 * k, start=2026.0
    ),
    "achieved cut": lambda k: findings.achieved_cut(emissions=EMISSIONS * k, span=5),
    "delay": lambda k: findings.delay_cost(emissions=EMISSIONS * k, budget=EMISSIONS * 20 * k, delays=np.arange(5)),
    "days bought": lambda k: findings.days_bought(tonnes=EMISSIONS[0] * k, emissions=EMISSIONS[1] * k),
    "parts of the whole": lambda k: findings.parts_of_whole(emissions=EMISSIONS[:, 0] * k),
    "one nth": lambda k: findings.one_nth(emissions=EMISSIONS * k, budget=EMISSIONS * 20 * k),
    "last start": lambda k: findings.last_start(emissions=EMISSIONS * k, budget=EMISSIONS * 20 * k, first=2027),
    "growth": lambda k: trends.mean_change(years=YEARS, emissions=EMISSIONS * k).rate,
    "log-linear growth": lambda k: trends.log_linear(years=YEARS, emissions=EMISSIONS * k).rate,
    "day a trend uses up": lambda k: trends.used_up_at(
        trend=trends.least_squares(years=YEARS, emissions=EMISSIONS * k), budget=EMISSIONS[:, 0] * k, start=2023.0
    ),
    "recent growth": lambda k: nowcast.recent_growth(nation=SECTORS[0] * k),
    "nation's ratios": lambda k: nowcast.nation_ratios(
        nation=SECTORS[0] * k, published=5, years=4, damping=[0.5, 0.8, 0.0]
    ),
    "rolling errors": lambda k: backtest.rolling_errors(
        emissions=SECTORS * k, nation=SECTORS.sum(axis=0) * k, damping=[0.5, 0.8, 0.0], known=1, horizons=4
    ),
    "spread of misses": lambda k: (
        spread_of(
            errors=backtest.rolling_errors(
                emissions=SECTORS * k, nation=SECTORS.sum(axis=0) * k, damping=[0.5, 0.8, 0.0], known=1, horizons=4
            ),
            size=SECTORS.sum(axis=1)[:, -1] * k,
            known=1,
        ).scale
    ),
    "score": lambda k: list(backtest.score(estimates=EMISSIONS * k, came=EMISSIONS[::-1] * k).values()),
}
# What is in tonnes.
TONNES = {
    "path": lambda k: pathways.exponential(emissions=EMISSIONS[:, 0] * k, budget=EMISSIONS[:, 0] * 9 * k, years=9),
    "continuous path": lambda k: pathways.continuous_exponential(
        emissions=EMISSIONS[:, 0] * k, budget=EMISSIONS[:, 0] * 9 * k, years=9
    ),
    "straight path": lambda k: pathways.linear(emissions=EMISSIONS[:, 0] * k, budget=EMISSIONS[:, 0] * 9 * k, years=9),
    "S-curve": lambda k: pathways.s_curve(emissions=EMISSIONS[:, 0] * k, budget=EMISSIONS[:, 0] * 9 * k, years=9),
    "overdraft": lambda k: findings.overdraft(budget=-EMISSIONS * k),
    "per person": lambda k: findings.per_person(emissions=EMISSIONS * k, population=PEOPLE),
    "nowcast": lambda k: nowcast.nowcast(
        emissions=SECTORS[:, :, -1] * k,
        ratios=nowcast.nation_ratios(nation=SECTORS[0] * k, published=5, years=4, damping=[0.5, 0.8, 0.0]),
    ),
    "trend": lambda k: trends.least_squares(years=YEARS, emissions=EMISSIONS * k).slope,
    "trend by least deviations": lambda k: trends.least_absolute_deviations(years=YEARS, emissions=EMISSIONS * k).slope,
    "emitted by a trend": lambda k: trends.emitted_between(
        trend=trends.least_squares(years=YEARS, emissions=EMISSIONS * k), start=2023.0, end=2024.5
    ),
    "gaps filled": lambda k: trends.fill_gaps(years=[2015.0, 2018.0, 2020.0], emissions=EMISSIONS[:, :3] * k)[1],
    "ability to pay": lambda k: effort_sharing.ability_to_pay(
        baseline=EMISSIONS * k, product=PEOPLE * 30, population=PEOPLE, path=PATH * k
    ),
}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", RATIOS)
def test_what_has_no_unit_is_the_same_in_any(name, unit):
    np.testing.assert_allclose(RATIOS[name](unit), RATIOS[name](1.0), rtol=1e-9)
    assert np.isfinite(np.asarray(RATIOS[name](1.0), dtype=float)).any()


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("name", TONNES)
def test_what_is_in_tonnes_follows_the_unit(name, unit):
    np.testing.assert_allclose(np.asarray(TONNES[name](unit)) / unit, TONNES[name](1.0), rtol=1e-9)
    assert np.isfinite(TONNES[name](1.0)).any()

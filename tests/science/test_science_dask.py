"""The same functions on dask arrays, unchanged: the answers are numpy's, and nothing is computed before it is asked for."""

import dask.array as da
import numpy as np
import pytest

from climate_visualizer.science import (
    effort_sharing,
    findings,
    intervals,
    measures,
    pathways,
    remaining,
    sharing,
    trends,
    uncertainty,
    warming,
)
from climate_visualizer.science.arrays import monotone_cubic
from climate_visualizer.science.nowcasting import nowcast, yearly_steps

RNG = np.random.default_rng(7)
E = RNG.uniform(1e3, 1e5, 12)
B = np.concatenate([E[:9] * RNG.uniform(0.5, 20.0, 9), [-5.0, 0.0, 1e9]])
P = RNG.uniform(1e2, 1e4, 12)
Y = RNG.uniform(1e6, 1e8, 12)
H = E * RNG.uniform(10, 60, 12)
YEARS = np.arange(2015.0, 2023.0)
SERIES = RNG.uniform(1e3, 1e4, (12, 8))
PARTS = RNG.uniform(1.0, 9.0, (12, 5))
CUTS = RNG.uniform(0.02, 0.4, (12, 5))
NOW, START = 2026.9, 2027.0


def _line(module):
    return trends.least_squares(years=YEARS, emissions=module(SERIES))


def _growth(module):
    return trends.log_linear(years=YEARS, emissions=module(SERIES))


def _errors(module):
    return intervals.line_errors(trend=_line(module), years=YEARS, emissions=module(SERIES))


FUNCTIONS = {
    "remaining_gigatonnes": lambda m: remaining.remaining_gigatonnes(
        limit=1.7,
        warming_to_date=m(CUTS[:, 0] + 1),
        non_co2=0.1,
        zec=0.0,
        tcre=m(CUTS[:, 1] + 1),
        feedbacks=7.1,
        emitted_since=209.0,
    ),
    "grandfathering": lambda m: sharing.grandfathering(emissions=m(E)),
    "per_head": lambda m: sharing.per_head(population=m(P)),
    "blend": lambda m: sharing.blend(emissions=m(E), population=m(P), weight=0.3),
    "equal_transition": lambda m: sharing.equal_transition(emissions=m(PARTS), lives=np.arange(5.0) + 9),
    "contraction_convergence": lambda m: sharing.contraction_convergence(
        emissions=m(E), population=m(P), path=np.geomspace(100, 1, 40), converged_after=25
    ),
    "equal_cumulative_per_head": lambda m: sharing.equal_cumulative_per_head(population=m(P), history=m(H), budget=1e6),
    "ability_to_pay": lambda m: effort_sharing.ability_to_pay(
        baseline=m(E)[:, None], product=m(Y)[:, None], population=m(P)[:, None], path=np.array([1e5])
    ),
    "development_rights": lambda m: effort_sharing.development_rights(
        baseline=m(E)[:, None],
        history=effort_sharing.cumulative_history(history=m(H), allowances=m(E)[:, None]),
        product=m(Y)[:, None],
        population=m(P)[:, None],
        path=np.array([1e5]),
        years=[2025],
        threshold=2000.0,
        weight=0.5,
        index_until=2030,
        blended_by=2100,
    ),
    "required_cut": lambda m: pathways.required_cut(emissions=m(E), budget=m(B)),
    "continuous_cut": lambda m: pathways.continuous_cut(emissions=m(E), budget=m(B)),
    "exponential": lambda m: pathways.exponential(emissions=m(E), budget=m(B), years=9),
    "continuous_exponential": lambda m: pathways.continuous_exponential(emissions=m(E), budget=m(B), years=9),
    "linear": lambda m: pathways.linear(emissions=m(E), budget=m(B), years=9),
    "s_curve": lambda m: pathways.s_curve(emissions=m(E), budget=m(B), years=9),
    "inertial": lambda m: pathways.inertial(emissions=m(E), budget=m(B), growth=0.01, years=9),
    "delayed": lambda m: pathways.delayed(waiting=m(SERIES[:, :3] * 0.1), budget=m(B), years=9, path=pathways.linear),
    "policy_path": lambda m: pathways.policy_path(
        years=np.arange(2020.0, 2050.0), goal_years=[2020.0, 2030.0, 2045.0], goals=m(SERIES[:, :3])
    ),
    "period_budgets": lambda m: pathways.period_budgets(path=m(SERIES), first_year=2020, length=5, origin=2018)[1],
    "near_zero_year": lambda m: pathways.near_zero_year(path=m(SERIES), budget=m(B), first_year=2020, left=0.05),
    "sector_paths": lambda m: pathways.sector_paths(emissions=m(PARTS), cuts=m(CUTS), years=9),
    "sector_total": lambda m: pathways.sector_total(emissions=m(PARTS), cuts=m(CUTS)),
    "scaled_cuts": lambda m: pathways.scaled_cuts(emissions=m(PARTS), cuts=m(CUTS), budget=m(B)),
    "least_absolute_deviations": lambda m: trends.least_absolute_deviations(years=YEARS, emissions=m(SERIES)).slope,
    "least_squares": lambda m: _line(m).level,
    "log_linear": lambda m: _growth(m).rate,
    "mean_change": lambda m: trends.mean_change(years=YEARS, emissions=m(SERIES)).rate,
    "emitted_between": lambda m: trends.emitted_between(trend=_line(m), start=2023.0, end=NOW),
    "used_up_at": lambda m: trends.used_up_at(trend=_line(m), budget=m(B), start=2023.0),
    "grown": lambda m: trends.emitted_between(trend=_growth(m), start=2023.0, end=NOW),
    "outgrown": lambda m: trends.used_up_at(trend=_growth(m), budget=m(B), start=2023.0),
    "fill_gaps": lambda m: trends.fill_gaps(years=[1990.0, 2000.0, 2005.0], emissions=m(SERIES[:, :3]))[1],
    "adding_up": lambda m: trends.adding_up(
        years=[2000.0, 2001.0, 2002.0],
        parts=m(SERIES[:, None, :3]) * np.array([[1.0], [2.0]]),
        whole=m(SERIES[:, 1:4]),
        skipped=np.array([False, True, False]),
    ),
    "monotone_cubic": lambda m: monotone_cubic.monotone_cubic(points=YEARS, values=m(SERIES), at=[2016.5, 2030.0]),
    "line_errors": lambda m: _errors(m).slope,
    "level_error": lambda m: intervals.level_error(errors=_errors(m)),
    "prediction_interval": lambda m: intervals.prediction_interval(
        trend=_line(m), errors=_errors(m), year=2030.0, likelihood=66.0
    )[1],
    "years_left": lambda m: findings.years_left(emissions=m(E), budget=m(B)),
    "used_up_at_rate": lambda m: findings.used_up_at_rate(emissions=m(E), budget=m(B), start=NOW),
    "path_used_up_at": lambda m: findings.path_used_up_at(path=m(SERIES), budget=m(B), first=2027.0),
    "overdraft": lambda m: findings.overdraft(budget=m(B)),
    "overdraft_per_day": lambda m: findings.overdraft_per_day(emissions=m(E)),
    "achieved_cut": lambda m: findings.achieved_cut(emissions=m(SERIES), span=5),
    "one_nth": lambda m: findings.one_nth(emissions=m(E), budget=m(B)),
    "delay_cost": lambda m: findings.delay_cost(emissions=m(E), budget=m(B), delays=np.arange(10)),
    "last_start": lambda m: findings.last_start(emissions=m(E), budget=m(B), first=2027),
    "next_limit": lambda m: findings.next_limit(
        limits=[1.5, 1.7, 2.0], budgets=m(SERIES[:, :3]), emitted=m(SERIES[:, 3])
    ),
    "saved": lambda m: findings.saved(before=m(SERIES), after=m(SERIES * 0.9)),
    "days_bought": lambda m: findings.days_bought(tonnes=m(P), emissions=m(E)),
    "per_person": lambda m: findings.per_person(emissions=m(E), population=m(P)),
    "parts_of_whole": lambda m: findings.parts_of_whole(emissions=m(PARTS)),
    "above": lambda m: findings.above(own=m(E), other=m(P)),
    "rank": lambda m: findings.rank(figures=m(E)),
    "missing_per_year": lambda m: measures.missing_per_year(path=m(SERIES), budget=m(B)),
    "target_path": lambda m: measures.target_path(
        emissions=m(E),
        last_year=2024,
        target_years=[2030, 2045],
        target_shares=[0.5, 0.1],
        base=m(E),
        years=np.arange(2025.0, 2051.0),
    ),
    "with_measures": lambda m: measures.with_measures(
        baseline=m(np.broadcast_to(PARTS[..., None], (12, 5, 6))),
        first=2025,
        measures=[
            measures.Measure((0, 1), 2026, 2030, 2, share=0.4),
            measures.Measure((1, 2), 2027, 2040, 1, tonnes=3.0),
        ],
    ),
    "nowcast": lambda m: nowcast.nowcast(emissions=m(SERIES[:, :3]), ratios=np.full((3, 4), 0.9)),
    "years_between": lambda m: yearly_steps.emitted_between(yearly=m(SERIES), first=2015, start=2016.5, end=2018.2),
    "years_around": lambda m: yearly_steps.rate_around(yearly=m(SERIES), first=2015, moment=2017.3),
    "years_used_up": lambda m: yearly_steps.used_up_at(
        yearly=m(SERIES), first=2015, budget=m(SERIES[:, 0] * 3.0), start=2016.2
    ),
    "added_warming": lambda m: warming.added_warming(emitted=m(E), tcre=0.45),
}
EAGER = {
    "table_budget": "a table's cells, looked up by hand",
    "moved_start": "one budget",
    "framework_budget": "one cell",
    "warming_of": "one cell",
    "implied_limit": "one area's path",
    "smallest_majority": "one area's parts, as a list",
    "student_quantile": "a plain number",
    "saved_by_each": "one plan",
    "draw_states": "draws are made inside a block",
    "budget_draws": "draws are made inside a block",
    "draw_years": "draws are made inside a block",
    "quantiles": "quantiles are taken inside a block",
    "ranges": "quantiles are taken inside a block",
    "ensemble": "runs inside a block",
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_dask_array_gives_what_numpy_gives(name):
    chunked = FUNCTIONS[name](lambda array: da.from_array(array, chunks=(5, *array.shape[1:])))
    assert isinstance(chunked, da.Array)
    np.testing.assert_allclose(chunked.compute(), FUNCTIONS[name](np.asarray), rtol=1e-12)


def test_every_function_is_here_or_says_why_not():
    public = {
        name
        for module in (
            monotone_cubic,
            findings,
            intervals,
            measures,
            pathways,
            remaining,
            sharing,
            trends,
            uncertainty,
            warming,
        )
        for name, value in vars(module).items()
        if callable(value)
        and getattr(value, "__module__", "") == module.__name__
        and not name.startswith("_")
        and not isinstance(value, type)
    }
    helpers = {"state_grid", "weighted_quantile"}
    assert public - set(FUNCTIONS) - set(EAGER) - helpers == set()


def test_draws_are_made_block_by_block():
    climate = remaining.Climate(1.65, 0.65, 0.0, 0.0, 7.1, 26.7, 1.24, 0.15, 204.0, 0.108, 1.5, 0.16, 0.1, 2025)
    states = uncertainty.draw_states(climate=climate, size=100, rng=np.random.default_rng(3))
    world = uncertainty.budget_draws(climate=climate, states=states, limit=1.7)
    assert world.shape == (100,)

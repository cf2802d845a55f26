"""Made-up areas for large runs: drawn anew in plain loops, and worked out the same in blocks of any size."""

import io
import math
from datetime import date

import numpy as np
import polars as pl
import pytest

from climate_visualizer.budget.calendar import instant
from climate_visualizer.budget.estimates import HORIZONS
from climate_visualizer.budget.ranges import ensembles
from climate_visualizer.budget.ranges.ensembles import PERCENTS, blocks, synthetic, work_out
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.vintage_climates import climate
from climate_visualizer.science import uncertainty
from climate_visualizer.science.nowcasting import backtest, nowcast
from climate_visualizer.science.nowcasting.error_spread import Spread, spread_of

DAY = date(2026, 11, 23)
AREAS, SEED = 5, 7


@pytest.fixture(scope="module")
def made_up():
    return synthetic(AREAS, as_of=DAY, draws=40, seed=SEED, size=2)


def _drawn():
    """Eight years of each area: a size, a fall by a few per cent of it a year, and noise, in the order they are drawn in."""
    dice = np.random.default_rng(SEED)
    sizes = [math.exp(12.0 + value) for value in dice.standard_normal(AREAS)]
    falls = dice.uniform(-0.01, 0.06, AREAS)
    noise = [[1.0 + 0.03 * value for value in row] for row in dice.standard_normal((AREAS, 8))]
    return [
        [sizes[area] * (1.0 - falls[area] * year) * noise[area][year] for year in range(8)] for area in range(AREAS)
    ]


def test_areas_fall_from_their_size_and_go_on_by_the_estimate(made_up):
    plan, inputs = made_up
    tonnes = np.array(_drawn())
    assert inputs.ids == ("made-up-0", "made-up-1", "made-up-2", "made-up-3", "made-up-4")
    np.testing.assert_allclose(inputs.share, [sum(row) / 8 / 40e9 for row in tonnes.tolist()])
    assert inputs.published.tolist() == [0.0] * AREAS
    together = tonnes.sum(axis=0)
    ahead = LAST_YEAR - 2022
    ratios = nowcast.nation_ratios(nation=[together], published=7, years=ahead, damping=[0.8])[0]
    np.testing.assert_allclose(inputs.years, [[row[-1] * ratio for ratio in ratios] for row in tonnes.tolist()])
    errors = backtest.rolling_errors(
        emissions=tonnes[:, None, :], nation=[together], damping=[0.8], known=0, horizons=HORIZONS, span=5
    )
    missed = spread_of(errors=errors, size=tonnes[:, -1], known=0)
    np.testing.assert_allclose(inputs.scale, missed.scale)
    np.testing.assert_allclose(plan.growth, missed.growth)
    assert plan.horizon == tuple(float(year) for year in range(1, ahead + 1))
    facts = (plan.name, plan.limit, plan.since, plan.now, plan.path_start, plan.first, plan.draws, plan.seed, plan.size)
    assert facts == ("5 made-up areas", 1.7, 2025.0, instant(DAY), 2027, 2023, 40, SEED, 2)
    assert plan.climate == climate("igcc-2024") and plan.before == 0.0


def test_a_plan_spreads_as_it_was_kept(made_up):
    plan, inputs = made_up
    spread = plan.spread(inputs.scale)
    assert isinstance(spread, Spread)
    assert (spread.scale == inputs.scale).all()
    assert (tuple(spread.growth), tuple(spread.misses)) == (plan.growth, plan.misses)
    names = ("common", "unforeseen", "known", "origins", "revised_alone", "revised_together")
    assert [getattr(spread, name) for name in names] == [getattr(plan, name) for name in names]


def _table(plan, inputs):
    return pl.concat([pl.read_parquet(io.BytesIO(work_out(plan, block))) for block in blocks(plan, inputs)])


def test_blocks_of_any_size_give_the_same(made_up):
    plan, inputs = made_up
    found = list(blocks(plan, inputs))
    assert [(block.number, block.inputs.ids) for block in found] == [
        (0, inputs.ids[:2]),
        (1, inputs.ids[2:4]),
        (2, inputs.ids[4:]),
    ]
    for name in ("share", "published", "years", "scale"):
        parts = [getattr(block.inputs, name) for block in found]
        np.testing.assert_array_equal(np.concatenate(parts), getattr(inputs, name))
    whole, _ = synthetic(AREAS, as_of=DAY, draws=40, seed=SEED, size=AREAS)
    assert whole.fingerprint != plan.fingerprint
    assert _table(whole, inputs).equals(_table(plan, inputs))


@pytest.mark.parametrize("together", [1, 40, 120, 10**6])
def test_a_block_is_the_same_in_pieces_of_any_size(made_up, monkeypatch, together):
    _, inputs = made_up
    plan, _ = synthetic(AREAS, as_of=DAY, draws=40, seed=SEED, size=AREAS)
    as_it_is = _table(plan, inputs)
    monkeypatch.setattr(ensembles, "TOGETHER", together)
    assert _table(plan, inputs).equals(as_it_is)


def test_a_block_holds_the_quantiles_of_every_draw(made_up):
    plan, inputs = made_up
    states = uncertainty.draw_states(climate=plan.climate, size=40, rng=np.random.default_rng([SEED, 0]))
    world = uncertainty.budget_draws(climate=plan.climate, states=states, limit=1.7)
    ranges = uncertainty.ranges(
        budgets=np.array([[share * 1e9 * one for one in world] for share in inputs.share]),
        published=inputs.published,
        years=uncertainty.draw_years(
            estimate=inputs.years, spread=plan.spread(inputs.scale), horizon=plan.horizon, size=40, seed=SEED
        ),
        first=2023,
        since=2025.0,
        now=instant(DAY),
        path_start=2027,
        percents=PERCENTS,
    )
    table = _table(plan, inputs)
    assert table.columns == [
        "area_id", "percent", "budget_t", "remaining_t", "required_cut", "used_up_at", "used_up_at_trend", "chance_within",
    ]  # fmt: skip
    assert table["area_id"].to_list() == [area for area in inputs.ids for _ in PERCENTS]
    assert table["percent"].to_list() == [*PERCENTS] * AREAS
    for name in ("budget_t", "remaining_t", "required_cut", "used_up_at", "used_up_at_trend"):
        np.testing.assert_allclose(table[name].to_numpy(), np.asarray(getattr(ranges, name)).ravel())
    chances = [chance for chance in ranges.chance_within.tolist() for _ in PERCENTS]
    np.testing.assert_allclose(table["chance_within"].to_numpy(), chances)

"""The nowcast's laws, a plain second implementation of it, and what it is chosen by on the publishers' own files."""

import itertools
import math
import tomllib
from datetime import date

import numpy as np
import pytest
import rolling
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.methods import parameters
from climate_visualizer.methods.parameters import dampings
from climate_visualizer.science import findings
from climate_visualizer.science.nowcasting import backtest, error_spread, nowcast, revisions, yearly_steps

DAMPINGS = (0.0, 0.5, 0.8, 0.9, 0.95)
tonnes = st.floats(0.0, 1e7)


def naive_ratios(nation, published, years, damping):
    """One sector, year by year: the nation where it is known, then its growth of five years, damped."""
    last = published
    while last + 1 < len(nation) and not math.isnan(nation[last + 1]):
        last += 1
    begin = next(
        (place for place in range(max(last - 5, 0), last) if nation[place] > 0 and not math.isnan(nation[place])), None
    )
    growth = 0.0
    if begin is not None and nation[last] > 0:
        growth = max(-0.15, min(0.15, (math.log(nation[last]) - math.log(nation[begin])) / (last - begin)))
    found, value, power = [], 1.0, 1.0
    for place in range(published + 1, published + years + 1):
        if place <= last:
            value = nation[place] / nation[published] if nation[published] > 0 else 1.0
        else:
            power *= damping
            value *= math.exp(growth * power)
        found.append(value)
    return found


@given(st.lists(st.floats(1.0, 1e7), min_size=4, max_size=9), st.integers(0, 3), st.sampled_from(DAMPINGS))
@settings(max_examples=60, deadline=None)
def test_the_ratios_are_those_of_a_plain_second_implementation(nation, later, damping):
    published = len(nation) - 1 - min(later, len(nation) - 2)
    quick = nowcast.nation_ratios(nation=[nation], published=published, years=12, damping=[damping])[0]
    assert quick == pytest.approx(naive_ratios(nation, published, 12, damping), rel=1e-9)


@given(
    st.lists(st.lists(tonnes, min_size=2, max_size=2), min_size=1, max_size=6),
    st.lists(st.lists(st.floats(1.0, 1e7), min_size=7, max_size=7), min_size=2, max_size=2),
    st.sampled_from(DAMPINGS),
)
@settings(max_examples=60, deadline=None)
def test_estimates_add_up_start_where_statistics_end_and_never_fall_to_nothing(areas, nation, damping):
    ratios = nowcast.nation_ratios(nation=nation, published=4, years=25, damping=[damping] * 2)
    found = nowcast.nowcast(emissions=areas, ratios=ratios)
    together = nowcast.nowcast(emissions=np.sum(areas, axis=0), ratios=ratios)
    assert found.sum(axis=0) == pytest.approx(together, rel=1e-9)
    assert (found >= 0).all()
    assert found[:, :, 1] == pytest.approx(np.array(areas) * np.array(nation)[:, 6] / np.array(nation)[:, 4])
    most = 0.15 * damping / (1.0 - damping)
    assert (ratios[:, 2:] >= ratios[:, 1:2] * math.exp(-most) * (1 - 1e-9)).all()
    alone = nowcast.nation_ratios(nation=np.array(nation)[:, :5], published=4, years=3, damping=[0.0, 0.0])
    assert (alone == 1.0).all(), "without the nation's later figures and without growth, the last value stays"


def test_a_sector_without_figures_stands_still_and_a_sink_counts_as_nothing():
    ratios = nowcast.nation_ratios(
        nation=[[0.0, 0.0, math.nan], [4.0, 2.0, math.nan], [4.0, 2.0, 1.0]],
        published=1,
        years=2,
        damping=[0.9, 0.0, 0.0],
    )
    assert ratios.tolist() == [[1.0, 1.0], [1.0, 1.0], [0.5, 0.5]]
    found = nowcast.nowcast(emissions=[[math.nan, -5.0, 8.0]], ratios=ratios)[0]
    assert np.isnan(found[0]).all()
    assert found[1:].tolist() == [[0.0, 0.0], [4.0, 4.0]]
    with pytest.raises(ValueError, match="damping"):
        nowcast.nation_ratios(nation=[[1.0, 1.0]], published=1, years=1, damping=[1.0])


@given(
    st.lists(st.floats(1.0, 1e6), min_size=6, max_size=6),
    st.floats(2020.0, 2025.9),
    st.floats(2020.0, 2025.9),
    st.floats(0.0, 1.0),
)
@settings(max_examples=80, deadline=None)
def test_yearly_steps_add_up_over_any_days_and_give_the_date_that_used_them(series, one, other, part):
    start, end = sorted((one, other))
    middle = start + part * (end - start)
    whole = float(yearly_steps.emitted_between(yearly=series, first=2020, start=start, end=end))
    parts = [
        yearly_steps.emitted_between(yearly=series, first=2020, start=a, end=b)
        for a, b in ((start, middle), (middle, end))
    ]
    assert whole == pytest.approx(float(sum(parts)), rel=1e-9, abs=1e-6)
    assert float(yearly_steps.used_up_at(yearly=series, first=2020, budget=whole, start=start)) == pytest.approx(
        end, abs=1e-6
    )
    assert math.isnan(yearly_steps.used_up_at(yearly=series, first=2020, budget=-1.0, start=start))
    assert math.isinf(yearly_steps.used_up_at(yearly=series, first=2020, budget=sum(series) + 1.0, start=2020.0))


def test_a_budget_that_ends_with_a_year_is_used_up_then():
    """Rounding left no year that it ended in, so that it lasted for ever."""
    series = [0.1, 0.2, 0.3, 0.7, 1.1]
    for years in range(1, 5):
        budget = float(np.cumsum(series)[years - 1])
        assert float(findings.path_used_up_at(path=series, budget=budget, first=2020.0)) == 2020.0 + years


@given(st.lists(st.floats(1e4, 1e6), min_size=8, max_size=8), st.floats(1e4, 1e7))
@settings(max_examples=60, deadline=None)
def test_a_date_at_todays_rate_has_no_step_at_new_year(series, budget):
    """From one day to the next a date moves by no more than the years' own difference asks for."""

    def until(moment):
        left = budget - yearly_steps.emitted_between(yearly=series, first=2020, start=2022.0, end=moment)
        return float(
            findings.used_up_at_rate(
                emissions=yearly_steps.rate_around(yearly=series, first=2020, moment=moment),
                budget=max(left, 0.0),
                start=moment,
            )
        )

    day = 1.0 / 366.0
    steps = [until(2024.0 + n * day) - until(2024.0 + (n - 1) * day) for n in range(-3, 4)]
    assert max(abs(a - b) for a, b in itertools.pairwise(steps)) <= 2.5 * max(map(abs, steps)) + 1e-9
    before, after = until(2024.0 - 1e-7), until(2024.0 + 1e-7)
    assert before == pytest.approx(after, abs=1e-3)


def test_growth_and_levels_of_a_few_years_by_hand():
    series = [[100.0, math.nan, 90.0, 81.0], [5.0, 0.0, 0.0, 0.0], [1.0, 1.0, 1.0, 9.0]]
    assert nowcast.recent_growth(nation=series).tolist() == pytest.approx([math.log(0.81) / 3, 0.0, 0.15])
    assert float(nowcast.recent_growth(nation=[100.0, 50.0, 49.0, 48.0], span=1)) == pytest.approx(math.log(48 / 49))
    assert nowcast.recent_growth(nation=[[math.nan, math.nan]]).tolist() == [0.0]
    level = nowcast.level(emissions=[[[4.0, 6.0]]], nation=[[10.0, 20.0]], years=2)
    assert level.tolist() == [[pytest.approx((4.0 * 2 + 6.0) / 2)]]


@given(st.integers(0, 2**32 - 1), st.booleans())
@settings(max_examples=20, deadline=None)
def test_what_a_sector_misses_is_added_up_over_areas_and_origins_as_one_would_by_hand(seed, is_known):
    """Standing still where nothing of the nation is known, and following it where all of it is."""
    dice = np.random.default_rng(seed)
    series = dice.lognormal(5.0, 0.4, (4, 2, 7))  # [area, sector, year]
    series[:, 1, 6:] = 0.0  # a sector that ends
    nation = series.sum(axis=0)
    found = backtest.sector_error(
        emissions=series, nation=nation, damping=0.0, known=9 if is_known else 0, horizons=3, span=5
    )
    for sector, ahead in itertools.product(range(2), (1, 2, 3)):
        missed = whole = 0.0
        for origin in range(2, 7 - ahead):
            for area in range(4):
                came, last = series[area, sector, origin + ahead], series[area, sector, origin]
                followed = nation[sector, origin + ahead] / nation[sector, origin] if nation[sector, origin] else 1.0
                missed += abs(last * (followed if is_known else 1.0) - came)
                whole += came
        assert found[sector, ahead - 1] == pytest.approx(missed / whole, rel=1e-9)


def _swedish(real_data):
    return rolling.sweden(real_data)


def test_the_choices_written_down_are_those_that_err_least(real_data, kingdom):
    written = tomllib.loads(
        (ROOT / "climate_visualizer" / "data" / "parameters" / "nowcast.toml").read_text(encoding="utf-8")
    )["damping"]
    for country, (sectors, _, series) in {
        "SE": _swedish(real_data),
        "GB": rolling.consecutive(kingdom, "GB"),
    }.items():
        nation = series.sum(axis=0)
        errors = [
            backtest.sector_error(emissions=series, nation=nation, damping=damping, known=0, horizons=4, span=5)
            for damping in DAMPINGS
        ]
        chosen = backtest.choose(errors=errors, choices=DAMPINGS, gain=0.02, most=0.5)
        assert written[country] == dict(zip(sectors, chosen.tolist(), strict=True))
        levels = [
            backtest.sector_error(
                emissions=series, nation=nation, damping=0.0, known=4, horizons=4, span=5, levels=levels
            )
            for levels in (1, 2, 3)
        ]
        pays = backtest.choose(errors=levels, choices=(1, 2, 3), gain=0.1, most=0.5)
        assert (pays == 1).all(), (
            "a level of more years errs a tenth less nowhere, so that estimates start without a step"
        )


LIMITS = {"SE": (0.022, 0.031, 0.035, 0.042), "GB": (0.013, 0.018, 0.022, 0.026)}


@pytest.mark.parametrize("country", ["SE", "GB"])
def test_rolling_origins_with_the_nation_known_miss_no_more_than_stated(country, real_data, kingdom):
    _, _, series = _swedish(real_data) if country == "SE" else rolling.consecutive(kingdom, "GB")
    errors = backtest.rolling_errors(
        emissions=series,
        nation=series.sum(axis=0),
        damping=np.zeros(series.shape[1]),
        known=9,
        horizons=4,
        span=5,
        first=2,
    )
    off = np.expm1(-errors)
    for horizon, limit in enumerate(LIMITS[country]):
        values = off[:, :, horizon][np.isfinite(off[:, :, horizon])]
        assert np.median(np.abs(values)) <= limit, horizon
        assert abs(np.median(values)) <= 0.01


def test_sweden_from_2022_meets_what_came_in_2023_and_2024(real_data, sweden):
    before, ratios, came_2023, came_2024 = rolling.sweden_from_2022(real_data, sweden)
    found = nowcast.nowcast(emissions=before[:, :, -1], ratios=ratios).sum(axis=1)
    first = backtest.score(estimates=found[:, 0], came=came_2023)
    second = backtest.score(estimates=found[:, 1], came=came_2024)
    assert first["median"] <= 0.025
    assert second["median"] <= 0.045
    assert abs(first["bias"]) <= 0.025
    assert abs(second["bias"]) <= 0.025
    written = tomllib.loads(
        (ROOT / "climate_visualizer" / "data" / "parameters" / "nowcast.toml").read_text(encoding="utf-8")
    )["damping"]["SE"]
    damping = [written[sector] for sector in sweden.cube("SE").sectors]
    errors = backtest.rolling_errors(
        emissions=before, nation=before.sum(axis=0), damping=damping, known=2, horizons=4, span=5
    )
    width = error_spread.spread_of(errors=errors, size=before[:, :, -1].sum(axis=1), known=2)
    alone, together = parameters.revisions("SE")
    width = revisions.revised(spread=width, alone=alone, together=together)
    for likelihood, least, most in ((200 / 3, 0.60, 0.73), (90.0, 0.86, 0.94)):
        half = error_spread.half_width(spread=width, horizon=[1.0, 2.0], likelihood=likelihood)
        inside = [
            np.mean(np.abs(np.log(came / found[:, at])) <= half[:, at])
            for at, came in enumerate((came_2023, came_2024))
        ]
        assert all(least <= part <= most for part in inside), (likelihood, inside)


def test_what_a_release_revises_is_what_is_written_down_and_was_known_before_2024(releases, sweden):
    """SMHI's releases of June 2023 and April 2024: nothing of them knows what 2023 and 2024 came to."""
    (sectors, first, then), (_, _, now) = (rolling.consecutive(one, "SE") for one in (releases[1], sweden))
    years = then.shape[2]
    assert (first, first + years - 1, now.shape[2]) == (2015, 2021, years + 1)
    errors = backtest.rolling_errors(
        emissions=then, nation=then.sum(axis=0), damping=parameters.dampings("SE", sectors), known=2, horizons=4, span=5
    )
    width = error_spread.spread_of(errors=errors, size=then[:, :, -1].sum(axis=1), known=2)
    alone, together = revisions.revision_of(earlier=then.sum(axis=1), later=now[:, :, :years].sum(axis=1), spread=width)
    assert parameters.revisions("SE") == (pytest.approx(alone, abs=0.005), pytest.approx(together, abs=5e-5))
    assert parameters.revisions("GB") == (0.0, 0.0), "no two releases of it were at hand"


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_a_revision_is_found_again_and_widens_every_range(seed):
    dice = np.random.default_rng(seed)
    errors = dice.normal(0.0, 0.05, (5, 300, 3))
    width = error_spread.spread_of(errors=errors, size=dice.lognormal(10.0, 1.0, 300), known=1)
    before = dice.lognormal(10.0, 1.0, (300, 6))
    chance = dice.uniform(0.0, 1.0, before.shape)
    alone = 0.5 * width.scale[:, None] * np.interp(chance, error_spread.RANKS, width.misses)
    sides = dice.choice([-1.0, 1.0], before.shape)
    found = revisions.revision_of(earlier=before, later=before * np.exp(0.02 + sides * alone), spread=width)
    assert found == (pytest.approx(0.5, rel=0.15), pytest.approx(0.02, abs=0.006))
    wider = revisions.revised(spread=width, alone=found[0], together=found[1])
    ahead = np.arange(1.0, 9.0)
    for likelihood in (200 / 3, 90.0):
        both = [error_spread.half_width(spread=one, horizon=ahead, likelihood=likelihood) for one in (width, wider)]
        assert (both[1] > both[0]).all() and (np.diff(both[1], axis=1) >= -1e-12).all()


@pytest.mark.parametrize(("country", "first", "origins"), [("SE", 1, range(4, 8)), ("GB", 2, range(6, 15))])
def test_two_in_three_and_nine_in_ten_hold_what_they_say_out_of_sample(country, first, origins, real_data, kingdom):
    """In every state of knowledge: the nation known for all years, for one more, and for none; years, and years added up."""
    sectors, _, series = _swedish(real_data) if country == "SE" else rolling.consecutive(kingdom, "GB")
    for known in (9, 1, 0):
        held = rolling.coverage(series, dampings(country, sectors), known, origins, first)
        for kind in ("years", "sums"):
            assert 0.60 <= held[200 / 3, kind] <= 0.73, (known, kind, held)
            assert 0.86 <= held[90.0, kind] <= 0.94, (known, kind, held)


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=20, deadline=None)
def test_a_longer_horizon_is_never_a_narrower_range(seed):
    dice = np.random.default_rng(seed)
    errors = dice.normal(0.0, 0.05, (5, 7, 3)) * dice.uniform(0.5, 2.0, (1, 1, 3))
    width = error_spread.spread_of(errors=errors, size=dice.lognormal(10.0, 1.0, 7), known=1)
    for likelihood in (200 / 3, 90.0):
        half = error_spread.half_width(spread=width, horizon=np.arange(1.0, 30.0), likelihood=likelihood)
        assert (np.diff(half, axis=1) >= -1e-12).all()
    common, own = error_spread.draw_errors(spread=width, horizon=np.arange(0.0, 6.0), size=100, seed=3)
    assert common[:, 0] == pytest.approx(0.0)
    assert own.mean(axis=0) == pytest.approx(0.0, abs=1e-9)
    assert np.median(common, axis=0) == pytest.approx(0.0, abs=0.02)


def test_one_area_and_short_histories_have_answers_or_a_sentence():
    alone = np.array([[[5.0, 6.0, 5.5, 5.0]]])
    errors = backtest.rolling_errors(emissions=alone, nation=alone[0], damping=[0.5], known=0, horizons=4, span=5)
    width = error_spread.spread_of(errors=errors, size=[5.0], known=0)
    assert np.isfinite(error_spread.half_width(spread=width, horizon=[1.0, 2.0], likelihood=90.0)).all()
    with pytest.raises(ValueError, match="at least 3 years; there are 2"):
        backtest.rolling_errors(
            emissions=alone[..., :2], nation=alone[0, :, :2], damping=[0.5], known=0, horizons=1, span=5
        )
    assert all(map(math.isnan, backtest.score(estimates=[math.nan], came=[1.0]).values()))
    assert math.isnan(yearly_steps.rate_around(yearly=[1.0, 2.0], first=2020, moment=2020.2))
    assert math.isnan(yearly_steps.used_up_at(yearly=[1.0], first=2020, budget=1.0, start=float(date(2030, 1, 1).year)))

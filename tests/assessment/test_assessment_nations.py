"""Sharing the world's budget among nations: shares sum to one, gaps are told, and figures are the publishers' own."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.methods import allocation
from climate_visualizer.methods.nations import Variable
from climate_visualizer.methods.recipes import load_methods
from climate_visualizer.methods.vintages import world
from climate_visualizer.methods.world_sharing import NET_ZERO, UnusablePrinciple, shares_of_nations


def nations():
    return world().nations.countries


WORLD = [method for method in load_methods().values() if method.share_world]


@pytest.mark.parametrize("method", WORLD, ids=lambda method: method.id)
@pytest.mark.parametrize("world", [127e9, 850e9, 1350e9])
def test_the_shares_of_all_nations_sum_to_one(method, world):
    how = method.share_world
    shares = shares_of_nations(how, nations(), 2025, world)
    known = np.isfinite(shares)
    assert shares[known].sum() == pytest.approx(1.0, rel=1e-9)
    assert known[nations().index("SE")]
    assert known.sum() > 195


@pytest.mark.parametrize("method", WORLD, ids=lambda method: method.id)
def test_what_all_countries_get_and_what_bunkers_take_is_the_worlds_budget(method):
    """Summed over countries with people, not over rows: international transport is none, and hands no debt out."""
    budget = method.world_budget("igcc-2024").gt(1.5, 50) * 1e9
    people = method.world.nations.countries.population(2024)
    tonnes = np.array([allocation.national_tonnes(method, code, "igcc-2024", 1.5, 50) for code in nations().codes])
    assert np.nansum(tonnes) == pytest.approx(budget * (1.0 - allocation.bunkers_part(method)), rel=1e-9)
    assert allocation.bunkers_part(method) == pytest.approx(0.0317, abs=1e-4)
    assert (people > 0).all()


def test_the_horizon_decides_less_than_it_did_and_stays_in_the_family_of_what_is_published():
    """van den Berg et al. 2020: development rights leave the rich a debt, ability to pay leaves them something."""
    facts = nations()
    rights, able = (load_methods()[name].share_world for name in ("world-responsibility", "world-ability"))
    available = 690e9 * (1 - 0.0317)
    for horizon in (NET_ZERO, 2050, 2070, 2100):
        gt = {
            how.principle: shares_of_nations(replace(how, until=horizon), facts, 2025, available) * available / 1e9
            for how in (rights, able)
        }
        assert -2.0 < gt["responsibility-capability"][facts.index("SE")] < 0.0
        assert 0.0 < gt["ability-to-pay"][facts.index("SE")] < 1.0
        assert gt["responsibility-capability"][facts.index("CN")] < 0.5 * 690


def test_who_has_no_product_takes_no_part_where_it_is_asked_for():
    facts = nations()
    method = load_methods()["world-ability"]
    shares = shares_of_nations(method.share_world, facts, 2025, 850e9)
    left_out = np.isnan(shares) & (facts.population(2022) > 0)
    part = facts.emissions((2021,))[left_out].sum() / facts.emissions((2021,)).sum()
    assert 0.005 < part < 0.02
    assert np.isnan(shares[facts.index("TW")])


def test_history_moves_with_the_start():
    facts = nations()
    sweden = facts.index("SE")
    whole = facts.history(1990, 2022)[sweden]
    assert whole == 1652506910
    assert facts.history(1990, 2021)[sweden] == pytest.approx(whole - 35848949)
    assert facts.history(1990, 2025)[sweden] == pytest.approx(whole + 3 * 35848949)
    with pytest.raises(ValueError, match="not in"):
        facts.index("ZZ")


def test_the_rich_and_those_with_a_history_get_less():
    facts = nations()
    sweden, india = facts.index("SE"), facts.index("IN")
    per_head = facts.population(2022) / facts.population(2022).sum()
    for name in ("world-cumulative", "world-ability", "world-responsibility"):
        how = load_methods()[name].share_world
        shares = shares_of_nations(how, facts, 2025, 850e9)
        assert shares[sweden] < per_head[sweden]
        assert shares[india] > shares[sweden]


@pytest.mark.parametrize(
    ("principle", "sentence"), [("equal-transition", "by sector"), ("first-come", "choose one of: per-head")]
)
def test_a_principle_that_cannot_be_used_among_nations_says_why(principle, sentence):
    method = load_methods()["world-per-head"]
    wrong = replace(method, share_world=replace(method.share_world, principle=principle))
    with pytest.raises(UnusablePrinciple, match=sentence):
        allocation.world_share(wrong, "SE", "igcc-2024", 127e9)


@given(st.integers(0, 2**32 - 1), st.integers(2010, 2030))
@settings(max_examples=60, deadline=None)
def test_a_country_without_a_years_figure_has_that_of_its_nearest_year(seed, wanted):
    dice = np.random.default_rng(seed)
    years = np.arange(2015, 2025)
    values = np.where(dice.random((6, years.size)) < 0.6, np.nan, dice.lognormal(10.0, 1.0, (6, years.size)))
    column = np.where(dice.random(6) < 0.5, np.nan, 7.0)
    found = Variable(years, values).with_nearest(column, wanted)
    for row in range(6):
        known = [(abs(year - wanted), year) for year, value in zip(years, values[row], strict=True) if value > 0]
        nearest = values[row, min(known)[1] - 2015] if known else np.nan
        assert found[row] == pytest.approx(7.0 if column[row] == 7.0 else nearest, nan_ok=True)

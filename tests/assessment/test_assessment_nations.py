"""Sharing the world's budget among nations: shares sum to one, gaps are told, and figures are the publishers' own."""

from dataclasses import replace

import numpy as np
import pytest

from climate_visualizer.assessment import budgets
from climate_visualizer.assessment.methods import load_methods
from climate_visualizer.assessment.world import world


def nations():
    return world().nations


WORLD = [method for method in load_methods().values() if method.share_world]


@pytest.mark.parametrize("method", WORLD, ids=lambda method: method.id)
@pytest.mark.parametrize("world", [127e9, 850e9, 1350e9])
def test_the_shares_of_all_nations_sum_to_one(method, world):
    how = method.share_world
    shares = budgets._WORLD[how.principle](how, nations(), 2025, world)
    known = np.isfinite(shares)
    assert shares[known].sum() == pytest.approx(1.0, rel=1e-9)
    assert known[nations().index("SE")]
    assert known.sum() > 195


def test_who_has_no_product_takes_no_part_where_it_is_asked_for():
    facts = nations()
    method = load_methods()["world-ability"]
    shares = budgets._WORLD["ability-to-pay"](method.share_world, facts, 2025, 850e9)
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
        shares = budgets._WORLD[how.principle](how, facts, 2025, 850e9)
        assert shares[sweden] < per_head[sweden]
        assert shares[india] > shares[sweden]


@pytest.mark.parametrize(
    ("principle", "sentence"), [("equal-transition", "by sector"), ("first-come", "choose one of: per-head")]
)
def test_a_principle_that_cannot_be_used_among_nations_says_why(principle, sentence):
    method = load_methods()["world-per-head"]
    wrong = replace(method, share_world=replace(method.share_world, principle=principle))
    with pytest.raises(budgets.UnusablePrinciple, match=sentence):
        budgets.world_share(wrong, "SE", "igcc-2024", 127e9)

"""Nyköping in 2023 as Uppsala University published it: 1 746 398 t left, 267 897 t a year, 13.3 %, within seven years."""

import math

import pytest

from climate_visualizer.science import findings, pathways

LEFT, YEARLY = 1_746_398.0, 267_897.0


def test_the_required_cut_is_13_3_per_cent():
    cut = pathways.required_cut(emissions=YEARLY, budget=LEFT)
    assert round(100 * float(cut), 1) == 13.3


def test_at_the_same_rate_it_is_used_up_within_seven_years():
    assert math.ceil(float(findings.years_left(emissions=YEARLY, budget=LEFT))) == 7


def test_the_path_of_that_cut_uses_what_was_left():
    path = pathways.exponential(emissions=YEARLY, budget=LEFT, years=400)
    assert float(path.sum()) == pytest.approx(LEFT, rel=1e-9)

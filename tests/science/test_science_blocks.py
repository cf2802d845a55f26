"""Work done a block at a time: the same numbers, for any leading axes, and no block where another library has its own."""

import dask.array
import numpy as np
import pytest

from climate_visualizer.science import measures, pathways
from climate_visualizer.science.arrays import blocks

PATHS = {
    "exponential": pathways.exponential,
    "continuous": pathways.continuous_exponential,
    "linear": pathways.linear,
    "s-curve": pathways.s_curve,
    "inertial": lambda **given: pathways.inertial(growth=-0.01, **given),
}


@pytest.fixture
def many():
    """Areas of all kinds, some overdrawn, on two leading axes, too many for one block."""
    dice = np.random.default_rng(4)
    emissions = dice.lognormal(10.0, 1.0, (3, 700))
    return {"emissions": emissions, "budget": emissions * dice.uniform(-2.0, 30.0, (3, 700)), "years": 76}


@pytest.mark.parametrize("name", PATHS)
def test_a_path_in_blocks_is_the_path_of_each_area(name, many, monkeypatch):
    in_blocks = PATHS[name](**many)
    monkeypatch.setattr(blocks, "BLOCK", 10**12)
    at_once = PATHS[name](**many)
    assert in_blocks.shape == (3, 700, 76)
    np.testing.assert_array_equal(in_blocks, at_once)


def test_measures_in_blocks_are_the_measures_of_each_area(monkeypatch):
    baseline = np.random.default_rng(5).uniform(1.0, 9.0, (2, 500, 8, 25))
    plan = [measures.Measure((0, 1), 2026, 2040, 3, share=0.4), measures.Measure((2,), 2027, 2040, 1, tonnes=1.0)]
    in_blocks = measures.with_measures(baseline=baseline, first=2026, measures=plan)
    monkeypatch.setattr(blocks, "BLOCK", 10**12)
    np.testing.assert_array_equal(in_blocks, measures.with_measures(baseline=baseline, first=2026, measures=plan))


def test_a_library_with_blocks_of_its_own_passes_through(many):
    lazy = {name: dask.array.from_array(value, chunks=(1, 350)) for name, value in many.items() if name != "years"}
    found = pathways.linear(**lazy, years=76)
    assert isinstance(found, dask.array.Array)
    np.testing.assert_allclose(found.compute(), pathways.linear(**many), rtol=1e-12)


def test_what_is_worked_out_on_the_way_never_has_the_whole_size():
    seen = []
    rows = np.ones((100_000, 1))
    answer = blocks.in_blocks(lambda part: seen.append(len(part)) or part * np.ones(10), rows, axes=1, size=10)
    assert answer.shape == (100_000, 10) and sum(seen) == 100_000
    assert max(seen) * 10 <= blocks.BLOCK

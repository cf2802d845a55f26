"""How far estimates miss, in its parts, against plain loops: what all areas miss together, and what the newest origins say."""

import math

import numpy as np
import pytest

from climate_visualizer.science.nowcasting import error_spread as spread


def _naive_together(together, known):
    origins, horizons = together.shape
    seen = [
        together[origin, at] ** 2 / (at + 1)
        for origin in range(origins)
        for at in range(min(known, horizons))
        if math.isfinite(together[origin, at])
    ]
    common = sum(seen) / len(seen) if seen else 0.0
    beyond, later = [], set()
    for origin in range(origins):
        for at in range(known, horizons):
            if math.isfinite(together[origin, at]):
                beyond.append((together[origin, at] ** 2 - common * (at + 1)) / (at + 1 - known))
                later.add(origin)
    unforeseen = max(sum(beyond) / len(beyond), 0.0) if beyond else 0.0
    shock = (len(later) * unforeseen + spread.USUAL_ORIGINS * spread.USUAL_SHOCK**2) / (
        len(later) + spread.USUAL_ORIGINS
    )
    shared = (origins * common + spread.USUAL_ORIGINS * spread.USUAL_KNOWN**2) / (origins + spread.USUAL_ORIGINS)
    return math.sqrt(shared), math.sqrt(shock)


def _errors(seed, shape, missing):
    dice = np.random.default_rng(seed)
    return np.where(dice.random(shape) < missing, np.nan, dice.normal(0.0, 0.2, shape))


@pytest.mark.parametrize("known", [0, 1, 2, 4])
@pytest.mark.parametrize("missing", [0.0, 0.3, 0.9, 1.0])
@pytest.mark.parametrize("seed", range(3))
def test_what_all_areas_miss_together(seed, missing, known):
    together = _errors(seed, (6, 4), missing)
    assert spread._together(together, known) == pytest.approx(_naive_together(together, known))


@pytest.mark.parametrize("missing", [0.0, 0.5, 0.95])
def test_the_middle_of_the_areas_is_their_median(missing):
    off = _errors(4, (5, 7, 3), missing)
    found = spread._middle(off)
    for origin in range(5):
        for horizon in range(3):
            values = sorted(value for value in off[origin, :, horizon] if math.isfinite(value))
            half = len(values) // 2
            middle = (
                math.nan if not values else values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
            )
            assert found[origin, horizon] == pytest.approx(middle, nan_ok=True)


@pytest.mark.parametrize("areas", [spread.FEWEST_AREAS - 1, spread.FEWEST_AREAS, spread.FEWEST_AREAS + 5])
@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_the_newest_origins_weigh_most(areas, missing):
    misses = np.abs(_errors(5, (4, areas, 3), missing))
    scale = np.where(np.arange(areas) == 1, 0.0, np.linspace(0.1, 0.4, areas))
    usual = np.sort(np.abs(_errors(6, (spread.RANKS.size,), 0.0)))
    expected = np.interp(spread.TWO_THIRDS, spread.RANKS, usual)
    total = weight = 0.0
    for origin in range(4):
        for horizon in range(3):
            values = [
                misses[origin, area, horizon] / scale[area]
                for area in range(areas)
                if scale[area] > 0 and math.isfinite(misses[origin, area, horizon])
            ]
            if len(values) >= spread.FEWEST_AREAS:
                share = 0.5 ** ((3 - origin) / spread.RECENT)
                total += share * math.log(np.quantile(values, spread.TWO_THIRDS) / expected)
                weight += share
    assert spread._lately(misses, scale, usual) == pytest.approx(math.exp(total / weight) if weight else 1.0)
    assert spread._lately(misses, scale, np.zeros_like(usual)) == 1.0
    assert spread._lately(np.zeros_like(misses), scale, usual) == 1.0

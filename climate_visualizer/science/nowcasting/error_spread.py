"""Ranges of estimates from their own past errors: how far a nowcast has missed, by area, size and horizon.

The errors of rolling origins (`backtest.rolling_errors`, logarithms) are taken apart into what all areas missed together (a
nation's year that nobody foresaw) and what each missed alone:

    error[a, h] = common[h] * t  +  scale[a] * growth[h] * z

`common` is the root mean square of the areas' median errors, growing with the square root of time: hardly anything as long as
the nation's own figures are known, and from there on what the nation did unforeseen. `t` is Student's with as many degrees of
freedom as there are origins, since a shock is seen once an origin however many areas there are.
`unforeseen` is drawn towards what is usual, as a country with few origins has hardly seen a shock; and all misses are as large
as the newest origins' are (statistics get better).
`scale` is half an area's own median miss (more, the more origins there are) and half that of areas of its size; `growth` how
misses grow with the horizon, never less than at a shorter one; `z` is distributed as the misses that areas have had, each over
a scale that its own year had no part in. Both are symmetric, so that an estimate is the middle of its range.
What a later release revises (`revisions`) comes to both, the same at every horizon.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from climate_visualizer.science.intervals import student_quantile
from climate_visualizer.science.units import Array, TonnesPerYear, floats

HALF_LIFE = (
    3.0  # years after which a miss counts half: methods of statistics get better (Sweden: 4 % in 2016, 2 % in 2020)
)
# What a nation does unforeseen in a year, as a fraction, and as how many origins that counts. The rolling origins of Sweden and
# the United Kingdom give 4 to 5 %, and a country with few has hardly seen a shock yet: by its own alone 58 % of two in three and
# 84 % of nine in ten held in Sweden where the nation is not known, and so 62 % and 90 %.
USUAL_SHOCK, USUAL_ORIGINS = 0.045, 10.0
# What areas miss together in a year of which the nation's own figures are known: 0.5 % so far, 1.6 % in Sweden's 2024, when the
# fuel mandate was cut and the median municipality had more of it than the nation.
USUAL_KNOWN = 0.01
# Origins back at which a miss counts half in how large misses are now: Sweden's of 2016 and 2017 were twice those since, and
# ranges held 80 % of two in three, so 73 %. Fewer areas than these say too little of it.
RECENT, FEWEST_AREAS = 0.5, 10
TWO_THIRDS = 2.0 / 3.0
SHRINK = 3.0  # origins at which an area's own misses weigh as much as those of areas of its size
RANKS = np.linspace(0.0, 1.0, 201)
LINGER = 0.8  # correlation of a miss with the next year's: 0.6 holds 2 to 5 % fewer sums of years, 0.9 as many more
MOST = 99.8  # per cent: beyond it Student's t of few degrees of freedom says more of the t than of emissions


@dataclass(frozen=True, eq=False)
class Spread:
    """How far estimates miss, of areas [area]: ``scale`` [area], ``growth`` [horizon], ``misses`` [rank] at `RANKS`.

    What all areas miss together is ``common`` times the square root of the horizon, and from ``known`` years on ``unforeseen``
    times the square root of the years since then; ``origins`` is how many both are from. All as fractions (logarithms).
    ``revised_alone`` (as a multiple of an area's scale) and ``revised_together`` are what a later release revises.
    """

    scale: Array
    growth: Array
    misses: Array
    common: float
    unforeseen: float
    known: int
    origins: int
    revised_alone: float = 0.0
    revised_together: float = 0.0

    def common_at(self, horizon: Array) -> Array:
        """What all areas miss together at any horizon, the root mean square."""
        unforeseen = self.unforeseen**2 * np.maximum(horizon - self.known, 0.0)
        together: Array = np.sqrt(self.common**2 * horizon + unforeseen + self.revised_together**2)
        return together

    def growth_at(self, horizon: Array) -> Array:
        """Growth at any horizon of one year or more: as it was tested, and with the square root of time beyond that."""
        longest = self.growth.size
        inside = self.growth[np.clip(horizon.astype(np.int64), 1, longest) - 1]
        reached = np.where(horizon > longest, inside * np.sqrt(horizon / longest), inside)
        return np.hypot(reached, self.revised_alone)


def spread_of(*, errors: TonnesPerYear, size: TonnesPerYear, known: int) -> Spread:
    """The spread that rolling-origin ``errors`` [origin, area, horizon] speak of; ``size`` [area] in tonnes a year.

    ``known`` is for how many years beyond an origin the nation's own figures were seen, as in `backtest.rolling_errors`.
    An area whose size is not known or zero gets the scale NaN. Source: as in the module's text.
    """
    off, tonnes = floats(errors), floats(size)
    together = _middle(off)
    alone = np.abs(off - together[:, None, :])
    growth = _growth(alone)
    weights = _weights(together)
    flat, of_year = _by_miss(alone / growth, weights)
    own = _weighted_median(flat, of_year)
    by_size = _by_size(own, tonnes)
    origins = off.shape[0]
    misses, chances = _relative(alone / growth, weights, own, tonnes)
    common, unforeseen = _together(together, known)
    scale, usual = _blend(own, by_size, origins), np.interp(RANKS, chances, misses)
    return Spread(
        scale=scale,
        growth=growth,
        misses=usual * _lately(alone / growth, scale, usual),
        common=common,
        unforeseen=unforeseen,
        known=known,
        origins=origins,
    )


def _middle(off: Array) -> Array:
    """The areas' median error of each origin and horizon; NaN where none is known."""
    together = np.full(off.shape[::2], np.nan)
    for origin, horizon in zip(*np.nonzero(np.isfinite(off).any(axis=1)), strict=True):
        values = off[origin, :, horizon]
        together[origin, horizon] = np.median(values[np.isfinite(values)])
    return together


def _together(together: Array, known: int) -> tuple[float, float]:
    """What all areas miss together per root of a year, while the nation is known and after it."""
    horizon = np.arange(1, together.shape[-1] + 1)
    seen, ahead = together[:, :known] ** 2 / horizon[:known], horizon[known:] - known
    common = float(np.mean(seen[np.isfinite(seen)])) if np.isfinite(seen).any() else 0.0
    tested = together.shape[0]
    beyond = (together[:, known:] ** 2 - common * horizon[known:]) / ahead
    usable = np.isfinite(beyond)
    unforeseen = max(float(np.mean(beyond[usable])), 0.0) if usable.any() else 0.0
    origins = float(usable.any(axis=1).sum())
    usual = (origins * unforeseen + USUAL_ORIGINS * USUAL_SHOCK**2) / (origins + USUAL_ORIGINS)
    shared = (tested * common + USUAL_ORIGINS * USUAL_KNOWN**2) / (tested + USUAL_ORIGINS)
    return float(np.sqrt(shared)), float(np.sqrt(usual))


def _lately(misses: Array, scale: Array, usual: Array) -> float:
    """How large the newest origins' misses [origin, area, horizon] are beside what scale and ``usual`` ranks say of them."""
    logs, weights = [], []
    expected = np.interp(TWO_THIRDS, RANKS, usual)
    relative = misses / np.where(scale > 0, scale, np.nan)[:, None]
    for origin, horizon in np.ndindex(relative.shape[0], relative.shape[2]):
        values = relative[origin, :, horizon]
        values = values[np.isfinite(values)]
        reached = np.quantile(values, TWO_THIRDS) if values.size >= FEWEST_AREAS else 0.0
        if reached > 0 and expected > 0:
            logs.append(np.log(reached / expected))
            weights.append(0.5 ** ((relative.shape[0] - 1 - origin) / RECENT))
    return float(np.exp(np.average(logs, weights=weights))) if logs else 1.0


def _growth(alone: Array) -> Array:
    """How misses grow with the horizon: the median over origins of their ratio to the first, never falling."""
    median = _middle(alone)
    growth = np.ones(alone.shape[-1])
    for place in range(1, growth.size):
        ratio = median[:, place] / np.where(median[:, 0] > 0, median[:, 0], np.nan)
        usable = ratio[np.isfinite(ratio)]
        reached = np.median(usable) if usable.size else growth[place - 1] * np.sqrt((place + 1) / place)
        growth[place] = max(growth[place - 1], reached)
    return growth


def _weights(together: Array) -> Array:
    """How much each origin and horizon counts: half as much for every half-life that its year lies back."""
    origins, horizons = together.shape
    came = np.arange(origins)[:, None] + np.arange(1, horizons + 1)
    return np.where(np.isfinite(together), 0.5 ** ((origins - came) / HALF_LIFE), 0.0)


def _by_miss(misses: Array, weights: Array) -> tuple[Array, Array]:
    """Misses [miss, area] and their weights [miss], of all origins and horizons that there are."""
    flat = misses.transpose(0, 2, 1).reshape(-1, misses.shape[1])
    has_weight = weights.ravel() > 0
    return flat[has_weight], weights.ravel()[has_weight]


def _weighted_median(values: Array, weights: Array) -> Array:
    """Median of each column, NaN without any: the first value at which half of the weight is reached."""
    known = np.isfinite(values)
    ordered = np.argsort(np.where(known, values, np.inf), axis=0)
    reached = np.cumsum(np.take_along_axis(np.where(known, weights[:, None], 0.0), ordered, axis=0), axis=0)
    place = np.argmax(reached >= reached[-1] / 2.0, axis=0)
    chosen = np.take_along_axis(values, np.take_along_axis(ordered, place[None], axis=0), axis=0)[0]
    return np.where(known.any(axis=0), chosen, np.nan)


def _by_size(own: Array, size: Array) -> Array:
    """The miss of areas of a size: a line through the logarithms of misses and sizes. One area is its own."""
    usable = np.isfinite(own) & (own > 0) & (size > 0)
    if usable.sum() < 3:
        return own
    slope, height = np.polyfit(np.log(size[usable]), np.log(own[usable]), 1)
    return np.where(size > 0, np.exp(height + slope * np.log(np.where(size > 0, size, 1.0))), np.nan)


def _blend(own: Array, by_size: Array, origins: int) -> Array:
    weight = origins / (origins + SHRINK)
    return np.where(np.isfinite(own), weight * np.nan_to_num(own) + (1.0 - weight) * by_size, by_size)


def _relative(misses: Array, weights: Array, own: Array, size: Array) -> tuple[Array, Array]:
    """Misses over a scale that their own origin had no part in, in order, and the chance of less than each."""
    relative, counts = [], []
    by_size = _by_size(own, size)
    for origin in range(misses.shape[0]):
        others = np.arange(misses.shape[0]) != origin
        flat, of_year = _by_miss(misses[others], weights[others])
        seen = _weighted_median(flat, of_year) if of_year.size else np.full(size.shape, np.nan)
        scale = _blend(seen, by_size, int(others.sum()))
        ratio = misses[origin] / np.where(scale > 0, scale, np.nan)[:, None]
        usable = np.isfinite(ratio)
        relative.append(ratio[usable])
        counts.append(np.broadcast_to(weights[origin], ratio.shape)[usable])
    values, weight = np.concatenate(relative), np.concatenate(counts)
    if not values.size or weight.sum() <= 0:
        return np.zeros(2), np.array([0.0, 1.0])
    ordered = np.argsort(values)
    reached = np.cumsum(weight[ordered]) - weight[ordered] / 2.0
    return values[ordered], reached / weight.sum()


def half_width(*, spread: Spread, horizon: TonnesPerYear, likelihood: float) -> Array:
    """Half of the range that holds ``likelihood`` per cent at each horizon (years ahead), [area, horizon], a logarithm.

    The range is from estimate * exp(-w) to estimate * exp(w). Both parts are added as independent errors are, by their
    squares. A longer horizon is never a narrower range.
    Source: as in the module's text.
    """
    years = floats(horizon)
    alone = spread.growth_at(years) * spread.scale[:, None] * np.interp(likelihood / 100.0, RANKS, spread.misses)
    together = spread.common_at(years) * student_quantile(50.0 + likelihood / 2.0, spread.origins)
    return np.sqrt(alone**2 + together**2)


@lru_cache(maxsize=8)
def _latent(size: int, years: int, seed: int) -> np.typing.NDArray[np.int64]:
    """Ranks [2, draw, year] of draws that linger from year to year, as many below the middle as above it."""
    rng = np.random.default_rng(seed)
    paths = rng.standard_normal((2, (size + 1) // 2, years))
    for year in range(1, years):
        paths[:, :, year] = LINGER * paths[:, :, year - 1] + np.sqrt(1.0 - LINGER**2) * paths[:, :, year]
    paths = np.concatenate([paths, -paths], axis=1)[:, :size]
    paths[1] = paths[1][rng.permutation(size)]
    ranks: np.typing.NDArray[np.int64] = paths.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return ranks


@lru_cache(maxsize=32)
def _student(degrees: int) -> Array:
    """Student's t within which it lies with each chance of `RANKS`, the outermost at 99.8 %."""
    inside = np.minimum(100.0 * RANKS, MOST)
    return np.array([student_quantile(50.0 + chance / 2.0, degrees) for chance in inside.tolist()])


def draw_errors(*, spread: Spread, horizon: TonnesPerYear, size: int, seed: int) -> tuple[Array, Array]:
    """Draws of both parts, each [draw, horizon]: the common one as it is, an area's own to be multiplied by its scale.

    The logarithm of what comes over the estimate is ``common + scale[a] * own``. Every year's draws are spread evenly over
    what may come, and linger from one year to the next. ``horizon`` [year] ascending, zero or more: no error at zero.
    Source: as in the module's text.
    """
    years = floats(horizon)
    ranks = _latent(size, years.size, seed)
    chances = np.abs(2.0 * (np.arange(size) + 0.5) / size - 1.0)
    sides = np.sign(np.arange(size) + 0.5 - size / 2)
    shocks = sides * np.interp(chances, RANKS, _student(spread.origins))
    misses = sides * np.interp(chances, RANKS, spread.misses)
    ahead = years > 0
    common = np.where(ahead, spread.common_at(years) * shocks[ranks[0]], 0.0)
    own = np.where(ahead, spread.growth_at(np.maximum(years, 1.0)) * misses[ranks[1]], 0.0)
    return common, own

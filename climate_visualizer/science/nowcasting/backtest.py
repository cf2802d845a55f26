"""Rolling-origin tests: the nowcast made from every earlier year as it would have been then, against what came.

An origin is a place on the year axis at which statistics are cut off. `known` more years of the nation's own figures may be
seen beyond it, as they are in life, where national statistics come earlier than local ones.
"""

from __future__ import annotations

import numpy as np

from climate_visualizer.science.nowcasting.nowcast import SPAN, level, nation_ratios, nowcast
from climate_visualizer.science.units import Array, Fraction, TonnesPerYear, floats, quotient


def estimate_from(
    *,
    emissions: TonnesPerYear,
    nation: TonnesPerYear,
    origin: int,
    years: int,
    known: int,
    damping: Fraction,
    span: int,
    levels: int = 1,
) -> Array:
    """What would have been estimated from an origin, [area, sector, k] for k = 1 ... ``years``.

    ``emissions`` [area, sector, Y], ``nation`` [sector, Y]; ``levels`` years make up the level, see `nowcast.level`.
    Source: `nowcast`.
    """
    own, national = floats(emissions), floats(nation)
    seen = national[..., : origin + known + 1]
    ratios = nation_ratios(nation=seen, published=origin, years=years, damping=damping, span=span)
    start = level(emissions=own[..., : origin + 1], nation=national[..., : origin + 1], years=levels)
    return nowcast(emissions=start, ratios=ratios)


def rolling_errors(
    *,
    emissions: TonnesPerYear,
    nation: TonnesPerYear,
    damping: Fraction,
    known: int,
    horizons: int,
    span: int = SPAN,
    first: int = 1,
) -> Array:
    """Logarithm of what came over what had been estimated, [origin, area, horizon], from every origin since ``first``.

    ``emissions`` [area, sector, Y] in consecutive years, ``nation`` [sector, Y], ``damping`` [sector]. NaN where the year
    has not come yet or nothing is emitted. Needs three years or more, else `ValueError`.
    Source: Tashman 2000, rolling origins.
    """
    own = floats(emissions)
    size = own.shape[-1]
    if size < first + 2:
        raise ValueError(f"Rolling origins need at least {first + 2} years; there are {size}.")
    errors = np.full((size - 1 - first, own.shape[0], horizons), np.nan)
    for number, origin in enumerate(range(first, size - 1)):
        years = min(horizons, size - 1 - origin)
        guess = estimate_from(
            emissions=own, nation=nation, origin=origin, years=years, known=known, damping=damping, span=span
        ).sum(axis=1)
        came = own[:, :, origin + 1 : origin + 1 + years].sum(axis=1)
        usable = (guess > 0) & (came > 0)
        errors[number, :, :years] = np.where(
            usable, np.log(np.where(usable, came, 1.0) / np.where(usable, guess, 1.0)), np.nan
        )
    return errors


def sector_error(
    *,
    emissions: TonnesPerYear,
    nation: TonnesPerYear,
    damping: float,
    known: int,
    horizons: int,
    span: int,
    levels: int = 1,
    first: int = 2,
) -> Array:
    """Tonnes missed in all areas over tonnes emitted, [sector, horizon], over every origin since ``first``.

    One number for a sector's areas large and small, by which damping and level are chosen. Source: weighted absolute
    percentage error, Hyndman and Koehler 2006.
    """
    own = floats(emissions)
    missed, emitted = np.zeros((own.shape[1], horizons)), np.zeros((own.shape[1], horizons))
    for origin in range(first, own.shape[-1] - 1):
        years = min(horizons, own.shape[-1] - 1 - origin)
        guess = estimate_from(
            emissions=own, nation=nation, origin=origin, years=years, known=known,
            damping=np.full(own.shape[1], damping), span=span, levels=levels,
        )  # fmt: skip
        came = own[:, :, origin + 1 : origin + 1 + years]
        missed[:, :years] += np.nansum(np.abs(guess - came), axis=0)
        emitted[:, :years] += np.nansum(came, axis=0)
    return quotient(missed, emitted)


def score(*, estimates: TonnesPerYear, came: TonnesPerYear) -> dict[str, float]:
    """Median, ninth in ten and bias (fractions of what came) of estimates, over all their elements.

    ``estimates`` and ``came`` of one shape; pairs with a missing figure or nothing emitted are left out. NaN without any.
    Source: definition.

    >>> score(estimates=[102.0, 95.0, 100.0], came=[100.0, 100.0, 100.0])
    {'median': 0.02, 'ninth_in_ten': 0.044, 'bias': 0.0}
    """
    guess, true = floats(estimates).ravel(), floats(came).ravel()
    usable = np.isfinite(guess) & np.isfinite(true) & (true > 0)
    if not usable.any():
        return dict.fromkeys(("median", "ninth_in_ten", "bias"), float("nan"))
    off = guess[usable] / true[usable] - 1.0
    return {
        "median": round(float(np.median(np.abs(off))), 6),
        "ninth_in_ten": round(float(np.quantile(np.abs(off), 0.9)), 6),
        "bias": round(float(np.median(off)), 6),
    }


LITTLE = 0.005  # half a per cent of a sector is less than statistics are revised by from one release to the next


def choose(*, errors: Fraction, choices: Fraction, gain: float, most: float) -> Array:
    """For each sector the first of ``choices`` that errs no more than ``gain`` (and half a per cent) above the best, [sector].

    ``errors`` [choice, sector, horizon] as `sector_error` gives them, averaged over horizons; choices stand from the
    simplest (stand still, one year) on, so that more is only taken where it pays. A sector whose best misses more than
    ``most`` of what it emits, or that emits nothing, keeps the simplest: no rule can be learnt from it.
    Source: the one-standard-error rule in spirit, Hastie et al. 2009, with a fixed gain.

    >>> choose(errors=[[[0.10], [0.20]], [[0.08], [0.199]]], choices=[0.0, 0.5], gain=0.02, most=0.5)
    array([0.5, 0. ])
    """
    mean = np.nan_to_num(floats(errors).mean(axis=-1), nan=np.inf)
    best = mean.min(axis=0)
    enough = mean <= best * (1.0 + gain) + LITTLE
    place = np.where(best <= most, np.argmax(enough, axis=0), 0)
    return floats(choices)[place]

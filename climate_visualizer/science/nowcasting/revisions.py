"""Revisions: how far a publisher's next release moves the years that an earlier one had, which ranges of estimates must hold too.

Rolling origins stay within one release: an estimate starts from figures that are final, and meets figures of the same making. In
life it starts from the newest release and is judged by a later one, which has other figures for the year that it started from.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from climate_visualizer.science.nowcasting.error_spread import RANKS, TWO_THIRDS, Spread
from climate_visualizer.science.units import TonnesPerYear, floats

NINE_TENTHS = 0.9


def revision_of(*, earlier: TonnesPerYear, later: TonnesPerYear, spread: Spread) -> tuple[float, float]:
    """How far two releases lie apart in the same years, both [area, year]: ``alone`` and ``together`` for `revised`.

    ``together`` is the root mean square of the areas' median revision, a logarithm; ``alone`` is what each area was revised by
    besides, as a multiple of its scale in ``spread``: the mean of what holds two in three and what holds nine in ten, over years.
    Source: definition.
    """
    before, after = floats(earlier), floats(later)
    usable = (before > 0) & (after > 0)
    off = np.where(usable, np.log(np.where(usable, after, 1.0) / np.where(usable, before, 1.0)), np.nan)
    together = np.nanmedian(off, axis=0)
    relative = np.abs(off - together) / np.where(spread.scale > 0, spread.scale, np.nan)[:, None]
    parts = [
        np.nanquantile(relative, chance, axis=0) / np.interp(chance, RANKS, spread.misses)
        for chance in (TWO_THIRDS, NINE_TENTHS)
    ]
    return float(np.mean(parts)), float(np.sqrt(np.mean(together**2)))


def revised(*, spread: Spread, alone: float, together: float) -> Spread:
    """A spread that holds revisions too: the same at every horizon, added as independent errors are.

    Source: the variance of a sum of independent errors.
    """
    return replace(spread, revised_alone=alone, revised_together=together)

"""Rounding that adds up (largest remainder): figures that stand together as a sum are rounded together, to one precision.

Each number rounded by itself makes 1 358 000 - 558 000 = 799 000, and shares of 101 per cent. Here the whole is rounded,
and the parts share what that leaves: none of them moves by more than one step from where it is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from climate_visualizer.languages.language import MILLIARD, MILLION, Language

BILLIONS_FROM, MILLIONS_FROM = 1e8, 1e5  # steps from which a figure is written in billions and in millions of tonnes
SMALL = 0.01  # a share below one per cent is told to be less than that


def added_up(values: Sequence[float], total: float, step: float = 1.0) -> list[float]:
    """Parts as multiples of a step that add up to the rounded whole; each by itself where they are not its parts.

    Parts that miss the whole by more than their own rounding contradict it, and are left to do so.
    """
    counts = [value / step for value in values]
    if not all(math.isfinite(count) for count in (*counts, total)) or not counts:
        return [round(count) * step if math.isfinite(count) else count for count in counts]
    if abs(sum(counts) - total / step) > len(counts) / 2.0:
        return [round(count) * step for count in counts]
    floors = [math.floor(count) for count in counts]
    missing = round(total / step) - sum(floors)
    order = sorted(range(len(counts)), key=lambda at: (counts[at] == floors[at], floors[at] - counts[at], at))
    while missing:  # once round is enough, but for parts that miss the whole by their own rounding
        change = 1 if missing > 0 else -1
        for at in (order if change > 0 else order[::-1])[: abs(missing)]:
            floors[at] += change
            missing -= change
    return [floor * step for floor in floors]


def printed_step(tonnes: float) -> float:
    """The step to which `Language.tonnes` rounds a figure."""
    size = abs(tonnes)
    if size >= 10 * MILLION:
        unit = MILLIARD if size >= MILLIARD else MILLION
        return unit if size >= 100 * unit else unit / 10.0
    if size >= MILLION:
        return 1000.0
    return max(10.0 ** (math.floor(math.log10(size)) - 2), 1.0) if size > 0 else math.inf


def common_step(tonnes: Sequence[float]) -> float:
    """The one precision of figures that stand together: that of the one which is told most exactly."""
    steps = [printed_step(amount) for amount in tonnes if math.isfinite(amount)]
    least = min(steps, default=1.0)
    return least if math.isfinite(least) else 1.0


def tonnes_to(value: float, step: float, language: Language) -> str:
    """Tonnes at a precision, in the unit that goes with it."""
    if step >= BILLIONS_FROM:
        digits = round(9 - math.log10(step))
        return language.t("{number} billion tonnes", number=language.decimal(value / MILLIARD, max(digits, 0)))
    if step >= MILLIONS_FROM:
        digits = round(6 - math.log10(step))
        return language.t("{number} million tonnes", number=language.decimal(value / MILLION, max(digits, 0)))
    return language.t("{number} tonnes", number=language.whole(round(value / step) * step))


def in_one_unit(amounts: Sequence[float], language: Language) -> list[str]:
    """Tonnes as they stand under each other, briefly: in the unit that the least of them can bear."""
    least, most = min(amounts, default=0.0), max(amounts, default=0.0)
    if least >= MILLION:
        return [f"{language.decimal(amount / MILLION, 1)}\u00a0Mt" for amount in amounts]
    if least >= 1000.0:
        return [f"{language.decimal(amount / 1000.0, 0 if most >= MILLION else 1)}\u00a0kt" for amount in amounts]
    return [f"{language.whole(amount)}\u00a0t" for amount in amounts]


def percents(shares: Sequence[float], digits: int = 0) -> list[float]:
    """Shares of one whole (fractions) as per cent that add up to a hundred."""
    return [
        round(percentage, digits) for percentage in added_up([100.0 * share for share in shares], 100.0, 10.0**-digits)
    ]


def shares_in_column(shares: Sequence[float], language: Language) -> list[str]:
    """Shares of one whole as they stand under each other: whole per cent that add up, below one per cent said to be less.

    What is less than one per cent is some of the hundred that the others leave.
    """
    small = [0 < share < SMALL for share in shares]
    large = [share for share, less in zip(shares, small, strict=True) if not less]
    small_total = [sum(share for share, less in zip(shares, small, strict=True) if less)] if any(small) else []
    written = iter(percents([*large, *small_total]))
    less_than = f"<\u00a0{language.percent(SMALL)}"
    return [less_than if less else language.percent(next(written) / 100.0) for less in small]

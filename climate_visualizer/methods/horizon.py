"""Horizon: the last year that anything is worked out for, and the last day that figures can be of.

Nothing is known of emissions after it, so nothing is said of them but that a budget "lasts longer than to" this year. A path
begins the year after the day that figures are of and needs a year to go through; so the last day is in the year before. Later
than that, figures stay as of that day, and every page says so.
"""

from __future__ import annotations

from datetime import date

LAST_YEAR = 2050
LAST_DAY = date(LAST_YEAR - 1, 12, 31)


class BeyondHorizon(ValueError):
    """Figures are asked for of a day that none can be worked out for; the sentence names the last that they can."""


def within(day: date) -> date:
    """A day, or the last one that figures can be of."""
    return min(day, LAST_DAY)


def ensure_within(day: date) -> None:
    """Refuse a day after the last one; `within` gives the nearest that can be had."""
    if day > LAST_DAY:
        raise BeyondHorizon(
            f"No figures can be of {day}: they are worked out to the end of {LAST_YEAR}, and so for days to {LAST_DAY}."
        )

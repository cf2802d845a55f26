"""Between calendar days and instants, which are years with decimals: 2024.0 is the first moment of 1 January 2024."""

from __future__ import annotations

import math
from datetime import date, timedelta

_LAST = date.max.year


def _days(year: int) -> int:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days


def instant(day: date) -> float:
    """The start of a day as a year with decimals."""
    return day.year + (day - date(day.year, 1, 1)).days / _days(day.year)


def day_of(moment: float) -> date | None:
    """The day in which an instant falls; None for never (infinite), for no answer (NaN) and beyond the calendar."""
    if not math.isfinite(moment) or moment >= _LAST:
        return None
    year = math.floor(moment)
    return date(year, 1, 1) + timedelta(days=math.floor((moment - year) * _days(year) + 1e-9))

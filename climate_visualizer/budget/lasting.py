"""How long a budget lasts, as far as that can be said: to the day until the end of 2050, and no further.

A rate of today says nothing of a day in 2485, and a trend that has reached zero doesn't say that nothing is emitted. So
a budget that isn't used up by the end of 2050 "lasts longer than to 2050": one rule for page, table, map, embed, badge,
poster, report, files and API. Whatever works out the rate, its days and years pass through here before they are told.
"""

from __future__ import annotations

from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.budget.calendar import day_of, instant
from climate_visualizer.languages.grammar import When
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_DAY, LAST_YEAR

Array = NDArray[np.float64]
END = float(LAST_YEAR + 1)  # the instant at which the last year that is spoken of is over


class Standing(Protocol):
    """What is known of a budget and its end; days are None where there is none that can be told."""

    @property
    def budget_t(self) -> float: ...
    @property
    def remaining_t(self) -> float: ...
    @property
    def used_up_on(self) -> date | None: ...
    @property
    def overdrawn_since(self) -> date | None: ...


def told_day(moment: float) -> date | None:
    """The day in which an instant falls; None for never, for no answer, and beyond 2050."""
    return day_of(moment) if moment < END else None


def most_years(as_of: date) -> float:
    """Years from a day to the end of 2050."""
    return END - instant(as_of)


def told_years(years: float, as_of: date) -> float | None:
    """Years that a budget lasts; None where there are none, and beyond 2050."""
    return float(years) if years < most_years(as_of) else None


def lasts_beyond(*, remaining: Array, used_up_at: Array) -> NDArray[np.bool_]:
    """Marks the budgets with something left that no day until the end of 2050 uses up.

    ``used_up_at`` is NaN or infinite where a rate of zero never does.
    """
    return (remaining >= 0) & ~(used_up_at < END)


def outlasts(one: Standing) -> bool:
    """Whether a budget has something left and isn't used up by the end of 2050."""
    return one.remaining_t >= 0 and one.used_up_on is None


def until(one: Standing, language: Language) -> When | None:
    """The month in which the budget is used up; None where that lies behind, or beyond 2050."""
    return None if one.used_up_on is None else language.month(one.used_up_on)


def in_short(one: Standing, language: Language) -> str:
    """Until when a budget lasts or since when it is used up, in a few words."""
    if one.budget_t < 0:
        return language.t("used up before it began")
    if one.overdrawn_since:
        return language.t("used up since {when}", when=language.month(one.overdrawn_since))
    when = until(one, language)
    if when is None:
        return beyond(language)
    return language.t("lasts until {when}", when=when)


def dated(as_of: date, language: Language) -> str:
    """That figures stay as of the last day that any can be of; empty before it."""
    if as_of < LAST_DAY:
        return ""
    return language.t(
        "Figures are of {day}: none can be worked out for later days, and nothing is said of the time after {year}.",
        day=language.day(LAST_DAY),
        year=LAST_YEAR,
    )


def beyond(language: Language) -> str:
    """That it lasts longer than can be told."""
    return language.t("lasts longer than to {year}", year=LAST_YEAR)


def after(language: Language) -> str:
    """The same in a column of months."""
    return language.t("after {year}", year=LAST_YEAR)


def cell(one: Standing, language: Language) -> str:
    """The same in a column that says until when."""
    if one.budget_t < 0 or one.overdrawn_since:
        return in_short(one, language)
    return until(one, language) or after(language)


def more_years(as_of: date, language: Language) -> str:
    """The years to the end of 2050, as what it lasts longer than."""
    return language.t("more than {number}", number=language.whole(int(most_years(as_of))))


def over_years(as_of: date, language: Language) -> str:
    """The same where there is little room."""
    return f">\u00a0{language.whole(int(most_years(as_of)))}"

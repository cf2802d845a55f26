"""Certainty in words: how sure a budget is, and what other budgets give the same area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.lasting import after
from climate_visualizer.budget.ranges.uncertainty_ranges import Outlook, Vintage
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.parameters import revisions
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.words.statistics_age import both_dates, by_other_rules

LOW, HIGH = 17.0, 83.0
TOLD_FROM = 3.0  # points by which a likelihood must have moved to be told: less is within the tables' rounding


# Why each method differs from the others, in a line; what it is in full stands on the method page.
WHY = {
    "se-uppsala-2023": "What poorer countries need comes off first; the rest is shared among the richer ones.",
    "se-uppsala-2022": "The same as worked out two years before, with more emitted since it starts.",
    "gb-tyndall-2020": "The country\u2019s own budget from 2020; places get their part by what they emit.",
    "world-per-head": "Everybody in the world gets as much, so a country gets what its people are.",
    "world-grandfathering": "Who emits much today gets much: that favours rich countries.",
    "world-blend": "Halfway between people and present emissions.",
    "world-convergence": "From what is emitted today towards equal for all in 2050.",
    "world-ability": "The richer a country is, the more it has to cut.",
    "world-responsibility": "What was emitted since 1990 and high incomes count against a country.",
    "world-cumulative": "Equal for all since 1990: what was emitted too much since then is a debt.",
}


@dataclass(frozen=True)
class OtherBudget:
    """One row of a comparison: the method's name, its start, what is left, and until when; `chosen` is the page's own.

    `why` says in a line why the method differs.
    """

    method: str
    name: str
    why: str
    start: int
    chance: int
    left: str
    until: str
    overdrawn: bool
    chosen: bool


def certainty(a: Assessment, outlook: Outlook | None, language: Language) -> tuple[str, ...]:
    """Sentences on both dates, what estimates may miss, the degrees that the trend stands for, and the chance of the limit."""
    sentences = [both_dates(a, language), *by_other_rules(a, language), _left(a, language), _unrevised(a, language)]
    sentences.append(_range(a, language))
    if outlook is not None:
        sentences += [_degrees(outlook, language), _chance(outlook, language), _revised(outlook, language)]
        sentences.append(_fit(outlook, language))
    return tuple(sentence for sentence in sentences if sentence)


def _left(a: Assessment, language: Language) -> str:
    """What is left with its range: two cases out of three."""
    if a.ranges is None:
        return ""
    left = a.ranges.remaining_t
    if left.high < 0:
        return language.t(
            "Emissions after {year} are estimated: in two cases out of three the budget is overdrawn by {least} to {most}.",
            year=a.base_year,
            least=language.tonnes(-left.high),
            most=language.tonnes(-left.low),
        )
    if left.low < 0:
        return language.t(
            "Emissions after {year} are estimated: in two cases out of three the budget is anything from overdrawn by {over} "
            "to {high} left.",
            year=a.base_year,
            over=language.tonnes(-left.low),
            high=language.tonnes(left.high),
        )
    return language.t(
        "Emissions after {year} are estimated: in two cases out of three what is left lies between {low} and {high}.",
        year=a.base_year,
        low=language.tonnes(left.low),
        high=language.tonnes(left.high),
    )


def _fit(outlook: Outlook, language: Language) -> str:
    """How closely a climate that was fitted to a published table meets it."""
    if outlook.fitted_within_gt is None:
        return ""
    return language.t(
        "What gases other than carbon dioxide add is fitted to this world budget's own table, and meets each of its figures "
        "within {gigatonnes} billion tonnes.",
        gigatonnes=language.decimal(outlook.fitted_within_gt),
    )


def _chance(outlook: Outlook, language: Language) -> str:
    chance = outlook.chance_within
    if chance < 0.01:
        chance_words = language.t("less than {number} per cent", number=1)
    elif chance > 0.99:
        chance_words = language.t("more than {number} per cent", number=99)
    else:
        chance_words = language.t("about {number} per cent", number=language.whole(round(100 * chance)))
    limit = language.degrees(outlook.limit)
    return language.t(
        "Then the chance of staying below {limit} degrees would be {chance}.", limit=limit, chance=chance_words
    )


def _unrevised(a: Assessment, language: Language) -> str:
    """That ranges hold nothing of what later releases revise, of a country whose releases have not been compared."""
    if a.ranges is None or any(revisions(a.area.country)):
        return ""
    return language.t(
        "What later releases revise is not in this range: for this country no two releases have been compared."
    )


def _range(a: Assessment, language: Language) -> str:
    """When one case in six has used the budget up at today's rate, and when five in six have."""
    if a.ranges is None:
        return ""
    low, high = a.ranges.used_up_on.low, a.ranges.used_up_on.high
    if high is not None and high <= a.as_of:
        return language.t("Even with all that is uncertain, it is used up already in five cases out of six.")
    if low is None:
        return language.t("In at least five cases out of six it lasts longer than to {year}.", year=LAST_YEAR)
    early = (
        language.t("is used up already")
        if low <= a.as_of
        else language.t("is used up by {when}", when=_when(low, language))
    )
    end = language.year(LAST_YEAR) if high is None else _when(high, language)
    late = language.t("lasts beyond {when}", when=end)
    return language.t(
        "In one case out of six the budget {early} at today\u2019s rate, in one case out of six it {late}.",
        early=early,
        late=late,
    )


def _when(day: date, language: Language) -> str:
    return language.month(day) if day.year < 2040 else language.year(day.year)


def _degrees(outlook: Outlook, language: Language) -> str:
    if outlook.implied_above is not None:
        return language.t(
            "If everybody used their budget as this trend does until {year}, the world would become more than {degrees} "
            "degrees warmer; the relation between emissions and warming is not assessed any further.",
            year=LAST_YEAR,
            degrees=language.degrees(outlook.implied_above),
        )
    if outlook.implied_limit is None:
        return language.t("If emissions follow their trend, the budget can't be kept.")
    low, middle, high = (language.decimal(degrees, 1) for degrees in outlook.implied_limit)
    return language.t(
        "If everybody used their budget as this trend does until {year} and emitted nothing after it, the world would "
        "become about {middle} degrees warmer ({low}\u2013{high}).",
        year=LAST_YEAR,
        low=low,
        middle=middle,
        high=high,
    )


def _revised(outlook: Outlook, language: Language) -> str:
    """What the newest assessment makes of the likelihood that a budget was published with, where it moved by three points."""
    revised = outlook.revised
    if revised is None or abs(revised.percent - revised.stated) < TOLD_FROM:
        return ""
    return language.t(
        "By newer science ({source}) the same budget keeps warming below {limit} degrees with a likelihood of about {percent} "
        "per cent instead of {stated}.",
        source=revised.title,
        limit=language.degrees(outlook.limit),
        percent=language.whole(round(revised.percent)),
        stated=language.whole(revised.stated),
    )


def other_budgets(a: Assessment, vintages: tuple[Vintage, ...], language: Language) -> tuple[OtherBudget, ...]:
    """The newest vintage of every method, beside the chosen one."""
    chosen = (a.choices.method, a.choices.vintage)
    first = [vintage for vintage in vintages if vintage.is_first]
    rows = [vintage for vintage in vintages if (vintage.method, vintage.vintage) == chosen or vintage in first]
    return tuple(_row(vintage, (vintage.method, vintage.vintage) == chosen, language) for vintage in rows)


def _row(vintage: Vintage, chosen: bool, language: Language) -> OtherBudget:
    return OtherBudget(
        method=vintage.method,
        name=find_method(vintage.method).name[language.code],
        why=language.t(WHY[vintage.method]) if vintage.method in WHY else "",
        start=vintage.budget_start.year,
        chance=vintage.likelihood,
        left=debt_said(vintage, language) or balance_said(vintage.remaining_t, language),
        until=until_said(vintage, language),
        overdrawn=vintage.remaining_t < 0,
        chosen=chosen,
    )


def balance_said(tonnes: float, language: Language) -> str:
    """What is left, or how much has been emitted beyond it: no minus sign stands among amounts that are left."""
    if tonnes < 0:
        return language.t("{tonnes} too much", tonnes=language.tonnes(-tonnes))
    return language.tonnes(tonnes)


def debt_said(vintage: Vintage, language: Language) -> str:
    """A nation's debt as one, a head and year; empty where there is none."""
    if vintage.debt_t_per_head_year is None:
        return ""
    return language.t(
        "a debt of {tonnes} tonnes per person and year", tonnes=language.decimal(vintage.debt_t_per_head_year)
    )


def until_said(vintage: Vintage, language: Language) -> str:
    """Until when one budget lasts, or since when it is used up."""
    if vintage.debt_t_per_head_year is not None:
        return language.t("the whole country\u2019s, to be financed elsewhere")
    if vintage.budget_t < 0:
        return language.t("used up before it began")
    if vintage.overdrawn_since:
        return language.t("used up since {when}", when=language.month(vintage.overdrawn_since))
    if vintage.used_up_on is None:
        return after(language)
    return language.t("until {when}", when=_when(vintage.used_up_on, language))

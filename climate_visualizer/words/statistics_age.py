"""Age of the statistics in words: the newest year that is measured, and what rests on estimates after it."""

from __future__ import annotations

from datetime import date

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.figures import MEAN_OF
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR


def dated(a: Assessment, language: Language) -> str:
    """What stands beside every headline: the newest statistics, the range of what is left, and both dates."""
    return " ".join(sentence for sentence in (statistics_age(a, language), both_dates(a, language)) if sentence)


def age_in_short(a: Assessment, language: Language) -> str:
    """The same where there is little room: the newest year, and that later ones are estimated."""
    sentences = [_newest(a, language)]
    if a.emitted_estimated_t > 0:
        estimated = language.t("The years after it are estimated.")
        sentences.append(_estimated(a, language) if rests_on_estimates(a) else estimated)
    return " ".join((*sentences, *by_other_rules(a, language)))


def by_other_rules(a: Assessment, language: Language) -> list[str]:
    """What a reader has put in the place of the estimates and of today's rate; nothing where neither is changed."""
    t, year = language.t, a.base_year
    rules = {
        "level": lambda: t("Years after {year} are here taken to be like that one.", year=year),
        "line": lambda: t(
            "Years after {year} are here taken to lie on a straight line through the ten before.", year=year
        ),
        "growth": lambda: t(
            "Years after {year} are here taken to change by the same part each year, as in the ten before.", year=year
        ),
        "last-published": lambda: t("\u201cToday\u2019s rate\u201d is here that of {year}.", year=year),
        "five-years": lambda: t(
            "\u201cToday\u2019s rate\u201d is here the mean of {first} to {last}.", first=year - MEAN_OF + 1, last=year
        ),
    }
    return [rules[rule]() for rule in (a.choices.trend, a.choices.rate) if rule in rules]


def rests_on_estimates(a: Assessment) -> bool:
    """Whether the budget is used up by what is estimated alone: published years by themselves leave something of it."""
    return a.is_overdrawn and a.budget_t > a.emitted_published_t


def both_dates(a: Assessment, language: Language) -> str:
    """Both dates together: at today's rate, and if the trend goes on; nothing where the budget is used up."""
    if a.is_overdrawn:
        return ""
    rate, trend = _lasts(a.used_up_on, language), _lasts(a.used_up_on_trend, language)
    if rate == trend:
        return language.t("At today\u2019s rate {rate}, and just as long if the trend goes on.", rate=rate)
    return language.t("At today\u2019s rate {rate}; if the trend goes on, {trend}.", rate=rate, trend=trend)


def _lasts(day: date | None, language: Language) -> str:
    if day is None:
        return language.t("the budget lasts longer than to {year}", year=LAST_YEAR)
    return language.t("the budget lasts until {when}", when=language.month(day))


def _newest(a: Assessment, language: Language) -> str:
    return language.t("Newest statistics: {year}.", year=a.base_year)


def statistics_age(a: Assessment, language: Language) -> str:
    """The year of the newest statistics beside the headline, with the range of what is left; what is said stays true for all.

    A budget that is used up on estimated years alone says so.
    """
    sentences = [_newest(a, language)]
    if a.emitted_estimated_t > 0:
        sentences.append(_estimated(a, language))
    return " ".join((*sentences, *by_other_rules(a, language)))


def _estimated(a: Assessment, language: Language) -> str:
    """What the estimate is worth: its range, or that the overdraft rests on it alone."""
    if rests_on_estimates(a):
        return language.t("The years after it are estimated, and that the budget is used up rests on them.")
    if a.is_overdrawn or a.ranges is None:
        return language.t("The years after it are estimated.")
    left = a.ranges.remaining_t
    if left.low < 0:  # no minus sign stands among amounts that are left
        return language.t(
            "The years after it are estimated: in two cases out of three the budget is anything from overdrawn by {over} to "
            "{high} left.",
            over=language.tonnes(-left.low),
            high=language.tonnes(left.high),
        )
    return language.t(
        "The years after it are estimated: in two cases out of three {low} to {high} are left.",
        low=language.tonnes(left.low),
        high=language.tonnes(left.high),
    )

"""A scenario's answer in words: the headline, its figures with what they mean, and what is wrong with a bad one."""

from __future__ import annotations

import math
from dataclasses import dataclass

from climate_visualizer.languages.language import MINUS, Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.scenarios.scenario import Answer
from climate_visualizer.science.findings import days_bought

FIELDS = {
    "s": "scenario in the address",
    "t": "scenario in the address",
    "way": "way to cut",
    "start": "year when the cut begins",
    "cut": "cut a year",
    "sectors": "sectors",
    "target": "target",
    "target_year": "year of the target",
    "target_cut": "cut of the target",
    "target_base": "base year of the target",
    "drawn": "drawn path",
    "measures": "measures",
}


@dataclass(frozen=True)
class Fact:
    """One figure of an answer: its key, the figure and what it means; `bad` where it tells of an overdraft."""

    key: str
    value: str
    meaning: str
    bad: bool = False


def headline(answer: Answer, language: Language) -> str:
    """What the scenario comes to, in a sentence."""
    if answer.is_overdrawn:
        return language.t(
            "The budget is already used up. By 2050 this path emits {tonnes} more than it allows.",
            tonnes=language.tonnes(-answer.left_t),
        )
    if answer.keeps:
        return language.t("This path keeps to the budget.")
    if answer.used_up_on is None:
        return language.t("This path uses the budget up in 2050.")
    return language.t("On this path the budget lasts until {month}.", month=language.month(answer.used_up_on))


def _signed_days(days: int, language: Language) -> str:
    return ("+" if days > 0 else MINUS) + language.n("{count} day", "{count} days", abs(days))


def _days(answer: Answer, language: Language) -> Fact:
    """Days gained or lost against the trend; where there is no date, what is saved in days of today's emissions."""
    if answer.days_gained is not None:
        days = answer.days_gained
        if days == 0:
            return Fact("days", language.t("No difference"), language.t("from emissions that go on as now"))
        meaning = language.t(
            "longer than if emissions go on as now" if days > 0 else "shorter than if emissions go on as now"
        )
        return Fact("days", _signed_days(days, language), meaning, days < 0)
    if answer.saved_days is None:
        meaning = language.t(
            "saved by 2050, against going on as now"
            if answer.saved_t >= 0
            else "added by 2050, against going on as now"
        )
        return Fact("days", language.tonnes(abs(answer.saved_t)), meaning, answer.saved_t < 0)
    days = round(answer.saved_days)
    meaning = (
        language.t("of today’s emissions saved by 2050, against going on as now")
        if days >= 0
        else language.t("of today’s emissions added by 2050, against going on as now")
    )
    return Fact("days", language.n("{count} day", "{count} days", abs(days)), meaning, days < 0)


def _used(answer: Answer, language: Language) -> Fact:
    meaning = language.t(
        "emitted from {start} to 2050. The budget is {budget}.",
        start=answer.budget_start,
        budget=language.tonnes(answer.budget_t),
    )
    return Fact("used", language.tonnes(answer.used_t), meaning, not answer.keeps)


def _missing(answer: Answer, language: Language) -> Fact:
    years = {"first": answer.scenario.start, "last": LAST_YEAR}
    if answer.keeps:
        meaning = language.t("of the budget are left in 2050. Nothing more has to be found.")
        return Fact("missing", language.tonnes(answer.left_t), meaning)
    meaning = language.t("a year remain to be found, every year from {first} to {last}", **years)
    return Fact("missing", language.tonnes(answer.missing_t_per_year), meaning, True)


def _delay(answer: Answer, language: Language) -> Fact:
    if answer.delay_t is None:
        return _needed(answer, language)
    days = float(days_bought(tonnes=answer.delay_t, emissions=answer.current_t_per_year))
    if not math.isfinite(days):
        return Fact("delay", language.tonnes(answer.delay_t), language.t("is the cost of beginning a year later"))
    meaning = language.n(
        "is the cost of beginning a year later: {count} day of today’s emissions",
        "is the cost of beginning a year later: {count} days of today’s emissions",
        round(days),
    )
    return Fact("delay", language.tonnes(answer.delay_t), meaning)


def _needed(answer: Answer, language: Language) -> Fact:
    """The cut that the budget takes, and a year later, where the scenario itself has no cost of waiting."""
    now, later = answer.delays[0].required_cut, answer.delays[1].required_cut if len(answer.delays) > 1 else None
    if now is None and answer.current_t_per_year == 0 and not answer.is_overdrawn:
        return Fact("delay", "–", language.t("The trend has no emissions left that a cut could be named for."))
    if now is None:
        return Fact("delay", "–", language.t("No path is left that keeps to this budget."), True)
    after = language.percent(later, 1) if later is not None else language.t("no path left")
    meaning = language.t(
        "a year is the cut needed from {first}. A year later: {later}.", first=answer.delays[0].year, later=after
    )
    return Fact("delay", language.percent(now, 1), meaning)


def _reached(answer: Answer, language: Language) -> Fact:
    if answer.reached is None:
        widest = language.t("over {limit}°", limit=language.decimal(answer.choices.limit, 1))
        return Fact("reached", widest, language.t("This path keeps to none of the method’s budgets."), True)
    limit, likelihood = answer.reached
    meaning = language.t(
        "is the lowest limit whose budget this path keeps to, with a chance of {chance}",
        chance=language.per_cent(likelihood),
    )
    return Fact("reached", f"{language.decimal(limit, 1)}°", meaning)


def facts(answer: Answer, language: Language) -> tuple[Fact, ...]:
    """The five figures beside a scenario's chart."""
    return (
        _days(answer, language),
        _used(answer, language),
        _missing(answer, language),
        _delay(answer, language),
        _reached(answer, language),
    )


def summary(answer: Answer, language: Language) -> str:
    """The headline and the first figure, for a screen reader and as a picture's alternative text."""
    days = _days(answer, language)
    return f"{headline(answer, language)} {days.value} {days.meaning}."


def problem(wrong: WrongChoice, language: Language) -> str:
    """What cannot be and what can, in a sentence."""
    return language.t(
        "“{value}” can’t be used as {field}. Allowed: {allowed}.",
        value=wrong.value,
        field=language.t(FIELDS.get(wrong.field, wrong.field)),
        allowed=", ".join(wrong.allowed),
    )

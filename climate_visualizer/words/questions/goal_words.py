"""Does a goal hold, in words: one verdict with tonnes and the month, and what it is made of."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.languages.language import Language
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.scenarios.goals import NATION, OWN, Goal, Verdict
from climate_visualizer.science.findings import DAYS_IN_YEAR
from climate_visualizer.words.sentences import country_name

YEAR, MONTH = DAYS_IN_YEAR, DAYS_IN_YEAR / 12
MONTHS_UNTIL = 24  # below so many months they are told, above it whole years


@dataclass(frozen=True)
class GoalFact:
    """One figure of a verdict with what it means; `bad` where it tells of too much."""

    key: str
    value: str
    meaning: str
    bad: bool = False


def name(goal: Goal, country: str, language: Language) -> str:
    """What a goal is called, as a sentence begins with it."""
    if goal.kind == OWN:
        return language.t("{owner} own goal", owner=language.genitive(goal.by))
    if goal.kind == NATION:
        owner = language.genitive(country_name(country, language))
        return language.opened(language.t("{owner} goal", owner=owner))
    return language.t("Net zero in {year}", year=goal.year)


def what(goal: Goal, language: Language) -> str:
    """What the goal is, in tonnes: what may still be emitted, and from when."""
    if goal.remains_t < 1:
        return language.t("From {year} no fossil carbon dioxide is emitted.", year=goal.year)
    return language.t(
        "From {year} at most {tonnes} a year are emitted.", year=goal.year, tonnes=language.tonnes(goal.remains_t)
    )


def headline(verdict: Verdict, country: str, language: Language) -> str:
    """Whether the goal holds: what is left, or how much too much and when the budget is used up."""
    goal, tonnes = name(verdict.goal, country, language), language.tonnes(abs(verdict.exceeds_t))
    if verdict.holds:
        return language.t(
            "{goal} holds: {tonnes} of the budget are left in {last}.", goal=goal, tonnes=tonnes, last=LAST_YEAR
        )
    if verdict.is_overdrawn:
        return language.t(
            "{goal} does not hold: the budget is used up already, and {tonnes} too much will be emitted by {last}.",
            goal=goal,
            tonnes=tonnes,
            last=LAST_YEAR,
        )
    day = verdict.used_up_on
    if day is None:
        return language.t("{goal} does not hold: {tonnes} too much.", goal=goal, tonnes=tonnes)
    if verdict.earlier_days is None:
        return language.t(
            "{goal} does not hold: {tonnes} too much. The budget is used up in {when}.",
            goal=goal,
            tonnes=tonnes,
            when=language.month(day),
        )
    return language.t(
        "{goal} does not hold: {tonnes} too much. The budget is used up in {when}, {span} before the goal\u2019s year is over.",
        goal=goal,
        tonnes=tonnes,
        when=language.month(day),
        span=_span(verdict.earlier_days, language),
    )


def _span(days: int, language: Language) -> str:
    months = max(round(days / MONTH), 1)
    if months < MONTHS_UNTIL:
        return language.n("{count} month", "{count} months", months)
    return language.n("{count} year", "{count} years", round(days / YEAR))


def in_short(verdict: Verdict, language: Language) -> str:
    """The verdict in a cell of a table."""
    tonnes = language.tonnes(abs(verdict.exceeds_t))
    if verdict.holds:
        return language.t("holds, {tonnes} left", tonnes=tonnes)
    return language.t("does not hold, {tonnes} too much", tonnes=tonnes)


def facts(verdict: Verdict, language: Language) -> tuple[GoalFact, ...]:
    """What the verdict is made of: left today, emitted to the goal's year and after it, and the price of waiting."""
    year, left = verdict.goal.year, verdict.remaining_t
    meaning = language.t("are left of the budget today") if left >= 0 else language.t("beyond the budget already today")
    return (
        GoalFact("left", language.tonnes(abs(left)), meaning, left < 0),
        GoalFact(
            "until",
            language.tonnes(verdict.until_t),
            language.t("are emitted from today until {year} is over, on the way to the goal", year=year),
            verdict.until_t > max(left, 0.0),
        ),
        GoalFact(
            "after",
            language.tonnes(verdict.after_t),
            language.t(
                "are emitted after that, to the end of {last}. {assumed}",
                last=LAST_YEAR,
                assumed=_assumed(verdict, language),
            ),
        ),
        _wait(verdict, language),
    )


def _assumed(verdict: Verdict, language: Language) -> str:
    """What is assumed after the goal's year."""
    if verdict.goal.remains_t < 1:
        return language.t("We assume that the goal is kept; removals from the air are not counted on.")
    return language.t(
        "We assume that {tonnes} a year go on being emitted.", tonnes=language.tonnes(verdict.goal.remains_t)
    )


def _wait(verdict: Verdict, language: Language) -> GoalFact:
    if verdict.wait_t is None:
        return GoalFact("wait", "\u2013", language.t("There is no year to wait: the goal is for the first year ahead."))
    if verdict.wait_t < 0:
        return GoalFact(
            "wait",
            language.tonnes(-verdict.wait_t),
            language.t(
                "less is emitted if the cut begins a year later, since the trend falls faster than the path to the goal"
            ),
        )
    return GoalFact(
        "wait", language.tonnes(verdict.wait_t), language.t("more is emitted if the cut begins a year later"), True
    )


def needed(verdict: Verdict, language: Language) -> str:
    """By when net zero has to come for the budget to hold."""
    if verdict.is_overdrawn:
        return language.t("No goal keeps to a budget that is used up already. Every tonne less still counts.")
    if verdict.zero_by is None:
        first = verdict.start
        return language.t("Not even net zero in {year} keeps to this budget.", year=first)
    if verdict.zero_by >= LAST_YEAR:
        return language.t("On a straight path even net zero in {year} keeps to this budget.", year=LAST_YEAR)
    return language.t("On a straight path net zero has to come by {year} for the budget to hold.", year=verdict.zero_by)

"""A plan in sentences: goals against the budget, what measures cover, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from climate_visualizer.languages.language import Language
from climate_visualizer.plans.climate_budget import Reach
from climate_visualizer.plans.targets import TargetStanding
from climate_visualizer.science.findings import DAYS_IN_YEAR


def days(count: float, language: Language) -> str:
    """Days in words, in years where they are many."""
    day_count = round(abs(count))
    if day_count >= 730:
        return language.t("{number} years", number=language.decimal(day_count / DAYS_IN_YEAR, 1))
    return language.n("{count} day", "{count} days", day_count)


def goal(standing: TargetStanding, language: Language) -> str:
    """Whether adopted goals fit the budget: by how many tonnes not, and how much earlier it is used up."""
    if standing.exceeds_t is None or standing.left_t is None:
        return language.t("A goal for one sector has a path; the budget is for all emissions together.")
    if standing.left_t < 0:
        return language.t(
            "The budget is used up before the path of the goals begins, by {tonnes}.",
            tonnes=language.tonnes(-standing.left_t),
        )
    if standing.fits:
        spare = language.tonnes(-standing.exceeds_t)
        sentence = language.t("The goals fit the budget: on their path {tonnes} of it are left in 2050.", tonnes=spare)
        return f"{sentence} {assumed(standing, language)}".strip()
    sentence = language.t(
        "The goals do not fit the budget: on their path {tonnes} too much are emitted by 2050.",
        tonnes=language.tonnes(standing.exceeds_t),
    )
    return " ".join(
        sentence_part
        for sentence_part in (sentence, _earlier(standing, language), assumed(standing, language))
        if sentence_part
    )


def assumed(standing: TargetStanding, language: Language) -> str:
    """What is assumed after the last goal's year, with the figure until that year; empty where nothing has to be."""
    if standing.level_t < 0.5 or standing.left_t is None:
        return ""
    sentence = language.t(
        "That assumes {level} a year from {year} on, as much as the last goal leaves.",
        level=language.tonnes(standing.level_t),
        year=standing.until + 1,
    )
    over = standing.until_t - standing.left_t
    if over > 0:
        until = language.t(
            "To the end of {year} alone, {tonnes} too much are emitted.",
            year=standing.until,
            tonnes=language.tonnes(over),
        )
    else:
        until = language.t(
            "To the end of {year} alone, the path keeps to the budget, with {tonnes} left.",
            year=standing.until,
            tonnes=language.tonnes(-over),
        )
    return f"{sentence} {until}"


def _earlier(standing: TargetStanding, language: Language) -> str:
    if standing.used_up_on is None:
        return ""
    when = language.month(standing.used_up_on)
    if standing.earlier_days is None:
        return language.t("The budget is used up in {when}.", when=when)
    return language.t(
        "The budget is used up in {when}, {days} before the last goal\u2019s year is over.",
        when=when,
        days=days(standing.earlier_days, language),
    )


def reach(reach: Reach, language: Language) -> str:
    """How one way of going on ends: within the budget, or so much beyond it."""
    if reach.exceeds_t <= 0:
        return language.t("keeps to the budget, with {tonnes} left in 2050", tonnes=language.tonnes(-reach.exceeds_t))
    over = language.tonnes(reach.exceeds_t)
    if reach.used_up_on is None:
        return language.t("emits {tonnes} more than is left by 2050", tonnes=over)
    return language.t(
        "emits {tonnes} more than is left by 2050; the budget is used up in {when}",
        tonnes=over,
        when=language.month(reach.used_up_on),
    )


def target(year: int, kind: str, amount: float, base_year: int, scope: str, language: Language) -> str:
    """A goal in short: \u221285 % by 2030 from 1990; `scope` is a sector's name, empty for all."""
    if kind == "tonnes":
        text = language.t("At most {tonnes} a year in {year}", tonnes=language.tonnes(amount), year=year)
    else:
        cut = language.percent(amount / 100, 0 if amount == int(amount) else 1)
        text = language.t("\u2212{cut} by {year}, from {base}", cut=cut, year=year, base=base_year)
    return f"{text} \u00b7 {scope}" if scope else text


def missing_of_budget(tonnes: float, count: float, limit: float, language: Language) -> str:
    """Tonnes until 2050 beyond the budget for a limit that no measure covers yet, in days too; or the room there is."""
    degrees = language.degrees(limit)
    if tonnes <= 0:
        return language.t(
            "The measures keep to the budget for {limit} degrees until 2050, with {tonnes} to spare.",
            limit=degrees,
            tonnes=language.tonnes(-tonnes),
        )
    return language.t(
        "{tonnes} are covered by no measure yet if the budget for {limit} degrees is to last until 2050. "
        "As much is emitted in {days}.",
        limit=degrees,
        tonnes=language.tonnes(tonnes),
        days=days(count, language),
    )


def missing_of_cut(tonnes: float, count: float, years: Sequence[int], language: Language) -> str:
    """Tonnes of the cut in some years that no measure covers yet, in days too; or the room there is."""
    period = {"first": years[0], "last": years[-1]}
    if tonnes <= 0:
        return language.t(
            "Nothing is missing in {first}\u2013{last}: the measures cover the cut, with {tonnes} to spare.",
            tonnes=language.tonnes(-tonnes),
            **period,
        )
    return language.t(
        "{tonnes} of the cut in {first}\u2013{last} are covered by no measure yet, as much as is emitted in {days}.",
        tonnes=language.tonnes(tonnes),
        days=days(count, language),
        **period,
    )


VERDICTS: Mapping[str, str] = {
    "ahead": "ahead",
    "on-track": "on track",
    "behind": "behind",
    "not-reported": "not reported",
    "nothing-planned": "nothing planned",
}

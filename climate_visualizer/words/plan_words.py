"""A plan in sentences: goals against the budget, what measures cover, what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from climate_visualizer.languages.language import Language
from climate_visualizer.plans.climate_budget import Reach
from climate_visualizer.plans.targets import TargetStanding
from climate_visualizer.science.findings import DAYS_IN_YEAR


def days(count: float, language: Language) -> str:
    """Days in words, in years where they are many."""
    whole = round(abs(count))
    if whole >= 730:
        return language.t("{number} years", number=language.decimal(whole / DAYS_IN_YEAR, 1))
    return language.n("{count} day", "{count} days", whole)


def goal(found: TargetStanding, language: Language) -> str:
    """Whether adopted goals fit the budget: by how many tonnes not, and how much earlier it is used up."""
    if found.exceeds_t is None or found.left_t is None:
        return language.t("A goal for one sector has a path; the budget is for all emissions together.")
    if found.left_t < 0:
        return language.t(
            "The budget is used up before the path of the goals begins, by {tonnes}.",
            tonnes=language.tonnes(-found.left_t),
        )
    if found.fits:
        spare = language.tonnes(-found.exceeds_t)
        said = language.t("The goals fit the budget: on their path {tonnes} of it are left in 2050.", tonnes=spare)
        return f"{said} {assumed(found, language)}".strip()
    said = language.t(
        "The goals do not fit the budget: on their path {tonnes} too much are emitted by 2050.",
        tonnes=language.tonnes(found.exceeds_t),
    )
    return " ".join(part for part in (said, _earlier(found, language), assumed(found, language)) if part)


def assumed(found: TargetStanding, language: Language) -> str:
    """What is assumed after the last goal's year, with the figure until that year; empty where nothing has to be."""
    if found.level_t < 0.5 or found.left_t is None:
        return ""
    said = language.t(
        "That assumes {level} a year from {year} on, as much as the last goal leaves.",
        level=language.tonnes(found.level_t),
        year=found.until + 1,
    )
    over = found.until_t - found.left_t
    if over > 0:
        until = language.t(
            "To the end of {year} alone, {tonnes} too much are emitted.", year=found.until, tonnes=language.tonnes(over)
        )
    else:
        until = language.t(
            "To the end of {year} alone, the path keeps to the budget, with {tonnes} left.",
            year=found.until,
            tonnes=language.tonnes(-over),
        )
    return f"{said} {until}"


def _earlier(found: TargetStanding, language: Language) -> str:
    if found.used_up_on is None:
        return ""
    when = language.month(found.used_up_on)
    if found.earlier_days is None:
        return language.t("The budget is used up in {when}.", when=when)
    return language.t(
        "The budget is used up in {when}, {days} before the last goal\u2019s year is over.",
        when=when,
        days=days(found.earlier_days, language),
    )


def reach(found: Reach, language: Language) -> str:
    """How one way of going on ends: within the budget, or so much beyond it."""
    if found.exceeds_t <= 0:
        return language.t("keeps to the budget, with {tonnes} left in 2050", tonnes=language.tonnes(-found.exceeds_t))
    over = language.tonnes(found.exceeds_t)
    if found.used_up_on is None:
        return language.t("emits {tonnes} more than is left by 2050", tonnes=over)
    return language.t(
        "emits {tonnes} more than is left by 2050; the budget is used up in {when}",
        tonnes=over,
        when=language.month(found.used_up_on),
    )


def target(year: int, kind: str, amount: float, base_year: int, scope: str, language: Language) -> str:
    """A goal in short: \u221285 % by 2030 from 1990; `scope` is a sector's name, empty for all."""
    if kind == "tonnes":
        said = language.t("At most {tonnes} a year in {year}", tonnes=language.tonnes(amount), year=year)
    else:
        cut = language.percent(amount / 100, 0 if amount == int(amount) else 1)
        said = language.t("\u2212{cut} by {year}, from {base}", cut=cut, year=year, base=base_year)
    return f"{said} \u00b7 {scope}" if scope else said


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

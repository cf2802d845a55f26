"""Rows of the follow-up: the adopted budget, what measures were expected to give, and what happened, year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from climate_visualizer.exports.papers.yearly_report import LESS, MORE
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.adopted_budget import OTHERS, Held, Verdict, YearHeld, held, verdict
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.workspace.cycle.committee_list import renamed
from climate_visualizer.web.workspace.models import Version
from climate_visualizer.web.workspace.plans.plan_work import Work
from climate_visualizer.words import plan_words

NONE_ADOPTED = "No climate budget has been published as adopted yet, so there is nothing to hold emissions against."
TAKEN_BACK = "The climate budget that was adopted has been withdrawn, so there is nothing to hold emissions against."
NO_STATISTICS = (
    "There are no statistics yet for a year with an adopted climate budget; they come about a year and a half after each "
    "year. Until then the year’s estimate stands here, marked."
)


def adopted_budgets(found: Work) -> list[Content]:
    """The climate budgets that were adopted, that is published, in their order, with the committees' names of today.

    One that was taken back is none; what it had replaced is for the years before it alone.
    """
    if found.budget is None:
        return []
    rows = Version.objects.filter(document=found.budget.document, published_at__isnull=False)
    kept = [renamed(one, found.register) for one in rows.order_by("published_at").values_list("content", flat=True)]
    contents: list[Content] = [_named(one, found) for one in kept if (one.get("adopted") or {}).get("years")]
    if found.budget.is_withdrawn and contents:
        taken_back = contents.pop()
        contents = [{**one, "last": min(one["last"], taken_back["first"] - 1)} for one in contents]
    return contents


def _named(content: Content, found: Work) -> dict[str, object]:
    """An adopted budget whose rows of committees are those of today: of two that were merged the tonnes are added."""
    kept = content["adopted"]
    expected = dict(kept.get("expected") or {})
    if expected:
        expected["committees"] = _added(expected["committees"], found)
    return {**content, "adopted": {**kept, "allowed": _added(kept["allowed"], found), "expected": expected}}


def _added(rows: dict[str, list[int]], found: Work) -> dict[str, list[int]]:
    added: dict[str, list[int]] = {}
    for name, cells in rows.items():
        key = name if name == OTHERS else found.register.called(name)
        added[key] = (
            [one + other for one, other in zip(added[key], cells, strict=True)] if key in added else list(cells)
        )
    return added


@dataclass(frozen=True)
class Row:
    """One row as it is shown."""

    name: str
    allowed: str
    expected: str
    happened: str
    gap: str
    is_over: bool
    is_estimate: bool = False
    is_adopted: bool = True


def followed_years(adopted: Sequence[Content], year: int, found: Work) -> list[YearHeld]:
    """Every year from the first that is asked for or has an adopted budget to the last; one between without a budget says so."""
    years = [year, *(one for content in adopted for one in (content["first"], content["last"]))]
    return [held(one, adopted, found.outset) for one in range(min(years), max(years) + 1)]


def row(name: str, one: Held, language: Language, *, is_estimate: bool = False, is_adopted: bool = True) -> Row:
    """Three columns and the difference, rounded as everywhere."""

    def said(tonnes: float | None) -> str:
        return "" if tonnes is None else language.rounded(tonnes)

    over = one.gap_t is not None and one.gap_t > 0
    facts = (said(one.allowed_t), said(one.expected_t), said(one.happened_t), said(one.gap_t))
    return Row(name, *facts, over, is_estimate and one.happened_t is not None, is_adopted)


def tables(year: YearHeld, found: Work) -> dict[str, list[Row]]:
    """A year's rows by sector and by committee; what has no figure at all is left out."""
    others = str(found.language.t("Others in the area"))

    def rows(parts: Sequence[Held], named: dict[str, str]) -> list[Row]:
        shown = [one for one in parts if any((one.allowed_t, one.expected_t, one.happened_t))]
        return [row(named.get(one.key, one.key), one, found.language, is_estimate=year.is_estimate) for one in shown]

    return {
        "sectors": rows(year.sectors, found.sectors),
        "committees": rows(year.committees, {OTHERS: others}),
    }


def said(years: Sequence[YearHeld], found: Work) -> str:
    """The verdict against the adopted budget."""
    language = found.language
    if not any(one.is_adopted for one in years):
        return language.t(TAKEN_BACK if found.budget and found.budget.is_withdrawn else NONE_ADOPTED)
    told: Verdict | None = verdict(years, found.outset)
    if told is None:
        return language.t(NO_STATISTICS)
    days = plan_words.days(told.days, language)
    sentence = MORE if told.gap_t > 0 else LESS
    return language.t(sentence, year=told.last, tonnes=language.tonnes(abs(told.gap_t)), days=days)

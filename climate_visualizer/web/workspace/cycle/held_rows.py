"""Table rows of the follow-up: the adopted budget, what measures were expected to give, and what happened, year by year."""

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


def adopted_budgets(plan: Work) -> list[Content]:
    """The climate budgets that were adopted, that is published, in their order, with the committees' names of today.

    One that was taken back is none; what it had replaced is for the years before it alone.
    """
    if plan.budget is None:
        return []
    rows = Version.objects.filter(document=plan.budget.document, published_at__isnull=False)
    renamed_budgets = [
        renamed(content, plan.register) for content in rows.order_by("published_at").values_list("content", flat=True)
    ]
    contents: list[Content] = [
        _named(content, plan) for content in renamed_budgets if (content.get("adopted") or {}).get("years")
    ]
    if plan.budget.is_withdrawn and contents:
        taken_back = contents.pop()
        contents = [{**content, "last": min(content["last"], taken_back["first"] - 1)} for content in contents]
    return contents


def _named(content: Content, plan: Work) -> dict[str, object]:
    """An adopted budget whose rows of committees are those of today: of two that were merged the tonnes are added."""
    adopted = content["adopted"]
    expected = dict(adopted.get("expected") or {})
    if expected:
        expected["committees"] = _added(expected["committees"], plan)
    return {**content, "adopted": {**adopted, "allowed": _added(adopted["allowed"], plan), "expected": expected}}


def _added(rows: dict[str, list[int]], plan: Work) -> dict[str, list[int]]:
    added: dict[str, list[int]] = {}
    for name, cells in rows.items():
        key = name if name == OTHERS else plan.register.called(name)
        added[key] = (
            [tonnes + other for tonnes, other in zip(added[key], cells, strict=True)] if key in added else list(cells)
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


def followed_years(adopted: Sequence[Content], year: int, plan: Work) -> list[YearHeld]:
    """Every year from the first that is asked for or has an adopted budget to the last; one between without a budget says so."""
    years = [year, *(bound for content in adopted for bound in (content["first"], content["last"]))]
    return [held(year_followed, adopted, plan.outset) for year_followed in range(min(years), max(years) + 1)]


def row(name: str, figures: Held, language: Language, *, is_estimate: bool = False, is_adopted: bool = True) -> Row:
    """Three columns and the difference, rounded as everywhere."""

    def said(tonnes: float | None) -> str:
        return "" if tonnes is None else language.rounded(tonnes)

    over = figures.gap_t is not None and figures.gap_t > 0
    facts = (said(figures.allowed_t), said(figures.expected_t), said(figures.happened_t), said(figures.gap_t))
    return Row(name, *facts, over, is_estimate and figures.happened_t is not None, is_adopted)


def tables(year: YearHeld, plan: Work) -> dict[str, list[Row]]:
    """A year's rows by sector and by committee; what has no figure at all is left out."""
    others = str(plan.language.t("Others in the area"))

    def rows(parts: Sequence[Held], named: dict[str, str]) -> list[Row]:
        known_rows = [figures for figures in parts if any((figures.allowed_t, figures.expected_t, figures.happened_t))]
        return [
            row(named.get(figures.key, figures.key), figures, plan.language, is_estimate=year.is_estimate)
            for figures in known_rows
        ]

    return {
        "sectors": rows(year.sectors, plan.sectors),
        "committees": rows(year.committees, {OTHERS: others}),
    }


def said(years: Sequence[YearHeld], plan: Work) -> str:
    """The verdict against the adopted budget."""
    language = plan.language
    if not any(year.is_adopted for year in years):
        return language.t(TAKEN_BACK if plan.budget and plan.budget.is_withdrawn else NONE_ADOPTED)
    verdict_of_years: Verdict | None = verdict(years, plan.outset)
    if verdict_of_years is None:
        return language.t(NO_STATISTICS)
    days = plan_words.days(verdict_of_years.days, language)
    sentence = MORE if verdict_of_years.gap_t > 0 else LESS
    return language.t(
        sentence, year=verdict_of_years.last, tonnes=language.tonnes(abs(verdict_of_years.gap_t)), days=days
    )

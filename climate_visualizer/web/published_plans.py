"""What organisations have published of their plans, as pages, embeds and the API show it: goals, measures, climate budgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

import numpy as np
from babel.languages import get_official_languages

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.exports.plan_workbook.plan_columns import STATUS_NAMES
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.adopted_budget import by_committee
from climate_visualizer.plans.baseline import Outset, outset
from climate_visualizer.plans.plan import Effect, effect
from climate_visualizer.plans.plan_content import measure_of, target_of
from climate_visualizer.plans.targets import TargetStanding, standing
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current, published
from climate_visualizer.web.published import By, Published
from climate_visualizer.words import plan_words

COUNTED = ("decided", "under-way", "done", "planned")
MOST_SHOWN = 12


@dataclass(frozen=True, eq=False)
class PublicPlan:
    """What one organisation has published for an area, held against the budget that a reader has chosen."""

    by: By
    outset: Outset
    goals: tuple[Published, ...]
    measures: tuple[Published, ...]
    budget: Published | None
    standing: TargetStanding | None
    effect: Effect


def of(a: Assessment) -> tuple[PublicPlan, ...]:
    """The plans of an area, those of each organisation by itself, by the organisation's name."""
    documents = published.of(a.area.id)
    kinds = [document for document in documents if document.kind in ("goal", "measure", "climate-budget")]
    if not kinds:
        return ()
    start = outset(current.again(a))
    organisations = {document.organisation.id: document.organisation for document in kinds}
    return tuple(
        _plan(by, [document for document in kinds if document.organisation.id == by.id], start)
        for by in sorted(organisations.values(), key=lambda by: (by.name, by.id))
    )


def _plan(by: By, own: Sequence[Published], start: Outset) -> PublicPlan:
    goals = tuple(
        sorted((goal for goal in own if goal.kind == "goal"), key=lambda goal: (goal.content["year"], goal.key))
    )
    measures = tuple(
        measure for measure in own if measure.kind == "measure" and measure.content["sector"] in ("", *start.sectors)
    )
    return PublicPlan(
        by=by,
        outset=start,
        goals=goals,
        measures=measures,
        budget=next((document for document in own if document.kind == "climate-budget"), None),
        standing=standing_of(goals, start),
        effect=effect([measure_of(measure.key, measure.content) for measure in measures], start),
    )


def standing_of(goals: Sequence[Published], start: Outset) -> TargetStanding | None:
    """The goals for all emissions set against the budget; None without any, or where they don't make a path."""
    targets = [target_of(goal.content) for goal in goals if not goal.content.get("scope")]
    try:
        return standing(targets, start) if targets else None
    except Unfit:
        return None


def target(a: Assessment) -> Series | None:
    """The goals' line for the chart of an area: from the year ahead of the path through each goal; None without any."""
    plans = of(a)
    first_plan = next((plan for plan in plans if plan.standing is not None), None)
    if first_plan is None or first_plan.standing is None:
        return None
    points = [(first_plan.outset.first - 1, float(first_plan.outset.before.sum())), *first_plan.standing.reached]
    years, tonnes = zip(*points, strict=True)
    return Series(years, tonnes, tuple("projected" for _ in years))


def named(content: Mapping[str, object], language: Language) -> str:
    return str((content.get("title_en") if language.base != "sv" else "") or content["title"])


def name_in(content: Mapping[str, object], country: str, language: Language) -> str:
    """The language that a name is in, where it is another than the page's."""
    return _apart("en" if language.base != "sv" and content.get("title_en") else _written_in(country), language)


def own_language(country: str, language: Language) -> str:
    """The language that organisations of a country write in, where it is another than the page's."""
    return _apart(_written_in(country), language)


def _written_in(country: str) -> str:
    """The language that organisations of a country write in: its first official one (CLDR)."""
    return next(iter(get_official_languages(country)), "en")


def _apart(code: str, language: Language) -> str:
    return "" if code == language.base else code


class Section(TypedDict):
    """An organisation's plan as a page reads it."""

    by: By
    goals: list[dict[str, str]]
    own: str
    verdict: str
    fits: bool
    measures: list[dict[str, str]]
    more: int
    saved: str
    budget: dict[str, object] | None


def sections(a: Assessment, language: Language, *, most: int | None = MOST_SHOWN) -> list[Section]:
    """The plans as a page reads them, with so many measures each; None for all."""
    return [_section(plan, a, language, most) for plan in of(a)]


def _section(plan: PublicPlan, a: Assessment, language: Language, most: int | None) -> Section:
    names = sector_names(a.area.country, language.code)
    return {
        "by": plan.by,
        "goals": [_goal(goal, names, a.area.country, language) for goal in plan.goals],
        "own": own_language(a.area.country, language),
        "verdict": plan_words.goal(plan.standing, language) if plan.standing else "",
        "fits": plan.standing is not None and plan.standing.fits,
        "measures": _measures(plan, names, a.area.country, language)[:most],
        "more": max(
            sum(measure.content["status"] in COUNTED for measure in plan.measures) - (most or len(plan.measures)), 0
        ),
        "saved": _saved(plan, language),
        "budget": _budget(plan.budget, language),
    }


def _goal(document: Published, names: dict[str, str], country: str, language: Language) -> dict[str, str]:
    content = document.content
    scope = names.get(content.get("scope") or "", "")
    year, kind, amount = content["year"], content["target_kind"], content["amount"]
    return {
        "title": named(content, language),
        "lang": name_in(content, country, language),
        "short": plan_words.target(year, kind, amount, content.get("base_year") or 0, scope, language),
        "decision": content.get("decision") or "",
        "link": content.get("link") or "",
    }


def _measures(plan: PublicPlan, names: dict[str, str], country: str, language: Language) -> list[dict[str, str]]:
    """Decided and planned measures, what saves most first."""
    totals = plan.effect.credits.sum(axis=1)
    order = np.argsort(-totals, kind="stable")
    rows = []
    for index in order.tolist():
        content = plan.measures[index].content
        if content["status"] in COUNTED:
            rows.append(
                {
                    "key": plan.measures[index].key,
                    "title": named(content, language),
                    "lang": name_in(content, country, language),
                    "sector": names.get(content["sector"], ""),
                    "status": language.t(STATUS_NAMES[content["status"]]),
                    "owner": content.get("owner") or "",
                    "total": language.tonnes(float(totals[index])),
                }
            )
    return rows


def _saved(plan: PublicPlan, language: Language) -> str:
    decided, planned = float(plan.effect.saved_decided.sum()), float(plan.effect.saved_planned.sum())
    if not decided and not planned:
        return ""
    every = "Decided measures save {decided} until 2050, and planned ones would save {planned} more. Overlaps are counted once."
    alone = "Decided measures save {decided} until 2050. Overlaps are counted once."
    hoped = "Planned measures would save {planned} until 2050. Overlaps are counted once."
    sentence = every if decided and planned else alone if decided else hoped
    return language.t(
        sentence,
        decided=language.tonnes(decided),
        planned=language.tonnes(planned),
    )


def _budget(document: Published | None, language: Language) -> dict[str, object] | None:
    """The adopted climate budget as it was adopted."""
    if document is None or not document.content.get("adopted"):
        return None
    adopted = document.content["adopted"]
    others = language.t("Others in the area")
    allowed = [(name, cells) for name, cells in by_committee(document.content) if any(cells)]
    rows = [(name if name != "others" else others, cells, name != "others") for name, cells in allowed]
    return {
        "years": adopted["years"],
        "rows": rows,
        "whole": adopted["whole"],
        "decision": document.content.get("decision") or "",
        "edition": adopted["edition"],
    }

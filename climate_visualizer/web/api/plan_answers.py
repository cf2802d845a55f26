"""What organisations have published of their plans: goals and measures, with who answers for them and their licence."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.budget.assess import assess
from climate_visualizer.web import current, published, published_plans
from climate_visualizer.web.api import shapes
from climate_visualizer.web.api.any_day import on_any_day
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.published import Published
from climate_visualizer.web.published_plans import PublicPlan

LICENCE = "CC BY 4.0"
router = Router()
PROBLEMS = {**shapes.PROBLEMS, 503: shapes.Problem}


class ByOut(Schema):
    """Who published it, and answers for it."""

    name: str = Field(examples=["Nyköpings kommun"])
    kind: str = Field(examples=["municipality"])
    website: str = Field(examples=["https://nykoping.se"])
    example: bool = Field(description="made up, to try the workspace with", examples=[False])


class GoalOut(Schema):
    """A goal as it was decided, and the tonnes that may remain in its year."""

    title: str
    title_en: str
    year: int = Field(examples=[2030])
    kind: str = Field(description="percent or tonnes", examples=["percent"])
    amount: float = Field(description="per cent less than the base year, or t a year that may remain", examples=[85.0])
    base_year: int | None = Field(examples=[1990])
    sector: str | None = Field(description="null for all emissions", examples=[None])
    decision: str
    link: str
    published_at: datetime
    published_by: ByOut
    licence: str = Field(examples=[LICENCE])


class PathOut(Schema):
    """One organisation's goals for all emissions as a path, set against the budget that was chosen."""

    published_by: ByOut
    years: list[int]
    tonnes: list[float] = Field(description="t a year")
    total_t: float = Field(description="t until 2050")
    left_t: float = Field(description="t of the budget when the path begins")
    exceeds_t: float = Field(description="t more than is left; below zero: to spare")
    exceeds_days: float = Field(description="the same in days at today's rate")
    used_up_on: str | None = Field(description="null where the budget lasts on this path", examples=["2033-04-12"])
    until_year: int = Field(description="the last goal\u2019s year; nothing is decided after it", examples=[2030])
    until_t: float = Field(description="t until the end of that year")
    assumed_after_t: float = Field(
        description="t a year after it to 2050, as much as the last goal leaves; part of total_t"
    )


class GoalsOut(Schema):
    """Every published goal of an area."""

    edition: str
    area: str = Field(examples=["SE-0480"])
    goals: list[GoalOut]
    paths: list[PathOut]


class MeasureOut(Schema):
    """A measure as it was published, and what it is credited with."""

    title: str
    title_en: str
    status: str = Field(examples=["decided"])
    sector: str | None = Field(description="null for all sectors", examples=["transport"])
    kind: str = Field(description="share (of the sector, %) or tonnes (a year)", examples=["tonnes"])
    amount: float = Field(examples=[450.0])
    start: int
    end: int
    ramp: int = Field(description="years to full effect", examples=[3])
    certainty_percent: float
    rebound_percent: float
    owner: str = Field(description="committee or department")
    costs: dict[str, float] = Field(description="by year")
    incomes: dict[str, float] = Field(description="by year")
    co_benefits: list[str]
    saves_t: float = Field(description="t until 2050 that it is credited with; overlaps are counted once")
    source: str
    link: str
    published_at: datetime
    published_by: ByOut
    licence: str = Field(examples=[LICENCE])


class MeasuresOut(Schema):
    """Every published measure of an area."""

    edition: str
    area: str = Field(examples=["SE-0480"])
    measures: list[MeasureOut]


def _by(plan: PublicPlan) -> dict[str, object]:
    return {
        "name": plan.by.name,
        "kind": plan.by.kind,
        "website": plan.by.website,
        "example": plan.by.is_example,
    }


def _plans(area_id: str, asked: shapes.ChoiceIn) -> tuple[PublicPlan, ...]:
    question = current.question(area_id, asked.dict())
    published.ensure_known(area_id)
    return published_plans.of(assess(question))


def _goal(plan: PublicPlan, document: Published) -> dict[str, object]:
    content = document.content
    return {
        "title": content["title"],
        "title_en": content.get("title_en") or "",
        "year": content["year"],
        "kind": content["target_kind"],
        "amount": content["amount"],
        "base_year": content.get("base_year") or None,
        "sector": content.get("scope") or None,
        "decision": content.get("decision") or "",
        "link": content.get("link") or "",
        "published_at": document.published_at,
        "published_by": _by(plan),
        "licence": LICENCE,
    }


def _path(plan: PublicPlan) -> dict[str, object]:
    standing = plan.standing
    assert standing is not None
    return {
        "published_by": _by(plan),
        "years": list(standing.years),
        "tonnes": list(standing.tonnes),
        "total_t": standing.total_t,
        "left_t": standing.left_t,
        "exceeds_t": standing.exceeds_t,
        "exceeds_days": standing.days,
        "used_up_on": standing.used_up_on.isoformat() if standing.used_up_on else None,
        "until_year": standing.until,
        "until_t": standing.until_t,
        "assumed_after_t": standing.level_t,
    }


@router.get("{area_id}/goals", response={200: GoalsOut, **PROBLEMS}, summary="Published goals")
@decorate_view(versioned, on_any_day)
def goals(request: HttpRequest, area_id: str, asked: Query[shapes.ChoiceIn]) -> object:
    """Goals that organisations have adopted for an area, and their paths set against the chosen budget."""
    plans = _plans(area_id, asked)
    return {
        "edition": current.edition().id,
        "area": area_id,
        "goals": [_goal(plan, goal) for plan in plans for goal in plan.goals],
        "paths": [_path(plan) for plan in plans if plan.standing is not None],
    }


def _measure(plan: PublicPlan, index: int) -> dict[str, object]:
    measure = plan.measures[index]
    content = measure.content
    same = ("title", "status", "amount", "start", "end", "ramp")
    texts = {name: content.get(name) or "" for name in ("title_en", "owner", "source", "link")}
    return {
        **{name: content[name] for name in same},
        **texts,
        "sector": content["sector"] or None,
        "kind": content["effect_kind"],
        "certainty_percent": content["certainty"],
        "rebound_percent": content["rebound"],
        "costs": content.get("costs") or {},
        "incomes": content.get("incomes") or {},
        "co_benefits": content.get("co_benefits") or [],
        "saves_t": plan.effect.total(index),
        "published_at": measure.published_at,
        "published_by": _by(plan),
        "licence": LICENCE,
    }


@router.get("{area_id}/measures", response={200: MeasuresOut, **PROBLEMS}, summary="Published measures")
@decorate_view(versioned, on_any_day)
def measures(request: HttpRequest, area_id: str, asked: Query[shapes.ChoiceIn]) -> object:
    """Measures that organisations have published for an area, with what each is credited with."""
    plans = _plans(area_id, asked)
    return {
        "edition": current.edition().id,
        "area": area_id,
        "measures": [_measure(plan, index) for plan in plans for index in range(len(plan.measures))],
    }

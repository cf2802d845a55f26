"""A budget for a group of areas, by API: the same figures as its page, and each member's part of them."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.groups import FEWEST, MOST, asked_areas, assess_group
from climate_visualizer.web import current
from climate_visualizer.web.api import answers, shapes
from climate_visualizer.web.api.any_day import on_any_day
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.page_cache import versioned

router = Router()


class MemberOut(Schema):
    """One of the group's areas by the same choices."""

    area: shapes.AreaOut
    budget_t: float = Field(description="t at the budget's start", examples=[1358875.2])
    remaining_t: float = Field(description="t left, negative when overdrawn", examples=[802987.4])
    used_up_on: date | None = Field(description="at today's rate; null beyond 2050, or if it is used up already")
    required_cut_percent: float | None = Field(description="a year; null where no cut is enough", examples=[19.2])
    part_of_group: float | None = Field(
        description="of the group's budget; null where that is not above zero", examples=[0.114]
    )


class GroupOut(shapes.BudgetOut):
    """Several areas held together against the sum of their budgets; no ranges, since whether errors add up is not known."""

    members: list[MemberOut]


def _member(member: Assessment, group_assessment: Assessment) -> dict[str, object]:
    return {
        "area": answers.area_out(member.area, current.edition()),
        "budget_t": member.budget_t,
        "remaining_t": member.remaining_t,
        "used_up_on": member.used_up_on,
        "required_cut_percent": None if member.required_cut is None else member.required_cut * answers.PERCENT,
        "part_of_group": member.budget_t / group_assessment.budget_t if group_assessment.budget_t > 0 else None,
    }


@router.get("groups", response={200: GroupOut, **shapes.PROBLEMS}, summary="A budget for several areas together")
@decorate_view(versioned, on_any_day)
def group(
    request: HttpRequest,
    asked: Query[shapes.ChoiceIn],
    areas: str = Query(
        ...,
        description=f"ids of {FEWEST} to {MOST} areas of one country with commas, none within another",
        example="SE-0480,SE-0481",
    ),
) -> dict[str, object]:
    """What several areas may still emit together: the sum of their budgets against the sum of their emissions."""
    edition = current.edition()
    members = asked_areas(edition, areas)
    question = current.question(members[0].country, asked.dict())
    group_assessment = assess_group(question, tuple(area.id for area in members))
    page = f"{path_to('group', 'en')}?{urlencode({'areas': ','.join(area.id for area in members)}, safe=',')}"
    return {
        **answers.budget_out(group_assessment, edition),
        "area": {**answers.area_out(group_assessment.area, edition), "name": "The group", "page": page},
        "members": [_member(assess(question.at(area.id)), group_assessment) for area in members],
    }

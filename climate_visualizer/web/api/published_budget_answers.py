"""Published local budgets by API: what others have issued for an area, beside ours from the same day."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.comparing.published_local import comparisons
from climate_visualizer.web import current
from climate_visualizer.web.api.any_day import on_any_day
from climate_visualizer.web.api.shapes import PROBLEMS, ChoiceIn
from climate_visualizer.web.http.page_cache import versioned

router = Router()


class PublishedBudgetOut(Schema):
    """One published local budget, and ours from the same day by the chosen method."""

    by: str = Field(description="whose method", examples=["Uppsala"])
    published: int = Field(examples=[2024])
    start: int = Field(description="it counts from 1 January of this year", examples=[2024])
    budget_t: float = Field(description="t", examples=[288284.0])
    required_cut_percent: float = Field(description="% a year", examples=[13.3])
    counts: list[str] = Field(
        description="beside fossil CO2 emitted within the area: transport-abroad is aviation and shipping abroad a head",
        examples=[["transport-abroad"]],
    )
    without: list[str] = Field(description="left out of it", examples=[["national-facilities"]])
    source: str = Field(examples=["Nykvarns kommun, Koldioxidbudget"])
    source_url: str = Field(examples=["https://nykvarn.se"])
    ours_t: float | None = Field(
        description="t from the same day; null where ours starts another year", examples=[250000.0]
    )
    ours_per_published: float | None = Field(examples=[0.87])


class PublishedBudgetsOut(Schema):
    """Every published local budget of an area, the newest first; empty where none is known here."""

    edition: str = Field(examples=["2025-06-18-c27d8466eb"])
    area: str = Field(examples=["SE-0140"])
    published_budgets: list[PublishedBudgetOut]


@router.get(
    "areas/{area_id}/published-budgets",
    response={200: PublishedBudgetsOut, **PROBLEMS},
    summary="Local budgets published by others",
    operation_id="listPublishedBudgets",
)
@decorate_view(versioned, on_any_day)
def published(request: HttpRequest, area_id: str, asked: Query[ChoiceIn]) -> object:
    """What has been published for an area under Uppsala's or Tyndall's name, with ours from the same day beside it."""
    edition = current.edition()
    a = assess(current.question(area_id, asked.dict()))
    rows = [
        {
            "by": comparison.published.by,
            "published": comparison.published.published,
            "start": comparison.published.start,
            "budget_t": comparison.published.tonnes,
            "required_cut_percent": 100.0 * comparison.published.cut,
            "counts": comparison.published.counts,
            "without": comparison.published.without,
            "source": comparison.published.source,
            "source_url": comparison.published.url,
            "ours_t": comparison.ours_t,
            "ours_per_published": comparison.ratio,
        }
        for comparison in comparisons(a)
    ]
    return {"edition": edition.id, "area": area_id, "published_budgets": rows}

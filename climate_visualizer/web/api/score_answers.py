"""Score of estimates by API: what earlier editions estimated of years that have been published since."""

from __future__ import annotations

import polars as pl
from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.editions.publishing import kept_estimates
from climate_visualizer.web import current
from climate_visualizer.web.api.shapes import Moved, Problem
from climate_visualizer.web.http.page_cache import versioned

router = Router()


class ScoreOut(Schema):
    """How one edition's estimates of a country's areas for one year turned out."""

    edition: str = Field(description="whose estimates", examples=["2024-04-18-c27d8466eb"])
    country: str = Field(examples=["SE"])
    year: int = Field(examples=[2023])
    areas: int = Field(description="that were scored", examples=[312])
    median_error_percent: float = Field(examples=[1.9])
    ninth_in_ten_error_percent: float = Field(examples=[8.9])
    bias_percent: float = Field(description="median of estimate over figure, less one", examples=[-0.1])
    within_two_in_three_percent: float | None = Field(examples=[70.0])
    within_nine_in_ten_percent: float | None = Field(examples=[92.0])


class ScoresOut(Schema):
    """The score that the service keeps of itself."""

    edition: str = Field(description="whose figures came")
    scores: list[ScoreOut] = Field(description="empty until figures come for years that were estimated")


class AreaScoreOut(Schema):
    """One estimate of an area and the figure that came."""

    edition: str
    year: int
    estimate_t: float
    low_t: float | None
    high_t: float | None
    low90_t: float | None
    high90_t: float | None
    came_t: float
    error_percent: float


class AreaScoresOut(Schema):
    """Every estimate of an area that has been scored."""

    edition: str
    area: str
    scores: list[AreaScoreOut]


def _rows() -> pl.DataFrame:
    return kept_estimates.every(current.past(), current.edition(), settings.EDITIONS)


def _percent(fraction: object) -> float | None:
    return 100.0 * fraction if isinstance(fraction, float) else None


@router.get("score", response=ScoresOut, summary="How earlier estimates turned out")
@decorate_view(versioned)
def score(request: HttpRequest) -> object:
    """The estimates of earlier editions against the figures that have been published since, by country and year."""
    rows = _rows()
    names = {"median": "median_error", "ninth_in_ten": "ninth_in_ten_error", "bias": "bias"}
    names |= {"within": "within_two_in_three", "within90": "within_nine_in_ten"}
    scores = [
        {name: score_row[name] for name in ("edition", "country", "year", "areas")}
        | {f"{public_name}_percent": _percent(score_row[name]) for name, public_name in names.items()}
        for score_row in kept_estimates.summary(rows)
    ]
    return {"edition": current.edition().id, "scores": scores}


@router.get(
    "areas/{area_id}/score",
    response={200: AreaScoresOut, 404: Problem, 410: Moved, 414: Problem},
    summary="How an area's estimates turned out",
)
@decorate_view(versioned)
def area_score(request: HttpRequest, area_id: str) -> object:
    """Each estimate of an area by an earlier edition against the figure that has been published since."""
    edition, rows = current.edition(), _rows()
    area = edition.area(area_id)
    own = rows.filter(pl.col("area_id") == area.id).to_dicts()
    scores = [{**row, "error_percent": 100.0 * row["error"]} for row in own]
    return {"edition": edition.id, "area": area.id, "scores": scores}

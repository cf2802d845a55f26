"""Effort sharing by API: a nation's part of the world's budget by every principle, with what its free choices change."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.budget.comparing.fair_shares import HORIZONS, fair_shares
from climate_visualizer.web import current
from climate_visualizer.web.api.shapes import PROBLEMS
from climate_visualizer.web.http.page_cache import versioned

router = Router()


class FairShareOut(Schema):
    """What one principle gives a nation. Below zero is a debt, to be financed elsewhere; it has no date."""

    method: str = Field(examples=["world-responsibility"])
    principle: str = Field(examples=["responsibility-capability"])
    start: int = Field(description="the budget counts from 1 January of this year", examples=[2025])
    budget_t: float = Field(description="t", examples=[-1420000000.0])
    low_t: float = Field(description="t, the least that the usual values of the free choices give", examples=[-2.1e9])
    high_t: float = Field(description="t, the most that they give", examples=[0.2e9])
    per_head_t: float = Field(description="t for each person", examples=[-134.6])
    per_head_year_t: float = Field(description="t for each person and year to 2050", examples=[-5.2])
    is_debt: bool = Field(examples=[True])
    free: dict[str, list[float]] = Field(
        description="the choices that no science decides, with the values that the range goes over; until 0 is net zero",
        examples=[{"since": [1850, 1950, 1990], "weight": [0.0, 0.5, 1.0], "until": [0, 2050, 2070, 2100]}],
    )


class FairSharesOut(Schema):
    """Every principle's answer for one nation, the largest budget first."""

    edition: str = Field(examples=["2025-06-18-c27d8466eb"])
    country: str = Field(examples=["SE"])
    limit: float = Field(description="degrees above 1850-1900", examples=[2.0])
    likelihood: int = Field(description="%", examples=[83])
    shares: list[FairShareOut]


@router.get(
    "countries/{country}/fair-shares",
    response={200: FairSharesOut, **PROBLEMS},
    summary="A nation's budget by every principle",
    operation_id="listFairShares",
)
@decorate_view(versioned)
def shares(
    request: HttpRequest,
    country: str,
    limit: float = Query(2.0, description="degrees", example=2.0),
    likelihood: int = Query(83, description="%", example=83),
    vintage: str = Query("", description="of the world's budget; empty for the newest", example="igcc-2024"),
    since: Literal["1850", "1950", "1990"] | None = Query(
        None, description="first year of history that counts", example="1990"
    ),
    weight: float | None = Query(
        None, ge=0.0, le=1.0, description="of responsibility, the rest is capability", example=0.5
    ),
    horizon: Literal["net-zero", "2050", "2070", "2100"] | None = Query(
        None, description="until when the principles that go year by year add up", example="2100"
    ),
) -> object:
    """A nation's part of the world's budget by each principle, with the range that the principle's free choices make."""
    edition, code = current.edition(), country.upper()
    edition.area(code)
    asked = {
        "since": None if since is None else int(since),
        "weight": weight,
        "until": None if horizon is None else HORIZONS[horizon],
    }
    chosen = {name: value for name, value in asked.items() if value is not None}
    answers = fair_shares(edition, code, limit=limit, likelihood=likelihood, vintage=vintage or None, chosen=chosen)
    facts = {"edition": edition.id, "country": code, "limit": limit, "likelihood": likelihood}
    return {**facts, "shares": [{**vars(share), "is_debt": share.is_debt} for share in answers]}

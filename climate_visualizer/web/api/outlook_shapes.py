"""What the API says of how sure a budget is, and of other budgets."""

from __future__ import annotations

from datetime import date

from ninja import Schema
from pydantic import Field


class QuantileOut(Schema):
    """One quantile of what is uncertain."""

    percent: float = Field(examples=[50.0])
    budget_t: float
    remaining_t: float = Field(description="below zero: overdrawn")
    required_cut_percent: float = Field(description="100 where nothing is left")
    used_up_on: date | None = Field(description="today where it is used up already, null for never and beyond 2050")


class OutlookOut(Schema):
    """Ranges over the climate's response and the trend, and the warming that the trend stands for."""

    edition: str
    area: str = Field(examples=["SE-0480"])
    as_of: date
    limit: float = Field(description="degrees", examples=[2.0])
    chance_within_percent: float = Field(
        description="of staying below the limit if everybody used their budget as this area's trend does"
    )
    quantiles: list[QuantileOut]
    implied_limit: list[float] | None = Field(
        description="degrees at 17, 50 and 83 per cent if everybody used their budget as this area's trend does until the end "
        "of 2050 and emitted nothing after it; null where that can't be told"
    )
    revised_likelihood_percent: float | None = Field(
        description="of keeping to the limit with exactly the chosen budget, by the newest assessment whose climate is known; "
        "null where the budget is of that one itself",
        examples=[20.0],
    )
    implied_above: float | None = Field(
        description="whole degrees that the same comes to more than, where it lies beyond what the relation between emissions "
        "and warming is assessed for (about 1000 PgC); else null",
        examples=[None],
    )
    fitted_within_gt: float | None = Field(
        description="the largest miss, Gt, of a climate that is fitted to the vintage's own table; null for one kept by hand"
    )


class VintageOut(Schema):
    """What one method with one published world or national budget gives the same area."""

    method: str = Field(examples=["se-uppsala-2023"])
    vintage: str = Field(examples=["published"])
    published: str
    limit: float
    likelihood: int
    budget_start: date
    budget_t: float
    remaining_t: float
    used_up_on: date | None
    overdrawn_since: date | None
    debt_t_per_head_year: float | None = Field(
        description="t for each person and year to 2050 that the nation owes by this method; null where it owes nothing. A debt "
        "has no date, and is not shared on to municipalities"
    )


class VintagesOut(Schema):
    """The same area by every method and vintage that has the limit."""

    edition: str
    area: str
    as_of: date
    vintages: list[VintageOut]

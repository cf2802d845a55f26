"""The form of years in answers: of emissions, of a trend with its range, of a method's milestones."""

from __future__ import annotations

from ninja import Field, Schema


class Year(Schema):
    """Emissions of one year."""

    year: int = Field(examples=[2027])
    emissions_t: float = Field(description="t", examples=[150900.5])
    status: str = Field(description="published, interpolated, estimated or projected", examples=["projected"])


class TrendYear(Year):
    """The trend in one year, with where it may lead in two cases out of three."""

    low_t: float | None = Field(description="t; null where ranges are null, and for a group", examples=[131200.4])
    high_t: float | None = Field(description="t; null where low_t is", examples=[171300.9])


class PeriodOut(Schema):
    """The budget of some years, and what has been emitted in those of them that there are statistics for."""

    first: int = Field(examples=[2023])
    last: int = Field(examples=[2027])
    budget_t: float
    emitted_t: float | None = Field(description="null before there are statistics")
    emitted_until: int | None


class MilestonesOut(Schema):
    """What the method publishes beside a budget: how it was to be used from the year in which it began."""

    first_year: int = Field(examples=[2020])
    required_cut_percent: float = Field(description="% a year from the first year", examples=[13.4])
    near_zero_year: int | None = Field(description="when next to nothing of the budget is left", examples=[2041])
    periods: list[PeriodOut]

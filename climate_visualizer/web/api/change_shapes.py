"""What the API answers of a change: every figure that is another, and what became of the budget."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema


class ChangeOut(Schema):
    """One figure that the newest edition changed."""

    gas: str = Field(examples=["CO2"])
    sector: str = Field(examples=["transport"])
    subsector: str = Field(examples=["cars"])
    year: int = Field(examples=[2021])
    kind: str = Field(description="new, revised or gone", examples=["revised"])
    from_t: float | None = Field(examples=[211676.6])
    to_t: float | None = Field(examples=[216409.4])
    change_t: float = Field(examples=[4732.8])
    change_percent: float | None = Field(description="null where there was nothing before", examples=[2.24])


class ChangesOut(Schema):
    """What the newest edition changed for an area, and what became of what is left by the default choices."""

    edition: str
    before: str | None = Field(description="the edition compared with, null where there is none")
    after: str | None = Field(description="the edition that brought the change, null where there is none")
    area: str
    figures: list[ChangeOut]
    remaining_from_t: float | None
    remaining_to_t: float | None
    used_up_from: date | None = Field(description="the day that the budget was used up on before, at today's rate")
    used_up_to: date | None
    because: dict[str, float] = Field(description="t of the change by reason: statistics, world-budget, method")

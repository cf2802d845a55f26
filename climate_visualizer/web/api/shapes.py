"""What the API answers: every field with its unit and an example."""

from __future__ import annotations

from datetime import date
from typing import Literal

from ninja import Field, Schema

from climate_visualizer.methods.choices import PATHWAYS, RATES, TRENDS
from climate_visualizer.web.api.yearly_shapes import MilestonesOut, TrendYear, Year


class AreaOut(Schema):
    """A nation, county or municipality."""

    id: str = Field(description="ISO country and official code", examples=["SE-0480"])
    name: str = Field(examples=["Nyköping"])
    kind: str = Field(description="country, county, municipality, district ...", examples=["municipality"])
    parent: str | None = Field(description="id of the area around it", examples=["SE-04"])
    country: str = Field(description="ISO 3166-1 code", examples=["SE"])
    page: str = Field(description="path of its page in English", examples=["/en/se/nykoping/"])
    valid_from: date | None = Field(description="when it replaced others, null if it was always there", examples=[None])
    valid_to: date | None = Field(description="when others replaced it, null if none did", examples=[None])
    successors: list[str] = Field(
        description="ids of the areas that replaced it, in this edition or not", examples=[[]]
    )
    disputed: bool = Field(description="whether its statistics contradict themselves somewhere", examples=[False])


class AreasOut(Schema):
    """Areas that match, and the edition they are in."""

    edition: str = Field(examples=["2024-04-18-c27d8466eb"])
    count: int = Field(examples=[1])
    areas: list[AreaOut]


class Figure(Schema):
    """Emissions of one sector or sub-sector in one year; `total` is the sum at its level."""

    sector: str = Field(examples=["transport"])
    subsector: str = Field(examples=["cars"])
    year: int = Field(examples=[2022])
    tonnes: float | None = Field(description="t", examples=[99412.3])
    status: str = Field(
        description="how its sector is known: measured at plants and meters, or modelled", examples=["modelled"]
    )
    disputed: bool = Field(description="whether its parts contradict this total", examples=[False])


class DisputeOut(Schema):
    """Where a release contradicts itself, in tonnes."""

    gas: str = Field(examples=["CO2"])
    sector: str = Field(examples=["waste"])
    subsector: str = Field(examples=["total"])
    year: int = Field(examples=[2021])
    total_t: float = Field(description="the total as published", examples=[23.1])
    parts_t: float = Field(description="the sum of its parts", examples=[127495.2])
    gap_t: float = Field(description="parts less total", examples=[127472.1])


class EmissionsOut(Schema):
    """Every figure of an area for one gas."""

    edition: str = Field(examples=["2024-04-18-c27d8466eb"])
    area: str = Field(examples=["SE-0480"])
    gas: str = Field(examples=["CO2"])
    unit: str = Field(examples=["t"])
    disputes: list[DisputeOut]
    figures: list[Figure]


class StepOut(Schema):
    """One step of the derivation, with what its formula uses."""

    step: str = Field(examples=["area"])
    tonnes: float = Field(description="t", examples=[1358875.2])
    formula: str = Field(examples=["pool × share"])
    inputs: dict[str, float] = Field(examples=[{"pool": 230000000.0, "share": 0.0059}])
    source: str = Field(examples=["van den Berg et al. 2020; Lackner et al. 2025"])
    source_url: str = Field(examples=["https://doi.org/10.1007/s10584-019-02368-y"])


class DelayOut(Schema):
    """The yearly cut required if it begins in a year; null when no path is left by then."""

    year: int = Field(examples=[2028])
    required_cut_percent: float | None = Field(description="% a year", examples=[23.9])


class ChoicesOut(Schema):
    """What was chosen, complete."""

    method: str = Field(examples=["se-uppsala-2023"])
    limit: float = Field(description="degrees above 1850-1900", examples=[2.0])
    likelihood: int = Field(description="%", examples=[83])
    sharing: str | None = Field(
        description="how the country's budget was shared to the area; null for a country, which has all of it",
        examples=["grandfathering"],
    )
    vintage: str = Field(examples=["published"])
    scope: str = Field(examples=["territorial"])
    pathway: str = Field(examples=["exponential"])
    start: int = Field(description="first year that follows the path", examples=[2027])
    trend: str = Field(description="how emissions go on after the last statistics", examples=["nowcast"])
    rate: str = Field(description="what today's rate is", examples=["today"])


class WithinOut(Schema):
    """A range that two cases in three keep to, and one that nine in ten do; null where the figure itself is."""

    low: float | None
    high: float | None
    low90: float | None
    high90: float | None


class DaysOut(Schema):
    """The same of a day: null for later than 2050, the day of the answer for already."""

    low: date | None
    high: date | None
    low90: date | None
    high90: date | None


class RangesOut(Schema):
    """How far figures that rest on estimates may be off, by what the same estimates have missed; the budget as chosen."""

    remaining_t: WithinOut
    current_emissions_t_per_year: WithinOut
    required_cut_percent: WithinOut
    used_up_on: DaysOut
    used_up_on_trend: DaysOut


class LeftOut(Schema):
    """Tonnes that a scope takes off a published figure (cement, large plants); below zero: adds to it (flights abroad)."""

    sector: str = Field(examples=["industry"])
    year: int = Field(examples=[2022])
    tonnes: float = Field(description="t", examples=[921619.0])


class BudgetOut(Schema):
    """An area held against a budget. Null is not known, never, or without an answer; it is never zero in disguise."""

    edition: str = Field(examples=["2024-04-18-c27d8466eb"])
    version: str = Field(description="of the code", examples=["0.1.0"])
    as_of: date = Field(examples=["2026-11-23"])
    area: AreaOut
    choices: ChoicesOut
    scope: str = Field(description="what is counted, in words")
    international_transport: bool = Field(
        description="whether flights abroad by the people who live here are counted", examples=[False]
    )
    left_out: list[LeftOut] = Field(
        description="what the scope takes off the figures of /emissions, by sector and year"
    )
    share: float = Field(description="of what the nation shares out", examples=[0.0059])
    budget_t: float = Field(description="t at the budget's start", examples=[1358875.2])
    budget_start: date = Field(examples=["2024-01-01"])
    emitted_published_t: float = Field(description="t since then, from statistics", examples=[0.0])
    emitted_estimated_t: float = Field(description="t since then, estimated", examples=[555887.9])
    remaining_t: float = Field(description="t left, negative when overdrawn", examples=[802987.4])
    overdrawn_t: float | None = Field(description="t beyond the budget", examples=[None])
    overdrawn_since: date | None = Field(examples=[None])
    overdrawn_on_estimates: bool = Field(
        description="whether it is used up by estimated years alone: published ones leave something", examples=[False]
    )
    overdraft_per_day_t: float | None = Field(description="t a day", examples=[None])
    next_limit: float | None = Field(description="lowest limit that is not overdrawn, degrees", examples=[None])
    base_year: int = Field(description="last year with statistics", examples=[2022])
    base_emissions_t_per_year: float = Field(description="t a year", examples=[194849.9])
    current_emissions_t_per_year: float | None = Field(
        description="t a year, today's rate: the twelve months around today, estimated; null on a day before all that the "
        "scope takes off is known (a cement plant's process emissions before 2015)",
        examples=[186970.7],
    )
    current_sectors_t_per_year: dict[str, float | None] = Field(
        description="the same by sector, together as much", examples=[{"transport": 99400.2, "industry": 87570.5}]
    )
    required_cut_percent: float | None = Field(description="% a year", examples=[19.27])
    required_cut_from: int = Field(examples=[2027])
    achieved_cut_percent: float | None = Field(description="% a year, mean of the last five", examples=[2.74])
    years_left: float | None = Field(
        description="years at today's rate; null where it is used up, and beyond 2050", examples=[4.29]
    )
    used_up_on: date | None = Field(
        description="at today's rate; null where it is used up already, and beyond 2050", examples=["2031-03-10"]
    )
    used_up_on_trend: date | None = Field(description="the same if the trend goes on", examples=["2031-07-08"])
    lasts_beyond: int | None = Field(
        description="2050 where something is left that today's rate doesn't use up by the end of that year: no day so far "
        "ahead can be told; else null",
        examples=[None],
    )
    one_nth: int | None = Field(description="uses one N-th of what is left each year", examples=[4])
    persons: int | None = Field(examples=[58200])
    per_head_t: float | None = Field(description="t for each inhabitant in the base year", examples=[3.35])
    history: list[Year]
    trend: list[TrendYear]
    pathway: list[Year] | None = Field(description="null where there is none, see no_path")
    no_path: Literal["", "overdrawn", "spent", "nothing", "falling"] = Field(
        description="why no such path uses exactly the budget: overdrawn today, spent before the start, nothing is "
        "emitted, or falling faster already than this path begins; empty where there is a path",
        examples=[""],
    )
    ranges: RangesOut | None = Field(
        description="null where the statistics go back too few years to tell, and for other rules of trend and rate"
    )
    delays: list[DelayOut]
    derivation: list[StepOut]
    disputed: bool
    disputes: list[DisputeOut]
    milestones: MilestonesOut | None = Field(description="null for a method that publishes none", examples=[None])


class MethodOut(Schema):
    """A method and what may be chosen with it."""

    id: str = Field(examples=["se-uppsala-2023"])
    name: dict[str, str]
    description: dict[str, str]
    leaves_out: dict[str, str]
    scope: dict[str, str]
    assumptions: dict[str, str]
    countries: list[str] = Field(examples=[["SE"]])
    published: str = Field(examples=["2023-12-01"])
    source: str
    source_url: str
    allowed: dict[str, list[str]] = Field(description="values of each choice")
    cannot: dict[str, dict[str, str]] = Field(description="principles that can't be used for areas, and why")


class ChoiceIn(Schema):
    """What a reader may choose; each left out takes the method's default."""

    method: str = Field("", description="see methods; empty for the country's own", examples=["se-uppsala-2023"])
    limit: str = Field("", description="degrees", examples=["2.0"])
    likelihood: str = Field("", description="% chance of staying below the limit", examples=["83"])
    sharing: str = Field("", description="how the nation's budget is shared to areas", examples=["grandfathering"])
    vintage: str = Field("", description="which published budget", examples=["published"])
    scope: str = Field(
        "",
        description="what is counted: as the method does (territorial), with cement, without large plants, with flights abroad",
        examples=["territorial"],
    )
    pathway: str = Field("", description="how the cut is spread: " + ", ".join(PATHWAYS), examples=["exponential"])
    start: str = Field("", description="first year that follows the path", examples=["2027"])
    as_of: str = Field("", description="the day that figures are for; empty for today", examples=["2026-11-23"])
    trend: str = Field(
        "", description="how emissions go on after the last statistics: " + ", ".join(TRENDS), examples=["nowcast"]
    )
    rate: str = Field("", description="what today's rate is: " + ", ".join(RATES), examples=["today"])
    world_gt: str = Field(
        "", description="a world budget of your own, GtCO2, for methods that share the world's out", examples=["400"]
    )
    world_start: str = Field("", description="the year on whose 1 January it starts", examples=["2020"])


class EditionOut(Schema):
    """The edition that is served, and the files it was made from."""

    id: str = Field(examples=["2024-04-18-c27d8466eb"])
    current: bool = Field(examples=[True])
    starter: bool = Field(examples=[False])
    code_version: str = Field(examples=["0.1.0"])
    areas: int = Field(examples=[312])
    gases: list[str] = Field(examples=[["CO2"]])
    years: list[int]
    disputes: int = Field(examples=[121])
    origins: list[dict[str, object]]


class Moved(Schema):
    """An area that is no more, and the areas that came instead."""

    detail: str = Field(examples=["Allerdale (GB-E07000026) was replaced on 2023-04-01."])
    valid_to: date = Field(description="the day on which it was replaced", examples=["2023-04-01"])
    successors: list[str] = Field(description="ids of the areas that came instead", examples=[["GB-E06000063"]])


class Problem(Schema):
    """What is wrong and what can be done, in a sentence."""

    detail: str = Field(examples=["'1.4' is not a limit that can be chosen here; choose one of: 1.5, 1.7, 2.0."])
    field: str | None = Field(None, examples=["limit"])
    value: str | None = Field(None, examples=["1.4"])
    allowed: list[str] | None = Field(None, examples=[["1.5", "1.7", "2.0"]])


# What can be wrong with a question about a place: unknown, has no answer here, replaced, not what the description allows.
PROBLEMS: dict[int, type[Schema]] = {404: Problem, 409: Problem, 410: Moved, 414: Problem, 422: Problem}

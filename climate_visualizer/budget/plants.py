"""Large plants of an area: what each emits, since when, how much of the area's fossil carbon dioxide that is, and the rest.

Their figures come from the EU's emissions trading system, the area's from its local statistics: two sources, close to each other
and not the same. Carbon dioxide from biomass is in neither. A plant whose gases another one burns may be two there (Luleå).

A budget may count the plants or not (`methods.scopes`). Without them it differs everywhere, since the nation keeps the plants'
part of it; `plant_scopes` has the choice where the plants themselves stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.groups import members_of
from climate_visualizer.budget.left_out import left_out
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import basis, row_of
from climate_visualizer.methods.scopes import OWN, WITH_CEMENT, WITHOUT_PLANTS, counting, scopes_for
from climate_visualizer.sources.labels import said
from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.plant_places import plants_by_id

BEGAN = 2005  # the first year with figures: a plant of then may be older
LEAST_T = 10_000  # plants that have emitted so much in a year since 2015 have a place
FLYING = ("with-flights", "without-plants-with-flights")
TOLD_T = 1000.0  # tonnes of cement from which on it is told that they are not counted
DOMINANT = 0.5  # a plant, or a town's plants together, with more than half of an area's emissions


@dataclass(frozen=True)
class Plant:
    """One plant: its last figure that is above zero and of which year, its share of its area's emissions then, and its series.

    `share` is None where the area has no figure of that year. `running` is whether its last figure is the newest that there is.
    """

    id: str
    name: str
    holder: str
    activity: str
    area_id: str
    year: int
    tonnes: float
    share: float | None
    first_year: int
    last_year: int
    running: bool
    years: tuple[int, ...]
    series: tuple[float, ...]


@dataclass(frozen=True)
class Plants:
    """The plants of an area in the newest year that both sources have: what they emit together, and the area without them.

    Shares and the rest are None where the area has no carbon dioxide statistics of a year that plants have figures of, and the
    rest is never below zero: two sources may count the same chimney a little differently.
    """

    area_id: str
    plants: tuple[Plant, ...]
    year: int | None
    with_t: float | None
    together_t: float | None
    without_t: float | None
    share: float | None

    @property
    def dominates(self) -> bool:
        """Whether the plants together are more than half of the area's emissions."""
        return self.share is not None and self.share > DOMINANT


def _totals(edition: Edition, area_id: str) -> dict[int, float]:
    """Fossil carbon dioxide of an area as published, by year; empty for one without statistics of it."""
    try:
        cube = edition.cube(edition.area(area_id).country)
    except KeyError:
        return {}
    if area_id not in cube.area_ids:
        return {}
    row = cube.totals[cube.area_ids.index(area_id)]
    return {int(year): float(tonnes) for year, tonnes in zip(cube.years, row, strict=True) if np.isfinite(tonnes)}


# Any: rows of polars: their columns are the table's
def _plant(rows: list[dict[str, Any]], newest: int, totals: dict[int, float]) -> Plant:
    emitting = [row for row in rows if (row["tonnes"] or 0.0) > 0] or rows
    last = emitting[-1]
    area_total = totals.get(last["year"])
    return Plant(
        **{name: last[name] for name in ("activity", "area_id", "year", "tonnes")},
        holder=next((row["holder"] for row in reversed(rows) if row["holder"]), ""),
        id=last["plant_id"],
        name=last["name"],
        share=last["tonnes"] / area_total if area_total else None,
        first_year=emitting[0]["year"],
        last_year=last["year"],
        running=last["year"] == newest,
        years=tuple(row["year"] for row in rows),
        series=tuple(row["tonnes"] for row in rows),
    )


@remembered
def plants_of(edition: Edition, area_id: str) -> Plants:
    """The plants in an area and in those within it, the largest first, kept; raises `UnknownArea`."""
    edition.area(area_id)
    # As rows, not by a query: most areas have none, others a few, and polars' threads cost more than all the rest of it.
    rows = sorted(edition.plants(area_id).iter_rows(named=True), key=lambda row: (row["plant_id"], row["year"]))
    if not rows:
        return Plants(area_id, (), None, None, None, None, None)
    newest, totals = int(edition.every_plant["year"].to_numpy().max()), _totals(edition, area_id)
    made = [_plant(list(part), newest, totals) for _, part in groupby(rows, key=itemgetter("plant_id"))]
    plants = tuple(sorted(made, key=lambda one: (not one.running, -one.tonnes)))
    both = [row["year"] for row in rows if row["year"] in totals]
    if not both:
        return Plants(area_id, plants, None, None, None, None, None)
    year = max(both)
    together = sum(float(row["tonnes"] or 0.0) for row in rows if row["year"] == year)
    total = totals[year]
    return Plants(
        area_id=area_id,
        plants=plants,
        year=year,
        with_t=total,
        together_t=together,
        without_t=max(total - together, 0.0),
        share=together / total if total else None,
    )


def activity_name(key: str, language: str) -> str:
    """What a plant does, in a language."""
    known = {one["key"]: one for one in facts("eu_ets")["activity"]}
    return said(known.get(key, known["other"]), language)


def note(plant_id: str, language: str) -> str:
    """What must be known of a plant's figures; empty where there is nothing."""
    place = plants_by_id().get(plant_id)
    return place.note(language) if place else ""


def note_language(plant_id: str, language: str) -> str:
    """The language that a plant's note is given in: the asked one where it is written, else English."""
    place, base = plants_by_id().get(plant_id), language.partition("-")[0]
    return base if place and base in dict(place.notes) else "en"


def plant_scopes(edition: Edition, a: Assessment) -> tuple[str, ...]:
    """The scopes that differ by the area's plants, what counts most first; none where no plant is running.

    A reader who counts flights goes on counting them.
    """
    if not any(one.running for area_id in members_of(a.area) for one in plants_of(edition, area_id).plants):
        return ()
    there = scopes_for(a.method, a.area.country, edition)
    cement = WITH_CEMENT in there and cement_t(edition, a) >= TOLD_T
    wanted = FLYING if a.choices.scope in FLYING else (*((WITH_CEMENT,) if cement else ()), OWN, WITHOUT_PLANTS)
    return wanted if set(wanted) <= set(there) else ()


def cement_t(edition: Edition, a: Assessment) -> float:
    """Tonnes of cement's process emissions in the base year that the method leaves out of an area by itself."""
    base = basis(edition, a.area.country, counting(a.method, OWN))
    rows = [row_of(edition, base.cube.area_ids, area_id) for area_id in members_of(a.area)]
    return sum(left_out(base, row, a.area.country).get("cement", 0.0) for row in rows)


def is_ruled(edition: Edition, a: Assessment) -> bool:
    """Whether what is counted of its plants decides an area's budget: they dominate it, or cement is left out."""
    dominated = any(plants_of(edition, area_id).dominates for area_id in members_of(a.area))
    return dominated or cement_t(edition, a) >= TOLD_T

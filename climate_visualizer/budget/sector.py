"""One sector of an area: its part of emissions, each inhabitant's part beside that of the areas around, its parts."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import polars as pl

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series, filled_parts
from climate_visualizer.budget.figures import SPAN
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import Array, basis
from climate_visualizer.methods.scopes import counting
from climate_visualizer.science import findings

KILO = 1000.0
SMALL_SHARE, SMALL_TONNES = 0.01, 100.0


class UnknownSector(Exception):
    """The country's statistics have no such sector."""


@dataclass(frozen=True)
class Part:
    """One sub-sector: its key and its yearly tonnes."""

    key: str
    series: Series


@dataclass(frozen=True)
class Sector:
    """One sector of one area in the base year: tonnes, fraction of all, kilograms per inhabitant, yearly change.

    `nth` is N in "uses one N-th of what is left each year" at today's rate, None where nothing is left or emitted. `place` is
    its rank among `of` areas of the same kind by kilograms per inhabitant, the lowest first. Missing figures are None.
    """

    key: str
    year: int
    tonnes: float
    share: float | None
    per_head_kg: float | None
    achieved_cut: float | None
    nth: int | None
    history: Series
    parts: tuple[Part, ...]
    place: int | None
    of: int

    @property
    def is_small(self) -> bool:
        """Whether it is too small to say anything about but how large it is."""
        return self.tonnes < SMALL_TONNES or (self.share is not None and self.share < SMALL_SHARE)

    def last(self, part: Part) -> float:
        """A part's tonnes in the base year; 0 where it has none then."""
        return dict(zip(part.series.years, part.series.tonnes, strict=True)).get(self.year, 0.0)

    @property
    def majority(self) -> tuple[Part, ...]:
        """The fewest parts that make up more than half of it, the largest first."""
        tonnes = np.array([self.last(part) for part in self.parts])
        return tuple(self.parts[index] for index in findings.smallest_majority(emissions=tonnes)) if tonnes.size else ()


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _achieved(series: Series) -> float | None:
    """The mean yearly fall over the last steps; None where there are too few years or a year of none."""
    if len(series.tonnes) <= SPAN:
        return None
    return _known(float(findings.achieved_cut(emissions=np.array(series.tonnes), span=SPAN)))


def _parts(edition: Edition, area_id: str, key: str, total: Series) -> tuple[Part, ...]:
    """The sub-sectors that ever emitted, the largest first; in filled-in years they add up to the sector."""
    rows = edition.subsectors(area_id).filter(pl.col("sector") == key).sort("subsector", "year")
    years = rows["year"].unique().sort().to_numpy().astype(np.int64)
    tonnes_by_part: dict[str, Array] = {}
    for (name,), of in rows.group_by("subsector", maintain_order=True):
        tonnes = np.full(years.size, np.nan)
        tonnes[np.searchsorted(years, of["year"].to_numpy())] = of["tonnes"].fill_null(np.nan).to_numpy()
        if np.isfinite(tonnes).any() and np.nansum(tonnes) > 0:
            tonnes_by_part[str(name)] = tonnes
    series = filled_parts(years, list(tonnes_by_part.values()), total)
    parts = [Part(name, one) for name, one in zip(tonnes_by_part, series, strict=True)]
    return tuple(sorted(parts, key=lambda part: -(part.series.tonnes[-1])))


def _place(edition: Edition, a: Assessment, key: str) -> tuple[int | None, int]:
    """The area's rank by kilograms per inhabitant among those of its kind, and among how many: all in the same scope."""
    base = basis(edition, a.area.country, counting(a.method, a.choices.scope))
    cube = base.cube
    persons = edition.persons(a.area.country, a.base_year)
    persons = np.where(np.isfinite(persons), persons, edition.persons(a.area.country, a.base_year + 1))
    alike = np.array([edition.area(area_id).kind == a.area.kind for area_id in cube.area_ids])
    heads = findings.per_person(emissions=base.sectors[:, cube.sectors.index(key), -1], population=persons)
    heads = np.where(alike, heads, np.nan)
    place = findings.rank(figures=heads)[cube.area_ids.index(a.area.id)]
    return (int(place) if math.isfinite(place) else None), int(np.isfinite(heads).sum())


def sector_of(edition: Edition, a: Assessment, key: str) -> Sector:
    """One sector of an assessed area; raises `UnknownSector` for a key that its statistics don't have."""
    if key not in a.sectors:
        raise UnknownSector(
            f"There is no sector '{key}' in {a.area.name}; choose one of {', '.join(sorted(a.sectors))}."
        )
    series = a.sectors[key]
    tonnes = dict(zip(series.years, series.tonnes, strict=True)).get(a.base_year, 0.0)
    area_total = a.base_emissions_t_per_year
    today = a.current_sectors_t_per_year[key]
    nth = findings.one_nth(emissions=today, budget=a.remaining_t) if tonnes > 0 and today > 0 else np.nan
    place, of = _place(edition, a, key)
    return Sector(
        key=key,
        year=a.base_year,
        tonnes=tonnes,
        share=tonnes / area_total if area_total > 0 else None,
        per_head_kg=KILO * tonnes / a.persons if a.persons else None,
        achieved_cut=_achieved(series),
        nth=int(nth) if math.isfinite(nth) else None,
        history=series,
        parts=_parts(edition, a.area.id, key, series),
        place=place,
        of=of,
    )

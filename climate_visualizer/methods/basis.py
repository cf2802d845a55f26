"""What every assessment of one edition starts from: emissions within a scope, their course, and who shares with whom."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.caches import remembered
from climate_visualizer.editions.importing.gap_filling import KEPT
from climate_visualizer.editions.read import Cube, Edition, counted
from climate_visualizer.methods.course import Course, by_rule, course_of
from climate_visualizer.methods.parameters import excluded_tonnes, flights
from climate_visualizer.methods.plants_and_flights import (
    FLIGHTS,
    PLANTS,
    flights_of,
    never_more,
    plants_off,
    processes,
)
from climate_visualizer.sources.labels import holding

Array = NDArray[np.float64]


class NoBudget(Exception):
    """There are no carbon dioxide statistics here for a budget to be held against; the sentence says so."""


@dataclass(frozen=True, eq=False)
class Basis:
    """Arrays of one edition in the area order of its cube; NaN where statistics are missing.

    `sectors` is [area, sector, year] and `totals` [area, year], both in tonnes and within the scope. `pool` marks the
    areas whose sum everybody's share is taken of: the top level of areas below the nation, so that shares at a step
    sum to one. `consistent` is `totals` with the sum of the parts in the place of a total that contradicts them: what
    compares years (the estimates, the achieved cut) uses it. `course` is what follows to 2050, sector by sector;
    `nation` is the row of the whole country, where there is one. `counting` is the scope that it was made for (`scopes`):
    `left_out` [area, sector, year] is what that takes off what is published (below zero: adds to it), and `booked`
    [area, year] what of it the nation books.
    """

    cube: Cube
    sectors: Array
    totals: Array
    consistent: Array
    course: Course
    pool: NDArray[np.bool_]
    nation: int | None
    counting: tuple[str, ...]
    booked: Array
    left_out: Array
    cache_key: str

    @property
    def base_year(self) -> int:
        return int(self.cube.years[-1])

    def base_years(self, wanted: tuple[int, ...]) -> tuple[int, ...]:
        """Those of a method's base years that this edition has; a `ValueError` if it has none of them."""
        have = tuple(year for year in wanted if year in self.cube.years.tolist())
        if not have:
            raise ValueError(f"The edition has no statistics for any of the base years {wanted[0]} to {wanted[-1]}.")
        return have

    def years_of(self, years: tuple[int, ...]) -> NDArray[np.intp]:
        """Positions on the year axis of those of the years that there are statistics for."""
        return np.searchsorted(self.cube.years, np.asarray(self.base_years(years)))


def _pool(edition: Edition, cube: Cube) -> NDArray[np.bool_]:
    countries = {area.id for area in edition.areas if area.kind == "country"}
    parents = {area.id: area.parent_id for area in edition.areas}
    return np.array([parents[area_id] in countries for area_id in cube.area_ids])


@remembered
def population_year(edition: Edition, base: Basis, country: str, wanted: int) -> int:
    """The wanted year, or the nearest before it (else after it) in which the people of every area that shares are known."""
    known = edition.population.filter(pl.col("area_id").is_in(base.cube.area_ids))["year"].unique().sort().to_list()
    for year in sorted(known, key=lambda one: (one > wanted, abs(one - wanted))):
        if np.isfinite(edition.persons(country, year)[base.pool]).all():
            return int(year)
    return wanted


def persons_near(edition: Edition, country: str, row: int, base_year: int) -> int | None:
    """The population of the year nearest to the base year that has one."""
    for distance in range(6):
        for year in (base_year - distance, base_year + distance):
            persons = edition.persons(country, year)[row]
            if np.isfinite(persons):
                return int(persons)
    return None


def _gaps(edition: Edition, cube: Cube) -> Array:
    """What the parts of each area's sectors have beyond the sectors' totals, where a release contradicts itself, as the cube."""
    gaps = np.zeros_like(cube.tonnes)
    sectors = {sector: index for index, sector in enumerate(cube.sectors)}
    rows = {area_id: index for index, area_id in enumerate(cube.area_ids)}
    columns = {year: index for index, year in enumerate(cube.years.tolist())}
    for dispute in edition.disputes.iter_rows(named=True):
        if (
            dispute["area_id"] in rows
            and dispute["gas"] == "CO2"
            and dispute["sector"] in sectors
            and not dispute["rule"].startswith(KEPT)
        ):
            place = rows[dispute["area_id"]], sectors[dispute["sector"]], columns[dispute["year"]]
            gaps[place] += dispute["gap_t"]
    return gaps


def _nation_of(edition: Edition, cube: Cube) -> int | None:
    """The row of the whole country; None where the statistics have no such row."""
    kinds = [edition.area(area_id).kind for area_id in cube.area_ids]
    return kinds.index("country") if "country" in kinds else None


def _place(cube: Cube, country: str, process: str) -> tuple[str, bool] | None:
    """The sector that a process's emissions are in here, and whether it is nothing else; None where no sector holds them."""
    there = [(sector, factor) for sector, factor in holding(country, process).items() if sector in cube.sectors]
    return next(iter(there), None)


def lacking(edition: Edition, country: str, without: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the processes that cannot be taken off, since no sector of a country's statistics here holds them."""
    try:
        cube = edition.cube(country)
    except KeyError:
        return ()
    return tuple(process for process in without if _place(cube, country, process) is None)


@dataclass(frozen=True, eq=False)
class _Counted:
    """What is counted: a cube without the sectors that are left out whole, its sectors and totals, and what is booked elsewhere.

    `booked` [area, year] are the tonnes of plants that the nation books.
    """

    cube: Cube
    sectors: Array
    totals: Array
    booked: Array


def _counted(edition: Edition, country: str, cube: Cube, counting: tuple[str, ...]) -> _Counted:
    """A cube less processes and large plants, and with flights abroad, as far as `counting` names them."""
    places = {process: _place(cube, country, process) for process in processes(counting)}
    rest = counted(cube, tuple(place[0] for place in places.values() if place and place[1]))
    sectors, totals, taken = rest.tonnes.copy(), rest.totals.copy(), np.zeros_like(rest.totals)
    for process, place in places.items():
        if place and not place[1]:
            at = rest.sectors.index(place[0])
            off = excluded_tonnes((process,), rest.area_ids, rest.years)
            off = never_more(edition, rest.area_ids, off, sectors[:, at])
            sectors[:, at] -= off
            totals -= off
            taken += off
    booked = np.zeros_like(totals)
    if PLANTS in counting:
        plants = plants_off(edition, country, rest, taken, sectors)
        sectors -= plants
        booked = plants.sum(axis=1)
        totals -= booked
    if FLIGHTS in counting and (abroad := flights(country)) is not None:
        added = flights_of(edition, country, rest, _pool(edition, rest))
        sectors[:, rest.sectors.index(abroad.sector)] += added
        totals += added
    return _Counted(rest, sectors, totals, booked)


def row_of(edition: Edition, area_ids: tuple[str, ...], area_id: str) -> int:
    """The row of an area among those with carbon dioxide statistics; `NoBudget` for one that has none."""
    if area_id not in area_ids:
        name = edition.area(area_id).name
        raise NoBudget(f"Edition {edition.id} has no carbon dioxide statistics for {name}, so there is no budget.")
    return area_ids.index(area_id)


@remembered
def basis(edition: Edition, country: str, without: tuple[str, ...], trend: str = "nowcast") -> Basis:
    """The basis of a country for a scope (`scopes.counting`: processes that are left out, plants, flights); kept.

    `trend` is the rule by which emissions go on after the last published year, see `course.by_rule`.
    """
    if trend != "nowcast":
        base = basis(edition, country, without)
        course = by_rule(base.course, base.cube.years, base.consistent, trend)
        return replace(base, course=course, cache_key=f"{base.cache_key} {trend}")
    try:
        published_cube = edition.cube(country)
    except KeyError:
        if edition.figures(country, "GHG").is_empty():
            raise NoBudget(
                f"Edition {edition.id} has no statistics of emissions for {country}, so there is no budget."
            ) from None
        raise NoBudget(
            f"The statistics of {country} in edition {edition.id} are of all greenhouse gases together, in CO2 equivalents; "
            "a budget for carbon dioxide cannot be held against them."
        ) from None
    if missing := lacking(edition, country, processes(without)):
        raise NoBudget(
            f"The method leaves out process emissions from {', '.join(missing)}, and no sector of the statistics of {country} "
            f"in edition {edition.id} is known to hold them; choose another method."
        )
    counted_cube = _counted(edition, country, published_cube, without)
    cube, sectors, totals = counted_cube.cube, counted_cube.sectors, counted_cube.totals
    gaps, nation = _gaps(edition, cube), _nation_of(edition, cube)
    consistent = totals + gaps.sum(axis=1)
    return Basis(
        cube=cube,
        sectors=sectors,
        totals=totals,
        consistent=consistent,
        course=course_of(edition, country, cube, totals, sectors + gaps, consistent, nation),
        nation=nation,
        pool=_pool(edition, cube),
        counting=without,
        booked=counted_cube.booked,
        left_out=cube.tonnes - sectors,
        cache_key=f"{edition.cache_key}+{country} without {','.join(without)}",
    )

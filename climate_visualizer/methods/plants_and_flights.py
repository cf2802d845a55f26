"""Plants and flights in arrays: what large plants take off an area's sectors, and what flights abroad add a head.

Both keep what the whole country has: tonnes that are taken off the parts are taken off what they lie in, never more than a
sector has, and flights of all areas are the country's.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.editions.cubes import Cube
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.parameters import flights
from climate_visualizer.science.units import quotient

Array = NDArray[np.float64]
PLANTS, FLIGHTS = "plants", "flights"
# Sectors that a plant's emissions are in, by what it does: burning fuel is mostly for heat and power, all else is industry. What
# the first cannot hold is in the second: a plant's own boiler may be counted in either.
SECTORS = {"combustion": ("electricity-heat", "industry")}
OTHERWISE = ("industry", "electricity-heat")


def processes(counted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of a basis's names that are processes to leave out."""
    return tuple(name for name in counted if name not in (PLANTS, FLIGHTS))


def plants_of_country(edition: Edition, country: str) -> pl.DataFrame:
    """Every plant's years in a country's areas."""
    ids = [area.id for area in edition.areas if area.country == country]
    return edition.every_plant.filter(pl.col("area_id").is_in(ids))


def within(edition: Edition, area_ids: tuple[str, ...]) -> Array:
    """Which areas lie within which, [area, part]: one where the second is the first or in it and has no parts itself."""
    places = {area_id: at for at, area_id in enumerate(area_ids)}
    around = {area.id: area.parent_id for area in edition.areas}
    parents = {around[area_id] for area_id in area_ids}
    holds = np.zeros((len(area_ids), len(area_ids)))
    for area_id, at in places.items():
        holder: str | None = area_id
        while area_id not in parents and holder in places:
            holds[places[holder], at] = 1.0
            holder = around[holder]
    return holds


def plant_tonnes(
    edition: Edition, country: str, cube: Cube, activities: dict[str, tuple[str, ...]] | None = None
) -> Array:
    """What plants emit, by the sectors that they may be in, [2, area, year]: heat and power first, then industry.

    ``activities`` chooses plants by what they do. After their last known year they are taken to emit what they did then;
    before the first it is not known (NaN) in areas that have plants.
    """
    table = plants_of_country(edition, country)
    rows = {area_id: at for at, area_id in enumerate(cube.area_ids)}
    tonnes = np.zeros((2, len(rows), cube.years.size))
    years = table["year"].unique().sort().to_list()
    for (area_id, activity), part in table.group_by("area_id", "activity", maintain_order=True):
        if area_id not in rows or (activities is not None and activity not in activities):
            continue
        by_year = dict(part.group_by("year").agg(pl.col("tonnes").sum()).iter_rows())
        series = [
            by_year.get(min(year, years[-1]), 0.0) if year >= years[0] else np.nan for year in cube.years.tolist()
        ]
        tonnes[0 if str(activity) in SECTORS else 1, rows[str(area_id)]] += np.array(series)
    return tonnes


def never_more(edition: Edition, area_ids: tuple[str, ...], off: Array, there: Array) -> Array:
    """Tonnes to take off, at most what is there: of the smallest areas first, then of what they lie in, as much together.

    Both [area, ...]; NaN where what is to be taken off is not known.
    """
    inside = within(edition, area_ids)
    most = np.maximum(np.where(np.isfinite(there), there, np.inf), 0.0)
    parts = np.where(np.isnan(off), np.nan, np.minimum(off, most)).reshape(len(area_ids), -1)
    unknown = inside @ np.isnan(parts).astype(np.float64) > 0
    together = np.where(unknown, np.nan, inside @ np.nan_to_num(parts)).reshape(off.shape)
    return np.where(np.isnan(together), np.nan, np.minimum(together, most))


def plants_off(edition: Edition, country: str, cube: Cube, taken: Array, sectors: Array) -> Array:
    """Tonnes to take off each area's sectors for large plants that the nation books, [area, sector, year].

    `sectors` are what is left of them once processes (`taken` [area, year], of plants too) are off.
    """
    burning, making = plant_tonnes(edition, country, cube)
    off = np.zeros_like(sectors)
    for wanted, order in ((np.maximum(making - taken, 0.0), OTHERWISE), (burning, SECTORS["combustion"])):
        left = wanted
        for sector in order:
            at = cube.sectors.index(sector)
            there = np.nan_to_num(np.maximum(sectors[:, at] - off[:, at], 0.0))
            part = np.where(np.isnan(left), np.nan, np.minimum(left, there))
            off[:, at] += part
            left = left - part
    return never_more(edition, cube.area_ids, off, sectors)


def flights_of(edition: Edition, country: str, cube: Cube, pool: NDArray[np.bool_]) -> Array:
    """Carbon dioxide of flights abroad by each area's people, [area, year]: a part a head of the country's.

    A year without everybody's people takes those of the nearest that has them.
    """
    known = flights(country)
    flown = np.full(cube.totals.shape, np.nan)
    people = _people(edition, country, cube)
    if known is None or not people:
        return flown
    for place, year in enumerate(cube.years.tolist()):
        heads = people[min(people, key=lambda one: (abs(one - year), one))]
        flown[:, place] = known.tonnes.get(year, np.nan) * quotient(heads, heads[pool].sum())
    return flown


def _people(edition: Edition, country: str, cube: Cube) -> dict[int, Array]:
    """Persons of every area by year, for the years in which all are known: of the smallest areas, and their sums."""
    inside = within(edition, cube.area_ids)
    years = edition.population.filter(pl.col("area_id").is_in(cube.area_ids))["year"].unique().to_list()
    by_year = {int(year): edition.persons(country, year) for year in years}
    return {year: inside @ heads for year, heads in by_year.items() if np.isfinite(heads).all()}

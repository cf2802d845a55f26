"""One gas of one country as arrays, which is what every assessment is worked out from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.editions.dictionary_encoding import ROWS, numbered


@dataclass(frozen=True, eq=False)
class Cube:
    """One gas as arrays in tonnes: `tonnes` [area, sector, year] without the totals, `totals` [area, year]."""

    area_ids: tuple[str, ...]
    sectors: tuple[str, ...]
    years: NDArray[np.int64]
    tonnes: NDArray[np.float64]
    totals: NDArray[np.float64]


def cube_of(rows: pl.DataFrame, gas: str) -> Cube:
    """The cube of a table of totals (area_id, sector, year, tonnes); raises `KeyError` for an empty one."""
    if rows.is_empty():
        raise KeyError(gas)
    areas, area_places = numbered(rows["area_id"])
    sectors, sector_places = numbered(rows["sector"])
    total_place = sectors.index("total")
    # The whole comes last, so that both arrays are views of one.
    sector_places = np.where(sector_places > total_place, sector_places - 1, sector_places)
    sector_places[_number_of(rows, "total")] = len(sectors) - 1
    years = rows["year"].unique().sort().to_numpy().astype(np.int64)
    cells = np.full(len(areas) * len(sectors) * years.size, np.nan)
    for part in rows.iter_slices(ROWS):
        at = _flat(part, area_places, sector_places, len(sectors), years)
        cells[at] = part["tonnes"].fill_null(np.nan).to_numpy()
    shaped = cells.reshape(len(areas), len(sectors), years.size)
    named = tuple(name for name in sectors if name != "total")
    return Cube(tuple(areas), named, years, shaped[:, :-1], shaped[:, -1])


def _number_of(rows: pl.DataFrame, name: str) -> int:
    return int(
        rows.lazy().filter(pl.col("sector") == name).select(pl.col("sector").to_physical()).first().collect().item()
    )


def _flat(
    rows: pl.DataFrame,
    areas: NDArray[np.uint32],
    sectors: NDArray[np.uint32],
    width: int,
    years: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Where in the cube each row belongs."""
    at: NDArray[np.int64] = areas[rows["area_id"].to_physical().to_numpy()].astype(np.int64)
    at *= width
    at += sectors[rows["sector"].to_physical().to_numpy()]
    at *= years.size
    at += np.searchsorted(years, rows["year"].to_numpy())
    return at


def counted(cube: Cube, without: tuple[str, ...]) -> Cube:
    """A cube without some sectors, which are taken off its totals too."""
    out = [index for index, sector in enumerate(cube.sectors) if sector in without]
    if not out:
        return cube
    places = [index for index in range(len(cube.sectors)) if index not in out]
    sectors = tuple(cube.sectors[index] for index in places)
    totals = cube.totals - cube.tonnes[:, out].sum(axis=1)
    return Cube(cube.area_ids, sectors, cube.years, cube.tonnes[:, places], totals)

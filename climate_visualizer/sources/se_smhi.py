"""SMHI's National Emission Database: workbooks of emissions for Sweden, its counties and municipalities."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl

from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.table import (
    EMISSIONS,
    SourceError,
    SourceTables,
    ensure_areas_present,
    ensure_columns,
    ensure_finite,
    ensure_totals,
    ensure_unique,
    ensure_years,
    listed,
)
from climate_visualizer.sources.workbooks import sheet

SOURCE = "se_smhi"
ALL = "Alla"
HEADER = "Huvudsektor"
LEVELS = ("sector_name", "subsector_name", "county", "municipality")


@dataclass(frozen=True)
class _Layout:
    """Where things stand in one workbook: its gas, release date, first row of data and the column of each year."""

    gas: str
    release_date: str
    first_row: int
    columns: dict[int, int]


@lru_cache(maxsize=1)
def spellings() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """Every spelling of a sector to its key, and of a sector's sub-sector to its key."""
    sectors, subsectors = {ALL: "total"}, {}
    for sector in facts(SOURCE)["sector"]:
        sectors |= {name: sector["key"] for name in sector["spellings"]}
        for part in sector.get("subsectors", ()):
            subsectors |= {(sector["key"], name): part["key"] for name in part["spellings"]}
    return sectors, subsectors


def labels(language: str) -> dict[tuple[str, str], str]:
    """The name of each (sector, sub-sector) in a language, for whoever shows them."""
    found = {}
    for sector in facts(SOURCE)["sector"]:
        found[(sector["key"], "total")] = sector[language]
        found |= {(sector["key"], part["key"]): part[language] for part in sector.get("subsectors", ())}
    return found


def qualities() -> dict[str, str]:
    """The quality class of each sector: measured at its plants, or modelled from national totals."""
    return {sector["key"]: sector["quality"] for sector in facts(SOURCE)["sector"]}


def _header_row(cells: pl.DataFrame, name: str) -> int:
    rows = cells.to_series(0).eq(HEADER).arg_true()
    if not len(rows) or rows[0] < 2:
        raise SourceError(
            f"{name} is not one of SMHI's county reports: no cell of column A says '{HEADER}'. Choose 'Länsrapport' "
            "for all counties and municipalities in the National Emission Database and download it as Excel."
        )
    return int(rows[0])


def _gas(title: str, name: str) -> str:
    gases: dict[str, str] = facts(SOURCE)["gases"]
    if title not in gases:
        raise SourceError(f"{name} holds '{title}', which is not read; import one of: {listed(gases)}.")
    return gases[title]


def _release_date(cells: pl.DataFrame, name: str) -> str:
    found = re.search(r"\d{4}-\d{2}-\d{2}", str(cells.row(0)[1]))
    if not found:
        raise SourceError(f"{name} does not give its release date in cell B1; download the report again from SMHI.")
    return found.group()


def _ensure_unit(cells: pl.DataFrame, name: str) -> None:
    unit = str(cells.row(2)[0])
    if unit != "Enhet: ton/år":
        raise SourceError(f"{name} says '{unit}' in cell A3 instead of 'Enhet: ton/år'; import the report in tonnes.")


def _columns(cells: pl.DataFrame, header: int, gas: str, name: str) -> dict[int, int]:
    """The column of each year; where a year has two (tonnes and CO2 equivalents), the latter."""
    years, names = cells.row(header - 1), cells.row(header)
    found = {
        int(year): column
        for column, year in enumerate(years)
        if year and str(year).isdigit() and (gas != "CH4" or "CO2-ekv" in str(names[column]))
    }
    ensure_years(list(found), name)
    return found


def _layout(title: str, cells: pl.DataFrame, name: str) -> _Layout:
    header = _header_row(cells, name)
    _ensure_unit(cells, name)
    gas = _gas(title, name)
    return _Layout(gas, _release_date(cells, name), header + 1, _columns(cells, header, gas, name))


def _ensure_known(names: pl.Series, known: dict[Any, Any], what: str, file_name: str) -> None:
    unknown = [value for value in names.unique().sort().to_list() if value not in known]
    if unknown:
        raise SourceError(
            f"{file_name} has the unknown {what} {listed(unknown)}; if it is a new spelling, add it to "
            "data/sources/se_smhi.toml and import again."
        )


def _areas_by_name(areas: pl.DataFrame) -> dict[tuple[str, str], str]:
    """(county, municipality) as SMHI names them to the official area."""
    names = dict(zip(areas["area_id"], areas["name"], strict=True))
    found = {}
    for area in areas.iter_rows(named=True):
        if area["kind"] == "country":
            found[(ALL, ALL)] = area["area_id"]
        elif area["kind"] == "county":
            found[(area["name"], ALL)] = area["area_id"]
        else:
            found[(names[area["parent_id"]], area["name"])] = area["area_id"]
    return found


def _with_keys(wide: pl.DataFrame, areas: pl.DataFrame, name: str) -> pl.DataFrame:
    """Sector, sub-sector and area by their keys; what is not known is a sentence."""
    sectors, subsectors = spellings()
    _ensure_known(wide["sector_name"], sectors, "sector", name)
    wide = wide.with_columns(pl.col("sector_name").replace_strict(sectors).alias("sector"))
    pairs = wide.select("sector", "subsector_name").unique().rows()
    part_keys = {pair: "total" if pair[1] == ALL else subsectors.get(pair) for pair in pairs}
    unknown = [f"'{pair[0]} / {pair[1]}'" for pair in sorted(pairs) if part_keys[pair] is None]
    _ensure_known(pl.Series(unknown, dtype=pl.String), {}, "sub-sector", name)
    places = _areas_by_name(areas)
    unknown = [", ".join(place) for place in sorted(set(wide.select("county", "municipality").rows()) - set(places))]
    _ensure_known(pl.Series(unknown, dtype=pl.String), {}, "area", name)
    return wide.join(_lookup(part_keys, ("sector", "subsector_name"), "subsector"), on=["sector", "subsector_name"]).join(
        _lookup(places, ("county", "municipality"), "area_id"), on=["county", "municipality"]
    )


def _lookup(keys: dict[tuple[str, str], Any], names: tuple[str, str], value: str) -> pl.DataFrame:
    rows = [(*pair, key) for pair, key in keys.items()]
    return pl.DataFrame(rows, schema=[*names, value], orient="row")


def _long(cells: pl.DataFrame, layout: _Layout, areas: pl.DataFrame, name: str) -> pl.DataFrame:
    body = cells.slice(layout.first_row)
    wide = body.select(
        *(pl.col(body.columns[index]).alias(level) for index, level in enumerate(LEVELS)),
        *(pl.col(body.columns[column]).cast(pl.Float64, strict=False).alias(str(y)) for y, column in layout.columns.items()),
    ).filter(pl.col("sector_name").is_not_null() & (pl.col("sector_name") != ""))
    keyed = _with_keys(wide, areas, name)
    return (
        keyed.unpivot(
            on=[str(year) for year in layout.columns],
            index=["area_id", "sector", "subsector"],
            variable_name="year",
            value_name="tonnes",
        )
        .with_columns(
            pl.lit(layout.gas).alias("gas"), pl.lit(facts(SOURCE)["card"]["status"]).alias("status")
        )
        .select([pl.col(column).cast(kind) for column, kind in EMISSIONS.items()])
    )


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read one county report as issued; raises `SourceError` for what cannot be used.

    CH4 is read in CO2 equivalents, as SMHI weighs it in that release; vintages of equivalents must not be mixed.
    """
    title, cells = sheet(content, file_name)
    layout = _layout(title, cells, file_name)
    if areas is None:
        raise SourceError(
            "SMHI's reports name areas without official codes; import Statistics Sweden's code list first: "
            "python manage.py import_statistics se_scb kommunlankod_2023.xls"
        )
    emissions = _long(cells, layout, areas, file_name)
    ensure_columns(emissions, EMISSIONS, "emissions")
    ensure_finite(emissions, file_name)
    ensure_areas_present(emissions, areas, file_name)
    ensure_unique(emissions, file_name)
    ensure_totals(emissions, file_name)
    card = facts(SOURCE)["card"]
    origin = origin_of(
        SOURCE, content=content, file_name=file_name, title=f"{card['title_sv']}: {title}", release_date=layout.release_date
    )
    return SourceTables(origin=origin, emissions=emissions)

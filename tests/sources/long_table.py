"""The United Kingdom's statistics in the layout of the long table, made from the figures of the wide workbook."""

from __future__ import annotations

import polars as pl

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.publishers import gb_names

HEADER = (
    "Country,Country Code,Region,Region Code,Second Tier Authority,Local Authority,Local Authority Code,Calendar Year,"
    "LA GHG Sector,LA GHG Sub-sector,Greenhouse gas,Territorial emissions (kt CO2e),"
    "Emissions within the scope of influence of LAs (kt CO2),Mid-year Population (thousands),Area (km2)"
)
UNPLACED = "Unallocated,,Unallocated,,Unallocated,Large elec users (high voltage lines) unknown location,Unallocated"


def _names() -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (sector["key"], part["key"]): (sector["spellings"][0], part["spellings"][0])
        for sector in facts("gb_desnz")["sector"]
        for part in sector["subsectors"]
    }


def rows(emissions: pl.DataFrame, areas: pl.DataFrame, people: pl.DataFrame) -> list[str]:
    """A line a figure of every authority's sub-sectors, as the publisher writes them."""
    names, called = _names(), dict(areas.select("area_id", "name").iter_rows())
    official = {code: title for title, code in facts("gb_desnz")["regions"].items()}
    parents = dict(areas.select("area_id", "parent_id").iter_rows())
    persons = {(area, year): count for area, year, count, _ in people.iter_rows()}
    found = []
    parts = emissions.filter(
        (pl.col("subsector") != "total") & pl.col("area_id").str.slice(3).str.contains(gb_names.CODES)
    )
    for area, gas, sector, part, year, tonnes, _ in parts.iter_rows():
        region, code = official[parents[area][3:]], area[3:]
        spelt, name = names[sector, part]
        found.append(
            f'England,E92000001,{region},{parents[area][3:]},Somewhere,"{called[area]}",{code},{year},{spelt},"{name}",{gas},'
            f"{tonnes / 1000},0,{persons[area, year] / 1000},12.5"
        )
    return found


def table(lines: list[str]) -> bytes:
    """The lines under the publisher's header."""
    return ("\n".join([HEADER, *lines]) + "\n").encode()

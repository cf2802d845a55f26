"""SMHI's release of 2025 as a workbook in SMHI's own layout, from its figures by municipality and main sector.

Counties and the nation are the sums of their municipalities, and sectors have no sub-sectors: that is what the extract has.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import polars as pl
import xlsxwriter

from climate_visualizer.sources.publishers import se_scb

EXTRACT = "se_smhi_extracts/2025-06-18_co2_municipality_sectors.json"
NAME = "smhi_lansrapport_2025-06-18_sub-CO2_county-0_municipality-0.xlsx"
ALL = "Alla"


def figures(real_data: Path) -> pl.DataFrame:
    """The extract's rows: municipality, sector as SMHI spells it, year, tonnes; a whole under Alla."""
    rows = [
        (one["name"], sector, int(year), tonnes)
        for one in json.loads((real_data / EXTRACT).read_text(encoding="utf-8"))
        for year, sectors in one["sectors"].items()
        for sector, tonnes in sectors.items()
    ]
    parts = pl.DataFrame(rows, schema=["municipality", "sector", "year", "tonnes"], orient="row")
    wholes = parts.group_by("municipality", "year").agg(pl.col("tonnes").sum(), sector=pl.lit(ALL))
    return pl.concat([parts, wholes.select(parts.columns)])


def codes(real_data: Path) -> pl.DataFrame:
    """Statistics Sweden's counties and municipalities."""
    content = (real_data / "se_scb" / "kommunlankod_2023.xls").read_bytes()
    areas = se_scb.read(content, file_name="codes.xls", areas=None).areas
    assert areas is not None
    return areas


def workbook(real_data: Path, areas: pl.DataFrame) -> bytes:
    """The county report of all counties and municipalities; `areas` are Statistics Sweden's."""
    names = dict(areas.select("area_id", "name").iter_rows())
    local = areas.filter(pl.col("kind") == "municipality")
    county = {name: names[parent] for name, parent in local.select("name", "parent_id").iter_rows()}
    table = figures(real_data).with_columns(county=pl.col("municipality").replace_strict(county))
    key = ["sector", "county", "municipality", "year"]
    levels = [
        table.select(*key, "tonnes"),
        table.group_by("sector", "county", "year").agg(pl.col("tonnes").sum()).with_columns(municipality=pl.lit(ALL)),
        table.group_by("sector", "year")
        .agg(pl.col("tonnes").sum())
        .with_columns(county=pl.lit(ALL), municipality=pl.lit(ALL)),
    ]
    wide = pl.concat([level.select(*key, "tonnes") for level in levels]).pivot(
        on="year", index=key[:-1], values="tonnes", sort_columns=True
    )
    years = wide.columns[3:]
    head = [
        ["Rapportnamn:", "Länsrapport, 2025-06-18"],
        ["Emissioner av Koldioxid (CO2)"],
        ["Enhet: ton/år"],
        [],
        ["", "", "", "", *map(int, years)],
        ["Huvudsektor", "Undersektor", "Län", "Kommun", *["CO2"] * len(years)],
    ]
    body = [[sector, ALL, *rest] for sector, *rest in wide.sort("sector", "county", "municipality").iter_rows()]
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Koldioxid (CO2)")
        for number, row in enumerate([*head, *body]):
            page.write_row(number, 0, row)
    return out.getvalue()

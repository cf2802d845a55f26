"""The wide workbook of the United Kingdom's release of 2005-2020: a row an authority and year, a column a sub-sector."""

from __future__ import annotations

import re

import polars as pl

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.publishers import gb_names
from climate_visualizer.sources.publishers.gb_names import KILO, NATION
from climate_visualizer.sources.reading.workbooks import heading, sheet
from climate_visualizer.sources.table import SourceError, listed

HEADER = ("Region/Country", "Second Tier Authority", "Local Authority", "Local Authority Code", "Calendar Year")
PEOPLE = "Population ('000s, mid-year estimate)"
LIVESTOCK = ("agriculture", "livestock")
MOST_LINES_ABOVE = 10


def _wide(content: bytes, name: str) -> pl.DataFrame:
    """The rows under the workbook's own header, which may have lines above it, with our names for the first columns."""
    cells = sheet(content, name, fits=lambda _, cells: _header_row(cells) is not None)[1]
    at = _header_row(cells)
    header = [heading(cell) for cell in cells.row(at)] if at is not None else []
    if at is None or PEOPLE not in header:
        raise SourceError(
            f"{name} has no row with the columns {listed((*HEADER, PEOPLE), 6)}; import the workbook of local "
            "authorities, or better the csv of the same release."
        )
    twice = sorted({one for one in header if one and header.count(one) > 1})
    if twice:
        raise SourceError(
            f"{name} has the column {listed(twice)} more than once; download it again from the publisher."
        )
    header = [one or f"column {number}" for number, one in enumerate(header)]
    names = dict(zip(HEADER, ("region", "second", "name", "code", "year"), strict=True)) | {PEOPLE: "thousands"}
    filled = pl.any_horizontal(pl.all().str.strip_chars().str.len_chars() > 0)
    return cells.slice(at + 1).filter(filled).rename(dict(zip(cells.columns, header, strict=True))).rename(names)


def _header_row(cells: pl.DataFrame) -> int | None:
    """The row that begins with the workbook's own header, which may have lines above it."""
    rows = enumerate(cells.head(MOST_LINES_ABOVE).iter_rows())
    return next((at for at, row in rows if tuple(map(heading, row[: len(HEADER)])) == HEADER), None)


def _series(columns: list[str], name: str) -> dict[str, tuple[str, str]]:
    """The sector and sub-sector of each column between the year and the people, totals included."""
    sectors = {spelt: (key, "total") for spelt, key in gb_names.sectors().items()}
    totals = sectors | {f"{spelt}total": pair for spelt, pair in sectors.items()}
    known = {**totals, "emissions": ("land-use", "total"), "grandtotal": ("total", "total"), **gb_names.parts()}
    wanted = columns[5 : columns.index("thousands")]
    unknown = [column for column in wanted if gb_names.key(column) not in known]
    if unknown:
        raise SourceError(
            f"{name} has the unknown column '{listed(unknown)}'; add it to climate_visualizer/data/sources/gb_desnz.toml."
        )
    return {column: known[gb_names.key(column)] for column in wanted}


def _place(region: str | None, title: str | None, code: str | None) -> str | None:
    """A row's area; None for a county between region and authority, and for what the publisher could not place."""
    if re.match(gb_names.CODES, code or ""):
        return gb_names.area_id(str(code))
    if title == "National Total":
        return NATION
    known = facts(gb_names.SOURCE_CARD)["regions"].get(str(region).removesuffix(" Total"))
    return gb_names.area_id(known) if known and region == title and str(region).endswith(" Total") else None


def _long(wide: pl.DataFrame, series: dict[str, tuple[str, str]]) -> pl.DataFrame:
    """A row a figure, in tonnes; what is marked as not available has none."""
    rows = wide.select("region", "name", "code").iter_rows()
    placed = wide.with_columns(area_id=pl.Series([_place(*row) for row in rows], dtype=pl.String))
    long = placed.drop_nulls("area_id").unpivot(
        on=list(series), index=["area_id", "year"], variable_name="column", value_name="tonnes"
    )
    keys = pl.DataFrame(
        [(name, *pair) for name, pair in series.items()], ["column", "sector", "subsector"], orient="row"
    )
    return long.drop_nulls("tonnes").join(keys, on="column").drop("column").with_columns(pl.col("tonnes") * KILO)


def _ensure_areas_add_up(emissions: pl.DataFrame, areas: pl.DataFrame, name: str) -> None:
    """Authorities add up to their published region, and England's regions to England."""
    limits = facts(gb_names.SOURCE_CARD)["areas_add_up"]
    totals = emissions.filter(pl.col("sector") == "total").join(areas.select("area_id", "parent_id"), on="area_id")
    summed = totals.group_by(area_id=pl.col("parent_id"), year=pl.col("year")).agg(parts=pl.col("tonnes").sum())
    gap = (pl.col("parts") - pl.col("tonnes")).abs()
    both = summed.filter(pl.col("area_id") != NATION).join(totals, on=["area_id", "year"])
    wrong = both.filter((gap > limits["kilotonnes"] * KILO) & (gap > limits["share"] * pl.col("tonnes").abs()))
    if wrong.height:
        row = wrong.sort(gap, descending=True).row(0, named=True)
        raise SourceError(
            f"{name} contradicts itself: the areas within {row['area_id']} add up to {row['parts']:.0f} t in "
            f"{row['year']}, and its total is {row['tonnes']:.0f} t; ask the publisher for a corrected file."
        )


def read_wide(content: bytes, name: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Areas, people and emissions of the workbook: CO2, or all gases where livestock emits anything."""
    wide = _wide(content, name)
    series = _series(wide.columns, name)
    years = gb_names.numbers(wide, "year", name).cast(pl.Int32)
    wide = wide.with_columns(years, *(gb_names.numbers(wide, column, name).alias(column) for column in series))
    livestock = next((column for column, pair in series.items() if pair == LIVESTOCK), None)
    gas = "GHG" if livestock is None or wide[livestock].fill_null(1.0).sum() > 0 else "CO2"
    areas = gb_names.areas(wide, name)
    parents: dict[str, str | None] = dict(areas.select("area_id", "parent_id").iter_rows())
    emissions = _long(wide, series).with_columns(gas=pl.lit(gas))
    _ensure_areas_add_up(emissions, areas, name)
    return areas, gb_names.people(wide, parents, name), emissions

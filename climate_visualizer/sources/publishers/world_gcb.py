"""The Global Carbon Budget: fossil CO2 of every country by what it comes from, and the world's budget workbook."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from climate_visualizer.sources.countries import (
    TRANSPORT,
    as_numbers,
    as_years,
    by_country,
    country_name,
    ensure_once,
    last_day,
    table_of_text,
    two_letters,
)
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.workbooks import ZIP, heading, named_sheet
from climate_visualizer.sources.slugs import plain
from climate_visualizer.sources.table import (
    AREAS,
    EMISSIONS,
    WORLD_EMISSIONS,
    SourceError,
    SourceTables,
    ensure_unique,
    listed,
)

SOURCE = "world_gcb"
SERIES = "gcb"
EMITTED = "emissions"
MEGATONNE = 1e6
C_TO_CO2 = 3.664
WORLD = "WLD"
_CODE = "ISO 3166-1 alpha-3"
_FLAT = re.compile(r"GCB(?P<year>\d{4})v(?P<version>\d+)_MtCO2_flat\.csv")
_BOOK = re.compile(r"Global_Carbon_Budget_(?P<year>\d{4})_?v.*\.xlsx")
_NATIONAL = re.compile(r"National_(Fossil|LandUseChange)_Carbon_Emissions_\d{4}_?v.*\.xlsx")
_CATEGORIES = "Fossil Emissions by Category"
_WHOLE = "Historical Budget"
_LIMITS = Limits(size=30 * 2**20)
_MISSING = ("NaN",)  # in the workbook; it can stand for nothing but a missing figure


def _record(url: str, hosts: set[str]) -> list[dict[str, str]]:
    """The files of the newest version of the record."""
    answer = download(url, allowed_hosts=hosts, limits=Limits(size=5 * 2**20))
    try:
        files = json.loads(answer.content)["files"] if answer else []
        return [{"name": str(one["key"]), "url": str(one["links"]["self"])} for one in files]
    except (ValueError, KeyError, TypeError):
        raise SourceError(f"{url} does not list a record's files; check where the publisher has moved to.") from None


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The newest flat table of the record, if it is new; `base` stands in for the archive's host."""
    card = facts(SOURCE)["card"]
    url = f"{base.rstrip('/')}/{SOURCE}/record" if base else str(card["address"])
    hosts = {authority(url)}
    files = _record(url, hosts)
    flat = [(named, one["url"]) for one in files if (named := _FLAT.fullmatch(one["name"]))]
    if not flat:
        raise SourceError(f"{url} has no flat table in Mt of CO2 among {listed(one['name'] for one in files)}.")
    newest, address = max(flat, key=lambda pair: (int(pair[0]["year"]), int(pair[0]["version"])))
    downloaded = download(address, known=known.get(address), allowed_hosts=hosts, limits=_LIMITS)
    if downloaded:
        yield replace(downloaded, file_name=newest.group())


def _countries(content: bytes, name: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Rows of countries, with their two-letter code, and what is left out because its code is none that is known.

    The world's row and what has no code at all are left out without a word.
    """
    parts = facts(SOURCE)["sector"]
    frame = table_of_text(content, ("Country", _CODE, "Year", "Total", *(part["column"] for part in parts)), name)
    _ensure_whole(content, frame, name)
    ensure_once(frame, ("Country", "Year"), name)
    frame = frame.filter(pl.col(_CODE).is_not_null() & (pl.col(_CODE) != WORLD))
    frame = as_numbers(frame, ("Total", *(part["column"] for part in parts)), name)
    frame = frame.with_columns(as_years(frame["Year"], name))
    codes = pl.col(_CODE).map_elements(two_letters, return_dtype=pl.String)
    frame = frame.with_columns(country=codes)
    unknown = frame.filter(pl.col("country").is_null()).select("Country", _CODE).unique().sort(_CODE)
    notes = [
        f"{name} has figures of {label} ({code}), which is no country that is known here; they are left out. If it is one, or "
        "transport between countries, its code belongs into climate_visualizer/data/sources/world_gcb.toml."
        for label, code in unknown.iter_rows()
    ]
    return frame.filter(pl.col("country").is_not_null()), tuple(notes)


def _ensure_whole(content: bytes, frame: pl.DataFrame, name: str) -> None:
    """Every country has the same years, and the last line as many columns as the first: the table has no mark at its end."""
    frame = frame.filter(pl.col("Country").is_not_null())
    years = frame.group_by("Country").len()
    short = years.filter(pl.col("len") < years["len"].max())["Country"].sort()
    lines = content.strip()
    head, last = lines[: lines.find(b"\n")], lines[lines.rfind(b"\n") + 1 :]
    if len(short) or last.count(b",") < head.count(b","):
        what = f"fewer years for {listed(short)} than for others" if len(short) else "a last line that is not whole"
        raise SourceError(f"{name} has {what}, so that it may be cut short; download it again from the publisher.")


def _parts(frame: pl.DataFrame) -> pl.DataFrame:
    """Tonnes by country, year and what they come from, with the whole, from the first year that areas have."""
    columns = {part["column"]: part["key"] for part in facts(SOURCE)["sector"]} | {"Total": "total"}
    recent = frame.filter((pl.col("Year") >= facts(SOURCE)["card"]["first_year"]) & (pl.col("country") != TRANSPORT))
    numbers = recent.select("country", "Year", *(pl.col(column).cast(pl.Float64) for column in columns))
    long = numbers.unpivot(list(columns), index=["country", "Year"], variable_name="part", value_name="value")
    summed = _filled(long).group_by("country", "Year", "part").agg(pl.col("value").sum() * MEGATONNE)
    marked = summed.with_columns(
        area_id=pl.col("country"),
        gas=pl.lit("CO2"),
        sector=pl.col("part").replace_strict(columns),
        subsector=pl.lit("total"),
        year=pl.col("Year"),
        tonnes=pl.col("value"),
        status=pl.lit(facts(SOURCE)["card"]["status"]),
    )
    key = ["area_id", "sector", "year"]
    return marked.select([pl.col(column).cast(kind) for column, kind in EMISSIONS.items()]).sort(key)


def _filled(long: pl.DataFrame) -> pl.DataFrame:
    """Parts that a country ever has, with zero in the years without: the publisher's wholes are the sums of what is left."""
    ever = (pl.col("value").max().over("country", "part") > 0).fill_null(False) | (pl.col("part") == "Total")
    is_total = (pl.col("part") == "Total") & pl.col("value").is_not_null()
    counted = is_total.any().over("country", "Year")
    return long.filter(ever & counted).with_columns(pl.col("value").fill_null(0.0))


def _areas(emissions: pl.DataFrame) -> pl.DataFrame:
    """The countries that emitted anything in the last year, under the names that the project's first language has."""
    wholes = emissions.filter((pl.col("sector") == "total") & (pl.col("tonnes") > 0))
    codes = wholes.filter(pl.col("year") == emissions["year"].max())["area_id"].unique().sort().to_list()
    names = [country_name(code, "sv") for code in codes]
    rows = [(code, name, "country", None, code, plain(name)) for code, name in zip(codes, names, strict=True)]
    return pl.DataFrame(rows, schema=AREAS, orient="row")


def _sheet(content: bytes, name: str, title: str) -> pl.DataFrame:
    """A sheet's rows below its header, which begins with Year, by the header's names."""
    cells = named_sheet(content, name, title)
    first = next((row for row, cell in enumerate(cells[cells.columns[0]]) if heading(cell) == "Year"), None)
    if first is None:
        raise SourceError(f"{name} has no header that begins with Year on the sheet '{title}'; check its layout.")
    heads = [heading(cell) or f"empty-{column}" for column, cell in enumerate(cells.row(first))]
    if len(set(heads)) < len(heads):
        raise SourceError(f"{name} has a column of the sheet '{title}' more than once; download it again.")
    rows = cells.slice(first + 1).rename(dict(zip(cells.columns, heads, strict=True)))
    return rows.filter(pl.col("Year").str.strip_chars().fill_null("") != "")


def _long(frame: pl.DataFrame, columns: dict[str, str], factor: float, name: str) -> pl.DataFrame:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise SourceError(f"{name} has no column {listed(missing)}; check its layout.")
    years = as_years(frame["Year"], name).alias("year")
    if years.is_duplicated().any():
        raise SourceError(
            f"{name} has the year {years.filter(years.is_duplicated())[0]} more than once; download it again."
        )
    numbers = frame.select(years, *(figures(frame[column], name, missing=_MISSING) * factor for column in columns))
    long = numbers.unpivot(list(columns), index="year", variable_name="column", value_name="gigatonnes")
    dated = long.drop_nulls("gigatonnes").with_columns(
        series=pl.lit(SERIES), part=pl.col("column").replace_strict(columns)
    )
    return dated.select([pl.col(column).cast(kind) for column, kind in WORLD_EMISSIONS.items()])


def _read_book(content: bytes, name: str, year: str) -> SourceTables:
    """The world's CO2 by year, Gt of CO2: fossil by what it comes from, and land use; the workbook has tonnes of carbon."""
    book = facts(SOURCE)["book"]
    fossil = _long(_sheet(content, name, _CATEGORIES), book["categories"], C_TO_CO2 / 1000.0, name)
    land_use_and_all = _long(_sheet(content, name, _WHOLE), book["whole"], C_TO_CO2, name)
    emissions = pl.concat([fossil, land_use_and_all]).sort("part", "year")
    origin = origin_of(
        SOURCE, content=content, file_name=name, title=f"Global Carbon Budget {year}", release_date=last_day(emissions)
    )
    return SourceTables(origin, world_emissions=emissions)


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """The flat table of either column vintage, by column name, or the workbook; raises `SourceError` for another file."""
    if content.startswith(ZIP):
        book = _BOOK.fullmatch(file_name)
        if _NATIONAL.fullmatch(file_name):
            raise SourceError(
                f"{file_name} has the nations by name and in tonnes of carbon; import the flat table of the same release, "
                "GCB2022v27_MtCO2_flat.csv, which has the same figures by code and by what they come from."
            )
        if not book:
            raise SourceError(f"{file_name} does not name its year; keep the publisher's own name.")
        return _read_book(content, file_name, book["year"])
    flat = _FLAT.fullmatch(file_name)
    if not flat:
        raise SourceError(
            f"{file_name} is not named as the flat table is; keep the publisher's own name, GCB2022v27_...."
        )
    frame, notes = _countries(content, file_name)
    nations = by_country(frame.select("country", year="Year", value=pl.col("Total") * MEGATONNE), EMITTED, file_name)
    emissions = _parts(frame)
    ensure_unique(emissions, file_name)
    title = f"Global Carbon Budget {flat['year']}, version {int(flat['version']):02d} (CO2)"
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=last_day(nations))
    return SourceTables(origin, emissions=emissions, areas=_areas(emissions), nations=nations, notes=notes)

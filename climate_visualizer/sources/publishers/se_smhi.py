"""SMHI's National Emission Database: workbooks of emissions for Sweden, its counties and municipalities."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl
from xlsxwriter.utility import xl_rowcol_to_cell

from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.publishers import smhi_extract
from climate_visualizer.sources.reading.download import Download, authority, download
from climate_visualizer.sources.reading.new_names import Named, named, provisional
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.workbooks import ensure_looks_like_workbook, heading, sheet
from climate_visualizer.sources.table import (
    EMISSIONS,
    SourceError,
    SourceTables,
    Troubles,
    contradictions,
    ensure_areas_present,
    ensure_columns,
    ensure_finite,
    ensure_sectors_present,
    ensure_totals,
    ensure_unique,
    ensure_years,
    listed,
)

SOURCE = "se_smhi"
ALL = "Alla"
HEADER = ("Huvudsektor", "Undersektor", "Län", "Kommun")
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
    sectors = {ALL: "total"}
    subsectors: dict[tuple[str, str], str] = {}
    for sector in facts(SOURCE)["sector"]:
        sectors |= dict.fromkeys(sector["spellings"], sector["key"])
        subsectors[(sector["key"], ALL)] = "total"
        for part in sector.get("subsectors", ()):
            subsectors |= {(sector["key"], name): part["key"] for name in part["spellings"]}
    return sectors, subsectors | {("total", ALL): "total"}


def addresses(base: str | None = None) -> dict[str, str]:
    """Each substance's address; `base` stands in for SMHI's own host."""
    card = facts(SOURCE)["card"]
    address = card["address"].replace(card["url"], base.rstrip("/")) if base else card["address"]
    return {substance: address.format(substance=substance) for substance in card["substances"]}


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """Each substance's report that has changed: one request a substance, made when its turn comes.

    `known` gives, by address, the headers of the download that is kept already. What is not a workbook is refused, after all
    others have been asked for.
    """
    troubles = []
    for substance, url in addresses(base).items():
        name = f"smhi_lansrapport_sub-{substance}_county-0_municipality-0.xlsx"
        try:
            downloaded = download(url, known=known.get(url), allowed_hosts={authority(url)})
            if downloaded:
                ensure_looks_like_workbook(downloaded.content, name, legacy=False)
        except SourceError as trouble:
            troubles.append(str(trouble))
            continue
        if downloaded:
            yield replace(downloaded, file_name=name)
    if troubles:
        raise Troubles(troubles)


def _is_report(title: str, cells: pl.DataFrame) -> bool:
    """Whether a sheet is a county report rather than a cover before it."""
    return not cells.is_empty() and bool((cells.to_series(0).str.strip_chars() == HEADER[0]).any())


def _header_row(cells: pl.DataFrame, name: str) -> int:
    rows = cells.to_series(0).str.strip_chars().eq(HEADER[0]).arg_true()
    rows_found = [heading(cell) for cell in cells.row(int(rows[0]))[: len(HEADER)]] if len(rows) else []
    if not rows_found or rows[0] < 3 or rows_found != list(HEADER):
        raise SourceError(
            f"{name} is not one of SMHI's county reports: no row has the columns {listed(HEADER)}. Choose "
            "'Länsrapport' for all counties and municipalities in the National Emission Database and download it as Excel."
        )
    return int(rows[0])


def _release_date(cells: pl.DataFrame, name: str) -> str:
    day_there = re.search(r"\d{4}-\d{2}-\d{2}", str(cells.row(0)[1]))
    if not day_there:
        raise SourceError(f"{name} does not give its release date in cell B1; download the report again from SMHI.")
    return day_there.group()


def _ensure_unit(cells: pl.DataFrame, name: str) -> None:
    unit = heading(cells.row(2)[0])
    if unit != "Enhet: ton/år":
        raise SourceError(f"{name} says '{unit}' in cell A3 instead of 'Enhet: ton/år'; import the report in tonnes.")


def _gas(headings: set[str], title: str, name: str) -> str:
    gases: dict[str, str] = facts(SOURCE)["gases"]
    gas_there = {gases[one] for one in headings if one in gases}
    if len(gas_there) != 1:
        raise SourceError(f"{name} holds '{title}', which is not read; import the report of {listed(gases.values())}.")
    return gas_there.pop()


def _year(cell: object, column: int, name: str) -> int:
    if not re.fullmatch(r"\d{4}(\.0)?", str(cell)):
        raise SourceError(f"{name} has no year above column {column + 1}; download the report again from SMHI.")
    return int(str(cell)[:4])


def _columns(cells: pl.DataFrame, header: int, name: str) -> dict[int, int]:
    """The column of each year; where a year has two (tonnes, then CO2 equivalents), the one whose heading is read."""
    headings, above = [heading(cell) for cell in cells.row(header)], cells.row(header - 1)
    headed = [column for column, one in enumerate(headings) if one in facts(SOURCE)["gases"]]
    years = [_year(above[column], column, name) for column in headed]
    ensure_years(sorted(years), name)
    unread = {str(cell).removesuffix(".0") for cell in above if cell} - set(map(str, years))
    if unread:
        raise SourceError(
            f"{name} has no column that can be read for the year {listed(sorted(unread))}; download it again."
        )
    return dict(zip(years, headed, strict=True))


def _layout(title: str, cells: pl.DataFrame, name: str) -> _Layout:
    header = _header_row(cells, name)
    _ensure_unit(cells, name)
    gas = _gas({heading(cell) for cell in cells.row(header)}, title, name)
    return _Layout(gas, _release_date(cells, name), header + 1, _columns(cells, header, name))


def _ensure_known(pairs_there: pl.DataFrame, known: Iterable[tuple[str, ...]], what: str, name: str) -> None:
    unknown = sorted(set(pairs_there.unique().rows()) - set(known), key=str)
    if unknown:
        spelt = listed("'" + " / ".join(map(str, names)) + "'" for names in unknown)
        raise SourceError(
            f"{name} has the unknown {what} {spelt}; if it was renamed, import Statistics Sweden's newer code list first."
        )


def _places(areas: pl.DataFrame) -> dict[tuple[str, str], str]:
    """(county, municipality) as SMHI names them to the official area."""
    names = dict(areas.select("area_id", "name").iter_rows())
    id_of = {}
    for area in areas.iter_rows(named=True):
        county, municipality = ALL, ALL
        if area["kind"] == "county":
            county = area["name"]
        elif area["kind"] == "municipality":
            county, municipality = names[area["parent_id"]], area["name"]
        id_of[(county, municipality)] = area["area_id"]
    return id_of


def _lookup(keys: dict[tuple[str, str], str], names: tuple[str, str], value: str) -> pl.DataFrame:
    return pl.DataFrame([(*pair, key) for pair, key in keys.items()], schema=[*names, value], orient="row")


def _named(wide: pl.DataFrame, name: str) -> Named:
    """Our keys for the sectors and sub-sectors of a report; those that the card has not are new."""
    sectors, subsectors = spellings()
    pairs = wide.select("sector_name", "subsector_name").unique().rows()
    new = {provisional(sector_name) for sector_name, _ in pairs if sector_name and sector_name not in sectors}
    return named(pairs, sectors, subsectors | {(sector, ALL): "total" for sector in new}, name)


def _with_keys(wide: pl.DataFrame, named_sectors: Named, areas: pl.DataFrame, name: str) -> pl.DataFrame:
    """Sector, sub-sector and area by their keys; an area that is not known is a sentence."""
    places, place, names = _places(areas), ("county", "municipality"), ["sector_name", "subsector_name"]
    _ensure_known(wide.select(place), places, "area", name)
    table = [(*names_of, *keys) for names_of, keys in named_sectors.keys.items()]
    lookup = pl.DataFrame(table, [*names, "sector", "subsector"], orient="row")
    return wide.join(lookup, on=names).join(_lookup(places, place, "area_id"), on=place)


def _wide(cells: pl.DataFrame, layout: _Layout, name: str) -> pl.DataFrame:
    """The body's rows with the names stripped and the figures as numbers."""
    names, body = cells.columns, cells.slice(layout.first_row)
    levels = [pl.col(names[at]).str.strip_chars().str.normalize("NFC").alias(name) for at, name in enumerate(LEVELS)]
    body = (
        body.with_row_index("row").with_columns(*levels).filter(pl.any_horizontal(pl.col(LEVELS).str.len_chars() > 0))
    )
    rows = body["row"].to_list()

    def tonnes(column: int, year: int) -> pl.Series:
        def place(row: int) -> str:
            return f"in cell {xl_rowcol_to_cell(layout.first_row + rows[row], column)}"

        return figures(body[names[column]], name, place=place).rename(str(year))

    return body.select(LEVELS).with_columns(tonnes(column, year) for year, column in layout.columns.items())


def _long(keyed: pl.DataFrame, layout: _Layout) -> pl.DataFrame:
    years = [str(year) for year in layout.columns]
    long = keyed.unpivot(
        on=years, index=["area_id", "sector", "subsector"], variable_name="year", value_name="tonnes"
    ).with_columns(gas=pl.lit(layout.gas), status=pl.lit(facts(SOURCE)["card"]["status"]))
    return long.select([pl.col(column).cast(kind) for column, kind in EMISSIONS.items()])


def _ensure_contract(emissions: pl.DataFrame, areas: pl.DataFrame, name: str) -> None:
    ensure_columns(emissions, EMISSIONS, "emissions")
    ensure_finite(emissions, name)
    ensure_areas_present(emissions, areas, name)
    ensure_sectors_present(emissions, spellings()[0].values(), name)
    ensure_unique(emissions, name)
    ensure_totals(emissions, name)


def _swedish(areas: pl.DataFrame | None) -> pl.DataFrame:
    if areas is None:
        raise SourceError(
            "SMHI's reports name areas without official codes; import Statistics Sweden's code list first: "
            "python manage.py import_statistics se_scb kommunlankod_2023.xls"
        )
    return areas.filter(pl.col("country") == "SE")


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read one county report as issued; raises `SourceError` for what cannot be used.

    CH4 and N2O are read in CO2 equivalents, as SMHI weighs them in that release; vintages of equivalents must not be
    mixed. Where the release contradicts itself it is read all the same, and its disputes are listed.
    """
    if smhi_extract.is_extract(content):
        return smhi_extract.local(content, file_name, _swedish(areas))
    title, cells = sheet(content, file_name, legacy=False, fits=_is_report)
    layout = _layout(title, cells, file_name)
    swedish = _swedish(areas)
    wide = _wide(cells, layout, file_name)
    named_sectors = _named(wide, file_name)
    emissions = _long(_with_keys(wide, named_sectors, swedish, file_name), layout)
    _ensure_contract(emissions, swedish, file_name)
    title = f"{facts(SOURCE)['card']['title_sv']}: {title}"
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=layout.release_date)
    disputes = contradictions(emissions, **facts(SOURCE)["contradiction"])
    notes = _lacking(emissions, file_name)
    return SourceTables(origin, emissions, disputes=disputes, new_names=named_sectors.new, notes=notes)


def _lacking(emissions: pl.DataFrame, name: str) -> tuple[str, ...]:
    """That some areas lack rows of sub-sectors that others have: SMHI gives every one for every area, zeros too."""
    key = ["area_id", "sector", "subsector"]
    there = emissions.select(key).unique()
    wanted = there.select("area_id").unique().join(there.select(key[1:]).unique(), how="cross")
    missing = wanted.join(there, on=key, how="anti").sort(key)
    if missing.is_empty():
        return ()
    area, sector, part = missing.row(0)
    sentence = (
        f"{name} lacks {missing.height} of {wanted.height} rows that every area and sub-sector has, the first for {area}, "
        f"{sector} / {part}; it was read without them. Download it again, and report it to SMHI if that does not help."
    )
    return (sentence,)

"""Statistics Sweden: the official code list, and population of the nation, counties and municipalities."""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter

import polars as pl

from climate_visualizer.sources.origin import Origin, facts, origin_of
from climate_visualizer.sources.table import AREAS, POPULATION, SourceError, SourceTables
from climate_visualizer.sources.workbooks import sheet

SOURCE = "se_scb"
NATION = "Sverige"
_CODES = r"^\d{2}(\d{2})?$"


def _plain(name: str) -> str:
    """A name in lower-case letters of a to z with hyphens, as it stands in an address."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")


def _slugs(names: list[str], codes: list[str]) -> list[str]:
    """Addresses; of two names that become the same (Habo, Håbo) the one spelt plainly keeps it."""
    plain = [_plain(name) for name in names]
    counts = Counter(plain)
    return [
        slug if counts[slug] == 1 or name.isascii() else f"{slug}-{code}"
        for slug, name, code in zip(plain, names, codes, strict=True)
    ]


def area_id(code: str) -> str:
    """The area of an official code: '' or '00' is the nation, two digits a county, four a municipality."""
    return f"SE-{code}" if code not in ("", "00") else "SE"


def _parent(code: str) -> str:
    return area_id(code[:2]) if len(code) == 4 else "SE"


def _read_codes(cells: pl.DataFrame, name: str) -> pl.DataFrame:
    rows = [(str(code), str(title).strip()) for code, title in cells.select(cells.columns[:2]).iter_rows()]
    listed = [(code, title) for code, title in rows if re.match(_CODES, code)]
    if sum(len(code) == 2 for code, _ in listed) != 21:
        raise SourceError(f"{name} does not list Sweden's 21 counties; import SCB's code list 'Län och kommuner'.")
    codes, names = [code for code, _ in listed], [title for _, title in listed]
    return pl.DataFrame(
        {
            "area_id": ["SE", *map(area_id, codes)],
            "name": [NATION, *names],
            "kind": ["country", *("county" if len(code) == 2 else "municipality" for code in codes)],
            "parent_id": [None, *map(_parent, codes)],
            "country": ["SE"] * (len(codes) + 1),
            "slug": [_plain(NATION), *_slugs(names, codes)],
        },
        schema=AREAS,
    ).sort("area_id")


def _population(rows: list[tuple[str, int, int]], status: str) -> pl.DataFrame:
    columns = [(area_id(code), year, persons, status) for code, year, persons in rows]
    return pl.DataFrame(columns, schema=POPULATION, orient="row").sort("area_id", "year")


def _read_yearly(cells: pl.DataFrame, name: str) -> tuple[str, pl.DataFrame]:
    """The yearly or half-yearly workbook: codes in column A, persons in column C, the day in the title."""
    title = str(cells.row(0)[0])
    day = re.search(r"(30 juni|31 december) (\d{4})|31 december och .* (\d{4})", title)
    found = re.search(r"31 december (\d{4})", title) or re.search(r"30 juni (\d{4})", title)
    if not day or not found:
        raise SourceError(f"{name} does not say for which day it counts people; import SCB's population workbook.")
    year = int(found.group(1))
    rows = [
        (str(code or ""), year, int(persons))
        for code, who, persons in cells.select(cells.columns[:3]).iter_rows()
        if persons and str(persons).isdigit() and (re.match(_CODES, str(code)) or str(who).strip() == "Riket")
    ]
    half = "30 juni" in title
    month = "06-30" if half else "12-31"
    return f"{year}-{month}", _population(rows, "estimated" if half else "measured")


def _read_monthly(cells: pl.DataFrame, name: str) -> tuple[str, pl.DataFrame]:
    """The monthly table of the database: '0114 Upplands Väsby' in column A, persons under the month."""
    months = [str(cell) for row in cells.head(5).iter_rows() for cell in row if re.match(r"^\d{4}M\d{2}$", str(cell))]
    if not months or not months[0].endswith("M12"):
        raise SourceError(f"{name} is not for the end of a year (found {months}); fetch the month M12.")
    year = int(months[0][:4])
    rows = [
        (str(row[0]).split()[0], year, int(row[3]))
        for row in cells.iter_rows()
        if re.match(r"^\d{4} \D", str(row[0])) and str(row[3]).isdigit()
    ]
    noisy = year >= facts(SOURCE)["noise"]["first_year"]
    return f"{year}-12-31", _population(rows, "estimated" if noisy else "measured")


def _read_counties(content: bytes, areas: pl.DataFrame | None, name: str) -> tuple[str, pl.DataFrame]:
    """The long county series as CSV: a county a row, a year a column; the nation is their sum."""
    if areas is None:
        raise SourceError(f"{name} names counties without codes; import SCB's code list first.")
    wide = pl.read_csv(io.BytesIO(content))
    codes = {row["name"]: row["area_id"].removeprefix("SE-") for row in areas.iter_rows(named=True)}
    unknown = sorted(set(wide["Län"]) - set(codes))
    if unknown or wide.height != 21:
        raise SourceError(f"{name} does not hold Sweden's 21 counties (unknown: {unknown}); fetch it again from SCB.")
    rows = [
        (codes[row["Län"]], int(year), int(row[year]))
        for row in wide.iter_rows(named=True)
        for year in wide.columns[1:]
    ]
    nation = [("", int(year), int(wide[year].sum())) for year in wide.columns[1:]]
    return f"{wide.columns[-1]}-12-31", _population(rows + nation, "measured")


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read one of SCB's files, whichever it is; raises `SourceError` for what cannot be used.

    Figures of 30 June and, from 2025, figures with added noise are marked as estimated.
    """
    if content.startswith("Län,".encode()):
        release, population = _read_counties(content, areas, file_name)
        return SourceTables(_origin(content, file_name, "Folkmängd efter län", release), population=population)
    _, cells = sheet(content, file_name)
    head = " ".join(str(cell) for row in cells.head(6).iter_rows() for cell in row if cell)
    if "Län och kommuner" in head:
        release = f"{_first_year(head, file_name)}-01-01"
        return SourceTables(
            _origin(content, file_name, "Län och kommuner, koder", release), areas=_read_codes(cells, file_name)
        )
    if "Folkmängden per månad" in head:
        release, population = _read_monthly(cells, file_name)
    elif "Folkmängd i riket" in head:
        release, population = _read_yearly(cells, file_name)
    else:
        raise SourceError(f"{file_name} is none of SCB's files that are read: code list or population; check the file.")
    return SourceTables(_origin(content, file_name, "Folkmängd", release), population=population)


def _first_year(text: str, name: str) -> str:
    found = re.search(r"\d{4}", text)
    if not found:
        raise SourceError(f"{name} does not say for which year its codes hold; fetch it again from SCB.")
    return found.group()


def _origin(content: bytes, file_name: str, title: str, release: str) -> Origin:
    return origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=release)

"""The EU Emissions Trading System: verified emissions of the plants that have a place here, year by year.

Two layouts: a public extract of the transaction log, one country a file, and the Commission's yearly workbook of all of Europe.
Of both, only accounts of plants in ``data/areas/plants-*.toml`` are read; what a plant has emitted is the sum of its accounts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from html import unescape
from urllib.parse import urljoin, urlsplit

import polars as pl

from climate_visualizer.places import Toml
from climate_visualizer.sources.countries import ensure_ended
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.plant_places import plant_places
from climate_visualizer.sources.reading import csv_files
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.totals import DIGITS
from climate_visualizer.sources.reading.workbooks import (
    ZIP,
    changed_on,
    ensure_looks_like_workbook,
    has_row,
    heading,
    sheet,
)
from climate_visualizer.sources.table import PLANTS, SourceError, SourceTables, listed

SOURCE = "eu_ets"
# What stands where a plant has no figure: not in the system that year, or not reported yet.
MISSING = ("", "na", "n/a", "-1", "not reported", "excluded", "null")
_LIMITS = Limits(size=40 * 2**20)
_HEADER_WITHIN = (
    60  # rows of notes before the workbook's header: 16 in the file of 2021, 21 in that of 2023, 2 in that of 2025
)


@dataclass(frozen=True, eq=False)
class _Accounts:
    """One row an account and year: its number, country, holder, activity's code, and the figure as text."""

    rows: pl.DataFrame
    day: str
    title: str


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The newest yearly workbook that the Commission's page lists, if it has changed; `base` stands in for its own host."""
    card, listing = facts(SOURCE)["card"], facts(SOURCE)["listing"]
    page = f"{base.rstrip('/')}{urlsplit(card['address']).path}" if base else card["address"]
    answer = download(page, allowed_hosts={authority(page)})
    text = answer.content.decode("utf-8", errors="replace") if answer else ""
    links = {int(year): link for link, year in re.findall(listing["workbook"], text)}
    if not links:
        raise SourceError(f"{page} lists no workbook of verified emissions; check the address in the source's card.")
    newest = max(links)
    url = urljoin(page, unescape(links[newest]))
    hosts = {authority(page)} if base else set(listing["hosts"])
    downloaded = download(url, known=known.get(url), allowed_hosts=hosts, limits=_LIMITS)
    if downloaded:
        name = f"verified_emissions_{newest}_en.xlsx"
        ensure_looks_like_workbook(downloaded.content, name, legacy=False)
        yield replace(downloaded, file_name=name)


def _long(wide: pl.DataFrame, layout: Toml, name: str) -> pl.DataFrame:
    """A row an account and year of a table whose columns are named as the card says; no holder where it names none."""
    columns = layout["columns"]
    missing = [column for column in columns.values() if column not in wide.columns]
    years = {column: matched.group(1) for column in wide.columns if (matched := re.fullmatch(layout["year"], column))}
    if missing or not years:
        raise SourceError(
            f"{name} has no column {listed(missing) or layout['year']}; import the registry's table of stationary installations."
        )
    _ensure_every_year(wide, years, layout["year"], name)
    return wide.select(
        *(pl.col(column).str.strip_chars().str.normalize("NFC").alias(key) for key, column in columns.items()),
        *(pl.col(column).str.strip_chars().alias(year) for column, year in years.items()),
        **({} if "holder" in columns else {"holder": pl.lit("")}),
    ).unpivot(index=list(dict.fromkeys((*columns, "holder"))), variable_name="year", value_name="figure")


def _ensure_every_year(wide: pl.DataFrame, years: Mapping[str, str], pattern: str, name: str) -> None:
    """Years are without a gap, no column is nearly called as one, and none with figures has no name."""
    numbers = sorted(int(year) for year in years.values())
    nearly = [column for column in wide.columns if column not in years and re.match(pattern, column)]
    nameless = [column for column in wide.columns if not column or column.startswith("column ")]
    nearly += [column for column in nameless if wide[column].str.contains(r"\d").any()]
    if nearly or numbers != list(range(numbers[0], numbers[-1] + 1)):
        fault = f"the column '{listed(nearly) or 'without a name'}'" if nearly else f"the years {listed(numbers, 40)}"
        raise SourceError(f"{name} has {fault} where years stand without a gap; download it again from the publisher.")


def _of_extract(content: bytes, name: str) -> _Accounts:
    layout = facts(SOURCE)["extract"]
    ensure_ended(content, name)
    names = csv_files.columns_of(content, name)
    wide = csv_files.collected(csv_files.scan(content, tuple(names), name), name)
    title = f"{facts(SOURCE)['card']['title_sv']}, utdrag ur EU:s transaktionsförteckning"
    return _Accounts(_long(wide, layout, name), str(layout["day"]), title)


def _of_workbook(content: bytes, name: str) -> _Accounts:
    layout = facts(SOURCE)["workbook"]
    wanted = layout["columns"]["account"]
    cells = sheet(
        content, name, legacy=False, fits=lambda _, cells: has_row(cells, (wanted,), _HEADER_WITHIN) is not None
    )[1]
    head = has_row(cells, (wanted,), _HEADER_WITHIN)
    if head is None:
        raise SourceError(
            f"{name} has no row with the column {wanted}; import the Commission's workbook of verified emissions."
        )
    header = [heading(cell) or f"column {at}" for at, cell in enumerate(cells.row(head))]
    twice = sorted({one for one in header if header.count(one) > 1})
    if twice:
        raise SourceError(f"{name} has the column {listed(twice)} more than once; download it again.")
    wide = cells.slice(head + 1).rename(dict(zip(cells.columns, header, strict=True)))
    rows = _long(wide, layout, name)
    last = int(rows["year"].max())  # type: ignore[arg-type]
    day = changed_on(content) or f"{last + 1}-04-01"
    return _Accounts(rows, day, f"{facts(SOURCE)['card']['title_sv']}, {last}")


def _is_missing(column: str) -> pl.Expr:
    """Whether a cell has one of the words for no figure, in whatever letters: the workbook of 2025 writes `n/a`."""
    return pl.col(column).fill_null("").str.to_lowercase().is_in(MISSING)


def _activities() -> dict[int, str]:
    return {code: one["key"] for one in facts(SOURCE)["activity"] for code in one["codes"]}


def _ensure_codes(rows: pl.DataFrame, name: str) -> None:
    """An account ends with its number, a country is letters, an activity a number: else its figures would belong to none."""
    for column, form in (("account", r"\d$"), ("country", r"^[A-Z]{2,3}$"), ("activity", r"^\d+(\.0)?$")):
        codes = rows.filter(~_is_missing(column))[column].unique()
        strange = codes.filter(~codes.str.contains(form)).sort()
        if len(strange):
            raise SourceError(f"{name} has the {column} '{listed(strange)}', which is none; download it again.")


def _mapped(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows of accounts that belong to plants with a place, with the plant's id, name and area."""
    places = pl.DataFrame(
        [(one.country, account, one.id, one.name, one.area_id) for one in plant_places() for account in one.accounts],
        schema={
            "country": pl.String,
            "number": pl.Int64,
            "plant_id": pl.String,
            "name": pl.String,
            "area_id": pl.String,
        },
        orient="row",
    )
    number = pl.col("account").str.extract(r"(\d+)$").cast(pl.Int64, strict=False)
    _ensure_codes(rows, name)
    mapped = rows.with_columns(number=number, year=pl.col("year").cast(pl.Int32)).join(places, on=["country", "number"])
    if mapped.is_empty():
        raise SourceError(
            f"{name} has no plant that has a place here; add a file climate_visualizer/data/areas/plants-*.toml for its country."
        )
    return mapped


def _tonnes(mapped: pl.DataFrame, name: str) -> pl.DataFrame:
    """Figures as numbers; what is neither a number nor a known word for none is a sentence.

    An account may stand in more than one row, closed and open again: a figure beside none counts, and the same one counts once.
    """
    known = mapped.filter(~_is_missing("figure")).unique(maintain_order=True)

    def place(at: int) -> str:
        row = known.row(at, named=True)
        return f"for account {row['account']} in {row['year']}"

    tonnes = figures(known["figure"], name, place=place)
    below = (tonnes < 0).arg_true()
    if len(below):
        raise SourceError(f"{name} has '{known['figure'][below[0]]}' {place(int(below[0]))}; download it again.")
    once = known.with_columns(tonnes.alias("tonnes")).unique(
        ["account", "country", "year", "tonnes"], maintain_order=True
    )
    if once.select("account", "country", "year").is_duplicated().any():
        raise SourceError(f"{name} has an account more than once, with other figures; download it again.")
    return once


def _plants(accounts: _Accounts, name: str) -> pl.DataFrame:
    """The plants' figures, a row a plant and year; holder and activity are those of the account with the newest figures."""
    rows = _tonnes(_mapped(accounts.rows, name), name).sort("plant_id", "year", "tonnes")
    activity = pl.col("activity").cast(pl.Int64, strict=False).replace_strict(_activities(), default="other")
    key = ["plant_id", "name", "area_id"]
    summed = rows.group_by([*key, "year"]).agg(pl.col("tonnes").sum().round(DIGITS))
    latest = rows.group_by(key).agg(pl.col("holder").last(), activity.last().alias("activity"))
    plants = summed.join(latest, on=key).with_columns(source=pl.lit(SOURCE))
    return plants.select([pl.col(column).cast(kind) for column, kind in PLANTS.items()]).sort("plant_id", "year")


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read an extract or a yearly workbook; raises `SourceError` for what cannot be used."""
    accounts = (_of_workbook if content.startswith(ZIP) else _of_extract)(content, file_name)
    plants = _plants(accounts, file_name)
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=accounts.title, release_date=accounts.day)
    return SourceTables(origin, plants=plants)

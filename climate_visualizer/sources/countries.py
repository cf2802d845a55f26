"""The world's countries: their ISO codes, their names in any language, and publishers' tables with a country a row."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import lru_cache

import polars as pl
from babel import Locale
from babel.core import UnknownLocaleError, get_global

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading.csv_files import as_headed, ensure_headed, ensure_whole_lines
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.table import NATIONS, SourceError, listed

TRANSPORT = "XT"
REPORTED = "reported"


@lru_cache(maxsize=2048)
def two_letters(code: str) -> str | None:
    """The two-letter code of a three-letter one; None for a region or an unknown code.

    Publishers' own codes for what ISO has none for stand in the card of the Global Carbon Budget.
    """
    aliases = get_global("territory_aliases").get(code, [])
    own: dict[str, str] = facts("world_gcb")["codes"]
    return own.get(code) or (aliases[0] if len(aliases) == 1 and len(code) == 3 else None)


@lru_cache(maxsize=4096)
def country_name(code: str, language: str) -> str:
    """A country's name in a language as CLDR has it, English where the language is not known; the code where neither is."""
    for wanted in (language, language.partition("-")[0], "en"):
        try:
            name_there = Locale.parse(wanted, sep="-").territories.get(code)
        except (UnknownLocaleError, ValueError):
            continue
        if name_there:
            return str(name_there)
    return code


def ensure_ended(content: bytes, what: str) -> None:
    """The last line has its end: without it a table is cut short, and its last figure may be a part of one."""
    if not content.endswith((b"\n", b"\r")):
        raise SourceError(f"{what} ends in the middle of a line, so that it may be cut short; download it again.")


def table_of_text(content: bytes, columns: tuple[str, ...], what: str) -> pl.DataFrame:
    """A publisher's comma-separated table as text, which must have some columns; what cannot be read is a sentence."""
    try:
        frame = pl.read_csv(io.BytesIO(content), infer_schema=False, null_values=[""])
        frame = frame.rename(as_headed(frame.columns))
    except pl.exceptions.PolarsError as problem:
        raise SourceError(f"{what} cannot be read as a table; download it again from the publisher.") from problem
    ensure_headed(frame.columns, columns, what)
    ensure_whole_lines(content, what)
    return frame.filter(~pl.all_horizontal(pl.all().is_null()))


def as_numbers(frame: pl.DataFrame, columns: Iterable[str], what: str) -> pl.DataFrame:
    """A table of text with some of its columns as numbers; a cell that is none is a sentence."""
    return frame.with_columns(figures(frame[column], what) for column in columns)


def as_years(column: pl.Series, what: str) -> pl.Series:
    """A column of years; every row has one, and no part of one."""
    years = figures(column, what)
    wrong = (years.is_null() | (years != years.round())).arg_true()
    if len(wrong):
        cell = column[int(wrong[0])]
        raise SourceError(
            f"{what} has '{cell or ''}' in row {int(wrong[0]) + 2}, where a year should stand; download it again."
        )
    return years.cast(pl.Int32)


def ensure_once(frame: pl.DataFrame, key: tuple[str, ...], what: str) -> None:
    """No country (and year) stands twice: only figures under several codes of one country are added up."""
    stands = frame.filter(pl.all_horizontal(pl.col(key).is_not_null()))
    twice = stands.filter(stands.select(key).is_duplicated())
    if twice.height:
        values = ", ".join(str(cell) for cell in twice.select(key).row(0))
        raise SourceError(f"{what} gives {values} more than once; download it again from the publisher.")


def ensure_years_across(wide: pl.DataFrame, years: list[str], what: str, known: tuple[str, ...] = ()) -> None:
    """Columns of years are without a gap, and no column of figures has a heading that is none, or none at all."""
    numbers = sorted(int(year[-4:]) for year in years)
    others = [name for name in wide.columns if name not in (*years, *known)]
    strange = [name for name in others if re.search(r"\d", name) and not name.startswith("column ")]
    nameless = [name for name in others if (not name or name.startswith("column ")) and wide[name].is_not_null().any()]
    if strange or nameless or not numbers or numbers != list(range(numbers[0], numbers[-1] + 1)):
        fault = (
            f"the column '{listed([*strange, *nameless])}'"
            if strange or nameless
            else f"the years {listed(numbers) or 'none'}"
        )
        raise SourceError(f"{what} has {fault} where years stand without a gap; download it again from the publisher.")


def by_country(frame: pl.DataFrame, variable: str, what: str) -> pl.DataFrame:
    """Figures (country, year, value) added up by country and year, checked and in order, as the table of nations."""
    named = frame.filter(pl.col("country").is_not_null())
    numbers = named.with_columns(figures(named["value"], what), as_years(named["year"], what))
    known = numbers.filter(pl.col("value").is_not_null())
    if known.is_empty():
        raise SourceError(f"{what} has no figures for any country; check that it is the right file.")
    if known.filter((pl.col("value") < 0) | ~pl.col("value").is_finite()).height:
        raise SourceError(f"{what} has a figure below zero or without a number; download it again from the publisher.")
    summed = known.group_by("country", "year").agg(pl.col("value").sum())
    marked = summed.with_columns(variable=pl.lit(variable), status=pl.lit(REPORTED))
    return marked.select([pl.col(name).cast(kind) for name, kind in NATIONS.items()]).sort("country", "year")


def last_day(frame: pl.DataFrame) -> str:
    """The last day that yearly figures are for: their date, where a publisher states none in the file."""
    return f"{int(frame['year'].to_numpy().max())}-12-31"

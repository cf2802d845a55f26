"""Figures as text: read by one stated rule, or refused with their place; never quietly missing.

A number is digits with an optional sign, one point or one comma for decimals, spaces (or commas before a point, or points before
a comma) between thousands, or an exponent. `1,234` alone is refused: it is 1234 in one country and 1.234 in another. What stands
for a missing figure is an empty cell, or a mark that a source's own card names; a dash is none unless the card says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection

import polars as pl

from climate_visualizer.sources.table import SourceError

_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_GROUPED = re.compile(r"[+-]?\d{1,3}( \d{3})+([.,]\d+)?")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(,\d{3})+\.\d+|[+-]?\d{1,3}(,\d{3}){2,}")
_GERMAN = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+|[+-]?\d{1,3}(\.\d{3}){2,}")
_COMMA = re.compile(r"[+-]?\d+,(\d{1,2}|\d{4,})")


def number_in(text: str) -> float | None:
    """The number that a text is, by the rule of this module; None for what is no number."""
    plain = _SPACES.sub(" ", text.strip()).replace("\u2212", "-")
    if _PLAIN.fullmatch(plain):
        return float(plain)
    if _GROUPED.fullmatch(plain):
        return float(plain.replace(" ", "").replace(",", "."))
    if _ENGLISH.fullmatch(plain):
        return float(plain.replace(",", ""))
    if _GERMAN.fullmatch(plain):
        return float(plain.replace(".", "").replace(",", "."))
    if _COMMA.fullmatch(plain):
        return float(plain.replace(",", "."))
    return None


def number_of(value: str) -> float:
    """A number of JSON; `TypeError` for what is true or false, text or nothing."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{value!r} is no number")
    return float(value)


def composed(value: object) -> str:
    """A name in Unicode's composed form, however its letters are put together; `TypeError` for what is no text."""
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return unicodedata.normalize("NFC", value)


def figures(
    column: pl.Series,
    what: str,
    *,
    missing: Collection[str] = (),
    nothing: Collection[str] = (),
    place: Callable[[int], str] | None = None,
) -> pl.Series:
    """A column as numbers; null where a cell is empty or marked as `missing`, zero where it is marked as `nothing`.

    `place` says where a row is, for the sentence on a cell that is none of these; else it is the row's number.
    """
    if column.dtype.is_numeric():
        return _ensure_finite(column.cast(pl.Float64), column, what, place)
    text = column.cast(pl.String).str.strip_chars(" \t\r\n\u00a0\u2007\u2009\u202f\ufeff")
    plain = text.str.contains(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$").fill_null(False)
    numbers = text.set(~plain, None).cast(pl.Float64)
    for row in (~plain & text.is_not_null() & (text != "")).arg_true().to_list():
        cell = text[row]
        value = None if cell in missing else 0.0 if cell in nothing else number_in(cell)
        if value is None and cell not in missing:
            raise _refused(cell, row, what, column.name, place)
        numbers[row] = value
    return _ensure_finite(numbers, column, what, place)


def _ensure_finite(numbers: pl.Series, column: pl.Series, what: str, place: Callable[[int], str] | None) -> pl.Series:
    wrong = (~numbers.is_finite().fill_null(True)).arg_true()
    if len(wrong):
        raise _refused(str(column[int(wrong[0])]), int(wrong[0]), what, column.name, place)
    return numbers.rename(column.name)


def _refused(cell: str, row: int, what: str, column: str, place: Callable[[int], str] | None) -> SourceError:
    where = place(row) if place else f"in {column}, row {row + 2}" if column else f"in row {row + 2}"
    return SourceError(
        f"{what} has '{cell[:40]}' {where}, where a number should stand; download it again, and report it to the publisher if "
        "that does not help."
    )

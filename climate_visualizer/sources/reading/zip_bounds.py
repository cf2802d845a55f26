"""Zip and sheet bounds, read as a stream: a workbook's size is known before any of its cells is laid out in memory.

A reader lays a sheet out as the rectangle around its cells, so that two cells in far corners ask for 512 GiB. A publisher's or
an uploaded file is therefore looked through once, piece by piece, for the farthest cell that any of its sheets names.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import unescape

import numpy as np

from climate_visualizer.sources.table import SourceError

# Norway's workbook of all municipalities has about 0.9 million rows of 8 columns; nothing issued is larger. At 24 to 32 bytes a
# cell the largest sheet that is read takes some 600 MB for a moment.
MOST_CELLS = 20_000_000
MOST_MEMBERS = 2_000
_PIECE = 2**20
_LONGEST = 12  # bytes of a usual reference with its closing quote: XFD1048576"
_SHEET = re.compile(r"xl/(?:work|chart|dialog|macro)sheets/[^/]+\.xml", re.IGNORECASE)
_CELL = (b"<c ", b"<c>", b"<c/", b":c ", b":c>", b":c/")
_ODD = re.compile(rb"""\br\s*=\s*["']\s*\$?([A-Za-z]{1,7})\$?([0-9]{1,12})\s*["']""")


_ERROR = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="e"[^>]*>')
_SHEETS = re.compile(r'<(?:\w+:)?sheet\b[^>]*\bname="([^"]*)"[^>]*\bid="([^"]*)"')


@dataclass(frozen=True)
class Extent:
    """The farthest row and column that a cell of a sheet names, how many cells there are, and whether any is an error (#REF!)."""

    rows: int
    columns: int
    cells: int
    errors: bool = False

    @property
    def laid_out(self) -> int:
        """How many cells a reader makes room for."""
        return max(self.rows * self.columns, self.cells)


class Oversized(SourceError):
    """A sheet that reaches further than is read; `rows` and `columns` say how far."""

    def __init__(self, rows: int, columns: int, sentence: str) -> None:
        self.rows, self.columns = rows, columns
        super().__init__(sentence)


def ensure_members(archive: zipfile.ZipFile, name: str) -> None:
    """A workbook of any release has some dozens of parts."""
    count = len(archive.infolist())
    if count > MOST_MEMBERS:
        raise SourceError(
            f"{name} is an archive of {count} parts; a workbook has at most {MOST_MEMBERS}. Save it again as .xlsx."
        )


def extent(archive: zipfile.ZipFile) -> Extent:
    """The largest rectangle that any sheet of a workbook asks for."""
    sheets = [_of_sheet(archive, one) for one in archive.infolist() if _SHEET.fullmatch(one.filename)]
    largest = max(sheets, key=lambda one: one.laid_out, default=Extent(0, 0, 0))
    return replace(largest, errors=any(one.errors for one in sheets))


def ensure_bearable(archive: zipfile.ZipFile, name: str, most: int = MOST_CELLS) -> Extent:
    """No sheet reaches further than any release does; how far the largest reaches."""
    size = extent(archive)
    if size.laid_out > most:
        raise Oversized(
            size.rows,
            size.columns,
            f"{name} has a sheet of {size.rows} rows and {size.columns} columns, more than the {most} cells that are read "
            "at most; delete what stands far from the table, or download it again from the publisher.",
        )
    return size


def error_cell(archive: zipfile.ZipFile, title: str) -> str:
    """The first cell of a sheet that holds an error instead of a value, which a reader takes for an empty one; else nothing."""
    parts = {entry.filename: entry for entry in archive.infolist()}
    ids = {
        unescape(name): number
        for name, number in _SHEETS.findall(archive.read("xl/workbook.xml").decode("utf-8", "replace"))
    }
    targets = dict(_targets(archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")))
    part = parts.get(f"xl/{targets.get(ids.get(title, ''), '').removeprefix('/xl/')}")
    for piece in _pieces(archive, part) if part else ():
        for cell in _ERROR.finditer(piece):
            place = _ODD.search(cell.group())
            return (place.group(1) + place.group(2)).decode() if place else "?"
    return ""


def _targets(relations: str) -> Iterator[tuple[str, str]]:
    """The part that each relation of a workbook leads to, by its id; attributes come in any order."""
    for relation in re.findall(r"<Relationship\b[^>]*>", relations):
        number, target = (re.search(rf'\b{name}="([^"]*)"', relation) for name in ("Id", "Target"))
        if number and target:
            yield number.group(1), target.group(1)


def _of_sheet(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Extent:
    """One sheet's extent: the farthest reference, and the number of cells, with or without one."""
    rows, columns, cells, errors = 0, 0, 0, False
    for piece in _pieces(archive, part):
        errors = errors or (b't="e"' in piece and _ERROR.search(piece) is not None)
        count = sum(piece.count(start) for start in _CELL)
        cell_count, row, column = _usual(piece)
        if cell_count != count:
            odd = set(_ODD.findall(piece))
            row = max([row, *(int(digits) for _, digits in odd)])
            column = max([column, *map(_number, {letters for letters, _ in odd})])
        rows, columns, cells = max(rows, row), max(columns, column), cells + count
    return Extent(rows, columns, cells, errors)


def _usual(piece: bytes) -> tuple[int, int, int]:
    """How many cells are named as every program writes it (` r="AB12"`), and the farthest row and column of them.

    All at once over the bytes: one by one, as a regular expression does it, takes three times as long as reading the sheet.
    """
    data = np.frombuffer(piece + bytes(_LONGEST + 4), dtype=np.uint8)
    starts = (data[:-3] == ord(" ")) & (data[1:-2] == ord("r")) & (data[2:-1] == ord("=")) & (data[3:] == ord('"'))
    at = np.flatnonzero(starts) + 4
    letters = (data[at] >= ord("A")) & (data[at] <= ord("Z"))
    text = data[at[letters, None] + np.arange(_LONGEST)].astype(np.int32)
    is_letter, is_digit = (text >= ord("A")) & (text <= ord("Z")), (text >= ord("0")) & (text <= ord("9"))
    inside = np.logical_and.accumulate(is_letter | is_digit, axis=1)
    rows, columns = np.zeros(len(text), dtype=np.int32), np.zeros(len(text), dtype=np.int32)
    for place in range(_LONGEST):
        columns = np.where(inside[:, place] & is_letter[:, place], 26 * columns + text[:, place] - 64, columns)
        rows = np.where(inside[:, place] & is_digit[:, place], 10 * rows + text[:, place] - 48, rows)
    return len(text), int(rows.max(initial=0)), int(columns.max(initial=0))


def _number(letters: bytes) -> int:
    """A column's number by its letters: A is 1, XFD is 16384."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _pieces(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part's bytes a piece at a time, cut in front of a tag so that none is in two."""
    with archive.open(part) as stream:
        rest = b""
        while piece := stream.read(_PIECE):
            text = rest + piece
            cut = text.rfind(b"<")
            cut = cut if cut > 0 and len(text) - cut < _PIECE else len(text)
            yield text[:cut]
            rest = text[cut:]
        yield rest

"""Opening a publisher's workbook: what it is by its bytes, not by its name, and never more than it should hold."""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import fastexcel
import polars as pl

from climate_visualizer.sources.reading import zip_bounds
from climate_visualizer.sources.table import SourceError

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 100 * 2**20
# The United Kingdom's table of 2005-2024 has 85 MB and grows by a year and by sub-sectors; nothing else is nearly as large.
LARGEST_TABLE = 250 * 2**20
_MOST_SHEETS = 20
LARGEST_UNPACKED = 1024 * 2**20
_AGAIN = "download it again from the publisher"
# What zipfile raises for damage: wrong signatures, streams, methods of compression, flags of encryption, offsets.
_DAMAGES = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


def contents(path: Path) -> bytes:
    """A file's bytes; one that is not there or larger than any release is not read at all."""
    if not path.is_file():
        raise SourceError(f"There is no file {path}; check the path.")
    _ensure_size(path.stat().st_size, path.name, LARGEST_TABLE)
    return path.read_bytes()


def _ensure_size(size: int, name: str, most: int = LARGEST) -> None:
    if size == 0:
        raise SourceError(f"{name} is empty; {_AGAIN}.")
    if size > most:
        raise SourceError(f"{name} is {size / 2**20:.0f} MB, more than any release; {_AGAIN}.")


def _ensure_sound_zip(content: bytes, name: str, unpacked: int) -> zip_bounds.Extent:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _ensure_unpackable(archive, name, unpacked)
    except _DAMAGES:
        raise SourceError(f"{name} is cut short or damaged; {_AGAIN}.") from None


def _ensure_unpackable(archive: zipfile.ZipFile, name: str, most: int) -> zip_bounds.Extent:
    """What is inside is a workbook, of bearable size, and has the checksums it says; no entry is read beyond its size."""
    zip_bounds.ensure_members(archive, name)
    unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > most:
        raise SourceError(f"{name} would unpack to {unpacked / 2**30:.1f} GB, which no release does; {_AGAIN}.")
    if "xl/workbook.xml" not in archive.namelist():
        raise SourceError(f"{name} is a zip archive but not an Excel workbook; {_AGAIN}.")
    if archive.testzip():
        raise zipfile.BadZipFile
    return zip_bounds.ensure_bearable(archive, name)


def what_it_is(content: bytes, wanted: str = "workbook") -> str:
    """What bytes are that are not the wanted kind of file, for a sentence: often a web page under the file's name."""
    page = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html", b"<?xml"))
    if page:
        return f"a web page, not a {wanted}: the publisher may have moved the file"
    if wanted != "workbook" and content.startswith((ZIP, OLE2)):
        return f"an Excel workbook or a zip archive, not a {wanted}"
    return "not an Excel workbook" if wanted == "workbook" else f"not a {wanted}"


def ensure_workbook(content: bytes, name: str, *, legacy: bool = True, unpacked: int = LARGEST_UNPACKED) -> bool:
    """The bytes are an Excel workbook that can be opened: .xlsx or, where a source still uses it, the old .xls.

    All parts of it together have at most so many bytes `unpacked`, and no sheet reaches further than any release does. Returns
    whether any cell is an error, which is read as an empty one.
    """
    ensure_looks_like_workbook(content, name, legacy=legacy)
    return content.startswith(ZIP) and _ensure_sound_zip(content, name, unpacked).errors


def _ensure_no_error(content: bytes, title: str, name: str) -> None:
    """No cell of a sheet is an error of a formula's: it would be read as a figure that there is none of."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            cell = zip_bounds.error_cell(archive, title)
    except (*_DAMAGES, KeyError):
        cell = "?"
    if cell:
        raise SourceError(
            f"{name} has an error instead of a value (such as #REF!) in cell {cell} of the sheet '{title}'; {_AGAIN}, and report "
            "it to the publisher if that does not help."
        )


def ensure_looks_like_workbook(content: bytes, name: str, *, legacy: bool = True) -> None:
    """The bytes begin as a workbook does: for a download, whose parts are looked at where it is read."""
    _ensure_size(len(content), name)
    if content.startswith(ZIP):
        return
    if not content.startswith(OLE2):
        raise SourceError(f"{name} is {what_it_is(content)}; {_AGAIN}.")
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise SourceError(f"{name} is protected by a password; save it without one, or {_AGAIN}.")
    if not legacy:
        raise SourceError(f"{name} is a workbook of the old .xls kind, of before 2007; save it as .xlsx, or {_AGAIN}.")


def heading(cell: object) -> str:
    """A heading as this code writes it: one space between words and none around them, in Unicode's composed form."""
    return unicodedata.normalize("NFC", " ".join(str(cell or "").replace("\ufeff", "").split()))


def is_workbook(content: bytes) -> bool:
    """Whether a zip archive is a workbook rather than one with tables in it; a damaged one is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except _DAMAGES:
        return False


def changed_on(content: bytes) -> str | None:
    """The day on which a workbook was last changed, as it says itself; None where it doesn't."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            properties = archive.read("docProps/core.xml").decode("utf-8", errors="replace")
    except (*_DAMAGES, KeyError):
        return None
    modified = re.search(r"<dcterms:modified[^>]*>(\d{4}-\d{2}-\d{2})", properties)
    return modified.group(1) if modified else None


def sheet(
    content: bytes,
    name: str,
    *,
    legacy: bool = True,
    wanted: str | None = None,
    fits: Callable[[str, pl.DataFrame], bool] | None = None,
) -> tuple[str, pl.DataFrame]:
    """The first or the wanted sheet's name and its cells as text, without a header; what cannot be opened is a sentence.

    Where it is said which sheet `fits`, by its name and cells, a cover or hidden sheet before it is passed over.
    """
    errors = ensure_workbook(content, name, legacy=legacy)
    try:
        book = fastexcel.read_excel(content)
        title = next((title for title in book.sheet_names if wanted in (None, title)), None)
        cells = _cells(book, title) if title else pl.DataFrame()
        if fits and title and not fits(title, cells):
            others = ((one, _cells(book, one)) for one in book.sheet_names[1:_MOST_SHEETS])
            title, cells = next((pair for pair in others if fits(*pair)), (title, cells))
    except fastexcel.FastExcelError:
        raise SourceError(f"{name} cannot be opened as a workbook; {_AGAIN}.") from None
    if title is None:
        raise SourceError(f"{name} has no sheet{f' {wanted!r}' if wanted else ''}; {_AGAIN}.")
    if cells.is_empty():
        raise SourceError(f"{name} has no cells in its first sheet, '{title}'; {_AGAIN}.")
    if errors:
        _ensure_no_error(content, title, name)
    return title, cells


def _cells(book: fastexcel.ExcelReader, title: str) -> pl.DataFrame:
    return book.load_sheet(title, header_row=None, dtypes="string").to_polars()


def has_row(cells: pl.DataFrame, headings: tuple[str, ...], within: int) -> int | None:
    """The first of some rows that has all of the headings, in any order; None without one."""
    rows = enumerate(cells.head(within).iter_rows())
    return next((at for at, row in rows if set(headings) <= {heading(cell) for cell in row}), None)


def named_sheet(content: bytes, name: str, title: str) -> pl.DataFrame:
    """The cells of one sheet as text, without a header; one that is not there is a sentence."""
    if ensure_workbook(content, name, legacy=False):
        _ensure_no_error(content, title, name)
    try:
        book = fastexcel.read_excel(content)
        if title not in book.sheet_names:
            raise SourceError(f"{name} has no sheet '{title}'; check that it is the right workbook.")
        return book.load_sheet(title, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        raise SourceError(f"{name} cannot be opened as a workbook; {_AGAIN}.") from None

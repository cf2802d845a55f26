"""Opening a publisher's workbook: what it is by its bytes, not by its name, and never more than it should hold."""

from __future__ import annotations

import io
import zipfile

import fastexcel
import polars as pl

from climate_visualizer.sources.table import SourceError

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LARGEST = 100 * 2**20
LARGEST_UNPACKED = 1024 * 2**20
_AGAIN = "download it again from the publisher"


def _ensure_sound_zip(content: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile:
        raise SourceError(f"{name} is cut short or damaged; {_AGAIN}.") from None
    if unpacked > LARGEST_UNPACKED:
        raise SourceError(f"{name} would unpack to {unpacked / 2**30:.1f} GB, which no release does; {_AGAIN}.")
    if "xl/workbook.xml" not in names:
        raise SourceError(f"{name} is a zip archive but not an Excel workbook; {_AGAIN}.")


def ensure_workbook(content: bytes, name: str) -> None:
    """The bytes are an Excel workbook that can be opened: .xlsx, or the old .xls."""
    if not content:
        raise SourceError(f"{name} is empty; {_AGAIN}.")
    if len(content) > LARGEST:
        raise SourceError(f"{name} is {len(content) / 2**20:.0f} MB, more than any release; {_AGAIN}.")
    if content.startswith(OLE2) and "EncryptedPackage".encode("utf-16-le") in content:
        raise SourceError(f"{name} is protected by a password; save it without one, or {_AGAIN}.")
    if content.startswith(ZIP):
        _ensure_sound_zip(content, name)
    elif not content.startswith(OLE2):
        page = content[:1024].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml"))
        what = "a web page, not a workbook: the publisher may have moved the file" if page else "not an Excel workbook"
        raise SourceError(f"{name} is {what}; {_AGAIN}.")


def sheet(content: bytes, name: str, which: int | str = 0) -> tuple[str, pl.DataFrame]:
    """One sheet's name and its cells as text, without a header; raises `SourceError` for what cannot be opened."""
    ensure_workbook(content, name)
    try:
        book = fastexcel.read_excel(content)
        title = book.sheet_names[which] if isinstance(which, int) else which
        return title, book.load_sheet(title, header_row=None, dtypes="string").to_polars()
    except fastexcel.FastExcelError:
        raise SourceError(f"{name} cannot be opened as a workbook; {_AGAIN}.") from None

"""Untrusted upload: a workbook's first sheet as rows of text, bounded before it is laid out and read in a process of its own."""

from __future__ import annotations

import io
import zipfile

import fastexcel
import polars as pl

from climate_visualizer.sources.reading import limited_process, workbooks, zip_bounds
from climate_visualizer.sources.reading.zip_bounds import Oversized as Oversized
from climate_visualizer.sources.table import SourceError

_JOB = "climate_visualizer.sources.reading.uploads:first_sheet_here"
Cells = list[tuple[str | None, ...]]


def first_sheet(content: bytes, name: str, *, rows: int, columns: int, unpacked: int) -> tuple[str, Cells]:
    """The first sheet's name and its cells; raises `Oversized`, or `SourceError` for what is no workbook at all.

    `unpacked` is how many bytes all parts of it may have together.
    """
    facts = {"name": name, "rows": rows, "columns": columns, "unpacked": unpacked}
    sheet_facts, results = limited_process.call(_JOB, facts, [content], limits=limited_process.UPLOAD, what=name)
    if not results:
        raise Oversized(sheet_facts["rows"], sheet_facts["columns"], f"{name} has more rows or columns than are read.")
    return str(sheet_facts["title"]), pl.read_ipc(results[0]).rows()


def first_sheet_here(facts: limited_process.Facts, blobs: list[bytes]) -> limited_process.Answer:
    """The job itself; a sheet that is too large gives its size and no cells."""
    content, name = blobs[0], str(facts["name"])
    try:
        workbooks.ensure_workbook(content, name, legacy=False, unpacked=facts["unpacked"])
    except Oversized as large:
        return {"rows": large.rows, "columns": large.columns}, []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = zip_bounds.extent(archive)
    if size.rows > facts["rows"] or size.columns > facts["columns"]:
        return {"rows": size.rows, "columns": size.columns}, []
    try:
        sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string")
    except fastexcel.FastExcelError:
        raise SourceError(f"{name} cannot be opened as a workbook; save it again as .xlsx.") from None
    held = io.BytesIO()
    sheet.to_polars().write_ipc(held)
    return {"title": sheet.name}, [held.getvalue()]

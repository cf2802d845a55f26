"""Workbooks of plain sheets: a head, rows of texts and numbers, and remarks under the title; nothing is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from climate_visualizer.exports.tables.print_setup import printed_wide
from climate_visualizer.exports.tables.workbook import sheet_name

Cell = str | int | float | date | None
WIDEST, NARROWEST = 60, 11


@dataclass(frozen=True)
class Sheet:
    """One sheet: `title` and `notes` stand above the table; without `notes` and `title` the head is the first row."""

    name: str
    head: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]
    title: str = ""
    notes: tuple[str, ...] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The sheets in their order; an empty cell is what is not known."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "note": book.add_format({"font_color": "#6d6165", "italic": True}),
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0.###", "valign": "top"}),
        "year": book.add_format({"num_format": "0", "valign": "top"}),
    }
    for sheet in sheets:
        _write(book.add_worksheet(sheet_name(sheet.name)), sheet, styles)
    book.close()
    return buffer.getvalue()


def _write(sheet: Worksheet, content: Sheet, styles: Mapping[str, Format]) -> None:
    row = 0
    if content.title:
        sheet.write_string(row, 0, content.title, styles["title"])
        row += 1
    for note in content.notes:
        sheet.write_string(row, 0, note, styles["note"])
        row += 1
    row += 1 if row else 0
    for at, name in enumerate(content.head):
        sheet.write_string(row, at, name, styles["head"])
    for number, cells in enumerate(content.rows, row + 1):
        for at, cell in enumerate(cells):
            _cell(sheet, number, at, cell, styles)
    for at, name in enumerate(content.head):
        longest = max(
            [len(name), *(len(str(cells[at])) for cells in content.rows if at < len(cells) and cells[at] is not None)]
        )
        sheet.set_column(at, at, min(max(longest + 2, NARROWEST), WIDEST))
    sheet.freeze_panes(row + 1, 1)
    printed_wide(sheet, row)


def _cell(sheet: Worksheet, row: int, at: int, cell: Cell, styles: Mapping[str, Format]) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, at, cell, styles["text"])
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, datetime.combine(cell, time()), styles["day"])
    else:
        is_year = isinstance(cell, int) and 1900 <= cell <= 2100
        sheet.write_number(row, at, cell, styles["year" if is_year else "number"])

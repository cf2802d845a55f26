"""Write one cell of a workbook: text as text, never as a formula; numbers as numbers; nothing where nothing is known."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet


def write_cell(sheet: Worksheet, row: int, at: int, value: str | float | None) -> None:
    """Write a value at a row and column, both from nought."""
    if isinstance(value, str):
        if value:
            sheet.write_string(row, at, value)
    elif value is not None:
        sheet.write_number(row, at, value)

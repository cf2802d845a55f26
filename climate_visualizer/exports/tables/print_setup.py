"""How a sheet is printed: lying, one page wide, with its headings on every page; and rows as high as their text."""

from __future__ import annotations

import math

from xlsxwriter.worksheet import Worksheet

A4 = 9
LINE = 15  # points that a line of a sheet's usual letters takes


def printed_wide(sheet: Worksheet, heading: int | None = None) -> None:
    """A sheet of columns: landscape, one page wide and as many high as it takes, its heading row on each."""
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if heading is not None:
        sheet.repeat_rows(heading)


def printed_upright(sheet: Worksheet) -> None:
    """A sheet of sentences: upright and one page wide."""
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def fit_height(sheet: Worksheet, row: int, text: str, width: int) -> None:
    """Make a row as high as a wrapped text of its column takes: what converts a file does not grow rows by itself."""
    lines = sum(max(math.ceil(len(line) / width), 1) for line in text.split("\n"))
    if lines > 1:
        sheet.set_row(row, LINE * lines)

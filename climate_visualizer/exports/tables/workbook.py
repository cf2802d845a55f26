"""A workbook with a sheet a topic: numbers as numbers, with their units, which the reader's own program writes.

Number formats are the neutral ones (`#,##0`): a Swedish program shows them with thin spaces and a decimal comma, an
English one with its own signs, and both can reckon with them.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time

import xlsxwriter
from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from climate_visualizer.exports.tables.book import Book
from climate_visualizer.exports.tables.print_setup import fit_height, printed_upright, printed_wide
from climate_visualizer.exports.tables.topics import Cell, Column, Topic

FORMATS = {"t": "#,##0", "kg": "#,##0.0", "%": "0.0", "°C": "0.0"}
WIDEST, NARROWEST = 40, 11
FIRST_ROW = 3


class _Styles:
    """The looks that cells share, made once for a workbook."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._numbers: dict[str, Format] = {}  # filled as formats are asked for
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.note = book.add_format({"font_color": "#6d6165", "italic": True, "text_wrap": True, "valign": "top"})
        head = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"}
        self.head = book.add_format(head)
        self.head_of_numbers = book.add_format({**head, "align": "right"})
        self.head_after = book.add_format({**head, "indent": 1})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.text_after = book.add_format(
            {"text_wrap": True, "valign": "top", "indent": 1}
        )  # apart from a number before it
        self.strong = book.add_format({"bold": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd", "align": "right", "valign": "top"})

    def number(self, pattern: str) -> Format:
        if pattern not in self._numbers:
            self._numbers[pattern] = self._book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[pattern]


def workbook(book: Book) -> bytes:
    """All topics of an area, after a sheet that says what they are and how they may be used."""
    buffer = io.BytesIO()
    file = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.combine(book.as_of, time())
    file.set_properties({"title": f"{book.name} – Climate Visualizer", "comments": book.source, "created": created})
    file.set_custom_property("edition", book.edition_id)
    styles = _Styles(file)
    _read_me(file.add_worksheet(sheet_name(book.language.t("Read me"))), book, styles)
    for topic in book.topics:
        _sheet(file.add_worksheet(sheet_name(topic.title)), topic, styles)
    file.close()
    return buffer.getvalue()


def sheet_name(title: str) -> str:
    """A title as a sheet may be called: at most 31 characters, none of those that Excel refuses."""
    return "".join(character for character in title if character not in "[]:*?/\\")[:31]


def _read_me(sheet: Worksheet, book: Book, styles: _Styles) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 100)
    printed_upright(sheet)
    sheet.write_string(0, 0, book.name, styles.title)
    row = 2
    for name, value in book.about:
        sheet.write_string(row, 0, name, styles.strong)
        sheet.write_string(row, 1, value, styles.text)
        fit_height(sheet, row, value, 100)
        row += 1
    row += 1
    sheet.write_string(row, 0, book.language.t("Sheets"), styles.strong)
    for topic in book.topics:
        sheet.write_url(row, 1, f"internal:'{sheet_name(topic.title)}'!A1", string=topic.title)
        row += 1


def _sheet(sheet: Worksheet, topic: Topic, styles: _Styles) -> None:
    sheet.write_string(0, 0, topic.title, styles.title)
    headings = [column_title(column) for column in topic.columns]
    widths = [_width(topic, at, heading) for at, heading in enumerate(headings)]
    _note(sheet, topic.note, widths, styles)
    for at, (heading, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.write_string(FIRST_ROW, at, heading, _head(topic, at, styles))
        sheet.set_column(at, at, width)
    for index, row in enumerate(topic.rows, FIRST_ROW + 1):
        for at, cell in enumerate(row):
            _write(sheet, index, at, cell, _unit(topic, row, at), styles)
        fit_height(sheet, index, max((cell for cell in row if isinstance(cell, str)), key=len, default=""), WIDEST)
    sheet.freeze_panes(FIRST_ROW + 1, 1)
    printed_wide(sheet, FIRST_ROW)
    if topic.rows:
        sheet.autofilter(FIRST_ROW, 0, FIRST_ROW + len(topic.rows), len(topic.columns) - 1)


def _note(sheet: Worksheet, note: str, widths: list[int], styles: _Styles) -> None:
    """The note across the columns: in one cell it would make a printed page as wide as itself, and its letters tiny."""
    if len(widths) > 1:
        sheet.merge_range(1, 0, 1, len(widths) - 1, note, styles.note)
    else:
        sheet.write_string(1, 0, note, styles.note)
    fit_height(sheet, 1, note, sum(widths))


def _head(topic: Topic, at: int, styles: _Styles) -> Format:
    """The look of a column's head: over numbers and days it stands to the right as they do."""
    first = next((row[at] for row in topic.rows if row[at] is not None), "")
    return styles.head_of_numbers if not isinstance(first, str) else styles.head_after if at else styles.head


def _unit(topic: Topic, row: tuple[Cell, ...], at: int) -> str:
    """A cell's unit: its column's, or in the findings, where each row has its own, the row's."""
    return str(row[1]) if topic.key == "findings" else topic.columns[at].unit


def _pattern(value: float, unit: str) -> str:
    """How a number is written: by its unit; a year, which has none, without grouping."""
    if unit in FORMATS:
        return FORMATS[unit]
    return "0.0" if isinstance(value, float) else "#,##0" if unit else "0"


def _letters(cell: Cell) -> int:
    """How many letters a cell takes, a number with its separators."""
    return len(f"{cell:,.0f}") if isinstance(cell, int | float) else len(str(cell)) if isinstance(cell, str) else 0


def _width(topic: Topic, at: int, heading: str) -> int:
    longest = max((_letters(row[at]) for row in topic.rows), default=0)
    return min(max(longest, len(heading) // 2, NARROWEST), WIDEST) + 2


def _write(sheet: Worksheet, row: int, at: int, cell: Cell, unit: str, styles: _Styles) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, at, cell, styles.text_after if at else styles.text)
    elif isinstance(cell, date):
        sheet.write_datetime(row, at, datetime.combine(cell, time()), styles.day)
    else:
        sheet.write_number(row, at, cell, styles.number(_pattern(cell, unit)))


def column_title(column: Column) -> str:
    """A column with its unit, as it stands over the numbers."""
    return f"{column.title} ({column.unit})" if column.unit else column.title

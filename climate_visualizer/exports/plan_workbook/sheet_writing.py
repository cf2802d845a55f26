"""Writing a room's sheet as a workbook: its rows, or none for the template, and how to fill it in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from climate_visualizer.exports.plan_workbook.cell_writing import write_cell
from climate_visualizer.exports.plan_workbook.room_sheets import Dated, Field, Sheet
from climate_visualizer.exports.tables.print_setup import printed_wide
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.plan_content import Content

CHECKED_ROWS = 5000
Table = tuple[str, Sequence[str], Sequence[Sequence[str | float | None]]]  # a further sheet to read: name, titles, rows


def workbook(
    sheet: Sheet,
    rows: Sequence[Content],
    language: Language,
    *,
    periods: Mapping[str, Sequence[str]] | None = None,
    tables: Sequence[Table] = (),
) -> bytes:
    """Rows (values by field, and by field and period) as a workbook; `periods` are the dated columns that there are."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    first = book.add_worksheet(language.t(sheet.title))
    columns: list[tuple[Field | Dated, str]] = [(field, "") for field in sheet.fields]
    dated: list[tuple[Field | Dated, str]] = [
        (column, when) for column in sheet.dated for when in (periods or {}).get(column.name, ())
    ]
    first.write_row(0, 0, [field.titled(language) for field in sheet.fields], head)
    titles = [column.titled(language, when) for column in sheet.dated for when in (periods or {}).get(column.name, ())]
    first.write_row(0, len(columns), titles, head)
    for number, row in enumerate(rows, 1):
        for at, (column, when) in enumerate([*columns, *dated]):
            write_cell(first, number, at, _cell(column, when, row, language))
    for at, field in enumerate(sheet.fields):
        first.set_column(at, at, field.width)
        if field.kind in ("flag", "word"):
            choices = {"validate": "list", "source": list(field.worded(language).values())}
            first.data_validation(1, at, CHECKED_ROWS, at, choices)
    first.freeze_panes(1, 2)
    for name, heads, cells in tables:
        _table(book.add_worksheet(name), heads, cells, head)
    _help(book.add_worksheet(language.t("How to fill in")), sheet, language, head, wrapped)
    for worksheet in book.worksheets():
        printed_wide(worksheet)
    book.close()
    return buffer.getvalue()


def _cell(field: Field | Dated, when: str, row: Content, language: Language) -> str | float | None:
    value = row.get(field.name)
    if isinstance(field, Dated):
        return (value or {}).get(when)
    if field.kind == "flag":
        return field.worded(language)["1" if value else ""]
    return field.worded(language)[value] if field.kind == "word" and value else value


def _table(sheet: Worksheet, titles: Sequence[str], rows: Sequence[Sequence[str | float | None]], head: Format) -> None:
    sheet.write_row(0, 0, titles, head)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(titles), 14)
    for number, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            write_cell(sheet, number, at, value)
    sheet.freeze_panes(1, 1)


def _help(sheet: Worksheet, of: Sheet, language: Language, head: Format, wrapped: Format) -> None:
    """What each column takes, and the words that may be chosen."""
    t = language.t
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, 44)
    sheet.write_string(0, 0, t(of.about), wrapped)
    sheet.set_row(0, 60)
    sheet.write_row(2, 0, [t("Column"), t("What it takes"), t("Words to choose among")], head)
    row = 3
    for field in of.fields:
        needed = "" if field.needed or field.kind == "shown" else f" ({t('may be empty')})"
        sheet.write_string(row, 0, field.titled(language), wrapped)
        sheet.write_string(row, 1, f"{t(field.help)}{needed}", wrapped)
        sheet.write_string(row, 2, ", ".join(field.worded(language).values()), wrapped)
        row += 1
    for dated in of.dated:
        sheet.write_string(row, 0, dated.titled(language, "2027"), wrapped)
        sheet.write_string(row, 1, t(dated.help), wrapped)
        row += 1

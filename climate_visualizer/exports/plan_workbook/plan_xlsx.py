"""A plan as a workbook that a spreadsheet program writes too: the template, the measures, and how to fill them in."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from climate_visualizer.exports.plan_workbook.cell_writing import write_cell
from climate_visualizer.exports.plan_workbook.plan_columns import COLUMNS, YEARLY, Column, words_of
from climate_visualizer.exports.tables.print_setup import printed_wide
from climate_visualizer.languages.language import Language
from climate_visualizer.plans import plan
from climate_visualizer.plans.plan_content import Content

YEARS_AHEAD = 4
LISTED = ("sector", "kind", "status", "benefits")
FIRST_ROW, WORDS_FROM = 4, 4
CHECKED_ROWS = 5000
WIDTHS = {
    "title": 44,
    "title_en": 34,
    "sector": 24,
    "effect_kind": 22,
    "owner": 26,
    "note": 40,
    "link": 30,
    "source": 30,
}


def workbook(
    measures: Sequence[tuple[str, Content]], sectors: Mapping[str, str], language: Language, *, first: int
) -> bytes:
    """Measures (key, content) as a workbook; without any it is the template, with an example in its help.

    Columns by year are there for the coming years from `first`, and for every year that a measure has.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"bold": True, "font_size": 16}),
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "strong": book.add_format({"bold": True, "valign": "top"}),
    }
    yearly = _yearly(measures, first)
    _measures(book.add_worksheet(language.t("Measures")), measures, yearly, sectors, language, styles)
    _help(book.add_worksheet(language.t("How to fill in")), sectors, language, styles)
    for sheet in book.worksheets():
        printed_wide(sheet)
    book.close()
    return buffer.getvalue()


def _yearly(measures: Sequence[tuple[str, Content]], first: int) -> list[tuple[str, int]]:
    """The columns by year: field and year."""
    ahead = set(range(first, first + YEARS_AHEAD))
    columns = []
    for field in YEARLY:
        years = {int(year) for _, content in measures for year in content.get(field) or {}}
        columns += [(field, year) for year in sorted(years if field == "effects" else years | ahead)]
    return columns


def _measures(
    sheet: Worksheet,
    measures: Sequence[tuple[str, Content]],
    yearly: list[tuple[str, int]],
    sectors: Mapping[str, str],
    language: Language,
    styles: Mapping[str, Format],
) -> None:
    titles = [language.t(column.title) for column in COLUMNS]
    titles += [language.t(YEARLY[field], year=year) for field, year in yearly]
    sheet.write_row(0, 0, titles, styles["head"])
    words = {kind: words_of(kind, sectors, language) for kind in LISTED}
    for row, (key, content) in enumerate(measures, 1):
        for at, column in enumerate(COLUMNS):
            write_cell(sheet, row, at, _cell(column, key, content, words))
        for at, (field, year) in enumerate(yearly, len(COLUMNS)):
            write_cell(sheet, row, at, (content.get(field) or {}).get(str(year)))
    for at, column in enumerate(COLUMNS):
        letter = xl_col_to_name(at)
        sheet.set_column(f"{letter}:{letter}", WIDTHS.get(column.field, 14))
        if column.kind in ("sector", "kind", "status"):
            sheet.data_validation(
                1, at, CHECKED_ROWS, at, {"validate": "list", "source": _words_at(column.kind, words, language)}
            )
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(measures), 1), len(titles) - 1)


def _words_at(kind: str, words: dict[str, dict[str, str]], language: Language) -> str:
    """Where the words of a kind stand on the sheet of help: a list of its own would be cut at 255 characters."""
    letter = xl_col_to_name(WORDS_FROM + LISTED.index(kind))
    return f"='{language.t('How to fill in')}'!${letter}${FIRST_ROW + 1}:${letter}${FIRST_ROW + len(words[kind])}"


def _cell(column: Column, key: str, content: Content, words: dict[str, dict[str, str]]) -> str | float | None:
    """A field as it stands in its cell."""
    if column.field == "key":
        return key
    value = content.get(column.field)
    if column.kind == "benefits":
        return ", ".join(words["benefits"][benefit] for benefit in value or ())
    if column.kind in words:
        return words[column.kind][value or plan.ALL]
    return value


def _help(sheet: Worksheet, sectors: Mapping[str, str], language: Language, styles: Mapping[str, Format]) -> None:
    """What each column takes, with an example, and every word that may be chosen."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 62)
    sheet.set_column(2, 2, 44)
    sheet.write_string(0, 0, language.t("How to fill in"), styles["title"])
    sheet.write_string(
        1, 0, language.t("One measure a row on the first sheet. Nothing is imported while a cell is wrong.")
    )
    heads = [language.t(name) for name in ("Column", "What it takes", "Example")]
    sheet.write_row(3, 0, heads, styles["head"])
    row = FIRST_ROW
    for column in COLUMNS:
        needed = "" if column.needed else f" ({language.t('may be empty')})"
        sheet.write_string(row, 0, language.t(column.title), styles["strong"])
        sheet.write_string(row, 1, f"{language.t(column.help)}{needed}", styles["text"])
        write_cell(sheet, row, 2, _example(column, sectors, language))
        row += 1
    for field, title in YEARLY.items():
        sheet.write_string(row, 0, language.t(title, year=2027), styles["strong"])
        sheet.write_string(row, 1, language.t(YEARLY_HELP[field]), styles["text"])
        row += 1
    for at, kind in enumerate(LISTED, WORDS_FROM):
        title = next(column.title for column in COLUMNS if column.kind == kind)
        sheet.set_column(at, at, 26)
        sheet.write_string(FIRST_ROW - 1, at, language.t(title), styles["head"])
        sheet.write_column(FIRST_ROW, at, list(words_of(kind, sectors, language).values()))


YEARLY_HELP = {
    "effects": "The effect in that year, as per cent of the full effect, instead of years to full effect.",
    "costs": "What it costs in that year; add a column for each further year.",
    "incomes": "What it brings in or saves in money in that year.",
    "indicator_planned": "What the indicator should have reached in that year.",
}


def _example(column: Column, sectors: Mapping[str, str], language: Language) -> str | float:
    """The example in the words of the language."""
    if column.kind in ("sector", "kind", "status"):
        words = words_of(column.kind, sectors, language)
        return words.get(str(column.example), next(iter(words.values())))
    if column.kind == "benefits":
        words = words_of("benefits", sectors, language)
        return ", ".join(words[benefit] for benefit in str(column.example).split(", "))
    return column.example

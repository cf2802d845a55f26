"""A publisher's table as cells, changed at random: harmless changes leave its meaning as it is, harmful ones take some away."""

from __future__ import annotations

import codecs
import csv
import io
import random
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_rowcol_to_cell

Row = list[str | None]
JUNK = ("abc", "-", "n/a", "1.2.3", "12,34,56", "--5", "0x1F", "inf", "NaN", "1 2", "\u00bd", "#REF!", "#N/A", "1e5000")


@dataclass(frozen=True)
class Grid:
    """A table's cells: where its header is, in which columns its figures are, and what may be done to it without harm."""

    rows: list[Row]
    header: int
    figures: tuple[int, ...]
    form: str  # csv or xlsx
    title: str = "Sheet"
    others: dict[str, list[Row]] = field(default_factory=dict)  # other sheets of the workbook
    years_across: bool = False  # the columns of figures are years, which may stand in any order
    covered: bool = False  # a cover sheet may stand before it
    remarks: bool = True  # a column of remarks may stand beside it
    blanks: bool = False  # an empty cell is a figure that there is none of
    whole: bool = False  # a row that is gone is noticed
    columns_move: bool = True  # columns are found by their names
    marks: tuple[str, ...] = ()  # what stands for a figure that there is none of
    least_repeated: float = 0.0  # a row of less may stand twice in the publisher's own tables
    ends: bool = True  # the last line of the text has its end

    @property
    def body(self) -> list[int]:
        """The rows below the header that have a figure."""
        return [
            at for at in range(self.header + 1, len(self.rows)) if any(self.has_figure(at, c) for c in self.figures)
        ]

    def has_figure(self, row: int, column: int) -> bool:
        cells = self.rows[row]
        return column < len(cells) and is_number(cells[column])

    def largest(self, row: int) -> float:
        return max(abs(float(str(self.rows[row][c]))) for c in self.figures if self.has_figure(row, c))

    def with_rows(self, rows: list[Row]) -> Grid:
        return replace(self, rows=rows)

    def with_cell(self, row: int, column: int, cell: str | None) -> Grid:
        rows = list(self.rows)
        rows[row] = [*rows[row][:column], cell, *rows[row][column + 1 :]]
        return self.with_rows(rows)


def is_number(cell: str | None) -> bool:
    try:
        float(cell or "")
    except ValueError:
        return False
    return True


def written(grid: Grid) -> bytes:
    """The grid as its publisher would issue it."""
    if grid.form == "xlsx":
        return book({grid.title: grid.rows, **grid.others}, grid.figures)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([cell or "" for cell in row] for row in grid.rows)
    text = out.getvalue().encode()
    return text if grid.ends else text.rstrip(b"\n")


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def book(sheets: dict[str, list[Row]], figures: tuple[int, ...]) -> bytes:
    """Sheets as a workbook, numbers in the columns of figures as numbers and all else as text."""
    names = list(sheets)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_REL}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_REL}"><sheets>'
        + "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, name in enumerate(names, 1))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{_REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        + "</Relationships>",
    }
    for number, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows, set(figures))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, _HEAD + text)
    return out.getvalue()


def _sheet(rows: list[Row], figures: set[int]) -> str:
    lines = []
    for at, row in enumerate(rows):
        cells = "".join(
            _cell(at, column, cell, column in figures) for column, cell in enumerate(row) if cell is not None
        )
        lines.append(f'<row r="{at + 1}">{cells}</row>')
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(row: int, column: int, cell: str, number: bool) -> str:
    place = xl_rowcol_to_cell(row, column)
    if cell.startswith("#") and cell.endswith(("!", "?", "/A")):
        return f'<c r="{place}" t="e"><v>{cell}</v></c>'
    if (
        number
        and is_number(cell)
        and cell.lower() not in ("nan", "inf")
        and cell == cell.strip()
        and "e5000" not in cell
    ):
        return f'<c r="{place}"><v>{cell}</v></c>'
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


Change = Callable[[Grid, random.Random], Grid | bytes]


def _figure(grid: Grid, dice: random.Random) -> tuple[int, int, str]:
    """A row, a column and the figure that stands there."""
    while True:
        row, column = dice.choice(grid.body), dice.choice(grid.figures)
        if grid.has_figure(row, column):
            return row, column, str(grid.rows[row][column])


def shuffled(grid: Grid, dice: random.Random) -> Grid:
    places = grid.body
    moved = dice.sample(places, len(places))
    rows = list(grid.rows)
    for to, at in zip(places, moved, strict=True):
        rows[to] = grid.rows[at]
    return grid.with_rows(rows)


def spaced(grid: Grid, dice: random.Random) -> Grid:
    row, column, figure = _figure(grid, dice)
    return grid.with_cell(row, column, dice.choice([" {}", "{} ", "\u00a0{}", "{}\t"]).format(figure))


def grouped(grid: Grid, dice: random.Random) -> Grid:
    """A figure with spaces between its thousands, in one of the ways of writing a space."""
    row, column, figure = _figure(grid, dice)
    whole, point, rest = figure.partition(".")
    if abs(float(figure)) < 1000 or "e" in figure.lower():
        return grid
    space = dice.choice([" ", "\u00a0", "\u202f", "\u2009"])
    return grid.with_cell(row, column, f"{int(whole):,}".replace(",", space) + point + rest)


def decimal_comma(grid: Grid, dice: random.Random) -> Grid:
    """A figure with a comma for its point, where that can't be taken for thousands."""
    row, column, figure = _figure(grid, dice)
    whole, point, rest = figure.partition(".")
    return (
        grid.with_cell(row, column, f"{whole},{rest}") if point and len(rest) not in (0, 3) and rest.isdigit() else grid
    )


def spaced_headings(grid: Grid, dice: random.Random) -> Grid:
    heads = [
        cell and dice.choice([" {}", "{}  ", " {} ", "{}"]).format(cell.replace(" ", "  "))
        for cell in grid.rows[grid.header]
    ]
    return grid.with_rows([*grid.rows[: grid.header], heads, *grid.rows[grid.header + 1 :]])


def decomposed(grid: Grid, dice: random.Random) -> Grid:
    """Every letter in Unicode's other form: an o and a diaeresis for an ö."""
    return grid.with_rows([[cell and unicodedata.normalize("NFD", cell) for cell in row] for row in grid.rows])


def years_in_another_order(grid: Grid, dice: random.Random) -> Grid:
    return _columns(grid, dice, grid.figures) if grid.years_across else grid


def columns_in_another_order(grid: Grid, dice: random.Random) -> Grid:
    """All columns in another order, below any title."""
    width = len(grid.rows[grid.header])
    return _columns(grid, dice, tuple(range(width))) if grid.columns_move else grid


def _columns(grid: Grid, dice: random.Random, places: tuple[int, ...]) -> Grid:
    moved = dict(zip(places, dice.sample(places, len(places)), strict=True))
    top = grid.header - 1 if grid.years_across and grid.header and len(places) == len(grid.figures) else grid.header
    rows = [
        row if at < top or len(row) <= max(places) else [row[moved.get(column, column)] for column in range(len(row))]
        for at, row in enumerate(grid.rows)
    ]
    back = {old: new for new, old in moved.items()}
    return replace(grid.with_rows(rows), figures=tuple(back.get(column, column) for column in grid.figures))


def blank_last_lines(grid: Grid, dice: random.Random) -> Grid:
    width = len(grid.rows[grid.header])
    blank: list[Row] = [dice.choice([[], [""] * width]) for _ in range(dice.randint(1, 5))]
    return replace(grid.with_rows([*grid.rows, *blank]), ends=True)


def remarks(grid: Grid, dice: random.Random) -> Grid:
    if not grid.remarks:
        return grid
    width = max(map(len, grid.rows))
    rows = [
        [*row, *[None] * (width - len(row)), "Remark" if at == grid.header else ""] if at >= grid.header else row
        for at, row in enumerate(grid.rows)
    ]
    return grid.with_rows(rows)


def cover_sheet(grid: Grid, dice: random.Random) -> Grid | bytes:
    if not grid.covered:
        return grid
    cover: list[Row] = [["Statistics"], [None, "Contents"], ["1", "Table"]]
    return book({"Cover": cover, grid.title: grid.rows, **grid.others}, grid.figures)


def marked(grid: Grid, dice: random.Random) -> Grid | bytes:
    return grid if grid.form == "xlsx" else codecs.BOM_UTF8 + written(grid)


def other_line_ends(grid: Grid, dice: random.Random) -> Grid | bytes:
    return grid if grid.form == "xlsx" else written(grid).replace(b"\n", b"\r\n")


def quoted(grid: Grid, dice: random.Random) -> Grid | bytes:
    if grid.form == "xlsx":
        return grid
    out = io.StringIO()
    rows = [[cell or "" for cell in row] for row in grid.rows]
    csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue().encode()


HARMLESS: tuple[Change, ...] = (
    shuffled,
    spaced,
    grouped,
    decimal_comma,
    spaced_headings,
    decomposed,
    years_in_another_order,
    columns_in_another_order,
    blank_last_lines,
    remarks,
    cover_sheet,
    marked,
    other_line_ends,
    quoted,
)


def junk(grid: Grid, dice: random.Random) -> Grid:
    row, column, _ = _figure(grid, dice)
    return grid.with_cell(row, column, dice.choice([one for one in JUNK if one not in grid.marks]))


def emptied(grid: Grid, dice: random.Random) -> Grid:
    row, column, _ = _figure(grid, dice)
    return grid if grid.blanks else grid.with_cell(row, column, dice.choice([None, "", " "]))


def misspelt_heading(grid: Grid, dice: random.Random) -> Grid:
    column = dice.choice(grid.figures)
    return grid.with_cell(grid.header, column, f"{grid.rows[grid.header][column]}x")


def nameless_column(grid: Grid, dice: random.Random) -> Grid:
    return grid.with_cell(grid.header, dice.choice(grid.figures), None)


def second_column(grid: Grid, dice: random.Random) -> Grid:
    """A column of figures once more, with other figures, somewhere among the columns."""
    column = dice.choice(grid.figures)
    place = dice.randint(min(grid.figures), len(grid.rows[grid.header]))
    rows = []
    for at, row in enumerate(grid.rows):
        cell = row[column] if column < len(row) else None
        more = str(float(str(cell)) + 1.0) if at > grid.header and is_number(cell) else cell
        rows.append([*row[:place], more, *row[place:]] if len(row) > column else row)
    shifted = tuple(c + (c >= place) for c in grid.figures)
    return replace(grid.with_rows(rows), figures=(*shifted, place))


def repeated_row(grid: Grid, dice: random.Random) -> Grid:
    rows = [at for at in grid.body if grid.largest(at) >= grid.least_repeated]
    at, to = dice.choice(rows), dice.choice(grid.body)
    return grid.with_rows([*grid.rows[:to], list(grid.rows[at]), *grid.rows[to:]])


def lost_row(grid: Grid, dice: random.Random) -> Grid:
    at = dice.choice(grid.body)
    return grid.with_rows([*grid.rows[:at], *grid.rows[at + 1 :]]) if grid.whole else grid


def short_row(grid: Grid, dice: random.Random) -> Grid | bytes:
    """A line of text that ends before its last figure."""
    if grid.form == "xlsx":
        return grid
    row, column, _ = _figure(grid, dice)
    return grid.with_rows([*grid.rows[:row], grid.rows[row][:column], *grid.rows[row + 1 :]])


def another_name(grid: Grid, dice: random.Random) -> Grid:
    """A name, code or year of a row with a letter too many."""
    row = dice.choice(grid.body)
    places = [c for c, cell in enumerate(grid.rows[row]) if c not in grid.figures and cell and cell.strip()]
    if not places:
        return grid
    column = dice.choice(places)
    return grid.with_cell(row, column, f"{grid.rows[row][column]}q")


def cut(grid: Grid, dice: random.Random) -> Grid | bytes:
    """The end is missing. A cut at the end of a line can't be seen in a table; the download that is too short can."""
    if not grid.ends:
        return grid
    content = written(grid)
    end = dice.randrange(1, len(content) - 1)
    return content[:end].rstrip(b"\n") if grid.form == "csv" else content[:end]


def utf_16(grid: Grid, dice: random.Random) -> Grid | bytes:
    return grid if grid.form == "xlsx" else written(grid).decode().encode("utf-16")


def latin_1(grid: Grid, dice: random.Random) -> Grid | bytes:
    """An older encoding, for a table that has no letter which it lacks."""
    text = written(grid).decode() if grid.form == "csv" else "\u0100"
    return text.encode("latin-1") if all(ord(letter) < 256 for letter in text) else grid


def semicolons(grid: Grid, dice: random.Random) -> Grid | bytes:
    return grid if grid.form == "xlsx" else written(grid).replace(b",", b";")


HARMFUL: tuple[Change, ...] = (
    junk,
    junk,
    emptied,
    misspelt_heading,
    nameless_column,
    second_column,
    repeated_row,
    lost_row,
    short_row,
    another_name,
    cut,
    utf_16,
    latin_1,
    semicolons,
)

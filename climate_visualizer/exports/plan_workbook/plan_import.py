"""Reading a plan's workbook: every wrong cell by its address and a sentence, and nothing of it where one is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from climate_visualizer.exports.plan_workbook.plan_columns import (
    ALL_SECTORS,
    BENEFIT_NAMES,
    COLUMNS,
    DEFAULTS,
    KIND_NAMES,
    STATUS_NAMES,
    YEARLY,
    Column,
    words_of,
)
from climate_visualizer.exports.plan_workbook.workbook_cells import Bad, Cells
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.plan import WrongMeasure
from climate_visualizer.plans.plan_content import Content, measure_of
from climate_visualizer.sources.reading import uploads
from climate_visualizer.sources.table import SourceError

MOST_BYTES, MOST_UNPACKED, MOST_ROWS, MOST_COLUMNS, MOST_TOLD = 10 * 2**20, 150 * 2**20, 20_000, 1_000, 50
ENGLISH = {"sector": {"": ALL_SECTORS}, "kind": KIND_NAMES, "status": STATUS_NAMES, "benefits": BENEFIT_NAMES}


@dataclass(frozen=True)
class WrongCell:
    """A cell that won't do: its address on its sheet ("Measures!D7", or empty for the whole file) and a sentence."""

    address: str
    sentence: str


class WrongWorkbook(Exception):
    """A workbook of which nothing was taken in; `cells` says why, `more` how many further cells are wrong."""

    def __init__(self, cells: list[WrongCell]) -> None:
        self.cells, self.more = tuple(cells[:MOST_TOLD]), max(len(cells) - MOST_TOLD, 0)
        first = cells[0]
        super().__init__(f"{first.address}: {first.sentence}" if first.address else first.sentence)


@dataclass(frozen=True)
class Row:
    """One measure of a workbook: its row, its key (empty for a new one), its content, and the cell that has the key."""

    number: int
    key: str
    content: Content
    at: str = ""


Spoken = tuple[Language, Mapping[str, str]]  # a language, and the sectors' names in it


def read(content: bytes, sectors: Mapping[str, str], language: Language, others: Sequence[Spoken] = ()) -> list[Row]:
    """The measures of a workbook's first sheet; raises `WrongWorkbook` with every wrong cell.

    Titles and words are known in `language`, in which wrong cells are told, in English, and in `others`.
    """
    name, rows = first_table(content, language)
    reader = _Reader(name, sectors, language, others)
    heads = reader.heads(rows[0] if rows else ())
    if reader.wrong:
        raise WrongWorkbook(reader.wrong)
    measures = [reader.row(number, row, heads) for number, row in filled_rows(rows)]
    reader.check_keys(measures, heads)
    reader.check_twins(measures, heads)
    if reader.wrong:
        raise WrongWorkbook(reader.wrong)
    return [row for row in measures if row is not None]


def filled_rows(rows: Sequence[tuple[str | None, ...]]) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    """The rows below the titles in which anything stands, with their numbers."""
    for number, row in enumerate(rows[1:], 1):
        if any(cell is not None and cell.strip() for cell in row):
            yield number, row


def first_table(content: bytes, language: Language) -> tuple[str, list[tuple[str | None, ...]]]:
    """The name and the cells of the first sheet, as text."""
    if len(content) > MOST_BYTES:
        sentence = language.t(
            "The file has more than {most} MB, which is the most that can be read.", most=MOST_BYTES >> 20
        )
        raise WrongWorkbook([WrongCell("", sentence)])
    try:
        return uploads.first_sheet(
            content, "the workbook", rows=MOST_ROWS, columns=MOST_COLUMNS, unpacked=MOST_UNPACKED
        )
    except uploads.Oversized as large:
        raise WrongWorkbook([WrongCell("", _too_far(large, language))]) from large
    except SourceError as problem:
        sentence = language.t("This is no workbook that can be read; save it as .xlsx and try again.")
        raise WrongWorkbook([WrongCell("", sentence)]) from problem


def _too_far(large: uploads.Oversized, language: Language) -> str:
    """How far a sheet reaches that is larger than any plan."""
    if large.rows > MOST_ROWS:
        return language.t("There are {rows} rows; at most {most} can be read.", rows=large.rows, most=MOST_ROWS)
    return language.t(
        "There are {columns} columns; at most {most} can be read.", columns=large.columns, most=MOST_COLUMNS
    )


class _Reader(Cells):
    """Turns rows into measures, and remembers every cell that it could not."""

    def __init__(
        self, sheet: str, sectors: Mapping[str, str], language: Language, others: Sequence[Spoken] = ()
    ) -> None:
        self.sheet, self.language = sheet, language
        self.wrong: list[WrongCell] = []
        self._spoken = (*others, (language, sectors))
        self._columns = {self._plain(title): column for column in COLUMNS for title in (column.title, *column.former)}
        for other, _names in self._spoken:
            self._columns |= {self._plain(other.t(column.title)): column for column in COLUMNS}
        self._words = {}
        self._names = {}
        for kind in ("sector", "kind", "status", "benefits"):
            words = words_of(kind, sectors, language)
            self._names[kind] = ", ".join(words.values())
            english = {self._plain(name): key for key, name in ENGLISH.get(kind, {}).items()}
            own = {
                self._plain(word): key
                for other, names in self._spoken
                for key, word in words_of(kind, names, other).items()
                if key in words
            }
            self._words[kind] = {key: key for key in words} | english | own

    @staticmethod
    def _plain(text: str) -> str:
        return " ".join(text.casefold().split())

    def _at(self, row: int, column: int) -> str:
        return f"{self.sheet}!{xl_rowcol_to_cell(row, column)}"

    def _note(self, row: int, column: int, sentence: str) -> None:
        self.wrong.append(WrongCell(self._at(row, column), sentence))

    def heads(self, cells: tuple[str | None, ...]) -> list[tuple[Column | None, str, int]]:
        """What each column holds: a column, or a field by year; unknown titles are wrong, and so are missing ones."""
        columns: list[tuple[Column | None, str, int]] = []
        for at, cell in enumerate(cells):
            title = self._plain(cell or "")
            if title in self._columns:
                columns.append((self._columns[title], self._columns[title].field, 0))
            elif title:
                columns.append((None, *self._by_year(at, cell or "", title)))
            else:
                columns.append((None, "", 0))
        fields = [f"{field}{year or ''}" for _, field, year in columns if field]
        for at, (_, field, year) in enumerate(columns):
            if field and fields.count(f"{field}{year or ''}") > 1:
                self._note(0, at, self.t("This column stands twice; keep one of them."))
        for column in COLUMNS:
            if column.needed and column.field not in fields:
                title = self.t(column.title)
                complaint = self.t("The column \u201c{title}\u201d is missing; begin with the template.", title=title)
                self._note(0, len(columns), complaint)
        return columns

    def _by_year(self, at: int, cell: str, title: str) -> tuple[str, int]:
        year = re.search(r"\b(20\d\d)\b", title)
        for field, pattern in YEARLY.items():
            titles = (pattern, *(other.t(pattern, year="{year}") for other, _names in self._spoken))
            for written in titles if year else ():
                if self._plain(written.format(year=year.group(1))) == title:  # type: ignore[union-attr]  # a year is there
                    return field, int(year.group(1))  # type: ignore[union-attr]
        complaint = self.t(
            "There is no column \u201c{title}\u201d in the template; remove it or rename it.", title=cell
        )
        self._note(0, at, complaint)
        return "", 0

    def row(
        self, number: int, cells: tuple[str | None, ...], heads: list[tuple[Column | None, str, int]]
    ) -> Row | None:
        """One measure; None where a cell of it is wrong."""
        before, content = len(self.wrong), self._empty()
        column_of_field: dict[str, int] = {}
        for at, (column, field, year) in enumerate(heads):
            cell = (cells[at] or "").strip() if at < len(cells) and cells[at] is not None else ""
            column_of_field.setdefault(field, at)
            try:
                if year:
                    if cell:
                        content[field][str(year)] = self._yearly(cell, field)
                elif column is not None:
                    content[field] = self._value(column, cell)
            except Bad as bad:
                self._note(number, at, str(bad))
        if len(self.wrong) > before or not content.get("title"):
            return None
        try:
            measure_of("", content)
        except WrongMeasure as problem:
            self._note(
                number, column_of_field.get(FIELDS.get(problem.field, problem.field), 0), problem.said(self.language)
            )
            return None
        return Row(number, str(content.pop("key")), content, self._at(number, column_of_field.get("key", 0)))

    @staticmethod
    def _empty() -> dict[str, Any]:  # what becomes `Content`
        texts = {column.field: "" for column in COLUMNS if column.kind in ("text", "link")}
        return {**texts, "co_benefits": [], **DEFAULTS, **{field: {} for field in YEARLY}}

    def _value(self, column: Column, cell: str) -> object:
        t = self.t
        if not cell:
            if column.needed:
                raise Bad(t("This has to be filled in: {help}", help=t(column.help)))
            return [] if column.kind == "benefits" else DEFAULTS.get(column.field, "")
        return getattr(self, f"_{column.kind}")(cell)

    def _yearly(self, cell: str, field: str) -> float:
        return self._percent(cell) if field == "effects" else self._number(cell)

    def _word(self, kind: str, cell: str) -> str:
        key = self._words[kind].get(self._plain(cell))
        if key is None:
            complaint = self.t(
                "\u201c{value}\u201d can\u2019t be chosen here; write one of: {known}.",
                value=cell[:80],
                known=self._names[kind],
            )
            raise Bad(complaint)
        return key

    def _sector(self, cell: str) -> str:
        return self._word("sector", cell)

    def _kind(self, cell: str) -> str:
        return self._word("kind", cell)

    def _status(self, cell: str) -> str:
        return self._word("status", cell)

    def _benefits(self, cell: str) -> list[str]:
        return [self._word("benefits", word.strip()) for word in cell.split(",") if word.strip()]

    def check_keys(self, rows: list[Row | None], heads: list[tuple[Column | None, str, int]]) -> None:
        """A key stands once."""
        at = next((index for index, (_, field, _) in enumerate(heads) if field == "key"), 0)
        first_rows: dict[str, int] = {}
        for row in rows:
            if row is None or not row.key:
                continue
            if row.key in first_rows:
                complaint = self.t(
                    "This id stands on row {row} already; leave it empty for a new measure.",
                    row=first_rows[row.key] + 1,
                )
                self._note(row.number, at, complaint)
            first_rows.setdefault(row.key, row.number)

    def check_twins(self, rows: list[Row | None], heads: list[tuple[Column | None, str, int]]) -> None:
        """A new measure stands once: the same row twice is a slip of copying."""
        at = next((index for index, (_, field, _) in enumerate(heads) if field == "title"), 0)
        first_rows: dict[tuple[object, ...], int] = {}
        for row in rows:
            if row is None or row.key:
                continue
            identity = tuple(row.content[name] for name in SAME)
            if identity in first_rows:
                complaint = self.t(
                    "This measure stands on row {row} already, with the same effect; keep one of them.",
                    row=first_rows[identity] + 1,
                )
                self._note(row.number, at, complaint)
            first_rows.setdefault(identity, row.number)


FIELDS = {"kind": "effect_kind"}
SAME = ("title", "sector", "start", "amount")  # what makes two rows one measure written twice

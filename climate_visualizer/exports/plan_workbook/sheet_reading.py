"""Reading a room's sheet: every wrong cell by its address and a sentence, and nothing of it where one is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from climate_visualizer.exports.plan_workbook.plan_import import WrongCell, WrongWorkbook, filled_rows, first_table
from climate_visualizer.exports.plan_workbook.room_sheets import NO, YES, Dated, Field, Sheet, plain
from climate_visualizer.exports.plan_workbook.workbook_cells import Bad, Cells
from climate_visualizer.languages.language import Language


@dataclass(frozen=True)
class Line:
    """A row as it was read: values by field, by field and period, and where each stands, to tell of it later."""

    number: int
    values: dict[str, Any]  # each by the kind of its field
    dated: dict[str, dict[str, float]]
    at: dict[str, str]

    def wrong(self, name: str, sentence: str) -> WrongCell:
        """A sentence about one of its cells; about the row's first where the sheet has no such column."""
        return WrongCell(self.at.get(name) or next(iter(self.at.values())), sentence)


Head = tuple[Field | Dated | None, str]


def read(content: bytes, sheet: Sheet, language: Language, others: Sequence[Language] = ()) -> list[Line]:
    """The rows of a workbook's first sheet; raises `WrongWorkbook` with every wrong cell.

    Titles and words are known in `language`, in which wrong cells are told, in English, and in `others`.
    """
    name, rows = first_table(content, language)
    reader = _SheetReader(name, sheet, language, others)
    heads = reader.heads(rows[0] if rows else ())
    if reader.wrong:
        raise WrongWorkbook(reader.wrong)
    lines = [reader.line(number, row, heads) for number, row in filled_rows(rows)]
    reader.check_twins(lines)
    if reader.wrong:
        raise WrongWorkbook(reader.wrong)
    return lines


class _SheetReader(Cells):
    """Turns rows into values, and remembers every cell that it could not."""

    def __init__(self, name: str, sheet: Sheet, language: Language, others: Sequence[Language]) -> None:
        self.name, self.sheet, self.language = name, sheet, language
        self._languages = (*others, language)
        self.wrong: list[WrongCell] = []
        self._titles = {plain(field.title): field for field in sheet.fields}
        self._words: dict[str, dict[str, str]] = {}
        for field in sheet.fields:
            self._titles |= {plain(field.titled(spoken)): field for spoken in self._languages}
            english = {"1": YES, "": NO} if field.kind == "flag" else dict(field.words)
            self._words[field.name] = {plain(key): key for key in english if key}
            self._words[field.name] |= {plain(word): key for key, word in english.items()}
            for spoken in self._languages:
                self._words[field.name] |= {plain(word): key for key, word in field.worded(spoken).items()}

    def _note(self, row: int, column: int, sentence: str) -> None:
        self.wrong.append(WrongCell(f"{self.name}!{xl_rowcol_to_cell(row, column)}", sentence))

    def heads(self, cells: tuple[str | None, ...]) -> list[Head]:
        """What each column holds; unknown titles are wrong, and so are missing and doubled ones."""
        heads = [self._head(at, cell or "") for at, cell in enumerate(cells)]
        column_keys = [(column.name, when) for column, when in heads if column is not None]
        for at, (column, when) in enumerate(heads):
            if column is not None and column_keys.count((column.name, when)) > 1:
                self._note(0, at, self.t("This column stands twice; keep one of them."))
        for field in self.sheet.fields:
            if field.needed and (field.name, "") not in column_keys:
                title = field.titled(self.language)
                complaint = self.t("The column “{title}” is missing; begin with the template.", title=title)
                self._note(0, len(heads), complaint)
        return heads

    def _head(self, at: int, cell: str) -> Head:
        title = plain(cell)
        if not title or title in self._titles:
            return self._titles.get(title), ""
        for dated in self.sheet.dated:
            when = dated.period_in(title, self._languages)
            if when:
                return dated, when
        self._note(0, at, self.t("There is no column “{title}” in the template; remove it or rename it.", title=cell))
        return None, ""

    def line(self, number: int, cells: tuple[str | None, ...], heads: list[Head]) -> Line:
        """One row, with what could be read of it."""
        values: dict[str, Any] = {}  # each by the kind of its field
        dated: dict[str, dict[str, float]] = {field.name: {} for field in self.sheet.dated}
        at: dict[str, str] = {}
        for column, (field, when) in enumerate(heads):
            if field is None:
                continue
            cell = (cells[column] or "").strip() if column < len(cells) else ""
            at.setdefault(field.name, f"{self.name}!{xl_rowcol_to_cell(number, column)}")
            try:
                if isinstance(field, Field):
                    values[field.name] = self._value(field, cell)
                elif cell:
                    dated[field.name][when] = self._number(cell)
            except Bad as bad:
                self._note(number, column, str(bad))
        return Line(number, values, dated, at)

    def _value(self, field: Field, cell: str) -> object:
        if not cell:
            if field.needed:
                raise Bad(self.t("This has to be filled in: {help}", help=self.t(field.help)))
            return False if field.kind == "flag" else None if field.kind in ("number", "percent") else ""
        if field.kind == "number":
            return self._number(cell)
        if field.kind == "percent":
            return self._percent(cell)
        if field.kind in ("flag", "word"):
            key = self._word(field, cell)
            return bool(key) if field.kind == "flag" else key
        return self._text(cell)

    def _word(self, field: Field, cell: str) -> str:
        key = self._words[field.name].get(plain(cell))
        if key is None:
            words = ", ".join(field.worded(self.language).values())
            complaint = "“{value}” can’t be chosen here; write one of: {known}."
            raise Bad(self.t(complaint, value=cell[:80], known=words))
        return key

    def check_twins(self, lines: list[Line]) -> None:
        """A row stands once: the same twice is a slip of copying."""
        first_lines: dict[tuple[str, ...], int] = {}
        for line in lines:
            names = [plain(str(line.values.get(name) or "")) for name in self.sheet.once]
            if not any(names):
                continue
            first = first_lines.setdefault(tuple(names), line.number)
            if first != line.number:
                complaint = self.t("This row stands on row {row} already; keep one of them.", row=first + 1)
                self.wrong.append(line.wrong(self.sheet.once[0], complaint))

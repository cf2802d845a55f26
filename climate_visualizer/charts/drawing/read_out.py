"""Read-out of a figure: its table as values at one place of the axis, by pointer, arrow keys or screen reader."""

from __future__ import annotations

from climate_visualizer.charts.drawing.bundle import Table
from climate_visualizer.languages.language import Language

Cell = str | int | float


def _lines(row: tuple[Cell, ...], columns: tuple[str, ...], amount: str, language: Language) -> list[tuple[str, str]]:
    """The numbers of a row with their names; where the row says its kind, that names its first number."""
    kinds = [cell for cell in row[1:] if isinstance(cell, str) and cell]
    numbers = [(name, cell) for name, cell in zip(columns, row, strict=True) if not isinstance(cell, str)]
    numbers = [pair for pair in numbers if pair[0] != columns[0]]
    if kinds and len(numbers) <= 2:
        numbers[:1] = [(kinds[0], cell) for _, cell in numbers[:1]]
    return [(name, language.t(amount, number=language.whole(cell))) for name, cell in numbers]


def readings(table: Table, language: Language, amount: str = "{number} tonnes") -> list[dict[str, object]]:
    """One entry for each year in the order of time: `at`, its name, and every line that is told there once.

    `amount` is how a number is told, in English.
    """
    lines_by_moment: dict[Cell, list[tuple[str, str]]] = {}
    for row in table.rows:
        lines = lines_by_moment.setdefault(row[0], [])
        lines += [line for line in _lines(row, table.columns, amount, language) if line not in lines]
    years = sorted(at for at in lines_by_moment if not isinstance(at, str))
    return [{"at": at, "name": str(at), "lines": lines_by_moment[at]} for at in years]

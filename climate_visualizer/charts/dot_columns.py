"""Columns of dots: emissions piece by piece, of each kind as many dots as its tonnes give, rounded once over all."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.calendar import instant
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.words.figure_status import by_year

FIRST, LAST = 2000, LAST_YEAR
STEP = 5  # a picture begins in such a year
TWO_DAYS = 2 / 365
KINDS = ("past", "filled", "est", "over", "left")


@dataclass(frozen=True)
class Shape:
    """How large a picture is: columns of dots for a year, most dots in a column, size of its letters, its first year."""

    columns: int
    rows: int
    letters: int
    first: int = FIRST

    @property
    def across(self) -> int:
        """All columns of dots."""
        return (LAST + 1 - self.first) * self.columns


# The wide picture has 204 columns of dots, 1224 pixels; the narrow one 51, 306 pixels.
WIDE = Shape(columns=4, rows=78, letters=14)
NARROW = Shape(columns=1, rows=64, letters=11)
PRINTED = Shape(columns=2, rows=44, letters=13)  # 102 columns, 612 pixels
SHAPES = {"w": WIDE, "n": NARROW, "p": PRINTED}  # by the names of `sizes`


def fitted(a: Assessment, shape: Shape) -> Shape:
    """The shape without the years before statistics begin, as wide as ever: of more columns a year, or of fewer, larger dots."""
    first_known = min(yearly(a), default=FIRST)
    begin = max(FIRST, first_known - first_known % STEP)
    if begin in (FIRST, shape.first):
        return shape
    narrower = replace(shape, first=begin, columns=max(1, round(shape.across / (LAST + 1 - begin))))
    if shape.columns > 1:
        return narrower
    of_all = narrower.across / shape.across
    return replace(narrower, rows=round(shape.rows * of_all), letters=round(shape.letters * of_all))


@dataclass(frozen=True)
class Piece:
    """Emissions from one instant to another, of one kind."""

    start: float
    end: float
    tonnes: float
    kind: str


@dataclass(frozen=True)
class Column:
    """One column of dots: its number, and how many dots of which kind lie on each other, from the bottom."""

    index: int
    stack: tuple[tuple[str, int], ...]


def yearly(a: Assessment) -> dict[int, float]:
    """Emissions of every year from the first shown: published, then the trend, then the path that the budget allows."""
    published = dict(zip(a.history.years, a.history.tonnes, strict=True))
    trend = dict(zip(a.trend.years, a.trend.tonnes, strict=True))
    path = dict(zip(a.pathway.years[1:], a.pathway.tonnes[1:], strict=True)) if a.pathway else {}
    return {year: value for year, value in sorted({**trend, **path, **published}.items()) if FIRST <= year <= LAST}


def gone_at(a: Assessment) -> float:
    """When the budget was gone: as far back from today as what is emitted above it lasts; infinite where it is not gone.

    The day that words say is a whole one: cut there, the amount above the budget would be up to a day's emissions off.
    """
    if not a.overdrawn_since:
        return math.inf
    stated, moment, above, rates = instant(a.overdrawn_since), instant(a.as_of), -a.remaining_t, yearly(a)
    while moment > stated - TWO_DAYS:
        year = math.ceil(moment) - 1
        emitted = rates.get(year, 0.0) * (moment - year)
        if emitted >= above > 0:
            moment -= above / rates[year]
            return moment if abs(moment - stated) <= TWO_DAYS else stated
        moment, above = float(year), above - emitted
    return stated


def _kind(moment: float, a: Assessment, now: float, used_up_at: float) -> str:
    if moment >= now:
        return "left"
    if moment >= used_up_at:
        return "over"
    if moment >= a.base_year + 1:
        return "est"
    return "filled" if by_year(a.history).get(math.floor(moment + 1e-9)) == "interpolated" else "past"


def _cuts(start: float, end: float, borders: tuple[float, ...]) -> list[float]:
    """Where the kind changes within a stretch of time."""
    return [start, *sorted(border for border in borders if start < border < end), end]


def pieces(a: Assessment, columns: int) -> Iterator[Piece]:
    """Emissions piece by piece, a column's stretch at a time, cut where the kind changes; none when nothing is left."""
    now, used_up_at, left = instant(a.as_of), gone_at(a), max(a.remaining_t, 0.0)
    for year, tonnes in yearly(a).items():
        for column in range(columns):
            start, end = year + column / columns, year + (column + 1) / columns
            edges = _cuts(start, end, (now, used_up_at, float(a.base_year + 1)))
            for begin, stop in pairwise(edges):
                kind, amount = _kind(begin, a, now, used_up_at), tonnes * (stop - begin)
                if kind == "left":
                    amount = min(amount, left)
                    left -= amount
                if amount > 0:
                    yield Piece(begin, stop, amount, kind)


def dot_size(a: Assessment, shape: Shape) -> float:
    """Tonnes that a dot stands for: the smallest of 1, 2, 5, 10, 20 ... with which the largest year fits."""
    shape, largest = fitted(a, shape), max(yearly(a).values(), default=0.0)
    wanted = max(largest / (shape.columns * shape.rows), 1e-3)
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= wanted * (1 - 1e-9))


def columns(a: Assessment, shape: Shape) -> list[Column]:
    """Every column of dots. Of each kind there are as many dots as its tonnes give, rounded once over all."""
    shape = fitted(a, shape)
    size, sums = dot_size(a, shape), dict.fromkeys(KINDS, 0.0)
    stacks: dict[int, list[tuple[str, int]]] = {}
    for piece in pieces(a, shape.columns):
        before = sums[piece.kind]
        sums[piece.kind] = before + piece.tonnes
        dots = math.floor(sums[piece.kind] / size + 0.5) - math.floor(before / size + 0.5)
        index = math.floor((piece.start - shape.first) * shape.columns + 1e-6)
        stacks.setdefault(index, []).append((piece.kind, dots))
    return _levelled([Column(index, tuple(stack)) for index, stack in sorted(stacks.items())], shape.columns)


def _levelled(drawn: list[Column], columns: int) -> list[Column]:
    """Within a year of one kind the higher columns first, so that the top is a stair and not a saw."""
    level: list[Column] = []
    for _, group in groupby(drawn, key=lambda column: column.index // columns):
        of_year = list(group)
        stacks = [column.stack for column in of_year]
        if len({kind for stack in stacks for kind, _ in stack}) == 1:
            stacks.sort(key=lambda stack: -sum(dots for _, dots in stack))
        level += [Column(column.index, stack) for column, stack in zip(of_year, stacks, strict=True)]
    return level

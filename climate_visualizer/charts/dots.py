"""The dot picture: every dot a fixed tonnage, dark for what was emitted, pale for what is left along the path."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.calendar import instant
from climate_visualizer.charts.drawing.bundle import Bundle, Table, escape
from climate_visualizer.charts.drawing.dot_marks import SIZE, pattern
from climate_visualizer.languages.language import Language
from climate_visualizer.words.figure_status import EMITTED, by_year
from climate_visualizer.words.sentences import area_name

FIRST, LAST = 2000, 2050
STEP = 5  # a picture begins in such a year
WIDTH = 0.58  # of a letter, in its height
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


WIDE = Shape(columns=4, rows=78, letters=14)
NARROW = Shape(columns=1, rows=64, letters=11)


def fitted(a: Assessment, shape: Shape) -> Shape:
    """The shape without the years before statistics begin, about as wide as ever; one column a year has no room for that."""
    known = min(_yearly(a), default=FIRST)
    begin = max(FIRST, known - known % STEP)
    if shape.columns == 1 or begin in (FIRST, shape.first):
        return shape
    return replace(shape, first=begin, columns=round(shape.across / (LAST + 1 - begin)))


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


def years(shape: Shape) -> list[int]:
    """The years that are written under a picture: its first, and every tenth after it that has room."""
    return [shape.first, *range(-(-shape.first // 10) * 10 + 10, LAST + 1, 10)]


def _yearly(a: Assessment) -> dict[int, float]:
    """Emissions of every year from the first shown: published, then the trend, then the path that the budget allows."""
    known = dict(zip(a.history.years, a.history.tonnes, strict=True))
    trend = dict(zip(a.trend.years, a.trend.tonnes, strict=True))
    path = dict(zip(a.pathway.years[1:], a.pathway.tonnes[1:], strict=True)) if a.pathway else {}
    return {year: value for year, value in sorted({**trend, **path, **known}.items()) if FIRST <= year <= LAST}


def _kind(moment: float, a: Assessment, now: float) -> str:
    if moment >= now:
        return "left"
    if a.overdrawn_since and moment >= instant(a.overdrawn_since):
        return "over"
    if moment >= a.base_year + 1:
        return "est"
    return "filled" if by_year(a.history).get(math.floor(moment + 1e-9)) == "interpolated" else "past"


def _cuts(start: float, end: float, a: Assessment, now: float) -> list[float]:
    """Where the kind changes within a stretch of time."""
    borders = [now, float(a.base_year + 1)] + ([instant(a.overdrawn_since)] if a.overdrawn_since else [])
    return [start, *sorted(border for border in borders if start < border < end), end]


def pieces(a: Assessment, columns: int) -> Iterator[Piece]:
    """Emissions piece by piece, a column's stretch at a time, cut where the kind changes; none when nothing is left."""
    now, left = instant(a.as_of), max(a.remaining_t, 0.0)
    for year, tonnes in _yearly(a).items():
        for column in range(columns):
            start, end = year + column / columns, year + (column + 1) / columns
            edges = _cuts(start, end, a, now)
            for begin, stop in pairwise(edges):
                kind, amount = _kind(begin, a, now), tonnes * (stop - begin)
                if kind == "left":
                    amount = min(amount, left)
                    left -= amount
                if amount > 0:
                    yield Piece(begin, stop, amount, kind)


def dot_size(a: Assessment, shape: Shape) -> float:
    """Tonnes that a dot stands for: the smallest of 1, 2, 5, 10, 20 ... with which the largest year fits."""
    shape, largest = fitted(a, shape), max(_yearly(a).values(), default=0.0)
    wanted = max(largest / (shape.columns * shape.rows), 1e-3)
    power = 10.0 ** math.floor(math.log10(wanted))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= wanted * (1 - 1e-9))


def columns(a: Assessment, shape: Shape) -> list[Column]:
    """Every column of dots. Of each kind there are as many dots as its tonnes give, rounded once over all."""
    shape = fitted(a, shape)
    size, sums = dot_size(a, shape), dict.fromkeys(KINDS, 0.0)
    found: dict[int, list[tuple[str, int]]] = {}
    for piece in pieces(a, shape.columns):
        before = sums[piece.kind]
        sums[piece.kind] = before + piece.tonnes
        dots = math.floor(sums[piece.kind] / size + 0.5) - math.floor(before / size + 0.5)
        index = math.floor((piece.start - shape.first) * shape.columns + 1e-6)
        found.setdefault(index, []).append((piece.kind, dots))
    return _levelled([Column(index, tuple(stack)) for index, stack in sorted(found.items())], shape.columns)


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


def _path(kind: str, drawn: list[Column], floor: float) -> str:
    """One path for all dots of a kind: neighbouring columns of the same height are one rectangle."""
    runs: list[list[int]] = []
    for column in drawn:
        height = 0
        for part, dots in column.stack:
            if part == kind and dots:
                run = [column.index, column.index + 1, height, height + dots]
                if runs and runs[-1][1] == run[0] and runs[-1][2:] == run[2:]:
                    runs[-1][1] = run[1]
                else:
                    runs.append(run)
            height += dots
    return "".join(
        f"M{x * SIZE} {floor - low * SIZE:g}V{floor - high * SIZE:g}H{end * SIZE}V{floor - low * SIZE:g}Z"
        for x, end, low, high in runs
    )


def _label(
    x: float, y: float, text: str, size: float, *, bold: bool = False, anchor: str = "start", fill: str = "ink"
) -> str:
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{weight} text-anchor="{anchor}" fill="var(--{fill})" '
        f'stroke="var(--paper)" stroke-width="5" stroke-linejoin="round" paint-order="stroke">{escape(text)}</text>'
    )


def _since(a: Assessment, language: Language) -> tuple[str, str]:
    emitted = sum(piece.tonnes for piece in pieces(a, 4) if piece.kind != "left")
    return language.t("Emitted since {year}:", year=min(_yearly(a), default=FIRST)), language.tonnes(emitted)


def _state(a: Assessment, language: Language) -> str:
    if a.overdrawn_t is not None:
        return language.t("{tonnes} over the budget", tonnes=language.tonnes(a.overdrawn_t))
    return language.t("{tonnes} left", tonnes=language.tonnes(a.remaining_t))


def _state_labels(a: Assessment, shape: Shape, x: float, y: float, language: Language) -> list[str]:
    """What is left or overdrawn, on the empty side of today, in as many lines as fit there."""
    room = shape.across * SIZE - x
    fill, top, found = "bad" if a.overdrawn_t is not None else "ink", y, []
    for text, size, bold in _state_lines(a, shape, language):
        for line in textwrap.wrap(text, max(int(room / (size * WIDTH)), 10), break_on_hyphens=False):
            found.append(_label(x, top, line, size, bold=bold, fill=fill))
            top += size + 5
    return found


def _state_lines(a: Assessment, shape: Shape, language: Language) -> list[tuple[str, int, bool]]:
    """What is said there: text, size of its letters, and whether it is bold."""
    large, small = shape.letters + (6 if shape.columns > 2 else 4), min(shape.letters, 16)
    if a.overdrawn_t is not None:
        return [(language.tonnes(a.overdrawn_t), large, True), (language.t("over the budget"), large, True)]
    said = [(_state(a, language), large, True)]
    if a.required_cut is not None:
        note = language.t("if emissions fall by {cut} a year", cut=language.percent(a.required_cut))
        said.append((note, small, False))
    return said


def _side(drawn: list[Column], now: float, near: int, floor: float, shape: Shape) -> tuple[float, float]:
    """Where words stand beside today: at the curve's shoulder, or above a flat one."""
    reach = 60 if shape.columns > 2 else 36
    clear = max((sum(dots for _, dots in c.stack) for c in drawn if c.index * SIZE >= now + reach), default=0)
    lifted = clear * SIZE + 2 * shape.letters + 12
    shoulder = near * SIZE * 0.62
    return (now + 12, floor - shoulder) if shoulder > lifted else (now + 2 * shape.letters, floor - lifted)


def _labels(
    a: Assessment, shape: Shape, drawn: list[Column], floor: float, width: float, language: Language
) -> list[str]:
    now = (instant(a.as_of) - shape.first) * shape.columns * SIZE
    height = max((sum(dots for _, dots in column.stack) for column in drawn), default=0) * SIZE
    near = max((sum(dots for _, dots in c.stack) for c in drawn if abs(c.index * SIZE - now) < 3 * SIZE), default=0)
    top = floor - near * SIZE - 22
    letters, middle = shape.letters, (now + drawn[0].index * SIZE if drawn else now) / 2
    since, emitted = _since(a, language)
    marks = [
        f'<path d="M{now:g} {top + 6:g}V{floor:g}" stroke="var(--ink)" stroke-dasharray="2 3" fill="none"/>',
        _label(now, top, language.t("Today"), letters, anchor="middle"),
        _label(middle, floor - height * 0.34, since, letters, anchor="middle"),
        _label(middle, floor - height * 0.34 + letters + 8, emitted, letters + 4, bold=True, anchor="middle"),
    ]
    marks += _state_labels(a, shape, *_side(drawn, now, near, floor, shape), language)
    for year in years(shape):
        anchor = "start" if year == shape.first else "end" if year == LAST else "middle"
        x = min((year - shape.first) * shape.columns * SIZE, width)
        marks.append(_label(x, floor + letters + 8, str(year), letters, anchor=anchor, fill="soft"))
    return marks


def _picture(a: Assessment, shape: Shape, language: Language, alt: str, prefix: str) -> str:
    drawn, width = columns(a, shape), shape.across * SIZE
    tallest = max((sum(dots for _, dots in column.stack) for column in drawn), default=1)
    head, foot = shape.letters + 20, shape.letters + 20
    floor = float(tallest * SIZE + (head // SIZE) * SIZE)
    shown = [kind for kind in KINDS if any(part == kind and dots for column in drawn for part, dots in column.stack)]
    patterns = "".join(pattern(kind, prefix) for kind in shown)
    shapes = "".join(f'<path fill="url(#{prefix}{kind})" d="{_path(kind, drawn, floor)}"/>' for kind in shown)
    labels = "".join(_labels(a, shape, drawn, floor, width, language))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {floor + foot:g}" role="img" aria-label="{escape(alt)}" '
        f'data-first="{shape.first}" '
        f'font-family="ui-sans-serif, system-ui, sans-serif"><defs>{patterns}</defs>{shapes}{labels}</svg>'
    )


def _alt(a: Assessment, size: float, language: Language) -> str:
    dots = language.t("Each dot is {tonnes} of carbon dioxide.", tonnes=language.tonnes(size))
    return f"{dots} {' '.join(_since(a, language))}. {_state(a, language)}."


def _table(a: Assessment, language: Language) -> Table:
    names = {
        "past": EMITTED["published"],
        "filled": EMITTED["interpolated"],
        "est": EMITTED["estimated"],
        "over": "over the budget",
        "left": "left to emit",
    }
    sums: dict[tuple[int, str], float] = {}
    for piece in pieces(a, 1):
        key = (math.floor(piece.start + 1e-9), piece.kind)
        sums[key] = sums.get(key, 0.0) + piece.tonnes
    rows = tuple((year, language.t(names[kind]), round(tonnes)) for (year, kind), tonnes in sorted(sums.items()))
    return Table((language.t("Year"), language.t("Kind"), language.t("Tonnes")), rows)


def figure(a: Assessment, source: str, language: Language, *, narrow: bool = False) -> Bundle:
    """The dot picture of one assessment."""
    shape = fitted(a, NARROW if narrow else WIDE)
    alt = _alt(a, dot_size(a, shape), language)
    title = language.t("{owner} budget in dots", owner=language.genitive(area_name(a.area, language)))
    return Bundle(
        picture=_picture(a, shape, language, alt, "n" if narrow else "w"),
        table=_table(a, language),
        title=language.opened(title),
        alt=alt,
        source=source,
        edition_id=a.edition_id,
    )

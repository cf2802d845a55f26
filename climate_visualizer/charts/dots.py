"""The dot picture: every dot a fixed tonnage, dark for what was emitted, pale for what is left along the path."""

from __future__ import annotations

import math
from dataclasses import replace

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.calendar import instant
from climate_visualizer.charts.dot_columns import (
    FIRST,
    KINDS,
    LAST,
    SHAPES,
    Column,
    Shape,
    columns,
    dot_size,
    fitted,
    pieces,
    yearly,
)
from climate_visualizer.charts.dot_marks import COLOURS, SIZE, pattern
from climate_visualizer.charts.drawing import plot, sizes
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.legend import Key, legend
from climate_visualizer.charts.drawing.plot import Plot
from climate_visualizer.charts.drawing.scene import Mark, Path, Scene, Text
from climate_visualizer.charts.drawing.sizes import Size
from climate_visualizer.charts.drawing.text_widths import text_width, wrapped
from climate_visualizer.languages.language import Language
from climate_visualizer.words.figure_status import EMITTED
from climate_visualizer.words.sentences import area_name

# Pixels: from today to words, from words down to dots, from dots up to the end of today's line.
BESIDE, CLEAR, TODAY = 10.0, 8.0, 16.0
LEADING = 5.0  # pixels between two lines
ON_DOTS = 0.34  # of the picture's height: where words stand on the dots that they count


def _path(kind: str, drawn: list[Column], floor: float) -> str:
    """One path for all dots of a kind: neighbouring columns of the same height are one rectangle."""
    runs: list[list[int]] = []
    for column in drawn:
        height = 0
        for part_kind, dots in column.stack:
            if part_kind == kind and dots:
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


def _since(a: Assessment, language: Language) -> tuple[str, str]:
    emitted = sum(piece.tonnes for piece in pieces(a, 4) if piece.kind != "left")
    return language.t("Emitted since {year}:", year=min(yearly(a), default=FIRST)), language.tonnes(emitted)


def _state(a: Assessment, language: Language) -> str:
    if a.overdrawn_t is not None:
        return language.t("{tonnes} over the budget", tonnes=language.tonnes(a.overdrawn_t))
    return language.t("{tonnes} left", tonnes=language.tonnes(a.remaining_t))


def _cut(cut: float, language: Language) -> str:
    """A yearly cut as the page's figures tell it."""
    return language.percent(cut, 0 if cut >= 0.1 else 1)


def _state_lines(a: Assessment, shape: Shape, language: Language) -> list[tuple[str, float, bool]]:
    """What is left or overdrawn: text, size of its letters, and whether it is bold."""
    large = shape.letters + (6.0 if shape.columns > 2 else 4.0)
    if a.overdrawn_t is not None:
        return [(language.tonnes(a.overdrawn_t), large, True), (language.t("over the budget"), large, True)]
    lines = [(_state(a, language), large, True)]
    if a.required_cut is not None:
        note = language.t("if emissions fall by {cut} a year", cut=_cut(a.required_cut, language))
        lines.append((note, shape.letters, False))
    return lines


def lowered(words: list[Text], other: Text) -> list[Text]:
    """Words below another text where they would meet it."""
    if not any(word.box.meets(other.box, LEADING) for word in words):
        return words
    down = other.box.bottom + LEADING - min(word.box.top for word in words)
    return [replace(word, y=word.y + down) for word in words]


def _heights(drawn: list[Column], across: int) -> list[int]:
    """How high the dots of every column reach, in pixels."""
    heights = [0] * across
    for column in drawn:
        heights[column.index] = sum(dots for _, dots in column.stack) * SIZE
    return heights


class _Picture:
    """One dot picture as it is laid out: dots from the floor up, words where there are none."""

    def __init__(self, a: Assessment, shape: Shape, language: Language) -> None:
        self.a, self.shape, self.language = a, shape, language
        self.drawn, self.width = columns(a, shape), float(shape.across * SIZE)
        self.heights = _heights(self.drawn, shape.across)
        self.now = (instant(a.as_of) - shape.first) * shape.columns * SIZE

    def highest(self, left: float, right: float) -> int:
        """How high dots reach between two places."""
        return max(self.heights[max(int(left // SIZE), 0) : int(right // SIZE) + 1], default=0)

    def state(self) -> list[Text]:
        """What is left or overdrawn, beside today where the dots are lowest; heights are above the floor, downwards."""
        room = self.width - self.now - BESIDE
        lines = [
            (line, size, bold)
            for text, size, bold in _state_lines(self.a, self.shape, self.language)
            for line in wrapped(text, room, size, bold=bold)
        ]
        wide = max(text_width(line, size, bold=bold) for line, size, bold in lines)
        tall = sum(size + LEADING for _, size, _ in lines)
        x = self._place(wide)
        top, colour, texts = -self.highest(x, x + wide) - tall - CLEAR, "bad" if self.a.overdrawn_t else "ink", []
        for line, size, bold in lines:
            top += size + LEADING
            texts.append(Text(x, top - LEADING, line, size, colour, bold=bold, halo="paper"))
        return texts

    def _place(self, wide: float) -> float:
        """The nearest place after today from which words so wide lie over dots that are lower by a line at most."""
        starts = [
            self.now + BESIDE + step for step in range(0, int(max(self.width - self.now - BESIDE - wide, 0)) + 1, SIZE)
        ]
        lowest = min(self.highest(x, x + wide) for x in starts)
        return next(x for x in starts if self.highest(x, x + wide) <= lowest + self.shape.letters)

    def emitted(self) -> list[Text]:
        """What has been emitted, on the dots that it counts."""
        letters, first = self.shape.letters, self.drawn[0].index * SIZE if self.drawn else 0.0
        since, tonnes = _since(self.a, self.language)
        large = letters + 4.0 if text_width(tonnes, letters + 4.0, bold=True) < self.now - CLEAR else letters
        wide = max(text_width(since, letters), text_width(tonnes, large, bold=True))
        x = max(min((self.now + first) / 2, self.now - wide / 2 - 4), wide / 2)
        y = -max(self.heights, default=0) * ON_DOTS
        return [
            Text(x, y, since, letters, anchor="middle", halo="paper"),
            Text(x, y + letters + 8, tonnes, large, anchor="middle", bold=True, halo="paper"),
        ]

    def beside(self, words: list[Text], today: Text, state: list[Text]) -> list[Text]:
        """Words below today's where they would meet it, and above everything where those of what is left reach across."""
        if not any(word.box.meets(other.box, LEADING) for word in words for other in state):
            return lowered(words, today)
        left, right = min(word.box.left for word in words), max(word.box.right for word in words)
        top = min(-self.highest(left, right), *(other.box.top for other in (today, *state)))
        up = max(word.box.bottom for word in words) + LEADING - top
        return [replace(word, y=word.y - up) for word in words]

    def today(self) -> tuple[float, Text]:
        """How high the line of today is, and its word above it."""
        letters, word = self.shape.letters, self.language.t("Today")
        half = text_width(word, letters) / 2
        x = min(max(self.now, half), self.width - half)
        top = -self.highest(x - half, x + half) - TODAY
        return top, Text(x, top - 6, word, letters, anchor="middle", halo="paper")

    def keys(self, kinds: list[str]) -> list[Key]:
        """The kinds of dots in the words of the table."""
        names = kind_names(self.language)
        return [Key(names[kind], COLOURS[kind], f"dot-{kind}") for kind in kinds]

    def scene(self, alt: str, name: str) -> Scene:
        shape, letters = self.shape, self.shape.letters
        top, today = self.today()
        state = self.state()
        if any(text.box.meets(today.box, 4.0) for text in state):  # a flat curve: today's word stands above both
            top = min(text.box.top for text in state) - 4.0
            today = replace(today, y=top - 6)
        emitted = self.beside(self.emitted(), today, state)
        texts = [today, *emitted, *state]
        head = -min(text.box.top for text in texts)
        floor = float(
            math.ceil(max(head, max(self.heights, default=0)) / SIZE) * SIZE
        )  # dots lie on the pattern's squares
        kinds = [
            kind
            for kind in KINDS
            if any(part_kind == kind and dots for column in self.drawn for part_kind, dots in column.stack)
        ]
        marks: list[Mark] = [
            Path(_path(kind, self.drawn, floor), fill=pattern(kind), data={"kind": kind}) for kind in kinds
        ]
        marks.append(Path(f"M{self.now:.1f} {floor + top:.1f}V{floor:g}", stroke="ink", width=1, dash=(2, 3)))
        marks += [replace(text, y=text.y + floor) for text in texts]
        axes = Plot(0, self.width, 0, floor, shape.first, LAST + 1, 0, 1, letters)
        marks += axes.years(plot.years(shape.first, LAST, self.width, letters))
        foot = floor + plot.FOOT
        keyed, more = legend(self.keys(kinds), 0.0, foot, self.width, letters)
        # A value of a year stands in the middle of its columns.
        data = {**axes.data, "first": f"{shape.first - 0.5:g}", "last": f"{LAST + 0.5:g}"}
        return Scene(self.width, foot + more, [*marks, *keyed], alt, data, name, letters)


def _alt(a: Assessment, size: float, language: Language) -> str:
    dots = language.t("Each dot is {tonnes} of carbon dioxide.", tonnes=language.tonnes(size))
    return f"{dots} {' '.join(_since(a, language))}. {_state(a, language)}."


def kind_names(language: Language) -> dict[str, str]:
    """What the kinds of dots are called, in pictures and tables alike."""
    names = {
        "past": EMITTED["published"],
        "filled": EMITTED["interpolated"],
        "est": EMITTED["estimated"],
        "over": "over the budget",
        "left": "left to emit",
    }
    return {kind: language.t(name) for kind, name in names.items()}


def _table(a: Assessment, language: Language) -> Table:
    names = kind_names(language)
    sums: dict[tuple[int, str], float] = {}
    for piece in pieces(a, 1):
        key = (math.floor(piece.start + 1e-9), piece.kind)
        sums[key] = sums.get(key, 0.0) + piece.tonnes
    rows = tuple((year, names[kind], round(tonnes)) for (year, kind), tonnes in sorted(sums.items()))
    return Table((language.t("Year"), language.t("Kind"), language.t("Tonnes")), rows)


def figure(a: Assessment, source: str, language: Language, *, size: Size = sizes.WIDE) -> Bundle:
    """The dot picture of one assessment."""
    shape = fitted(a, SHAPES[size.name])
    alt = _alt(a, dot_size(a, shape), language)
    title = language.t("{owner} budget in dots", owner=language.genitive(area_name(a.area, language)))
    return Bundle(
        scene=_Picture(a, shape, language).scene(alt, size.name),
        table=_table(a, language),
        title=language.opened(title),
        alt=alt,
        source=source,
        edition_id=a.edition_id,
    )

"""Known figures: what the API says that a page may say, by kind; and which of a page's numbers are none of them."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from page_reading.passages import Passage
from page_reading.written import Written, covers, is_of, is_year, slack, written

DOTS = tuple(mantissa * 10.0**power for power in range(10) for mantissa in (1, 2, 5))  # what a dot may stand for


@dataclass
class Known:
    """Figures by kind, those of each year, days, texts that the API has word for word."""

    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    summands: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))  # rounded so that they add up
    waits: dict[float, float] = field(default_factory=dict)  # the change a year, per cent, if it begins in a year
    between: dict[int, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))  # of filled years
    rows: list[Known] = field(default_factory=list)  # a table's rows, each of one place
    yearly: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    days: set[date] = field(default_factory=set)
    years: set[int] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    in_order: dict[str, list[float]] = field(default_factory=dict)  # of a kind, sorted

    def with_more(self) -> Known:
        """The same figures, to which others can be added."""
        return deepcopy(self)

    def say(self, kind: str, *values: float | None) -> None:
        """Figures of a kind that may stand in the text; of what is missing there is none."""
        self.figures[kind] += [float(value) for value in values if value is not None]

    def change(self, percent: float | None) -> None:
        """A cut in per cent: as one, and as the change that it is."""
        if percent is not None:
            self.say("percent", abs(percent))
            self.say("change", percent, -percent)

    def of_year(self, year: int, *values: float | None) -> None:
        """Figures of one year, for the row of a table that is of it."""
        self.years.add(year)
        self.yearly[year] += [float(value) for value in values if value is not None]

    def day(self, *days: str | None) -> None:
        """Days as ISO writes them."""
        for day in days:
            if day:
                self.days.add(date.fromisoformat(day))
                self.years.add(int(day[:4]))

    def take(self, answer: object, name: str = "") -> None:
        """Everything in an answer, by the units in its names."""
        if isinstance(answer, Mapping):
            for key, value in answer.items():
                self.take(value, name if key in INSIDE else str(key))
        elif isinstance(answer, list):
            for item in answer:
                self.take(item, name)
        elif isinstance(answer, str):
            self._text(answer)
        elif isinstance(answer, int | float) and not isinstance(answer, bool):
            self._figure(name, float(answer))

    def _text(self, text: str) -> None:
        if ISO_DAY.fullmatch(text):
            self.day(text)
        elif NUMBERED.search(text) and LETTERED.search(text):  # "83" alone would be taken out of every 32 283
            self.texts.add(" ".join(text.translate(EVEN).split()))

    def _figure(self, name: str, value: float) -> None:
        if name.endswith("percent") or name == "likelihood":
            self.change(value)
            if name == "likelihood":
                self.say("number", value)  # 87 per cent instead of 83
        elif name == "share":
            self.say("percent", value * 100)
        elif name in ("limit", "implied_limit", "implied_above", "next_limit", "reached_limit"):
            self.say("degrees", value)
        elif TONNES.search(name):
            self.say("tonnes", value, abs(value))
        elif name.endswith(YEARS) or name == "start":
            self.years.add(int(value))
        else:
            self.say("number", value)

    def unfounded(self, passage: Passage, locale: str) -> list[Written]:
        """The numbers of a passage that nothing in the API founds."""
        if not NUMBERED.search(passage.text):
            return []
        text = self._without_texts(passage.text)
        if self.rows and len(passage.cells) > 2:
            tokens = written(text, locale)
            return [] if any(all(row._is(number) for number in tokens) for row in self.rows) else list(tokens)
        cells = passage.year is not None and len(passage.cells) > 1
        if cells and self._adds_up(passage, locale):
            return []
        numbers = written(text, locale)
        if (
            len(numbers) == 2
            and is_year(numbers[0])
            and numbers[1].text[0] == "\u2212"
            and numbers[0].value in self.waits
        ):
            return [] if covers(numbers[1], self.waits[numbers[0].value]) else [numbers[1]]
        return [number for number in numbers if not (self._row(number, passage) if cells else self._is(number))]

    def _without_texts(self, text: str) -> str:
        """A text without what the API says word for word, whose numbers are those of its source."""
        even = text.translate(EVEN)
        shorter = (sentence for sentence in self.texts if len(sentence) <= len(even) and sentence in even)
        for sentence in sorted(shorter, key=len, reverse=True):
            at = even.find(sentence)
            if at >= 0:
                even, text = (
                    version[:at] + "\x00" * len(sentence) + version[at + len(sentence) :] for version in (even, text)
                )
        return text

    def together(self, kind: str, *values: float) -> None:
        """Figures that are rounded together so that they add up as printed: each up or down."""
        for value in values:
            self.say(kind, value, math.floor(value), math.ceil(value))

    def _is(self, number: Written) -> bool:
        if number.kind == "day":
            return any(is_of(number, day) for day in self.days)
        if is_year(number) and int(number.value) in self.years:
            return True
        if number.kind == "percent" and number.text[0] in "\u2212+":
            return self._has("change", number)
        if number.below:
            return any(0 < value < number.value for value in self.figures[number.kind])
        kinds = (number.kind,) if number.kind != "number" else ("number", "tonnes", "degrees", "years", "kilograms")
        if number.kind == "years":
            kinds = ("years", "number")
        return any(self._has(kind, number) for kind in kinds) or any(
            covers(replace(number, half=2 * number.half), value) for value in self.summands[number.kind]
        )

    def _has(self, kind: str, number: Written) -> bool:
        """Whether a figure of a kind is what a number was rounded from: the nearest above where its rounding begins."""
        assert isinstance(number.value, float)
        figures = self.in_order.get(kind, [])
        if len(figures) != len(self.figures[kind]):
            figures = self.in_order[kind] = sorted(self.figures[kind])
        at = bisect_left(figures, number.value - slack(number))
        return at < len(figures) and covers(number, figures[at])

    def _row(self, number: Written, passage: Passage) -> bool:
        """In a row of a year: a figure of that year, or what adds up to one with the others of the row."""
        assert passage.year is not None
        if isinstance(number.value, tuple):
            return self._is(number)
        if self._is(number) and (number.kind in ("day", "percent") or is_year(number)):
            return True
        filled = any(
            low - number.half <= abs(number.value) <= high + number.half for low, high in self.between[passage.year]
        )
        return filled or any(covers(number, value) for value in self.yearly[passage.year])

    def _adds_up(self, passage: Passage, locale: str) -> bool:
        """Whether a row's figures add up to one of its year that the API has: parts of filled years are told nowhere else."""
        year = passage.year
        cells = [written(cell, locale) for cell in passage.cells[1:]]
        values = [cell[0].value for cell in cells if len(cell) == 1 and cell[0].kind == "number"]
        if year is None or len(values) < 3:
            return False
        slack, figures = len(values) / 2, self.yearly[year]
        parts_and_whole = [value for value in values if any(abs(value - known) <= 0.5 + 1e-6 for known in figures)]
        return any(abs(sum(values) - 2 * value) <= slack for value in parts_and_whole) or any(
            abs(sum(values) - known) <= slack for known in figures
        )


EVEN = {0xA0: " ", 0x202F: " ", 0x2011: "-"}  # spaces and hyphens that do not break are those that do
INSIDE = {"low", "high", "low90", "high90", "inputs"}  # what has its unit by the name of what it is in
YEARS = ("year", "years", "_from", "first", "last", "until", "beyond", "net_zero_by")
TONNES = re.compile(r"_t($|_)|^tonnes$")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERED = re.compile(r"\d")
LETTERED = re.compile(r"[^\W\d_]")


def running(start: float, yearly: Iterable[float]) -> list[float]:
    """A sum that runs: what has come together before each."""
    sums = [start]
    for value in yearly:
        sums.append(sums[-1] + value)
    return sums


def changes(values: list[float]) -> list[float]:
    """By how much each differs from the one before, per cent."""
    return [100 * (after / before - 1) for before, after in pairwise(values) if before]

"""Numbers, dates and ranks as a language writes them: found in a text, each with its kind and what its rounding covers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.dates import get_month_names
from babel.numbers import get_decimal_symbol, get_group_symbol

SPACES = "\u00a0\u202f "
SCALES = {
    **dict.fromkeys(("thousand", "tusen", "tuhatta", "Tausend"), 1e3),
    **dict.fromkeys(("million", "miljoner", "miljon", "millioner", "Millionen", "Million", "miljoonaa"), 1e6),
    **dict.fromkeys(
        ("billion", "miljarder", "miljard", "milliarder", "milliard", "Milliarden", "Milliarde", "miljardia"), 1e9
    ),
}
UNITS = {
    "tonnes": ("tonnes", "tonne", "tons", "ton", "tonn", "Tonnen", "Tonne", "tonnia", "tonni", "t"),
    "kilotonnes": ("kt",),
    "megatonnes": ("Mt",),
    "kilograms": ("kg",),
    "percent": ("%", "per cent", "procents", "procent", "prosent", "prosents", "Prozent", "prosenttia", "prosentin"),
    "degrees": ("°", "degrees", "degree", "grader", "graders", "Grad", "astetta", "asteen"),
    "years": ("years", "år", "Jahre", "Jahren", "vuotta", "year"),
}
TIMES = {"kilotonnes": ("tonnes", 1e3), "megatonnes": ("tonnes", 1e6), "kilograms": ("kilograms", 1.0)}


@dataclass(frozen=True)
class Written:
    """One number or date in a text: its kind, its value, and half of its last figure's place."""

    kind: str
    value: float | tuple[int, ...]
    half: float
    text: str
    below: bool = False  # less than this: < 1 %


@lru_cache(maxsize=16)
def _patterns(locale: str) -> tuple[re.Pattern[str], re.Pattern[str], dict[str, int], str, str]:
    group, point = str(get_group_symbol(locale)), str(get_decimal_symbol(locale))
    apart = rf"[{SPACES}]" if group.isspace() else re.escape(group)
    number = rf"[\u2212+]?(?<![\d])(?:\d{{1,3}}(?:{apart}\d{{3}})+(?!\d)|\d+)(?:{re.escape(point)}\d+)?"
    units = sorted((word for words in UNITS.values() for word in words), key=len, reverse=True)
    ends = r"(?![\w])"
    scale = "|".join(sorted(map(re.escape, SCALES), key=len, reverse=True))
    unit = "|".join(re.escape(word) + (ends if word[-1].isalpha() else "") for word in units)
    token = re.compile(rf"({number})(?:[{SPACES}\u2011]?({scale}){ends})?(?:[{SPACES}]*({unit}))?")
    months = {
        name[:4].casefold(): place
        for context in ("format", "stand-alone")
        for place, name in get_month_names("wide", context, locale=locale).items()
    }
    stems = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    day = re.compile(rf"(?:(\d{{1,2}})\.?[{SPACES}])?\b({stems})\w*[{SPACES}](\d{{4}})", re.IGNORECASE)
    return token, day, months, apart, point


ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


@lru_cache(maxsize=8192)  # a page's text is read for how many numbers it has, and for which of them are false
def written(text: str, locale: str) -> tuple[Written, ...]:
    """Every number and date of a text."""
    token, day, months, apart, point = _patterns(locale)
    found, rest = [], text
    for pattern, made in ((ISO, _iso), (day, lambda match: _day(match, months))):
        found += [Written("day", made(match), 0, match.group()) for match in pattern.finditer(rest)]
        rest = pattern.sub(lambda match: "\x00" * len(match.group()), rest)
    return (*found, *_numbers(rest, token, apart, point))


def _iso(match: re.Match[str]) -> tuple[int, ...]:
    return tuple(map(int, match.groups()))


def _day(match: re.Match[str], months: dict[str, int]) -> tuple[int, ...]:
    number, name, year = match.groups()
    month = months[name.casefold()]
    return (int(year), month, int(number)) if number else (int(year), month)


def _numbers(text: str, token: re.Pattern[str], apart: str, point: str) -> Iterable[Written]:
    for match in token.finditer(text):
        before = text[max(match.start() - 1, 0) : match.start()]
        if before.isalpha() or before == "\x00":
            continue  # part of a name: E10, CO2
        number, scale, unit = match.groups()
        digits = re.sub(apart, "", number.replace("\u2212", "-"))
        value = float(digits.replace(point, "."))
        kind = next((name for name, words in UNITS.items() if unit in words), "number")
        kind, times = TIMES.get(kind, (kind, 1.0))
        times *= SCALES.get(scale or "", 1.0)
        if kind == "number" and scale:
            kind = "tonnes"
        below = text[: match.start()].rstrip(SPACES).endswith("<")
        yield Written(kind, value * times, _half(digits, point) * times, match.group().strip(), below)


def _half(digits: str, point: str) -> float:
    """Half of the place of the last figure that says something; at least two figures say something."""
    whole, _, decimals = digits.lstrip("+-").partition(point)
    if decimals:
        return 0.5 * 10.0 ** -len(decimals)
    idle = len(whole) - len(whole.rstrip("0"))
    return 0.5 * 10.0 ** min(idle, max(len(whole) - 2, 0))


def is_year(one: Written) -> bool:
    """A whole number of four figures that may be a calendar year."""
    return (
        one.kind == "number"
        and isinstance(one.value, float)
        and 1750 <= one.value <= 2060
        and "." not in one.text
        and len(one.text) == 4
    )


def covers(one: Written, value: float) -> bool:
    """Whether a figure is what a written number was rounded from."""
    assert isinstance(one.value, float)
    return abs(one.value - value) <= slack(one)


def slack(one: Written) -> float:
    """How far a figure may be from a number that was rounded from it."""
    return one.half * (1 + 1e-6) + 1e-9


def is_of(one: Written, day: date) -> bool:
    """Whether a written day or month is of a date."""
    assert isinstance(one.value, tuple)
    return one.value == (day.year, day.month, day.day)[: len(one.value)]

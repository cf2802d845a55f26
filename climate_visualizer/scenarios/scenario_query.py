"""Scenarios in addresses: read from a form's fields or from one short text, and written as that text.

The short text, `s`, is made of parts with a full stop between them, in any order, each a letter and its values with a
tilde between them: ``y~2028`` the cut begins in 2028; ``c~125`` everything falls by 12.5 % a year; ``s~transport~200``
sectors fall by their own; ``g~2030~850~1990`` 85 % below 1990 by 2030; ``d~2s2i...`` a drawn path, two characters in
base 36 a year, per cent of this year's emissions; ``m~ec~fb2030`` measures by their codes, each with its own year of
start if it isn't the scenario's. Fractions are per mille.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.scenarios.measure_library import by_code, library
from climate_visualizer.scenarios.scenario_paths import Ground, Scenario, Target, knots

MOST_CUT, MOST_DRAWN, MOST_TEXT = 60.0, 150, 400
LETTERS = {"y": "start", "c": "cut", "s": "sectors", "g": "target", "d": "drawn", "m": "measures"}
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _number(field: str, value: str, low: float, high: float) -> float:
    """A number between two others, with a decimal point or comma."""
    try:
        number = float(value.strip().replace(",", "."))
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        raise WrongChoice(field, value, (f"{low:g}–{high:g}",))
    return number


def _fraction(field: str, value: str, most: float) -> float:
    """Per cent as a fraction, in whole per mille."""
    return round(_number(field, value, 0, most) / 100, 3)


def _year(field: str, value: str, first: int, last: int = LAST_YEAR) -> int:
    if not re.fullmatch(r"[0-9]{4}", value.strip()) or not first <= int(value) <= last:
        raise WrongChoice(field, value, (f"{first}–{last}",))
    return int(value)


def _base_year(value: str, ground: Ground) -> int:
    known = tuple(str(year) for year in sorted(ground.history))
    if value.strip() not in known:
        raise WrongChoice("target_base", value, known)
    return int(value)


def _target(year: str, cut: str, base: str, start: int, ground: Ground) -> Target:
    return Target(_year("target_year", year, start), _fraction("target_cut", cut, 100), _base_year(base, ground))


def _sector_cut(name: str, value: str, ground: Ground) -> tuple[str, float]:
    known = tuple(dict.fromkeys(sector for sector, _ in ground.parts))
    if name not in known:
        raise WrongChoice("sectors", name, known)
    return name, _fraction("sectors", value, MOST_CUT)


def _in_order(cuts: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Sectors that fall, one cut each, by name: so that two texts of one scenario are one scenario."""
    return tuple(sorted((name, cut) for name, cut in dict(cuts).items() if cut > 0))


def _from_fields(query: Mapping[str, str], ground: Ground) -> Scenario:
    """A scenario from a form: `way`, and the fields of that way; others are passed over."""
    filled = {name: value for name, value in query.items() if value.strip()}
    first = ground.first + 1
    start = _year("start", filled.get("from", str(first)), first)
    way = _way(filled)
    scenario = Scenario(way=way, start=start, measures=_measures(filled.get("measures", ""), start, first))
    if way == "cut":
        return replace(scenario, cut=_fraction("cut", filled.get("cut", "0"), MOST_CUT))
    if way == "sectors":
        fields = [(name.removeprefix("cut_"), value) for name, value in filled.items() if name.startswith("cut_")]
        cuts = (_sector_cut(name, value, ground) for name, value in fields)
        return replace(scenario, sectors=_in_order(cuts))
    if way == "target":
        year, cut, base = (filled.get(f"target_{name}", "") for name in ("year", "cut", "base"))
        return replace(scenario, target=_target(year, cut, base, start, ground))
    if way == "drawn":
        return replace(scenario, drawn=tuple(_drawn_field(filled, year) for year in _knots(ground)))
    return scenario


def _way(filled: Mapping[str, str]) -> str:
    """The way that is named, or the one whose fields are there."""
    ways = ("trend", "cut", "sectors", "target", "drawn")
    guessed = "cut" if "cut" in filled else "target" if "target_year" in filled else "trend"
    way = filled.get("way", guessed)
    if way not in ways:
        raise WrongChoice("way", way, ways)
    return way


def _drawn_field(filled: Mapping[str, str], year: int) -> float:
    return round(_number("drawn", filled.get(f"d{year}", "100"), 0, MOST_DRAWN)) / 100


def _measures(value: str, start: int, first: int) -> tuple[tuple[str, int], ...]:
    """Measures by id or code, with commas or tildes between them, each with a year of start after it if it has its own."""
    starts: dict[str, int] = {}
    for written in filter(None, re.split(r"[,~]", value)):
        name, year = re.fullmatch(r"(.*?)([0-9]{4})?", written, re.DOTALL).groups()  # type: ignore[union-attr]
        one = library().get(name) or by_code(name)
        if one is None:
            raise WrongChoice("measures", name, tuple(library()))
        starts[one.id] = _year("measures", year, first) if year else start
    return tuple(sorted(starts.items(), key=lambda pair: list(library()).index(pair[0])))


def _letters(text: str) -> dict[str, list[str]]:
    """The parts of a short text by their letters."""
    values_of: dict[str, list[str]] = {}
    for part in text.split("."):
        letter, *values = part.split("~")
        if letter not in LETTERS or letter in values_of or not (any(values) or letter == "s"):
            raise WrongChoice("s", part[:40], tuple(LETTERS))
        values_of[letter] = values
    if len(set(values_of) & set("csgd")) > 1:
        raise WrongChoice("s", text[:60], ("c", "s", "g", "d"))
    return values_of


def _drawn_text(value: str, ground: Ground) -> tuple[float, ...]:
    count = len(_knots(ground))
    if not re.fullmatch(rf"[0-9a-z]{{{2 * count}}}", value):
        raise WrongChoice("drawn", value, (f"{count} × 00–{_base36(MOST_DRAWN)}",))
    levels = [int(value[at : at + 2], 36) for at in range(0, len(value), 2)]
    if max(levels) > MOST_DRAWN:
        raise WrongChoice("drawn", f"{max(levels)}", (f"0–{MOST_DRAWN}",))
    return tuple(level / 100 for level in levels)


def _per_cent(field: str, value: str, most: float) -> str:
    """Per mille as per cent, for whole per mille from 0 to the most."""
    if not re.fullmatch(r"[0-9]{1,4}", value) or int(value) > most * 10:
        raise WrongChoice(field, value, (f"0–{most * 10:g}",))
    return str(int(value) / 10)


def _sectors_text(values: list[str], ground: Ground) -> tuple[tuple[str, float], ...]:
    if not any(values):
        return ()
    if len(values) % 2:
        raise WrongChoice("sectors", "~".join(values), tuple(dict.fromkeys(sector for sector, _ in ground.parts)))
    pairs = zip(values[::2], values[1::2], strict=True)
    return _in_order(_sector_cut(name, _per_cent("sectors", cut, MOST_CUT), ground) for name, cut in pairs)


def _target_text(values: list[str], start: int, ground: Ground) -> Target:
    if len(values) != 3:
        raise WrongChoice("target", "~".join(values), ("2030~850~1990",))
    return _target(values[0], _per_cent("target_cut", values[1], 100), values[2], start, ground)


_READ: dict[str, Callable[[Scenario, list[str], Ground], Scenario]] = {
    "c": lambda found, values, ground: replace(
        found, way="cut", cut=_fraction("cut", _per_cent("cut", "~".join(values), MOST_CUT), MOST_CUT)
    ),
    "s": lambda found, values, ground: replace(found, way="sectors", sectors=_sectors_text(values, ground)),
    "g": lambda found, values, ground: replace(found, way="target", target=_target_text(values, found.start, ground)),
    "d": lambda found, values, ground: replace(found, way="drawn", drawn=_drawn_text("~".join(values), ground)),
    "m": lambda found, values, ground: replace(
        found, measures=_measures("~".join(values), found.start, ground.first + 1)
    ),
}


def read_text(text: str, ground: Ground) -> Scenario:
    """The scenario that a short text says; anything wrong in it is a `WrongChoice` that names it."""
    if len(text) > MOST_TEXT:
        raise WrongChoice("s", f"{text[:40]}…", (f"≤ {MOST_TEXT}",))
    letters = _letters(text)
    first = ground.first + 1
    scenario = Scenario(way="trend", start=_year("start", "~".join(letters.pop("y", [str(first)])), first))
    for letter, values in letters.items():
        scenario = _READ[letter](scenario, values, ground)
    return scenario


def parse_scenario(query: Mapping[str, str], ground: Ground) -> Scenario:
    """A scenario from a query: `s` if it is there, else the form's fields; `WrongChoice` for what cannot be."""
    text = query.get("s", "").strip()
    return read_text(text, ground) if text else _from_fields(query, ground)


def _mille(fraction: float) -> str:
    return str(round(fraction * 1000))


def _base36(level: int) -> str:
    return _DIGITS[level // 36] + _DIGITS[level % 36]


def to_text(scenario: Scenario, as_of: date) -> str:
    """The short text that gives the scenario again; empty for one in which nothing changes."""
    parts = [f"y~{scenario.start}"] if scenario.start != as_of.year + 1 else []
    if scenario.way == "cut":
        parts.append(f"c~{_mille(scenario.cut)}")
    if scenario.way == "sectors":
        parts.append("s~" + "~".join(f"{name}~{_mille(cut)}" for name, cut in scenario.sectors))
    if scenario.target:
        parts.append(f"g~{scenario.target.year}~{_mille(scenario.target.cut)}~{scenario.target.base}")
    if scenario.way == "drawn":
        parts.append("d~" + "".join(_base36(round(level * 100)) for level in scenario.drawn))
    if scenario.measures:
        written = (
            library()[name].code + (str(start) if start != scenario.start else "") for name, start in scenario.measures
        )
        parts.append("m~" + "~".join(written))
    return ".".join(parts)


def to_fields(scenario: Scenario, ground: Ground) -> dict[str, str]:
    """The form's fields that give the scenario again, and what the fields of the other ways begin with."""
    own, target = dict(scenario.sectors), scenario.target or default_target(ground)
    levels = scenario.drawn or levels_of_trend(ground)
    return {
        "way": scenario.way,
        "from": str(scenario.start),
        "cut": f"{scenario.cut * 100:g}",
        **{f"cut_{sector}": f"{own.get(sector, 0.0) * 100:g}" for sector, _ in ground.parts},
        "target_year": str(target.year),
        "target_cut": f"{round(target.cut * 100, 1):g}",
        "target_base": str(target.base),
        **{f"d{year}": f"{level * 100:g}" for year, level in zip(_knots(ground), levels, strict=True)},
        "measures": ",".join(name for name, _ in scenario.measures),
    }


def _knots(ground: Ground) -> tuple[int, ...]:
    return knots(date(ground.first, 1, 1))


def default_target(ground: Ground) -> Target:
    """What the fields of a target begin with: 85 per cent below the first published year by 2045, as Sweden's own."""
    return Target(min(max(2045, ground.first + 2), LAST_YEAR), 0.85, min(ground.history))


def levels_of_trend(ground: Ground) -> tuple[float, ...]:
    """What a drawn path begins with: the trend, as whole per cent of this year's emissions."""
    total = ground.whole
    levels = (total[year - ground.first] / total[0] if total[0] > 0 else 1.0 for year in _knots(ground))
    return tuple(min(round(float(level), 2), MOST_DRAWN / 100) for level in levels)

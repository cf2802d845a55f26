"""Official statistics laid out by the lines of another inventory, by a table kept by hand in `data/reporting`.

A sub-sector goes to its own lines, what is left of its sector to the sector's. Where there are several lines, the first has
all of it and the others are marked as included there: nothing is ever split by a guess, and the sum stays the statistics'.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from climate_visualizer.places import DATA, Toml

FOLDER = DATA / "reporting"
NEARLY_T = 0.5  # tonnes: rounding of parts against their sector
Key = tuple[str, str]  # sector, and sub-sector or empty for all of it


@dataclass(frozen=True)
class Line:
    """One line: tonnes, None where nothing is known; the lines that have what belongs here too; and what it holds."""

    tonnes: float | None
    included_in: tuple[str, ...]
    holds: tuple[Key, ...]


@lru_cache(maxsize=4)
def table(name: str) -> Toml:
    """A table of `data/reporting`: its lines, and by country what belongs where."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def lines_of(name: str) -> tuple[str, ...]:
    """The lines of a table, in their order."""
    form = table(name)
    return tuple(form.get("numbers") or form["lines"])


def laid_out(name: str, country: str, sectors: Mapping[str, float], parts: Mapping[Key, float]) -> dict[str, Line]:
    """Tonnes of sectors and of their parts by line; a country without a mapping has lines of which nothing is known."""
    where: Mapping[str, list[str]] = table(name).get(country, {})
    tonnes: dict[str, float] = {}
    holds: dict[str, list[Key]] = {}
    included: dict[str, list[str]] = {}

    def put(key: Key, amount: float, lines: list[str]) -> None:
        first, *others = lines
        tonnes[first] = tonnes.get(first, 0.0) + amount
        holds.setdefault(first, []).append(key)
        for other in others:
            included.setdefault(other, []).append(first)

    for sector, amount in sectors.items():
        if sector not in where:
            continue
        left = amount
        for key, of_part in parts.items():
            own = where.get("/".join(key)) if key[0] == sector else None
            if own:
                put(key, of_part, own)
                left -= of_part
        if abs(left) > NEARLY_T or left == amount:
            put((sector, ""), left, where[sector])
    return {
        line: Line(
            tonnes.get(line),
            tuple(dict.fromkeys(other_line for other_line in included.get(line, ()) if other_line != line)),
            tuple(holds.get(line, ())),
        )
        for line in lines_of(name)
    }


def unplaced(name: str, country: str, sectors: Mapping[str, float]) -> dict[str, float]:
    """Sectors that the table has no line for."""
    where = table(name).get(country, {})
    return {sector: amount for sector, amount in sectors.items() if sector not in where}

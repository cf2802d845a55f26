"""The library of measures in ``data/measures``: what can be done, how much it does where, and who says so."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from climate_visualizer.methods.recipes import Words
from climate_visualizer.places import DATA, Toml
from climate_visualizer.science.measures import Measure

FOLDER = DATA / "measures"
Part = tuple[str, str]


class BadLibrary(ValueError):
    """A measure in the library cannot be used; the sentence names it and what is wrong."""


@dataclass(frozen=True)
class LibraryMeasure:
    """One measure of the library.

    `parts` are (sector, sub-sector) pairs of the statistics, with ``total`` for a whole sector. Either `share` (fraction
    of what is left of each part) or `tonnes` (a year in all) says how much at full effect, which is reached evenly over
    `ramp` years and lasts until `lifetime` years after the start, which is never before the year `earliest`, as where a law
    begins. `code` names it in a short address; `checked` is the day on which the source's own text was read, or None.
    """

    id: str
    code: str
    parts: tuple[Part, ...]
    share: float
    tonnes: float
    ramp: int
    lifetime: int
    name: Words
    effect: Words
    source: str
    source_url: str
    page: str
    earliest: int = 0
    checked: date | None = None

    def applied(self, parts: Sequence[Part], *, start: int) -> Measure | None:
        """The measure on an area's parts from a year on; None where the area has none of what it acts on."""
        there = tuple(
            index
            for index, (sector, sub) in enumerate(parts)
            if (sector, sub) in self.parts or (sector, "total") in self.parts
        )
        if not there:
            return None
        begins = max(start, self.earliest)
        return Measure(there, begins, begins + self.lifetime - 1, self.ramp, share=self.share, tonnes=self.tonnes)


def _measure(raw: Toml) -> LibraryMeasure:
    measure = LibraryMeasure(
        id=raw["id"],
        code=raw["code"],
        parts=tuple((sector, sub) for sector, sub in raw["parts"]),
        share=float(raw.get("share", 0.0)),
        tonnes=float(raw.get("tonnes", 0.0)),
        ramp=raw["ramp"],
        lifetime=raw["lifetime"],
        name=Words(raw["name"]),
        effect=Words(raw["effect"]),
        source=raw["source"]["title"],
        source_url=raw["source"]["url"],
        page=raw["source"]["page"],
        earliest=raw.get("earliest", 0),
        checked=raw["source"].get("checked"),
    )
    try:
        measure.applied(measure.parts, start=2000)
    except ValueError as problem:
        raise BadLibrary(f"Measure '{measure.id}' in climate_visualizer/data/measures: {problem}") from problem
    return measure


def read_library(folder: Path) -> dict[str, LibraryMeasure]:
    """Every measure of a folder by its id, in the order of files and lines; a repeated id or code is `BadLibrary`."""
    measures: dict[str, LibraryMeasure] = {}
    codes: dict[str, str] = {}
    for path in sorted(folder.glob("*.toml")):
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["measure"]:
            one = _measure(raw)
            if one.id in measures or one.code in codes:
                raise BadLibrary(
                    f"Two measures in climate_visualizer/data/measures have the id '{one.id}' or the code '{one.code}'."
                )
            measures[one.id] = one
            codes[one.code] = one.id
    return measures


@lru_cache(maxsize=1)
def library() -> dict[str, LibraryMeasure]:
    """The project's own library."""
    return read_library(FOLDER)


def by_code(code: str) -> LibraryMeasure | None:
    """A measure by the code that short addresses have."""
    return next((one for one in library().values() if one.code == code), None)

"""Finding an area by what people call it: its name, and the former and other names in ``data/areas``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language, plain
from climate_visualizer.places import DATA
from climate_visualizer.words.sentences import area_name, place

AREAS = DATA / "areas"
NOT_FOUND = 9


@dataclass(frozen=True)
class Tile:
    """Where an area stands on a tile map, from the upper left, and its label in lines."""

    column: int
    row: int
    label: tuple[str, ...]


@lru_cache(maxsize=1)
def other_names() -> dict[str, tuple[str, ...]]:
    """Former and other names of areas, by the area's id."""
    found: dict[str, tuple[str, ...]] = {}
    with (AREAS / "names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["area_id"]] = (*found.get(row["area_id"], ()), row["name"])
    return found


@lru_cache(maxsize=1)
def tiles() -> dict[str, Tile]:
    """The tile map's places, by the area's id."""
    with (AREAS / "tiles.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["area_id"]: Tile(int(row["column"]), int(row["row"]), tuple(row["label"].split("|")))
            for row in csv.DictReader(file)
        }


@dataclass(frozen=True)
class Place:
    """One area as it is searched for: its name, what and where it is, and every name it goes by."""

    area: Area
    name: str
    where: str
    others: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, self.area.name, *self.others)


@remembered
def places(edition: Edition, language: Language) -> tuple[Place, ...]:
    """Every area of an edition, in the language's alphabetical order."""
    other = other_names()
    found = [
        Place(
            area,
            area_name(area, language),
            place(area, edition.parents(area.id), language),
            other.get(area.id, ()),
        )
        for area in edition.areas
    ]
    return tuple(sorted(found, key=lambda one: language.alphabetical(one.name)))


def _nearness(query: str, one: Place) -> int:
    """How well a name answers: 0 begins with the query, 1 a word of it does, 2 another name does, 3 it is within."""
    name = plain(one.name)
    if name.startswith(query):
        return 0
    if any(word.startswith(query) for word in name.replace("-", " ").split()):
        return 1
    others = [plain(other) for other in one.names[1:]]
    if any(other.startswith(query) for other in others):
        return 2
    return 3 if any(query in other for other in (name, *others)) else NOT_FOUND


def search(query: str, among: tuple[Place, ...]) -> tuple[Place, ...]:
    """The areas that a query may mean, the likeliest first; an empty query means all of them."""
    wanted = plain(query.strip())
    ranked = [(_nearness(wanted, one), index) for index, one in enumerate(among)] if wanted else []
    if not query.strip():
        return among
    return tuple(among[index] for nearness, index in sorted(ranked) if nearness < NOT_FOUND)


def meant(query: str, among: tuple[Place, ...]) -> Place | None:
    """The one area that a query names, or that alone matches it; None where it could be several, or none."""
    spelled = query.strip().casefold()
    for key in (str.casefold, plain):
        for known in (lambda one: (one.name, one.area.name), lambda one: one.others):
            exact = [one for one in among if key(spelled) in [key(name) for name in known(one)]]
            if len(exact) == 1 and spelled:
                return exact[0]
    found = search(query, among) if spelled else ()
    return found[0] if len(found) == 1 else None

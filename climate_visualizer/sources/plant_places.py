"""Where the plants of the emissions trading system stand: ``data/areas/plants-*.toml``, a file a country, kept by hand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

from climate_visualizer.sources.successions import FOLDER


@dataclass(frozen=True)
class PlantPlace:
    """A plant: its name as people know it, the area that it stands in, its accounts in the registry, and a note by language."""

    id: str
    name: str
    country: str
    area_id: str
    accounts: tuple[int, ...]
    notes: tuple[tuple[str, str], ...] = ()

    def note(self, language: str) -> str:
        """What must be known of its figures, in a language or in English; empty where there is nothing."""
        note_in = dict(self.notes)
        return note_in.get(language.partition("-")[0], note_in.get("en", ""))


@lru_cache(maxsize=1)
def plant_places() -> tuple[PlantPlace, ...]:
    """Every plant that has a place."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("plants-*.toml"))]
    return tuple(
        PlantPlace(
            id=raw["id"],
            name=raw["name"],
            country=file["country"],
            area_id=raw["area"],
            accounts=tuple(raw["accounts"]),
            notes=tuple((key.removeprefix("note_"), raw[key]) for key in sorted(raw) if key.startswith("note_")),
        )
        for file in files
        for raw in file["plant"]
    )


@lru_cache(maxsize=1)
def plants_by_id() -> dict[str, PlantPlace]:
    """Every plant that has a place, by its id."""
    return {plant.id: plant for plant in plant_places()}

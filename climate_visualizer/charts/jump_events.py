"""Events that explain a jump in a chart (a plant opened or closed, a rule changed), each with a source, from `data/events`."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from climate_visualizer.languages.language import Language
from climate_visualizer.places import DATA, Toml
from climate_visualizer.sources.labels import said

FOLDER = DATA / "events"


@dataclass(frozen=True)
class Event:
    """One event: where its line stands, what it is called, and who says so."""

    at: float
    words: str
    source: str

    @property
    def with_source(self) -> str:
        """Year, words and source, for a legend."""
        return f"{self.at:.0f}: {self.words} ({self.source})"


@lru_cache(maxsize=16)
def kept(country: str) -> tuple[Toml, ...]:
    """The events of a country as they are kept; none for one without a file."""
    path = FOLDER / f"{country.lower()}.toml"
    return tuple(tomllib.loads(path.read_text(encoding="utf-8"))["event"]) if path.exists() else ()


def events(country: str, area_ids: Sequence[str], language: Language) -> tuple[Event, ...]:
    """What happened in an area or in those around it, in the order of time; the area's own id is among `area_ids`."""
    area_events = [
        Event(float(fact["year"]), said(fact, language.code), fact["source"])
        for fact in kept(country)
        if fact["area"] in area_ids
    ]
    return tuple(sorted(area_events, key=lambda event: event.at))

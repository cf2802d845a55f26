"""State of the service as facts: edition, age of statistics, sources, held editions, mail; for machines and in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.db import DatabaseError

from climate_visualizer.editions.importing.pipeline import held
from climate_visualizer.editions.importing.source_states import SourceState, states
from climate_visualizer.editions.publishing.publish import stored
from climate_visualizer.editions.read import NoEdition
from climate_visualizer.web import current
from climate_visualizer.web.outbox import state as outbox


@dataclass(frozen=True)
class Facts:
    """What there is to know now; `mail` is None while the database is away, `edition` empty where there is none."""

    edition: str
    released: dict[str, date]
    sources: dict[str, SourceState]
    held: tuple[str, ...]
    kept: int
    mail: outbox.State | None


def gather_facts() -> Facts:
    """Everything at once, from files and the database."""
    try:
        edition = current.edition()
        countries = [area.country for area in edition.areas if area.kind != "country"]
        origins = {country: edition.origin(country) for country in dict.fromkeys(countries)}
        released = {
            country: date.fromisoformat(origin["release_date"]) for country, origin in origins.items() if origin
        }
        name = edition.id
    except NoEdition:
        name, released = "", {}
    waiting = tuple(sorted(set(held(settings.EDITIONS)) & set(stored(settings.EDITIONS))))
    return Facts(name, released, states(settings.VAR), waiting, len(stored(settings.EDITIONS)), _mail())


def _mail() -> outbox.State | None:
    try:
        return outbox.state()
    except DatabaseError:
        return None


def seconds_since(moment: str) -> float:
    """How long ago a moment of a record was."""
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()

"""What a file tells, whatever its form: whose figures, of which day and edition, in which words, table by table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.provenance import about
from climate_visualizer.exports.tables.topics import Topic, topics
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import is_shared_out


@dataclass(frozen=True)
class Book:
    """One area's tables with what is said of them; workbook, CSV and JSON are written from it."""

    area_id: str
    name: str
    edition_id: str
    as_of: date
    language: Language
    source: str
    licence: str
    choices: Mapping[str, object]
    about: tuple[tuple[str, str], ...]
    topics: tuple[Topic, ...]


def book_of(facts: Facts, address: str) -> Book:
    """The tables of an area that has a budget, for the choice that the facts are for."""
    return Book(
        area_id=facts.a.area.id,
        name=facts.name,
        edition_id=facts.edition.id,
        as_of=facts.a.as_of,
        language=facts.language,
        source=facts.source,
        licence=facts.licence,
        choices={**facts.a.choices.__dict__, **({} if is_shared_out(facts.a.area) else {"sharing": None})},
        about=about(facts, address),
        topics=tuple(topics(facts)),
    )

"""Parameter object of every assessment: one edition, one area, a reader's choices and a day.

Assessments, outlooks, scenarios, goals and plans answer a `Question`; so does what compares editions or lists a country. `ask`
makes one of what an address says; what is known already makes one of its parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Protocol

from climate_visualizer.editions.read import Area, Edition, UnknownArea
from climate_visualizer.methods.basis import Basis, basis, row_of
from climate_visualizer.methods.choices import Choices, default_choices, parse, text
from climate_visualizer.methods.horizon import within
from climate_visualizer.methods.recipes import Method, find_method
from climate_visualizer.methods.scopes import counting

NAMES = tuple(field.name for field in fields(Choices))  # of what can be chosen


class Answered(Protocol):
    """What has been worked out for an area by a reader's choices on a day: an assessment, a scenario's answer."""

    @property
    def area(self) -> Area: ...
    @property
    def choices(self) -> Choices: ...
    @property
    def as_of(self) -> date: ...


@dataclass(frozen=True)
class Question:
    """One area of one edition by a reader's choices on a day.

    What follows from the four is looked up when it is asked for, and refuses as it always does: `area` with `UnknownArea`,
    `method` with `UnknownMethod`, `basis` and `row` with `NoBudget`. A country is an area too; a question about all areas of
    one is a question about the country.
    """

    edition: Edition
    area_id: str
    choices: Choices
    as_of: date

    @cached_property
    def cache_key(self) -> tuple[str, str, Choices, date]:
        """What answers are kept by: the name of the edition and not the edition, as everything that is kept."""
        return self.edition.cache_key, self.area_id, self.choices, self.as_of

    @property
    def area(self) -> Area:
        return self.edition.area(self.area_id)

    @cached_property
    def country(self) -> str:
        """The code of the country that the area is in, or is."""
        return _country(self.edition, self.area_id)

    @cached_property
    def method(self) -> Method:
        """The recipe by which the budget is shared."""
        return find_method(self.choices.method, self.edition)

    @property
    def start(self) -> int:
        """The year that the budget counts from."""
        return self.method.start_year(self.choices.vintage)

    @property
    def counting(self) -> tuple[str, ...]:
        """What the scope leaves out or takes in, see `scopes.counting`."""
        return counting(self.method, self.choices.scope)

    @property
    def basis(self) -> Basis:
        """The country's emissions within the scope, with their course."""
        return basis(self.edition, self.country, self.counting, self.choices.trend)

    @cached_property
    def row(self) -> int:
        """The area's place among those of its country."""
        return row_of(self.edition, self.basis.cube.area_ids, self.area_id)

    @property
    def query(self) -> dict[str, str]:
        """The shortest query of an address that gives the choices again: what differs from the country's defaults."""
        default = default_choices(self.country, self.as_of, edition=self.edition)
        pairs = ((name, getattr(self.choices, name)) for name in NAMES)
        return {name: text(value) for name, value in pairs if value != getattr(default, name)}

    def at(self, area_id: str) -> Question:
        """The same asked of another area."""
        return Question(self.edition, area_id, self.choices, self.as_of)

    @cached_property
    def everywhere(self) -> Question:
        """The same asked of the whole country: one question for all areas of it."""
        return self if self.area_id == self.country else self.at(self.country)

    def by(self, choices: Choices) -> Question:
        """The same area by other choices."""
        return Question(self.edition, self.area_id, choices, self.as_of)

    def of(self, edition: Edition) -> Question:
        """The same asked of another edition."""
        return Question(edition, self.area_id, self.choices, self.as_of)


def _country(edition: Edition, area_id: str) -> str:
    """The country of an area; a country's code stands for it also in an edition that has no area of the whole of it."""
    try:
        return edition.area(area_id).country
    except UnknownArea:
        if area_id in edition.countries:
            return area_id
        raise


def ask(
    edition: Edition, area_id: str, query: Mapping[str, str] | None = None, *, as_of: date | None = None
) -> Question:
    """The question that an address asks: `query` has choices by their names, as texts.

    What it doesn't say takes the country's default; without a day it is asked of today. Raises `UnknownArea`, `WrongChoice` for
    what cannot be chosen there, and `BeyondHorizon` for a day that nothing can be worked out for.
    """
    day = within(date.today()) if as_of is None else as_of
    choices = parse(query or {}, country=_country(edition, area_id), as_of=day, edition=edition)
    return Question(edition, area_id, choices, day)


def asked_by(answered: Answered, edition: Edition) -> Question:
    """The question that something answers, asked of an edition; answers keep the id of theirs alone."""
    return Question(edition, answered.area.id, answered.choices, answered.as_of)

"""An area's place among those of its kind, for each of the four findings."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.figures import Figures, assess_all
from climate_visualizer.budget.lasting import END
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import Array
from climate_visualizer.methods.question import asked_by
from climate_visualizer.science import findings

FEWEST = 5
KINDS = {
    "county": "{count} counties",
    "municipality": "{count} municipalities",
    "region": "{count} regions",
    "unitary-authority": "{count} unitary authorities",
    "district": "{count} districts",
    "local-government-district": "{count} districts",
    "metropolitan-borough": "{count} metropolitan boroughs",
    "london-borough": "{count} London boroughs",
    "principal-area": "{count} Welsh principal areas",
    "council-area": "{count} Scottish council areas",
}
ORDERS = {
    "remaining": "most left per person first",
    "years": "the longest first",
    "required": "the smallest cut first",
    "achieved": "the largest fall first",
}


@dataclass(frozen=True)
class Place:
    """Rank by one finding, 1 for the best, among so many areas of the same kind."""

    place: int
    of: int


def _figures(edition: Edition, country: str, base_year: int, figures: Figures) -> dict[str, Array]:
    """What is ranked, lowest first: what is good is turned round."""
    persons = edition.persons(country, base_year)
    persons = np.where(np.isfinite(persons), persons, edition.persons(country, base_year + 1))
    until = np.where(figures.remaining_t < 0, figures.overdrawn_since, np.minimum(figures.used_up_at, END))
    return {
        "remaining": -findings.per_person(emissions=figures.remaining_t, population=persons),
        "years": -until,
        "required": figures.required_cut,
        "achieved": -figures.achieved_cut,
    }


def places(edition: Edition, a: Assessment) -> dict[str, Place]:
    """The area's place by each finding that it has; none where there are too few of its kind."""
    assessed = assess_all(asked_by(a, edition))
    alike = np.array([edition.area(area_id).kind == a.area.kind for area_id in assessed.area_ids])
    if alike.sum() < FEWEST:
        return {}
    row, ranked = assessed.area_ids.index(a.area.id), {}
    for key, figures in _figures(edition, a.area.country, a.base_year, assessed).items():
        place = findings.rank(figures=np.where(alike, figures, np.nan))[row]
        if math.isfinite(place):
            ranked[key] = Place(int(place), int(alike.sum()))
    return ranked


def sentences(places_of: dict[str, Place], kind: str, language: Language) -> dict[str, str]:
    """Each place in words: number 41 of 290 municipalities, the largest fall first."""
    return {
        key: language.t(
            "No. {place} of {kind}, {order}",
            place=language.whole(one.place),
            kind=language.t(KINDS.get(kind, "{count} places"), count=language.whole(one.of)),
            order=language.t(ORDERS[key]),
        )
        for key, one in places_of.items()
    }

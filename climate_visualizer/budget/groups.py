"""A budget for a group: areas that a reader puts together, as one city region or merged authorities would have it.

The budget of a group is the sum of its members' budgets, and its emissions are the sum of theirs: what is left, the dates and the
cut follow from those sums as they do for one area. How far its estimates may be off is not told: whether members' errors cancel
out or add up is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.budget.assess import Assessment, Row, assess, assessment_of
from climate_visualizer.budget.calendar import instant
from climate_visualizer.budget.figures import figures
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.methods.allocation import local_tonnes
from climate_visualizer.methods.basis import Array, Basis
from climate_visualizer.methods.question import Question

FEWEST, MOST = 2, 50  # the largest county has 49 municipalities
KIND, SLUG = "group", "group"
BETWEEN = "+"  # between the ids of a group's areas in its own


class NoGroup(ValueError):
    """Areas that make no group; `reason` is few, many, apart or within, and `areas` are those that it is about."""

    def __init__(self, reason: str, areas: tuple[Area, ...] = ()) -> None:
        names = ", ".join(area.name for area in areas)
        super().__init__(
            f"These areas make no group ({reason}): {names}. Choose others of one country, none within another."
        )
        self.reason, self.areas = reason, areas


def ensure_group(edition: Edition, areas: Sequence[Area]) -> None:
    """A group has two areas or more, all of one country, and none of them within another."""
    if len(areas) < FEWEST:
        raise NoGroup("few", tuple(areas))
    if len(areas) > MOST:
        raise NoGroup("many", tuple(areas))
    if len({area.country for area in areas}) > 1:
        raise NoGroup("apart", tuple(areas))
    chosen = {area.id: area for area in areas}
    for area in areas:
        around = next((chosen[one.id] for one in edition.parents(area.id) if one.id in chosen), None)
        if around:
            raise NoGroup("within", (area, around))


def members_of(area: Area) -> tuple[str, ...]:
    """The ids of a group's areas; of any other area its own."""
    return tuple(area.id.split(BETWEEN))


def _sum(figures_of: Array, rows: NDArray[np.intp]) -> Array:
    """The members' rows added up, as an array of one row."""
    summed: Array = figures_of[rows].sum(axis=0, keepdims=True)
    return summed


def _basis(base: Basis, rows: NDArray[np.intp], area: Area) -> Basis:
    cube = replace(
        base.cube, area_ids=(area.id,), tonnes=_sum(base.cube.tonnes, rows), totals=_sum(base.cube.totals, rows)
    )
    course = replace(base.course, totals=_sum(base.course.totals, rows), sectors=_sum(base.course.sectors, rows))
    return replace(
        base,
        cube=cube,
        sectors=_sum(base.sectors, rows),
        totals=_sum(base.totals, rows),
        consistent=_sum(base.consistent, rows),
        course=course,
        pool=np.array([True]),
        nation=None,
        booked=_sum(base.booked, rows),
        left_out=_sum(base.left_out, rows),
        cache_key=f"{base.cache_key}+{area.id}",
    )


@remembered
def assess_group(question: Question, ids: tuple[str, ...]) -> Assessment:
    """What is asked of a country for a group of its areas, held against the sum of their budgets.

    Raises `NoGroup`, and what `assess` raises for a member.
    """
    edition, country, choices, every = question.edition, question.country, question.choices, question.basis
    ensure_group(edition, [edition.area(area_id) for area_id in ids])
    members = [question.at(area_id) for area_id in ids]
    assessed = [assess(member) for member in members]
    area = Area(id=BETWEEN.join(ids), name="", kind=KIND, parent_id=None, country=country, slug=SLUG)
    rows = np.array([member.row for member in members])
    base = _basis(every, rows, area)
    summed = figures(
        base,
        share=np.array([sum(a.share for a in assessed)]),
        local=local_tonnes(question.method, country, choices.vintage, choices.limit, choices.likelihood, every),
        start=question.start,
        path_start=choices.start,
        now=instant(question.as_of),
        rate=choices.rate,
    )
    counts = [a.persons for a in assessed]
    persons = None if None in counts else sum(count for count in counts if count)
    return assessment_of(
        Row(
            question=question,
            area=area,
            base=base,
            found=summed,
            index=0,
            persons=persons,
            ranges=None,
        )
    )


def asked_areas(edition: Edition, text: str) -> tuple[Area, ...]:
    """The areas that an address names by their ids, each once, in its order; raises `UnknownArea` and `NoGroup`."""
    ids = dict.fromkeys(part.strip() for part in text.split(",") if part.strip())
    if len(ids) > MOST:
        raise NoGroup("many")
    areas = tuple(edition.area(area_id) for area_id in ids)
    ensure_group(edition, areas)
    return areas

"""Similar areas worth comparing: neighbours, areas of like size, and areas with like emissions."""

from __future__ import annotations

import numpy as np

from climate_visualizer.beside.neighbours import beside
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.methods.basis import Array, basis

MOST = 4
YEARS_AROUND = 5


def persons_near(edition: Edition, country: str, year: int) -> Array:
    """Population in the year, or for an area without any then in the nearest that it has one for, [area]."""
    persons = edition.persons(country, year)
    for distance in range(1, YEARS_AROUND + 1):
        if np.isfinite(persons).all():
            break
        for other in (year - distance, year + distance):
            persons = np.where(np.isfinite(persons), persons, edition.persons(country, other))
    return persons


def _nearest(area: Area, distances: Array, ids: tuple[str, ...], edition: Edition) -> tuple[Area, ...]:
    """The areas of the same kind at the smallest finite distances, the nearest first."""
    order = sorted((float(d), area_id) for d, area_id in zip(distances, ids, strict=True) if np.isfinite(d))
    others = [edition.area(area_id) for _, area_id in order if area_id != area.id]
    return tuple(other for other in others if other.kind == area.kind)[:MOST]


def around(edition: Edition, area: Area) -> tuple[Area, ...]:
    """The areas that lie beside an area; without boundaries those within the same area, next in the official order first."""
    if there := beside(edition, area):
        return tuple(other for other, _ in there[:MOST])
    siblings = [one for one in edition.areas if one.parent_id == area.parent_id and area.parent_id is not None]
    ids = [one.id for one in siblings]
    if area.id not in ids:
        return ()
    at = ids.index(area.id)
    order = sorted((abs(index - at), index) for index in range(len(ids)) if index != at)
    return tuple(siblings[index] for _, index in order[:MOST])


def nearby(edition: Edition, area: Area) -> tuple[Area, ...]:
    """Every area that shares a border with an area, the nearest few of an island; without boundaries its siblings."""
    if there := beside(edition, area):
        return tuple(other for other, touches in there if touches) or tuple(other for other, _ in there[:MOST])
    return tuple(one for one in edition.areas if area.parent_id and one.parent_id == area.parent_id and one != area)


def of_size(edition: Edition, area: Area) -> tuple[Area, ...]:
    """The areas of the same kind whose number of people is nearest, as a ratio."""
    cube = edition.cube(area.country)
    if area.id not in cube.area_ids:
        return ()
    persons = persons_near(edition, area.country, int(cube.years[-1]))
    own = persons[cube.area_ids.index(area.id)]
    return _nearest(area, np.abs(np.log(persons / own)), cube.area_ids, edition)


def of_kind(edition: Edition, area: Area) -> tuple[Area, ...]:
    """The areas whose emissions come most nearly from the same sectors: the smallest sum of differences in shares."""
    base = basis(edition, area.country, ())
    ids = base.cube.area_ids
    if area.id not in ids:
        return ()
    tonnes = np.nan_to_num(base.sectors[:, :, -1])
    totals = tonnes.sum(axis=1, keepdims=True)
    mix = np.divide(tonnes, totals, out=np.full_like(tonnes, np.nan), where=totals > 0)
    return _nearest(area, np.abs(mix - mix[ids.index(area.id)]).sum(axis=1), ids, edition)

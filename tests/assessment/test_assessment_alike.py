"""Whom to compare with: neighbours, places of the same size, places with the same sectors."""

import math

import pytest

from climate_visualizer.beside.similar_areas import MOST, around, of_kind, of_size
from climate_visualizer.methods.basis import basis


def test_those_around_lie_in_the_same_county(sweden):
    nykoping = sweden.area("SE-0480")
    found = around(sweden, nykoping)
    assert len(found) == MOST
    assert {area.parent_id for area in found} == {"SE-04"}
    assert nykoping not in found
    assert around(sweden, sweden.area("SE")) == ()


@pytest.mark.parametrize("area_id", ["SE-0480", "SE-0180", "SE-2505", "SE-04"])
def test_those_of_the_same_size_are_the_nearest_there_are(sweden, area_id):
    area, cube = sweden.area(area_id), sweden.cube("SE")
    both = zip(cube.area_ids, sweden.persons("SE", 2022), sweden.persons("SE", 2023), strict=True)
    persons = {one: then if math.isfinite(then) else later for one, then, later in both}
    found = of_size(sweden, area)

    def ratio(one: str) -> float:
        return max(persons[one], persons[area_id]) / min(persons[one], persons[area_id])

    others = [one.id for one in sweden.areas if one.kind == area.kind and one.id != area_id]
    assert [one.id for one in found] == sorted(others, key=lambda one: (ratio(one), one))[:MOST]


def test_those_of_the_same_kind_have_the_nearest_mix(sweden):
    area, base = sweden.area("SE-0480"), basis(sweden, "SE", ())
    ids = list(base.cube.area_ids)

    def mix(one: str) -> list[float]:
        tonnes = base.sectors[ids.index(one), :, -1].tolist()
        known = [0.0 if math.isnan(value) else value for value in tonnes]
        return [value / sum(known) for value in known]

    def distance(one: str) -> float:
        return sum(abs(a - b) for a, b in zip(mix(one), mix(area.id), strict=True))

    others = [one.id for one in sweden.areas if one.kind == area.kind and one.id != area.id]
    assert [one.id for one in of_kind(sweden, area)] == sorted(others, key=distance)[:MOST]

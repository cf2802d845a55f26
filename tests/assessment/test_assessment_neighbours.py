"""Neighbours by land, against those that have a point in common in the publisher's own map."""

import json

import pytest

from climate_visualizer.beside.neighbours import beside, level
from climate_visualizer.beside.similar_areas import MOST, around, nearby


@pytest.fixture(scope="module")
def in_common(real_data):
    """For each municipality the others that have two or more points in common with it, naively."""
    whole = json.loads((real_data / "geo_sweden" / "swedish_municipalities.geojson").read_text(encoding="utf-8"))
    points = {}
    for feature in whole["features"]:
        shape = feature["geometry"]
        polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        points[f"SE-{feature['properties']['id']}"] = {
            (round(x, 6), round(y, 6)) for polygon in polygons for ring in polygon for x, y in ring
        }
    return {
        one: {other for other, theirs in points.items() if other != one and len(own & theirs) >= 2}
        for one, own in points.items()
    }


@pytest.mark.parametrize("area_id", ["SE-0480", "SE-0180", "SE-2584", "SE-1490", "SE-0127"])
def test_those_with_a_common_border_are_nearby(mapped, in_common, area_id):
    area = mapped.area(area_id)
    touched = {one.id for one in nearby(mapped, area)}
    assert in_common[area_id] <= touched
    assert len(touched - in_common[area_id]) <= 2, "those that meet in a point, or across a narrow water"
    assert {one.id for one in around(mapped, area)} <= touched | {one.id for one, _ in beside(mapped, area)[:MOST]}
    for one in nearby(mapped, area):
        assert area in nearby(mapped, one)


def test_an_island_is_near_what_lies_closest(mapped):
    gotland = mapped.area("SE-0980")
    assert not any(touches for _, touches in beside(mapped, gotland))
    found = nearby(mapped, gotland)
    assert len(found) == MOST
    assert {one.id for one in found} & {"SE-0885", "SE-0840", "SE-0882", "SE-0138"}, (
        "Öland, Oskarshamn or the islands of Stockholm"
    )


def test_counties_lie_beside_counties_and_the_nation_beside_none(mapped, starter):
    sodermanland = mapped.area("SE-04")
    assert {one.id for one in nearby(mapped, sodermanland)} >= {"SE-01", "SE-05", "SE-18", "SE-19"}
    assert nearby(mapped, mapped.area("SE")) == ()
    assert level(starter, "SE") == ()
    nykoping = starter.area("SE-0480")
    assert {one.parent_id for one in nearby(starter, nykoping)} == {"SE-04"}
    assert nykoping not in nearby(starter, nykoping)

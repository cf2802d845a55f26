"""Boundaries from the publishers' own maps, served on loopback, and from broken ones."""

import json

import numpy as np
import polars as pl
import pytest

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.publishers import geo_sweden, geo_uk
from climate_visualizer.sources.reading.geometry import shapes, simplified
from climate_visualizer.sources.table import BOUNDARIES, SourceError

FILES = {
    "swedish_municipalities.geojson": (geo_sweden, 290),
    "swedish_regions.geojson": (geo_sweden, 21),
    "geogLA2021UK.json": (geo_uk, 374),
    "geogUKregion.json": (geo_uk, 12),
}


@pytest.mark.parametrize("module", [geo_sweden, geo_uk])
def test_the_publishers_maps_are_fetched_once(served, real_data, module):
    for name in facts(module.SOURCE)["card"]["files"]:
        served.files[f"/{module.SOURCE}/{name}"] = (real_data / module.SOURCE / name).read_bytes()
    found = list(module.fetch(known={}, base=served.base))
    assert [one.file_name for one in found] == facts(module.SOURCE)["card"]["files"]
    assert list(module.fetch(known={one.url: one.headers for one in found}, base=served.base)) == []


@pytest.mark.parametrize("name", FILES)
def test_every_area_has_closed_rings_where_it_lies(real_data, name):
    module, count = FILES[name]
    content = (real_data / module.SOURCE / name).read_bytes()
    table = module.read(content, file_name=name, areas=None).boundaries
    assert table.schema == pl.Schema(BOUNDARIES) and table["area_id"].n_unique() == count
    ends = table.group_by("area_id", "ring").agg(
        pl.col("longitude").first().alias("x0"),
        pl.col("longitude").last().alias("x1"),
        pl.col("latitude").first().alias("y0"),
        pl.col("latitude").last().alias("y1"),
        points=pl.len(),
    )
    assert ends.filter((pl.col("x0") != pl.col("x1")) | (pl.col("y0") != pl.col("y1"))).is_empty()
    assert ends["points"].min() >= 4
    west, south, east, north = (10, 55, 25, 70) if module is geo_sweden else (-9, 49, 2, 61)
    assert table["longitude"].is_between(west, east).all() and table["latitude"].is_between(south, north).all()
    before = sum(len(ring) for _, polygons in shapes(content, name) for rings in polygons for ring in rings)
    assert table.height <= before


def test_codes_are_those_of_the_official_lists(real_data, areas):
    for name in ("swedish_municipalities.geojson", "swedish_regions.geojson"):
        table = geo_sweden.read((real_data / "geo_sweden" / name).read_bytes(), file_name=name, areas=None).boundaries
        kind = "county" if "regions" in name else "municipality"
        assert set(table["area_id"]) == set(areas.filter(pl.col("kind") == kind)["area_id"])


def test_a_simplified_ring_keeps_within_its_tolerance():
    turn = np.linspace(0, 2 * np.pi, 2001)
    ring = np.stack([15 + np.cos(turn) / np.cos(np.radians(60)), 60 + np.sin(turn)], axis=1)
    few = simplified(ring, 0.005)
    assert 20 < len(few) < 100 and (few[0] == ring[0]).all() and (few[-1] == ring[-1]).all()
    flat, kept = ((one - [15, 60]) * [np.cos(np.radians(60)), 1] for one in (ring, few))
    along = np.diff(kept, axis=0)
    offset = flat[:, None] - kept[None, :-1]
    part = np.clip((offset * along).sum(-1) / (along**2).sum(-1), 0, 1)
    away = np.hypot(*np.moveaxis(offset - part[..., None] * along, -1, 0)).min(axis=1)
    assert away.max() < 0.0055
    assert len(simplified(ring, 10.0)) == 4


def square(**properties):
    ring = [[15, 60], [16, 60], [16, 61], [15, 60]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


@pytest.mark.parametrize(
    ("whole", "sentence"),
    [
        ([], "holds no map"),
        ({"type": "Point"}, "neither GeoJSON nor TopoJSON"),
        ({"type": "FeatureCollection", "features": []}, "no shapes"),
        ({"type": "FeatureCollection", "features": [{"properties": {}}]}, "damaged"),
        ({"type": "Topology", "arcs": [], "objects": {}}, "damaged"),
        (
            {"type": "Topology", "transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [], "objects": {}},
            "damaged",
        ),
        ({"type": "FeatureCollection", "features": [square(kom_namn="A", id="x")]}, "official code"),
        (
            {"type": "FeatureCollection", "features": [{**square(), "geometry": {"type": "Point", "coordinates": []}}]},
            "damaged",
        ),
    ],
)
def test_another_map_is_a_sentence(whole, sentence):
    with pytest.raises(SourceError, match=sentence):
        geo_sweden.read(json.dumps(whole).encode(), file_name="map.json", areas=None)


def test_what_is_not_a_map_is_a_sentence():
    with pytest.raises(SourceError, match="is not JSON"):
        geo_uk.read(b"<html>", file_name="map.json", areas=None)
    with pytest.raises(SourceError, match="official code"):
        geo_uk.read(
            json.dumps({"type": "FeatureCollection", "features": [square(AREACD="E1")]}).encode(),
            file_name="m.json",
            areas=None,
        )


def test_metres_are_not_degrees():
    far = square(kom_namn="A", id="0114")
    far["geometry"]["coordinates"] = [[[674000, 6580000], [675000, 6580000], [675000, 6581000], [674000, 6580000]]]
    with pytest.raises(SourceError, match="WGS 84"):
        geo_sweden.read(
            json.dumps({"type": "FeatureCollection", "features": [far]}).encode(), file_name="m.json", areas=None
        )

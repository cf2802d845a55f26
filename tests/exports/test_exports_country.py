"""Whole countries: the same figures as an area's own page, whatever the format; boundaries where there are any."""

import dataclasses
import io
import json
import math

import fastexcel
import polars as pl
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.exports.tables import whole_country
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question, ask

QUERIES = [{}, {"limit": "1.5"}, {"method": "world-per-head"}]


@pytest.mark.parametrize("query", QUERIES)
def test_each_row_is_what_the_areas_own_page_says(starter, day, query):
    choices = parse(query, country="SE", as_of=day)
    frame = whole_country.findings(Question(starter, "SE", choices, day))
    assert set(frame["area_id"]) == {area.id for area in starter.areas if area.country == "SE"}
    for row in frame.iter_rows(named=True):
        a = assess(Question(starter, row["area_id"], choices, day))
        for name in ("budget_t", "remaining_t", "persons", "per_head_t", "used_up_on", "overdrawn_since", "years_left"):
            wanted = getattr(a, name)
            assert row[name] == (wanted if not isinstance(wanted, float) else pytest.approx(wanted)), (
                row["name"],
                name,
            )
        assert row["required_cut_percent"] == (None if a.required_cut is None else pytest.approx(100 * a.required_cut))
        assert row["edition"] == starter.id


def test_a_budget_is_conserved_over_the_counties(starter, day):
    frame = whole_country.findings(ask(starter, "SE", as_of=day))
    counties = frame.filter(pl.col("kind") == "county")["budget_t"].sum()
    assert counties == pytest.approx(frame.filter(pl.col("kind") == "country")["budget_t"].item())


def test_no_number_is_made_up_and_none_is_lost(starter):
    frame = whole_country.emissions(starter, "SE")
    wide = whole_country.by_year(frame)
    years = [name for name in wide.columns if name.isdigit()]
    assert wide.select(pl.sum_horizontal(pl.col(years).sum())).item() == pytest.approx(frame["tonnes"].sum())
    assert wide.height == frame.select(whole_country.KEYS).unique().height
    assert sum(wide[year].null_count() for year in years) == wide.height * len(years) - frame["tonnes"].count()


def test_every_format_reads_back_as_the_same_table(starter, day):
    frame = whole_country.findings(ask(starter, "SE", as_of=day))
    about = {"title": "x", "as_of": day, "edition": starter.id, "choices": {"limit": 2.0}}
    assert pl.read_parquet(io.BytesIO(whole_country.to_parquet(frame, about))).equals(frame)
    told = json.loads(whole_country.to_json(frame, about))
    assert [row["remaining_t"] for row in told["rows"]] == frame["remaining_t"].to_list()
    book = fastexcel.read_excel(whole_country.to_xlsx(frame, about))
    read = book.load_sheet("Figures").to_polars()
    assert read.columns == frame.columns
    assert read["remaining_t"].to_list() == pytest.approx(frame["remaining_t"].to_list())
    assert [str(moment)[:10] for moment in read["used_up_on_trend"]] == [str(d) for d in frame["used_up_on_trend"]]
    assert starter.id in book.load_sheet("Read me", header_row=None).to_polars().to_series(1).to_list()
    with pytest.raises(TypeError, match="no place in JSON"):
        whole_country.to_json(frame, {"odd": object()})


def _square(x, y, size):
    return [(x, y), (x + size, y), (x + size, y + size), (x, y + size)]


def test_boundaries_become_polygons_with_holes_and_findings(starter, day):
    rings = [("SE-0480", 0, False, _square(16.5, 58.5, 1)), ("SE-0480", 1, True, _square(16.7, 58.7, 0.2))]
    rings += [("SE-0480", 2, False, _square(18.1234567, 58.5, 0.5)), ("SE-04", 0, False, _square(15, 58, 3))]
    rows = [
        {"area_id": area, "ring": ring, "hole": hole, "point": at, "longitude": x, "latitude": y}
        for area, ring, hole, points in rings
        for at, (x, y) in enumerate(points)
    ]
    boundaries = pl.DataFrame(rows, schema=starter.boundaries.schema)
    edition = dataclasses.replace(starter, boundaries=boundaries)
    frame = whole_country.findings(ask(edition, "SE", as_of=day))
    told = json.loads(whole_country.geojson(edition, "SE", frame, {"edition": edition.id}))
    assert told["type"] == "FeatureCollection"
    by_id = {one["id"]: one for one in told["features"]}
    assert len(by_id) == frame.height
    shape = by_id["SE-0480"]["geometry"]
    assert shape["type"] == "MultiPolygon"
    assert [len(polygon) for polygon in shape["coordinates"]] == [2, 1]
    for polygon in shape["coordinates"]:
        for ring in polygon:
            assert ring[0] == ring[-1]
            assert len(ring) == 5
    assert shape["coordinates"][1][0][0] == [18.12346, 58.5]
    assert math.isfinite(by_id["SE-0480"]["properties"]["remaining_t"])
    assert by_id["SE-0481"]["geometry"] is None


def test_without_boundaries_a_sentence_says_so(starter, day):
    frame = whole_country.findings(ask(starter, "SE", as_of=day))
    edition = dataclasses.replace(starter, boundaries=starter.boundaries.clear())
    with pytest.raises(whole_country.NoBoundaries, match="no boundaries of areas in SE"):
        whole_country.geojson(edition, "SE", frame, {})

"""Figures: dots are conserved, picture and table agree, and nothing in a picture breaks the page's policy."""

import csv
import io
import json
import xml.etree.ElementTree as tree

import pytest
from conftest import ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.charts import dot_columns, dots, history
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.charts.drawing.themes import DARK, LIGHT
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.question import ask
from climate_visualizer.sources.labels import labels

CHOICES = [
    {},
    {"limit": "1.5"},
    {"method": "world-per-head"},
    {"pathway": "linear"},
    {"pathway": "inertial"},
    {"start": "2031"},
]
AREAS = ["SE-0480", "SE-04", "SE", "SE-0428"]


@pytest.fixture(scope="module")
def sv():
    return load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")


def _names():
    return {sector: name for (sector, part), name in labels("SE", "sv").items() if part == "total"}


def _assessment(starter, day, area, query):
    return assess(ask(starter, area, query, as_of=day))


@pytest.mark.parametrize("query", CHOICES)
@pytest.mark.parametrize("area", AREAS)
@pytest.mark.parametrize("shape", [dot_columns.WIDE, dot_columns.NARROW])
def test_dots_are_conserved_for_each_kind(starter, day, area, query, shape):
    a = _assessment(starter, day, area, query)
    size = dot_columns.dot_size(a, shape)
    tonnes = dict.fromkeys(dot_columns.KINDS, 0.0)
    for piece in dot_columns.pieces(a, shape.columns):
        tonnes[piece.kind] += piece.tonnes
    drawn = dict.fromkeys(dot_columns.KINDS, 0)
    for column in dot_columns.columns(a, shape):
        for kind, count in column.stack:
            drawn[kind] += count
    for kind in dot_columns.KINDS:
        assert abs(drawn[kind] - tonnes[kind] / size) <= 0.5 + 1e-6
    if a.overdrawn_t is None:
        assert tonnes["over"] == 0
        assert tonnes["left"] <= a.remaining_t * (1 + 1e-9)
    else:
        assert tonnes["left"] == 0
        assert tonnes["over"] == pytest.approx(a.overdrawn_t, rel=1e-6), (
            "cut at the instant, not at the day that is said"
        )


@pytest.mark.parametrize("shape", [dot_columns.WIDE, dot_columns.NARROW])
def test_a_dot_is_a_round_number_of_tonnes_and_the_picture_has_a_limited_height(starter, day, shape):
    for area in AREAS:
        a = _assessment(starter, day, area, {})
        size = dot_columns.dot_size(a, shape)
        assert str(int(size)).rstrip("0") in ("1", "2", "5")
        assert (
            max(sum(count for _, count in column.stack) for column in dot_columns.columns(a, shape)) <= shape.rows + 1
        )


def test_a_wide_picture_begins_where_statistics_do_and_is_about_as_wide(starter, day, sv):
    of_nation, of_municipality = (_assessment(starter, day, area, {}) for area in ("SE", "SE-0480"))
    assert min(of_nation.history.years) == 2015, "the starter set's nation"
    shape = dot_columns.fitted(of_nation, dot_columns.WIDE)
    assert shape.first == 2015 and dot_columns.fitted(of_nation, shape) == shape
    assert shape.across == pytest.approx(dot_columns.WIDE.across, rel=0.15)
    assert dot_columns.columns(of_nation, dot_columns.WIDE)[0].index == 0
    picture = dots.figure(of_nation, "", sv).picture
    assert 'data-first="2014.5"' in picture, "a year's value stands in the middle of its columns"
    assert dot_columns.fitted(of_municipality, dot_columns.WIDE) is dot_columns.WIDE


def test_a_narrow_picture_begins_where_statistics_do_with_larger_dots_and_words_as_large(starter, day, sv):
    of_nation, of_municipality = (_assessment(starter, day, area, {}) for area in ("SE", "SE-0480"))
    narrow = dot_columns.NARROW
    shape = dot_columns.fitted(of_nation, narrow)
    assert (shape.first, shape.columns) == (2015, 1) and dot_columns.fitted(of_nation, shape) == shape
    assert dot_columns.columns(of_nation, shape)[0].index == 0
    smaller = shape.across / narrow.across
    assert shape.rows / narrow.rows == pytest.approx(smaller, rel=0.02)
    assert shape.letters / narrow.letters == pytest.approx(smaller, rel=0.06)
    assert dot_columns.fitted(of_municipality, narrow) is narrow
    narrow_picture = dots.figure(of_nation, "", sv).picture.split("<svg")[-1]
    assert 'data-first="2014.5"' in narrow_picture


def test_the_tables_of_a_figure_add_up_to_the_assessment(starter, day, sv):
    a = _assessment(starter, day, "SE-0480", {})
    rows = dots.figure(a, "SMHI", sv).table.rows
    left = sum(tonnes for _, kind, tonnes in rows if kind == "kvar att släppa ut")
    assert left == pytest.approx(a.remaining_t, rel=0.01)
    table = history.figure(a, _names(), "SMHI", sv).table
    published = {row[0]: row for row in table.rows if row[-1] == "publicerat"}
    assert published[2023][-2] == round(a.base_emissions_t_per_year)
    assert sum(published[2023][1:-2]) == pytest.approx(published[2023][-2], abs=8)


@pytest.mark.parametrize("size", [WIDE, NARROW])
@pytest.mark.parametrize("query", CHOICES)
def test_a_picture_is_sound_markup_without_style_or_script(starter, day, sv, query, size):
    a = _assessment(starter, day, "SE-0480", query)
    for bundle in (
        dots.figure(a, "SMHI", sv, size=size),
        history.figure(a, _names(), "SMHI", sv, size=size),
    ):
        root = tree.fromstring(bundle.picture)
        assert root.get("role") == "img"
        assert root.get("aria-label") == bundle.alt
        assert " style=" not in bundle.picture
        assert "<script" not in bundle.picture
        assert "var(--" in bundle.picture
        assert len(bundle.picture) < 20_000


def test_numbers_in_a_picture_have_points_in_every_language(starter, day, sv):
    a = _assessment(starter, day, "SE-0480", {})
    root = tree.fromstring(dots.figure(a, "SMHI", sv).picture)
    for element in root.iter():
        for name in ("x", "y", "width", "height", "cx", "cy", "r", "font-size"):
            if element.get(name) is not None:
                float(element.get(name).removesuffix("%"))
    assert root.get("viewBox").count(",") == 0


def test_a_downloaded_picture_carries_its_colours(starter, day, sv):
    bundle = dots.figure(_assessment(starter, day, "SE-0480", {}), "SMHI", sv)
    assert "var(" not in bundle.svg("light")
    assert LIGHT["past"] in bundle.svg("light")
    assert DARK["past"] in bundle.svg("dark")
    assert bundle.png().startswith(b"\x89PNG")


def test_csv_and_json_carry_source_and_edition(starter, day, sv):
    a = _assessment(starter, day, "SE-0480", {})
    bundle = dots.figure(a, "Källa: SMHI, 2024.", sv)
    rows = list(csv.DictReader(io.StringIO(bundle.csv())))
    assert len(rows) == len(bundle.table.rows)
    assert rows[0]["source"] == "Källa: SMHI, 2024."
    assert rows[0]["edition"] == a.edition_id
    facts = json.loads(bundle.json())
    assert facts["title"] == "Nyköpings budget i prickar"
    assert len(facts["rows"]) == len(rows)


def test_the_text_alternative_says_what_the_picture_shows(starter, day, sv):
    a = _assessment(starter, day, "SE-0480", {})
    assert dots.figure(a, "SMHI", sv).alt.startswith("Varje prick är 2\u202f000 ton koldioxid. Utsläppt sedan 2000:")
    assert "sjunker med 27" in history.figure(a, _names(), "SMHI", sv).alt
    over = _assessment(starter, day, "SE-0480", {"limit": "1.5"})
    assert dots.figure(over, "SMHI", sv).alt.endswith("ton över budgeten.")
    assert "sjunker" not in history.figure(over, _names(), "SMHI", sv).alt

"""Poster and shared picture: dots conserved, everything vectors, the right size, each language and state its own."""

import re

import pytest

from climate_visualizer.charts import dot_columns
from climate_visualizer.charts.dot_marks import COLOURS
from climate_visualizer.charts.drawing.svg import render
from climate_visualizer.exports.papers.large_dots import dotted, each_dot
from climate_visualizer.exports.papers.poster import SHARED, WALL, poster, shared

ADDRESS = "https://climate.example/sv/se/nykoping/"
CASES = [("SE-0480", {}), ("SE-0480", {"limit": "1.5"}), ("SE", {"method": "world-per-head"}), ("SE-0428", {})]


@pytest.mark.parametrize("shape", [WALL, SHARED])
@pytest.mark.parametrize(("area", "query"), CASES)
def test_there_is_a_dot_for_each_so_many_tonnes(facts_of, area, query, shape):
    a = facts_of(area, **query).a
    drawn = render(dotted(a, shape))
    for kind, colour in COLOURS.items():
        wanted = sum(count for one in dot_columns.columns(a, shape) for part, count in one.stack if part == kind)
        mark = "stroke" if kind == "filled" else "fill"
        assert drawn.count(f'{mark}="var(--{colour})"') == wanted
    assert "<text" not in drawn
    width, height = map(float, re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn).groups())
    for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn):
        assert 0 < float(x) < width and 0 < float(y) < height


@pytest.mark.parametrize(("code", "said"), [("sv", "I dag"), ("en", "Today")])
def test_the_wall_has_years_and_today_in_its_language_and_points_in_its_numbers(facts_of, code, said):
    facts = facts_of(code=code)
    drawn = render(dotted(facts.a, WALL, facts.language))
    assert said in drawn
    assert all(f">{year}<" in drawn for year in (2000, 2010, 2050))
    for value in re.findall(r' (?:x|y|cx|cy|r|font-size)="([^"]*)"', drawn):
        float(value)
    assert facts.language.whole(5000) in each_dot(facts.a, WALL, facts.language)


@pytest.mark.parametrize("code", ["sv", "en"])
@pytest.mark.parametrize(("area", "query"), CASES)
def test_a_poster_is_one_tagged_page_of_a3_without_pictures_of_pixels(facts_of, area, query, code):
    made = poster(facts_of(area, code, **query), ADDRESS)
    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", made).groups())
    assert (width, height) == (pytest.approx(841.89, abs=0.1), pytest.approx(1190.55, abs=0.1))
    assert b"/StructTreeRoot" in made
    assert not re.search(rb"/Subtype\s*/Image\b", made)
    assert made == poster(facts_of(area, code, **query), ADDRESS)


@pytest.mark.parametrize(("area", "query"), CASES)
def test_a_shared_picture_has_the_size_that_is_asked_of_it(facts_of, area, query):
    made = shared(facts_of(area, **query), ADDRESS)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    assert [int.from_bytes(made[at : at + 4], "big") for at in (16, 20)] == [1200, 630]
    assert made != shared(facts_of(area, "en", **query), ADDRESS)

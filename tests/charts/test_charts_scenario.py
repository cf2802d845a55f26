"""The chart of a scenario: it stands still while the path moves, and its picture, table and words agree."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from collided import collisions

from climate_visualizer.charts import scenario as chart
from climate_visualizer.charts.drawing.scene import Box, texts_of
from climate_visualizer.charts.drawing.svg import render
from climate_visualizer.charts.drawing.themes import LIGHT
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.scenario import answer
from climate_visualizer.scenarios.scenario_paths import Scenario
from climate_visualizer.sources.labels import sector_names

ENGLISH = load_language("en", Path())
NAMES = sector_names("SE", "en")


@pytest.fixture(scope="module")
def ask(starter, day):
    def asked(cut, area="SE-0480", **query):
        choices = parse(query, country="SE", as_of=day)
        return answer(Question(starter, area, choices, day), Scenario("cut", 2027, cut=cut))

    return asked


def _points(svg, group):
    path = re.search(rf'<g class="{group}"><path d="([^"]+)"', svg).group(1)
    steps = [tuple(map(float, pair.split())) for pair in re.split("[Ml]", path)[1:]]
    return [(sum(x for x, _ in steps[: at + 1]), sum(y for _, y in steps[: at + 1])) for at in range(len(steps))]


@pytest.mark.parametrize("size", [chart.WIDE, chart.NARROW])
@pytest.mark.parametrize("cut", [0.0, 0.05, 0.3, 0.6])
@pytest.mark.parametrize("query", [{}, {"limit": "1.5"}])
def test_a_picture_is_whole_named_and_in_the_colours_of_the_page(ask, cut, size, query):
    found = ask(cut, **query)
    svg = render(chart.scene(found, ENGLISH, size=size, other=ask(0.1, **query)))
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label").startswith(("On this path", "This path", "The budget is already"))
    assert set(re.findall(r"var\(--(\w+)\)", svg)) <= set(LIGHT)
    assert "nan" not in svg
    assert "style=" not in svg
    box = chart.axes(found, ENGLISH, size)
    xs, ys = zip(*_points(svg, "path"), strict=True)
    assert list(xs) == sorted(xs)
    assert box.left - 0.05 <= min(xs) <= max(xs) <= box.right + 0.05
    assert max(ys) <= box.bottom + 0.05


def test_the_frame_stands_still_while_the_path_moves(ask):
    assert chart.axes(ask(0.0), ENGLISH) == chart.axes(ask(0.5), ENGLISH)


def test_the_data_attributes_are_where_the_path_lies(ask):
    found = ask(0.1)
    root = ElementTree.fromstring(render(chart.scene(found, ENGLISH)))
    left, right, top, bottom, first, last, most = (
        float(root.get(f"data-{name}")) for name in ("left", "right", "top", "bottom", "first", "last", "high")
    )
    for (x, y), year, tonnes in zip(
        _points(render(chart.scene(found, ENGLISH)), "path"), found.years, found.path, strict=True
    ):
        assert first + (x - left) / (right - left) * (last - first) == pytest.approx(year, abs=0.05)
        assert (bottom - y) / (bottom - top) * most == pytest.approx(tonnes, abs=most / 300)


def test_labels_never_lie_on_each_other():
    placed = chart._spread([100.0, 101.0, 99.0, 240.0], 18, 250)
    assert min(b - a for a, b in zip(sorted(placed), sorted(placed)[1:], strict=False)) >= 18
    assert max(placed) <= 250


def test_the_table_has_every_year_and_adds_up(ask):
    found = ask(0.1)
    bundle = chart.figure(found, NAMES, "Source.", ENGLISH)
    assert [row[0] for row in bundle.table.rows] == [str(year) for year in found.years]
    for row in bundle.table.rows:
        assert sum(row[4:]) == pytest.approx(row[1], abs=len(row))
    assert bundle.csv().splitlines()[0].startswith("Year,Your path,The trend goes on,Budget,")
    assert chart.figure(ask(0.1, limit="1.5"), NAMES, "S", ENGLISH).table.rows[0][3] == ""
    assert bundle.title in bundle.alt


def test_a_card_to_share_is_a_picture_of_its_own(ask):
    for cut in (0.02, 0.3):
        svg = render(chart.card(ask(cut), "Upplands Väsby & Co", "Source.", ENGLISH))
        assert ElementTree.fromstring(svg).get("viewBox") == "0 0 1200 630"
        assert "Upplands Väsby &amp; Co" in svg


def test_what_is_read_out_is_what_the_table_says(ask):
    found = ask(0.1)
    told, table = chart.readings(found, ENGLISH), chart.figure(found, NAMES, "S", ENGLISH).table
    assert [one["name"] for one in told] == [row[0] for row in table.rows]
    for one, row in zip(told, table.rows, strict=True):
        assert one["lines"] == [(table.columns[at], f"{ENGLISH.whole(row[at])} tonnes") for at in (1, 2, 3)]
    assert len(chart.readings(ask(0.1, limit="1.5"), ENGLISH)[0]["lines"]) == 2, "an overdrawn budget has no path"


def test_measured_filled_and_estimated_are_named_below_the_chart(ask):
    drawn = chart.scene(ask(0.1), ENGLISH)
    said = [text.text for text in texts_of(drawn)]
    assert {"published", "interpolated", "estimated"} <= set(said)
    assert collisions(texts_of(drawn), Box(0, 0, drawn.width, drawn.height)) == []
    narrow = chart.scene(ask(0.1), ENGLISH, size=chart.NARROW)
    assert collisions(texts_of(narrow), Box(0, 0, narrow.width, narrow.height)) == []

"""The light first picture is what Vega draws from the same specification, and every specification is sound Vega-Lite."""

import json
import re
import xml.etree.ElementTree as tree

import pytest
import vl_convert
from conftest import ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.charts import catalogue
from climate_visualizer.charts.drawing import layers
from climate_visualizer.charts.drawing.bundle import colour, named
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse

SVG = "{http://www.w3.org/2000/svg}"
CASES = [
    ("history", "SE-0480", {}),
    ("history", "SE", {"limit": "1.5"}),
    ("cumulative", "SE-0480", {}),
    ("cumulative", "SE-0480", {"limit": "1.5"}),
    ("cumulative", "SE-04", {"method": "world-per-head", "limit": "1.7"}),
    ("sector-transport", "SE-0480", {}),
    ("sector-waste", "SE-1881", {}),
]


@pytest.fixture(scope="module", params=["sv", "en"])
def language(request):
    return load_language(request.param, ROOT / "climate_visualizer" / "web" / "locale")


def _bundle(starter, day, language, name, area, query, narrow=False):
    a = assess(starter, area, parse(query, country="SE", as_of=day), as_of=day)
    return catalogue.figure(name, starter, a, language, narrow=narrow)


def _points(d: str) -> list[tuple[float, float]]:
    """Where a path of straight lines goes, absolute; M, L, l, H, V and Z are read."""
    x = y = 0.0
    found = []
    for command, rest in re.findall(r"([MLlHVZ])([^MLlHVZ]*)", d):
        numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", rest)]
        for index in range(0, len(numbers), 1 if command in "HV" else 2):
            if command == "H":
                x = numbers[index]
            elif command == "V":
                y = numbers[index]
            elif command == "l":
                x, y = x + numbers[index], y + numbers[index + 1]
            else:
                x, y = numbers[index], numbers[index + 1]
            found.append((x, y))
    return found


def _vega_paths(specification) -> dict[tuple[str, str], list[list[tuple[float, float]]]]:
    """Every mark that Vega draws, by its kind and colour."""
    found = {}
    root = tree.fromstring(vl_convert.vegalite_to_svg(specification))
    for group in root.iter(f"{SVG}g"):
        kind = re.match(r"mark-(area|line) ", group.get("class") or "")
        for path in group.findall(f"{SVG}path") if kind else ():
            paint = path.get("fill") if kind[1] == "area" else path.get("stroke")
            found.setdefault((kind[1], named(paint)), []).append(_points(path.get("d")))
    return found


def _own_paths(picture) -> dict[tuple[str, str], list[list[tuple[float, float]]]]:
    found = {}
    for path in tree.fromstring(picture).iter(f"{SVG}path"):
        kind = "line" if path.get("fill") == "none" else "area"
        paint = path.get("stroke") if kind == "line" else path.get("fill")
        found.setdefault((kind, paint), []).append(_points(path.get("d")))
    return found


def _near(one: list[tuple[float, float]], other: list[tuple[float, float]]) -> bool:
    """Whether two shapes have the same corners within a pixel, whatever corner each begins with."""
    corners = {(round(x), round(y)) for x, y in other}
    close = {(x + dx, y + dy) for x, y in corners for dx in (-1, 0, 1) for dy in (-1, 0, 1)}
    return {(round(x), round(y)) for x, y in one} <= close


@pytest.mark.parametrize(("name", "area", "query"), CASES)
def test_the_first_picture_is_the_one_that_vega_draws(starter, day, language, name, area, query):
    bundle = _bundle(starter, day, language, name, area, query)
    own = _own_paths(bundle.picture)
    for key, shapes in _vega_paths(bundle.specification).items():
        assert key in own, key
        for shape in shapes:
            assert any(_near(shape, mine) and _near(mine, shape) for mine in own[key]), (key, shape[:4])


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(("name", "area", "query"), CASES)
def test_a_specification_is_sound_vega_lite(starter, day, language, name, area, query, narrow):
    import altair

    specification = _bundle(starter, day, language, name, area, query, narrow).specification
    assert altair.Chart.from_dict(specification, validate=True) is not None
    written = json.dumps(specification)
    assert "NaN" not in written
    assert "Infinity" not in written


@pytest.mark.parametrize(("name", "area", "query"), CASES)
def test_words_in_a_picture_are_those_that_vega_writes(starter, day, language, name, area, query):
    bundle = _bundle(starter, day, language, name, area, query)
    theirs = tree.fromstring(vl_convert.vegalite_to_svg(bundle.specification))
    said = {node.text.replace("\u2212", "-") for node in theirs.iter(f"{SVG}text")}
    own = {node.text.replace("\u2212", "-") for node in tree.fromstring(bundle.picture).iter(f"{SVG}text")}
    assert own == said


@pytest.mark.parametrize(("low", "high"), [(0, 447), (0, 0.03), (-120, 900), (0, 5e7), (0, 1), (0, 0)])
def test_an_axis_reaches_over_its_figures_in_few_round_steps(low, high):
    values = layers.amounts(low, high)
    step = values[1] - values[0] if len(values) > 1 else 1
    assert values[0] <= low + 1e-12
    assert values[-1] >= high - 1e-9
    assert len(values) <= 8
    assert f"{step:.0e}"[0] in "125"


def test_a_layer_without_rows_or_words_is_harmless():
    assert layers.labels([]) == []
    assert layers.area([], "past")["data"]["values"] == []
    rule = layers.upright(2026.9, 0, 5, "ink")
    assert rule["mark"]["color"] == colour("ink")


def test_a_label_stands_inside_its_band_or_not_at_all(starter, day, language):
    """A word's middle and both its ends lie between the edges of the band it names."""
    from climate_visualizer.charts import history
    from climate_visualizer.sources.labels import sector_names

    a = assess(starter, "SE-0480", parse({}, country="SE", as_of=day), as_of=day)
    series = history.grouped(a, sector_names("SE", language.code), language)
    frame = layers.Frame(1040, 380, 1990, 2050, (), 0.0, 500.0)
    found = history.labels_inside(series, frame)
    assert found
    for label in found:
        index = list(series).index(label.text)
        reach = len(label.text) * history.WIDTH / 2 / (1040 / 60)
        for year in (label.x - int(reach), label.x, label.x + int(reach)):
            heights = [one.tonnes[one.years.index(year)] / 1000 for one in series.values()]
            assert sum(heights[:index]) < label.y < sum(heights[: index + 1])


def test_a_part_below_nought_has_no_height_and_the_pile_keeps_its_order(starter, day, language):
    """Cement taken off in excess can leave an industry below nought: the pile must not fold over itself."""
    from dataclasses import replace

    from climate_visualizer.charts import history
    from climate_visualizer.sources.labels import sector_names

    a = assess(starter, "SE-0480", parse({}, country="SE", as_of=day), as_of=day)
    industry = a.sectors["industry"]
    a = replace(a, sectors={**a.sectors, "industry": replace(industry, tonnes=tuple(-one for one in industry.tonnes))})
    bundle = history.figure(a, sector_names("SE", language.code), "SMHI", language)
    rows = [row for row in bundle.specification["layer"][0]["data"]["values"]]
    assert min(row["y"] for row in rows) == 0
    own = _own_paths(bundle.picture)
    for key, shapes in _vega_paths(bundle.specification).items():
        assert all(any(_near(shape, mine) for mine in own[key]) for shape in shapes)

"""Pictures as scenes: scales, labels that never meet, fixed colours, and an SVG and a PNG that are what the scene says."""

import io
import re
import xml.etree.ElementTree as tree
from dataclasses import replace
from itertools import pairwise

import pytest
from collided import collisions
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.curves import Series
from climate_visualizer.charts import catalogue, history
from climate_visualizer.charts.drawing import plot, stacked, svg
from climate_visualizer.charts.drawing.legend import Key, legend
from climate_visualizer.charts.drawing.placement import Places, along, crossings
from climate_visualizer.charts.drawing.png import png
from climate_visualizer.charts.drawing.scene import Box, Scene, Text, marks_of, polyline, texts_of
from climate_visualizer.charts.drawing.sector_colours import COLOUR_OF, SHADES, colour_of, ink_on
from climate_visualizer.charts.drawing.sizes import NARROW, SIZES, WIDE
from climate_visualizer.charts.drawing.text_widths import shortened, text_width, wrapped
from climate_visualizer.charts.drawing.themes import DARK, LIGHT, PAGE
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.question import ask
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.embeds.palette import contrast

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ("history", "dots", "cumulative", "sectors", "waiting", "sector-transport", "sector-heating")
CODES = ("sv", "en", "fi", "sv-x-lattlast")
# A town of one plant, a large city, a place whose trend nears nought, the nation, and one on an island.
AREAS = ("SE-0480", "SE-0180", "SE-2361", "SE", "SE-0980")
words = st.text("abcåäömWil", min_size=1, max_size=20)


def _language(code):
    return load_language(code, ROOT / "climate_visualizer" / "web" / "locale")


@pytest.fixture(scope="module")
def language():
    return _language("sv")


def _bundle(edition, day, language, name, area, query, size=WIDE):
    a = assess(ask(edition, area, query, as_of=day))
    return catalogue.figure(name, edition, a, language, size=size)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("query", [{}, {"limit": "1.5"}])
@pytest.mark.parametrize("area", AREAS)
def test_no_word_of_a_picture_meets_another_or_leaves_the_picture(starter, day, area, query, code):
    for name in NAMES:
        for size in SIZES.values():
            scene = _bundle(starter, day, _language(code), name, area, query, size).scene
            if scene is not None:
                assert collisions(texts_of(scene), Box(0, 0, scene.width, scene.height)) == [], (name, size.name)


@given(
    st.lists(words, min_size=1, max_size=8),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 200)), min_size=2, max_size=12),
    st.sampled_from([0.0, 0.3, 1.0]),
)
def test_words_that_have_found_a_place_never_meet(names, line, wanted):
    places = Places(Box(0, 0, 400, 200), [line])
    for name in names:
        places.put(along(Text(0, 0, name), line, wanted))
    assert collisions(places.texts, places.within) == []


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=2))
def test_a_line_crosses_a_box_where_one_of_its_points_lies_in_it(ends):
    """The naive way: a thousand points of the line, of which some that only touch an edge may be missed."""
    box, ((x, y), (to_x, to_y)) = Box(20, 20, 40, 40), ends
    steps = [at / 1000 for at in range(1001)]
    inside = [20 <= x + (to_x - x) * t <= 40 and 20 <= y + (to_y - y) * t <= 40 for t in steps]
    assert any(inside) <= bool(crossings(box, [ends]))
    if crossings(Box(20.2, 20.2, 39.8, 39.8), [ends]):
        assert any(inside)


@pytest.mark.parametrize(("low", "high"), [(0, 447), (0, 0.03), (-120, 900), (0, 5e7), (0, 1), (0, 1040)])
def test_an_axis_has_few_round_amounts_within_its_reach_and_fills_most_of_it(low, high):
    values = plot.amounts(low, high)
    step = values[1] - values[0]
    assert low - 1e-9 <= values[0] and values[-1] <= high + 1e-9
    assert values[-1] + step > high, "no round amount is left out"
    assert 3 <= len(values) <= 7
    assert f"{step:.0e}"[0] in "125"


@given(st.integers(1850, 2030), st.integers(2, 200), st.floats(40, 1200))
def test_years_of_an_axis_are_even_and_never_meet(first, span, width):
    found = plot.years(first, first + span, width, 13)
    assert len({two - one for one, two in pairwise(found)}) <= 1
    axes = plot.Plot(0, width, 0, 100, first, first + span, 0, 1)
    assert all(first <= year <= first + span for year in found)
    if len(found) > 1:
        assert collisions(axes.years(found), Box(-1, 0, width + 1, 200)) == []


@pytest.mark.parametrize(("tonnes", "unit"), [(4_000, 1), (447_000, 1e3), (9_900_000, 1e3), (3e9, 1e6), (4e10, 1e9)])
def test_a_number_on_an_axis_has_four_figures_at_most(tonnes, unit):
    assert plot.unit_of(tonnes) == unit
    assert 1 <= tonnes / unit < 10_000


@given(st.lists(words, min_size=1, max_size=9), st.floats(150, 900))
def test_a_legend_stays_within_its_width(names, width):
    marks, height = legend([Key(name, "past") for name in names], 0, 0, width)
    texts = [mark for mark in marks if isinstance(mark, Text)]
    assert collisions([text for text in texts if text.width < width - 30], Box(0, 0, width + 30 * 13, height + 4)) == []
    assert max(text.box.bottom for text in texts) <= height + 4


@given(st.lists(words, min_size=1, max_size=6).map(" ".join), st.integers(20, 300))
def test_wrapped_words_are_all_there_and_a_line_is_too_wide_only_for_one_word(text, width):
    lines = wrapped(text, width, 13)
    assert " ".join(lines) == text
    assert all(text_width(line, 13) <= width or " " not in line.strip() for line in lines)
    assert text_width(shortened(text, width, 13), 13) <= width or " " not in shortened(text, width, 13).strip()


def test_every_letter_of_every_language_has_a_width():
    """A letter that the font lacks is drawn as an empty box, and has the width of that box."""
    missing = text_width("\ue000", 13)
    letters = "abcåäöÅÄÖéüßøæčžłńőűąęğışŠ1234567890%−–—’“”…·\u202f\u00a0₂°€ΩЖ"
    assert text_width("i", 13) < text_width("m", 13) < text_width("m", 13, bold=True)
    assert [letter for letter in letters if text_width(letter, 13) == missing] == []


def test_every_sector_has_one_colour_and_words_on_it_can_be_read():
    for country in ("SE", "GB", "NO", "DE", "US"):
        for key in sector_names(country, "en"):
            assert key == "total" or key in COLOUR_OF, f"{country}: {key} has no colour of its own"
    for colour in (*COLOUR_OF.values(), *SHADES):
        for theme in (LIGHT, DARK):
            assert contrast(theme[ink_on(colour)], theme[colour]) >= 4.5, colour
    shared = [
        colour_of(key) for key in sector_names("SE", "en") if key in ("transport", "industry", "agriculture", "waste")
    ]
    assert len(set(shared)) == 4


@pytest.mark.parametrize("area", AREAS)
def test_a_sector_has_its_colour_in_every_place_and_figure(starter, day, language, area):
    names = {name: colour_of(key) for key, name in sector_names("SE", language.code).items()}
    a = assess(ask(starter, area, as_of=day))
    for band in history.grouped(a, sector_names("SE", language.code), language):
        assert band.colour == names.get(band.name, "other")
    bars = _bundle(starter, day, language, "sectors", area, {}).picture
    assert f"var(--{names['Transporter']})" in bars


def test_a_name_stands_inside_its_band_or_in_the_legend(starter, day, language):
    """A word's middle and both its ends lie between the edges of the band that it names."""
    a = assess(ask(starter, "SE-0480", as_of=day))
    bands = [history._even(band, a.history) for band in history.grouped(a, sector_names("SE", language.code), language)]
    axes, _ = plot.framed(WIDE, 380, (1990, 2050), (0, 500), language)
    texts, keys = stacked.names_inside(bands, axes, 1000.0, Places(axes.box))
    assert texts and {text.text for text in texts} | {key.words for key in keys} == {band.name for band in bands}
    edges = [(0.0,) * len(a.history.years), *stacked.tops(bands)]
    for text in texts:
        index = [band.name for band in bands].index(text.text)
        for at, year in enumerate(a.history.years):
            if text.box.left <= axes.x(year) <= text.box.right:
                middle = (text.box.top + text.box.bottom) / 2
                assert axes.y(edges[index + 1][at] / 1000) < middle < axes.y(edges[index][at] / 1000)


def test_a_part_below_nought_has_no_height_and_the_pile_keeps_its_order(starter, day, language):
    """Cement taken off in excess can leave an industry below nought: the pile must not fold over itself."""
    a = assess(ask(starter, "SE-0480", as_of=day))
    industry = a.sectors["industry"]
    a = replace(a, sectors={**a.sectors, "industry": replace(industry, tonnes=tuple(-one for one in industry.tonnes))})
    bands = history.grouped(a, sector_names("SE", language.code), language)
    assert min(min(band.heights) for band in bands) == 0
    tops = stacked.tops([history._even(band, a.history) for band in bands])
    for lower, upper in pairwise(tops):
        assert all(low <= high for low, high in zip(lower, upper, strict=True))


def test_measured_filled_and_estimated_are_named_in_the_picture_and_look_different(starter, day, language):
    drawn = _bundle(starter, day, language, "history", "SE-0480", {}).scene
    said = {text.text for text in texts_of(drawn)}
    assert {language.t("published"), language.t("interpolated"), language.t("estimated")} <= said
    filled = Series((2000, 2001, 2002), (1.0, 1.0, 1.0), ("published", "interpolated", "published"))
    axes, _ = plot.framed(WIDE, 100, (2000, 2002), (0, 1), language)
    striped, first, last = stacked.filled_in(filled, filled.tonnes, axes, 1.0)
    assert striped.fill == stacked.FILLED and (first.x, last.x) == (round(axes.x(2000), 1), round(axes.x(2002), 1))
    assert stacked.filled_in(replace(filled, status=("published",) * 3), filled.tonnes, axes, 1.0) == []


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=1, max_size=40))
def test_path_data_lead_through_every_point(points):
    steps = [tuple(map(float, pair.split())) for pair in re.split("[Ml]", polyline(points))[1:]]
    for at, (x, y) in enumerate(points):
        assert sum(step[0] for step in steps[: at + 1]) == pytest.approx(x, abs=0.06)
        assert sum(step[1] for step in steps[: at + 1]) == pytest.approx(y, abs=0.06)


@pytest.mark.parametrize("name", NAMES)
def test_an_svg_has_every_mark_of_its_scene_and_the_colours_of_its_look(starter, day, language, name):
    scene = _bundle(starter, day, language, name, "SE-0480", {}).scene
    root = tree.fromstring(svg.render(scene))
    assert [node.text for node in root.iter(f"{SVG}text")] == [text.text for text in texts_of(scene)]
    patterns = sum(len(pattern) for pattern in root.iter(f"{SVG}pattern"))
    shapes = [node for tag in ("path", "rect", "circle", "text", "g", "a") for node in root.iter(f"{SVG}{tag}")]
    assert len(shapes) - patterns == len(list(marks_of(scene.marks)))
    bare = svg.render(scene, svg.Look(LIGHT, "Some Font", "mine-", paints_in_order=False))
    assert "var(" not in bare and "paint-order" not in bare and 'font-family="Some Font"' in bare
    assert all(identifier.startswith("mine-") for identifier in re.findall(r'id="([^"]+)"', bare))
    assert set(re.findall(r"var\(--([a-z0-9]+)\)", svg.render(scene))) <= set(PAGE)


def test_a_png_has_its_words_drawn_in_the_font_that_they_are_measured_in():
    """The package's own font is used: on a machine without any, words would be left out in silence."""
    picture = Scene(400, 60, [Text(10, 40, "Nyköpings budget 1 234", 20, bold=True)], "words")
    drawn = Image.open(io.BytesIO(png(svg.render(picture, svg.Look(LIGHT))))).convert("RGBA")
    assert drawn.size == (400, 60)
    left, _, right, _ = drawn.getchannel("A").getbbox()
    assert (left, right) == pytest.approx((picture.marks[0].box.left, picture.marks[0].box.right), abs=3)


def test_narrow_and_wide_pictures_on_one_page_have_patterns_of_their_own(starter, day, language):
    found = [
        set(re.findall(r'id="([^"]+)"', _bundle(starter, day, language, name, "SE-0480", {}, size).picture))
        for name in ("dots", "history")
        for size in (WIDE, NARROW)
    ]
    assert sum(map(len, found)) == len(set().union(*found))

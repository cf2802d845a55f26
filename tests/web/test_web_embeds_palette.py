"""Colours of embedded figures: whatever is asked for, what is written in it can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.charts.drawing.themes import DARK, LIGHT
from climate_visualizer.web.embeds.palette import contrast, legible, mixed, palette

COLOURS = st.from_regex(r"[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize("theme", ["light", "dark"])
@given(colour=COLOURS)
def test_any_colour_is_made_legible(theme, colour):
    found = palette(theme, colour)
    assert contrast(found["hot"], found["paper"]) >= 4.5
    assert contrast(found["past"], found["paper"]) >= 3.0
    assert all(re.fullmatch(r"#[0-9a-f]{6}", value) for value in found.values())


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("meaning", ["ink", "soft", "hot", "bad", "act"])
def test_our_own_colours_are_legible(theme, meaning):
    found = palette(theme)
    assert contrast(found[meaning], found["paper"]) >= 4.5


@given(colour=COLOURS)
def test_a_colour_that_is_legible_already_stays(colour):
    paper, ink = LIGHT["paper"], LIGHT["ink"]
    if contrast(f"#{colour}", paper) >= 4.5:
        assert legible(f"#{colour}", paper=paper, ink=ink, least=4.5) == f"#{colour}"


@given(one=COLOURS, other=COLOURS)
def test_contrast_is_between_one_and_twentyone_and_the_same_both_ways(one, other):
    found = contrast(f"#{one}", f"#{other}")
    assert 1.0 <= found <= 21.0 + 1e-9
    assert found == contrast(f"#{other}", f"#{one}")


def test_contrast_is_that_of_the_standard():
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_mixing_goes_from_one_to_the_other():
    assert mixed("#000000", "#ffffff", 0.0) == "#000000"
    assert mixed("#000000", "#ffffff", 1.0) == "#ffffff"
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"


def test_without_a_colour_the_sites_own_stay():
    assert palette("dark")["past"] == DARK["past"]
    assert palette("light")["past"] == LIGHT["past"]

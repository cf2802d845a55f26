"""The library of measures: every one can be used, has its words and its source, and fits the statistics."""

from datetime import date

import pytest

from climate_visualizer.scenarios.measure_library import FOLDER, BadLibrary, by_code, library, read_library
from climate_visualizer.sources.labels import labels

GOOD = """
[[measure]]
id = "{id}"
code = "{code}"
parts = [["transport", "cars"]]
share = {share}
ramp = 1
lifetime = 10
name = {{ en = "A", sv = "A" }}
effect = {{ en = "A", sv = "A" }}
source = {{ title = "A", url = "https://example.org", page = "1" }}
"""


@pytest.mark.parametrize("measure", library().values(), ids=library())
def test_a_measure_has_words_a_source_and_parts_that_exist(measure):
    for words in (measure.name, measure.effect):
        assert {"sv", "en"} <= {code for code, text in words.items() if text.strip()}
    assert measure.source
    assert measure.page
    assert measure.source_url.startswith("https://")
    assert (measure.share > 0) != (measure.tonnes > 0)
    assert measure.lifetime >= measure.ramp
    assert all(part in labels("SE", "en") for part in measure.parts)
    assert by_code(measure.code) is measure
    assert len(measure.code) == 2


def test_there_are_enough_and_none_has_anothers_name():
    assert 15 <= len(library()) <= 40
    assert len({one.name["sv"] for one in library().values()}) == len(library())
    assert list(FOLDER.glob("*.toml"))
    assert by_code("zz") is None


def test_a_measure_acts_on_its_parts_and_on_nothing_else():
    cars = library()["new-cars-electric"]
    parts = (("transport", "buses"), ("transport", "cars"), ("heating", "homes"))
    assert cars.applied(parts, start=2027).parts == (1,)
    assert cars.applied((("heating", "homes"),), start=2027) is None
    whole = library()["industry-renewable"].applied((("industry", "steel"), ("industry", "pulp")), start=2030)
    assert whole.parts == (0, 1)
    assert (whole.start, whole.end) == (2030, 2069)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (GOOD.format(id="a", code="aa", share=1.5), "share lies from 0 to 1"),
        (GOOD.format(id="a", code="aa", share=0.5) * 2, "Two measures"),
        (GOOD.format(id="a", code="aa", share=0.5) + GOOD.format(id="b", code="aa", share=0.5), "Two measures"),
    ],
)
def test_a_library_that_cannot_be_used_says_why(tmp_path, text, said):
    (tmp_path / "some.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadLibrary, match=said):
        read_library(tmp_path)


def test_a_law_acts_from_its_own_year():
    lorries, parts = library()["new-lorries-eu-limit"], (("transport", "heavy-lorries"),)
    assert [lorries.applied(parts, start=start).start for start in (2027, 2030, 2033)] == [2030, 2030, 2033]


def test_a_measure_says_on_which_day_its_source_was_read():
    days = [one.checked for one in library().values() if one.checked is not None]
    assert days
    assert all(isinstance(day, date) for day in days)


@pytest.mark.parametrize(
    ("measure", "figure"),
    [
        ("new-cars-electric", "{ramp}"),
        ("new-vans-electric", "{ramp}"),
        ("new-lorries-eu-limit", "{ramp}"),
        ("new-lorries-eu-limit", "{percent}"),
        ("new-lorries-eu-limit", "{earliest}"),
        ("smarter-travel", "{percent}"),
        ("shared-cars", "{percent}"),
        ("ships-eu-fuel", "{percent}"),
        ("aviation-eu-fuel", "{percent}"),
        ("district-heating-renewable", "{percent}"),
        ("industry-renewable", "{percent}"),
    ],
)
def test_the_words_say_the_figure_that_is_reckoned_with(measure, figure):
    one = library()[measure]
    said = figure.format(ramp=one.ramp, percent=f"{100 * one.share:g}", earliest=one.earliest)
    assert f" {said}" in one.effect["en"]
    assert f" {said.replace('.', ',')}" in one.effect["sv"]

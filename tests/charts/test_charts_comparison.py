"""Small pictures side by side: one index, the same axes, the same table."""

from xml.etree import ElementTree

import pytest
from conftest import ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.charts import comparison
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.question import ask

FOLDER = ROOT / "climate_visualizer" / "web" / "locale"


@pytest.fixture(scope="module")
def among(starter, day):
    return [assess(ask(starter, one, as_of=day)) for one in ("SE-0480", "SE-0481", "SE-04")]


@pytest.mark.parametrize("code", ["sv", "en"])
def test_every_area_has_a_picture_with_the_same_axes_and_table(among, code):
    made = comparison.figures(among, "Source.", "edition", "CC BY 4.0", load_language(code, FOLDER))
    assert [bundle.title for bundle in made][:2] == ["Nyköping", "Oxelösund"]
    assert len({bundle.table for bundle in made}) == 1
    assert len({tuple(bundle.scene.data.items()) for bundle in made}) == 1
    for bundle in made:
        tree = ElementTree.fromstring(bundle.picture)
        assert tree.attrib["role"] == "img"
        assert bundle.title in tree.attrib["aria-label"]


def test_the_index_is_a_hundred_in_the_first_year_and_the_publishers_ratio_after(among):
    language = load_language("en", FOLDER)
    first = comparison.first_year(among)
    for a in among:
        found = comparison.indexed(a, first, language)
        by_year = dict(zip(a.history.years, a.history.tonnes, strict=True))
        assert found.values[0] == 100
        assert found.values[-1] == pytest.approx(100 * by_year[a.base_year] / by_year[first])
        assert found.estimated_years == tuple(range(found.years[-1] + 1, a.as_of.year + 1)), "no gap before the path"
        assert found.estimated == pytest.approx(
            [100 * t / by_year[first] for t in a.trend.tonnes[: len(found.estimated)]]
        )
        assert found.path_years[-1] <= comparison.LAST
        assert sorted(found.path, reverse=True) == list(found.path)


def test_an_area_that_is_overdrawn_has_no_path_and_says_so_by_leaving_it_out(starter, day):
    a = assess(ask(starter, "SE-0480", {"limit": "1.5"}, as_of=day))
    made = comparison.figures([a], "Source.", "edition", "CC BY 4.0", load_language("en", FOLDER))
    assert a.is_overdrawn
    assert "2030" not in made[0].alt
    assert made[0].picture.count("var(--act)") == 0

"""The path that turns, as a reader chooses it: in words, in the API, and said clearly where there is none."""

from types import SimpleNamespace

import pytest
from web.markup import page

from climate_visualizer.exports.papers import council_pack, goal_question
from climate_visualizer.languages.language import load_language
from climate_visualizer.web.pages.common.choice_links import PATHS

pytestmark = pytest.mark.usefixtures("on_starter")
STEEP = "pathway=inertial&trend=line"  # a line through ten years falls faster than the nowcast does
STOCKHOLM = f"/sv/se/stockholm/?{STEEP}"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/sv/se/nykoping/?pathway=inertial", "vänder efter hand"),
        (STOCKHOLM, "Här finns ingen sådan väg: utsläppen minskar redan så fort"),
        (f"/fi/se/stockholm/?{STEEP}", "Täällä ei ole sellaista polkua"),
        ("/sv/se/nykoping/?pathway=inertial&limit=1.5", "Budgeten är redan slut, så ingen väg håller sig inom den."),
        ("/en/se/nykoping/?pathway=linear&start=2040", "The budget will be used up before 2040"),
    ],
)
def test_the_choice_says_what_it_means_and_where_it_is_none(client, address, said):
    assert said in page(client, address).text


def test_the_api_gives_the_path_or_why_not(client):
    there = client.get("/api/v1/areas/SE-0480/budget?pathway=inertial").json()
    assert (there["no_path"], there["pathway"][0]["year"]) == ("", 2026)
    for area, query, why in (
        ("SE-0180", STEEP, "falling"),
        ("SE-09", "pathway=inertial", ""),
        ("SE-09", "pathway=linear", ""),
        ("SE-0480", "pathway=inertial&limit=1.5", "overdrawn"),
        ("SE-0480", "start=2040", "spent"),
    ):
        found = client.get(f"/api/v1/areas/{area}/budget?{query}").json()
        assert found["no_path"] == why
        assert (found["pathway"] is None) == bool(why)
    for method in client.get("/api/v1/methods").json():
        assert method["allowed"]["pathway"] == list(PATHS)


def test_the_method_page_has_the_formula_and_its_source(client):
    for code in ("sv", "en"):
        assert "m = (1 + √(1 + gT)) / T (Raupach" in page(client, f"/{code}/method/").text


def test_a_paper_for_the_council_asks_for_another_path(settings):
    english = load_language("en", settings.LOCALE_PATHS[0])
    facts = SimpleNamespace(a=SimpleNamespace(required_cut=0.02, pathway=None), language=english)
    with pytest.raises(goal_question.NoQuestion, match="another way to spread the cut"):
        council_pack._ensure_path(facts)

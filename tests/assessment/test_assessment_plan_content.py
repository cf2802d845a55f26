"""Measures and goals as they are kept, and as they are reckoned with: per cent as fractions, nothing where nothing is."""

import pytest

from climate_visualizer.plans.plan import Measure
from climate_visualizer.plans.plan_content import by_year, measure_of, target_of
from climate_visualizer.plans.pledges import Pledged, pledged
from climate_visualizer.plans.targets import Target

LEAST = {
    "title": "Fjärrvärme",
    "sector": "heating",
    "effect_kind": "tonnes",
    "amount": "40",
    "start": "2027",
    "end": "2040",
    "ramp": "3",
    "certainty": "80",
    "rebound": 10,
    "status": "decided",
}
MOST = {
    **LEAST,
    "title_en": "District heating",
    "effect_kind": "share",
    "amount": 25,
    "owner": "Teknik",
    "effects": {"2030": 100, "2028": 20},
    "costs": {"2027": 9.5},
    "incomes": {"2029": 4, "2028": 1},
    "co_benefits": ["air", "jobs"],
    "indicator": "Homes",
    "unit": "number",
    "indicator_planned": {"2028": 50},
    "source": "The plan",
    "link": "https://example.org/plan",
    "note": "A note.",
}


def test_a_measure_with_all_that_may_be_written():
    assert measure_of("m7", MOST) == Measure(
        id="m7",
        name="Fjärrvärme",
        sector="heating",
        kind="share",
        amount=0.25,
        start=2027,
        end=2040,
        ramp=3,
        certainty=0.8,
        rebound=0.1,
        status="decided",
        owner="Teknik",
        effects=((2028, 0.2), (2030, 1.0)),
        costs=((2027, 9.5),),
        incomes=((2028, 1.0), (2029, 4.0)),
        co_benefits=("air", "jobs"),
        indicator="Homes",
        unit="number",
        indicator_planned=((2028, 50.0),),
        source="The plan",
        link="https://example.org/plan",
        note="A note.",
    )


@pytest.mark.parametrize(
    "more",
    [
        {},
        dict.fromkeys(set(MOST) - set(LEAST), ""),
        dict.fromkeys(set(MOST) - set(LEAST)),
    ],
    ids=["not there", "empty", "none"],
)
@pytest.mark.parametrize("language", ["", "en", "sv"])
def test_a_measure_with_what_has_to_be_written_alone(more, language):
    assert measure_of("m7", LEAST | more, language) == Measure(
        id="m7",
        name="Fjärrvärme",
        sector="heating",
        kind="tonnes",
        amount=40.0,
        start=2027,
        end=2040,
        ramp=3,
        certainty=0.8,
        rebound=0.1,
        status="decided",
    )


def test_a_measure_is_named_in_english_where_that_is_asked_for_and_there():
    names = {language: measure_of("m7", MOST, language).name for language in ("", "sv", "en", "de")}
    assert names == {"": "Fjärrvärme", "sv": "Fjärrvärme", "en": "District heating", "de": "Fjärrvärme"}


def test_values_by_year_ascend():
    assert by_year({"2030": 1, "2027": "2"}) == ((2027, 2.0), (2030, 1.0))
    assert by_year({"2030": 50}, 0.01) == ((2030, 0.5),)
    assert by_year({}) == by_year(None) == ()


def test_a_goal_as_it_is_kept():
    kept = {"year": "2030", "target_kind": "percent", "amount": "55"}
    assert target_of({**kept, "base_year": "1990", "scope": "transport"}) == Target(
        2030, "percent", 55.0, 1990, "transport"
    )
    for more in ({}, {"base_year": "", "scope": ""}, {"base_year": None, "scope": None}):
        assert target_of(kept | more) == Target(2030, "percent", 55.0, 0, "")


def test_pledges_are_added_up_and_a_goal_above_the_last_report_cuts_nothing():
    one = {"tonnes": {"2020": 100, "2023": "80"}, "goal_percent": "50", "goal_year": "2035"}
    met = {"tonnes": {"2019": 100.0, "2021": 10.0}, "goal_percent": 40, "goal_year": 2030}
    assert pledged([one]) == Pledged(1, 80.0, 50.0, 2035, 2035)
    assert pledged([one, met]) == Pledged(2, 90.0, 60.0, 2030, 2035)
    assert pledged([one, met]).cut_t == 30.0
    assert pledged([]) is None

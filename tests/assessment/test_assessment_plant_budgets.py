"""The budget with an area's large plants and without them: which scopes there are to choose from, and what each is called."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import DAY, ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.plants import cement_t, is_ruled, plant_scopes, plants_of
from climate_visualizer.exports.facts import gather
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import WrongChoice, default_choices, methods_for, parse, sharings_for
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.scopes import SCOPES, scopes_for
from climate_visualizer.words.questions.plant_budgets import plant_budgets
from climate_visualizer.words.questions.plant_words import plant_words
from climate_visualizer.words.sentences import headline, per_head, plain

LOCALE = ROOT / "climate_visualizer" / "web" / "locale"
EN, SV = load_language("en", LOCALE), load_language("sv", LOCALE)
RULED = ("SE-0481", "SE-2580", "SE-1484", "SE-1415", "SE-0980")
WITHOUT_CEMENT = ("territorial", "without-plants")
WITH_CEMENT = ("with-cement", *WITHOUT_CEMENT)


def _assessed(edition, area_id, **changed):
    return assess(Question(edition, area_id, replace(default_choices("SE", DAY, edition=edition), **changed), DAY))


def test_the_plants_of_each_area_make_the_choice_there_is(starter):
    """A naive reading: where a plant is running there are two budgets, and three where its cement is left out."""
    met = set()
    for area in starter.areas:
        if area.country != "SE" or not starter.has(area.id):
            continue
        a, plants = _assessed(starter, area.id), plants_of(starter, area.id)
        cement = a.left_out.get("cement", 0.0)
        expected = WITH_CEMENT if cement >= 1000 else WITHOUT_CEMENT
        found = plant_scopes(starter, a)
        assert found == (expected if any(one.running for one in plants.plants) else ()), area.name
        assert cement_t(starter, a) == cement
        assert is_ruled(starter, a) == (plants.dominates or cement >= 1000), area.name
        met.add(found)
    assert met == {(), WITH_CEMENT, WITHOUT_CEMENT}


@pytest.mark.parametrize("area_id", RULED)
def test_a_town_ruled_by_plants_has_its_budget_with_and_without_them_by_every_method(starter, area_id):
    for method in methods_for("SE", starter):
        for sharing in sharings_for(method, "SE"):
            choices = default_choices("SE", DAY, method=method.id, edition=starter)
            try:
                a = assess(Question(starter, area_id, replace(choices, sharing=sharing), DAY))
            except WrongChoice:
                continue  # a principle that has no answer for this area says so
            budgets = plant_budgets(Question(starter, area_id, a.choices, DAY), a, EN)
            counted = tuple(one.scope for one in budgets)
            known = plant_scopes(starter, a)
            assert known == (WITH_CEMENT if "with-cement" in known else WITHOUT_CEMENT)
            assert set(known) <= set(scopes_for(method, "SE", starter))
            assert counted == known or sharing == "equal-cumulative"
            assert [one.chosen for one in budgets] == [one.scope == "territorial" for one in budgets]
            for one in budgets:
                again = assess(Question(starter, area_id, replace(a.choices, scope=one.scope), DAY))
                assert one.left == EN.tonnes(abs(again.remaining_t)) + (" too much" if again.remaining_t < 0 else "")
                assert one.overdrawn == (again.remaining_t < 0)


def test_who_counts_flights_goes_on_counting_them(starter):
    flying = _assessed(starter, "SE-0481", scope="without-plants-with-flights")
    assert plant_scopes(starter, flying) == ("with-flights", "without-plants-with-flights")


def test_two_budgets_that_differ_never_have_one_name(starter):
    for area_id in (*RULED, "SE-0480", "SE-23", "SE"):
        named = {
            plain(headline(_assessed(starter, area_id, scope=scope), SV)).partition(" räcker")[0] for scope in SCOPES
        }
        assert len(named) == len(SCOPES), named
    said = plain(headline(_assessed(starter, "SE-0481", scope="without-plants"), EN))
    assert said.startswith("Oxelösund’s 2-degree budget without large plants ")


def test_what_is_not_counted_is_never_said_to_be(starter):
    without = _assessed(starter, "SE-0481", scope="without-plants")
    lead = plain(plant_words(starter, without, EN).lead)
    assert lead.endswith("What large plants emit is not counted in this budget.")
    assert "the area emitted" not in per_head(without, EN)
    assert "tonnes of carbon dioxide are counted" in per_head(without, EN)
    assert "the area emitted" in per_head(_assessed(starter, "SE-0481"), EN)
    assert "not counted" not in plain(plant_words(starter, _assessed(starter, "SE-0481"), EN).lead)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"method": "world-per-head", "scope": "with-cement"}, "counts cement already"),
        ({"method": "world-per-head", "scope": "with-flights"}, "no part for flights abroad"),
    ],
)
def test_a_scope_that_means_nothing_is_refused_with_a_reason(starter, query, why):
    with pytest.raises(WrongChoice, match=why) as wrong:
        parse(query, country="SE", as_of=DAY, edition=starter)
    assert wrong.value.field == "scope"
    assert query["scope"] not in wrong.value.allowed


def test_plants_that_nobody_has_figures_of_cannot_be_left_out(starter):
    with pytest.raises(WrongChoice, match="no figures of large plants"):
        parse({"scope": "without-plants"}, country="DE", as_of=DAY, edition=starter)
    with pytest.raises(WrongChoice) as wrong:
        parse({"scope": "nonsense"}, country="SE", as_of=DAY, edition=starter)
    assert wrong.value.why == ""


def test_the_report_has_both_budgets(starter):
    area = starter.area("SE-0481")
    facts = gather(Question(starter, area.id, default_choices("SE", DAY, edition=starter), DAY), EN)
    assert [one.name for one in facts.plant_budgets] == ["with large plants", "without large plants"]
    there = gather(Question(starter, "SE-0480", facts.a.choices, DAY), EN)
    assert all(one.left for one in there.plant_budgets)

"""Scenarios: laws, a plain second implementation, addresses that say the same again, and words that fit."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.budget.assess import assess
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import LAST_YEAR, WrongChoice, parse
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.best_measures import best_measures
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.scenarios.scenario import answer
from climate_visualizer.scenarios.scenario_paths import Scenario, Target, ground_of, knots, scenario_path
from climate_visualizer.scenarios.scenario_query import parse_scenario, read_text, to_fields, to_text
from climate_visualizer.words.scenario_words import facts, headline, problem, summary

AREA = "SE-0480"
HERE = load_language("en", Path())


@pytest.fixture(scope="module")
def choices(day=date(2026, 11, 23)):
    return parse({}, country="SE", as_of=day)


@pytest.fixture(scope="module")
def ground(starter, choices, day):
    return ground_of(Question(starter, AREA, choices, day))


@pytest.fixture(scope="module")
def ask(starter, choices, day, ground):
    return lambda text="", area=AREA, chosen=choices: answer(
        Question(starter, area, chosen, day), read_text(text, ground) if text else Scenario("trend", day.year + 1)
    )


def test_if_nothing_changes_it_is_the_trend_that_the_area_page_shows(ask, starter, choices, day):
    found, a = ask(), assess(Question(starter, AREA, choices, day))
    assert found.path == found.trend
    assert dict(zip(found.years, found.path, strict=True))[2040] == pytest.approx(
        dict(zip(a.trend.years, a.trend.tonnes, strict=True))[2040]
    )
    assert (found.days_gained, found.saved_t, found.delay_t) == (0, 0.0, None)
    assert abs(found.used_up_on - a.used_up_on_trend) <= timedelta(days=2)
    assert found.remaining_t == a.remaining_t
    assert found.required_cut == pytest.approx(a.required_cut)
    assert [one.required_cut for one in found.delays] == [
        pytest.approx(one.required_cut) if one.required_cut else None for one in a.delays[:6]
    ]


def _plainly(ground, start, cuts):
    """The same cut by sector, in loops: the trend until the start, then each part times what is left of it."""
    total = 0.0
    for (sector, _), trend in zip(ground.parts, ground.trend.tolist(), strict=True):
        before = start - ground.first
        tonnes = trend[before - 1]
        total += sum(trend[:before])
        for _ in range(start, LAST_YEAR + 1):
            tonnes *= 1 - cuts.get(sector, 0.0)
            total += tonnes
    return total


@pytest.mark.parametrize("start", [2027, 2033, 2050])
@pytest.mark.parametrize("cuts", [{"transport": 0.2}, {"transport": 0.1, "heating": 0.6, "machinery": 0.05}, {}])
def test_cuts_by_sector_agree_with_the_naive_ones(ask, ground, start, cuts):
    written = "~".join(f"{name}~{round(cut * 1000)}" for name, cut in cuts.items())
    found = ask(f"y~{start}.s~{written}")
    assert sum(found.path) == pytest.approx(_plainly(ground, start, cuts))
    assert sum(found.path) == pytest.approx(sum(map(sum, found.sectors.values())))


def test_the_required_cut_keeps_to_the_budget_and_one_point_less_does_not(ask):
    needed = round(1000 * ask().required_cut)
    assert ask(f"c~{needed + 1}").keeps
    assert ask(f"c~{needed + 1}").reached == (2.0, 83)
    short = ask(f"c~{needed - 10}")
    assert not short.keeps
    assert short.missing_t_per_year > 0
    assert short.reached is None


@given(lower=st.integers(0, 590), more=st.integers(1, 10))
@settings(max_examples=40, deadline=None)
def test_a_deeper_cut_never_emits_more_nor_ends_sooner(ask, lower, more):
    less, deeper = ask(f"c~{lower}"), ask(f"c~{lower + more}")
    assert deeper.used_t <= less.used_t
    assert deeper.used_up_on is None or deeper.used_up_on >= less.used_up_on


def test_what_is_used_left_and_saved_add_up(ask):
    for text in ("c~50", "g~2030~850~1990", "m~ec~fb2030", "y~2030.c~100.m~hl"):
        found = ask(text)
        assert found.used_t + found.left_t == pytest.approx(found.budget_t)
        assert found.saved_t == pytest.approx(sum(found.trend) - sum(found.path))
        assert found.saved_days == pytest.approx(found.saved_t / found.current_t_per_year * 365.2425)
        without = ask(to_text(replace(found.scenario, measures=()), found.as_of))
        assert sum(tonnes for _, tonnes in found.saved_by) == pytest.approx(sum(without.path) - sum(found.path))


def test_waiting_a_year_costs_what_the_later_scenario_emits_more(ask):
    for text, later in (("c~100", "y~2028.c~100"), ("m~fb2030", "y~2028.m~fb2031")):
        assert ask(text).delay_t == pytest.approx(ask(later).used_t - ask(text).used_t, abs=1e-3)
    assert ask("d~" + "2s" * 9).delay_t is None
    assert ask("y~2050.c~100").delay_t is None
    assert ask("y~2029.g~2030~850~1990").delay_t is None


def test_a_target_is_met_in_its_year_and_level_after(ask, ground):
    found = ask("g~2035~850~1990")
    by_year = dict(zip(found.years, found.path, strict=True))
    assert by_year[2035] == pytest.approx(0.15 * ground.history[1990])
    assert by_year[2050] == pytest.approx(by_year[2035])


def test_a_drawn_path_goes_through_what_was_drawn(ask, day):
    levels = [90, 70, 60, 40, 30, 20, 10, 5, 0]
    found = ask(to_text(Scenario("drawn", 2027, drawn=tuple(level / 100 for level in levels)), day))
    by_year = dict(zip(found.years, found.path, strict=True))
    for year, level in zip(knots(day), levels, strict=True):
        assert by_year[year] == pytest.approx(level / 100 * found.current_t_per_year)


def test_every_measure_saves_where_the_area_has_what_it_acts_on(starter, choices, day, ground):
    for one in library().values():
        scenario = Scenario("trend", 2027, measures=((one.id, 2027),))
        found = answer(Question(starter, AREA, choices, day), scenario)
        acts = one.applied(ground.parts, start=2027) is not None
        assert (found.saved_t > 0) == (acts and bool(found.saved_by))
    assert len(ground.parts) == len(scenario_path(ground, Scenario("trend", 2027))) == len(set(ground.parts))


@pytest.mark.parametrize("area", ["SE", "SE-04", "SE-09", "SE-0481"])
@pytest.mark.parametrize("query", [{}, {"limit": "1.5"}, {"method": "world-per-head", "limit": "1.8"}])
def test_every_area_and_budget_has_an_answer_that_is_whole(starter, day, area, query):
    chosen = parse(query, country="SE", as_of=day)
    found = answer(Question(starter, area, chosen, day), Scenario("cut", 2028, cut=0.1))
    assert all(tonnes == tonnes and tonnes >= 0 for tonnes in found.path)
    assert found.is_overdrawn == (assess(Question(starter, area, chosen, day)).remaining_t < 0)
    assert headline(found, HERE)
    assert [fact.key for fact in facts(found, HERE)] == ["days", "used", "missing", "delay", "reached"]


def _random(ground, day, seed):
    pick = random.Random(seed)
    start = pick.choice([2027, 2028, 2041])
    scenario = Scenario(pick.choice(["trend", "cut", "sectors", "target", "drawn"]), start)
    if scenario.way == "cut":
        scenario = replace(scenario, cut=pick.randint(0, 600) / 1000)
    if scenario.way == "sectors":
        scenario = replace(scenario, sectors=(("heating", 0.1), ("transport", pick.randint(1, 600) / 1000)))
    if scenario.way == "target":
        scenario = replace(scenario, target=Target(pick.randint(start, 2050), pick.randint(0, 1000) / 1000, 1990))
    if scenario.way == "drawn":
        scenario = replace(scenario, drawn=tuple(pick.randint(0, 150) / 100 for _ in knots(day)))
    chosen = [name for name in library() if pick.random() < 0.2]
    return replace(scenario, measures=tuple((name, pick.choice([start, 2045])) for name in chosen))


@pytest.mark.parametrize("seed", range(40))
def test_an_address_and_a_form_give_the_scenario_again(ground, day, seed):
    scenario = _random(ground, day, seed)
    text = to_text(scenario, day)
    assert len(text) < 160
    assert parse_scenario({"s": text}, ground) == scenario
    fields = to_fields(scenario, ground)
    fields["measures"] = ",".join(f"{name}{start}" for name, start in scenario.measures)
    assert parse_scenario(fields, ground) == scenario


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("q~1", "s"), ("c~", "s"), ("c", "s"), ("c~-5", "cut"), ("c~601", "cut"), ("c~5~6", "cut"), ("c~1.c~2", "s"),
        ("c~1.g~2030~850~1990", "s"), ("y~2026", "start"), ("y~2051", "start"), ("y~abcd", "start"), ("y~２０３０", "start"),
        ("s~transport", "sectors"), ("s~magic~100", "sectors"), ("s~transport~x", "sectors"),
        ("g~2030~850", "target"), ("g~2030~1001~1990", "target_cut"), ("g~2026~850~1990", "target_year"),
        ("g~2030~850~1850", "target_base"), ("d~00", "drawn"), ("d~" + "zz" * 9, "drawn"), ("d~" + "A0" * 9, "drawn"),
        ("m~zz", "measures"), ("m~ec1999", "measures"), ("m~\n", "measures"), ("c~1" + "0" * 500, "s"), (".", "s"),
    ],
)  # fmt: skip
def test_what_an_address_cannot_say_is_a_sentence_with_what_it_can(ground, text, field):
    with pytest.raises(WrongChoice) as caught:
        read_text(text, ground)
    assert caught.value.field == field
    assert caught.value.allowed
    assert "Allowed" in problem(caught.value, HERE)


@given(text=st.text(alphabet="ycsgdm~.0123456789ec-transpo", min_size=1, max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_text_is_a_scenario_or_a_wrong_choice(ground, day, text):
    try:
        scenario = read_text(text, ground)
    except WrongChoice:
        return
    assert read_text(to_text(scenario, day), ground) == scenario or not to_text(scenario, day)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"way": "wish"}, "way"), ({"way": "cut", "cut": "lots"}, "cut"), ({"cut": "nan"}, "cut"), ({"cut": "1e9"}, "cut"),
        ({"way": "sectors", "cut_magic": "5"}, "sectors"), ({"way": "target"}, "target_year"),
        ({"way": "drawn", "d2027": "151"}, "drawn"), ({"from": "1900"}, "start"), ({"measures": "magic"}, "measures"),
    ],
)  # fmt: skip
def test_what_a_form_cannot_say_is_a_sentence(ground, query, field):
    with pytest.raises(WrongChoice) as caught:
        parse_scenario(query, ground)
    assert caught.value.field == field


def test_a_comma_is_a_decimal_point_and_a_field_says_its_way(ground):
    assert parse_scenario({"cut": "12,5"}, ground) == Scenario("cut", 2027, cut=0.125)
    assert parse_scenario({"target_year": "2030", "target_cut": "85", "target_base": "1990"}, ground).way == "target"


def test_the_words_say_what_the_numbers_do(ask, starter, day):
    assert headline(ask("c~100"), HERE) == "On this path the budget lasts until May 2030."
    assert headline(ask("c~300"), HERE) == "This path keeps to the budget."
    told = {fact.key: fact for fact in facts(ask("c~300"), HERE)}
    assert "of the budget are left in 2050" in told["missing"].meaning
    assert told["reached"].value == "2.0°"
    told = {fact.key: fact for fact in facts(ask("c~0"), HERE)}
    assert told["days"].bad
    assert told["days"].value.startswith("−")
    assert "shorter" in told["days"].meaning
    assert "over 2.0°" in told["reached"].value
    assert facts(ask(), HERE)[0].value == "No difference"
    assert "longer" in summary(ask("c~100"), HERE)
    spent = parse({"limit": "1.5"}, country="SE", as_of=day)
    over = ask("c~200", chosen=spent)
    assert headline(over, HERE).startswith("The budget is already used up. By 2050 this path emits ")
    assert "emissions saved by 2050" in facts(over, HERE)[0].meaning
    assert facts(ask("", chosen=spent), HERE)[3].meaning == "No path is left that keeps to this budget."
    assert "added by 2050" in facts(ask("c~0", chosen=spent), HERE)[0].meaning


def test_what_saves_next_to_nothing_is_no_advice(starter, choices, day):
    """In Oxelösund industry is nearly all there is: district heating, 21 tonnes of five million, is not named beside it."""
    listed = [best_measures(Question(starter, area.id, choices, day)) for area in starter.areas]
    assert all(list(found) == sorted(found, key=lambda pair: -pair[1]) and len(found) <= 3 for found in listed)
    assert all(saved >= 0.01 * found[0][1] > 0 for found in listed for _, saved in found)

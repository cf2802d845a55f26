"""A scenario's form with little in it: what is not filled in has its default, and every refusal is a whole sentence."""

import pytest

from climate_visualizer.methods.allocation import overhead_part
from climate_visualizer.methods.choices import WrongChoice, parse
from climate_visualizer.methods.parameters import flights
from climate_visualizer.methods.plants_and_flights import FLIGHTS, PLANTS
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.scenarios.scenario_paths import Scenario, Target, ground_of, knots
from climate_visualizer.scenarios.scenario_query import default_target, parse_scenario, read_text, to_fields, to_text


@pytest.fixture(scope="module")
def ground(starter, day):
    return ground_of(Question(starter, "SE-0480", parse({}, country="SE", as_of=day), day))


def test_what_is_not_filled_in_has_its_default(ground, day):
    nothing = Scenario("trend", 2027)
    assert parse_scenario({}, ground) == parse_scenario({"s": " ", "from": " ", "cut": ""}, ground) == nothing
    assert parse_scenario({"way": "trend", "from": "2030"}, ground) == Scenario("trend", 2030)
    assert parse_scenario({"way": "cut"}, ground) == Scenario("cut", 2027, cut=0.0)
    assert parse_scenario({"way": "sectors"}, ground) == Scenario("sectors", 2027)
    years = knots(day)
    assert parse_scenario({"way": "drawn"}, ground) == Scenario("drawn", 2027, drawn=(1.0,) * len(years))
    drawn = parse_scenario({"way": "drawn", f"d{years[1]}": "62.4", f"d{years[2]}": "150"}, ground).drawn
    assert drawn == (1.0, 0.62, 1.5, *(1.0,) * (len(years) - 3))
    target = {"target_year": "2035", "target_cut": "70,5", "target_base": "1990"}
    assert parse_scenario(target, ground) == Scenario("target", 2027, target=Target(2035, 0.705, 1990))
    assert default_target(ground) == Target(2045, 0.85, 1990)
    both = {**target, "cut": "5"}
    assert (
        parse_scenario(both, ground).way == "cut" and parse_scenario({**both, "way": "target"}, ground).way == "target"
    )


def test_cuts_by_sector_are_named_once_and_those_of_nothing_are_none(ground):
    filled = {"way": "sectors", "cut_transport": "12.5", "cut_industry": "0", "cut_heating": "60", "cut": "9"}
    assert parse_scenario(filled, ground).sectors == (("heating", 0.6), ("transport", 0.125))
    assert to_fields(parse_scenario(filled, ground), ground)["cut_transport"] == "12.5"
    assert read_text("s~transport~125~heating~600", ground) == parse_scenario(filled, ground)
    assert read_text("s", ground) == read_text("s~", ground) == Scenario("sectors", 2027)


def test_a_short_text_says_each_way(ground, day):
    for text, scenario in (
        ("y~2030", Scenario("trend", 2030)),
        ("c~125", Scenario("cut", 2027, cut=0.125)),
        ("c~0", Scenario("cut", 2027)),
        ("g~2035~705~1990", Scenario("target", 2027, target=Target(2035, 0.705, 1990))),
        ("y~2030.c~600", Scenario("cut", 2030, cut=0.6)),
    ):
        assert read_text(text, ground) == scenario and to_text(scenario, day) == text


@pytest.mark.parametrize(
    ("query", "field", "value", "allowed"),
    [
        ({"way": "cut", "cut": "60.1"}, "cut", "60.1", ("0–60",)),
        ({"cut": "-0.1"}, "cut", "-0.1", ("0–60",)),
        ({"cut": "much"}, "cut", "much", ("0–60",)),
        ({"cut": "nan"}, "cut", "nan", ("0–60",)),
        ({"from": "2026"}, "start", "2026", ("2027–2050",)),
        ({"from": "2051"}, "start", "2051", ("2027–2050",)),
        ({"from": "20300"}, "start", "20300", ("2027–2050",)),
        ({"way": "up"}, "way", "up", ("trend", "cut", "sectors", "target", "drawn")),
        ({"way": "drawn", "d2030": "151"}, "drawn", "151", ("0–150",)),
        ({"s": "c~601"}, "cut", "601", ("0–600",)),
        ({"s": "c~12345"}, "cut", "12345", ("0–600",)),
        ({"s": "g~2030~850"}, "target", "2030~850", ("2030~850~1990",)),
        ({"s": "g~2030~1001~1990"}, "target_cut", "1001", ("0–1000",)),
        ({"s": "x~1"}, "s", "x~1", ("y", "c", "s", "g", "d", "m")),
        ({"s": "c~1.c~2"}, "s", "c~2", ("y", "c", "s", "g", "d", "m")),
        ({"s": "c"}, "s", "c", ("y", "c", "s", "g", "d", "m")),
        ({"s": "c~1.s"}, "s", "c~1.s", ("c", "s", "g", "d")),
        ({"s": "m~" + "x" * 399}, "s", f"m~{'x' * 38}…", ("≤ 400",)),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_refusal_names_the_field_the_value_and_what_it_may_be(ground, query, field, value, allowed):
    with pytest.raises(WrongChoice) as refused:
        parse_scenario(query, ground)
    assert (refused.value.field, refused.value.value, refused.value.allowed) == (field, value, allowed)


def test_the_bounds_themselves_may_be_chosen(ground):
    assert parse_scenario({"cut": "60"}, ground).cut == 0.6 and read_text("c~600", ground).cut == 0.6
    assert [parse_scenario({"from": year}, ground).start for year in ("2027", "2050")] == [2027, 2050]
    assert parse_scenario({"way": "drawn", "d2030": "0"}, ground).drawn.count(0.0) == 1
    assert read_text("g~2027~1000~1990", ground).target == Target(2027, 1.0, 1990)


def test_flights_that_are_counted_locally_leave_the_overhead():
    method = find_method("se-uppsala-2023")
    own = method.overhead
    assert own > 0 and overhead_part(method, "SE") == overhead_part(method, "SE", (PLANTS, "cement")) == own
    assert overhead_part(method, "SE", (PLANTS, FLIGHTS)) == pytest.approx(own * (1 - flights("SE").overhead_part))
    assert flights("SE").overhead_part > 0 and overhead_part(method, "DK", (FLIGHTS,)) == own

"""The gate's rules against plain loops, on small editions whose figures lie at, just below and just above each threshold."""

import random
from dataclasses import replace

import pytest
from editions import naive_gate
from editions.small_editions import PLACES, small_edition

from climate_visualizer.editions.checks import gate
from climate_visualizer.editions.checks.concerns import thresholds

NAMES = {place[0]: place[1] for place in PLACES}
YEARS = range(2018, 2024)
SERIES = [("transport", "total"), ("transport", "cars"), ("industry", "total"), ("total", "total")]
# Factors and sizes about every threshold, for a figure now and then.
FACTORS = [
    0.0,
    1.2,
    1.21,
    1.25,
    1.3,
    1.31,
    1.5,
    1.51,
    0.7,
    0.69,
    0.5,
    5.0,
    5.1,
    0.2,
    0.19,
    50.0,
    51.0,
    0.02,
    0.019,
    -0.01,
]
SIZES = [2.0, 50.0, 999.0, 1000.0, 20_000.0, 66_000.0, 100_000.0, 250_000.0, 1e6, 4e6]


def _figures(dice, calm):
    """Level series, of which some figures move by one of the factors."""
    figures = {}
    for place in PLACES:
        for gas in ("CO2", "GHG"):
            for sector, part in SERIES:
                size = dice.choice(SIZES)
                for year in YEARS:
                    factor = 1.0 if dice.random() < calm else dice.choice(FACTORS)
                    figures[place[0], gas, sector, part, year] = size * factor
    return figures


def _people(dice):
    people, calm = {}, dice.choice([12, 12, 2000])
    for place in PLACES:
        persons = dice.choice([1500, 2000, 2004, 40_000])
        for year in YEARS:
            people[place[0], year] = persons
            persons = round(persons * dice.choice([1.0] * calm + [1.25, 1.251, 0.75, 0.74, 1.34]))
    for key in dice.sample(sorted(people), 4):
        del people[key]
    return people


def _expected(figures, people, had, disputed):
    """By rule the sentences of which one has to be said."""
    yield "sign", naive_gate.sign(figures, NAMES)
    yield "slip", naive_gate.slip(figures, NAMES)
    yield "national-jump", naive_gate.national_jumps(figures, NAMES, "SE", "national-jump")
    yield "lone-nation-jump", naive_gate.national_jumps(figures, NAMES, "DK", "lone-nation-jump")
    yield "population", naive_gate.population(people, NAMES)
    yield "scale", naive_gate.scale(figures, had, disputed)
    yield "revision", naive_gate.revision(figures, had, NAMES)
    for country in ("DK", "SE"):
        yield "jump", naive_gate.jump(figures, NAMES, country)
    yield "co2-above-all-gases", naive_gate.co2_above_all_gases(figures, NAMES, "SE")  # Denmark's are of no release
    for rule, sentence in naive_gate.vanished(figures, had, NAMES):
        yield rule, [sentence]


def _drawn(seed):
    dice = random.Random(seed)
    had = _figures(dice, calm=dice.choice([0.9, 1.0]))
    figures = {key: tonnes * (1.0 if dice.random() < 0.97 else dice.choice(FACTORS)) for key, tonnes in had.items()}
    if dice.random() < 0.4:  # a whole sector in another unit
        sector, factor = dice.choice(["transport", "industry", "total"]), dice.choice([5.0, 5.01, 0.2, 0.199, 1000.0])
        figures = {key: tonnes * (factor if key[2] == sector else 1.0) for key, tonnes in figures.items()}
    drop = dice.choice([None, (0, "SE-0483"), (2, "industry"), (4, 2019), (4, 2022), (1, "GHG"), (0, "DK")])
    if drop is not None:
        figures = {key: tonnes for key, tonnes in figures.items() if key[drop[0]] != drop[1]}
    disputed = {("CO2", "transport", 2020), ("GHG", "industry", 2021)} if dice.random() < 0.5 else set()
    return figures, _people(dice), had, disputed


@pytest.mark.parametrize("seed", range(30))
def test_every_rule_says_what_plain_loops_find(seed):
    figures, people, had, disputed = _drawn(seed)
    before = small_edition(had, people, "before", disputed)
    found = gate.examine(small_edition(figures, people, "after"), before)
    expected = [(rule, sentences) for rule, sentences in _expected(figures, people, had, disputed) if sentences]
    said = [(one.rule, one.sentence) for one in found if one.rule != "contradictions-gone"]
    assert sorted(rule for rule, _ in said) == sorted(rule for rule, _ in expected)
    for rule, sentence in said:
        assert any(sentence in sentences for name, sentences in expected if name == rule), (rule, sentence)
    assert all(one.holds == (thresholds()[one.rule]["follows"] == "hold") for one in found)
    assert [one.holds for one in found] == sorted((one.holds for one in found), reverse=True)


def test_what_is_drawn_sets_off_every_rule_and_spares_it():
    told = [{rule for rule, sentences in _expected(*_drawn(seed)) if sentences} for seed in range(30)]
    for rule in ("sign", "slip", "national-jump", "lone-nation-jump", "population", "scale", "revision", "jump"):
        assert {rule in one for one in told} == {True, False}, rule


def test_names_that_no_card_has_are_told_once_each():
    calm = dict.fromkeys(_drawn(1)[0], 2000.0)
    told = gate.examine(small_edition(calm, {}, "after", reported=["A new name.", "B.", "A new name."]), None)
    assert [(one.rule, one.holds, one.sentence) for one in told] == [
        ("new-names", False, "A new name."),
        ("new-names", False, "B."),
    ]


def test_what_was_published_all_the_same_is_told_and_holds_no_more():
    calm = dict.fromkeys(_drawn(1)[0], 2000.0)
    after = small_edition({**calm, ("SE", "CO2", "total", "total", 2023): 9000.0}, {}, "after")
    (jumped,) = [one for one in gate.examine(after, None) if one.rule == "national-jump"]
    assert jumped.holds
    published = replace(small_edition(calm, {}, "before"), manifest={**after.manifest, "concerns": [jumped.as_dict()]})
    (again,) = [one for one in gate.examine(after, published) if one.rule == "national-jump"]
    assert again == replace(jumped, holds=False)
    other = replace(published, manifest={**after.manifest, "concerns": [{**jumped.as_dict(), "rule": "slip"}]})
    assert [one for one in gate.examine(after, other) if one.rule == "national-jump"] == [jumped]

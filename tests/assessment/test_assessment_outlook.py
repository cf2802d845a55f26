"""How sure it is: ranges, chances and degrees hold together, and each budget beside another is its own assessment."""

import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.comparing.likelihood_revised import revised_likelihood
from climate_visualizer.budget.estimates import Days
from climate_visualizer.budget.ranges.uncertainty_ranges import (
    DRAWS,
    SEED,
    Outlook,
    emitted_before_start,
    outlook,
    vintages,
)
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.vintage_climates import climates
from climate_visualizer.places import LOCALE
from climate_visualizer.science import uncertainty
from climate_visualizer.words.certainty import certainty, other_budgets

NYKOPING = "SE-0480"


@pytest.fixture(scope="module", params=["sv", "en"])
def language(request):
    from django.conf import settings

    return load_language(request.param, settings.LOCALE_PATHS[0])


def choices(day, **asked):
    return parse(asked, country="SE", as_of=day)


@pytest.mark.parametrize(("limit", "likelihood", "at"), [("2.0", "83", 1), ("1.5", "50", 2)])
def test_a_budget_for_a_likelihood_stands_at_its_place_in_the_range(starter, day, limit, likelihood, at):
    """That for 83 % is the 17 % quantile, as far as the spread of warming to date and of other gases lets it."""
    chosen = choices(day, limit=limit, likelihood=likelihood)
    found, a = outlook(Question(starter, NYKOPING, chosen, day)), assess(Question(starter, NYKOPING, chosen, day))
    assert found.budget_t[at] == pytest.approx(a.budget_t, rel=0.4 if limit == "2.0" else 0.3)
    assert found.budget_t[at - 1] < a.budget_t < found.budget_t[at + 1]


def test_the_chance_is_of_the_limit_and_so_the_same_for_each_likelihood(starter, day):
    asked = [choices(day, method="world-per-head", limit="2.0", likelihood=k) for k in ("83", "50", "17")]
    chances = {outlook(Question(starter, NYKOPING, one, day)).chance_within for one in asked}
    assert len(chances) == 1
    by_limit = [
        outlook(Question(starter, NYKOPING, choices(day, method="world-per-head", limit=limit, likelihood="50"), day))
        for limit in ("1.5", "1.7", "2.0")
    ]
    rising = [found.chance_within for found in by_limit]
    assert rising == sorted(rising)
    assert rising[0] < rising[-1]


def test_a_national_budget_moves_with_what_was_left_for_the_world_at_its_own_start(starter, day):
    """285 Mt count from 2024 and the 850 Gt behind them from 2020: 161 Gt lie between, and are no part of the range."""
    question = Question(starter, NYKOPING, choices(day), day)
    before = emitted_before_start(question)
    assert before == pytest.approx(161.35, abs=0.01)
    state, rng = climates(starter)["ar6-2021"].state, np.random.default_rng(SEED)
    states = uncertainty.draw_states(climate=state, size=DRAWS, rng=rng)
    world = np.sort(uncertainty.budget_draws(climate=state, states=states, limit=2.0))
    a, found = assess(question), outlook(question)
    for percent, tonnes in zip(found.percents, found.budget_t, strict=True):
        drawn = world[int(np.ceil(percent / 100 * DRAWS)) - 1]
        assert tonnes == pytest.approx(a.budget_t * (drawn - before) / (850 - before), rel=1e-9)
    assert emitted_before_start(question.by(choices(day, method="world-per-head"))) == 0.0


def test_degrees_rise_with_what_is_used(starter, day):
    least = outlook(Question(starter, NYKOPING, choices(day, method="world-per-head"), day))
    most = outlook(Question(starter, NYKOPING, choices(day), day))
    assert least.implied_limit[1] < (most.implied_limit or (0.0, most.implied_above))[1]


def test_a_debt_has_no_degrees_and_unknown_inputs_no_outlook(starter, day):
    owing = choices(day, method="world-responsibility", limit="1.5", likelihood="50")
    assert outlook(Question(starter, NYKOPING, owing, day)).implied_limit is None
    unknown = choices(day, method="world-per-head", vintage="gcb-2025")
    assert outlook(Question(starter, NYKOPING, unknown, day)) is None


def test_each_row_of_a_comparison_is_its_own_assessment(starter, day):
    chosen = choices(day, limit="1.5", likelihood="50")
    rows = vintages(Question(starter, NYKOPING, chosen, day))
    assert len({(row.method, row.vintage) for row in rows}) == len(rows) > 10
    for row in rows:
        asked = choices(
            day, method=row.method, vintage=row.vintage, limit="1.5", likelihood="50", sharing="grandfathering"
        )
        a = assess(Question(starter, NYKOPING, asked, day))
        assert (row.budget_t, row.remaining_t, row.used_up_on) == (a.budget_t, a.remaining_t, a.used_up_on)


def test_what_is_overdrawn_from_the_start_is_so_since_the_start(starter, day):
    a = assess(
        Question(starter, NYKOPING, choices(day, method="world-responsibility", limit="1.5", likelihood="50"), day)
    )
    assert a.budget_t < 0
    assert a.overdrawn_since == date(2025, 1, 1)
    assert a.required_cut is None


BASE = Outlook(
    percents=(5.0, 17.0, 50.0, 83.0, 95.0), limit=2.0, budget_t=(0.0,) * 5, remaining_t=(0.0,) * 5, required_cut=(0.0,) * 5,
    used_up_on=(date(2027, 1, 1), date(2028, 3, 1), date(2031, 1, 1), date(2045, 1, 1), None), chance_within=0.1,
    implied_limit=(2.0, 2.5, 3.1),
)  # fmt: skip
NOW = date(2026, 11, 23)
CASES = [
    ({}, (date(2028, 3, 1), date(2045, 1, 1)),
     {"sv": ["omkring 10 procent", "slut senast mars 2028", "längre än till 2045", "2,5 grader varmare (2,0–3,1)"],
      "en": ["about 10 per cent", "used up by March 2028", "lasts beyond 2045", "2.5 degrees warmer (2.0–3.1)"]}),
    ({"chance_within": 0.001}, (NOW, NOW),
     {"sv": ["mindre än 1 procent", "redan slut i fem fall av sex"], "en": ["less than 1 per cent", "used up already in five"]}),
    ({"chance_within": 0.999, "implied_limit": None}, (None, None),
     {"sv": ["mer än 99 procent", "räcker den längre än till 2050", "går budgeten inte"],
      "en": ["more than 99 per cent", "lasts longer than to 2050", "can't be kept"]}),
    ({}, (NOW, None),
     {"sv": ["är budgeten redan slut", "räcker den längre än till 2050"], "en": ["is used up already", "lasts beyond 2050"]}),
    ({"implied_limit": None, "implied_above": 3.0}, (date(2028, 3, 1), None),
     {"sv": ["mer än 3 grader varmare", "inte bedömt"], "en": ["more than 3 degrees warmer", "not assessed"]}),
]  # fmt: skip


@pytest.mark.parametrize(("changed", "days", "wanted"), CASES)
def test_certainty_in_words(starter, day, language, changed, days, wanted):
    a = assess(Question(starter, NYKOPING, choices(day), day))
    ranges = replace(a.ranges, used_up_on=Days(*days, *days))
    said = certainty(replace(a, ranges=ranges), replace(BASE, **changed), language)
    for words in wanted[language.code]:
        assert any(words in sentence for sentence in said), (words, said)
    assert len(said) == 5


def test_without_an_outlook_both_dates_and_the_range_are_said_and_without_a_history_the_dates_alone(
    starter, day, language
):
    a = assess(Question(starter, NYKOPING, choices(day), day))
    both = {
        "sv": ("I dagens takt räcker budgeten till", "om trenden fortsätter"),
        "en": ("At today’s rate", "if the trend goes on"),
    }
    dates, left, _ = certainty(a, None, language)
    assert all(words in dates for words in both[language.code])
    assert language.tonnes(a.ranges.remaining_t.low) in left
    assert certainty(replace(a, ranges=None), None, language) == (dates,)


@pytest.mark.parametrize("limit", ["1.5", "2.0"])
def test_what_is_said_and_its_range_agree_in_every_area(starter, day, limit):
    """The headline's date lies within the range beside it; it contradicted it in 69 of 312 areas."""
    chosen = choices(day, limit=limit, likelihood="50" if limit == "1.5" else "83")
    told = 0
    for area in starter.areas:
        a = assess(Question(starter, area.id, chosen, day))
        if a.ranges is None:
            continue
        told += 1
        left = a.ranges.remaining_t
        assert left.low90 <= left.low <= a.remaining_t <= left.high <= left.high90
        rate = a.ranges.current_emissions_t_per_year
        assert rate.low <= a.current_emissions_t_per_year <= rate.high
        for point, days in ((a.used_up_on, a.ranges.used_up_on), (a.used_up_on_trend, a.ranges.used_up_on_trend)):
            if not a.is_overdrawn:
                last = date(2051, 1, 1)
                assert (
                    (days.low90 or last)
                    <= (days.low or last)
                    <= (point or last)
                    <= (days.high or last)
                    <= (days.high90 or last)
                )
        if a.required_cut is not None:
            assert a.ranges.required_cut.low <= a.required_cut <= a.ranges.required_cut.high
    assert told > 20


def test_other_budgets_have_one_row_a_method_and_mark_the_chosen(starter, day, language):
    a = assess(Question(starter, NYKOPING, choices(day, method="world-per-head", vintage="ar6-2021"), day))
    rows = other_budgets(a, vintages(Question(starter, NYKOPING, a.choices, day)), language)
    assert [(row.method, row.start) for row in rows if row.chosen] == [("world-per-head", 2020)]
    assert len({row.method for row in rows}) == len(rows) - 1
    said = {row.until.split()[0] for row in rows}
    assert said <= {"slut", "till", "efter", "used", "until", "after", "hela", "the"}
    assert all(row.overdrawn == row.left.startswith(("\u2212", "en skuld", "a debt")) for row in rows)


def test_far_days_are_not_told_to_the_month(starter, day, language):
    area = assess(Question(starter, NYKOPING, choices(day, method="world-per-head", limit="2.0", likelihood="17"), day))
    rows = other_budgets(area, vintages(Question(starter, NYKOPING, area.choices, day)), language)
    far = {row.until for row in rows} & {"efter 2050", "after 2050"}
    assert far
    assert not [row.until for row in rows if re.search("20[5-9][1-9]|2[1-9][0-9][0-9]", row.until)]


def test_newer_science_gives_an_older_budget_another_likelihood(starter, day):
    """METHOD: by IGCC 2024 what is left of 500 Gt for 1.5 degrees has 20 %, of 850 Gt for 2.0 degrees 87 %."""
    question = Question(starter, NYKOPING, choices(day), day)
    strict = revised_likelihood(question.by(choices(day, limit="1.5", likelihood="50")))
    assert strict.percent == pytest.approx(20, abs=0.5) and strict.stated == 50 and "2024" in strict.title
    assert revised_likelihood(question).percent == pytest.approx(87, abs=0.5)
    assert revised_likelihood(question.by(choices(day, method="world-per-head"))) is None
    found = outlook(Question(starter, NYKOPING, choices(day, limit="1.5", likelihood="50"), day))
    a = assess(Question(starter, NYKOPING, choices(day, limit="1.5", likelihood="50"), day))
    english = load_language("en", LOCALE)
    assert any(re.search(r"about 20 per cent instead of 50", sentence) for sentence in certainty(a, found, english))


def test_a_nations_debt_is_one_a_head_and_year_and_has_no_date(starter, day):
    rows = {one.method: one for one in vintages(Question(starter, NYKOPING, choices(day), day)) if one.is_first}
    owing = rows["world-responsibility"]
    assert 1 < owing.debt_t_per_head_year < 20 and owing.overdrawn_since is None
    assert rows["world-per-head"].debt_t_per_head_year is None
    english = load_language("en", LOCALE)
    said = {
        one.method: one
        for one in other_budgets(assess(Question(starter, NYKOPING, choices(day), day)), (owing,), english)
    }
    assert (
        said["world-responsibility"].left.startswith("a debt of ") and "elsewhere" in said["world-responsibility"].until
    )

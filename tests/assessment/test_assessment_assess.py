"""Assessments: the naive one agrees, the parts add up, and every choice keeps the laws."""

import math
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from assessment import naive

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.brief import brief
from climate_visualizer.budget.calendar import day_of, instant
from climate_visualizer.budget.figures import assess_all, assess_every_choice
from climate_visualizer.editions.read import UnknownArea
from climate_visualizer.methods.allocation import local_tonnes, national_tonnes, world_share
from climate_visualizer.methods.choices import WrongChoice, allowed, default_choices, methods_for, parse
from climate_visualizer.methods.parameters import world_budgets
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.methods.recipes import UnknownMethod, find_method

METHODS = sorted(method.id for method in methods_for("SE"))
PAIRS = [("se-uppsala-2023", 2.0, 83), ("se-uppsala-2023", 1.7, 50), ("se-uppsala-2023", 1.5, 50)]


def _choices(day, **asked):
    return parse({key: str(value) for key, value in asked.items()}, country="SE", as_of=day)


AREAS = ("SE-0480", "SE-04", "SE-0484", "SE-09", "SE")
DAYS = (date(2026, 11, 23), date(2021, 7, 1), date(2022, 12, 31), date(2023, 1, 1), date(2018, 3, 5), date(2035, 2, 1))


def _agree(edition, area_id, choices, day, **given):
    method = find_method(choices.method, edition)
    local = local_tonnes(method, "SE", choices.vintage, choices.limit, choices.likelihood)
    slow = naive.assess(
        edition, area_id, method=choices.method, local_tonnes=local, start=method.start_year(choices.vintage),
        path_start=choices.start, day=day, **given,
    )  # fmt: skip
    fast = assess(Question(edition, area_id, choices, day))
    told = {"used_up_at": fast.used_up_on, "used_up_at_trend": fast.used_up_on_trend}
    days = {name: one if one is None or one.year <= 2050 else None for name, one in told.items()}
    for name, wanted in slow.items():
        found = days[name] if name in days else getattr(fast, name)
        wanted = day_of(wanted) if name in days and wanted is not None else wanted
        if name == "years_left" and (wanted is None or instant(day) + wanted >= 2051):
            continue
        assert (found is None) == (wanted is None), (name, found, wanted, choices, day)
        if wanted is not None:
            assert found == wanted if name in days else found == pytest.approx(wanted, rel=2e-6, abs=1e-3), (
                name,
                choices,
                day,
            )
    return fast


@pytest.mark.parametrize("method", METHODS)
def test_the_naive_assessment_agrees_for_every_method_vintage_and_start(starter, day, method):
    """Budget less published less estimated is what is left, from the rows of the tables, whatever a budget starts with."""
    recipe = find_method(method, starter)
    for vintage in recipe.vintages:
        pairs = recipe.pairs(vintage)
        for limit, likelihood in (pairs[0], pairs[len(pairs) // 2], pairs[-1]):
            for area_id in AREAS[:3]:
                chosen = _choices(
                    day, method=method, vintage=vintage, limit=limit, likelihood=likelihood, sharing="grandfathering"
                )
                _agree(starter, area_id, chosen, day)
    for area_id in AREAS:
        late = replace(default_choices("SE", day, method=method, edition=starter), sharing="grandfathering", start=2033)
        _agree(starter, area_id, late, day)
        _agree(starter, area_id, replace(late, sharing="per-head"), day, sharing="per-head")


@pytest.mark.parametrize("as_of", DAYS, ids=str)
@pytest.mark.parametrize("method", ["se-uppsala-2022", "se-uppsala-2023", "world-per-head"])
def test_any_day_within_and_before_the_statistics_has_its_own_answer(starter, method, as_of):
    for area_id in AREAS[:3]:
        chosen = replace(default_choices("SE", as_of, method=method, edition=starter), sharing="grandfathering")
        found = _agree(starter, area_id, chosen, as_of)
        assert found.budget_t - found.emitted_published_t - found.emitted_estimated_t == pytest.approx(
            found.remaining_t
        )
        if as_of.year <= 2022:
            assert found.emitted_estimated_t == 0.0
            assert (found.emitted_published_t == 0.0) == (instant(as_of) <= found.budget_start.year)


@pytest.mark.parametrize("method", ["se-uppsala-2022", "se-uppsala-2023"])
def test_what_is_left_falls_day_by_day_and_dates_have_no_step_at_new_year(starter, method):
    """Nothing is forgotten or counted twice where statistics end, and no day makes a date jump: 41 days were one, at New Year."""
    for year in (2023, 2024, 2027, 2028, 2031):
        days = [date(year - 1, 12, 30), date(year - 1, 12, 31), date(year, 1, 1), date(year, 1, 2)]
        chosen = replace(default_choices("SE", days[0], method=method), limit=2.0, likelihood=83, start=2040)
        found = [assess(Question(starter, "SE-0480", chosen, one)) for one in days]
        for before, after in pairwise(found):
            a_day = (before.current_emissions_t_per_year + after.current_emissions_t_per_year) / 2 / 365.25
            gone = before.remaining_t - after.remaining_t
            assert gone == pytest.approx(
                a_day if before.as_of.year >= before.budget_start.year else 0.0, rel=0.15, abs=1.0
            )
            if before.used_up_on and after.used_up_on:
                assert abs((after.used_up_on - before.used_up_on).days) <= 3
                assert after.used_up_on_trend == before.used_up_on_trend


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sharing", ["grandfathering", "per-head", "blend", "equal-transition"])
def test_shares_of_the_counties_sum_to_one(starter, day, method, sharing):
    found = assess_all(Question(starter, "SE", _choices(day, method=method, sharing=sharing), day))
    counties = [starter.area(area_id).kind == "county" for area_id in found.area_ids]
    assert found.share[counties].sum() == pytest.approx(1.0, abs=1e-12)
    assert found.share[found.area_ids.index("SE")] == 1.0


@pytest.mark.parametrize(("method", "limit", "likelihood"), PAIRS)
def test_one_area_says_what_all_areas_say(starter, day, method, limit, likelihood):
    choices = _choices(day, method=method, limit=limit, likelihood=likelihood)
    every = assess_all(Question(starter, "SE", choices, day))
    for index, area_id in enumerate(every.area_ids):
        one = assess(Question(starter, area_id, choices, day))
        assert one.remaining_t == every.remaining_t[index]
        assert one.budget_t - one.emitted_since_t == pytest.approx(one.remaining_t)
        assert (one.required_cut is None) == math.isnan(every.required_cut[index])


@pytest.mark.parametrize("method", METHODS)
def test_every_choice_at_once_is_each_choice_alone(starter, day, method):
    recipe = find_method(method)
    vintage = recipe.vintages[0]
    cube = assess_every_choice(starter, "SE", recipe, vintage, path_start=2027, as_of=day)
    for i, (limit, likelihood) in enumerate(recipe.pairs(vintage)):
        for j, sharing in enumerate(recipe.share_local.sharings):
            choices = _choices(day, method=method, limit=limit, likelihood=likelihood, sharing=sharing)
            alone = assess_all(Question(starter, "SE", choices, day))
            np.testing.assert_allclose(cube.remaining_t[i, j], alone.remaining_t, rtol=1e-12)
            np.testing.assert_allclose(cube.required_cut[i, j], alone.required_cut, rtol=1e-9)


def test_a_larger_budget_lasts_longer_and_needs_a_smaller_cut(starter, day):
    found = [
        assess_all(Question(starter, "SE", _choices(day, method="world-per-head", limit=limit, likelihood=50), day))
        for limit in (1.6, 1.7, 1.8, 1.9, 2.0)
    ]
    for less, more in pairwise(found):
        assert (more.remaining_t > less.remaining_t).all()
        both = np.isfinite(less.used_up_at) & np.isfinite(more.used_up_at)
        assert both.any()
        assert (more.used_up_at[both] >= less.used_up_at[both]).all()
        cuts = np.isfinite(less.required_cut)
        assert (more.required_cut[cuts] < less.required_cut[cuts]).all()


@pytest.mark.parametrize("pathway", ["exponential", "continuous", "linear", "s-curve", "inertial"])
def test_the_path_to_2050_and_what_comes_before_it_stay_within_the_budget(starter, day, pathway):
    a = assess(Question(starter, "SE-0480", _choices(day, pathway=pathway), day))
    before = sum(
        tonnes * (year + 1 - max(instant(day), year))
        for year, tonnes in zip(a.trend.years, a.trend.tonnes, strict=True)
        if year == day.year
    )
    on_path = sum(a.pathway.tonnes[1:])
    assert on_path + before <= a.remaining_t * (1 + 1e-3)
    assert on_path + before > a.remaining_t * 0.95
    assert min(a.pathway.tonnes) >= 0
    assert a.pathway.years[0] == a.choices.start - 1


def test_an_overdrawn_budget_says_so_and_has_no_path(starter, day):
    a = assess(Question(starter, "SE-0480", _choices(day, limit=1.5, likelihood=50), day))
    assert a.is_overdrawn
    assert a.overdrawn_t == pytest.approx(-a.remaining_t)
    assert a.overdrawn_since == date(2025, 8, 6)
    assert a.next_limit == 1.7
    assert (a.pathway, a.required_cut, a.years_left, a.used_up_on, a.one_nth) == (None,) * 5
    assert all(delay.required_cut is None for delay in a.delays)


def test_a_later_start_needs_a_larger_cut_until_no_path_is_left(starter, day):
    a = assess(Question(starter, "SE-0480", _choices(day), day))
    cuts = [delay.required_cut for delay in a.delays]
    known = [cut for cut in cuts if cut is not None]
    assert known == sorted(known)
    assert known[0] == a.required_cut
    assert cuts[len(known) :] == [None] * (len(cuts) - len(known))


def test_years_that_statistics_skip_are_filled_and_marked(starter, day):
    a = assess(Question(starter, "SE-0480", _choices(day), day))
    status = dict(zip(a.history.years, a.history.status, strict=True))
    assert status[1990] == "published"
    assert status[1995] == "interpolated"
    assert a.history.years == tuple(range(1990, 2024))
    assert a.trend.status[a.trend.years.index(2026)] == "estimated"
    assert a.trend.status[a.trend.years.index(2027)] == "projected"


def test_the_derivation_ends_where_the_assessment_does(starter, day):
    for method in METHODS:
        for area_id in ("SE", "SE-0480"):
            a = assess(Question(starter, area_id, _choices(day, method=method), day))
            assert a.derivation[0].key == "world"
            assert a.derivation[-1].value == pytest.approx(a.remaining_t)
            assert all(step.source and step.source_url.startswith("https://") for step in a.derivation)
            assert ("area" in [step.key for step in a.derivation]) == (area_id != "SE")


def test_cement_is_taken_off_by_uppsala_and_counted_by_the_world_methods(starter, day):
    gotland = "SE-09"
    without = assess(Question(starter, gotland, _choices(day), day))
    with_cement = assess(Question(starter, gotland, _choices(day, method="world-grandfathering"), day))
    assert with_cement.base_emissions_t_per_year - without.base_emissions_t_per_year == pytest.approx(921_619, abs=1.0)
    assert without.history.years[0] == 2015


def test_a_contradicting_total_does_not_bend_the_trend(sweden, day):
    kumla = assess(Question(sweden, "SE-1881", _choices(day), day))
    assert kumla.disputes
    assert kumla.current_emissions_t_per_year == pytest.approx(191_000, rel=0.03)
    assert abs(kumla.achieved_cut) < 0.03


def test_the_published_tables_come_back_cell_by_cell():
    for budget in world_budgets().values():
        for limit, likelihood in budget.pairs:
            row = budget.table.limits.tolist().index(limit)
            column = budget.table.likelihoods.tolist().index(likelihood)
            assert budget.gt(limit, likelihood) == budget.table.gigatonnes[row, column]


def test_world_methods_share_by_people_and_by_emissions():
    people, emissions = find_method("world-per-head"), find_method("world-grandfathering")
    assert world_share(people, "SE", "igcc-2024", 1e11) == pytest.approx(10_549_347 / 7_975_593_389, rel=1e-9)
    assert world_share(emissions, "SE", "igcc-2024", 1e11) == pytest.approx(285.303 / 245_436, rel=1e-3)
    assert national_tonnes(people, "SE", "igcc-2024", 1.5, 50) == pytest.approx(
        127e9 * (1 - 8_032 / 253_476) * 0.00132270, rel=1e-3
    )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"method": "best"}, "method"),
        ({"limit": "1.4"}, "limit"),
        ({"limit": "warm"}, "limit"),
        ({"likelihood": "99"}, "likelihood"),
        ({"limit": "1.5", "likelihood": "83"}, "likelihood"),
        ({"sharing": "mine"}, "sharing"),
        ({"vintage": "ar5"}, "vintage"),
        ({"scope": "space"}, "scope"),
        ({"pathway": "up"}, "pathway"),
        ({"start": "2026"}, "start"),
        ({"start": "soon"}, "start"),
    ],
)
def test_what_cannot_be_chosen_names_what_can(day, query, field):
    with pytest.raises(WrongChoice) as wrong:
        parse(query, country="SE", as_of=day)
    assert wrong.value.field == field
    assert wrong.value.allowed
    assert wrong.value.allowed[0] in str(wrong.value)


def test_a_choice_written_out_is_read_back(starter, day):
    for method in METHODS:
        for limit in allowed(method, as_of=day)["limit"]:
            choices = _choices(day, method=method, limit=limit, pathway="linear", start=2030)
            question = Question(starter, "SE-0480", choices, day)
            assert ask(starter, "SE-0480", question.query, as_of=day) == question
    assert ask(starter, "SE-0480", as_of=day).query == {}


def test_a_principle_without_statistics_says_so(starter, day):
    nobody = replace(starter, population=starter.population.clear())
    with pytest.raises(WrongChoice, match="per-head"):
        assess(Question(nobody, "SE-0480", _choices(day, sharing="per-head"), day))
    a = assess(Question(nobody, "SE-0480", _choices(day), day))
    assert (a.persons, a.per_head_t) == (None, None)


def test_unknown_areas_and_methods_are_sentences(starter, day):
    with pytest.raises(UnknownArea, match="SE-0000"):
        assess(Question(starter, "SE-0000", _choices(day), day))
    with pytest.raises(UnknownMethod, match="se-uppsala-2023"):
        find_method("none")
    with pytest.raises(KeyError):
        find_method("se-uppsala-2023").cell(1.6, 50)


@pytest.mark.parametrize(
    ("day", "moment"),
    [(date(2024, 1, 1), 2024.0), (date(2023, 7, 2), 2023 + 182 / 365), (date(2024, 12, 31), 2024 + 365 / 366)],
)
def test_days_and_instants_turn_into_each_other(day, moment):
    assert instant(day) == pytest.approx(moment)
    assert day_of(instant(day)) == day


def test_never_and_no_answer_have_no_day():
    assert day_of(math.inf) is None
    assert day_of(math.nan) is None
    assert day_of(10_000.0) is None


def test_a_budget_in_brief_says_what_the_whole_assessment_says(starter, day):
    for area_id in [area.id for area in starter.areas if starter.has(area.id)][::12]:
        for method, limit in (("se-uppsala-2023", 1.5), ("se-uppsala-2023", 2.0), ("world-per-head", 1.7)):
            chosen = parse({"method": method, "limit": str(limit)}, country="SE", as_of=day, edition=starter)
            whole, short = (
                assess(Question(starter, area_id, chosen, day)),
                brief(Question(starter, area_id, chosen, day)),
            )
            for name in ("budget_t", "remaining_t", "used_up_on", "overdrawn_since", "is_overdrawn"):
                assert getattr(short, name) == getattr(whole, name), (area_id, name)

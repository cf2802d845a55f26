"""Targets set against the budget, how far a plan reaches, and what was planned against what happened."""

from datetime import date

import numpy as np
import pytest
from assessment import naive_plan
from assessment.outsets import a_measure, an_outset
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.plans import climate_budget as budgets
from climate_visualizer.plans import follow_up, plan, targets
from climate_visualizer.plans.baseline import UnknownYear, outset


def test_how_far_a_plan_reaches():
    o = an_outset(left=4500.0)
    decided = a_measure(sector="transport", amount=350.0, status="decided")
    planned = a_measure(sector="industry", kind="share", amount=1.0, status="planned")
    baseline, after, with_planned = budgets.reaches(plan.effect([decided, planned], o))
    assert (baseline.emitted_t, baseline.exceeds_t, baseline.used_up_on) == (10_000.0, 5500.0, date(2031, 7, 2))
    assert (after.emitted_t, with_planned.emitted_t) == (6500.0, 4500.0)
    assert with_planned.used_up_on is None and with_planned.exceeds_t == 0.0
    assert after.days == pytest.approx(2000 * 365.2425 / 1000)


@given(path=st.lists(st.integers(0, 10**6), min_size=1, max_size=30), left=st.integers(0, 10**7))
def test_a_budget_is_used_up_when_the_days_say_so(path, left):
    assert targets.used_up_at(np.array(path, dtype=float), float(left), 2027) == pytest.approx(
        naive_plan.used_up(path, left, 2027)
    )


def test_targets_set_against_the_budget():
    o = an_outset(left=3000.0)
    found = targets.standing([targets.Target(2036, "tonnes", 0.0), targets.Target(2030, "percent", 50, 2010)], o)
    assert found.reached == ((2030, 700.0), (2036, 0.0))
    assert found.tonnes[3] == 700.0 and found.tonnes[-1] == 0.0
    assert found.exceeds_t == pytest.approx(sum(found.tonnes) - 3000.0) and found.exceeds_t > 0 and not found.fits
    moment = naive_plan.used_up(list(found.tonnes), 3000.0, 2027)
    assert found.used_up_on is not None and found.used_up_on.year == int(moment)
    assert found.earlier_days == (date(2037, 1, 1) - found.used_up_on).days
    assert found.days == pytest.approx(found.exceeds_t / 1000 * 365.2425)


def test_a_target_for_one_sector_has_a_path_and_no_budget():
    found = targets.standing([targets.Target(2030, "percent", 100, 1990, "transport")], an_outset())
    assert found.tonnes[2] > 0 and found.tonnes[3:] == (0.0,) * 7
    assert (found.left_t, found.exceeds_t, found.days, found.used_up_on, found.fits) == (None, None, None, None, False)
    generous = targets.standing([targets.Target(2030, "tonnes", 5.0)], an_outset())
    assert generous.fits and generous.used_up_on is None and generous.earlier_days is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ((2030, "degrees", 1.0), "'degrees' is neither"),
        ((2030, "percent", 130.0, 1990), "130 does not"),
        ((2030, "tonnes", -4.0), "-4 tonnes are"),
    ],
)
def test_a_wrong_target_says_why(facts, sentence):
    with pytest.raises(targets.WrongTarget, match=sentence):
        targets.Target(*facts)


def test_targets_that_do_not_belong_on_one_path():
    o, total = an_outset(), targets.Target(2030, "tonnes", 500.0)
    for wrong, sentence in [
        ([total, targets.Target(2035, "tonnes", 0.0, scope="transport")], "one scope"),
        ([total, targets.Target(2030, "tonnes", 0.0)], "same year, 2030"),
        ([targets.Target(2020, "tonnes", 500.0)], "from 2027 on; the last is for 2020"),
        ([targets.Target(2030, "tonnes", 0.0, scope="farming")], "no sector 'farming'"),
    ]:
        with pytest.raises(targets.WrongTarget, match=sentence):
            targets.path_of(wrong, o)
    with pytest.raises(UnknownYear, match="no statistics for 2005; choose one of 1990, 2010, 2021, 2022"):
        targets.standing([targets.Target(2030, "percent", 50, 2005)], o)
    with pytest.raises(UnknownYear, match="choose one of 1990, 2010, 2022"):
        o.emitted(2021, "transport")


@pytest.mark.parametrize("baseline", ["trend", "level"])
def test_an_outset_is_that_of_the_areas_page(starter, day, baseline):
    from climate_visualizer.budget.assess import assess

    choices = parse({}, country="SE", as_of=day)
    for area_id in ("SE-0480", "SE-04", "SE"):
        o, a = (
            outset(Question(starter, area_id, choices, day), baseline=baseline),
            assess(Question(starter, area_id, choices, day)),
        )
        assert (o.first, o.last_published, o.edition_id) == (2027, 2023, starter.id)
        expected = (
            [tonnes for year, tonnes in zip(a.trend.years, a.trend.tonnes, strict=True) if year >= 2027]
            if baseline == "trend"
            else [a.base_emissions_t_per_year] * 24
        )
        np.testing.assert_allclose(o.baseline.sum(axis=0), expected, rtol=1e-9)
        assert (o.baseline >= 0).all()
        np.testing.assert_allclose(o.budget_path, a.pathway.tonnes[1:])
        assert o.budget_path.sum() < o.left_t < a.remaining_t
        assert o.emitted(2023) == a.history.tonnes[-1]


def test_an_overdrawn_area_has_no_budget_path(starter, day):
    o = outset(ask(starter, "SE-0480", {"limit": "1.5"}, as_of=day))
    assert o.budget_path is None and o.left_t < 0


def test_what_was_planned_against_what_was_reported():
    measures = [
        a_measure(
            id="a", status="under-way", ramp=2, indicator_planned=((2027, 10.0), (2029, 30.0)), costs=((2028, 100.0),)
        ),
        a_measure(id="b", kind="share", amount=0.5, status="decided"),
        a_measure(id="c", status="planned"),
        a_measure(id="d", status="done", start=2030),
    ]
    reports = [
        follow_up.Report("a", 2028, saved_t=10.0, indicator=20.0, cost=80.0),
        follow_up.Report("a", 2028, saved_t=41.0, indicator=19.0, cost=150.0, comment="Two boilers are late."),
        follow_up.Report("a", 2027, saved_t=99.0),
    ]
    found = follow_up.followed(measures, reports, 2028, {"b": 50.0})
    assert [one.measure.id for one in found] == ["a", "b"]
    first, second = found
    assert (first.saved.planned, first.saved.reported, first.saved.verdict) == (40.0, 41.0, "on-track")
    assert (first.indicator.planned, first.indicator.verdict) == (20.0, "on-track")
    assert (first.cost.verdict, first.comment) == ("behind", "Two boilers are late.")
    assert (second.saved.planned, second.saved.verdict) == (50.0, "not-reported")
    assert (second.indicator.verdict, second.cost.verdict) == ("nothing-planned", "nothing-planned")
    assert follow_up.compared(100.0, 111.0).verdict == "ahead" and follow_up.compared(100.0, 89.0).verdict == "behind"
    assert follow_up.compared(None, 3.0).verdict == "ahead"
    late = follow_up.followed(
        [a_measure(id="s", kind="share", amount=0.1, status="decided", effects=((2029, 1.0),))], [], 2028
    )
    assert late[0].saved.planned == 0.0


def test_a_planned_path_against_what_happened():
    found = follow_up.path_followed({2021: 1000.0, 2022: 1000.0, 2023: 900.0}, an_outset())
    assert [one.gap_t for one in found.years] == [50.0, 20.0, None]
    assert (found.gap_t, found.last_known) == (70.0, 2022)
    assert found.days == pytest.approx(70 * 365.2425 / 1000)
    nothing = follow_up.path_followed({2030: 900.0}, an_outset())
    assert (nothing.gap_t, nothing.days, nothing.last_known) == (None, None, None)

"""Plans, targets, climate budgets and follow-up: laws, a second implementation, and bad input."""

import numpy as np
import pytest
from assessment import naive_plan
from assessment.outsets import SECTORS, YEARS, a_measure, an_outset, plans, shares, tonnes
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.plans import plan
from climate_visualizer.science import measures as science


@settings(max_examples=60, deadline=None)
@given(found=plans)
def test_the_second_implementation_agrees(found):
    o = an_outset()
    counted = [one for one in found if one.is_decided]
    slow = naive_plan.path(counted, dict(zip(SECTORS, o.baseline.tolist(), strict=True)), 2027)
    fast = plan.effect(found, o).decided
    np.testing.assert_allclose(fast, [slow[sector] for sector in SECTORS], atol=1e-6)


@settings(max_examples=40, deadline=None)
@given(found=plans)
def test_it_is_the_rule_of_the_science(found):
    """`science.with_measures`, given a sector's own measures before those of all."""
    o = an_outset()
    counted = sorted((one for one in found if one.is_decided and not one.effects), key=lambda one: one.sector == "")
    asked = [
        science.Measure(
            parts=(0, 1, 2) if not one.sector else (SECTORS.index(one.sector),),
            start=one.start,
            end=one.end,
            ramp=one.ramp,
            **{"share" if one.kind == "share" else "tonnes": one.expected},
        )
        for one in counted
    ]
    expected = science.with_measures(baseline=o.baseline, first=2027, measures=asked)
    np.testing.assert_allclose(plan.effect(counted, o).decided, expected, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(found=plans, more=st.one_of(shares, tonnes), seed=st.integers(0, 99))
def test_more_measures_never_raise_emissions_and_their_order_does_not_matter(found, more, seed):
    o, before = an_outset(), plan.effect(found, an_outset())
    after = plan.effect([*found, more], o)
    assert (after.planned <= before.planned + 1e-6).all()
    assert (after.decided <= before.decided + 1e-6).all()
    assert (after.planned >= 0).all() and (after.planned <= after.decided).all()
    order = np.random.default_rng(seed).permutation(len(found))
    shuffled = plan.effect([found[index] for index in order], o)
    np.testing.assert_allclose(shuffled.planned, before.planned, atol=1e-6)
    np.testing.assert_allclose(shuffled.credits, before.credits[order], atol=1e-5)


@settings(max_examples=60, deadline=None)
@given(found=plans)
def test_overlaps_are_never_counted_twice(found):
    """Credits sum to what all measures save together, and nobody is credited with more than it would save alone."""
    o, e = an_outset(), plan.effect(found, an_outset())
    np.testing.assert_allclose(e.credits_by_sector.sum(axis=0), o.baseline - e.planned, atol=1e-6)
    assert (e.credits_by_sector.sum(axis=0) <= o.baseline + 1e-6).all()
    np.testing.assert_allclose(e.saved_decided + e.saved_planned, o.baseline - e.planned, atol=1e-6)
    assert e.credits.shape == (len(found), 10)
    ideas = [index for index, one in enumerate(found) if one.status in ("idea", "dropped")]
    assert not e.credits[ideas].any()


def test_two_halves_leave_a_quarter_and_share_the_credit():
    halves = [a_measure(kind="share", amount=0.5, status="decided", id=name) for name in ("a", "b")]
    e = plan.effect(halves, an_outset())
    assert e.decided[0].tolist() == [25.0] * 10
    assert e.credits.tolist() == [[37.5] * 10] * 2
    assert e.saved_alone[0].tolist() == [50.0] * 10
    assert (e.total(0), e.days(1000.0)) == (375.0, 365.2425)


def test_what_is_pushed_into_another_sector_is_credited_too():
    found = [a_measure(sector="", amount=15.0, status="decided"), a_measure(amount=100.0, status="planned")]
    e = plan.effect(found, an_outset())
    assert e.credits[:, 0].tolist() == pytest.approx([15.0, 100.0])
    assert e.credits_by_sector[1, :, 0].tolist() == pytest.approx([98.5, 1 / 3, 7 / 6])


def test_effects_year_by_year_run_evenly_between_the_years_given_and_stop_at_the_end():
    one = a_measure(effects=((2028, 0.2), (2030, 1.0)), start=2027, end=2032)
    assert plan.profiles([one], YEARS)[0].round(2).tolist() == [0, 0.2, 0.6, 1, 1, 1, 0, 0, 0, 0]
    assert plan.profiles([], YEARS).shape == (0, 10)
    assert a_measure(amount=100.0, certainty=0.5, rebound=0.2).expected == 40.0
    assert a_measure(costs=((2027, 9.0), (2028, 1.0)), incomes=((2028, 4.0),)).net_cost == 6.0


@pytest.mark.parametrize(
    ("facts", "field", "sentence"),
    [
        ({"kind": "degrees"}, "kind", "'degrees' is neither"),
        ({"status": "maybe"}, "status", "'maybe' is none"),
        ({"amount": -3.0}, "amount", "-3 would raise"),
        ({"amount": float("nan")}, "amount", "nan would raise"),
        ({"kind": "share", "amount": 1.2}, "amount", "120 is more"),
        ({"certainty": 1.2}, "certainty", "120 does not"),
        ({"rebound": -0.1}, "rebound", "-10 does not"),
        ({"ramp": 0}, "ramp", "0 is too few"),
        ({"end": 2020}, "end", "2020 is before 2027"),
        ({"effects": ((2027, 1.5),)}, "effects", "0 to 100 per cent"),
        ({"co_benefits": ("beauty",)}, "co_benefits", "'beauty'"),
    ],
)
def test_a_wrong_measure_says_which_field_and_why(facts, field, sentence):
    with pytest.raises(plan.WrongMeasure, match=sentence) as found:
        a_measure(**facts)
    assert found.value.field == field


def test_a_measure_in_a_sector_that_is_not_there_names_those_that_are():
    with pytest.raises(plan.WrongMeasure, match="no sector 'farming'; choose one of heating, industry, transport"):
        plan.effect([a_measure(sector="farming")], an_outset())


@pytest.mark.parametrize("certainty", [0.0, 1e-300, 1e-12, 1e-6])
def test_a_measure_that_saves_next_to_nothing_is_credited_with_next_to_nothing(certainty):
    """What is pushed into a sector by others is not its doing; and what is credited still adds up to what is saved."""
    o = an_outset()
    plans_ = [
        a_measure(sector="heating", kind="tonnes", amount=87.0, status="planned"),
        a_measure(sector="industry", kind="share", amount=0.0625, status="planned", certainty=certainty),
        a_measure(sector=plan.ALL, kind="tonnes", amount=112.0, status="decided"),
    ]
    made = plan.effect(plans_, o)
    assert (made.credits[1] <= 2 * made.saved_alone[1] + 1e-9).all()  # its part of what is pushed is of the same kind
    saved = (made.saved_decided + made.saved_planned).sum(axis=0)
    np.testing.assert_allclose(made.credits.sum(axis=0), saved, rtol=1e-12, atol=1e-9)


@settings(max_examples=60, deadline=None)
@given(
    each=st.lists(st.lists(st.floats(0, 1e6), min_size=3, max_size=3), min_size=1, max_size=4),
    part=st.lists(st.floats(0, 1), min_size=3, max_size=3),
)
def test_credits_add_up_to_what_is_saved_and_none_is_below_zero(each, part):
    """However small the savings are: the smallest numbers that there are, too. All that is saved is at most the sum."""
    by_each = np.array(each)[:, :, None]
    saved = np.array(part)[:, None] * by_each.sum() / 3
    given_ = plan.credited(by_each, np.minimum(saved, by_each.sum()))
    assert (given_ >= 0).all()
    if by_each.sum() > 0:
        np.testing.assert_allclose(given_.sum(axis=0), saved, rtol=1e-9, atol=1e-300)

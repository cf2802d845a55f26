"""What one measure comes to and what is cheapest: laws, a naive second implementation, and what is said of it."""

from dataclasses import replace

import numpy as np
import pytest
from assessment import naive_plan
from assessment.outsets import SECTORS, YEARS, a_measure, an_outset, shares, tonnes
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.charts import cost_curve
from climate_visualizer.charts import measure as measure_chart
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.languages.language import load_language
from climate_visualizer.plans import measure_account, measure_ranking, plan
from climate_visualizer.words.measures import measure_words
from climate_visualizer.words.measures.money import a_tonne, money

LOCALES = ROOT / "climate_visualizer" / "web" / "locale"
COUNTED = (*plan.DECIDED, *plan.PLANNED)
plans = st.lists(shares | tonnes, min_size=1, max_size=6).map(
    lambda found: [replace(one, id=f"m{at}") for at, one in enumerate(found)]
)


def _naive_total(measures) -> float:
    baseline = dict(zip(SECTORS, an_outset().baseline.tolist(), strict=True))
    return sum(sum(values) for values in naive_plan.path(measures, baseline, int(YEARS[0])).values())


@settings(max_examples=60, deadline=None)
@given(found=plans)
def test_what_an_idea_adds_is_the_difference_of_two_plans_worked_out_naively(found):
    effect = plan.effect(found, an_outset())
    counted = [one for one in found if one.status in COUNTED]
    for at, one in enumerate(found):
        if one.status == "idea":
            wanted = _naive_total(counted) - _naive_total([*counted, one])
            assert measure_account.added(effect, [at]).sum() == pytest.approx(wanted, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(found=plans)
def test_the_steps_of_an_account_lead_from_what_is_stated_to_what_counts(found):
    effect = plan.effect(found, an_outset())
    for at in range(len(found)):
        one = measure_account.account(effect, at)
        assert (one.expected <= one.stated + 1e-6).all() and (one.alone <= one.expected + 1e-6).all()
        assert one.counted_t <= one.there.sum() + 1e-6
        left = one.stated_t - one.uncertain_t - one.absent_t - one.overlap_t
        if one.overlap_t > 0 or one.alone.sum() >= one.counted_t:
            assert left == pytest.approx(one.counted_t, abs=1e-6)
        assert bool(measure_account.slipped(effect)[at]) == (
            one.measure.status != "dropped" and measure_account.slip(one) is not None
        )


def test_four_hundred_and_fifty_tonnes_where_less_is_emitted():
    """450 t a year, full after two years, in a sector that falls to nothing: most of it is not there to lower."""
    falling = [np.linspace(400.0, 40.0, 10).tolist(), [200.0] * 10, [700.0] * 10]
    effect = plan.effect([a_measure(amount=450.0, ramp=2, status="decided")], an_outset(falling))
    one = measure_account.account(effect, 0)
    assert one.stated_t == pytest.approx(450 * 9.5)
    assert one.counted_t == pytest.approx(225 + sum(np.linspace(400.0, 40.0, 10)[1:]))
    english = load_language("en", LOCALES)
    said = measure_words.counts(one, "Heating", english)
    assert said.startswith(("Of 4\u202f275 tonnes", "Of 4,280 tonnes")) or "Of 4" in said
    assert "are more than the sector “Heating” still emits on its own trend" in said
    assert measure_account.slip(one).as_kilos_t is None


def test_a_slip_from_kilos_is_asked_about_and_an_ordinary_measure_is_not():
    effect = plan.effect([a_measure(amount=80_000.0), a_measure(id="m2", amount=50.0)], an_outset())
    slip = measure_account.slip(measure_account.account(effect, 0))
    assert (slip.year, slip.there_t, slip.as_kilos_t) == (2027, 100.0, 80.0)
    assert "Were kilos meant? That would be 80" in measure_words.slipped(slip, "Heating", load_language("en", LOCALES))
    assert "Menades kilo?" in measure_words.slipped(slip, "", load_language("sv", LOCALES))
    assert measure_account.slip(measure_account.account(effect, 1)) is None
    assert measure_account.slipped(effect).tolist() == [True, False]
    assert measure_account.slipped(plan.effect([], an_outset())).tolist() == []


def test_the_cheapest_tonne_stands_first_and_a_sum_of_money_buys_from_the_top():
    measures = [
        a_measure(id="dear", amount=10.0, status="idea", costs=((2027, 10_000.0),)),
        a_measure(id="cheap", amount=10.0, status="idea", costs=((2027, 1_000.0),)),
        a_measure(
            id="pays",
            sector="transport",
            amount=10.0,
            status="planned",
            costs=((2027, 500.0),),
            incomes=((2028, 900.0),),
        ),
        a_measure(id="unknown", amount=30.0, status="idea"),
        a_measure(id="decided", amount=30.0, status="decided", costs=((2027, 1.0),)),
    ]
    effect = plan.effect(measures, an_outset())
    rows = measure_ranking.ranked(effect)
    assert [row.measure.id for row in rows] == ["pays", "cheap", "dear", "unknown"]
    assert [row.a_tonne for row in rows] == pytest.approx([-4.0, 10.0, 100.0, None])
    fits = measure_ranking.fitting(effect, rows, 2_000.0)
    assert [row.measure.id for row in fits.chosen] == ["pays", "cheap"]
    assert (fits.cost, fits.tonnes) == (1_500.0, pytest.approx(200.0))
    assert measure_ranking.fitting(effect, rows, 0.0).chosen == ()
    everything = measure_ranking.fitting(effect, rows, 1e9)
    assert everything.tonnes <= sum(row.tonnes for row in everything.chosen) + 1e-6


@settings(max_examples=30, deadline=None)
@given(found=plans, given=st.floats(0, 1e6))
def test_money_is_never_overspent_and_overlaps_are_counted_once(found, given):
    priced = [replace(one, costs=((2027, 1000.0 * (at + 1)),)) for at, one in enumerate(found)]
    effect = plan.effect(priced, an_outset())
    rows = measure_ranking.ranked(effect)
    fits = measure_ranking.fitting(effect, rows, given)
    assert fits.cost <= given
    assert -1e-6 <= fits.tonnes <= effect.outset.baseline.sum() + 1e-6
    costs = [row.a_tonne for row in rows if row.a_tonne is not None]
    assert costs == sorted(costs)


def test_pictures_are_drawn_for_wide_and_narrow_pages_or_not_at_all():
    english = load_language("en", LOCALES)
    effect = plan.effect([a_measure(amount=10.0, status="idea", costs=((2027, 5_000.0),))], an_outset())
    for size in (WIDE, NARROW):
        one = measure_chart.figure(measure_account.account(effect, 0), "T", "S", english, edition_id="e", size=size)
        assert one.picture.startswith("<svg") and len(one.table.rows) == len(YEARS)
        facts = {"edition_id": "e", "unit": "kr", "size": size}
        curve = cost_curve.figure(measure_ranking.ranked(effect), "T", "S", english, **facts)
        assert curve is not None and curve.table.rows == ((1, "District heating", 100, 50),)
        assert cost_curve.figure([], "T", "S", english, **facts) is None


def test_money_has_the_currency_of_the_country():
    swedish, english = load_language("sv", LOCALES), load_language("en", LOCALES)
    assert money(1_234_567.0, "SE", swedish) == "1\u202f235\u202f000\u00a0kr"
    assert money(950.0, "GB", english) == "950\u00a0GBP"
    assert money(950.0, "XX", english) == "950"
    assert a_tonne(12.0, "SE", swedish) == "12\u00a0kr per ton"

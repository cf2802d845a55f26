"""Plans, targets, climate budgets and follow-up: laws, a second implementation, and bad input."""

from datetime import date

import numpy as np
import pytest
from assessment import naive_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.methods.choices import parse
from climate_visualizer.plans import climate_budget as budgets
from climate_visualizer.plans import follow_up, plan, targets
from climate_visualizer.plans.baseline import Outset, UnknownYear, outset
from climate_visualizer.science import measures as science

SECTORS = ("heating", "industry", "transport")
YEARS = np.arange(2027, 2037)


def an_outset(baseline=None, *, left=500_000.0, path=True) -> Outset:
    """Ten coming years of three sectors, in round numbers."""
    tonnes = np.array([[100.0] * 10, [200.0] * 10, [700.0] * 10]) if baseline is None else np.array(baseline)
    return Outset(
        area_id="SE-0480",
        edition_id="2024-04-18-0000000000",
        as_of=date(2026, 11, 23),
        choices=parse({}, country="SE", as_of=date(2026, 11, 23)),
        sectors=SECTORS,
        years=YEARS,
        baseline=tonnes,
        before=np.array([100.0, 200.0, 700.0]),
        rate=1000.0,
        left_t=left,
        budget_path=1000.0 * 0.8 ** np.arange(1, 11) if path else None,
        history_years=np.array([1990, 2010, 2021, 2022]),
        history=np.array([[400.0, 300.0, 120.0, 110.0], [200.0, 200.0, 200.0, 210.0], [900.0, 900.0, np.nan, 700.0]]),
        totals=np.array([1500.0, 1400.0, 1050.0, 1020.0]),
        between_years=np.arange(2023, 2027),
        between=np.repeat([[105.0], [205.0], [690.0]], 4, axis=1),
    )


def a_measure(**facts) -> plan.Measure:
    return plan.Measure(
        **{
            "id": "m1",
            "name": "District heating",
            "sector": "heating",
            "kind": "tonnes",
            "amount": 40.0,
            "start": 2027,
            "end": 2050,
            **facts,
        }
    )


fractions = st.floats(0, 1, allow_subnormal=False)
shares = st.builds(
    a_measure,
    sector=st.sampled_from([*SECTORS, ""]),
    kind=st.just("share"),
    amount=fractions,
    start=st.integers(2020, 2036),
    end=st.integers(2036, 2050),
    ramp=st.integers(1, 8),
    certainty=fractions,
    rebound=fractions,
    status=st.sampled_from(plan.STATUSES),
    owner=st.sampled_from(["Roads", "Homes", "Elsewhere", ""]),
)
amounts = st.floats(0, 1500, allow_subnormal=False)
tonnes = st.builds(
    a_measure,
    sector=st.sampled_from([*SECTORS, ""]),
    amount=amounts,
    start=st.integers(2020, 2036),
    end=st.integers(2036, 2050),
    ramp=st.integers(1, 8),
    effects=st.lists(st.tuples(st.integers(2025, 2040), fractions), max_size=3, unique_by=lambda pair: pair[0]).map(
        tuple
    ),
    status=st.sampled_from(plan.STATUSES),
    owner=st.sampled_from(["Roads", "Homes", ""]),
)
plans = st.lists(st.one_of(shares, tonnes), max_size=9)


def numbered(found: list[plan.Measure]) -> list[plan.Measure]:
    from dataclasses import replace

    return [replace(one, id=str(index)) for index, one in enumerate(found)]


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


@settings(max_examples=60, deadline=None)
@given(
    cells=st.lists(st.lists(st.floats(-1e5, 1e6), min_size=3, max_size=3), min_size=1, max_size=12),
)
def test_whole_tonnes_add_up_exactly(cells):
    whole = budgets.whole_tonnes(np.array(cells))
    for column in range(3):
        assert whole[:, column].tolist() == naive_plan.largest_remainder([row[column] for row in cells])
    assert (np.abs(whole - np.array(cells)) <= 1.0).all()


@settings(max_examples=40, deadline=None)
@given(found=plans, a=fractions, b=fractions, years=st.integers(1, 10))
def test_every_row_of_a_climate_budget_adds_up_exactly(found, a, b, years):
    o = an_outset()
    parts = {("Roads", "transport"): a * b, ("Homes", "transport"): a * (1 - b), ("Homes", "heating"): b}
    divided = budgets.division(o, ["Roads", "Homes"], parts)
    made = budgets.climate_budget(plan.effect(found, o), divided, path=o.budget_path, count=years)
    for cells in (made.allowed, made.baseline, made.decided, made.planned, made.needed, made.missing):
        assert cells.dtype == np.int64
        assert made.by_committee(cells).sum(axis=0).tolist() == made.in_all(cells).tolist()
        assert made.by_sector(cells).sum(axis=0).tolist() == made.in_all(cells).tolist()
    assert made.in_all(made.allowed).tolist() == [round(value) for value in o.budget_path[:years]]
    np.testing.assert_array_equal(made.needed - made.decided - made.planned, made.missing)
    saved = (o.baseline - plan.effect(found, o).planned).sum(axis=0)[:years]
    np.testing.assert_allclose(made.in_all(made.decided) + made.in_all(made.planned), saved, atol=1.01)
    assert made.committees == ("Roads", "Homes", "")


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


def test_a_division_follows_what_was_asked():
    o = an_outset()
    divided = budgets.division(o, ["Roads"], {("Roads", "transport"): 1.0}, {"transport": 0.5, "heating": 0.5})
    made = budgets.climate_budget(plan.effect([], o), divided, path=o.budget_path, count=2)
    assert made.by_committee(made.allowed).tolist() == [[400, 320], [400, 320]]
    assert made.by_sector(made.allowed).tolist() == [[400, 320], [0, 0], [400, 320]]
    assert made.days(made.in_all(made.missing)).round(2).tolist() == [73.05, 131.49]


@settings(max_examples=40, deadline=None)
@given(first=st.tuples(fractions, fractions), last=st.tuples(fractions, fractions), years=st.integers(1, 10))
def test_shares_move_in_a_straight_line_and_always_make_the_whole(first, last, years):
    """Held against a plain reckoning, year by year; the year's whole stays what the path allows."""
    o = an_outset()

    def shares(pair):
        return dict(zip(o.sectors, (pair[0], (1 - pair[0]) * pair[1], (1 - pair[0]) * (1 - pair[1])), strict=True))

    begun, ended = shares(first), shares(last)
    divided = budgets.division(o, [], {}, begun, ended)
    made = budgets.climate_budget(plan.effect([], o), divided, path=o.budget_path, count=years)
    for at in range(years):
        along = at / (years - 1) if years > 1 else 0.0
        cells = [(begun[one] + (ended[one] - begun[one]) * along) * o.budget_path[at] for one in o.sectors]
        found = made.by_sector(made.allowed)[:, at]
        assert np.abs(found - np.array(cells)).max() <= 1.001
        assert found.sum() == round(o.budget_path[at])


def test_shares_of_the_last_year_alone_begin_with_todays():
    o = an_outset()
    today = budgets.division(o, [], {}).shares(4)
    assert (today == today[:, :1]).all()
    moved = budgets.division(o, [], {}, None, {"transport": 1.0}).shares(4)
    np.testing.assert_allclose(moved[:, 0], today[:, 0])
    assert moved[:, -1].tolist() == [1.0 if one == "transport" else 0.0 for one in o.sectors]
    np.testing.assert_allclose(moved.sum(axis=0), 1.0)
    with pytest.raises(budgets.WrongDivision, match="make 50 per cent"):
        budgets.division(o, [], {}, None, {"transport": 0.5})


@pytest.mark.parametrize(
    ("committees", "parts", "sector_shares", "sentence"),
    [
        (["A", "A"], {}, None, "stands twice"),
        (["A", ""], {}, None, "empty"),
        (["A"], {("B", "transport"): 0.5}, None, "'B' can't answer for 'transport'"),
        (["A"], {("A", "farming"): 0.5}, None, "'A' can't answer for 'farming'"),
        (["A"], {("A", "transport"): 1.5}, None, "150 per cent"),
        (["A", "B"], {("A", "transport"): 0.7, ("B", "transport"): 0.5}, None, "120 per cent of 'transport'"),
        (["A"], {}, {"transport": 0.5}, "make 50 per cent"),
        (["A"], {}, {"transport": 1.0, "farming": 0.0}, "they must make 100"),
    ],
)
def test_a_division_that_does_not_work_says_why(committees, parts, sector_shares, sentence):
    with pytest.raises(budgets.WrongDivision, match=sentence):
        budgets.division(an_outset(), committees, parts, sector_shares)


def test_a_budget_that_is_used_up_is_not_divided():
    o = an_outset(left=-5.0, path=False)
    divided, e = budgets.division(o, ["A"], {}), plan.effect([], o)
    with pytest.raises(budgets.WrongDivision, match="Nothing is left to divide from 2027"):
        budgets.climate_budget(e, divided, path=None, count=4)
    falling = an_outset(left=5e6, path=False)
    with pytest.raises(budgets.WrongDivision, match="fall so fast already"):
        budgets.climate_budget(plan.effect([], falling), divided, path=None, count=4)
    with pytest.raises(budgets.WrongDivision, match="1 to 10 years; 11 is not"):
        budgets.climate_budget(e, divided, path=o.baseline.sum(axis=0), count=11)
    assert [one.used_up_on for one in budgets.reaches(e)] == [None, None, None]


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
            outset(starter, area_id, choices, as_of=day, baseline=baseline),
            assess(starter, area_id, choices, as_of=day),
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
    o = outset(starter, "SE-0480", parse({"limit": "1.5"}, country="SE", as_of=day), as_of=day)
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

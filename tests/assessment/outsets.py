"""What tests of plans stand on: an area to set out from, and measures made of few facts."""

from datetime import date

import numpy as np
from hypothesis import strategies as st

from climate_visualizer.methods.choices import parse
from climate_visualizer.plans import plan
from climate_visualizer.plans.baseline import Outset

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

"""New Year brings no news: without new statistics no date, rate, cut or range of any area jumps from one day to the next."""

from datetime import date, timedelta

import numpy as np
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.methods.choices import methods_for, parse
from climate_visualizer.methods.question import Question

DAY = timedelta(days=1)
YEARS = (2026, 2027, 2034, 2048)
SMOOTH = 0.8  # days that a date moves from one day to the next: in the middle of a year up to 0.5
SAMPLING = (
    10  # days that an end of a range may move by its draws alone, decades ahead; by 70 where New Year draws others
)


def test_no_date_of_any_area_jumps_at_new_year_by_any_method(starter):
    count = 0
    for method in methods_for("SE", starter):
        for year in YEARS:
            before = date(year, 12, 31)
            choices = parse({"method": method.id}, country="SE", as_of=before + DAY, edition=starter)
            one, other = (assess_all(Question(starter, "SE", choices, day)) for day in (before, before + DAY))
            for name in ("used_up_at", "used_up_at_trend", "overdrawn_since"):
                both = np.stack([getattr(one, name), getattr(other, name)])
                told = np.where((both < 2051.0).all(axis=0), both, 0.0)
                assert (np.abs(told[1] - told[0]) * 365.25 <= SMOOTH).all(), (method.id, year, name)
                count += int((told[0] > 0).sum())
            np.testing.assert_allclose(other.required_cut, one.required_cut, rtol=1e-9)
            np.testing.assert_allclose(other.current_emissions, one.current_emissions, rtol=1e-3)
            spent = one.remaining_t - other.remaining_t
            np.testing.assert_allclose(spent, one.current_emissions / 365.25, rtol=0.03)
    assert count


@pytest.mark.parametrize("area_id", ["SE-0884", "SE-0685", "SE-0180", "SE"])
@pytest.mark.parametrize(
    "asked", [{}, {"method": "world-per-head"}, {"method": "world-per-head", "vintage": "gcb-2025", "limit": "1.5"}]
)
def test_no_range_jumps_at_new_year(starter, area_id, asked):
    """A budget from 2026 has no published year in it: its ranges were drawn from other years once 2027 had begun."""
    for year in YEARS[:2]:
        before = date(year, 12, 31)
        choices = parse({**asked, "start": str(year + 2)}, country="SE", as_of=before + DAY, edition=starter)
        one, other = (assess(Question(starter, area_id, choices, day)).ranges for day in (before, before + DAY))
        for end in ("low", "high", "low90", "high90"):
            for name in ("used_up_on", "used_up_on_trend"):
                days = [getattr(getattr(ranges, name), end) for ranges in (one, other)]
                if all(days):
                    assert abs(days[1] - days[0]).days <= SAMPLING, (year, name, end, days)

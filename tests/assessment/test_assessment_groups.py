"""A budget for a group: what its members have together, and what makes no group."""

from __future__ import annotations

import pytest
from conftest import DAY

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.groups import NoGroup, asked_areas, assess_group
from climate_visualizer.methods.choices import default_choices, parse
from climate_visualizer.methods.question import Question


def _choices(edition, **query):
    return (
        parse(query, country="SE", as_of=DAY, edition=edition) if query else default_choices("SE", DAY, edition=edition)
    )


@pytest.mark.parametrize("query", [{}, {"limit": "1.5"}, {"sharing": "per-head"}, {"method": "world-per-head"}])
def test_all_of_a_county_together_are_the_county(starter, query):
    """The law of a group: a county's places put together have its budget, its dates and its cut."""
    choices = _choices(starter, **query)
    for county in ("SE-04", "SE-10", "SE-23"):
        ids = tuple(area.id for area in starter.children(county))
        group, whole = (
            assess_group(Question(starter, "SE", choices, DAY), ids),
            assess(Question(starter, county, choices, DAY)),
        )
        for name in ("budget_t", "remaining_t", "current_emissions_t_per_year", "base_emissions_t_per_year"):
            assert getattr(group, name) == pytest.approx(getattr(whole, name), rel=2e-3), name
        assert group.is_overdrawn == whole.is_overdrawn
        if whole.years_left:
            assert group.years_left == pytest.approx(whole.years_left, abs=0.02)
            assert group.required_cut == pytest.approx(whole.required_cut, abs=0.002)


def test_a_group_is_the_sum_of_its_members_whoever_they_are(starter):
    choices = _choices(starter)
    ids = ("SE-0480", "SE-1480", "SE-2580")
    group = assess_group(Question(starter, "SE", choices, DAY), ids)
    members = [assess(Question(starter, area_id, choices, DAY)) for area_id in ids]
    assert group.remaining_t == pytest.approx(sum(one.remaining_t for one in members))
    assert group.persons == sum(one.persons for one in members)
    assert sum(group.pathway.tonnes[1:]) <= group.remaining_t
    assert group.ranges is None
    soonest, latest = min(one.years_left for one in members), max(one.years_left for one in members)
    assert soonest <= group.years_left <= latest
    by_year = dict(zip(group.history.years, group.history.tonnes, strict=True))
    for one in members:
        for year, tonnes, status in zip(one.history.years, one.history.tonnes, one.history.status, strict=True):
            by_year[year] -= tonnes if status == "published" else 0.0
    assert all(abs(left) < 1e-3 for year, left in by_year.items() if year in (1990, 2020, 2022) and year in by_year)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SE-0480", "few"),
        ("SE-0480,SE-0480", "few"),
        ("", "few"),
        ("SE-0480,SE-04", "within"),
        ("SE,SE-0480", "within"),
        (",".join(f"X-{number}" for number in range(51)), "many"),
    ],
)
def test_what_makes_no_group_is_refused_with_the_reason(starter, text, reason):
    with pytest.raises(NoGroup) as caught:
        asked_areas(starter, text)
    assert caught.value.reason == reason

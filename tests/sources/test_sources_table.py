"""The contract's rules, and the law of contradictions: they find exactly the gaps beyond both limits."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.sources.table import (
    DISPUTES,
    EMISSIONS,
    SourceError,
    contradictions,
    ensure_columns,
    ensure_years,
    listed,
)

TONNES = st.floats(-1e7, 1e7)


def emissions(whole: float, total: float, parts: list[float]) -> pl.DataFrame:
    """One area and year with one sector: the whole, the sector's total and its parts."""
    rows = [("total", "total", whole), ("waste", "total", total)]
    rows += [("waste", f"part-{number}", tonnes) for number, tonnes in enumerate(parts)]
    full = [("SE", "CO2", sector, part, 2021, tonnes, "modelled") for sector, part, tonnes in rows]
    return pl.DataFrame(full, schema=EMISSIONS, orient="row")


@settings(deadline=None)
@given(whole=TONNES, total=TONNES, parts=st.lists(TONNES, max_size=5), limit=st.floats(0, 1e5), share=st.floats(0, 0.5))
def test_contradictions_are_the_gaps_beyond_both_limits(whole, total, parts, limit, share):
    def wrong(told: float, counted: float) -> bool:
        return abs(counted - told) > limit and abs(counted - told) > share * max(abs(told), abs(counted))

    found = contradictions(emissions(whole, total, parts), tonnes=limit, share=share)
    summed = pl.Series(parts, dtype=pl.Float64).sum()
    expected = {"waste"} if parts and wrong(total, summed) else set()
    expected |= {"total"} if wrong(whole, total) else set()
    assert set(found["sector"]) == expected
    assert dict(found.schema) == DISPUTES
    assert found["gap_t"].abs().to_list() == sorted(found["gap_t"].abs(), reverse=True)
    assert (found["gap_t"] == found["parts_t"] - found["total_t"]).all()


def test_a_sector_without_parts_contradicts_nothing():
    assert contradictions(emissions(5000, 5000, []), tonnes=0, share=0).is_empty()


def test_a_small_gap_beside_a_large_total_is_rounding():
    assert contradictions(emissions(1e6, 1e6, [998_500]), tonnes=1000, share=0.01).is_empty()
    assert contradictions(emissions(1e6, 1e6, [980_000]), tonnes=1000, share=0.01).height == 1


def test_the_columns_of_a_table_are_told_apart():
    with pytest.raises(SourceError, match="The area table has the columns a, b instead of a."):
        ensure_columns(pl.DataFrame({"a": [1], "b": [2]}), {"a": pl.Int64}, "area")


@pytest.mark.parametrize("years", [[], [1991, 1990], [1990, 1990], [1990, 20210], [0]])
def test_years_must_be_plausible_and_ascending(years):
    with pytest.raises(SourceError, match="no ascending row of plausible years"):
        ensure_years(years, "report.xlsx")


def test_years_may_have_gaps():
    ensure_years([1750, 1990, 2024], "report.xlsx")


def test_a_few_names_are_listed_and_the_rest_counted():
    assert listed([]) == ""
    assert listed(["a", 2]) == "a, 2"
    assert listed("abcdefg") == "a, b, c, d, e and 2 more"

"""Real tables of publishers, changed at random: the right figures or one sentence; `bench/publishers.py` runs thousands."""

from __future__ import annotations

import pytest
from sources.random_changes import FILES, Real, tried

from climate_visualizer.sources.reading.numbers import figures, number_in
from climate_visualizer.sources.table import SourceError


@pytest.mark.parametrize("real", FILES, ids=lambda real: real.module.SOURCE)
def test_a_real_table_changed_at_random_is_right_or_a_sentence(real: Real, real_data):
    text = (real_data / real.path).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
    assert tried(real, text, seed=2026, times=12) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234.5", 1234.5),
        ("-3e-2", -0.03),
        ("+.5", 0.5),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u00a0567", 1234567),
        ("\u22121 234", -1234),
        ("1,234.5", 1234.5),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567),
        ("12,50", 12.5),
        ("1,2345", 1.2345),
        ("1,234", None),
        ("12 34", None),
        ("1.2.3", None),
        ("12,34,56", None),
        ("abc", None),
        ("-", None),
        ("", None),
        ("inf", None),
        ("nan", None),
        ("0x1F", None),
        ("1_000", None),
    ],
)
def test_a_number_is_read_by_one_rule(text, number):
    assert number_in(text) == number


def test_a_cell_that_is_no_number_is_named_and_marks_are_those_of_the_card():
    import polars as pl

    cells = pl.Series("Utslipp", ["1", None, "", "[x]", "-", "2 000,5"])
    assert figures(cells, "t.csv", missing=["[x]"], nothing=["-"]).to_list() == [1.0, None, None, None, 0.0, 2000.5]
    with pytest.raises(SourceError, match="t.csv has '-' in Utslipp, row 6, where a number should stand"):
        figures(cells, "t.csv", missing=["[x]"])
    with pytest.raises(SourceError, match="has 'inf'"):
        figures(pl.Series("a", [1.0, float("inf")]), "t.csv")

"""Real files of publishers, changed at random: the right figures or one sentence; `bench/publishers.py` tries thousands."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
import pytest
from sources import changed_answers, changed_tables
from sources.random_changes import outcome, tried, written
from sources.real_tables import FILES, Real

from climate_visualizer.sources.reading.csv_files import ensure_whole_lines, heading
from climate_visualizer.sources.reading.numbers import composed, figures, number_in, number_of
from climate_visualizer.sources.table import SourceError

TIMES = 5  # a file; two thousand in bench/publishers.py


@pytest.mark.parametrize("real", FILES, ids=lambda real: real.id)
def test_a_real_file_changed_at_random_is_right_or_a_sentence(real: Real, real_data):
    tally = tried(real, real_data, seed=2026, times=TIMES)
    assert tally.faults == []
    assert tally.tried == tally.read + tally.refused == TIMES


SMHI, PEOPLE, CARBON, BANK, NATION = (
    next(real for real in FILES if part in real.name)
    for part in ("2024-04-18", "tabhel2024", "GCB2023v36", "PP.CD", "ghg_nation")
)
TABLES = changed_tables


@pytest.mark.parametrize(
    ("real", "change"),
    [
        *(
            (SMHI, change)
            for change in (
                TABLES.cover_sheet,
                TABLES.decomposed,
                TABLES.spaced_headings,
                TABLES.years_in_another_order,
                TABLES.blank_last_lines,
            )
        ),
        (PEOPLE, TABLES.cover_sheet),
        *((CARBON, change) for change in (TABLES.marked, TABLES.blank_last_lines, TABLES.columns_in_another_order)),
        *((BANK, change) for change in (TABLES.marked, TABLES.spaced_headings, TABLES.years_in_another_order)),
        (NATION, changed_answers.marked),
    ],
    ids=lambda one: one.id if isinstance(one, Real) else one.__name__,
)
def test_what_does_no_harm_is_read(real: Real, change, real_data):
    table, areas = real.opened(real_data), real.areas(real_data) if real.areas else None
    changed = change(table, random.Random(1))
    assert changed is not table
    content = changed if isinstance(changed, bytes) else written(changed)
    assert outcome(real, content, areas) == outcome(real, written(table), areas)


def test_a_figure_of_women_alone_is_never_taken_for_that_of_all(real_data: Path):
    table = PEOPLE.opened(real_data)
    women = [[cell if c != 2 or cell is None else "1" for c, cell in enumerate(row)] for row in table.rows]
    content = changed_tables.book({"Kvinnor": women, table.title: table.rows}, table.figures)
    areas = PEOPLE.areas(real_data)
    assert outcome(PEOPLE, content, areas) == outcome(PEOPLE, written(table), areas)


def test_a_line_that_is_too_short_is_a_sentence():
    ensure_whole_lines(b'\xef\xbb\xbfa,b\n"x\ny, z",1\n\n,,,\n2,3\n\n', "t.csv")
    with pytest.raises(SourceError, match=r"t.csv has 1 cells in line 3 instead of 2"):
        ensure_whole_lines(b"a,b\n1,2\n3\n4,5\n", "t.csv")


def test_words_and_numbers_as_they_are_written():
    assert heading(" Country\u00a0 Name\n") == "Country Name" and heading(None) == ""
    assert composed("La\u0308n") == "L\u00e4n"
    assert number_of(3) == 3.0
    for no_number in (True, "3", None, [3]):
        with pytest.raises(TypeError):
            number_of(no_number)


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
    cells = pl.Series("Utslipp", ["1", None, "", "[x]", "-", "2 000,5"])
    assert figures(cells, "t.csv", missing=["[x]"], nothing=["-"]).to_list() == [1.0, None, None, None, 0.0, 2000.5]
    with pytest.raises(SourceError, match="t.csv has '-' in Utslipp, row 6, where a number should stand"):
        figures(cells, "t.csv", missing=["[x]"])
    with pytest.raises(SourceError, match="has 'inf'"):
        figures(pl.Series("a", [1.0, float("inf")]), "t.csv")

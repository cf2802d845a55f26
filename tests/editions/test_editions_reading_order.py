"""Files read in any order: each waits for the list that it needs, the newest list of a country counts, and failures are kept."""

from itertools import permutations

import polars as pl
import pytest

from climate_visualizer.editions.importing.reading_order import Import, from_bytes, newest_areas, read_in_order
from climate_visualizer.editions.importing.world_tables import COUNTRIES
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import AREAS, EMISSIONS, SourceError, SourceTables


def _tables(source, date, areas=None, **more):
    rows = [(area_id, area_id, "municipality", None, area_id[:2], area_id.lower()) for area_id in areas or ()]
    frame = pl.DataFrame(rows, schema=AREAS, orient="row") if areas else None
    return SourceTables(Origin(source, "P", "T", date, "CC0", "U", f"{source}{date}", "a.xlsx"), areas=frame, **more)


def _ids(frame):
    return None if frame is None else sorted(frame["area_id"].to_list())


FIGURES = _tables("se_smhi", "2026-01-01", emissions=pl.DataFrame(schema=EMISSIONS))
OLD, NEW = _tables("se_scb", "2023-01-01", ["SE-1", "SE-2"]), _tables("se_scb", "2024-01-01", ["SE-1"])
NORWAY = _tables("no_ssb", "2020-01-01", ["NO-1"])
WORLD = _tables(COUNTRIES, "2025-01-01", ["DK-1"])
STARTER = _tables("se_scb", "2030-01-01", ["SE-9"])


def test_the_newest_list_of_each_country_counts_in_any_order():
    assert newest_areas([]) is None and newest_areas([FIGURES]) is None and newest_areas([WORLD]) is None
    assert newest_areas([FIGURES], [FIGURES]) is None
    for read in permutations((OLD, NEW, NORWAY, FIGURES, WORLD)):
        assert _ids(newest_areas(read)) == ["NO-1", "SE-1"]
    again = _tables("se_scb", "2024-01-01", ["SE-3"])
    assert _ids(newest_areas([NEW, again])) == ["SE-1"]  # the first of two that are alike


def test_a_list_that_comes_along_stands_in_where_there_is_no_other():
    assert _ids(newest_areas([], [STARTER])) == _ids(newest_areas([FIGURES], [FIGURES, STARTER])) == ["SE-9"]
    assert _ids(newest_areas([OLD], [STARTER, NORWAY])) == ["NO-1", "SE-1", "SE-2"]
    assert _ids(newest_areas([WORLD], [STARTER, WORLD])) == ["SE-9"]


# What each file needs a list of before it can be read, and what it holds.
HELD = {"a": (None, OLD), "b": ("SE", FIGURES), "c": ("NO", _tables("no_ssb", "2024-01-01")), "d": (None, NORWAY)}


def _reading(entry, content, areas, cards):
    if content is None:
        raise SourceError(f"{entry.file_name} is lost.")
    needs, tables = HELD[entry.file_name]
    if needs and (areas is None or needs not in areas["country"].to_list()):
        raise SourceError(f"{entry.file_name} needs a list of {needs}.")
    assert cards == {}
    return tables


def _entry(name):
    return Import("se_smhi", name, f"hash-{name}")


@pytest.mark.parametrize("names", list(permutations("abcd")), ids="".join)
def test_a_file_waits_until_another_brings_the_list_it_needs(names):
    contents = {f"hash-{name}": b"x" for name in "abcd"}
    done, failures = read_in_order(map(_entry, names), contents, [WORLD], _reading)
    assert done[0] is WORLD and failures == {}
    assert sorted(map(id, done[1:])) == sorted(id(tables) for _, tables in HELD.values())


def test_what_cannot_be_read_is_said_of_each_file_and_the_others_come_in():
    contents = {f"hash-{name}": b"x" for name in "abc"}
    done, failures = read_in_order(map(_entry, "cbad"), contents, [], _reading)
    assert done == [OLD, FIGURES]
    assert {entry.file_name: str(problem) for entry, problem in failures.items()} == {
        "c": "c needs a list of NO.",
        "d": "d is lost.",
    }
    done, failures = read_in_order(map(_entry, "bc"), contents, [], _reading, beside=[STARTER, NORWAY])
    assert done == [FIGURES, HELD["c"][1]] and failures == {}
    assert read_in_order([], {}, [OLD], _reading) == ([OLD], {})


def test_bytes_that_are_lost_are_a_sentence():
    with pytest.raises(SourceError) as lost:
        from_bytes(_entry("a.xlsx"), None, None, {})
    assert str(lost.value) == "The kept bytes of a.xlsx are lost or damaged."

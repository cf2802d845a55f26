"""Names as numbers: the same figures in the same order as by letters, small in memory, joined as before."""

from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from climate_visualizer.editions import cubes, dictionary_encoding
from climate_visualizer.editions.cubes import cube_of
from climate_visualizer.editions.dictionary_encoding import (
    KEY,
    by_area,
    ordered,
    packed,
    repeated,
    side_by_side,
    unpacked,
)
from climate_visualizer.editions.publishing import edition_changes
from climate_visualizer.sources.table import EMISSIONS


@pytest.fixture(scope="module")
def plain(starter):
    return unpacked(starter.emissions)


def test_what_is_packed_comes_back_and_takes_a_third_of_the_memory(plain):
    small = packed(plain)
    assert_frame_equal(unpacked(small), plain)
    assert packed(small) is small
    assert dict(plain.schema) == EMISSIONS
    assert small.estimated_size() < 0.35 * (plain.height * (5 * 16 + 12))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_is_that_of_letters(plain, seed):
    shuffled = plain.sample(fraction=1.0, shuffle=True, seed=seed)
    found = ordered(packed(shuffled))
    assert_frame_equal(unpacked(found), shuffled.sort(KEY))
    assert ordered(found) is found


def test_a_row_that_stands_twice_is_found_in_an_ordered_table(plain):
    assert not repeated(ordered(packed(plain)))
    assert repeated(ordered(packed(pl.concat([plain, plain.slice(17, 1)]))))
    assert not repeated(packed(plain).clear())


def test_rows_that_are_looked_at_some_at_a_time_give_what_all_at_once_give(plain, monkeypatch):
    whole = plain.filter((pl.col("gas") == "CO2") & (pl.col("subsector") == "total"))
    at_once = cube_of(packed(whole), "CO2")
    last_two_swapped = ordered(packed(plain))[[*range(plain.height - 2), plain.height - 1, plain.height - 2]]
    for module in (dictionary_encoding, cubes):
        monkeypatch.setattr(module, "ROWS", 7)
    cube = cube_of(packed(whole), "CO2")
    for name in ("tonnes", "totals", "years"):
        assert (getattr(cube, name) == getattr(at_once, name)).all()
    assert (cube.area_ids, cube.sectors) == (at_once.area_ids, at_once.sectors)
    found = ordered(packed(plain))
    assert ordered(found) is found
    assert_frame_equal(unpacked(ordered(last_two_swapped)), plain.sort(KEY))


@pytest.mark.parametrize("as_numbers", [True, False])
def test_figures_with_the_same_keys_are_compared_as_if_each_were_looked_up(plain, as_numbers):
    made = packed if as_numbers else lambda frame: frame
    before = plain.sort(KEY)
    after = before.with_columns(tonnes=pl.col("tonnes") * 1.1)
    paired = edition_changes._compared(made(before), made(after))
    looked_up = edition_changes._compared(made(before), made(after.reverse()))
    assert paired.height > 1000
    assert_frame_equal(unpacked(paired), unpacked(looked_up))
    gone = edition_changes._compared(made(before), made(after.slice(1)))
    assert unpacked(gone).filter(pl.col("kind") == "gone").height == 1


def test_areas_stand_side_by_side_some_at_a_time(plain):
    before, after = plain.filter(pl.col("area_id") != "SE-0480"), plain.filter(pl.col("area_id") != "SE-01")
    parts = list(side_by_side(before, after, 5))
    assert_frame_equal(unpacked(pl.concat(old for old, _ in parts)), before.sort(KEY))
    assert_frame_equal(unpacked(pl.concat(new for _, new in parts)), after.sort(KEY))
    for old, new in parts:
        assert len({*old["area_id"], *new["area_id"]}) <= 5
    assert list(side_by_side(plain.clear(), plain.clear(), 5)) == []
    assert by_area(packed(plain).clear())[0] == []


def test_a_cube_is_each_figure_at_its_place(plain):
    rows = packed(plain.filter(pl.col("subsector") == "total").sample(fraction=1.0, shuffle=True, seed=1))
    cube = cube_of(rows, "CO2")
    assert list(cube.area_ids) == sorted(cube.area_ids)
    assert cube.tonnes.base is cube.totals.base
    by_key = {(r["area_id"], r["sector"], r["year"]): r["tonnes"] for r in unpacked(rows).iter_rows(named=True)}
    for i, area in enumerate(cube.area_ids):
        for k, year in enumerate(cube.years.tolist()):
            assert cube.totals[i, k] == by_key[area, "total", year]
            for j, sector in enumerate(cube.sectors):
                assert cube.tonnes[i, j, k] == by_key[area, sector, year]
    with pytest.raises(KeyError):
        cube_of(rows.clear(), "CO2")


@pytest.mark.parametrize("mixed", [False, True], ids=["as stored", "areas in no order"])
def test_an_areas_figures_and_parts_are_those_that_a_query_of_the_whole_table_gives(starter, plain, mixed):
    edition = starter
    if mixed:
        edition = replace(starter, emissions=starter.emissions.sample(fraction=1.0, shuffle=True, seed=1))
    for area_id in ("SE", "SE-04", "SE-0480", "SE-0980"):
        its = plain.filter((pl.col("area_id") == area_id) & (pl.col("gas") == "CO2"))
        assert_frame_equal(edition.emissions_of(area_id), its, check_row_order=not mixed)
        for year in (1990, 2015, 2023):
            parts = its.filter((pl.col("year") == year) & (pl.col("subsector") != "total") & (pl.col("tonnes") > 0))
            asked = sorted(edition.parts_of(area_id, year))
            assert asked == sorted(parts.select("sector", "subsector", "tonnes").iter_rows())
    assert edition.emissions_of("SE-0480", "no gas").is_empty() and edition.parts_of("SE-0480", 1789) == []

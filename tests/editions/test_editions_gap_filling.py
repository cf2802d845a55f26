"""Gaps filled from earlier releases, by plain rows: years, histories and sectors' years, each with its mark and sentence."""

from __future__ import annotations

import polars as pl
import pytest

from climate_visualizer.editions.dictionary_encoding import unpacked
from climate_visualizer.editions.importing.gap_filling import settle
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import DISPUTES, EMISSIONS, SourceTables

OLDEST, OLD, NEW = "2022-05-01", "2023-05-01", "2024-05-01"


def release(date, figures, disputed=None, gas="CO2"):
    """A release of tonnes by area, sector and year: each sector as one part and its total, and the whole of an area."""
    rows = []
    for (area_id, sector, year), tonnes in figures.items():
        rows += [(area_id, gas, sector, part, year, float(tonnes), "final") for part in ("part", "total")]
    for area_id, year in sorted({(one, year) for one, _, year in figures}):
        whole = sum(tonnes for (one, _, when), tonnes in figures.items() if (one, when) == (area_id, year))
        rows.append((area_id, gas, "total", "total", year, float(whole), "final"))
    disputes = None
    if disputed is not None:
        kept = [(*one[:1], gas, one[1], "total", one[2], 5.0, 4.0, 1.0, *(one[3:] or ("parts",))) for one in disputed]
        disputes = pl.DataFrame(kept, schema=DISPUTES, orient="row")
    origin = Origin("se_smhi", "P", date, date, "CC BY 4.0", "https://example.org", date, f"{date}.csv")
    return SourceTables(origin, emissions=pl.DataFrame(rows, schema=EMISSIONS, orient="row"), disputes=disputes)


def everywhere(sector, year, *tonnes):
    return {(f"SE-{at}", sector, year): one for at, one in enumerate(tonnes, 1)}


def found(settled):
    """Figures by area, sector, part and year, with their marks."""
    rows = unpacked(settled.emissions).select("area_id", "sector", "subsector", "year", "tonnes", "status").rows()
    assert len({row[:4] for row in rows}) == len(rows)
    return {row[:4]: row[4:] for row in rows}


def test_years_that_the_newest_has_dropped_stay_for_the_areas_that_it_has():
    newest = release(NEW, everywhere("waste", 2021, 10, 20))
    old = release(
        OLD, everywhere("waste", 2020, 1, 2, 3) | everywhere("waste", 2019, 4, 5, 6) | everywhere("waste", 2021, 7, 8)
    )
    oldest = release(OLDEST, everywhere("waste", 2020, 70) | everywhere("waste", 2018, 80))
    settled = settle(newest, [oldest, old], "CO2")
    rows = found(settled)
    assert rows["SE-1", "waste", "part", 2021] == (10.0, "final")
    kept = {key: row for key, row in rows.items() if row[1] == "kept"}
    assert {key[::3]: row[0] for key, row in kept.items() if key[1:3] == ("waste", "total")} == {
        ("SE-1", 2020): 1.0,
        ("SE-2", 2020): 2.0,
        ("SE-1", 2019): 4.0,
        ("SE-2", 2019): 5.0,
        ("SE-1", 2018): 80.0,
    }
    assert set(rows) - set(kept) == {key for key in rows if key[3] == 2021}
    assert settled.notes == (
        f"CO2: the years 2019, 2020 are kept from the release of {OLD}, since the newest has none.",
        f"CO2: the years 2018 are kept from the release of {OLDEST}, since the newest has none.",
    )


@pytest.mark.parametrize(("areas", "who"), [((2,), "1 area has"), ((2, 3), "2 areas have")])
def test_an_area_that_begins_later_has_its_years_from_before(areas, who):
    whole = everywhere("waste", 2020, 10, 20, 30) | everywhere("waste", 2021, 11, 21, 31)
    late = {(f"SE-{at}", "waste", 2020) for at in areas}
    newest = release(NEW, {key: tonnes for key, tonnes in whole.items() if key not in late})
    old = release(OLD, {key: tonnes + 100 for key, tonnes in whole.items()} | everywhere("energy", 2020, *[0] * 4))
    settled = settle(newest, [old], "CO2")
    rows = found(settled)
    assert {key for key, row in rows.items() if row[1] == "kept" and key[1] == "waste"} == {
        (*key[:2], part, key[2]) for key in late for part in ("part", "total")
    }
    assert all(rows[f"SE-{at}", "total", "total", 2020] == (100.0 + 10 * at, "kept") for at in areas)
    assert ("SE-4", "energy", "total", 2020) not in rows and ("SE-1", "energy", "total", 2020) not in rows
    assert settled.notes == (
        f"CO2: {who} earlier years from the release of {OLD}, since the newest begins later for them.",
    )


def test_a_sectors_year_that_contradicts_itself_is_taken_for_every_area_from_a_release_that_adds_up():
    whole = everywhere("waste", 2020, 10, 20) | everywhere("energy", 2020, 1, 2) | everywhere("waste", 2021, 30, 40)
    newest = release(
        NEW, whole, [("SE-1", "waste", 2020), ("SE-1", "total", 2020), ("SE-2", "energy", 2019, "kept-before")]
    )
    old = release(OLD, {key: tonnes + 100 for key, tonnes in whole.items()}, [])
    settled = settle(newest, [release(OLDEST, whole, []), old], "CO2")
    rows = found(settled)
    assert {key: row for key, row in rows.items() if row[1] == "kept"} == {
        ("SE-1", "waste", "part", 2020): (110.0, "kept"),
        ("SE-1", "waste", "total", 2020): (110.0, "kept"),
        ("SE-2", "waste", "part", 2020): (120.0, "kept"),
        ("SE-2", "waste", "total", 2020): (120.0, "kept"),
        ("SE-1", "total", "total", 2020): (111.0, "kept"),
        ("SE-2", "total", "total", 2020): (122.0, "kept"),
    }
    assert rows["SE-1", "energy", "total", 2020] == (1.0, "final") and rows["SE-2", "total", "total", 2021] == (
        40.0,
        "final",
    )
    assert len(rows) == 3 * 2 * 2 + 4
    assert settled.disputes.columns == list(DISPUTES)
    assert [tuple(row) for row in unpacked(settled.disputes).select("area_id", "sector", "year", "rule").rows()] == [
        ("SE-1", "waste", 2020, f"kept-from-{OLD}"),
        ("SE-1", "total", 2020, "parts"),
        ("SE-2", "energy", 2019, "kept-before"),
    ]
    assert settled.notes == (
        f"1 sector's year that contradicts itself is kept from the release of {OLD}, for every area.",
    )


def test_each_contradiction_is_taken_from_the_newest_release_that_has_it_whole_and_without_one():
    whole = everywhere("waste", 2020, 10, 20) | everywhere("energy", 2020, 1, 2) | everywhere("waste", 2021, 30, 40)
    keys = (("waste", 2020), ("energy", 2020), ("waste", 2021))
    newest = release(NEW, whole, [("SE-1", *key) for key in keys])
    lacking = {key: tonnes + 100 for key, tonnes in whole.items() if key != ("SE-2", "waste", 2021)}
    old = release(OLD, lacking, [("SE-2", "energy", 2020)])
    oldest = release(OLDEST, {key: tonnes + 500 for key, tonnes in whole.items()})
    settled = settle(newest, [oldest, old], "CO2")
    totals = {key: row[0] for key, row in found(settled).items() if key[2] == "total"}
    assert [totals[f"SE-{at}", sector, "total", year] for sector, year in keys for at in (1, 2)] == [
        *(110.0, 120.0),
        *(501.0, 502.0),
        *(530.0, 540.0),
    ]
    assert totals["SE-1", "total", "total", 2020] == 611.0 and totals["SE-2", "total", "total", 2021] == 540.0
    assert unpacked(settled.disputes)["rule"].to_list() == [f"kept-from-{one}" for one in (OLD, OLDEST, OLDEST)]
    assert settled.notes == (
        f"1 sector's year that contradicts itself is kept from the release of {OLD}, for every area.",
        f"2 sectors' years that contradict themselves are kept from the release of {OLDEST}, for every area.",
    )


def test_nothing_is_filled_from_another_gas_or_where_nothing_is_lacking():
    newest = release(NEW, everywhere("waste", 2021, 10, 20), [])
    methane = release(OLD, everywhere("waste", 2020, 1, 2), [("SE-1", "waste", 2021)], gas="CH4")
    same = release(OLDEST, everywhere("waste", 2021, 3, 4), [])
    people = SourceTables(methane.origin)
    both = SourceTables(
        newest.origin, emissions=pl.concat([newest.emissions, methane.emissions]), disputes=methane.disputes
    )
    for one in (newest, both):
        settled = settle(one, [methane, people, same], "CO2")
        assert found(settled) == found(settle(newest, [], "CO2"))
        assert settled.notes == () and settled.disputes.is_empty() and settled.disputes.width == len(DISPUTES)
    assert settle(SourceTables(newest.origin, emissions=newest.emissions), [same], "CO2").disputes.width == 0
    assert unpacked(settle(both, [], "CH4").disputes)["gas"].to_list() == ["CH4"]

"""Names that no card has, in releases made by hand: about the thresholds of being the same, and what is said of each."""

import polars as pl
import pytest

from climate_visualizer.editions.importing.new_keys import settled
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import DISPUTES, EMISSIONS, SourceTables

CARD = "climate_visualizer/data/sources/se_smhi.toml"
AREAS = tuple(f"SE-048{at}" for at in range(5))
OLD = {"transport": {"cars": 60.0, "buses": 40.0}, "industry": {"cement": 30.0, "other": 10.0}}


def _release(date, sectors, new=(), *, years=(2021, 2022), gas="CO2", source="se_smhi", notes=(), disputed=()):
    """Every area and year has the tonnes by sector and part; a sector's total is their sum, the whole the sum of all."""
    rows = []
    for area in AREAS:
        for year in years:
            whole = 0.0
            for sector, parts in sectors.items():
                rows += [(area, gas, sector, part, year, tonnes, "final") for part, tonnes in parts.items()]
                rows.append((area, gas, sector, "total", year, sum(parts.values()), "final"))
                whole += sum(parts.values())
            rows.append((area, gas, "total", "total", year, whole, "final"))
    disputes = [(AREAS[0], gas, sector, part, 2022, 5.0, 4.0, 1.0, "parts") for sector, part in disputed]
    return SourceTables(
        Origin(source, "SMHI", "T", date, "CC0", "https://example.org", f"{date}{gas}", "a.xlsx"),
        emissions=pl.DataFrame(rows, schema=EMISSIONS, orient="row"),
        disputes=pl.DataFrame(disputes, schema=DISPUTES, orient="row") if disputed else None,
        new_names=tuple(new),
        notes=tuple(notes),
    )


def _series(tables):
    """Tonnes of the first area in 2022 by sector and part, whatever the columns are packed as."""
    rows = tables.emissions.with_columns(pl.col("area_id", "sector", "subsector").cast(pl.String))
    rows = rows.filter((pl.col("area_id") == AREAS[0]) & (pl.col("year") == 2022))
    assert rows.select("sector", "subsector").is_duplicated().sum() == 0
    return {(sector, part): tonnes for sector, part, tonnes in rows.select("sector", "subsector", "tonnes").iter_rows()}


BEFORE = _release("2024-04-18", OLD)
BUSES = ("transport", "~bussar", "Bussar")
CALLS = (
    "calls 'Bussar' what was transport / buses before: the sub-sector has the same figures, and goes on under its key."
)
ROADS = ("~vagar", "total", "Vägar")
PARTS = [(*ROADS[:1], "~bilar", "Bilar"), (*ROADS[:1], "~bussar", "Bussar")]


def test_a_part_with_the_same_figures_goes_on_under_its_key():
    now = _release("2025-04-18", {**OLD, "transport": {"cars": 60.0, "~bussar": 40.0}}, [BUSES], notes=["A note."])
    outcome = settled([BEFORE, now])
    assert outcome.reported == [
        "A note.",
        f"SMHI 2025-04-18 {CALLS}",
    ]
    assert outcome.names == {}
    assert outcome.read[0] is BEFORE and len(outcome.read) == 2
    assert _series(outcome.read[1]) == _series(BEFORE)


def test_a_sector_with_the_same_figures_goes_on_under_its_key_and_known_parts_go_along():
    now = _release(
        "2025-04-18",
        {"~vagar": OLD["transport"], "industry": OLD["industry"]},
        [ROADS],
        disputed=[("~vagar", "total"), ("~vagar", "cars")],
    )
    outcome = settled([BEFORE, now])
    assert outcome.reported == [
        "SMHI 2025-04-18 calls 'Vägar' what was transport before: the sector has the same figures, and goes on under its key."
    ]
    assert (outcome.names, _series(outcome.read[1])) == ({}, _series(BEFORE))
    disputes = outcome.read[1].disputes.with_columns(pl.col("sector", "subsector").cast(pl.String))
    assert disputes.select("sector", "subsector").rows() == [("transport", "total"), ("transport", "cars")]


def test_a_part_with_other_figures_is_added_to_what_is_other_in_its_sector():
    new = ("industry", "~glas", "Glas")
    now = _release("2025-04-18", {**OLD, "industry": {"other": 10.0, "~glas": 5.0, "cement": 30.0}}, [new])
    outcome = settled([BEFORE, now])
    assert outcome.reported == [
        f"SMHI 2025-04-18 has the new sub-sector 'Glas'; it counts as other emissions of industry until you name it in {CARD}."
    ]
    found = _series(outcome.read[1])
    assert found["industry", "other"] == 15.0 and ("industry", "~glas") not in found
    assert found["industry", "total"] == 45.0 and found["total", "total"] == 145.0


def test_a_sector_of_its_own_has_its_publishers_name_and_other_parts():
    now = _release("2025-04-18", {**OLD, "~vagar": {"~bilar": 7.0, "~bussar": 1.0}}, [*PARTS, ROADS])
    outcome = settled([BEFORE, now])
    assert outcome.reported == [
        f"SMHI 2025-04-18 has the new sector 'Vägar'; it counts, under its publisher's own name, until you name it in {CARD}.",
        f"SMHI 2025-04-18 has the new sub-sector 'Bilar'; it counts as other emissions of vagar until you name it in {CARD}.",
        f"SMHI 2025-04-18 has the new sub-sector 'Bussar'; it counts as other emissions of vagar until you name it in {CARD}.",
    ]
    assert outcome.names == {"SE": {"vagar": "Vägar"}}
    found = _series(outcome.read[1])
    assert (found["vagar", "other"], found["vagar", "total"]) == (8.0, 8.0)
    assert {sector for sector, _ in found} == {"transport", "industry", "vagar", "total"}


@pytest.mark.parametrize(
    ("tonnes", "same"), [(100.0, True), (103.0, True), (97.0, True), (103.1, False), (96.9, False), (0.0, False)]
)
def test_the_same_is_within_three_per_cent_of_all_tonnes(tonnes, same):
    before = _release("2024-04-18", {**OLD, "transport": {"cars": 60.0, "buses": 100.0}})
    now = _release("2025-04-18", {**OLD, "transport": {"cars": 60.0, "~bussar": tonnes}}, [BUSES])
    outcome = settled([before, now])
    assert ("calls 'Bussar' what was" in outcome.reported[0]) == same
    assert (("transport", "buses") in _series(outcome.read[1])) == same
    assert (("transport", "other") in _series(outcome.read[1])) != same


@pytest.mark.parametrize(("years", "same"), [((2021, 2022), True), ((2022,), False)])
def test_the_same_takes_ten_figures(years, same):
    """Five areas in two years are ten, in one year five."""
    now = _release("2025-04-18", {**OLD, "transport": {"cars": 60.0, "~bussar": 40.0}}, [BUSES], years=years)
    assert ("calls 'Bussar' what was" in settled([BEFORE, now]).reported[0]) == same


def test_of_two_that_went_the_nearer_one_is_it():
    old = {**OLD, "transport": {"cars": 60.0, "buses": 40.0, "trams": 40.8}}
    for tonnes, key in ((40.1, "buses"), (40.7, "trams")):
        now = _release("2025-04-18", {**OLD, "transport": {"cars": 60.0, "~bussar": tonnes}}, [BUSES])
        (said,) = settled([_release("2024-04-18", old), now]).reported
        assert f"what was transport / {key} before" in said


def test_what_is_still_there_or_of_another_gas_or_publisher_is_not_what_went():
    both = _release("2025-04-18", {**OLD, "transport": {"cars": 60.0, "buses": 40.0, "~bussar": 40.0}}, [BUSES])
    now = _release("2025-04-18", {**OLD, "transport": {"cars": 60.0, "~bussar": 40.0}}, [BUSES])
    for before, after in (
        (BEFORE, both),
        (_release("2024-04-18", OLD, gas="CH4"), now),
        (_release("2024-04-18", OLD, source="gb_desnz"), now),
    ):
        assert "has the new sub-sector 'Bussar'" in settled([before, after]).reported[0]
    assert "has the new sub-sector 'Bussar'" in settled([now]).reported[0]


def test_a_name_that_was_recognised_once_is_so_again_and_the_newest_release_is_the_measure():
    renamed = {**OLD, "transport": {"cars": 60.0, "~bussar": 40.0}}
    second = _release("2025-04-18", renamed, [BUSES])
    far = {**OLD, "transport": {"cars": 60.0, "~bussar": 90.0}}
    third = _release("2026-04-18", far, [BUSES])
    outcome = settled([BEFORE, second, third])
    assert outcome.reported == [f"SMHI {year}-04-18 {CALLS}" for year in (2025, 2026)]
    assert _series(outcome.read[2])["transport", "buses"] == 90.0
    middle = _release("2025-04-18", {**OLD, "transport": {"cars": 60.0, "buses": 90.0}})
    (said,) = settled([BEFORE, middle, third]).reported
    assert "calls 'Bussar' what was transport / buses before" in said


def test_tables_without_figures_or_new_names_pass_as_they_are():
    lists = SourceTables(BEFORE.origin, notes=("A list.",))
    outcome = settled([lists, BEFORE])
    assert outcome.read == [lists, BEFORE] and outcome.read[1] is BEFORE
    assert (outcome.reported, outcome.names) == (["A list."], {})

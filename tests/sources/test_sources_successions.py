"""Areas that gave way to others: from the facts kept by hand to figures, addresses and answers."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest
from conftest import KINGDOM
from sources.long_table import rows, table

from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.gap_filling import settle
from climate_visualizer.editions.read import MovedArea, current_edition
from climate_visualizer.sources import successions
from climate_visualizer.sources.origin import origin_of
from climate_visualizer.sources.publishers import gb_desnz
from climate_visualizer.sources.table import EMISSIONS, SourceTables

DISTRICTS = ["GB-E07000026", "GB-E07000028", "GB-E07000029"]
CUMBERLAND = "GB-E06000063"
NEXT = "2026-06-25_2005-24-local-authority-ghg-emissions-csv-dataset.csv"


@pytest.fixture(scope="module")
def wide(real_data):
    name = KINGDOM[1]
    return gb_desnz.read((real_data / "gb_desnz" / name).read_bytes(), file_name=name, areas=None)


def renewed(wide, since: int) -> bytes:
    """A later release of 2019 and 2020, with the areas of 2022 up to the year `since` and today's from it."""
    there = set(wide.areas["area_id"])
    alone = [change for change in successions.changes() if len(change.into) == 1]
    new = {place.area: change.into[0] for change in alone for place in change.gone if place.area in there}
    ids, names = {old: place.area for old, place in new.items()}, {place.area: place.name for place in new.values()}
    mapped = pl.when(pl.col("year") >= since).then(pl.col("area_id").replace(ids)).otherwise(pl.col("area_id"))
    key = ["area_id", "gas", "sector", "subsector", "year"]
    emissions = wide.emissions.filter(pl.col("year").is_in([2019, 2020])).with_columns(area_id=mapped)
    summed = emissions.group_by(key).agg(pl.col("tonnes").sum(), pl.col("status").first())
    people = wide.population.with_columns(area_id=mapped).group_by("area_id", "year").agg(pl.col("persons").sum())
    became = wide.areas.with_columns(pl.col("area_id").replace(ids))
    called = became.with_columns(name=pl.col("area_id").replace_strict(names, default=pl.col("name")))
    areas = pl.concat([wide.areas, called]).unique("area_id")
    return table(rows(summed, areas, people.with_columns(status=pl.lit("estimated"))))


@pytest.fixture(scope="module")
def merged(wide, real_data, tmp_path_factory):
    """The release of 2022, and after it one that has today's areas from 2020."""
    var = tmp_path_factory.mktemp("merged")
    first = (KINGDOM[1], (real_data / "gb_desnz" / KINGDOM[1]).read_bytes())
    for name, content in (first, (NEXT, renewed(wide, 2020))):
        outcome = pipeline.bring_in("gb_desnz", [(name, content)], var, var / "editions")
        assert not outcome.held, outcome.concerns
    return var


@pytest.fixture(scope="module")
def edition(merged):
    return current_edition(merged / "editions")


def whole(frame: pl.DataFrame, area: str, year: int) -> float:
    found = frame.filter(
        (pl.col("area_id") == area)
        & (pl.col("year") == year)
        & (pl.col("sector") == "total")
        & (pl.col("gas") == "CO2")
    )
    return float(found["tonnes"].item())


def test_every_fact_is_sound():
    for change in successions.changes():
        assert change.order
        assert {place.area[:3] for place in (*change.gone, *change.into)} == {"GB-"}
        assert all(successions.ended(place.area) == change for place in change.gone)
    named = [place.area for change in successions.changes() for place in change.gone]
    assert len(named) == len(set(named))


def test_every_order_has_its_number_and_came_before_its_day():
    for change in successions.changes():
        number = re.search(r"S\.(?:S\.)?I\. (\d{4})/\d+", change.order)
        assert number, change.order
        assert int(number[1]) <= change.on.year


def test_a_boundary_moves_on_the_day_of_its_order():
    """S.S.I. 2017/430 came into force on 2 February 2018, and not on 1 April as most orders do."""
    days = {place.name: change.on for change in successions.changes() for place in change.gone}
    assert days["Fife"] == days["Perth and Kinross"] == date(2018, 2, 2)
    assert days["Glasgow City"] == date(2019, 4, 1)


def test_the_districts_of_the_release_have_the_names_of_the_facts(wide):
    called = dict(wide.areas.select("area_id", "name").iter_rows())
    checked = [
        (called[place.area], place.name)
        for change in successions.changes()
        for place in (*change.gone, *change.into)
        if place.area in called
    ]
    assert len(checked) > 25
    assert all(there == here for there, here in checked)


def test_nothing_is_gone_where_the_list_is_from_before(kingdom):
    """The authorities of the release of 2022 stay as they are; what had gone before leads on."""
    assert kingdom.area("GB-E07000026").name == "Allerdale"
    with pytest.raises(MovedArea) as moved:
        kingdom.area("GB-E07000004")
    assert moved.value.gone.successors == ("GB-E06000060",)


def test_old_districts_leave_the_list_and_lead_on(edition):
    assert {area.id for area in edition.areas}.isdisjoint(DISTRICTS)
    with pytest.raises(MovedArea, match=r"Allerdale \(GB-E07000026\) gave way to GB-E06000063 on 2023-04-01"):
        edition.area("GB-E07000026")
    with pytest.raises(MovedArea) as divided:
        edition.find("gb", "cumbria")
    assert divided.value.gone.successors == (CUMBERLAND, "GB-E06000064")
    with pytest.raises(MovedArea) as chained:
        edition.area("GB-E07000190")
    assert chained.value.gone.successors == ("GB-E06000066",), "Taunton Deane, by way of Somerset West and Taunton"


def test_the_sum_of_the_districts_stands_where_the_new_area_has_no_figures(edition, wide):
    for year in (2005, 2018, 2019, 2020):
        together = sum(whole(wide.emissions, area, year) for area in DISTRICTS)
        assert whole(edition.emissions, CUMBERLAND, year) == pytest.approx(together)
    people = {(area, year): persons for area, year, persons, _ in edition.population.iter_rows()}
    before = {(area, year): persons for area, year, persons, _ in wide.population.iter_rows()}
    assert people[CUMBERLAND, 2010] == sum(before[area, 2010] for area in DISTRICTS)
    for year, status in ((2018, "kept"), (2019, "modelled"), (2020, "modelled")):
        found = edition.emissions.filter((pl.col("area_id") == CUMBERLAND) & (pl.col("year") == year))["status"]
        assert found.unique().to_list() == [status]


def test_an_area_for_which_the_newest_release_begins_later_keeps_its_earlier_years():
    def tables(day: str, figures: list[tuple[str, int, float]]):
        origin = origin_of("gb_desnz", content=day.encode(), file_name=day, title=day, release_date=day)
        whole_rows = [(area, "CO2", "total", "total", year, tonnes, "modelled") for area, year, tonnes in figures]
        return SourceTables(origin, pl.DataFrame(whole_rows, schema=EMISSIONS, orient="row"))

    old = tables("2022-06-30", [("A", 2019, 1.0), ("B", 2019, 2.0), ("A", 2020, 3.0), ("B", 2020, 4.0)])
    new = tables("2026-06-25", [("A", 2019, 10.0), ("A", 2020, 30.0), ("B", 2020, 40.0)])
    found = settle(new, [old], "CO2")
    figures = {(area, year): (tonnes, status) for area, _, _, _, year, tonnes, status in found.emissions.iter_rows()}
    assert figures["B", 2019] == (2.0, "kept")
    assert figures["A", 2019] == (10.0, "modelled")
    assert len(figures) == 4
    assert found.notes == (
        "CO2: 1 area has earlier years from the release of 2022-06-30, since the newest begins later for them.",
    )


def test_every_part_of_the_whole_is_carried_over(edition):
    rows_of = edition.emissions.filter(
        (pl.col("area_id") == CUMBERLAND) & (pl.col("year") == 2015) & (pl.col("gas") == "CO2")
    )
    sectors = rows_of.filter((pl.col("subsector") == "total") & (pl.col("sector") != "total"))
    assert sectors["tonnes"].sum() == pytest.approx(whole(edition.emissions, CUMBERLAND, 2015))


def test_nothing_is_added_up_when_one_of_the_old_areas_is_missing():
    retired = successions.gone(pl.DataFrame({"area_id": [CUMBERLAND]}))
    frame = pl.DataFrame(
        {"area_id": DISTRICTS[:2], "year": [2010, 2010], "persons": [1, 2], "status": ["estimated"] * 2}
    )
    assert successions.carried(frame, retired, within=["year"], value="persons").is_empty()


def test_addresses_lead_on_and_the_api_names_who_came_instead(edition, merged, settings, client, db):
    settings.VAR, settings.EDITIONS = merged, merged / "editions"
    one = client.get("/sv/gb/allerdale/?sharing=per-head")
    assert (one.status_code, one.headers["Location"]) == (301, "/sv/gb/cumberland/?sharing=per-head")
    assert client.get("/en/gb/allerdale/dots.svg").headers["Location"] == "/en/gb/cumberland/dots.svg"
    several = client.get("/en/gb/cumbria/")
    assert several.status_code == 410
    page = several.content.decode()
    assert "Cumbria is no more" in page
    assert "1 April 2023" in page
    assert 'href="/en/gb/cumberland/"' in page
    assert 'href="/en/gb/westmorland-and-furness/"' in page
    assert "finns inte längre" in client.get("/sv/gb/cumbria/").content.decode()
    answer = client.get("/api/v1/areas/GB-E07000026/budget")
    assert answer.status_code == 410
    assert answer.json()["successors"] == [CUMBERLAND]
    new = client.get(f"/api/v1/areas/{CUMBERLAND}").json()
    assert new["valid_from"] == "2023-04-01"
    assert client.get("/en/gb/cumberland/").status_code == 200

"""Pieces that a candidate is built of: lists, people, releases and stand-ins, by a few made-up rows."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest
from conftest import STARTER

from climate_visualizer.editions.importing import build as building
from climate_visualizer.editions.importing.starter import beside, read_starter, starter_tables
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import AREAS, DISPUTES, EMISSIONS, POPULATION, SourceError, SourceTables


def origin(source="se_scb", date="2024-05-01", title="T"):
    return Origin(source, "P", title, date, "CC BY 4.0", "https://example.org", f"{source}{date}{title}", "x.csv")


def areas(*rows):
    table = [(one, name, "county", None, one[:2], name.lower()) for one, name in rows]
    return pl.DataFrame(table, schema=AREAS, orient="row")


def people(*rows):
    return pl.DataFrame(rows, schema=POPULATION, orient="row")


def emissions(*gases):
    rows = [("SE-01", gas, "total", "total", 2020, 1.0, "final") for gas in gases]
    return pl.DataFrame(rows, schema=EMISSIONS, orient="row")


def test_the_newest_list_of_each_country_counts_whole_and_of_the_worlds_the_newest_table():
    old = SourceTables(origin(date="2023-01-01"), areas=areas(("SE-01", "A"), ("SE-02", "B"), ("DK-01", "D")))
    new = SourceTables(origin(date="2024-01-01"), areas=areas(("SE-02", "Nytt"), ("SE-03", "C")))
    first = SourceTables(origin("world_gcb", "2023-01-01"), areas=areas(("FR", "F"), ("DE", "G")))
    last = SourceTables(origin("world_gcb", "2024-01-01"), areas=areas(("FR", "France")))
    bare = SourceTables(origin("world_gcb", "2025-01-01"))
    found = building._areas([old, first, new, last, bare, SourceTables(origin("se_smhi"))])
    assert [row[:2] for row in found.iter_rows()] == [
        ("DK-01", "D"),
        ("FR", "France"),
        ("SE-02", "Nytt"),
        ("SE-03", "C"),
    ]
    with pytest.raises(SourceError) as refused:
        building._areas([bare])
    assert str(refused.value) == (
        "No official list of areas has been imported; import Statistics Sweden's code list first."
    )


def test_of_several_counts_of_people_a_years_end_counts_and_then_the_newest():
    read = [
        SourceTables(origin(date="2021-01-01"), population=people(("SE", 2020, 1, "final"), ("SE", 2021, 2, "final"))),
        SourceTables(origin(date="2021-06-01")),
        SourceTables(
            origin(date="2022-01-01"),
            population=people(("SE", 2020, 3, "final"), ("SE", 2021, 4, "estimated"), ("SE", 2022, 5, "estimated")),
        ),
        SourceTables(origin(date="2023-01-01"), population=people(("SE", 2022, 6, "estimated"))),
    ]
    found = building._population(read)
    assert found.schema == pl.Schema(POPULATION)
    assert sorted(row[1:3] for row in found.iter_rows()) == [(2020, 3), (2021, 2), (2022, 6)]
    nobody = building._population(read[1:2])
    assert nobody.is_empty() and nobody.schema == pl.Schema(POPULATION)


def test_files_count_in_the_order_of_their_release_and_each_gas_from_its_newest():
    a, b = (SourceTables(origin("se_smhi", "2023-01-01", title), emissions=emissions("CO2", "GHG")) for title in "ab")
    c = SourceTables(origin("se_smhi", "2024-01-01", "a"), emissions=emissions("CO2"))
    other = SourceTables(origin("gb_desnz", "2022-01-01"), emissions=emissions("CO2"))
    scb = SourceTables(origin())
    ordered = building._oldest_first([c, b, scb, a, other])
    assert [one is was for one, was in zip(ordered, (other, a, b, c, scb), strict=True)] == [True] * 5
    latest = building._latest_by_gas(ordered)
    assert {key: one.origin.title for key, one in latest.items()} == {
        ("gb_desnz", "CO2"): "T",
        ("se_smhi", "CO2"): "a",
        ("se_smhi", "GHG"): "b",
    }
    assert latest["se_smhi", "CO2"] is c and latest["se_smhi", "GHG"] is b
    assert [one.origin.title for one in building._earlier(ordered, c)] == ["a", "b"]
    assert building._earlier(ordered, a) == building._earlier(ordered, other) == []
    used = building._used(ordered, [c, other], ())
    assert used == [other.origin, c.origin, scb.origin]
    kept = building._used(ordered, [c, other], ["CO2: years are kept from the release of 2023-01-01, for it."])
    assert kept == [one.origin for one in ordered]


def test_a_countrys_statistics_need_carbon_dioxide_and_people():
    gas = SourceTables(origin("se_smhi"), emissions=emissions("CO2"))
    somebody, nobody = people(("SE-01", 2020, 5, "final")), people(("DK-01", 2020, 5, "final"))
    building._ensure_complete({("se_smhi", "CO2"): gas, ("se_smhi", "GHG"): gas}, somebody)
    with pytest.raises(SourceError) as refused:
        building._ensure_complete({("se_smhi", "GHG"): gas}, somebody)
    assert str(refused.value) == (
        f"No carbon dioxide statistics have been imported from {building.facts('se_smhi')['card']['publisher']}; "
        "import its CO2 file too: python manage.py import_statistics se_smhi FILE"
    )
    with pytest.raises(SourceError, match="^No population has been imported; import "):
        building._ensure_complete({("se_smhi", "CO2"): gas}, nobody)
    with pytest.raises(SourceError, match="^No carbon dioxide statistics have been imported; import a country's"):
        building.build([SourceTables(origin(), areas=areas(("SE-01", "A")))])


@pytest.fixture(scope="module")
def read():
    return starter_tables(STARTER)


def test_a_figure_that_stands_twice_or_for_nowhere_leaves_no_edition(read):
    at = next(at for at, one in enumerate(read) if one.emissions is not None)
    table = read[at].emissions
    row = table.filter((pl.col("area_id") == "SE-0480") & (pl.col("sector") != "total")).head(1)
    twice = replace(read[at], emissions=pl.concat([table, row.with_columns(pl.col("tonnes") + 5)]))
    area_id, _, sector, subsector, year, *_ = row.row(0)
    with pytest.raises(SourceError) as refused:
        building.build([*read[:at], twice, *read[at + 1 :]])
    assert str(refused.value) == (
        f"The edition gives {area_id}, {sector} / {subsector}, {year} more than once; ask the publisher for a corrected file."
    )
    unknown = replace(read[at], emissions=pl.concat([table, row.with_columns(area_id=pl.lit("SE-9999"))]))
    with pytest.raises(SourceError, match="^The edition has the unknown area SE-9999; import the official list"):
        building.build([*read[:at], unknown, *read[at + 1 :]])


def test_the_starter_set_says_that_it_is_one_and_no_other_edition_does(read):
    assert read_starter(STARTER).manifest["starter"] is True
    built = building.build(read)
    assert built.manifest["starter"] is False
    assert {name for name in ("kept", "reported", "names", "beside") if name in built.manifest} == {
        "kept",
        "reported",
        "names",
        "beside",
    }
    assert "cards" not in built.manifest and built.manifest["beside"] == []


def test_what_stands_in_is_what_no_publisher_has_brought_yet(read):
    scb, smhi = (next(one for one in read if one.origin.source == name) for name in ("se_scb", "se_smhi"))

    def left(*own):
        return [
            (one.origin.source, one.areas is not None, one.population is not None, one.emissions is not None)
            for one in building.still_needed([scb, smhi], own)
        ]

    gas = ("se_smhi", False, False, True)
    assert left() == [("se_scb", True, True, False), gas]
    assert left(SourceTables(origin(), areas=scb.areas)) == [("se_scb", False, True, False), gas]
    assert left(SourceTables(origin(), population=scb.population)) == [("se_scb", True, False, False), gas]
    assert left(SourceTables(origin(), areas=scb.areas), SourceTables(origin(), population=scb.population)) == [gas]
    whole = ("se_scb", True, True, False)
    same, day_before = smhi.origin.release_date, "2000-01-01"
    assert left(SourceTables(origin("se_smhi", same), emissions=emissions("CO2", "GHG"))) == [whole]
    assert left(SourceTables(origin("se_smhi", day_before), emissions=emissions("CO2"))) == [whole, gas]
    assert left(SourceTables(origin("se_smhi", same), emissions=emissions("GHG"))) == [whole, gas]
    assert left(SourceTables(origin("gb_desnz", same), emissions=emissions("CO2"))) == [whole, gas]
    assert building._sources([smhi, scb, smhi]) == ["se_scb", "se_smhi"]


def test_the_starter_set_stays_beside_where_it_was_or_where_a_file_of_its_country_is_lost(read, starter):
    def names(edition, **asked):
        return [one.origin.sha256 for one in beside(edition, STARTER, **asked)]

    own, every = replace(starter, manifest={**starter.manifest, "starter": False}), [one.origin.sha256 for one in read]
    assert names(None) == names(None, lost=True) == names(own) == []
    assert names(starter) == names(own, lost=True) == every and every
    assert names(replace(own, manifest={**own.manifest, "beside": ["se_scb"]})) == every
    elsewhere = replace(own, areas=tuple(area for area in own.areas if area.country != "SE"))
    assert names(elsewhere, lost=True) == []


def test_contradictions_stand_with_the_largest_gap_first():
    def rows(*gaps):
        table = [(area, "CO2", sector, "total", year, 1.0, 1.0, gap, "parts") for area, sector, year, gap in gaps]
        return pl.DataFrame(table, schema=DISPUTES, orient="row")

    one = rows(("SE-02", "waste", 2020, 3.0), ("SE-01", "waste", 2021, -7.0), ("SE-01", "waste", 2020, 3.0))
    other = rows(("SE-01", "energy", 2020, 3.0), ("SE-03", "waste", 2020, 5.0))
    found = building._disputes([one, pl.DataFrame(), other])
    assert found.schema == pl.Schema(DISPUTES)
    assert found.select("area_id", "sector", "year", "gap_t").rows() == [
        ("SE-01", "waste", 2021, -7.0),
        ("SE-03", "waste", 2020, 5.0),
        ("SE-01", "energy", 2020, 3.0),
        ("SE-01", "waste", 2020, 3.0),
        ("SE-02", "waste", 2020, 3.0),
    ]
    assert building._disputes([]).schema == pl.Schema(DISPUTES)


def test_cards_that_came_along_are_learnt_and_stand_in_the_manifest_the_newest_of_each(read, monkeypatch):
    learnt = []
    monkeypatch.setattr(building, "learn_brought", learnt.append)
    scb = next(one for one in read if one.origin.source == "se_scb")
    old, new = ({"card": {"title": title}} for title in ("old", "new"))
    earlier = SourceTables(origin("se_scb", "1999-01-01"), population=people(("SE", 1900, 1, "final")), card=old)
    rest = [one for one in read if one is not scb]
    assert building.cards_of([replace(scb, card=new), earlier, *rest]) == {"se_scb": new}
    built = building.build([replace(scb, card=new), earlier, *rest])
    assert built.manifest["cards"] == learnt[0] == {"se_scb": new}
    bare = building.build(read)
    assert "cards" not in bare.manifest and learnt[1] == {}


def test_a_manifest_says_of_its_steps_where_there_are_any(read):
    steps = {"m": [{"x": 1}]}
    kept, none = building.build(read, recipes=steps), building.build(read, recipes={})
    assert kept.manifest["recipes"] == steps and "recipes" not in none.manifest
    assert kept.id[:11] == none.id[:11] and kept.id != none.id
    assert building.build(read).manifest["recipes"] == building.recipes_now()
    assert building.build(read, beside=read).manifest["beside"] == []
    gas = [one for one in read if one.emissions is not None]
    assert building.build(gas, beside=read).manifest["beside"] == ["se_scb"]
    assert building.build(gas, beside=read).as_edition().areas == building.build(read).as_edition().areas

"""Tables of the world joined from several files: which countries, regions and years each gives, by a few made-up rows."""

from __future__ import annotations

import polars as pl
import pytest

from climate_visualizer.editions.importing import world_tables as tables_of
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import AREAS, EMISSIONS, NATIONAL, NATIONS, POPULATION, SourceTables


def origin(source, date="2024-05-01", title=None):
    return Origin(
        source, "P", title or source, date, "CC BY 4.0", "https://example.org", f"{source}{date}", f"{source}.csv"
    )


def areas(*ids):
    rows = [(one, one, "region" if "-" in one else "country", None, one[:2], one.lower()) for one in ids]
    return pl.DataFrame(rows, schema=AREAS, orient="row")


def emitted(*rows):
    """Rows of an area, a gas and a year, each of 1,000 tonnes."""
    whole = [(area, gas, "total", "total", year, 1000.0, "final") for area, gas, year in rows]
    return pl.DataFrame(whole, schema=EMISSIONS, orient="row")


def people(*rows):
    return pl.DataFrame([(*row, "final") for row in rows], schema=POPULATION, orient="row")


def nations(*rows):
    return pl.DataFrame([(*row, "reported") for row in rows], schema=NATIONS, orient="row")


def early(*rows):
    whole = [(country, "total", gas, year, 1.0, "measured", source) for country, gas, year, source in rows]
    return pl.DataFrame(whole, schema=NATIONAL, orient="row")


def test_regions_of_a_country_with_statistics_of_its_own_are_left_out_of_europes():
    europe = SourceTables(
        origin("eu_edgar"),
        areas=areas("SE-E1", "NO-E1", "DE-E1"),
        emissions=emitted(("SE-E1", "GHG", 2020), ("NO-E1", "GHG", 2020), ("DE-E1", "GHG", 2020)),
        population=people(("SE-E1", 2020, 5), ("DE-E1", 2020, 6)),
    )
    sweden = SourceTables(origin("se_scb"), areas=areas("SE", "SE-01"))
    norway = SourceTables(origin("no_miljodirektoratet"), emissions=emitted(("NO", "CO2", 2020)))
    carbon = SourceTables(origin("world_gcb"), areas=areas("DE", "FR"), emissions=emitted(("DE", "CO2", 2020)))
    found = tables_of.regions_without_own([sweden, europe, norway, carbon])
    assert [one is was for one, was in zip(found, (sweden, europe, norway, carbon), strict=True)] == [1, 0, 1, 1]
    assert found[1].origin == europe.origin
    assert found[1].areas["area_id"].to_list() == found[1].emissions["area_id"].to_list() == ["NO-E1", "DE-E1"]
    assert found[1].population["area_id"].to_list() == ["DE-E1"]
    (bare,) = tables_of.regions_without_own([SourceTables(origin("eu_edgar"), areas=areas("SE-E1"))])
    assert bare.areas["area_id"].to_list() == ["SE-E1"] and bare.emissions is None and bare.population is None


def test_nations_of_the_carbon_budget_are_those_that_are_counted_and_have_no_carbon_dioxide_of_their_own():
    """Of one whose own source lists it without its own carbon dioxide the figures stay, and its name is the source's own."""
    carbon = SourceTables(
        origin("world_gcb"),
        areas=areas("DE", "DK", "SE", "XK"),
        emissions=emitted(*((one, "CO2", 2020) for one in ("DE", "DK", "SE", "XK"))),
    )
    sweden = SourceTables(origin("se_smhi"), areas=areas("SE", "SE-01"), emissions=emitted(("SE", "CO2", 2020)))
    denmark = SourceTables(
        origin("dk"), areas=areas("DK"), emissions=emitted(("DK", "GHG", 2020), ("DK-01", "CO2", 2020))
    )
    unlisted = SourceTables(origin("de"), emissions=emitted(("DE", "CO2", 2020)))
    counted = SourceTables(
        origin("world_population"),
        nations=nations(*((one, "population", 2020, 5.0) for one in ("DE", "DK", "SE")), ("XK", "product", 2020, 1.0)),
    )
    read = [sweden, denmark, unlisted, counted, carbon]
    assert tables_of._own(read) == ({"SE", "DK"}, {"SE"})
    *others, found = tables_of.countries_without_own(read)
    assert all(one is was for one, was in zip(others, read[:-1], strict=True))
    assert found.areas["area_id"].to_list() == ["DE"]
    assert found.emissions["area_id"].to_list() == ["DE", "DK"]
    for part in (
        SourceTables(origin("world_gcb"), areas=areas("SE")),
        SourceTables(origin("world_gcb"), emissions=emitted(("SE", "CO2", 2020))),
    ):
        assert tables_of.countries_without_own([sweden, counted, part])[-1] is part


def test_people_of_nations_are_those_of_the_newest_table_of_the_carbon_budget():
    table = nations(
        ("DE", "population", 2020, 5.4),
        ("DE", "product", 2020, 9.0),
        ("DE", "population", 2021, 5.6),
        ("FR", "population", 2020, 7.0),
    )
    older, newest = (
        SourceTables(origin("world_gcb", date), emissions=emitted((country, "CO2", 2020), (country, "CO2", 2021)))
        for date, country in (("2023-01-01", "FR"), ("2024-01-01", "DE"))
    )
    other = SourceTables(origin("se_smhi"), emissions=emitted(("FR", "CO2", 2020)))
    names_alone = SourceTables(origin("world_gcb"), areas=areas("FR"))
    found = tables_of.people_of_countries([older, newest, other, names_alone], table)
    assert found.schema == pl.Schema(POPULATION)
    assert sorted(found.iter_rows()) == [("DE", 2020, 5, "reported"), ("DE", 2021, 6, "reported")]
    nobody = tables_of.people_of_countries([other, names_alone], table)
    assert nobody.is_empty() and nobody.schema == pl.Schema(POPULATION)


def test_the_newest_file_gives_each_value_of_the_key_whole():
    older = SourceTables(
        origin("a"),
        nations=nations(("SE", "population", 2020, 1.0), ("NO", "population", 2020, 2.0), ("SE", "product", 2020, 3.0)),
    )
    newer = SourceTables(origin("b"), nations=nations(("SE", "population", 2020, 4.0), ("SE", "population", 2019, 5.0)))
    read = [older, SourceTables(origin("c")), newer]
    by_year = tables_of._newest(read, "nations", ["variable", "year"])
    assert [(*row[:3], row[3]) for row in by_year.iter_rows()] == [
        ("SE", "population", 2019, 5.0),
        ("SE", "population", 2020, 4.0),
        ("SE", "product", 2020, 3.0),
    ]
    assert tables_of._newest(read, "nations", "variable")["value"].to_list() == [5.0, 4.0, 3.0]
    assert tables_of._newest(read, "nations", "country")["value"].to_list() == [2.0, 5.0, 4.0]
    nothing = tables_of._newest([SourceTables(origin("c"))], "nations", "variable")
    assert nothing.is_empty() and nothing.schema == pl.Schema(NATIONS)


def test_what_comes_with_the_project_gives_way_to_what_is_read_as_early_or_newer():
    of_nations = [one for one in tables_of.shipped() if one.nations is not None]
    first = {name: tables_of._first_year(name) for name in tables_of.VARIABLES}
    released = {}
    for one in of_nations:
        released.setdefault(one.nations["variable"][0], []).append(one.origin.release_date)
    names = sorted(released)
    own = [one for one in tables_of.shipped() if one.nations is None]
    assert names == sorted(tables_of.VARIABLES) and own

    def left(year, date, *more):
        read = [SourceTables(origin("world_gdp", date), nations=nations(("SE", "product", year, 1.0))), *more]
        found = tables_of.with_shipped(read)
        assert found[: len(read)] == read
        rest = found[len(read) :]
        variables = sorted({one.nations["variable"][0] for one in rest if one.nations is not None})
        assert [one for one in rest if one.nations is None] == own
        return variables

    without = [name for name in names if name != "product"]
    assert left(first["product"], "1999-01-01") == without
    assert left(first["product"] + 1, "9999-01-01") == names, "older than it, with years from before it"
    assert left(first["product"] + 1, "1999-01-01") == names
    earlier = SourceTables(origin("b", "2000-01-01"), nations=nations(("SE", "product", first["product"] - 1, 1.0)))
    assert left(first["product"] + 1, "9999-01-01", earlier) == without
    assert left(first["product"] + 1, "1999-01-01", earlier) == without

    assert tables_of._first_years(
        [earlier, SourceTables(origin("c"), nations=nations(("SE", "x", 7, 1.0), ("NO", "product", 3000, 1.0)))]
    ) == {
        "product": first["product"] - 1,
        "x": 7,
    }
    newer = SourceTables(origin("d", "2001-01-01"), nations=nations(("SE", "product", 1, 1.0), ("SE", "x", 1, 1.0)))
    assert tables_of._releases_read([newer, SourceTables(origin("e")), earlier]) == {
        "product": "2001-01-01",
        "x": "2001-01-01",
    }
    again = SourceTables(own[0].origin)
    assert [one for one in tables_of.with_shipped([again]) if one.nations is None] == [again, *own[1:]]


def test_each_variable_of_nations_has_the_files_that_it_came_from():
    def card(source, name):
        return {"source": source, "file_name": name}

    product, parity = card("world_gdp", "gdp.csv"), card("world_gdp", "API_NY.GDP.MKTP.PP.CD_x.csv")
    carbon = card("world_gcb", "flat.csv")
    cards = [carbon, parity, product]
    assert tables_of._files_of("product", cards) == [product]
    assert tables_of._files_of("product-ppp", cards) == [parity]
    assert tables_of._files_of("product-ppp", [carbon, product]) == [product]
    assert tables_of._files_of("emissions", cards) == [carbon]
    assert tables_of._files_of("population", cards) == []


@pytest.mark.parametrize("count", [1, 2, 3])
def test_of_several_revisions_each_has_the_years_since_the_one_before(count):
    columns = ["source", "publisher", "title", "licence", "url", "sha256", "file_name"]
    cards = [
        {**dict.fromkeys(columns, "x"), "source": "world_population", "release_date": f"{year}-07-01"}
        for year in (2020, 2022, 2024)[:count]
    ]
    rows = nations(*(("SE", "population", year, 1.0) for year in (1950, 2020, 2021, 2022, 2023, 2024, 2025)))
    years = [one.nations["year"].to_list() for one in tables_of._world(rows, cards)]
    assert (
        years
        == {
            1: [[1950, 2020, 2021, 2022, 2023, 2024, 2025]],
            2: [[1950, 2020], [2021, 2022, 2023, 2024, 2025]],
            3: [[1950, 2020], [2021, 2022], [2023, 2024, 2025]],
        }[count]
    )


def test_a_nations_fossil_carbon_stands_in_where_no_series_of_its_own_reaches_as_far():
    """Sweden's own reaches as far, Norway's ends before, Denmark has none for the whole of CO2, Finland no statistics by area."""
    read = [
        SourceTables(
            origin("own"),
            areas=areas("SE", "NO", "DK"),
            emissions=emitted(*((one, "CO2", 2020) for one in ("SE", "NO", "DK"))),
        )
    ]
    series = early(("SE", "CO2", 2022, "se_nation"), ("NO", "CO2", 2021, "no"), ("DK", "GHG", 2023, "dk"))
    first = tables_of.facts("world_gcb")["card"]["first_year"]
    rows = nations(
        *(
            (one, "emissions", year, 10.0 + year)
            for one in ("SE", "NO", "DK", "FI")
            for year in (first - 1, first, 2022)
        ),
        ("NO", "population", 2023, 1.0),
    )
    found = tables_of._carbon_of_nations(read, rows, series)
    assert found.schema == pl.Schema(NATIONAL)
    assert sorted(found.iter_rows()) == [
        (country, "total", "CO2", year, 10.0 + year, status, "world_gcb")
        for country in ("DK", "NO")
        for year, status in ((first, "measured"), (2022, "preliminary"))
    ]

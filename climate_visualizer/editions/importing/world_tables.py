"""The world beside the areas: nations, the world's budgets and emissions, boundaries, and countries that are areas themselves.

What has not been imported of the nations is taken from the few figures that come with the project, in ``data/starter``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import polars as pl

from climate_visualizer.editions.dictionary_encoding import unpacked
from climate_visualizer.editions.read import WORLD_TABLES
from climate_visualizer.places import DATA
from climate_visualizer.sources.origin import Origin, facts
from climate_visualizer.sources.table import NATIONAL, NATIONS, PLANTS, POPULATION, SourceTables

SHIPPED = DATA / "starter"
COUNTRIES = "world_gcb"
VARIABLES = {
    "emissions": COUNTRIES,
    "population": "world_population",
    "product": "world_gdp",
    "product-ppp": "world_gdp",
}
# Of a publisher's several files, the part of the name of the one that a variable comes from.
NAMED = {"product-ppp": "NY.GDP.MKTP.PP.CD"}
# Sources of early national statistics, of which some come with the project.
EARLY = ("se_nation",)
PLANT_SOURCE = "eu_ets"
REGIONS = "eu_edgar"
SORTED_BY = {
    "nations": ["country", "variable", "year"],
    "world_budgets": ["vintage", "limit", "likelihood"],
    "world_emissions": ["series", "part", "year"],
    "boundaries": ["area_id", "ring", "point"],
    "national": ["country", "gas", "source", "sector", "year"],
    "plants": ["plant_id", "year"],
}


@lru_cache(maxsize=1)
def shipped() -> tuple[SourceTables, ...]:
    """The nations' figures that come with the project, a table a publisher."""
    wide = pl.read_csv(SHIPPED / "nations.csv", infer_schema_length=None)
    long = wide.unpivot(index=["country", "variable"], variable_name="year", value_name="value").drop_nulls("value")
    nations = long.with_columns(status=pl.lit("reported")).select(
        [pl.col(name).cast(kind) for name, kind in NATIONS.items()]
    )
    cards = tomllib.loads((SHIPPED / "origins.toml").read_text(encoding="utf-8"))["origin"]
    return (*_world(nations, cards), *_early(cards), *_plants(cards))


def _world(nations: pl.DataFrame, cards: list[dict[str, str]]) -> Iterator[SourceTables]:
    """Each variable of nations with the file that it came from; of two revisions each has the years since the one before."""
    for variable in VARIABLES:
        rows, before = nations.filter(pl.col("variable") == variable), 0
        files = _files_of(variable, cards)
        for place, card in enumerate(files):
            last = int(card["release_date"][:4]) if place < len(files) - 1 else 9999
            yield SourceTables(Origin(**card), nations=rows.filter(pl.col("year").is_between(before, last)))
            before = last + 1


def _early(cards: Iterable[dict[str, str]]) -> Iterator[SourceTables]:
    """The early national statistics that come with the project, those of each gas with the file that they are from."""
    national = pl.read_csv(SHIPPED / "national.csv", schema=NATIONAL)
    for card in cards:
        gases = [gas for gas in national["gas"].unique() if f"({gas})" in card["title"]]
        rows = national.filter(pl.col("gas").is_in(gases))
        if card["source"] in EARLY and rows.height:
            yield SourceTables(Origin(**card), national=rows)


def _plants(cards: Iterable[dict[str, str]]) -> Iterator[SourceTables]:
    """The large plants that come with the project; the years of a newer file take the place of theirs."""
    wide = pl.read_csv(SHIPPED / "plants.csv", infer_schema_length=None)
    long = wide.unpivot(
        index=[name for name in PLANTS if name in wide.columns], variable_name="year", value_name="tonnes"
    ).drop_nulls("tonnes")
    for card in cards:
        if card["source"] == PLANT_SOURCE:
            plants = long.select([pl.col(name).cast(kind) for name, kind in PLANTS.items()])
            yield SourceTables(Origin(**card), plants=plants)


def _files_of(variable: str, cards: list[dict[str, str]]) -> list[dict[str, str]]:
    """The origins of the files that a variable of the nations came from, oldest first."""
    of_source = [card for card in cards if card["source"] == VARIABLES[variable]]
    named = [card for card in of_source if any(name in card["file_name"] for name in NAMED.values())]
    own = [card for card in of_source if variable in NAMED and NAMED[variable] in card["file_name"]]
    return own or [card for card in of_source if card not in named]


def with_shipped(read: Sequence[SourceTables]) -> list[SourceTables]:
    """What was read, and the project's own figures for each variable of nations that nothing was read of.

    Early national statistics that come with the project are a series of their own, which stays beside those that are read;
    plants that come with it keep the years that no file that was read has, and so do people of the nations.
    """
    begun = _first_years(read)
    had = {name for name, year in begun.items() if year <= _first_year(name)}
    files = {(tables.origin.source, tables.origin.sha256) for tables in read if tables.nations is None}
    newest = _releases_read(read)

    def is_read(one: pl.DataFrame, release: str) -> bool:
        """Whether rows that come with the project are of no older release than what was read, and begin no earlier."""
        name = str(one["variable"][0])
        return name in begun and release >= newest[name] and int(one["year"].to_numpy().min()) >= begun[name]

    variables = [
        one
        for one in shipped()
        if one.nations is not None
        and one.nations["variable"][0] not in had
        and not is_read(one.nations, one.origin.release_date)
    ]
    own = [one for one in shipped() if one.nations is None and (one.origin.source, one.origin.sha256) not in files]
    return [*read, *variables, *own]


def _releases_read(read: Iterable[SourceTables]) -> dict[str, str]:
    """The newest release that each variable of nations was read of: what comes with the project of the same goes for it."""
    released: dict[str, str] = {}
    for one in read:
        for name in one.nations["variable"].unique() if one.nations is not None else ():
            released[str(name)] = max(one.origin.release_date, released.get(str(name), ""))
    return released


def _first_years(read: Iterable[SourceTables]) -> dict[str, int]:
    """The first year that any file has of each variable of nations."""
    first_year: dict[str, int] = {}
    for one in read:
        if one.nations is not None:
            for name, year in one.nations.group_by("variable").agg(pl.col("year").min()).iter_rows():
                first_year[str(name)] = min(int(year), first_year.get(str(name), int(year)))
    return first_year


def _first_year(variable: str) -> int:
    """The first year of a variable among the figures that come with the project."""
    return next(
        int(one.nations["year"].to_numpy().min())
        for one in shipped()
        if one.nations is not None and one.nations["variable"][0] == variable
    )


def _newest(read: Iterable[SourceTables], table: str, key: str | list[str]) -> pl.DataFrame:
    """The newest release's rows for each value of a key; the ones that come later in `read` are newer."""
    newest = pl.DataFrame(schema=WORLD_TABLES[table])
    for tables in read:
        rows = getattr(tables, table)
        if rows is not None:
            newest = pl.concat([newest.join(rows.select(key).unique(), on=key, how="anti"), rows])
    return newest.sort(SORTED_BY[table])


def world_tables(read: Sequence[SourceTables]) -> dict[str, pl.DataFrame]:
    """Every table of the world, from everything read, oldest first."""
    boundaries = _newest(read, "boundaries", "area_id")
    nations = _newest(read, "nations", ["variable", "year"])
    early = _newest(read, "national", ["country", "gas", "source"])
    return {
        "nations": nations,
        "world_budgets": _newest(read, "world_budgets", "vintage"),
        "world_emissions": _newest(read, "world_emissions", "series"),
        "boundaries": boundaries,
        "national": pl.concat([early, _carbon_of_nations(read, nations, early)]).sort(SORTED_BY["national"]),
        "plants": _newest(read, "plants", ["plant_id", "year"]),
    }


def _carbon_of_nations(read: Sequence[SourceTables], nations: pl.DataFrame, early: pl.DataFrame) -> pl.DataFrame:
    """Nations' fossil CO2 from the Global Carbon Budget as early national statistics, its newest year as preliminary.

    Of countries that have carbon dioxide by area here and no early statistics of their own that reach as far: local figures come
    a year or two later.
    """
    own = (
        early.filter((pl.col("gas") == "CO2") & (pl.col("sector") == "total"))
        .group_by("country")
        .agg(pl.col("year").max())
    )
    rows = nations.filter((pl.col("variable") == "emissions") & pl.col("country").is_in(sorted(_own(read)[1])))
    rows = rows.filter(pl.col("year") >= facts(COUNTRIES)["card"]["first_year"]).join(
        own, on="country", how="left", suffix="_own"
    )
    last = pl.col("year").max().over("country")
    further = rows.filter(last > pl.col("year_own").fill_null(0)).with_columns(
        sector=pl.lit("total"),
        gas=pl.lit("CO2"),
        tonnes=pl.col("value"),
        status=pl.when(pl.col("year") == last).then(pl.lit("preliminary")).otherwise(pl.lit("measured")),
        source=pl.lit(COUNTRIES),
    )
    return further.select([pl.col(name).cast(kind) for name, kind in NATIONAL.items()])


def _own(read: Iterable[SourceTables]) -> tuple[set[str], set[str]]:
    """Countries that a source of their own lists, and those of them whose own carbon dioxide it has for the whole country."""
    sources = [tables for tables in read if tables.origin.source != COUNTRIES]
    listed = {str(code) for tables in sources if tables.areas is not None for code in tables.areas["country"].unique()}
    complete = {
        str(code)
        for tables in sources
        if tables.emissions is not None
        for code in tables.emissions.filter(pl.col("gas") == "CO2")["area_id"].unique()
    }
    return listed, listed & complete


def countries_without_own(read: Sequence[SourceTables]) -> list[SourceTables]:
    """What was read, with the countries of the Global Carbon Budget cut to those that have no carbon dioxide of their own here.

    A country whose own source has some of its municipalities only, or all gases together, keeps its budget as a nation. One
    that the newest population does not count is none: the methods could not give it a budget.
    """
    listed, complete = _own(read)
    counted = (
        _newest(read, "nations", ["variable", "year"]).filter(pl.col("variable") == "population")["country"].unique()
    )
    return [_cut(tables, listed, complete, counted) if tables.origin.source == COUNTRIES else tables for tables in read]


def regions_without_own(read: Sequence[SourceTables]) -> list[SourceTables]:
    """What was read, with Europe's regions cut to countries that have no local statistics of their own here."""
    own = {
        str(code)
        for tables in read
        if tables.areas is not None and tables.origin.source not in (COUNTRIES, REGIONS)
        for code in tables.areas["country"].unique()
    }
    return [_of_others(tables, own) if tables.origin.source == REGIONS else tables for tables in read]


def _of_others(tables: SourceTables, own: set[str]) -> SourceTables:
    frames = {name: getattr(tables, name) for name in ("areas", "emissions", "population")}
    country = pl.col("area_id").cast(pl.String).str.split("-").list.first()
    others = {name: frame.filter(~country.is_in(sorted(own))) for name, frame in frames.items() if frame is not None}
    return replace(tables, **others)


def _cut(tables: SourceTables, listed: set[str], complete: set[str], counted: pl.Series) -> SourceTables:
    if tables.emissions is None or tables.areas is None:
        return tables
    is_counted = pl.col("area_id").is_in(counted.implode()) & ~pl.col("area_id").is_in(sorted(complete))
    areas = tables.areas.filter(is_counted)
    emissions = tables.emissions.filter(pl.col("area_id").is_in(areas["area_id"].to_list()))
    areas = areas.filter(~pl.col("area_id").is_in(sorted(listed)))
    return replace(tables, emissions=emissions, areas=areas)


def people_of_countries(read: Sequence[SourceTables], nations: pl.DataFrame) -> pl.DataFrame:
    """Persons of the countries of the world's lists, the Global Carbon Budget's and EDGAR's, from the nations' population."""
    emissions_of = {one.origin.source: one.emissions for one in read if one.emissions is not None}
    area_lists = [emissions_of[source].select("area_id") for source in (COUNTRIES, REGIONS) if source in emissions_of]
    if not area_lists:
        return pl.DataFrame(schema=POPULATION)
    countries = pl.concat([unpacked(area_ids.unique()) for area_ids in area_lists]).unique()
    rows = nations.filter(pl.col("variable") == "population").join(
        countries, left_on="country", right_on="area_id", how="semi"
    )
    counted = rows.select(area_id="country", year="year", persons=pl.col("value").round(), status="status")
    return counted.select([pl.col(name).cast(kind) for name, kind in POPULATION.items()])

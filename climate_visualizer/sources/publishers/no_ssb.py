"""Statistics Norway: population of municipalities, with the sums of counties and the nation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import prod

import polars as pl

from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading import json_stat, pxweb
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.reading.totals import with_areas_around
from climate_visualizer.sources.table import (
    POPULATION,
    SourceError,
    SourceTables,
    ensure_columns,
    ensure_persons,
    ensure_years,
    listed,
)

SOURCE = "no_ssb"
NATION = "NO"
_MUNICIPALITY = r"^K-\d{4}$"


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The table, if it has changed; `base` stands in for Statistics Norway's own host."""
    return pxweb.changed_tables(SOURCE, known=known, base=base)


def _ensure_of_everybody(answer: json_stat.Dataset, name: str) -> None:
    """One figure a region and year: neither sex nor age is told apart."""
    sizes = dict(zip(answer["id"], answer["size"], strict=True))
    apart = [key for key, size in sizes.items() if key not in ("Region", "Tid") and size != 1]
    if apart or prod(sizes.values()) == 0:
        raise SourceError(
            f"{name} tells people apart by {listed(apart) or 'nothing'}; leave that out of what is asked."
        )


def _municipal(answer: json_stat.Dataset, name: str) -> pl.DataFrame:
    """People of municipalities. The count of 1 January is that of the end of the year before; nobody is no figure."""
    json_stat.ensure_years(answer, "Tid", name)
    strange = sorted(
        code for code in json_stat.codes(answer, "Region") if code[:2] == "K-" and not re.match(_MUNICIPALITY, code)
    )
    if strange:
        raise SourceError(f"{name} has the code {listed(strange)}, which is of no municipality; fetch it again.")
    rows = json_stat.table(answer, name).filter(pl.col("Region").str.contains(_MUNICIPALITY), pl.col("value") > 0)
    return rows.select(
        area_id=pl.lit(f"{NATION}-") + pl.col("Region").str.tail(4),
        year=pl.col("Tid").cast(pl.Int32) - 1,
        persons=pl.col("value").cast(pl.Int64),
        status=pl.lit(facts(SOURCE)["card"]["status"]),
    )


def _with_sums(people: pl.DataFrame) -> pl.DataFrame:
    """With counties and the nation, in years in which none of their municipalities lacks a figure.

    A municipality that came from a part of another has none from before that.
    """
    ids = people["area_id"].unique()
    parents: dict[str, str | None] = {area: area[:5] for area in ids} | {area[:5]: NATION for area in ids}
    counted = with_areas_around(people.with_columns(count=pl.lit(1)).drop("persons"), parents, "count")
    summed = with_areas_around(people, parents, "persons")
    complete = counted.filter(pl.col("count") == pl.col("count").max().over("area_id"))
    return summed.join(complete, on=["area_id", "year"], how="semi").sort("area_id", "year")


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read the database's answer by today's municipalities; raises `SourceError` for what cannot be used."""
    answer = json_stat.parsed(content, file_name)
    pxweb.ensure_by_region(answer, file_name, "Statistics Norway", listed(pxweb.addresses(SOURCE)))
    _ensure_of_everybody(answer, file_name)
    people = _municipal(answer, file_name)
    if people.is_empty():
        raise SourceError(f"{file_name} has no municipality; ask for Region with the code list agg_KommSummer.")
    population = _with_sums(people).select([pl.col(name).cast(kind) for name, kind in POPULATION.items()])
    ensure_columns(population, POPULATION, "population")
    ensure_persons(population, file_name)
    ensure_years(population["year"].unique().sort().to_list(), file_name)
    day, title = str(answer["updated"])[:10], str(answer["label"])
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=day)
    return SourceTables(origin, population=population)

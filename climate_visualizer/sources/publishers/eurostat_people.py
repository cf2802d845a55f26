"""People of Europe's regions, by Eurostat's table `demo_r_d2jan` in json-stat 2, and which region a NUTS code is here.

The table has every level of NUTS, and beside today's codes some that were given up: a nation's people are its own row, since a
sum of its regions may count some of them twice or lack some. Regions that have other codes now are put together again.
"""

from __future__ import annotations

import re
from dataclasses import replace

import polars as pl

from climate_visualizer.places import Toml
from climate_visualizer.sources.labels import EVERYWHERE
from climate_visualizer.sources.origin import CARDS, facts, origin_of
from climate_visualizer.sources.reading import json_stat
from climate_visualizer.sources.table import POPULATION, SourceError, SourceTables, ensure_persons, listed

OWNER = "eu_edgar"  # whose card says where the table is and what regions it has under other codes


def elsewhere() -> set[str]:
    """Countries that have local statistics of their own here."""
    cards = [facts(path.stem) for path in sorted(CARDS.glob("*.toml")) if path.stem != OWNER]
    own = {country for card in cards if "sector" in card for country in card["card"]["countries"]}
    return own - {EVERYWHERE}


def country_of(nuts: str) -> str:
    """The ISO code of a region's country."""
    code = nuts[:2]  # France's regions overseas are of France in NUTS, of themselves in ISO
    return str(facts(OWNER)["countries"].get(code, code))


def area_of(nuts: str) -> str:
    """The id of a region or a nation here."""
    return country_of(nuts) if len(nuts) == 2 else f"{country_of(nuts)}-{nuts}"


def _counts(answer: json_stat.Dataset, name: str) -> pl.DataFrame:
    """A row a code and year of the nations and regions of NUTS 2 that are read here."""
    if not {"geo", "time"} <= set(answer["id"]):
        raise SourceError(f"{name} is not a table of people by region and time; fetch demo_r_d2jan from Eurostat.")
    apart = [
        key for key, size in zip(answer["id"], answer["size"], strict=True) if key not in ("geo", "time") and size != 1
    ]
    if apart:
        raise SourceError(f"{name} tells people apart by {listed(apart)}; ask for sex=T and age=TOTAL.")
    json_stat.ensure_years(answer, "time", name)
    strange = sorted(code for code in json_stat.codes(answer, "geo") if not re.fullmatch(r"[A-Z][0-9A-Z_]+", code))
    if strange:
        raise SourceError(f"{name} has the code {listed(strange)}, which is of no area; fetch it again from Eurostat.")
    read = sorted(set(facts(OWNER)["card"]["countries"]) - elsewhere())
    rows = json_stat.table(answer, name).filter(
        pl.col("value") > 0, pl.col("geo").str.contains(r"^[A-Z]{2}([0-9A-Z]{2})?$")
    )
    return rows.filter(pl.col("geo").map_elements(country_of, return_dtype=pl.String).is_in(read)).select(
        nuts="geo", year=pl.col("time").cast(pl.Int32) - 1, persons=pl.col("value").cast(pl.Int64)
    )


def _recoded(counts: pl.DataFrame) -> pl.DataFrame:
    """People of regions under the codes that EDGAR has them by, put together of today's, in years with all of those alone."""
    shares = pl.DataFrame(
        [
            (region, part, share)
            for region, parts in facts(OWNER)["recoded"].items()
            for part, share in sorted(parts.items())
        ],
        schema={"region": pl.String, "nuts": pl.String, "share": pl.Float64},
        orient="row",
    )
    wanted = shares.group_by("region").len("wanted")
    put_together = (
        counts.join(shares, on="nuts")
        .group_by("region", "year")
        .agg(
            pl.len().alias("found"), (pl.col("persons") * pl.col("share")).sum().round().cast(pl.Int64).alias("persons")
        )
    )
    complete = (
        put_together.join(wanted, on="region").filter(pl.col("found") == pl.col("wanted")).rename({"region": "nuts"})
    )
    return complete.join(counts, on=["nuts", "year"], how="anti").select("nuts", "year", "persons")


def _nations(counts: pl.DataFrame) -> pl.DataFrame:
    """People of nations: their own row; in a table of regions alone their sum, without today's codes beside those given up."""
    nation, key = pl.col("nuts").str.head(2), ["nation", "year"]
    own = counts.filter(pl.col("nuts").str.len_chars() == 2)
    regions = counts.filter(pl.col("nuts").str.len_chars() == 4).with_columns(nation=nation)
    recoded = facts(OWNER)["recoded"]
    before = regions.filter(pl.col("nuts").is_in(list(recoded)))
    now = regions.filter(pl.col("nuts").is_in(sorted({part for parts in recoded.values() for part in parts})))
    twice = now.join(before, on=key, how="semi")
    once = regions.join(twice, on=["nuts", "year"], how="anti").join(
        own, left_on=key, right_on=["nuts", "year"], how="anti"
    )
    summed = once.group_by(key).agg(pl.col("persons").sum()).rename({"nation": "nuts"})
    return pl.concat([own, summed.select(own.columns)])


def read_people(content: bytes, name: str) -> SourceTables:
    """Eurostat's count of 1 January, which is that of the end of the year before."""
    answer = json_stat.parsed(content, name)
    counts = _counts(answer, name)
    regions = counts.filter(pl.col("nuts").str.len_chars() == 4)
    measured = pl.concat([_nations(counts), regions]).with_columns(status=pl.lit("measured"))
    recoded = _recoded(regions).with_columns(status=pl.lit("estimated"))
    people = pl.concat([measured, recoded]).select(
        area_id=pl.col("nuts").map_elements(area_of, return_dtype=pl.String),
        year="year",
        persons="persons",
        status="status",
    )
    people = people.select([pl.col(column).cast(kind) for column, kind in POPULATION.items()])
    ensure_persons(people, name)
    about: Toml = facts(OWNER)["people"]
    day = str(answer.get("updated") or "")[:10] or f"{people['year'].to_numpy().max() + 1}-01-01"
    origin = origin_of(OWNER, content=content, file_name=name, title=about["title"], release_date=day)
    return SourceTables(
        replace(origin, publisher=about["publisher"], url=about["url"]), population=people.sort("area_id", "year")
    )

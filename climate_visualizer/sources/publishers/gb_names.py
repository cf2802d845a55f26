"""What the United Kingdom's statistics call sectors and areas, and how areas lie within one another."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

import polars as pl

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.totals import with_areas_around
from climate_visualizer.sources.slugs import plain, slugs
from climate_visualizer.sources.table import AREAS, POPULATION, SourceError, listed

SOURCE_CARD = "gb_desnz"
NATION = "GB"
NAME = "United Kingdom"
KILO = 1000.0
CODES = r"^[EWN]0\d{7}$|^S12\d{6}$"
_LIKE_A_CODE = r"^[A-Z]\d"  # what could not be placed has a word where codes stand, or nothing
MISSING = ("", "[x]", "x", "[z]")


def key(spelt: str) -> str:
    """A spelling without what differs between releases: case, quotes, spaces, and the sector in front of land use."""
    return re.sub(r"[^a-z0-9]", "", spelt.lower()).removeprefix("lulucfnet").removeprefix("net")


@lru_cache(maxsize=1)
def sectors() -> dict[str, str]:
    """Every spelling of a sector to its key."""
    return {key(name): sector["key"] for sector in facts(SOURCE_CARD)["sector"] for name in sector["spellings"]}


@lru_cache(maxsize=1)
def parts() -> dict[str, tuple[str, str]]:
    """Every spelling of a sub-sector to its sector's key and its own."""
    return {
        key(name): (sector["key"], part["key"])
        for sector in facts(SOURCE_CARD)["sector"]
        for part in sector["subsectors"]
        for name in part["spellings"]
    }


def area_id(code: str) -> str:
    """The area of an official code."""
    return f"{NATION}-{code}"


def is_local() -> pl.Expr:
    """Whether the column `code` has an authority's official code."""
    return pl.col("code").fill_null("").str.contains(CODES)


def numbers(frame: pl.DataFrame, column: str, name: str) -> pl.Expr:
    """A column as numbers; what the publisher marks as missing is null, and anything else is a sentence."""
    return pl.lit(figures(frame[column], name, missing=MISSING))


def _parent(code: str) -> str:
    return area_id("E92000001") if code.startswith("E12") else NATION


def _called(title: str) -> str:
    """An authority's name as people say it: Bristol, not "Bristol, City of"."""
    return re.sub(r", (City|County) of$", "", title.strip())


def areas(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The nation, its four parts, England's regions and every authority; `frame` has code, name and region."""
    regions, kinds, called = (facts(SOURCE_CARD)[table] for table in ("regions", "kinds", "called"))
    region = pl.col("region").str.strip_chars().str.replace(" The ", " the ")
    local = frame.filter(is_local()).select("code", pl.col("name").str.normalize("NFC"), region)
    local = local.unique().sort("code")
    unreadable = local.filter(pl.col("name").str.contains("\ufffd", literal=True))["name"]
    if len(unreadable):
        raise SourceError(
            f"{name} has the authority '{listed(unreadable)}', whose letters are not in UTF-8; save it as UTF-8, or download it "
            "again from the publisher."
        )
    damaged = (
        frame.filter(~is_local() & pl.col("code").fill_null("").str.contains(_LIKE_A_CODE))["code"].unique().sort()
    )
    if len(damaged):
        raise SourceError(
            f"{name} has the code '{listed(damaged)}', which is of no kind of area that is read; its figures would count for the "
            "nation alone. Download it again from the publisher."
        )
    unknown = sorted(set(local["region"].fill_null("")) - set(regions))
    twice = local.filter(local["code"].is_duplicated())
    if unknown:
        raise SourceError(
            f"{name} has the unknown region '{listed(unknown)}'; add it to climate_visualizer/data/sources/gb_desnz.toml."
        )
    if twice.height or local.is_empty():
        what = f"two names for the code {twice['code'][0]}" if twice.height else "no local authority"
        raise SourceError(f"{name} has {what}; download it again from the publisher.")
    around = [(code, called.get(title, title), _parent(code)) for title, code in regions.items()]
    rows = [(code, _called(title), area_id(regions[region])) for code, title, region in local.iter_rows()]
    every = [(code, title, parent, kinds[code[:3]]) for code, title, parent in [*around, *rows]]
    addresses = slugs([title for _, title, *_ in every], [code for code, *_ in every])
    table = [
        (area_id(code), title, kind, parent, NATION, slug)
        for (code, title, parent, kind), slug in zip(every, addresses, strict=True)
    ]
    nation = (NATION, NAME, "country", None, NATION, plain(NAME))
    return pl.DataFrame([nation, *table], schema=AREAS, orient="row").sort("area_id")


def people(frame: pl.DataFrame, parents: Mapping[str, str | None], name: str) -> pl.DataFrame:
    """People of every authority and year and of the areas around them; `frame` has code, year and thousands."""
    persons = (numbers(frame, "thousands", name) * KILO).round().cast(pl.Int64)
    local = frame.with_columns(persons=persons, area_id=pl.lit(f"{NATION}-") + pl.col("code")).filter(is_local())
    yearly = local.group_by("area_id", pl.col("year").cast(pl.Int32)).agg(pl.col("persons").max())
    status = pl.lit(facts(SOURCE_CARD)["card"]["population_status"])
    every = with_areas_around(yearly, parents, "persons").with_columns(status=status)
    return every.select([pl.col(column).cast(kind) for column, kind in POPULATION.items()]).sort("area_id", "year")

"""Any country's own table: a Frictionless Data Package with areas, sectors, emissions and people, read like any source.

With a resource `areas` it is a whole country. Without one it brings only what is missing in a country that is there: the newest
years of the nation, by that country's own sectors, which become early national statistics.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import polars as pl

from climate_visualizer.places import DATA, Toml
from climate_visualizer.sources.labels import card_of
from climate_visualizer.sources.origin import Origin, facts
from climate_visualizer.sources.packages.package_bundle import Descriptor, bundled, opened
from climate_visualizer.sources.packages.package_check import MOST_OF_ONE_KIND, Row, read_tables
from climate_visualizer.sources.packages.package_tables import areas_of, card, emissions_of, population_of
from climate_visualizer.sources.packages.package_whole import ensure_whole
from climate_visualizer.sources.reading.download import Download, authority, download
from climate_visualizer.sources.slugs import plain
from climate_visualizer.sources.table import (
    NATIONAL,
    SourceError,
    SourceTables,
    Troubles,
    contradictions,
    ensure_finite,
    ensure_persons,
    ensure_release_day,
    ensure_totals,
    ensure_unique,
    listed,
)

SOURCE = "package"
# Folders of cards that say where a package is published: the project's own, and an installation's beside its editions.
FOLDERS = [DATA / "packages"]
EARLY_STATUS = {
    "": "measured",
    "measured": "measured",
    "modelled": "measured",
    "preliminary": "preliminary",
    "estimated": "preliminary",
}


def followed() -> dict[str, str]:
    """The address of each package that is followed, by its card's name; the last folder's card wins."""
    import tomllib

    cards = [path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.glob("*.toml"))]
    addresses = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")).get("address", "") for path in cards}
    wrong = [name for name, address in addresses.items() if not str(address).startswith("https://")]
    if wrong:
        raise SourceError(f"The card of the package {listed(wrong)} has no address that begins with https://.")
    return addresses


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """Each followed package whose descriptor has changed, with its tables; `base` stands in for every host.

    One that can't be had stops no other.
    """
    troubles = []
    for name, address in followed().items():
        url = f"{base.rstrip('/')}{urlsplit(address).path}" if base else address
        try:
            downloaded = _bundle(name, url, known.get(url))
        except SourceError as trouble:
            troubles.append(f"{name}: {trouble}")
            continue
        if downloaded:
            yield downloaded
    if troubles:
        raise Troubles(troubles)


def _bundle(name: str, url: str, known: Mapping[str, str] | None) -> Download | None:
    """One package with its tables; None where its descriptor has not changed."""
    descriptor = download(url, known=known, allowed_hosts={authority(url)})
    if descriptor is None:
        return None

    def load(relative: str) -> bytes:
        table = download(urljoin(url, relative), allowed_hosts={authority(url)})
        assert table is not None, "nothing is known of a table, so that it is always sent"
        return table.content

    return replace(descriptor, content=bundled(descriptor.content, url, load), file_name=f"{name}.zip")


def _country(rows: Mapping[str, list[tuple[int, Row]]], name: str) -> str:
    """The one country that a package is of, by the ids of its areas."""
    column = "id" if "areas" in rows else "area_id"
    codes = {row[column].partition("-")[0] for _, row in rows["areas" if "areas" in rows else "emissions"]}
    if len(codes) != 1:
        raise SourceError(f"{name} has areas of {listed(sorted(codes)) or 'no country'}; make one package a country.")
    return codes.pop()


def _released(descriptor: Mapping[str, object], name: str) -> str:
    written = str(descriptor.get("created") or "")[:10]
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        raise SourceError(f"{name} does not say when it was made; give 'created' in the descriptor, as 2026-06-25.")
    ensure_release_day(written, name)
    return written


def _source_of(descriptor: Mapping[str, object], country: str, name: str) -> str:
    """What the package is called among sources: its country and its own name, which stays the same from release to release."""
    own = plain(str(descriptor.get("name") or ""))
    if not own:
        raise SourceError(f"{name} has no name in its descriptor; give it one that stays, as 'denmark-demo'.")
    return f"{country.lower()}_package-{own}"


def _origin(descriptor: Descriptor, facts_of: Toml, source: str, digest: str, name: str) -> Origin:
    own = facts_of["card"]
    gases = ", ".join(facts_of["gases"])
    return Origin(
        source=source,
        publisher=own["publisher"],
        title=f"{own['title']} ({gases})",
        release_date=_released(descriptor, name),
        licence=own["licence"],
        url=own["url"],
        sha256=digest,
        file_name=name,
    )


def _national(rows: list[tuple[int, Row]], country: str, source: str, name: str) -> pl.DataFrame:
    """Figures of a nation that is there, by its own sectors; a whole that is not given is their sum."""
    others = sorted({row["area_id"] for _, row in rows} - {country})
    if others:
        raise SourceError(
            f"{name} has figures of {listed(others)} and no table of areas; add the table areas, or give the nation's alone."
        )
    try:
        known = {sector["key"] for sector in card_of(country)["sector"]} | {"total"}
    except KeyError:
        raise SourceError(f"{name} is of {country}, which is not there; add the tables areas and sectors.") from None
    unknown = sorted({row["sector"] for _, row in rows} - known)
    if unknown:
        raise SourceError(
            f"{name} has the sector {listed(unknown)}; those of {country} are {listed(sorted(known), 20)}."
        )
    figures = pl.DataFrame(
        [
            (
                country,
                row["sector"],
                row["gas"],
                int(row["year"]),
                float(row["tonnes"]),
                EARLY_STATUS[row.get("status", "")],
                source,
            )
            for _, row in rows
            if not row.get("subsector")
        ],
        schema=NATIONAL,
        orient="row",
    )
    given = figures.filter(pl.col("sector") == "total").select("gas", "year")
    sums = (
        figures.join(given, on=["gas", "year"], how="anti")
        .group_by("country", "gas", "year", "source")
        .agg(pl.col("tonnes").sum(), pl.col("status").max(), sector=pl.lit("total"))
    )
    return pl.concat([figures, sums.select(figures.columns)]).sort("gas", "sector", "year")


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read a bundle of a package; raises `SourceError` with its first faults, all of which `package check` lists."""
    import hashlib

    descriptor, tables = opened(content, file_name)
    checked_tables = read_tables(tables)
    if checked_tables.faults:
        first_faults = " ".join(checked_tables.faults[:3])
        count = "one fault" if len(checked_tables.faults) == 1 else f"{len(checked_tables.faults)} faults"
        raise SourceError(f"{file_name} has {count}. {first_faults} 'manage.py package check' lists every one.")
    rows, digest = checked_tables.rows, hashlib.sha256(content).hexdigest()
    country = _country(rows, file_name)
    source = _source_of(descriptor, country, file_name)
    own = card(descriptor, rows, country, file_name)
    origin = _origin(descriptor, own, source, digest, file_name)
    if "areas" not in rows:
        return SourceTables(origin, national=_national(rows["emissions"], country, source, file_name))
    if "sectors" not in rows:
        raise SourceError(f"{file_name} has a table of areas and none of sectors; add the table sectors.")
    listed_areas = areas_of(rows["areas"], country, file_name)
    emissions = emissions_of(rows["emissions"], listed_areas, file_name)
    population = population_of(rows.get("population", []), listed_areas)
    _ensure_contract(emissions, population, listed_areas, file_name)
    uncounted = [sector["key"] for sector in own["sector"] if not sector.get("counted", True)]
    ensure_whole(emissions, population, listed_areas, uncounted, file_name)
    disputes = contradictions(emissions, **facts(SOURCE)["contradiction"])
    return SourceTables(origin, emissions, population, listed_areas, disputes, card=own)


def _ensure_contract(emissions: pl.DataFrame, population: pl.DataFrame | None, areas: pl.DataFrame, name: str) -> None:
    ensure_finite(emissions, name)
    ensure_unique(emissions, name)
    missing = areas.join(emissions, on="area_id", how="anti")
    if missing.height:
        raise SourceError(
            f"{name} has no emissions of {listed(missing['name'])}, nor of areas within; write them (0 where there are none), or "
            "leave the area out of the table areas."
        )
    _ensure_same_years(emissions, name)
    ensure_totals(emissions, name)
    if population is not None:
        ensure_persons(population, name)


def _ensure_same_years(emissions: pl.DataFrame, name: str) -> None:
    """Every area has the years that others have of a gas: a sum of areas would else lack some of them in some years."""
    gases = emissions.select("gas", "year").unique()
    wanted = emissions.select("area_id", "gas").unique().join(gases, on="gas")
    missing = wanted.join(emissions, on=["area_id", "gas", "year"], how="anti").sort("gas", "area_id", "year")
    if missing.height:
        area_id, gas, year = missing.select("area_id", "gas", "year").row(0)
        more = f" ({missing.height} such gaps)" if missing.height > 1 else ""
        raise SourceError(
            f"{name} has no emissions of {area_id} in {year} ({gas}), a year that other areas have{more}; write them (0 where "
            "there are none), or leave the year out everywhere."
        )


def checked(content: bytes, name: str) -> list[str]:
    """Every fault of a bundle, at most so many of one kind; an empty list for a package that can be imported."""
    try:
        tables = opened(content, name)[1]
    except SourceError as fault:
        return [str(fault)]
    faults = read_tables(tables).faults
    if faults:
        return _shortened(faults)
    try:
        read(content, file_name=name, areas=None)
    except SourceError as fault:
        return [str(fault)]
    return []


def _shortened(faults: list[str]) -> list[str]:
    """Faults with no more than so many of one table and column."""
    shown: dict[str, list[str]] = {}
    for fault in faults:
        table, _, rest = fault.partition(",")
        column = rest.partition(":")[0].rpartition(",")[2].strip()
        shown.setdefault(f"{table} {column}", []).append(fault)
    return [
        line
        for key, kind in shown.items()
        for line in (
            *kind[:MOST_OF_ONE_KIND],
            *([f"{key}: and {len(kind) - MOST_OF_ONE_KIND} more."] if len(kind) > MOST_OF_ONE_KIND else []),
        )
    ]


def folder_beside(var: Path) -> None:
    """Follow an installation's own cards too, in a folder beside its editions."""
    if var / "packages" not in FOLDERS:
        FOLDERS.append(var / "packages")


__all__ = ["SOURCE", "checked", "facts", "fetch", "folder_beside", "followed", "read"]

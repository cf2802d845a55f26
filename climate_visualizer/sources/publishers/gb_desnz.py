"""The United Kingdom's local authority statistics: the long table of each release, and the wide workbook of 2005-2020.

Kilotonnes become tonnes. What the publisher could not place ("Unallocated") counts for the nation only, so authorities add up
to their region and nation but not to the United Kingdom.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urljoin

import polars as pl

from climate_visualizer.sources import successions
from climate_visualizer.sources.countries import ensure_ended
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.publishers import gb_names
from climate_visualizer.sources.publishers.gb_desnz_wide import read_wide
from climate_visualizer.sources.publishers.gb_names import KILO, MISSING, NATION
from climate_visualizer.sources.reading.csv_files import columns_of, streamed
from climate_visualizer.sources.reading.download import Download, Limits, authority, dated, download
from climate_visualizer.sources.reading.new_names import Named, NewName, named
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.totals import all_gases, with_areas_around, with_totals
from climate_visualizer.sources.reading.workbooks import LARGEST_TABLE, OLE2, ZIP
from climate_visualizer.sources.table import (
    EMISSIONS,
    POPULATION,
    SourceError,
    SourceTables,
    contradictions,
    ensure_areas_present,
    ensure_columns,
    ensure_finite,
    ensure_persons,
    ensure_sectors_present,
    ensure_totals,
    ensure_unique,
    ensure_years,
    listed,
)

SOURCE = "gb_desnz"
UNPLACED = f"{NATION}-"
COLUMNS = {
    "Region": "region",
    "Local Authority": "name",
    "Local Authority Code": "code",
    "Calendar Year": "year",
    "LA GHG Sector": "sector_name",
    "LA GHG Sub-sector": "part_name",
    "Greenhouse gas": "gas",
    "Territorial emissions (kt CO2e)": "kilotonnes",
    "Mid-year Population (thousands)": "thousands",
}
_LIMITS = Limits(size=LARGEST_TABLE, seconds=1200)  # 250 MB within twenty minutes are 0.2 MB a second
_RELEASE = re.compile(r'href="([^"#?]*/government/statistics/[^"#?]*greenhouse-gas-emissions[^"#?]*-2005-to-(\d{4}))"')
_FILE = re.compile(r'href="([^"]+/media/[0-9a-f]{24}/[^"/]+\.csv)"')


def _kept(rows: pl.DataFrame, before: int, name: str) -> pl.DataFrame:
    """A piece of the long table: figures as numbers, and names as numbers of one dictionary, a tenth of its bytes."""

    def place(column: str) -> Callable[[int], str]:
        return lambda row: f"in {column}, row {before + row + 2}"

    read = rows.rename(COLUMNS)
    numbers = [
        figures(read[column], name, missing=MISSING, place=place(heading_of))
        for heading_of, column in COLUMNS.items()
        if column in ("year", "kilotonnes", "thousands")
    ]
    return read.with_columns(pl.col(pl.String).cast(pl.Categorical)).with_columns(*numbers)


def _named(frame: pl.DataFrame, name: str) -> Named:
    """Our keys for the sectors and sub-sectors of the table; a gas that the card has not is a sentence."""
    gases = frame["gas"].unique().cast(pl.String).fill_null("").sort()
    unknown = [gas for gas in gases if gas not in facts(SOURCE)["gases"]]
    if unknown:
        raise SourceError(
            f"{name} has the unknown gas '{listed(unknown)}'; if it is a new spelling, add it to "
            "climate_visualizer/data/sources/gb_desnz.toml and import again."
        )
    pairs = frame.select("sector_name", "part_name").unique().cast(pl.String).rows()
    sectors = {
        str(sector_name): gb_names.sectors().get(gb_names.key(sector_name or ""), "") for sector_name, _ in pairs
    }
    parts: dict[tuple[str, str], str] = {}
    for sector_said, part_said in pairs:
        known = gb_names.parts().get(gb_names.key(part_said or ""))
        if known:  # a sub-sector's name says its sector, however that is spelt beside it
            sectors[str(sector_said)] = known[0]
            parts[known[0], part_said] = known[1]
    return named(pairs, sectors, parts, name)


def _packed(table: pl.DataFrame) -> pl.DataFrame:
    return table.cast({pl.String: pl.Categorical})


def _parts(frame: pl.DataFrame, keys: Mapping[tuple[str, str], tuple[str, str]], name: str) -> pl.DataFrame:
    """The long table by our keys, in tonnes; what has no place stands under an id of its own, added up."""
    table = [(*names, *pair) for names, pair in keys.items()]
    lookup = pl.DataFrame(table, ["sector_name", "part_name", "sector", "subsector"], orient="row")
    codes = frame.select(code=pl.col("code").unique().cast(pl.String))
    local = pl.when(gb_names.is_local()).then(pl.lit(UNPLACED) + pl.col("code")).otherwise(pl.lit(UNPLACED))
    places = codes.with_columns(area_id=local)
    frame = frame.join(_packed(lookup), on=["sector_name", "part_name"], how="left", maintain_order="left")
    frame = frame.join(_packed(places), on="code", how="left", nulls_equal=True, maintain_order="left")
    rows = frame.select(
        "area_id", "gas", "sector", "subsector", pl.col("year").cast(pl.Int32), tonnes=pl.col("kilotonnes") * KILO
    ).drop_nulls("tonnes")
    placed = pl.col("area_id") != UNPLACED
    ensure_unique(rows.filter(placed), name)
    unplaced = rows.filter(~placed).group_by(rows.columns[:-1]).agg(pl.col("tonnes").sum())
    return pl.concat([rows.filter(placed), unplaced])


def _read_long(content: bytes, name: str) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, tuple[NewName, ...]]:
    """Areas, people and emissions of the long table: CO2, CH4 and N2O as CO2 equivalents, and all three together."""
    columns_of(content, name)
    ensure_ended(content, name)
    frame = streamed(content, tuple(COLUMNS), name, lambda rows, before: _kept(rows, before, name))
    named_sectors = _named(frame, name)
    areas = gb_names.areas(frame.select("code", "name", "region").unique().cast(pl.String), name)
    parents: dict[str, str | None] = dict(areas.select("area_id", "parent_id").iter_rows())
    counts = frame.group_by("code", "year").agg(pl.col("thousands").max()).with_columns(pl.col("code").cast(pl.String))
    parts, people = _parts(frame, named_sectors.keys, name), gb_names.people(counts, parents, name)
    del frame
    every = with_totals(pl.concat([parts, all_gases(parts)]))
    emissions = with_areas_around(every, {**parents, UNPLACED: NATION}, "tonnes")
    return areas, people, emissions.filter(pl.col("area_id") != UNPLACED), named_sectors.new


def _ensure_contract(emissions: pl.DataFrame, areas: pl.DataFrame, people: pl.DataFrame, name: str) -> None:
    ensure_columns(emissions, EMISSIONS, "emissions")
    ensure_columns(people, POPULATION, "population")
    ensure_years(emissions["year"].unique().sort().to_list(), name)
    ensure_finite(emissions, name)
    ensure_persons(people, name)
    ensure_areas_present(emissions.select("area_id").unique(), areas, name)
    ensure_sectors_present(emissions, gb_names.sectors().values(), name)
    for gas in emissions["gas"].unique():  # one gas at a time takes a quarter of the memory
        of_gas = emissions.filter(pl.col("gas") == gas)
        ensure_unique(of_gas, name)
        total_years = of_gas.filter(pl.col("sector") == "total").select("year").unique()
        _ensure_whole(of_gas.join(total_years, on="year", how="semi"), name)


def _ensure_whole(rows: pl.DataFrame, name: str) -> None:
    """Every total of every year; an area that came from others, or gave way to others, may begin or end with that."""
    span = rows.group_by("area_id").agg(first=pl.col("year").min(), last=pl.col("year").max())
    all_years = (rows["year"].min(), rows["year"].max())
    parts: dict[tuple[object, object], list[str]] = {all_years: []}
    for area, first, last in span.iter_rows():
        may = (first == all_years[0] or successions.began(area)) and (last == all_years[1] or successions.ended(area))
        parts.setdefault((first, last) if may else all_years, []).append(area)
    for areas in parts.values():
        ensure_totals(rows.filter(pl.col("area_id").is_in(areas)), name)


def _release_date(name: str, last_year: int) -> str:
    """The day in front of a fetched file's name; without one, the day on which that year's release usually comes."""
    day = re.match(r"\d{4}-\d{2}-\d{2}(?=_)", name)
    return day.group() if day else f"{last_year + 2}-{facts(SOURCE)['card']['released']}"


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read one release as issued, with its areas and people; raises `SourceError` for what cannot be used.

    Years for which the publisher does not give every sub-sector of a gas ("[x]") keep what there is, without a total.
    """
    new: tuple[NewName, ...] = ()
    if content.startswith((ZIP, OLE2)):
        places, people, rows = read_wide(content, file_name)
    else:
        places, people, rows, new = _read_long(content, file_name)
    status = pl.lit(facts(SOURCE)["card"]["status"])
    emissions = rows.with_columns(status=status).select(
        [pl.col(column).cast(kind) for column, kind in EMISSIONS.items()]
    )
    del rows
    _ensure_contract(emissions, places, people, file_name)
    years, gases = emissions["year"].unique().sort().to_list(), emissions["gas"].unique().sort().to_list()
    gas_names = ", ".join(gas for gas in gases if gas != "GHG" or len(gases) == 1)
    title = f"{facts(SOURCE)['card']['title']} {years[0]}\u2013{years[-1]} ({gas_names})"
    day = _release_date(file_name, years[-1])
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=day)
    disputes = contradictions(emissions, **facts(SOURCE)["contradiction"])
    return SourceTables(origin, emissions, people, places, disputes, new_names=new)


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The newest release's csv, if it has changed: the collection's page leads to the release's, and that to the file.

    `known` gives, by address, the headers of what is kept already; `base` stands in for the publisher's own hosts.
    """
    card = facts(SOURCE)["card"]
    site, files = base or card["address"], base or card["files_at"]
    collection = urljoin(site, card["collection"])
    release = _newest(_page(collection, site), collection)
    file = _csv(_page(release, site), release)
    downloaded = download(file, known=known.get(file), allowed_hosts={authority(files)}, limits=_LIMITS)
    if downloaded:
        columns_of(downloaded.content, downloaded.file_name)
        yield replace(downloaded, file_name=f"{dated(downloaded)}_{downloaded.file_name}")


def _page(url: str, site: str) -> str:
    downloaded = download(url, allowed_hosts={authority(site)})
    return downloaded.content.decode("utf-8", errors="replace") if downloaded else ""


def _newest(page: str, url: str) -> str:
    """The address of the release with the newest year that a collection's page lists."""
    releases = {int(year): address for address, year in _RELEASE.findall(page)}
    if not releases:
        raise SourceError(
            f"{url} lists no release; check in climate_visualizer/data/sources/gb_desnz.toml whether it has moved."
        )
    return str(urljoin(url, releases[max(releases)]))


def _csv(page: str, url: str) -> str:
    """The table that a release's page links to: the one whose name speaks of local authorities, or the first."""
    addresses = list(dict.fromkeys(_FILE.findall(page)))
    if not addresses:
        raise SourceError(f"{url} links to no csv; check whether the publisher has moved it.")
    return str(urljoin(url, next((one for one in addresses if "local-authority" in one), addresses[0])))

"""EDGAR: fossil carbon dioxide of Europe's regions by sector, and their people from Eurostat.

What has no region (domestic aviation and shipping, some industry) counts for the nation only. A cell that is empty is nothing:
a sector's row begins with the first year that has some.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from html import unescape
from urllib.parse import urljoin, urlsplit

import polars as pl

from climate_visualizer.sources.countries import country_name, ensure_once, ensure_years_across
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.packages.package_tables import with_every_total
from climate_visualizer.sources.publishers.eurostat_people import area_of, country_of, elsewhere, read_people
from climate_visualizer.sources.reading import json_stat
from climate_visualizer.sources.reading.archives import member
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.reading.numbers import figures as number_column
from climate_visualizer.sources.reading.totals import with_areas_around
from climate_visualizer.sources.reading.workbooks import ZIP, has_row, heading, is_workbook, named_sheet
from climate_visualizer.sources.slugs import slugs
from climate_visualizer.sources.table import (
    AREAS,
    EMISSIONS,
    SourceError,
    SourceTables,
    Troubles,
    ensure_areas_present,
    ensure_finite,
    ensure_totals,
    ensure_unique,
    listed,
)

SOURCE = "eu_edgar"
KILO = 1000.0
_COLUMNS = ("NUTS 2", "NUTS 2 desc", "Sector")
_LIMITS = Limits(size=60 * 2**20)
_HEADER_WITHIN = 20


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The release's workbook and Eurostat's people, each if it has changed; `base` stands in for both hosts.

    One that can't be had stops not the other.
    """
    card, troubles = facts(SOURCE)["card"], list[str]()
    page, people = (_at(card[key], base) for key in ("address", "people"))
    for wanted, url in ((_workbook, page), (_people, people)):
        try:
            downloaded = wanted(url, known)
        except SourceError as trouble:
            troubles.append(str(trouble))
            continue
        if downloaded:
            yield downloaded
    if troubles:
        raise Troubles(troubles)


def _workbook(page: str, known: Mapping[str, Mapping[str, str]]) -> Download | None:
    answer = download(page, allowed_hosts={authority(page)})
    links = re.findall(facts(SOURCE)["workbook"]["link"], answer.content.decode("utf-8", "replace") if answer else "")
    if not links:
        raise SourceError(f"{page} has no link to a workbook of regions; check the address in the source's card.")
    url = urljoin(page, unescape(links[0]))
    downloaded = download(url, known=known.get(url), allowed_hosts={authority(page)}, limits=_LIMITS)
    if downloaded is None:
        return None
    name, content = _unpacked(downloaded.content, downloaded.file_name)
    return replace(downloaded, content=content, file_name=name)


def _people(url: str, known: Mapping[str, Mapping[str, str]]) -> Download | None:
    table = download(url, known=known.get(url), allowed_hosts={authority(url)}, limits=_LIMITS)
    return replace(table, file_name="demo_r_d2jan.json") if table else None


def _at(address: str, base: str | None) -> str:
    parts = urlsplit(address)
    query = f"?{parts.query}" if parts.query else ""
    return f"{base.rstrip('/')}{parts.path}{query}" if base else address


def _unpacked(content: bytes, name: str) -> tuple[str, bytes]:
    """The workbook in a release's archive, or the workbook itself, which is an archive of other parts."""
    if not content.startswith(ZIP):
        raise SourceError(f"{name} is no archive and no workbook; check the address in the card of {SOURCE}.")
    return (name, content) if is_workbook(content) else member(content, name, r".+\.xlsx", _LIMITS.size)


def _figures(content: bytes, name: str) -> pl.DataFrame:
    """A row a region, sector and year in tonnes, of the countries that are read."""
    cells = named_sheet(content, name, facts(SOURCE)["workbook"]["sheet"])
    head = has_row(cells, _COLUMNS, _HEADER_WITHIN)
    if head is None:
        raise SourceError(
            f"{name} has no row with the columns {listed(_COLUMNS)}; import EDGAR's workbook of NUTS 2 regions."
        )
    header = [heading(cell) or f"column {at}" for at, cell in enumerate(cells.row(head))]
    if len(set(header)) < len(header):
        raise SourceError(f"{name} has a column more than once; download it again from the publisher.")
    filled = pl.any_horizontal(pl.all().str.strip_chars().str.len_chars() > 0)
    wide = cells.slice(head + 1).filter(filled).rename(dict(zip(cells.columns, header, strict=True)))
    years = [column for column in header if re.fullmatch(r"Y_\d{4}", column)]
    ensure_years_across(wide, years, name, _COLUMNS)
    ensure_once(wide, ("NUTS 2", "Sector"), name)
    long = wide.filter(pl.col("NUTS 2").is_not_null()).unpivot(
        on=years, index=list(_COLUMNS), variable_name="year", value_name="kt"
    )

    def place(at: int) -> str:
        row = long.row(at, named=True)
        return f"for {row['NUTS 2']}, {row['Sector']}, {row['year']}"

    tonnes = pl.lit(number_column(long["kt"], name, place=place)) * KILO
    keys = {sector["column"]: sector["key"] for sector in facts(SOURCE)["sector"]}
    unknown = sorted(set(long["Sector"]) - set(keys))
    if unknown:
        raise SourceError(
            f"{name} has the unknown sector {listed(unknown)}; add it to climate_visualizer/data/sources/{SOURCE}.toml."
        )
    figures = long.select(
        nuts=pl.col("NUTS 2").str.strip_chars(),
        region=pl.col("NUTS 2 desc").str.strip_chars().str.normalize("NFC"),
        sector=pl.col("Sector").replace_strict(keys),
        year=pl.col("year").str.tail(4).cast(pl.Int32),
        tonnes=tonnes.fill_null(0.0),
    )
    _ensure_regions(figures, name)
    read = {code for code in map(country_of, figures["nuts"].unique()) if code not in elsewhere()}
    strange = sorted(read - set(facts(SOURCE)["card"]["countries"]))
    if strange:
        raise SourceError(
            f"{name} has regions of {listed(strange)}, which the card of {SOURCE} does not list; add them there."
        )
    return figures.filter(pl.col("nuts").map_elements(country_of, return_dtype=pl.String).is_in(sorted(read)))


def _ensure_regions(figures: pl.DataFrame, name: str) -> None:
    """Every code is a country's or a region's, and every region has one name."""
    wrong = figures.filter(~pl.col("nuts").str.contains(r"^[A-Z]{2}([0-9A-Z]{2})?$"))["nuts"].unique().sort()
    named = figures.select("nuts", "region").unique()
    twice = named.filter(named["nuts"].is_duplicated())["nuts"].unique().sort()
    if len(wrong) or len(twice):
        what = f"the code {listed(wrong)}, which is of no region" if len(wrong) else f"two names for {listed(twice)}"
        raise SourceError(f"{name} has {what}; download it again from the publisher.")


def _areas(figures: pl.DataFrame) -> pl.DataFrame:
    """The nations and their regions; a nation with one region, which is all of it, has both."""
    named = figures.filter(pl.col("nuts").str.len_chars() > 2).select("nuts", "region").unique().sort("nuts")
    codes, names = named["nuts"].to_list(), [str(name or code) for code, name in named.iter_rows()]
    nations = sorted({country_of(code) for code in codes})
    # A region that is called as its country needs an address of its own: Eesti beside Estonia is one already, Malta is not.
    every = [*(country_name(one, "en") for one in nations), *names]
    return pl.DataFrame(
        {
            "area_id": [*nations, *map(area_of, codes)],
            "name": every,
            "kind": ["country"] * len(nations) + ["region"] * len(codes),
            "parent_id": [*([None] * len(nations)), *map(country_of, codes)],
            "country": [*nations, *map(country_of, codes)],
            "slug": _distinct(slugs(every, [*nations, *codes]), [*nations, *codes]),
        },
        schema=AREAS,
    ).sort("area_id")


def _distinct(slugs_there: list[str], codes: list[str]) -> list[str]:
    """Addresses that differ within Europe: the second of a name has its code behind it."""
    seen: set[str] = set()
    made = []
    for slug, code in zip(slugs_there, codes, strict=True):
        made.append(f"{slug}-{code.lower()}" if slug in seen else slug)
        seen.add(slug)
    return made


def _emissions(figures: pl.DataFrame, areas: pl.DataFrame, name: str) -> pl.DataFrame:
    """Figures of regions, and of nations as the sums of their regions and of what has none."""
    parts = figures.select(
        area_id=pl.col("nuts").map_elements(area_of, return_dtype=pl.String),
        gas=pl.lit("CO2"),
        sector="sector",
        subsector=pl.lit("total"),
        year="year",
        tonnes="tonnes",
    )
    parents = dict(areas.select("area_id", "parent_id").iter_rows())
    around = with_areas_around(parts, parents, "tonnes").with_columns(status=pl.lit(facts(SOURCE)["card"]["status"]))
    every = pl.concat(
        with_every_total(rows) for _, rows in around.group_by(pl.col("area_id").str.head(2), maintain_order=True)
    )
    emissions = every.select([pl.col(column).cast(kind) for column, kind in EMISSIONS.items()])
    ensure_finite(emissions, name)
    ensure_unique(emissions, name)
    ensure_areas_present(emissions, areas, name)
    for _, rows in emissions.group_by(pl.col("area_id").str.head(2), maintain_order=True):
        ensure_totals(rows, name)
    return emissions


def _released(content: bytes, name: str) -> str:
    """The month of the release, as the sheet with the citation has it."""
    text = " ".join(str(cell) for row in named_sheet(content, name, "info").iter_rows() for cell in row if cell)
    release = re.search(facts(SOURCE)["workbook"]["release"], text)
    if not release:
        raise SourceError(f"{name} does not say in which month it was released; import EDGAR's own workbook.")
    month = datetime.strptime(" ".join(release.groups()), "%B %Y")  # noqa: DTZ007  # a month has no time zone
    return month.date().isoformat()


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read EDGAR's workbook or Eurostat's table of people; raises `SourceError` for what cannot be used."""
    if json_stat.is_object(content):
        return read_people(content, file_name)
    figures = _figures(content, file_name)
    listed_areas = _areas(figures)
    emissions = _emissions(figures, listed_areas, file_name)
    title = f"{facts(SOURCE)['card']['title']} (CO2)"
    origin = origin_of(
        SOURCE, content=content, file_name=file_name, title=title, release_date=_released(content, file_name)
    )
    return SourceTables(origin, emissions=emissions, areas=listed_areas)

"""Norway's municipal statistics: the workbook of all municipalities, or a table of some of them.

Every figure is in tonnes of CO2 equivalents. The workbook names the gas of each, so that CO2 can be told apart; a table without
that column is read as all gases together, and never as CO2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

import polars as pl

from climate_visualizer.sources.countries import as_years, ensure_ended
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.reading.csv_files import collected, columns_of, scan
from climate_visualizer.sources.reading.download import Download, authority, dated, download
from climate_visualizer.sources.reading.new_names import NewName, named
from climate_visualizer.sources.reading.numbers import figures
from climate_visualizer.sources.reading.totals import all_gases, with_areas_around, with_totals
from climate_visualizer.sources.reading.workbooks import (
    OLE2,
    ZIP,
    changed_on,
    ensure_looks_like_workbook,
    heading,
    sheet,
)
from climate_visualizer.sources.slugs import plain, slugs
from climate_visualizer.sources.table import (
    AREAS,
    EMISSIONS,
    SourceError,
    SourceTables,
    ensure_columns,
    ensure_finite,
    ensure_totals,
    ensure_unique,
    ensure_years,
    listed,
)

SOURCE = "no_miljodirektoratet"
NATION = "NO"
NAME = "Norge"
ALL = "GHG"
_SAME_T = 10.0  # in the tables at hand two gases of one source have at most 2.71 t alike
WITHOUT_GAS = {
    "Kommune": "name",
    "År": "year",
    "Sektor": "sector_name",
    "Utslippskilde": "part_name",
    "Utslipp": "tonnes",
}
WITH_GAS = {
    "Fylke": "county",
    "Kommunenummer": "code",
    "Kommune": "name",
    "År": "year",
    "Sektor": "sector_name",
    "Utslippskilde": "part_name",
    "Klimagass": "gas",
    "Utslipp (tonn CO2-ekvivalenter)": "tonnes",
}


@lru_cache(maxsize=1)
def spellings() -> tuple[dict[str, str], dict[tuple[str, str], str]]:
    """What the publisher calls a sector to its key, and a sector's source to its own."""
    cards = facts(SOURCE)["sector"]
    sectors = {name: sector["key"] for sector in cards for name in sector["spellings"]}
    parts = [(sector["key"], part) for sector in cards for part in sector["subsectors"]]
    return sectors, {(key, spelt): part["key"] for key, part in parts for spelt in part["spellings"]}


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The workbook of all municipalities, if it has changed, from the first of its addresses that has a workbook.

    `known` gives, by address, the headers of what is kept already; `base` stands in for the publisher's own host.
    """
    card, troubles = facts(SOURCE)["card"], []
    for address in (card["address"], card["earlier_address"]):
        url = urljoin(base, urlsplit(address)._replace(scheme="", netloc="").geturl()) if base else address
        try:
            downloaded = download(url, known=known.get(url), allowed_hosts={authority(url)})
            if downloaded:
                ensure_looks_like_workbook(downloaded.content, downloaded.file_name, legacy=False)
        except SourceError as trouble:
            troubles.append(str(trouble))
            continue
        if downloaded:
            named = (
                downloaded.file_name
                if downloaded.file_name.endswith(".xlsx")
                else card["earlier_address"].rpartition("/")[2]
            )
            yield replace(downloaded, file_name=f"{dated(downloaded)}_{named}")
        return
    raise SourceError(" ".join(troubles))


def _workbook(content: bytes, name: str) -> pl.DataFrame:
    """The detailed sheet's rows with our names for its columns."""
    cells = sheet(content, name, legacy=False, wanted=facts(SOURCE)["card"]["sheet"])[1]
    header = [heading(cell) or f"column {at}" for at, cell in enumerate(cells.row(0))]
    if len(set(header)) < len(header):
        raise SourceError(f"{name} has a column more than once; download it again from the publisher.")
    missing = [column for column in WITH_GAS if column not in header]
    if missing:
        raise SourceError(f"{name} has no column {listed(missing)}; import the workbook of all municipalities.")
    return cells.slice(1).rename(dict(zip(cells.columns, header, strict=True))).select(list(WITH_GAS)).rename(WITH_GAS)


def _table(content: bytes, name: str) -> pl.DataFrame:
    """A table's rows; where it has neither codes nor gases they are added: from the card, and all gases together."""
    header = columns_of(content, name)
    ensure_ended(content, name)
    if "Klimagass" in header:
        return collected(scan(content, tuple(WITH_GAS), name).rename(WITH_GAS), name)
    frame = collected(scan(content, tuple(WITHOUT_GAS), name).rename(WITHOUT_GAS), name)
    frame = frame.with_columns(pl.col("name").str.strip_chars().str.normalize("NFC"))
    counties = facts(SOURCE)["counties"].values()
    codes = {title: code for county in counties for title, code in county["municipalities"].items()}
    within = {title: county["name"] for county in counties for title in county["municipalities"]}
    unknown = sorted(set(frame["name"].fill_null("").unique()) - set(codes))
    if unknown:
        raise SourceError(
            f"{name} has the municipality '{listed(unknown)}' without a code; add its county to "
            "climate_visualizer/data/sources/no_miljodirektoratet.toml, or import the workbook of all municipalities."
        )
    name_of = pl.col("name")
    return frame.with_columns(
        code=name_of.replace_strict(codes), county=name_of.replace_strict(within), gas=pl.lit(None, pl.String)
    )


def _areas(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """The nation, and the counties and municipalities that the file has."""
    areas = frame.select("code", pl.col("name").str.strip_chars(), "county").unique().sort("code")
    wrong = areas.filter(~pl.col("code").fill_null("").str.contains(r"^\d{4}$") | pl.col("county").is_null())
    twice = areas.filter(areas["code"].is_duplicated())
    if wrong.height or twice.height or areas.is_empty():
        row = (wrong if wrong.height else twice).to_dicts()[0] if wrong.height or twice.height else {}
        where = f"'{row['name']}' with the code '{row['code']}'" if row else "no municipality"
        raise SourceError(f"{name} has {where}, which is not one municipality of one county; download it again.")
    counties = areas.select(code=pl.col("code").str.head(2), name="county").unique().sort("code")
    every = [*counties.iter_rows(), *areas.select("code", "name").iter_rows()]
    addresses = slugs([title for _, title in every], [code for code, _ in every])
    rows = [
        (
            f"{NATION}-{code}",
            title,
            "county" if len(code) == 2 else "municipality",
            NATION if len(code) == 2 else f"{NATION}-{code[:2]}",
            NATION,
            slug,
        )
        for (code, title), slug in zip(every, addresses, strict=True)
    ]
    nation = (NATION, NAME, "country", None, NATION, plain(NAME))
    return pl.DataFrame([nation, *rows], schema=AREAS, orient="row").sort("area_id")


def _keys(frame: pl.DataFrame, name: str) -> tuple[pl.DataFrame, tuple[NewName, ...]]:
    """Sectors, sources and gases by our keys; names that no card has are new, and an unknown gas is a sentence."""
    pairs = frame.select(pl.col("sector_name", "part_name").fill_null("").str.strip_chars())
    gases = sorted(set(frame["gas"].drop_nulls().unique()) - set(facts(SOURCE)["gases"]))
    if gases:
        raise SourceError(
            f"{name} has the unknown gas '{listed(gases)}'; if it is a new name, add it to "
            "climate_visualizer/data/sources/no_miljodirektoratet.toml."
        )
    named_pairs = named(pairs.unique().rows(), *spellings(), name)
    table = [(*names, *keys) for names, keys in named_pairs.keys.items()]
    lookup = pl.DataFrame(table, ["sector_name", "part_name", "sector", "subsector"], orient="row")
    keyed = frame.with_columns(*pairs.get_columns(), pl.col("gas").replace_strict(facts(SOURCE)["gases"], default=None))
    return keyed.join(lookup, on=["sector_name", "part_name"], maintain_order="left"), named_pairs.new


def _parts(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """A row a municipality, gas, source and year; gases that the file doesn't name are added up."""
    years, tonnes = as_years(frame["year"], name), figures(frame["tonnes"], name)
    keyed = frame.with_columns(years, tonnes, area_id=pl.lit(f"{NATION}-") + pl.col("code"))
    wrong = keyed.filter(pl.col("tonnes").is_null())
    if wrong.height:
        raise SourceError(f"{name} has a row of {wrong['name'][0]} without a number; download it again.")
    key = ["area_id", "gas", "sector", "subsector", "year"]
    if keyed["gas"].null_count() == 0:
        ensure_unique(keyed, name)
        return pl.concat([keyed.select(*key, "tonnes"), all_gases(keyed.select(*key, "tonnes"), ALL)])
    _ensure_not_repeated(keyed, key, name)
    return keyed.with_columns(gas=pl.lit(ALL)).group_by(key).agg(pl.col("tonnes").sum())


def _ensure_not_repeated(rows: pl.DataFrame, key: list[str], name: str) -> None:
    """No large figure stands twice: gases of one source, which a table without gases has a row each of, don't emit the same."""
    twice = rows.filter(rows.select(*key, "tonnes").is_duplicated() & (pl.col("tonnes").abs() > _SAME_T))
    if twice.height:
        row = twice.row(0, named=True)
        raise SourceError(
            f"{name} has the figure {row['tonnes']:g} of {row['name']}, {row['part_name']}, {row['year']} more than once; "
            "download it again from the publisher."
        )


def _around(parts: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """With the sums of counties and, where the file has every municipality, of the nation."""
    parents: dict[str, str | None] = dict(areas.select("area_id", "parent_id").iter_rows())
    local = areas.filter(pl.col("kind") == "municipality").height
    if local != facts(SOURCE)["card"]["municipalities"]:
        parents = {area: parent if parent != NATION else None for area, parent in parents.items()}
    return with_areas_around(with_totals(parts), parents, "tonnes")


def _ensure_contract(emissions: pl.DataFrame, name: str) -> None:
    ensure_columns(emissions, EMISSIONS, "emissions")
    ensure_finite(emissions, name)
    ensure_unique(emissions, name)
    ensure_years(emissions["year"].unique().sort().to_list(), name)
    for gas in emissions["gas"].unique():
        of_gas = emissions.filter(pl.col("gas") == gas)
        total_years = of_gas.filter(pl.col("sector") == "total").select("year").unique()
        ensure_totals(of_gas.join(total_years, on="year", how="semi"), name)


def _release_date(content: bytes, name: str) -> str:
    """The day in front of the file's name, else the one on which the workbook was last changed."""
    day = re.match(r"\d{4}-\d{2}-\d{2}(?=_)", name)
    day_found = day.group() if day else changed_on(content)
    if not day_found:
        raise SourceError(
            f"{name} does not say when it was released; put the day in front of its name: 2026-02-03_{name}."
        )
    return day_found


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Read the workbook or a table as issued; raises `SourceError` for what cannot be used.

    Equivalents of different gases are weighted as the publisher weighs them in that release.
    """
    book = content.startswith((ZIP, OLE2)) or file_name.lower().endswith(".xlsx")
    frame = (_workbook if book else _table)(content, file_name).with_columns(pl.col(pl.String).str.normalize("NFC"))
    frame = frame.with_columns(pl.col("code").cast(pl.String).str.strip_chars().str.replace(r"\.0$", "").str.zfill(4))
    places = _areas(frame, file_name)
    status = pl.lit(facts(SOURCE)["card"]["status"])
    keyed, new = _keys(frame, file_name)
    rows = _around(_parts(keyed, file_name), places).with_columns(status=status)
    emissions = rows.select([pl.col(column).cast(kind) for column, kind in EMISSIONS.items()])
    _ensure_contract(emissions, file_name)
    years, gases = emissions["year"].unique().sort().to_list(), emissions["gas"].unique().sort().to_list()
    gas_names = ", ".join(gas for gas in gases if gas != ALL or len(gases) == 1)
    title = f"{facts(SOURCE)['card']['title']} {years[0]}\u2013{years[-1]} ({gas_names})"
    day = _release_date(content, file_name)
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=day)
    return SourceTables(origin, emissions, areas=places, new_names=new)

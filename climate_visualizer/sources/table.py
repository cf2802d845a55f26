"""The contract of what a source's ``read`` returns, and one small rule per promise.

Emissions: area_id, gas, sector, subsector, year, tonnes, status. `total` is the sum at its level: (total, total) is an
area's whole, (transport, total) a sector's. Population: area_id, year, persons, status. Areas: area_id, name, kind,
parent_id, country, slug. Disputes: where a release contradicts itself. Nations: country (ISO code), variable (emissions in
tonnes, population in persons, product in US dollars), year, value, status. World budgets: what is left for the world by
vintage, limit and likelihood. World emissions: Gt a year by series and part. Boundaries: the points of an area's rings in
order, longitude and latitude. National: a country's early statistics by the sectors of its local ones (`total` where only
that is known), gas and year, measured or preliminary, with the source, whose figures are a series of their own. Plants: large
ones by the area that they stand in, tonnes of fossil CO2 a year as verified. Missing is null, never zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

import polars as pl

from climate_visualizer.sources.origin import Card, Origin

EMISSIONS = {
    "area_id": pl.String,
    "gas": pl.String,
    "sector": pl.String,
    "subsector": pl.String,
    "year": pl.Int32,
    "tonnes": pl.Float64,
    "status": pl.String,
}
POPULATION = {"area_id": pl.String, "year": pl.Int32, "persons": pl.Int64, "status": pl.String}
AREAS = {
    "area_id": pl.String,
    "name": pl.String,
    "kind": pl.String,
    "parent_id": pl.String,
    "country": pl.String,
    "slug": pl.String,
}
DISPUTES = {
    "area_id": pl.String,
    "gas": pl.String,
    "sector": pl.String,
    "subsector": pl.String,
    "year": pl.Int32,
    "total_t": pl.Float64,
    "parts_t": pl.Float64,
    "gap_t": pl.Float64,
    "rule": pl.String,
}
NATIONS = {
    "country": pl.String,
    "variable": pl.String,
    "year": pl.Int32,
    "value": pl.Float64,
    "status": pl.String,
}
WORLD_BUDGETS = {
    "vintage": pl.String,
    "title": pl.String,
    "source": pl.String,
    "url": pl.String,
    "start": pl.Int32,
    "limit": pl.Float64,
    "likelihood": pl.Int32,
    "gigatonnes": pl.Float64,
    "warming_to_date": pl.Float64,
    "emitted_since": pl.Float64,
}
WORLD_EMISSIONS = {"series": pl.String, "part": pl.String, "year": pl.Int32, "gigatonnes": pl.Float64}
BOUNDARIES = {
    "area_id": pl.String,
    "ring": pl.Int32,
    "hole": pl.Boolean,
    "point": pl.Int32,
    "longitude": pl.Float64,
    "latitude": pl.Float64,
}
NATIONAL = {
    "country": pl.String,
    "sector": pl.String,
    "gas": pl.String,
    "year": pl.Int32,
    "tonnes": pl.Float64,
    "status": pl.String,
    "source": pl.String,
}
PLANTS = {
    "plant_id": pl.String,
    "name": pl.String,
    "holder": pl.String,
    "activity": pl.String,
    "area_id": pl.String,
    "year": pl.Int32,
    "tonnes": pl.Float64,
    "source": pl.String,
}
UNIQUE = ("area_id", "gas", "sector", "subsector", "year")


class SourceError(Exception):
    """A file cannot be used: one sentence says what is wrong and what to do."""


class Troubles(SourceError):
    """Several files of one source cannot be had, each for its own reason; the others have come by then."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True)
class SourceTables:
    """What one file holds, in the house's own form.

    `new_names` are names that no card has (sector, sub-sector, spelling), read under provisional keys; `notes` are sentences on
    what was left out; `card` is that of a package, which brings its own.
    """

    origin: Origin
    emissions: pl.DataFrame | None = None
    population: pl.DataFrame | None = None
    areas: pl.DataFrame | None = None
    disputes: pl.DataFrame | None = None
    nations: pl.DataFrame | None = None
    world_budgets: pl.DataFrame | None = None
    world_emissions: pl.DataFrame | None = None
    boundaries: pl.DataFrame | None = None
    national: pl.DataFrame | None = None
    plants: pl.DataFrame | None = None
    new_names: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    card: Card | None = None


FRAMES = tuple(one.name for one in fields(SourceTables) if one.name not in ("origin", "new_names", "notes", "card"))


def listed(names: Iterable[object], most: int = 5) -> str:
    """A few names for a sentence: "a, b and 3 more"."""
    every = [str(name) for name in names]
    shown = ", ".join(every[:most])
    return f"{shown} and {len(every) - most} more" if len(every) > most else shown


def ensure_columns(frame: pl.DataFrame, columns: dict[str, type[pl.DataType]], what: str) -> None:
    """The frame has the contract's columns, in order."""
    if frame.columns != list(columns):
        raise SourceError(f"The {what} table has the columns {listed(frame.columns)} instead of {listed(columns)}.")


def ensure_unique(emissions: pl.DataFrame, what: str) -> None:
    """No area, sector, sub-sector and year stands twice."""
    twice = _repeated(emissions)
    if twice.height:
        row = twice.row(0, named=True)
        raise SourceError(
            f"{what} gives {row['area_id']}, {row['sector']} / {row['subsector']}, {row['year']} more than once; "
            "ask the publisher for a corrected file."
        )


def _repeated(emissions: pl.DataFrame) -> pl.DataFrame:
    """Rows whose key is that of another; a sorted table needs no more than a look at each row's neighbour."""
    same = [pl.col(name) == pl.col(name).shift(1) for name in UNIQUE]
    if emissions["area_id"].is_sorted() and _is_in_order(emissions):
        return emissions.filter(pl.all_horizontal(same).fill_null(False))
    return emissions.filter(emissions.select(UNIQUE).is_duplicated())


def _is_in_order(emissions: pl.DataFrame) -> bool:
    """Whether rows stand in the order of their keys."""
    later = pl.lit(True)
    for name in reversed(UNIQUE):
        here, before = pl.col(name), pl.col(name).shift(1)
        later = (here > before) | ((here == before) & later)
    return bool(emissions.select(later.fill_null(True).all()).item())


def ensure_known_areas(frame: pl.DataFrame, areas: pl.DataFrame, what: str) -> None:
    """Every area is on the official list."""
    unknown = frame.join(areas, on="area_id", how="anti")["area_id"].unique().sort()
    if len(unknown):
        raise SourceError(
            f"{what} has the unknown area {listed(unknown)}; import the official list of that year's areas first."
        )


def ensure_areas_present(frame: pl.DataFrame, areas: pl.DataFrame, what: str) -> None:
    """Every known area has figures."""
    missing = areas.join(frame, on="area_id", how="anti")
    if missing.height:
        raise SourceError(
            f"{what} has no rows for {listed(missing['name'])}; download the whole country's report and import that."
        )


def ensure_sectors_present(emissions: pl.DataFrame, sectors: Iterable[str], what: str) -> None:
    """Every main sector is there, or as many new ones as there are old ones missing: one may have been renamed."""
    there = set(emissions["sector"].unique())
    missing = sorted(set(sectors) - there)
    if len(missing) > len([sector for sector in there if sector.startswith("~")]):
        raise SourceError(f"{what} has no rows for the sector {listed(missing)}; download the report of all sectors.")


def ensure_totals(emissions: pl.DataFrame, what: str) -> None:
    """Every area has its whole and each sector's total for every year."""
    sectors = pl.DataFrame({"sector": sorted({"total", *emissions["sector"].unique()})})
    wanted = emissions.select("area_id").unique().join(sectors, how="cross")
    wanted = wanted.join(emissions.select("year").unique(), how="cross")
    totals = emissions.filter(pl.col("subsector") == "total")
    missing = wanted.join(totals, on=["area_id", "sector", "year"], how="anti").sort("area_id", "sector", "year")
    if missing.height:
        row = missing.row(0, named=True)
        raise SourceError(
            f"{what} lacks {missing.height} of the {wanted.height} totals that every area, sector and year must have, "
            f"the first for {row['area_id']}, {row['sector']}, {row['year']}; download it again, and report it to the "
            "publisher if that does not help."
        )


def ensure_finite(emissions: pl.DataFrame, what: str) -> None:
    """Every figure is a number."""
    wrong = emissions.filter(pl.col("tonnes").is_null() | ~pl.col("tonnes").is_finite())
    if wrong.height:
        row = wrong.row(0, named=True)
        raise SourceError(
            f"{what} has no number for {row['area_id']}, {row['sector']} / {row['subsector']}, {row['year']}; "
            "download it again, and report it to the publisher if that does not help."
        )


def ensure_persons(population: pl.DataFrame, what: str) -> None:
    """Every area has a number of people above zero, once a year."""
    wrong = population.filter(pl.col("persons").is_null() | (pl.col("persons") <= 0))
    if wrong.height or population.is_empty():
        where = f" for {wrong['area_id'][0]}" if wrong.height else ""
        raise SourceError(f"{what} has no number of people{where}; fetch it again from the publisher.")
    twice = population.filter(population.select("area_id", "year").is_duplicated())
    if twice.height:
        raise SourceError(f"{what} counts {twice['area_id'][0]} more than once; fetch it again from the publisher.")


def ensure_release_day(day: str, what: str) -> None:
    """A release is of a real day between 1990 and the end of next month."""
    try:
        released = date.fromisoformat(day)
    except ValueError:
        released = date.min
    today = date.today()
    latest = date(today.year + (today.month + 1) // 12, (today.month + 1) % 12 + 1, 1)  # the first day after next month
    if released.isoformat() != day or not date(1990, 1, 1) <= released < latest:
        raise SourceError(
            f"{what} says that it was released on '{day[:40]}', which is no day between 1990 and next month; correct the day in "
            "its name or ask the publisher for a corrected file."
        )


def ensure_years(years: list[int], what: str) -> None:
    """Years are plausible, none to come, and ascending, each once."""
    if not years or years != sorted(set(years)) or not all(1750 <= year <= date.today().year for year in years):
        raise SourceError(
            f"{what} has no ascending row of plausible years above its header (found: {listed(years) or 'none'}); "
            "check that it is the right report and download it again."
        )


def _gaps(totals: pl.DataFrame, parts: pl.DataFrame, on: list[str]) -> pl.DataFrame:
    sums = parts.group_by(on).agg(pl.col("tonnes").sum().alias("parts_t"))
    return totals.rename({"tonnes": "total_t"}).join(sums, on=on, how="inner")


def contradictions(emissions: pl.DataFrame, *, tonnes: float, share: float) -> pl.DataFrame:
    """Where the parts of a total do not add up to it, beyond both `tonnes` and a `share` of the larger of the two.

    Sub-sectors are held against their sector, sectors against their area; the largest gap comes first.
    """
    totals = emissions.filter(pl.col("sector") == "total")
    sectors = emissions.filter((pl.col("sector") != "total") & (pl.col("subsector") == "total"))
    parts = emissions.filter(pl.col("subsector") != "total")
    key = ["area_id", "gas", "year"]
    gaps = pl.concat([_gaps(sectors, parts, [*key, "sector"]), _gaps(totals, sectors, key)], how="diagonal")
    gap = pl.col("gap_t").abs()
    larger = pl.max_horizontal(pl.col("total_t").abs(), pl.col("parts_t").abs())
    return (
        gaps.with_columns(gap_t=pl.col("parts_t") - pl.col("total_t"), rule=pl.lit("parts-against-total"))
        .filter((gap > tonnes) & (gap > share * larger))
        .sort(gap, "area_id", "year", "sector", descending=[True, False, False, False])
        .select([pl.col(name).cast(kind) for name, kind in DISPUTES.items()])
    )

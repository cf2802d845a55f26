"""The starter set: the few figures that come with the project, in its own tidy form, so that a fresh copy has pages."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import polars as pl

from climate_visualizer.editions.dictionary_encoding import unpacked
from climate_visualizer.editions.importing.build import Candidate, build
from climate_visualizer.editions.importing.world_tables import COUNTRIES, EARLY, PLANT_SOURCE, VARIABLES
from climate_visualizer.editions.publishing.publish import publish
from climate_visualizer.editions.read import Edition, current_id
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.sources.table import AREAS, DISPUTES, EMISSIONS, POPULATION, SourceTables

COUNTRY = "SE"
# The first year of each variable of nations: history goes back far, the others are compared as they are today.
NATIONS_FROM = {"emissions": 1850, "population": 2015, "product": 2015, "product-ppp": 2015}
# The last year of people: that of the revision which has the years of emissions. A nation that it has lost (Namibia and Kosovo)
# has its people of a later revision, which stand for the years before.
PEOPLE_TO = 2022
_KEYS = ["area_id", "sector", "subsector", "status"]


def _chosen(edition: Edition) -> list[str]:
    """Sweden, its counties and its municipalities."""
    return [area.id for area in edition.areas if area.country == COUNTRY]


def _emissions(edition: Edition) -> pl.DataFrame:
    """Whole tonnes of CO2, a row an area and sector, a column a year; sub-sectors that are always zero left out."""
    rows = unpacked(edition.emissions.filter((pl.col("gas") == "CO2") & pl.col("area_id").is_in(_chosen(edition))))
    part = pl.col("subsector") != "total"
    ever = pl.col("tonnes").abs().max().over("area_id", "sector", "subsector") >= 0.5
    rounded = rows.filter(~part | ever).with_columns(pl.col("tonnes").round().cast(pl.Int64))
    return rounded.pivot(on="year", index=_KEYS, values="tonnes", sort_columns=True).sort(_KEYS)


def _nations(edition: Edition) -> pl.DataFrame:
    """Whole figures, a row a country and variable, a column a year."""
    first = pl.col("variable").replace_strict(NATIONS_FROM)
    later = (pl.col("variable") == "population") & (pl.col("year") > PEOPLE_TO)
    has_years = (~later).any().over("country", "variable")
    rows = edition.nations.filter((pl.col("year") >= first) & ~(later & has_years))
    rows = rows.with_columns(pl.col("value").round().cast(pl.Int64))
    return rows.pivot(on="year", index=["country", "variable"], values="value", sort_columns=True).sort(
        "country", "variable"
    )


def _plants(edition: Edition) -> pl.DataFrame:
    """Whole tonnes, a row a plant, a column a year."""
    rows = edition.every_plant.with_columns(pl.col("tonnes").round().cast(pl.Int64))
    keys = [name for name in rows.columns if name not in ("year", "tonnes")]
    return rows.pivot(on="year", index=keys, values="tonnes", sort_columns=True).sort("plant_id")


def _is_kept(origin: dict[str, str]) -> bool:
    """Whether a file gave figures of the starter set: people, CO2, and what nations are compared by."""
    nations = {*VARIABLES.values(), *EARLY, PLANT_SOURCE} - {VARIABLES["emissions"]}
    return origin["source"] in {"se_scb", *nations} or (
        "(CO2)" in origin["title"] and origin["source"] in ("se_smhi", VARIABLES["emissions"])
    )


def _card(origin: dict[str, str]) -> str:
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in sorted(origin.items())]
    return "\n".join(["[[origin]]", *lines])


def write_starter(edition: Edition, folder: Path) -> dict[str, int]:
    """Write the starter set from an imported edition; returns the rows of each table."""
    chosen = pl.col("area_id").is_in(_chosen(edition))
    areas = pl.DataFrame(
        [(a.id, a.name, a.kind, a.parent_id, a.country, a.slug) for a in edition.areas], schema=AREAS, orient="row"
    )
    tables = {
        "areas": areas.filter(chosen),
        "emissions": _emissions(edition),
        "population": edition.population.filter(chosen),
        "disputes": edition.disputes.filter(chosen & (pl.col("gas") == "CO2")).with_columns(
            pl.col("total_t", "parts_t", "gap_t").round()
        ),
        "nations": _nations(edition),
        "plants": _plants(edition),
        "national": edition.nationals.filter(pl.col("source") != COUNTRIES).with_columns(pl.col("tonnes").round()),
    }
    for name, frame in tables.items():
        write_atomically(folder / f"{name}.csv", frame.write_csv().encode())
    used = [origin for origin in edition.origins if _is_kept(origin)]
    head = "# Where the figures of the starter set come from; written by `python manage.py write_starter`.\n\n"
    write_atomically(folder / "origins.toml", (head + "\n\n".join(map(_card, used)) + "\n").encode())
    return {name: frame.height for name, frame in tables.items()}


def read_starter(folder: Path) -> Candidate:
    """The starter set as a candidate edition."""
    return build(starter_tables(folder), starter=True)


def starter_tables(folder: Path) -> list[SourceTables]:
    """The starter set's areas, people and emissions, a table a publisher's file."""
    cards = tomllib.loads((folder / "origins.toml").read_text(encoding="utf-8"))["origin"]
    origins = [Origin(**card) for card in cards]
    wide = pl.read_csv(folder / "emissions.csv")
    emissions = (
        wide.unpivot(index=_KEYS, variable_name="year", value_name="tonnes")
        .drop_nulls("tonnes")
        .with_columns(gas=pl.lit("CO2"))
        .select([pl.col(name).cast(kind) for name, kind in EMISSIONS.items()])
    )
    areas = pl.read_csv(folder / "areas.csv", schema=AREAS)
    population = pl.read_csv(folder / "population.csv", schema=POPULATION)
    disputes = pl.read_csv(folder / "disputes.csv", schema=DISPUTES)
    people = [
        SourceTables(origin, population=population, areas=areas) for origin in origins if origin.source == "se_scb"
    ]
    gases = [
        SourceTables(origin, emissions=emissions, disputes=disputes) for origin in origins if origin.source == "se_smhi"
    ]
    return [*people, *gases]


def beside(before: Edition | None, folder: Path, *, lost: bool = False) -> list[SourceTables]:
    """The starter set for an installation that began with it: its figures stay until a country's own are complete.

    Where a file from earlier is `lost` they stand in again in an installation that has the country: without the official list
    of areas nothing else of it can be read, and every other country's news would be held with it.
    """
    if before is None or not (
        before.is_starter or before.manifest.get("beside") or (lost and COUNTRY in before.countries)
    ):
        return []
    return starter_tables(folder)


def ensure_edition(root: Path, folder: Path) -> str:
    """The current edition's id; before the first import the starter set is made current, and renewed when it changes."""
    now = current_id(root)
    if now is not None and not _is_starter(root / now):
        return now
    return publish(read_starter(folder), root)


def _is_starter(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["starter"])
    except (OSError, ValueError, KeyError):
        return False

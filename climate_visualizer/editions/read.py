"""The current edition as arrays: what every assessment, page and answer reads from."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.editions.beside import Beside
from climate_visualizer.editions.cubes import Cube as Cube
from climate_visualizer.editions.cubes import counted as counted
from climate_visualizer.editions.cubes import cube_of
from climate_visualizer.editions.dictionary_encoding import numbered, packed, unpacked
from climate_visualizer.editions.edition_manifest import MANIFEST as MANIFEST
from climate_visualizer.editions.edition_manifest import Manifest, Steps
from climate_visualizer.editions.lookups import Lookups
from climate_visualizer.editions.memory import Loaded
from climate_visualizer.editions.not_found import MovedArea as MovedArea
from climate_visualizer.editions.not_found import NoEdition as NoEdition
from climate_visualizer.editions.not_found import UnknownArea as UnknownArea
from climate_visualizer.editions.not_found import unreadable
from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.labels import learn, learn_brought, sources_of, uncounted
from climate_visualizer.sources.slugs import plain
from climate_visualizer.sources.successions import Gone
from climate_visualizer.sources.table import (
    AREAS,
    BOUNDARIES,
    DISPUTES,
    EMISSIONS,
    NATIONAL,
    NATIONS,
    PLANTS,
    POPULATION,
    WORLD_BUDGETS,
    WORLD_EMISSIONS,
)

TABLES = {"areas": AREAS, "emissions": EMISSIONS, "population": POPULATION, "disputes": DISPUTES}
# Editions that were made before the world came into them have none of these tables; they are empty there.
WORLD_TABLES = {
    "nations": NATIONS,
    "world_budgets": WORLD_BUDGETS,
    "world_emissions": WORLD_EMISSIONS,
    "boundaries": BOUNDARIES,
    "national": NATIONAL,
    "plants": PLANTS,
}
TABLES |= WORLD_TABLES
CURRENT = "current"
_numbers = count()


@dataclass(frozen=True, slots=True)
class Area:
    """A nation, county or municipality; `id` is the ISO country and the official code: SE, SE-04, SE-0480."""

    id: str
    name: str
    kind: str
    parent_id: str | None
    country: str
    slug: str


@dataclass(frozen=True, eq=False)
class Edition(Beside, Lookups):
    """One immutable state of all statistics. Two editions with the same id hold the same figures.

    `cache_key` is what results are kept by: the folder of a stored edition, a name of its own for any other, so that what
    is tried with changed tables is never taken for the edition that it was made from.
    """

    manifest: Manifest
    areas: tuple[Area, ...]
    emissions: pl.DataFrame
    population: pl.DataFrame
    disputes: pl.DataFrame
    nations: pl.DataFrame
    world_budgets: pl.DataFrame
    world_emissions: pl.DataFrame
    boundaries: pl.DataFrame
    nationals: pl.DataFrame
    every_plant: pl.DataFrame
    cache_key: str = field(default_factory=lambda: f"unstored-{next(_numbers)}", init=False)
    shared_in_memory = True

    @property
    def id(self) -> str:
        return str(self.manifest["id"])

    @property
    def is_starter(self) -> bool:
        return bool(self.manifest["starter"])

    @property
    def origins(self) -> tuple[dict[str, str], ...]:
        """The origin card of every file that the edition was made from."""
        return tuple(self.manifest["origins"])

    @property
    def recipes(self) -> dict[str, Steps]:
        """The steps of every method when the edition was built; empty for one from before they were kept."""
        return dict(self.manifest.get("recipes", {}))

    @cached_property
    def gone(self) -> tuple[Gone, ...]:
        """The areas that are no more, with those that came instead."""
        rows = self.manifest.get("gone", [])
        return tuple(Gone(**{**one, "successors": tuple(one["successors"])}) for one in rows)

    @cached_property
    def _by_id(self) -> dict[str, Area]:
        return {area.id: area for area in self.areas}

    @cached_property
    def _by_slug(self) -> dict[tuple[str, str], Area]:
        own_slugs = {(area.country, area.slug): area for area in self.areas}
        nations = [area for area in self.areas if area.kind == "country"]
        in_english = {(area.country, plain(country_name(area.country, "en"))): area for area in nations}
        return in_english | own_slugs

    @cached_property
    def _cubes(self) -> dict[tuple[str, str], Cube]:
        return {}

    def area(self, area_id: str) -> Area:
        """An area by its id; raises `UnknownArea`."""
        for one in self.gone if area_id not in self._by_id else ():
            if one.area_id == area_id:
                raise MovedArea(one)
        if area_id not in self._by_id:
            raise UnknownArea(
                f"There is no area '{area_id}' in edition {self.id}; /api/v1/areas lists those there are."
            )
        return self._by_id[area_id]

    def find(self, country: str, slug: str) -> Area:
        """An area by its country's code, in either case, and its address; raises `UnknownArea`.

        A nation is found by its English name too.
        """
        key = (country.upper(), slug)
        for one in self.gone if key not in self._by_slug else ():
            if (one.country, one.slug) == key:
                raise MovedArea(one)
        if key not in self._by_slug:
            raise UnknownArea(f"There is no area '{slug}' in '{country}' in edition {self.id}.")
        return self._by_slug[key]

    def has(self, area_id: str) -> bool:
        """Whether there are carbon dioxide statistics of an area: a nation has none where a file holds a part of it."""
        country = self.area(area_id).country
        try:
            return area_id in self.cube(country).area_ids
        except KeyError:
            return False

    def parents(self, area_id: str) -> tuple[Area, ...]:
        """The areas around an area, the nearest first: its county, its nation."""
        parent = self.area(area_id).parent_id
        return () if parent is None else (self.area(parent), *self.parents(parent))

    def children(self, area_id: str) -> tuple[Area, ...]:
        """The areas directly within an area, by name in code order."""
        return tuple(area for area in self.areas if area.parent_id == area_id)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The codes of the countries that there are areas in, in the order of the areas."""
        return tuple(dict.fromkeys(area.country for area in self.areas))

    @cached_property
    def _by_country(self) -> pl.DataFrame:
        """Every emission figure with the place of its area's country among `countries`."""
        place = {country: index for index, country in enumerate(self.countries)}
        of = {area.id: place[area.country] for area in self.areas}
        names, places = numbered(self.emissions["area_id"])
        countries = np.array([of[name] for name in names] or [0], dtype=np.uint16)
        return self.emissions.with_columns(
            country=countries[places][self.emissions["area_id"].to_physical().to_numpy()]
        )

    def figures(self, country: str, gas: str) -> pl.DataFrame:
        """Every figure of one gas in one country, with totals and sub-sectors."""
        place = self.countries.index(country) if country in self.countries else len(self.countries)
        within = (pl.col("country") == place) & (pl.col("gas") == gas)
        return self._by_country.lazy().filter(within).drop("country").collect()

    def _totals(self, country: str, gas: str) -> pl.DataFrame:
        place = self.countries.index(country) if country in self.countries else len(self.countries)
        within = (pl.col("country") == place) & (pl.col("gas") == gas) & (pl.col("subsector") == "total")
        return self._by_country.lazy().filter(within).select("area_id", "sector", "year", "tonnes").collect()

    def cube(self, country: str, gas: str = "CO2") -> Cube:
        """One gas in one country as arrays, made once; raises `KeyError` for a gas the edition has not there.

        What is no part of a budget for fossil emissions (land use) is taken out of sectors and totals.
        """
        if (country, gas) not in self._cubes:
            self._cubes[country, gas] = counted(cube_of(self._totals(country, gas), gas), uncounted(country))
        return self._cubes[country, gas]

    def gases(self) -> tuple[str, ...]:
        """The gases there are figures for."""
        return tuple(self.emissions["gas"].unique().sort())

    def gas_of(self, area: Area) -> str:
        """CO2, which budgets are for, or all gases together where an area has nothing else."""
        try:
            return "CO2" if area.id in self.cube(area.country).area_ids else "GHG"
        except KeyError:
            return "GHG"

    def persons(self, country: str, year: int) -> NDArray[np.float64]:
        """Population of a year, [area] in the order of the country's CO2 cube; NaN where it is not known."""
        known = self._persons_of(year)
        return np.array([float(known.get(area_id, np.nan)) for area_id in self.cube(country).area_ids])

    def origins_of(self, country: str) -> list[dict[str, str]]:
        """The origin cards of a country's emission statistics, oldest first."""
        for source in sources_of(country):
            origins = [one for one in self.origins if one["source"] == source]
            if origins:
                return origins
        return []

    def origin(self, country: str, gas: str = "CO2") -> dict[str, str]:
        """The origin card of the newest file of a country's figures of a gas, the most detailed source's first; empty without.

        CO2 of the whole country may come from another publisher than its municipalities' figures of all gases.
        """
        ranked = [one for source in sources_of(country) for one in self.origins[::-1] if one["source"] == source]
        of_gas = (one for one in ranked if f"({gas}" in one["title"])
        return next(of_gas, ranked[0] if ranked else {})

    def emissions_of(self, area_id: str, gas: str = "CO2") -> pl.DataFrame:
        """Every figure of one area and gas, with totals and sub-sectors."""
        self.area(area_id)
        rows, its = self._rows_of(area_id, gas)
        return unpacked(pl.DataFrame([column[its] for column in rows.get_columns()]))

    def subsectors(self, area_id: str, gas: str = "CO2") -> pl.DataFrame:
        """The sub-sectors of one area, without any total."""
        return self.emissions_of(area_id, gas).filter(pl.col("subsector") != "total")


def _areas(frame: pl.DataFrame) -> tuple[Area, ...]:
    return tuple(Area(*row) for row in frame.select(list(AREAS)).iter_rows())


def edition_of(manifest: Manifest, tables: dict[str, pl.DataFrame]) -> Edition:
    """An edition from its manifest and tables; what its publishers call sectors that no card has is learnt with it."""
    learn(manifest.get("names", {}))
    learn_brought(manifest.get("cards", {}))
    others = {name: tables[name] for name in ("population", "disputes")} | {"emissions": packed(tables["emissions"])}
    others |= {name: tables.get(name, pl.DataFrame(schema=schema)) for name, schema in WORLD_TABLES.items()}
    others |= {"nationals": others.pop("national"), "every_plant": others.pop("plants")}
    return Edition(manifest=manifest, areas=_areas(tables["areas"]), **others)


def _read(folder: Path) -> Edition:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        named = [name for name in TABLES if name in manifest["tables"] or name not in WORLD_TABLES]
        tables = {name: pl.read_parquet(folder / f"{name}.parquet") for name in named}
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as problem:
        raise unreadable(folder, problem) from problem
    return edition_of(manifest, tables)


load_edition = Loaded(_read)


def current_id(root: Path) -> str | None:
    """The id of the published edition, None before the first."""
    try:
        return (root / CURRENT).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def current_edition(root: Path) -> Edition:
    """The published edition; a new one is picked up at the next call, and nothing is read twice."""
    edition_id = current_id(root)
    if edition_id is None:
        raise NoEdition("No edition is published yet; run 'python manage.py prepare'.")
    return load_edition(root / edition_id)

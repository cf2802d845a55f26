"""Facts kept by hand in ``data/parameters``: world budgets, the climate's response, cement, capital lives."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.places import DATA, Toml
from climate_visualizer.science.remaining import BudgetTable, Climate, table_budget
from climate_visualizer.science.units import Array
from climate_visualizer.sources.labels import capital


@dataclass(frozen=True, eq=False)
class WorldBudget:
    """One published vintage of the world's remaining budget, with its source."""

    id: str
    title: str
    source: str
    url: str
    table: BudgetTable

    @property
    def start(self) -> int:
        return self.table.start

    @property
    def pairs(self) -> tuple[tuple[float, int], ...]:
        """Every (limit, likelihood) that the table has a figure for."""
        chances = [int(value) for value in self.table.likelihoods.tolist()]
        known = np.isfinite(self.table.gigatonnes)
        return tuple(
            (limit, chance)
            for row, limit in enumerate(self.table.limits.tolist())
            for column, chance in enumerate(chances)
            if known[row, column]
        )

    def gt(self, limit: float, likelihood: float) -> float:
        """GtCO2 left; NaN outside the table."""
        own = (self.table.limits == limit)[:, None] & (self.table.likelihoods == likelihood)
        if own.any():
            return float(self.table.gigatonnes[own][0])
        return float(table_budget(table=self.table, limit=limit, likelihood=likelihood))


OWN = "own-"
LEAST_GT, MOST_GT = 1.0, 10_000.0  # beyond 10 000 Gt the relation between emissions and warming is not assessed
FIRST_START, LAST_START = 2016, 2025  # years whose world and nations' figures every method has the year before


def own_vintage(gigatonnes: float, start: int) -> str:
    """The name of a reader's own world budget: so many GtCO2 from 1 January of a year."""
    return f"{OWN}{gigatonnes:g}-{start}"


def own_budget(vintage: str, pairs: tuple[tuple[float, int], ...]) -> WorldBudget | None:
    """A reader's own world budget by its name, the same at every limit and likelihood; None for a name that is none."""
    written = re.fullmatch(rf"{OWN}(\d+(?:\.\d+)?)-(\d{{4}})", vintage)
    if written is None:
        return None
    gigatonnes, start = float(written[1]), int(written[2])
    if not (LEAST_GT <= gigatonnes <= MOST_GT and FIRST_START <= start <= LAST_START):
        return None
    limits, chances = (np.array(sorted(set(one)), dtype=np.float64) for one in zip(*pairs, strict=True))
    table = BudgetTable(limits, chances, np.full((limits.size, chances.size), gigatonnes), start)
    return WorldBudget(
        vintage, "A reader's own world budget", "The reader", "https://doi.org/10.1038/s41586-019-1368-z", table
    )


def load(name: str) -> Toml:
    """One file of ``data/parameters`` as it stands."""
    return tomllib.loads((DATA / "parameters" / f"{name}.toml").read_text(encoding="utf-8"))


def _world_budget(name: str, raw: Toml) -> WorldBudget:
    table = BudgetTable(
        limits=np.array(raw["limits"], dtype=np.float64),
        likelihoods=np.array(raw["likelihoods"], dtype=np.float64),
        gigatonnes=np.array(raw["gigatonnes"], dtype=np.float64),
        start=raw["start"],
    )
    return WorldBudget(id=name, title=raw["title"], source=raw["source"], url=raw["url"], table=table)


@lru_cache(maxsize=1)
def world_budgets() -> dict[str, WorldBudget]:
    """Every vintage that is kept by hand, by its id; `world.world` has those that an edition brings too."""
    return {name: _world_budget(name, raw) for name, raw in load("world_budgets").items()}


@lru_cache(maxsize=8)
def climate(vintage: str, *, as_tables: bool = False) -> Climate:
    """The climate's response by the inputs of a vintage; `as_tables` leaves ZEC's spread out, as published tables do.

    `KeyError` for a vintage whose inputs are not kept.
    """
    raw = load("climates")
    shared = dict(raw["response"])
    of_tables = shared.pop("zec_sd_of_tables")
    return Climate(**{**shared, **raw[vintage], **({"zec_sd": of_tables} if as_tables else {})})


def years_of_capital() -> dict[str, float]:
    """Years that each kind of capital lasts."""
    return {kind: float(years) for kind, years in load("capital_lives")["years"].items()}


def capital_lives(country: str) -> dict[str, float]:
    """Years that the capital of each of a country's sectors lasts."""
    years = years_of_capital()
    return {sector: years[kind] for sector, kind in capital(country).items()}


def dampings(country: str, sectors: tuple[str, ...]) -> Array:
    """How much of a nation's growth goes on from year to year beyond the years that it is known for, by sector."""
    raw = load("nowcast")
    own = raw["damping"].get(country, {})
    return np.array([float(own.get(sector, raw["elsewhere"]["damping"])) for sector in sectors])


def revisions(country: str) -> tuple[float, float]:
    """How far a country's next release moves what the one before had, alone and together; zero where no two were at hand."""
    own = load("nowcast")["revisions"].get(country, {})
    return float(own.get("alone", 0.0)), float(own.get("together", 0.0))


def nearly_carbon_dioxide(country: str) -> tuple[str, ...]:
    """Sectors of a country that are nearly all carbon dioxide, so that the ratio of all gases serves for them."""
    return tuple(load("nowcast")["nearly_carbon_dioxide"].get(country, ()))


@dataclass(frozen=True)
class Flights:
    """Flights abroad by a country's people: carbon dioxide by year, the sector they stand in, and their part of an overhead.

    `overhead_part` is aviation's part of what a national budget keeps for transport abroad.
    """

    sector: str
    tonnes: dict[int, float]
    overhead_part: float


@lru_cache(maxsize=8)
def flights(country: str) -> Flights | None:
    """A country's flights abroad; None where no series is kept."""
    raw = load("flights").get(country)
    if raw is None:
        return None
    grams, all_grams = raw["carbon_dioxide"]
    tonnes = {raw["first"] + at: value * grams / all_grams for at, value in enumerate(raw["tonnes"])}
    return Flights(raw["sector"], tonnes, raw["overhead_part"])


def excluded_tonnes(without: tuple[str, ...], area_ids: tuple[str, ...], years: NDArray[np.int64]) -> Array:
    """Tonnes a year to take off each area, [area, year]: zero where there is no plant, NaN before a plant's first known year.

    After its last known year a plant is taken to emit what it did then, until the list has the year: without it the newest
    statistics of the nation and of every area around a plant would have no figure at all.
    """
    off = np.zeros((len(area_ids), years.size))
    for name in without:
        facts = load(name)
        for plant in facts["plant"]:
            known = dict(zip(facts["years"], plant["tonnes"], strict=True))
            tonnes = np.array([known.get(min(year, facts["years"][-1]), np.nan) for year in years.tolist()])
            rows = [area_ids.index(area) for area in plant["areas"] if area in area_ids]
            off[rows] += tonnes
    return off

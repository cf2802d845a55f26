"""From a method and a reader's choices to tonnes for every area: the steps of the recipe, on arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.assessment.basis import Array, Basis
from climate_visualizer.assessment.methods import Method
from climate_visualizer.assessment.parameters import capital_lives, nation
from climate_visualizer.editions.read import Edition
from climate_visualizer.science import sharing

GIGA = 1e9


def national_tonnes(method: Method, country: str, vintage: str, limit: float, likelihood: int) -> float:
    """What the nation may emit from the method's start, in tonnes, before anything is kept for national transport."""
    if method.national:
        return method.cell(limit, likelihood).tonnes
    world = method.world_budget(vintage)
    return world.gt(limit, likelihood) * GIGA * world_share(method, country, vintage)


def world_share(method: Method, country: str, vintage: str) -> float:
    """The nation's share of the world by the method's principle; 1 where the national budget itself is published."""
    if method.share_world is None:
        return 1.0
    facts = nation(country)
    if method.share_world.principle == "per-head":
        year = method.start_year(vintage) - 1
        parts = np.array([facts.population[year], facts.world_population[year] - facts.population[year]])
        return float(sharing.per_head(population=parts)[0])
    years = method.share_world.base_years
    mine = sum(facts.emissions[year] for year in years)
    whole = sum(facts.world_emissions[year] for year in years)
    return float(sharing.grandfathering(emissions=np.array([mine, whole - mine]))[0])


def local_tonnes(method: Method, country: str, vintage: str, limit: float, likelihood: int) -> float:
    """What is shared out to areas: the national budget less the overhead that stays with the nation, in tonnes."""
    return national_tonnes(method, country, vintage, limit, likelihood) * (1.0 - method.overhead)


def _weights(method: Method, basis: Basis, edition: Edition, principle: str) -> Array:
    """Each area's claim by one principle, [area]; its share is the claim over the pool's claims."""
    years = basis.years_of(method.share_local.base_years)
    emissions = basis.totals[:, years].sum(axis=-1)
    if principle == "grandfathering":
        return emissions
    if principle == "per-head":
        return edition.persons(method.share_local.population_year)
    lives = np.array([capital_lives()[sector] for sector in basis.cube.sectors])
    by_sector = basis.sectors[:, :, years].sum(axis=-1)
    claims: Array = by_sector @ lives
    return claims


def _over_pool(claims: Array, pool: NDArray[np.bool_], countries: NDArray[np.bool_]) -> Array:
    """Claims as shares of the pool's sum; the nation, which is the pool, has the share 1."""
    shares: Array = claims / claims[pool].sum()
    shares[countries] = 1.0
    return shares


def shares(method: Method, basis: Basis, edition: Edition, principle: str) -> Array:
    """Every area's share of what the nation shares out, [area]; the pool's shares sum to one."""
    countries = np.array([edition.area(area_id).kind == "country" for area_id in basis.cube.area_ids])
    if principle == "blend":
        per_head = shares(method, basis, edition, "per-head")
        return 0.5 * per_head + 0.5 * shares(method, basis, edition, "grandfathering")
    return _over_pool(_weights(method, basis, edition, principle), basis.pool, countries)

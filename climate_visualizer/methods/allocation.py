"""From a method and a reader's choices to tonnes for every area: the steps of the recipe, on arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import Array, Basis, population_year
from climate_visualizer.methods.parameters import flights
from climate_visualizer.methods.plants_and_flights import FLIGHTS, PLANTS
from climate_visualizer.methods.recipes import Method
from climate_visualizer.methods.transition import split
from climate_visualizer.methods.world_sharing import PATH_YEARS, shares_of_nations
from climate_visualizer.science import pathways, sharing
from climate_visualizer.sources.countries import TRANSPORT

GIGA = 1e9


class NoBunkers(ValueError):
    """International transport is to be taken off, and no figure for it is there."""


def national_tonnes(method: Method, country: str, vintage: str, limit: float, likelihood: int) -> float:
    """What the nation may emit from the method's start, in tonnes, before anything is kept for national transport."""
    if method.national:
        return method.cell(limit, likelihood).tonnes
    available = available_to_nations(method, method.world_budget(vintage).gt(limit, likelihood) * GIGA)
    return available * world_share(method, country, vintage, available)


def bunkers_part(method: Method) -> float:
    """The part of the world's budget that international aviation and shipping take first; 0 where a method has no such step.

    They are no country: counted as one, their "debt" would be handed out to all others. It is their part of the world's
    fossil emissions in the step's years. `NoBunkers` where the edition's nations have no figure for them.
    """
    if method.bunkers is None:
        return 0.0
    nations = method.world.nations
    if TRANSPORT not in nations.codes:
        raise NoBunkers("The nations' emissions here have no row for international transport; import world_gcb anew.")
    emitted = nations.emissions(method.bunkers.base_years)
    return float(emitted[nations.index(TRANSPORT)] / emitted.sum())


def available_to_nations(method: Method, world: float) -> float:
    """Tonnes of the `world` budget that nations share: what is left when bunkers have been taken off."""
    return world * (1.0 - bunkers_part(method))


def world_share(method: Method, country: str, vintage: str, world: float) -> float:
    """The nation's share of the `world` tonnes that nations share; 1 where the national budget itself is published."""
    if method.share_world is None:
        return 1.0
    nations, how = method.world.nations, method.share_world
    facts = nations if method.bunkers is None else nations.countries
    shares = shares_of_nations(how, facts, method.start_year(vintage), world)
    return float(shares[facts.index(country)])


def overhead_part(method: Method, country: str, counting: tuple[str, ...] = ()) -> float:
    """The part of a national budget that stays with the nation for transport abroad; less where flights are counted locally."""
    abroad = flights(country) if FLIGHTS in counting else None
    return method.overhead * (1.0 - abroad.overhead_part) if abroad else method.overhead


def booked_part(method: Method, base: Basis) -> float:
    """The part of what is shared out that stays with the nation for the large plants it books: theirs of present emissions."""
    years = base.years_of(method.share_local.base_years)
    booked = float(base.booked[base.pool][:, years].sum())
    return booked / (float(base.totals[base.pool][:, years].sum()) + booked) if booked else 0.0


def local_tonnes(
    method: Method, country: str, vintage: str, limit: float, likelihood: int, base: Basis | None = None
) -> float:
    """What is shared out to areas, in tonnes: the national budget less what stays with the nation, by a basis's scope."""
    counting = base.counting if base else ()
    booked = booked_part(method, base) if base and PLANTS in counting else 0.0
    national = national_tonnes(method, country, vintage, limit, likelihood)
    return national * (1.0 - overhead_part(method, country, counting)) * (1.0 - booked)


@dataclass(frozen=True, eq=False)
class _Pool:
    """What a principle may ask of areas: each beside the rest of those it shares with, on a last axis of two."""

    method: Method
    basis: Basis
    edition: Edition
    country: str
    local: Array
    start: int

    def beside(self, values: Array) -> Array:
        """[area, ...] as [area, 2, ...]: an area's own, and the pool's without it."""
        return np.stack([values, values[self.basis.pool].sum(axis=0) - values], axis=1)

    @property
    def emissions(self) -> Array:
        years = self.basis.years_of(self.method.share_local.base_years)
        tonnes: Array = self.basis.totals[:, years].sum(axis=-1)
        return self.beside(tonnes)

    @property
    def people(self) -> Array:
        year = population_year(self.edition, self.basis, self.country, self.method.share_local.population_year)
        return self.beside(self.edition.persons(self.country, year))


def _present(pool: _Pool) -> Array:
    return sharing.grandfathering(emissions=pool.emissions)


def _equal(pool: _Pool) -> Array:
    return sharing.per_head(population=pool.people)


def _half(pool: _Pool) -> Array:
    return sharing.blend(emissions=pool.emissions, population=pool.people, weight=0.5)


def _transition(pool: _Pool) -> Array:
    industry_split = split(pool.basis, pool.edition, pool.country, pool.method.share_local.base_years)
    return sharing.equal_transition(emissions=pool.beside(industry_split.tonnes), lives=industry_split.lives)


def _convergence(pool: _Pool) -> Array:
    """Along the path that spends what is shared out from the base year's emissions, in equal yearly cuts."""
    latest = pool.beside(pool.basis.totals[:, -1])
    emissions = float(pool.basis.totals[pool.basis.pool, -1].sum())
    after = float(pool.method.share_local.converged_by - pool.start + 1)
    shares = [
        sharing.contraction_convergence(
            emissions=latest,
            population=pool.people,
            path=pathways.exponential(emissions=emissions, budget=budget, years=PATH_YEARS),
            converged_after=after,
        )
        for budget in pool.local.ravel().tolist()
    ]
    return np.stack(shares).reshape(*pool.local.shape, *latest.shape)


def _cumulative(pool: _Pool) -> Array:
    """Everything since the method's year: published years, those between them, and the estimates after them.

    Between published years emissions lie on straight lines here: those of municipalities add up to their county's, curves don't.
    """
    base, since = pool.basis, pool.method.share_local.since
    years = np.arange(base.cube.years[0], base.cube.years[-1] + 1)
    tonnes = np.stack([np.interp(years, base.cube.years, row) for row in base.consistent])
    history = tonnes[:, (years >= since) & (years < pool.start)].sum(axis=-1)
    first = max(base.base_year + 1, since)
    later = base.course.since(first)[:, : max(pool.start - first, 0)]
    history = history + later.sum(axis=-1)
    budget = pool.local[..., None]
    return sharing.equal_cumulative_per_head(population=pool.people, history=pool.beside(history), budget=budget)


_LOCAL = {
    "grandfathering": _present,
    "per-head": _equal,
    "blend": _half,
    "equal-transition": _transition,
    "contraction-convergence": _convergence,
    "equal-cumulative": _cumulative,
}


def undecided(method: Method, basis: Basis, edition: Edition, country: str, principle: str) -> NDArray[np.bool_]:
    """Areas for which a principle has no answer that holds, [area]: those whose unsplit industry would decide it."""
    if principle != "equal-transition":
        return np.zeros(basis.pool.size, dtype=np.bool_)
    is_undecided: NDArray[np.bool_] = split(basis, edition, country, method.share_local.base_years).undecided.copy()
    if basis.nation is not None:
        is_undecided[basis.nation] = False
    return is_undecided


def shares(
    method: Method, basis: Basis, edition: Edition, country: str, principle: str, *, local: float | Array, start: int
) -> Array:
    """Every area's share of the `local` tonnes that the nation shares out from `start`, [..., area].

    The leading axes are those of `local`, for the principles that mind how much there is; the nation's share is 1.
    """
    pool = _Pool(method, basis, edition, country, np.asarray(local, dtype=np.float64), start)
    if not basis.pool.any():  # a nation without areas: all is its own, whatever the principle
        return np.ones((*pool.local.shape, basis.pool.size))
    by_principle = _LOCAL[principle](pool)[..., 0]
    is_nation = np.array([edition.area(area_id).kind == "country" for area_id in basis.cube.area_ids])
    return np.where(is_nation, 1.0, by_principle)

"""Effort sharing in one view: a nation's budget by every principle, with the spread that its free choices make.

A principle that asks who owes turns on numbers that no science decides: the year that history counts from, the weight of
responsibility, the horizon. So each share stands beside the lowest and the highest that the usual values give, and what
is below zero is a debt in tonnes a head and year, which no municipality can be given a date for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.allocation import GIGA, available_to_nations, national_tonnes
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.recipes import Method, ShareWorld, load_methods
from climate_visualizer.methods.world_sharing import NET_ZERO, shares_of_nations

SINCE = (1850, 1950, 1990)
WEIGHTS = (0.0, 0.5, 1.0)
HORIZONS = {"net-zero": NET_ZERO, "2050": 2050, "2070": 2070, "2100": 2100}
Free = Any  # a year or a weight, as the field of `ShareWorld` that it is for
# What each principle leaves free; those that are not here have nothing but their formula.
FREE: dict[str, dict[str, tuple[Free, ...]]] = {
    "equal-cumulative": {"since": SINCE},
    "ability-to-pay": {"until": tuple(HORIZONS.values())},
    "responsibility-capability": {"since": SINCE, "weight": WEIGHTS, "until": tuple(HORIZONS.values())},
}


@dataclass(frozen=True)
class FairShare:
    """A nation's part of the world's budget by one principle, tonnes from 1 January of `start`.

    `low_t` and `high_t` are the ends of what the usual values of its free choices (`free`, by name) give; the same as
    `budget_t` where a principle leaves nothing free. `per_head_year_t` is for each person and year to 2050.
    """

    method: str
    principle: str
    start: int
    budget_t: float
    low_t: float
    high_t: float
    per_head_t: float
    per_head_year_t: float
    free: dict[str, tuple[Free, ...]]

    @property
    def is_debt(self) -> bool:
        """Whether the nation has less than nothing left by this principle."""
        return self.budget_t < 0


def fair_shares(
    edition: Edition,
    country: str,
    *,
    limit: float,
    likelihood: int,
    vintage: str | None = None,
    chosen: Mapping[str, Free] | None = None,
) -> tuple[FairShare, ...]:
    """Every principle's budget for a nation at a limit and likelihood, the largest first.

    ``chosen`` sets a free choice (`since`, `weight`, `until`) for the principles that have it. Raises `WrongChoice` for a
    pair of limit and likelihood that the vintage has no budget for, or a country that takes no part.
    """
    methods = [one for one in load_methods(edition).values() if one.share_world is not None]
    answers = [_share(one, country, limit, likelihood, vintage, chosen or {}) for one in methods]
    known = [answer for answer in answers if answer is not None]
    if not known:
        raise WrongChoice("country", country, (), "None of the principles has the statistics that it needs of it.")
    return tuple(sorted(known, key=lambda one: -one.budget_t))


def _share(
    method: Method, country: str, limit: float, likelihood: int, vintage: str | None, chosen: Mapping[str, Free]
) -> FairShare | None:
    """One principle's answer; None for a country that it lacks statistics of."""
    name = vintage or method.vintages[0]
    if name not in method.vintages:
        raise WrongChoice("vintage", name, method.vintages)
    if (limit, likelihood) not in method.pairs(name):
        pairs = tuple(f"{degrees:.1f} at {chance}%" for degrees, chance in method.pairs(name))
        raise WrongChoice("limit", f"{limit} at {likelihood}%", pairs)
    facts, how = method.world.nations.countries, method.share_world
    if how is None or country not in facts.codes:
        return None
    start, row = method.start_year(name), facts.index(country)
    available = available_to_nations(method, method.world_budget(name).gt(limit, likelihood) * GIGA)
    free = FREE.get(how.principle, {})

    def tonnes(share_world: ShareWorld) -> float:
        return float(shares_of_nations(share_world, facts, start, available)[row] * available)

    budget = tonnes(replace(how, **{key: value for key, value in chosen.items() if key in free}))
    if budget != budget:  # not a number: the principle lacks this country's product
        return None
    spread = [tonnes(replace(how, **dict(zip(free, values, strict=True)))) for values in product(*free.values())]
    people = float(facts.population(start - 1)[row])
    return FairShare(
        method=method.id,
        principle=how.principle,
        start=start,
        budget_t=budget,
        low_t=min(budget, *spread),
        high_t=max(budget, *spread),
        per_head_t=budget / people,
        per_head_year_t=budget / people / (LAST_YEAR - start + 1),
        free=free,
    )


def debt_per_head_year(method: Method, country: str, vintage: str, limit: float, likelihood: int) -> float | None:
    """What a nation owes by a method, tonnes for each of its people and year to 2050; None where it owes nothing."""
    if method.share_world is None:
        return None
    tonnes = national_tonnes(method, country, vintage, limit, likelihood)
    if not tonnes < 0:
        return None
    nations, start = method.world.nations, method.start_year(vintage)
    people = float(nations.population(start - 1)[nations.index(country)])
    return -tonnes / people / (LAST_YEAR - start + 1)

"""Scopes that tell an area's large plants apart: the same budget with their emissions, without their cement, without them.

A budget without plants differs everywhere, since the nation keeps the plants' part of it; here are the areas in which the
plants themselves stand, so that a reader may want both.
"""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.groups import members_of
from climate_visualizer.budget.left_out import left_out
from climate_visualizer.budget.plants import plants_of
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.basis import basis, row_of
from climate_visualizer.methods.scopes import OWN, WITH_CEMENT, WITHOUT_PLANTS, counting, scopes_for

FLYING = ("with-flights", "without-plants-with-flights")
TOLD_T = 1000.0  # tonnes of cement from which on it is told that they are not counted


def plant_scopes(edition: Edition, a: Assessment) -> tuple[str, ...]:
    """The scopes that differ by the area's plants, what counts most first; none where no plant is running.

    A reader who counts flights goes on counting them.
    """
    if not any(one.running for area_id in members_of(a.area) for one in plants_of(edition, area_id).plants):
        return ()
    there = scopes_for(a.method, a.area.country, edition)
    cement = WITH_CEMENT in there and cement_t(edition, a) >= TOLD_T
    wanted = FLYING if a.choices.scope in FLYING else (*((WITH_CEMENT,) if cement else ()), OWN, WITHOUT_PLANTS)
    return wanted if set(wanted) <= set(there) else ()


def cement_t(edition: Edition, a: Assessment) -> float:
    """Tonnes of cement's process emissions in the base year that the method leaves out of an area by itself."""
    base = basis(edition, a.area.country, counting(a.method, OWN))
    rows = [row_of(edition, base.cube.area_ids, area_id) for area_id in members_of(a.area)]
    return sum(left_out(base, row, a.area.country).get("cement", 0.0) for row in rows)


def is_ruled(edition: Edition, a: Assessment) -> bool:
    """Whether what is counted of its plants decides an area's budget: they dominate it, or cement is left out."""
    dominated = any(plants_of(edition, area_id).dominates for area_id in members_of(a.area))
    return dominated or cement_t(edition, a) >= TOLD_T

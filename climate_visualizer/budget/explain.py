"""How a budget came about, step by step, with the area's own numbers: every figure gives its inputs and formula."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.methods.allocation import (
    GIGA,
    available_to_nations,
    booked_part,
    bunkers_part,
    national_tonnes,
    overhead_part,
    world_share,
)
from climate_visualizer.methods.basis import Basis
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.plants_and_flights import PLANTS
from climate_visualizer.methods.recipes import Method


@dataclass(frozen=True)
class Step:
    """One step of a derivation. `key` and `note_key` name the words for it; `inputs` are what the formula uses."""

    key: str
    value: float
    unit: str
    formula: str
    inputs: dict[str, float]
    source: str
    source_url: str
    note_key: str


def _world(method: Method, choices: Choices) -> Step | None:
    """The world's budget; None where a national one is published without saying which it was made from."""
    if method.national:
        cell = method.cell(choices.limit, choices.likelihood)
        if cell.world_gt is None:
            return None
        inputs = {"limit": cell.world_limit, "likelihood": cell.world_likelihood, "start": cell.world_start}
        table = method.world_budget("ar6-2021")
        gigatonnes = cell.world_gt
    else:
        table = method.world_budget(choices.vintage)
        inputs = {"limit": choices.limit, "likelihood": choices.likelihood, "start": table.start}
        gigatonnes = table.gt(choices.limit, choices.likelihood)
    return Step("world", gigatonnes * GIGA, "t", "table(limit, likelihood)", inputs, table.source, table.url, "world")


def _bunkers(method: Method, world: Step | None) -> Step | None:
    """What is left for nations when international aviation and shipping have been taken off the world's budget."""
    if method.bunkers is None or world is None:
        return None
    years = method.bunkers.base_years
    inputs = {"world": world.value, "share": bunkers_part(method), "first_year": years[0], "last_year": years[-1]}
    value = available_to_nations(method, world.value)
    source = "Global Carbon Budget; van den Berg et al. 2020"
    url = "https://doi.org/10.1007/s10584-019-02368-y"
    return Step("bunkers", value, "t", "world × (1 − share)", inputs, source, url, "bunkers")


def _nation(method: Method, choices: Choices, country: str, world: Step | None) -> Step:
    tonnes = national_tonnes(method, country, choices.vintage, choices.limit, choices.likelihood)
    inputs = {"start": float(method.start_year(choices.vintage))}
    if method.share_world is None or world is None:
        return Step("nation", tonnes, "t", "published", inputs, method.source, method.source_url, method.nation_note)
    inputs |= {"world": world.value, "share": world_share(method, country, choices.vintage, world.value)}
    note = f"nation-{method.share_world.principle}"
    return Step("nation", tonnes, "t", "world × share", inputs, method.source, method.source_url, note)


def _pool(method: Method, country: str, base: Basis, nation: Step) -> Step:
    overhead = nation.value * overhead_part(method, country, base.counting)
    tonnes = nation.value - overhead
    inputs = {"nation": nation.value, "overhead": overhead}
    return Step("pool", tonnes, "t", "nation − overhead", inputs, method.source, method.source_url, "pool")


def _plants(method: Method, base: Basis, pool: Step) -> Step:
    """What is left for areas where the nation books large plants: they keep their part of present emissions."""
    years = base.base_years(method.share_local.base_years)
    inputs = {
        "pool": pool.value,
        "share": booked_part(method, base) if PLANTS in base.counting else 0.0,
        "first_base_year": years[0],
        "last_base_year": years[-1],
    }
    source, url = "EU Transaction Log, European Commission", "https://union-registry-data.ec.europa.eu/report/welcome"
    return Step(
        "plants", pool.value * (1.0 - inputs["share"]), "t", "pool × (1 − share)", inputs, source, url, "plants"
    )


def _area(choices: Choices, *, pool: Step, share: float, budget: float, years: tuple[int, ...], people_of: int) -> Step:
    inputs = {"pool": pool.value, "share": share, "first_base_year": years[0], "last_base_year": years[-1]}
    if choices.sharing in ("per-head", "blend"):
        inputs["population_year"] = people_of
    source = "van den Berg et al. 2020; Lackner et al. 2025"
    url = "https://doi.org/10.1007/s10584-019-02368-y"
    return Step("area", budget, "t", "pool × share", inputs, source, url, f"area-{choices.sharing}")


def _remaining(*, budget: float, published: float, estimated: float, source: str, url: str) -> Step:
    inputs = {"area": budget, "published": published, "estimated": estimated}
    value = budget - published - estimated
    note = "overdrawn" if value < 0 else "remaining"
    return Step("remaining", value, "t", "area − published − estimated", inputs, source, url, note)


def derivation(
    method: Method,
    choices: Choices,
    *,
    country: str,
    base: Basis,
    share: float,
    budget: float,
    published: float,
    estimated: float,
    base_years: tuple[int, ...],
    population_year: int,
    origin: tuple[str, str],
) -> tuple[Step, ...]:
    """The steps from the world to what is left here; a step that changes nothing is left out."""
    world = _world(method, choices)
    bunkers = _bunkers(method, world)
    nation = _nation(method, choices, country, bunkers or world)
    pool = _pool(method, country, base, nation)
    plants = _plants(method, base, pool)
    area = _area(choices, pool=plants, share=share, budget=budget, years=base_years, people_of=population_year)
    left = _remaining(budget=budget, published=published, estimated=estimated, source=origin[0], url=origin[1])
    steps = (world, bunkers, nation, pool, plants, area, left)
    changes_nothing = {"pool": method.overhead == 0, "plants": PLANTS not in base.counting, "area": share == 1.0}
    return tuple(step for step in steps if step is not None and not changes_nothing.get(step.key, False))

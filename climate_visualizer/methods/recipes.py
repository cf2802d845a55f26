"""A method is a named, dated, sourced recipe: the files in ``data/methods`` read into plain objects.

The code knows the steps that recipes are made of and no recipe in particular.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from climate_visualizer.caches import remembered
from climate_visualizer.editions.edition_manifest import RecipeStep, Steps
from climate_visualizer.editions.publishing.methods_used import WORDS
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.parameters import OWN, WorldBudget, own_budget
from climate_visualizer.methods.vintages import World, world
from climate_visualizer.places import DATA


class Words(dict[str, str]):
    """One text by language; a language that has none takes that of the language it is a variant of, or English."""

    def __missing__(self, code: str) -> str:
        known = [other for other in (code.partition("-")[0], "en") if other in self]
        if not known:
            raise KeyError(code)
        return self[known[0]]


class UnknownMethod(Exception):
    """No recipe has the asked name; the sentence lists those there are."""


@dataclass(frozen=True)
class Cell:
    """A budget for one limit and likelihood, in tonnes, and the world budget (Gt) that it was made from, if that is known."""

    limit: float
    likelihood: int
    tonnes: float
    world_gt: float | None = None
    world_limit: float = 0.0
    world_likelihood: int = 0
    world_start: int = 0


@dataclass(frozen=True)
class NationalBudget:
    """The first step where the national budget is published: its cells, its vintage and the year it starts."""

    vintage: str
    start: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Bunkers:
    """International aviation and shipping, taken off the world's budget before any principle shares it among nations.

    They belong to no country. Their part is that of the world's fossil emissions in `base_years`.
    """

    base_years: tuple[int, ...]


@dataclass(frozen=True)
class ShareWorld:
    """How the world's budget is shared to the nation: the principle, and what it needs of years, money and weight.

    `since` is the first year of history, `converged_by` the year of equal shares, `threshold` an income in international
    dollars (purchasing power parity) per head, `weight` that of responsibility. A principle that goes year by year runs
    until `until` (0: until the world's net zero), with incomes that grow by `growth` at the frontier and `closing` in on it;
    its index of responsibility is kept from `index_until` on, and gives way to ability to pay by `blended_by`.
    """

    principle: str
    base_years: tuple[int, ...] = ()
    since: int = 0
    until: int = 0
    converged_by: int = 0
    threshold: float = 0.0
    weight: float = 0.0
    growth: float = 0.0
    closing: float = 0.0
    index_until: int = 2030
    blended_by: int = 2100


@dataclass(frozen=True)
class MilestoneRule:
    """What a method publishes beside a budget: budgets of so many years from a first one, and the year of near zero.

    Near zero is reached when at most the fraction `left` of the budget remains.
    """

    years: int
    origin: int
    left: float


@dataclass(frozen=True)
class ShareLocal:
    """How the nation's budget is shared to its areas: allowed principles (the first is the default) and base data.

    `cannot` says of principles that aren't allowed here why not, in each language.
    """

    sharings: tuple[str, ...]
    base_years: tuple[int, ...]
    population_year: int
    since: int
    converged_by: int
    without: tuple[str, ...]
    cannot: dict[str, Words]


@dataclass(frozen=True)
class Method:
    """One recipe: words in each language, source and the steps from a world or national budget to an area.

    `world` is what an edition knows of the world: its budgets by vintage, and its nations.
    """

    shared_in_memory = True

    id: str
    countries: tuple[str, ...]
    default_for: tuple[str, ...]
    published: str
    name: Words
    description: Words
    leaves_out: Words
    scope_words: Words
    assumptions: Words
    source: str
    source_url: str
    national: NationalBudget | None
    world_vintages: tuple[str, ...]
    bunkers: Bunkers | None
    share_world: ShareWorld | None
    overhead: float
    share_local: ShareLocal
    milestones: MilestoneRule | None
    nation_note: str
    world: World

    @property
    def vintages(self) -> tuple[str, ...]:
        """The budget vintages a reader may choose among; the first is the default."""
        return (self.national.vintage,) if self.national else self.world.with_newer(self.world_vintages)

    def start_year(self, vintage: str) -> int:
        """The year on whose 1 January the budget starts."""
        return self.national.start if self.national else self.world_budget(vintage).start

    def pairs(self, vintage: str) -> tuple[tuple[float, int], ...]:
        """Every (limit, likelihood) that this method has a budget for, in the order of its source."""
        if self.national:
            return tuple((cell.limit, cell.likelihood) for cell in self.national.cells)
        return self.world_budget(vintage).pairs

    def world_budget(self, vintage: str) -> WorldBudget:
        """One vintage of the world's budget, or a reader's own."""
        own = own_budget(vintage, self.world.budgets[self.vintages[0]].pairs) if vintage.startswith(OWN) else None
        return own or self.world.budgets[vintage]

    def cell(self, limit: float, likelihood: int) -> Cell:
        """The published national cell for one pair; `KeyError` when there is none."""
        cells = self.national.cells if self.national else ()
        for cell in cells:
            if (cell.limit, cell.likelihood) == (limit, likelihood):
                return cell
        raise KeyError((limit, likelihood))


def _step(raw: RecipeStep, kind: str) -> RecipeStep:
    return next((step for step in raw["step"] if step["kind"] == kind), {})


def _national(step: RecipeStep) -> NationalBudget | None:
    if not step:
        return None
    cells = tuple(Cell(**{**cell, "limit": float(cell["limit"])}) for cell in step["cells"])
    return NationalBudget(vintage=step["vintage"], start=step["start"], cells=cells)


def _share_world(step: RecipeStep) -> ShareWorld | None:
    if not step:
        return None
    facts = {name: value for name, value in step.items() if name != "kind"}
    return ShareWorld(**{**facts, "base_years": tuple(step.get("base_years", ()))})


def _bunkers(step: RecipeStep) -> Bunkers | None:
    return Bunkers(tuple(step["base_years"])) if step else None


def _share_local(step: RecipeStep) -> ShareLocal:
    return ShareLocal(
        sharings=tuple(step["sharings"]),
        base_years=tuple(step["base_years"]),
        population_year=step["population_year"],
        since=step["since"],
        converged_by=step["converged_by"],
        without=tuple(step["without"]),
        cannot={name: Words(sentences) for name, sentences in step.get("cannot", {}).items()},
    )


def _milestones(step: RecipeStep) -> MilestoneRule | None:
    return MilestoneRule(years=step["years"], origin=step["origin"], left=step["left"]) if step else None


def _with_steps(raw: RecipeStep, steps: Steps | None) -> RecipeStep:
    """A recipe with the steps that an edition was built with, and today's words of each."""
    if steps is None:
        return raw
    words = {step["kind"]: {name: step[name] for name in WORDS if name in step} for step in raw["step"]}
    return {**raw, "step": [{**step, **words.get(step["kind"], {})} for step in steps]}


@cache
def _written(path: Path, _changed_at: int) -> RecipeStep:
    """A recipe as its file has it, read once: every edition asks for all of them. Nobody may change what this gives."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(path: Path, known: World, own_steps: Mapping[str, Steps]) -> Method:
    raw = _with_steps(_written(path, path.stat().st_mtime_ns), own_steps.get(path.stem))
    overhead = _step(raw, "national-overhead")
    return Method(
        id=raw["id"],
        countries=tuple(raw["countries"]),
        default_for=tuple(raw["default_for"]),
        published=raw["published"].isoformat(),
        name=Words(raw["name"]),
        description=Words(raw["description"]),
        leaves_out=Words(raw["leaves_out"]),
        scope_words=Words(raw["scope"]),
        assumptions=Words(raw["assumptions"]),
        source=raw["source"]["title"],
        source_url=raw["source"]["url"],
        national=_national(_step(raw, "national-budget")),
        world_vintages=tuple(_step(raw, "world-budget").get("vintages", ())),
        bunkers=_bunkers(_step(raw, "bunkers")),
        share_world=_share_world(_step(raw, "share-world")),
        overhead=overhead["tonnes"] / overhead["of_tonnes"] if overhead else 0.0,
        share_local=_share_local(_step(raw, "share-local")),
        milestones=_milestones(_step(raw, "milestones")),
        nation_note=_step(raw, "national-budget").get("note", "nation-published"),
        world=known,
    )


@remembered
def load_methods(edition: Edition | None = None) -> dict[str, Method]:
    """Every recipe in ``data/methods`` by its id; the file name is the id, so the folder is the registry.

    With an edition they have the steps that it was built with, and know the world budgets and nations that it has; without
    one, those that come with the project.
    """
    known, own_steps = world(edition), edition.recipes if edition else {}
    return {path.stem: _read(path, known, own_steps) for path in sorted((DATA / "methods").glob("*.toml"))}


def find_method(method_id: str, edition: Edition | None = None) -> Method:
    """One recipe by its id; raises `UnknownMethod` naming those there are."""
    methods = load_methods(edition)
    if method_id not in methods:
        raise UnknownMethod(f"There is no method '{method_id}'; choose one of {', '.join(methods)}.")
    return methods[method_id]

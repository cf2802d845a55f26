"""Change log of a step between two editions: worked out once for every area when the later one is published, read ever after.

`work_out` asks the same as `changed.changed` asks of one area, for a whole country at a time. `Step` gives what was written back
in the form that pages, feeds, the API and alerts tell it in.
"""

from __future__ import annotations

import json
import logging
import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

import polars as pl

from climate_visualizer.beside.area_changes import Changed, YearChange, years_by_area
from climate_visualizer.beside.change_causes import (
    MethodMove,
    WorldMove,
    asked_of,
    method_differs,
    with_recipes_of,
    with_world_of,
    world_differs,
    world_gt,
)
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.budget.lasting import END, told_day
from climate_visualizer.caches import CACHE, remembered
from climate_visualizer.editions.dictionary_encoding import unpacked
from climate_visualizer.editions.edition_manifest import Manifest, read_manifest
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.edition_changes import differences
from climate_visualizer.editions.read import Edition, NoEdition, UnknownArea, load_edition
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import Choices, WrongChoice, text
from climate_visualizer.methods.question import Question, ask

log = logging.getLogger("climate_visualizer.changes")
Standing = tuple[float, date | None]
NAMES = tuple(one.name for one in fields(Choices) if one.name not in ("pathway", "start"))
TELLING = ("emissions", "world_budgets")  # the tables that an edition is another one for readers by


def ensure(root: Path, ids: tuple[str, ...], beside: Iterable[tuple[str, str]] = (), *, as_of: date) -> int:
    """Write every step through published editions that isn't kept yet, and those beside; returns how many were.

    Where an edition is gone or damaged, the step from the nearest one before it leads on. A step that cannot be worked out keeps
    no edition from being published; the log says so, and `prepare` tries again.
    """
    written = 0
    for at, edition_id in enumerate(ids):
        tries = (_ensure_one(before, edition_id, root, as_of) for before in reversed(ids[:at]))
        written += next((outcome for outcome in tries if outcome is not None), 0)
    return written + sum(_ensure_one(*pair, root, as_of) or 0 for pair in beside)


def _ensure_one(before: str, after: str, root: Path, as_of: date) -> int | None:
    """1 for a step that was written, 0 for one that was there or that fails, None where one of its editions is lost."""
    if before == after or change_history.is_kept(before, after, root):
        return 0
    try:
        _write(before, after, root, as_of)
    except NoEdition as problem:
        log.info("changes not worked out", extra={"fields": {"before": before, "after": after, "reason": str(problem)}})
        return None
    except Exception:
        log.exception("changes not worked out", extra={"fields": {"before": before, "after": after}})
        return 0
    return 1


def _write(before_id: str, after_id: str, root: Path, as_of: date) -> None:
    was, now = (read_manifest(edition_id, root) for edition_id in (before_id, after_id))
    if was is None or now is None:
        raise NoEdition(f"Edition {before_id if was is None else after_id} is not kept any more.")
    if was["starter"]:  # a few rounded figures: nobody is told what the real ones changed of them
        return
    released = max((origin["release_date"] for origin in now["origins"]), default="")
    about = change_history.About(before_id, after_id, as_of.isoformat(), released)
    if _alike(was, now):
        change_history.keep(
            about, pl.DataFrame(schema=change_history.AREAS), pl.DataFrame(schema=change_history.FIGURES), root
        )
        return
    before, after = (load_edition(root / one) for one in (before_id, after_id))
    areas, figures = work_out(before, after, as_of=as_of)
    change_history.keep(change_history.with_counts(about, before, after, figures), areas, unpacked(figures), root)


def _alike(was: Manifest, now: Manifest) -> bool:
    """Whether readers would not tell two editions from each other: the same figures, world budgets and methods."""
    differ = any(was["tables"].get(name) != now["tables"].get(name) for name in TELLING)
    return not differ and was.get("recipes", {}) == now.get("recipes", {})


def work_out(before: Edition, after: Edition, *, as_of: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """A row for every area that there is something to tell of, and a row for every figure that is another."""
    figures = differences(before, after)
    sizes = {
        str(area_id): float(size)
        for area_id, size in unpacked(figures.group_by("area_id").agg(pl.col("change_t").abs().sum())).iter_rows()
    }
    common = [country for country in after.countries if country in before.countries]
    mixed = Mixed(with_world_of(after, before), with_recipes_of(after, before))
    try:
        questions = (ask(after, country, as_of=as_of) for country in common)
        rows = [row for question in questions for row in _of_country(before, mixed, question, sizes)]
    finally:
        for edition in (mixed.world, mixed.recipes):
            CACHE.forget(edition.cache_key)
    years = years_by_area(figures)
    for row in rows:
        row["years"] = json.dumps([astuple(one) for one in years.get((row["area_id"], row["gas"]), ())])
    return pl.DataFrame(rows, schema=change_history.AREAS, orient="row"), figures


@dataclass(frozen=True, eq=False)
class Mixed:
    """The new statistics beside what was before of one thing, for every country: what such an edition knows is read once."""

    world: Edition
    recipes: Edition


def _of_country(
    before: Edition, mixed: Mixed, question: Question, sizes: dict[str, float]
) -> list[change_history.AreaRow]:
    """The rows of the areas of the country that is asked of."""
    after = question.edition
    ids = [area.id for area in after.areas if area.country == question.country]
    world, method = world_differs(before, question), method_differs(before, question)
    if not (world or method or any(area_id in sizes for area_id in ids)):
        return []
    now, was = _standings(question), _standings(asked_of(before, question))
    worlds = _world_moves(before, mixed.world, question, now) if world else {}
    methods = _method_moves(mixed.recipes, question, now) if method else {}
    nothing = (None, None)
    rows = []
    for area_id in ids:
        if area_id in sizes or area_id in worlds or area_id in methods:
            (from_t, from_day), (to_t, to_day) = was.get(area_id, nothing), now.get(area_id, nothing)
            rows.append(
                {
                    "area_id": area_id,
                    "gas": after.gas_of(after.area(area_id)),
                    "choices": _named(question.choices),
                    "remaining_from_t": from_t,
                    "remaining_to_t": to_t,
                    "used_up_from": from_day,
                    "used_up_to": to_day,
                    **_world_row(worlds.get(area_id)),
                    **_method_row(methods.get(area_id)),
                    "size_t": sizes.get(area_id, 0.0),
                }
            )
    return rows


def _standings(question: Question) -> dict[str, Standing]:
    """What is left in each area of a country, and until when; without those whose budget cannot be worked out."""
    try:
        figures = assess_all(question)
    except (NoBudget, UnknownArea, WrongChoice, ValueError, KeyError):
        return {}
    rows = zip(figures.area_ids, figures.remaining_t.tolist(), figures.used_up_at.tolist(), strict=True)
    return {area_id: (left, told_day(until)) for area_id, left, until in rows if math.isfinite(left)}


def _world_moves(before: Edition, mixed: Edition, question: Question, now: dict[str, Standing]) -> dict[str, WorldMove]:
    """What a new budget of the world did to each area's."""
    was = asked_of(before, question)
    apart = _standings(was.of(mixed))
    facts = (world_gt(was), world_gt(question), was.start, question.start)
    return {
        area_id: WorldMove(*facts, left - apart[area_id][0], apart[area_id][1], until)
        for area_id, (left, until) in now.items()
        if area_id in apart
    }


def _method_moves(mixed: Edition, question: Question, now: dict[str, Standing]) -> dict[str, MethodMove]:
    """What new steps of the method did to each area's budget."""
    apart, method = _standings(question.of(mixed)), question.choices.method
    return {
        area_id: MethodMove(method, left - apart[area_id][0], apart[area_id][1], until)
        for area_id, (left, until) in now.items()
        if area_id in apart
    }


def _world_row(move: WorldMove | None) -> change_history.AreaRow:
    if move is None:
        return {name: None for name in change_history.AREAS if name.startswith("world_")}
    return {
        "world_t": move.remaining_t,
        "world_from_gt": move.from_gt,
        "world_to_gt": move.to_gt,
        "world_from_start": move.from_start,
        "world_to_start": move.to_start,
        "world_used_up_from": move.used_up_from,
        "world_used_up_to": move.used_up_to,
    }


def _method_row(move: MethodMove | None) -> change_history.AreaRow:
    return {
        "method": move.method if move else None,
        "method_t": move.remaining_t if move else None,
        "method_used_up_from": move.used_up_from if move else None,
        "method_used_up_to": move.used_up_to if move else None,
    }


def _named(choices: Choices) -> str:
    """The choices that a budget rests on, as one text: all but the path, which changes nothing of what is left."""
    return " ".join(named(choices).values())


def named(choices: Choices) -> dict[str, str]:
    """The same by name: which budget it is that a change is told of."""
    return {name: text(getattr(choices, name)) for name in NAMES}


@dataclass(frozen=True, eq=False)
class Step:
    """One step of the history: what it is of, and its row of each area that it tells of, the largest change first."""

    folder: Path
    about: change_history.About
    areas: dict[str, change_history.AreaRow]

    def figures(self, area_id: str) -> pl.DataFrame:
        """Every figure of an area that is another."""
        return change_history.read_figures(self.folder, area_id)

    def has_words(self, area_id: str) -> bool:
        """Whether there is something to say of an area: a total, the world's budget or the method is another."""
        row = self.areas.get(area_id)
        return row is not None and (row["years"] != "[]" or row["world_t"] is not None or row["method"] is not None)

    def choices(self, area_id: str) -> dict[str, str]:
        """Which budget the row of an area speaks of, by name; empty where the row was written when there were other choices."""
        names, values = NAMES, self.areas[area_id]["choices"].split(" ")
        return dict(zip(names, values, strict=True)) if len(names) == len(values) else {}

    def is_of(self, area_id: str, choices: Choices) -> bool:
        """Whether the row of an area speaks of the budget by these choices."""
        return bool(_named(choices) == self.areas[area_id]["choices"])

    def changed(self, area_id: str, choices: Choices | None = None) -> Changed:
        """What changed for an area by the choices that its page begins with; by others what statistics changed alone."""
        if choices is not None and not self.is_of(area_id, choices):
            return self.without_budget(area_id)
        row, about = self.areas[area_id], self.about
        names = ("remaining_from_t", "remaining_to_t", "used_up_from", "used_up_to")
        budget = {name: row[name] for name in names}
        years = self._years(area_id)
        return Changed(about.before, about.after, years, **budget, world=_world_of(row), method=_method_of(row))

    def without_budget(self, area_id: str) -> Changed:
        """What statistics changed for an area, whatever the budget."""
        return Changed(self.about.before, self.about.after, self._years(area_id), None, None, None, None)

    def _years(self, area_id: str) -> tuple[YearChange, ...]:
        return tuple(YearChange(*one) for one in json.loads(self.areas[area_id]["years"]))


@remembered
def step(folder: Path) -> Step:
    """A kept step, whose days are told until 2050, as `told_day` says; an `OSError` or `ValueError` where it cannot be read."""
    until_2050 = pl.when(pl.col(pl.Date) < date(int(END), 1, 1)).then(pl.col(pl.Date))
    rows = (
        change_history.read_areas(folder).with_columns(until_2050).sort("size_t", "area_id", descending=[True, False])
    )
    return Step(folder, change_history.read_about(folder), {row["area_id"]: row for row in rows.iter_rows(named=True)})


def _world_of(row: change_history.AreaRow) -> WorldMove | None:
    if row["world_t"] is None:
        return None
    return WorldMove(
        from_gt=row["world_from_gt"],
        to_gt=row["world_to_gt"],
        from_start=row["world_from_start"],
        to_start=row["world_to_start"],
        remaining_t=row["world_t"],
        used_up_from=row["world_used_up_from"],
        used_up_to=row["world_used_up_to"],
    )


def _method_of(row: change_history.AreaRow) -> MethodMove | None:
    if row["method"] is None:
        return None
    return MethodMove(row["method"], row["method_t"], row["method_used_up_from"], row["method_used_up_to"])

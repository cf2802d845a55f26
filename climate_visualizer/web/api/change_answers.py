"""What an edition changed for an area, as the API answers it: as it was kept, or worked out for a budget that is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
from ninja import Field, Schema

from climate_visualizer.beside.area_changes import Changed, because, changed
from climate_visualizer.beside.change_log import named
from climate_visualizer.editions.publishing.change_history import FIGURES
from climate_visualizer.editions.publishing.edition_changes import of_area
from climate_visualizer.editions.read import Edition
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.question import Question
from climate_visualizer.web import current


class ChangeOut(Schema):
    """One figure that the newest edition changed."""

    gas: str = Field(examples=["CO2"])
    sector: str = Field(examples=["transport"])
    subsector: str = Field(examples=["cars"])
    year: int = Field(examples=[2021])
    kind: str = Field(description="new, revised or gone", examples=["revised"])
    from_t: float | None = Field(examples=[211676.6])
    to_t: float | None = Field(examples=[216409.4])
    change_t: float = Field(examples=[4732.8])
    change_percent: float | None = Field(description="null where there was nothing before", examples=[2.24])


class WorldMoveOut(Schema):
    """The world's budget before a change and after it, in Gt from the beginnings of two years."""

    from_gt: float = Field(examples=[690.0])
    to_gt: float = Field(examples=[690.5])
    from_year: int = Field(examples=[2025])
    to_year: int = Field(examples=[2025])


class ChangesOut(Schema):
    """What the newest edition changed for an area, and what became of what is left by one budget."""

    edition: str
    before: str | None = Field(description="the edition compared with, null where there is none")
    after: str | None = Field(description="the edition that brought the change, null where there is none")
    area: str
    figures: list[ChangeOut]
    choices: dict[str, str] = Field(
        description="the budget that what follows is of. Without `since` a change is kept for the country's usual choices alone, "
        "and by others what follows is null; with `since` it is worked out by the choices that are asked for"
    )
    as_of: date | None = Field(description="the day that what follows is for, null where nothing follows")
    remaining_from_t: float | None
    remaining_to_t: float | None
    used_up_from: date | None = Field(description="the day that the budget was used up on before, at today's rate")
    used_up_to: date | None
    because: dict[str, float] = Field(description="t of the change by reason: statistics, world-budget, method")
    world: WorldMoveOut | None = Field(
        description="where a new budget of the world is one of the reasons, null elsewhere"
    )


@dataclass(frozen=True)
class BudgetChange:
    """A change with the budget that it is told of, by the names of choices, and the day that it was worked out for."""

    changed: Changed
    choices: dict[str, str]
    day: date

    @property
    def has_budget(self) -> bool:
        return self.changed.remaining_to_t is not None


def changes_out(
    edition: Edition, area_id: str, figures: pl.DataFrame, change: BudgetChange | None
) -> dict[str, object]:
    """What changed for an area; nothing where nothing ever did."""
    changed_budget = change.changed if change else None
    facts = {
        "edition": edition.id,
        "before": changed_budget.before_id if changed_budget else None,
        "after": changed_budget.after_id if changed_budget else None,
        "area": area_id,
        "choices": change.choices if change else {},
        "as_of": change.day if change and change.has_budget else None,
    }
    if changed_budget is None:
        empty = dict.fromkeys(("remaining_from_t", "remaining_to_t", "used_up_from", "used_up_to"))
        return {**facts, "figures": [], **empty, "because": {}, "world": None}
    world = changed_budget.world
    return {
        **facts,
        "figures": figures.drop("area_id").to_dicts(),
        "remaining_from_t": changed_budget.remaining_from_t,
        "remaining_to_t": changed_budget.remaining_to_t,
        "used_up_from": changed_budget.used_up_from,
        "used_up_to": changed_budget.used_up_to,
        "because": because(changed_budget),
        "world": {
            "from_gt": world.from_gt,
            "to_gt": world.to_gt,
            "from_year": world.from_start,
            "to_year": world.to_start,
        }
        if world
        else None,
    }


def changes_csv(area_id: str, figures: pl.DataFrame, change: BudgetChange | None) -> str:
    """The same as a table: a row a figure, then what is left of the budget, whole and by reason, and which budget that is."""
    if change is None:
        return figures.write_csv()
    changed_budget = change.changed
    was, now = changed_budget.remaining_from_t, changed_budget.remaining_to_t
    rows: list[tuple[str, float | None, float | None, float]] = []
    if was is not None and now is not None:
        rows.append(("all", was, now, now - was))
    rows += [(reason, None, None, tonnes) for reason, tonnes in because(changed_budget).items()]
    names = ("subsector", "from_t", "to_t", "change_t")
    left = pl.DataFrame(rows, {name: figures.schema[name] for name in names}, orient="row").with_columns(
        area_id=pl.lit(area_id),
        gas=pl.lit("CO2"),
        sector=pl.lit("budget-left"),
        kind=pl.lit("revised"),
        budget=pl.lit(" ".join(f"{name}={value}" for name, value in change.choices.items())),
    )
    return pl.concat([figures, left], how="diagonal").write_csv()


def as_published(area_id: str, chosen: Choices | None, day: str) -> tuple[pl.DataFrame, BudgetChange | None]:
    """The figures and the budget of an area's newest change, as they were worked out when it was published.

    `chosen` is None and `day` empty where nothing is asked for. Of another budget or another day nothing is kept.
    """
    for step in current.steps():
        if area_id in step.areas:
            is_kept_budget = (chosen is None or step.is_of(area_id, chosen)) and day in ("", step.about.day)
            changed_budget = step.changed(area_id) if is_kept_budget else step.without_budget(area_id)
            of = named(chosen) if chosen else step.choices(area_id)
            return step.figures(area_id), BudgetChange(changed_budget, of, date.fromisoformat(step.about.day))
    return pl.DataFrame(schema=FIGURES), None


def compared(since: str, question: Question) -> tuple[pl.DataFrame, BudgetChange | None]:
    """What differs from an edition that is asked for by its id, and what became of the budget by the same choices."""
    before = current.published_edition(since)
    change = BudgetChange(changed(before, question), named(question.choices), question.as_of)
    return of_area(before, question.edition, question.area_id), change

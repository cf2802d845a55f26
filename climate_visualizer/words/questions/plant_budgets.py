"""The budget of an area with its large plants and without them, in words: its name, what is left, and until when it lasts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.lasting import cell
from climate_visualizer.budget.plants import plant_scopes
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.scopes import OWN, WITH_CEMENT
from climate_visualizer.words.certainty import balance_said
from climate_visualizer.words.counted import LABELS

# What the method counts by itself, beside the scopes that count more or less: with cement first there are three, else two.
AMONG_THREE, AMONG_TWO = "without cement", "with large plants"


@dataclass(frozen=True)
class PlantBudget:
    """One of the budgets: its scope, what is counted, what is left or too much, and until when it lasts."""

    scope: str
    name: str
    left: str
    until: str
    overdrawn: bool
    chosen: bool


def named(scopes: tuple[str, ...], language: Language) -> tuple[tuple[str, str], ...]:
    """Each of these scopes with what is counted by it, so that they can be told from each other."""
    own = AMONG_THREE if WITH_CEMENT in scopes else AMONG_TWO
    names = [own if scope == OWN else LABELS[scope] for scope in scopes]
    return tuple((scope, language.t(name)) for scope, name in zip(scopes, names, strict=True))


def plant_budgets(question: Question, a: Assessment, language: Language) -> tuple[PlantBudget, ...]:
    """The budgets among which the area's plants make the difference; none where it has no plants.

    A principle may have an answer with the plants and none without them (equal since 1990); then that one is left out.
    """
    rows = []
    for scope, name in named(plant_scopes(question.edition, a), language):
        try:
            other_assessment = assess(question.by(replace(a.choices, scope=scope)))
        except WrongChoice:
            continue
        left, chosen = balance_said(other_assessment.remaining_t, language), scope == a.choices.scope
        rows.append(
            PlantBudget(
                scope, name, left, str(cell(other_assessment, language)), other_assessment.remaining_t < 0, chosen
            )
        )
    return tuple(rows)

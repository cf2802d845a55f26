"""Attribution of a budget's change: how much comes from a new world budget or method, apart from revised statistics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.editions.memory import varied
from climate_visualizer.editions.read import Edition, UnknownArea
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.question import Question


@dataclass(frozen=True)
class WorldMove:
    """The world's budget before and now, Gt from the years given, and what of the area's change it makes alone."""

    from_gt: float
    to_gt: float
    from_start: int
    to_start: int
    remaining_t: float
    used_up_from: date | None
    used_up_to: date | None


@dataclass(frozen=True)
class MethodMove:
    """What of an area's change a method's new steps make alone."""

    method: str
    remaining_t: float
    used_up_from: date | None
    used_up_to: date | None


def standing(question: Question) -> Assessment | None:
    """An area's assessment; None where an edition has none for these choices."""
    try:
        return assess(question)
    except (NoBudget, UnknownArea, WrongChoice, ValueError, KeyError):
        return None


def asked_of(before: Edition, question: Question) -> Question:
    """The same asked of an edition that may lack its vintage: then by the first one that it has with the limit."""
    earlier, choices = question.of(before), question.choices
    method = earlier.method
    if method.national or choices.vintage in method.world.budgets:
        return earlier
    for vintage in method.vintages:
        chances = [chance for limit, chance in method.pairs(vintage) if limit == choices.limit]
        if chances:
            nearest = min(chances, key=lambda chance: abs(chance - choices.likelihood))
            return earlier.by(replace(choices, vintage=vintage, likelihood=nearest))
    return earlier


def with_world_of(after: Edition, before: Edition) -> Edition:
    """The new statistics beside the world budgets of before."""
    return varied(after, f"the world of {before.cache_key}", world_budgets=before.world_budgets)


def world_gt(question: Question) -> float:
    """The world's budget that is asked by, in Gt."""
    choices = question.choices
    return question.method.world_budget(choices.vintage).gt(choices.limit, choices.likelihood)


def world_differs(before: Edition, question: Question) -> bool:
    """Whether a question stands on another budget of the world than before; never by a published national one."""
    if question.method.national or before.world_budgets.equals(question.edition.world_budgets):
        return False
    was = asked_of(before, question)
    had_vintage = was.choices.vintage in was.method.world.budgets
    return had_vintage and (was.choices != question.choices or world_gt(was) != world_gt(question))


def method_differs(before: Edition, question: Question) -> bool:
    """Whether the method has other steps than before; not where those weren't kept."""
    was, is_now = (edition.recipes.get(question.choices.method) for edition in (before, question.edition))
    return was is not None and is_now is not None and was != is_now


def world_move(before: Edition, question: Question) -> WorldMove | None:
    """What a new budget of the world did to an area's; None where it is the same, or the method has a published national one."""
    if not world_differs(before, question):
        return None
    was = asked_of(before, question)
    apart, now = standing(was.of(with_world_of(question.edition, before))), standing(question)
    if apart is None or now is None:
        return None
    return WorldMove(
        from_gt=world_gt(was),
        to_gt=world_gt(question),
        from_start=was.start,
        to_start=question.start,
        remaining_t=now.remaining_t - apart.remaining_t,
        used_up_from=apart.used_up_on,
        used_up_to=now.used_up_on,
    )


def with_recipes_of(after: Edition, before: Edition) -> Edition:
    """The new statistics by the recipes of before."""
    return varied(after, f"recipes of {before.cache_key}", manifest={**after.manifest, "recipes": before.recipes})


def method_move(before: Edition, question: Question) -> MethodMove | None:
    """What new steps of the chosen method did to an area's budget; None where they are the same or weren't kept."""
    if not method_differs(before, question):
        return None
    apart, now = standing(question.of(with_recipes_of(question.edition, before))), standing(question)
    if apart is None or now is None:
        return None
    return MethodMove(question.choices.method, now.remaining_t - apart.remaining_t, apart.used_up_on, now.used_up_on)

"""Attribution of a budget's change: how much comes from a new world budget or method, apart from revised statistics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.editions.memory import varied
from climate_visualizer.editions.read import Edition, UnknownArea
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import Choices, WrongChoice
from climate_visualizer.methods.recipes import Method, find_method


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


def standing(edition: Edition, area_id: str, choices: Choices, as_of: date) -> Assessment | None:
    """An area's assessment; None where an edition has none for these choices."""
    try:
        return assess(edition, area_id, choices, as_of=as_of)
    except (NoBudget, UnknownArea, WrongChoice, ValueError, KeyError):
        return None


def choices_in(before: Edition, choices: Choices) -> Choices:
    """The same choices in an edition that may lack their vintage: then by the first one that it has with their limit."""
    method = find_method(choices.method, before)
    if method.national or choices.vintage in method.world.budgets:
        return choices
    for vintage in method.vintages:
        chances = [chance for limit, chance in method.pairs(vintage) if limit == choices.limit]
        if chances:
            nearest = min(chances, key=lambda chance: abs(chance - choices.likelihood))
            return replace(choices, vintage=vintage, likelihood=nearest)
    return choices


def with_world_of(after: Edition, before: Edition) -> Edition:
    """The new statistics beside the world budgets of before."""
    return varied(after, f"the world of {before.cache_key}", world_budgets=before.world_budgets)


def _gt(method: Method, choices: Choices) -> float:
    return method.world_budget(choices.vintage).gt(choices.limit, choices.likelihood)


def world_differs(before: Edition, after: Edition, choices: Choices) -> bool:
    """Whether choices stand on another budget of the world than before; never for a published national one."""
    old, new = find_method(choices.method, before), find_method(choices.method, after)
    if new.national or before.world_budgets.equals(after.world_budgets):
        return False
    was = choices_in(before, choices)
    return was.vintage in old.world.budgets and (was != choices or _gt(old, was) != _gt(new, choices))


def method_differs(before: Edition, after: Edition, method: str) -> bool:
    """Whether a method has other steps than before; not where those weren't kept."""
    was, is_now = (edition.recipes.get(method) for edition in (before, after))
    return was is not None and is_now is not None and was != is_now


def world_move(before: Edition, after: Edition, area_id: str, choices: Choices, *, as_of: date) -> WorldMove | None:
    """What a new budget of the world did to an area's; None where it is the same, or the method has a published national one."""
    if not world_differs(before, after, choices):
        return None
    old, new = find_method(choices.method, before), find_method(choices.method, after)
    was = choices_in(before, choices)
    apart = standing(with_world_of(after, before), area_id, was, as_of)
    now = standing(after, area_id, choices, as_of)
    if apart is None or now is None:
        return None
    return WorldMove(
        from_gt=_gt(old, was),
        to_gt=_gt(new, choices),
        from_start=old.start_year(was.vintage),
        to_start=new.start_year(choices.vintage),
        remaining_t=now.remaining_t - apart.remaining_t,
        used_up_from=apart.used_up_on,
        used_up_to=now.used_up_on,
    )


def with_recipes_of(after: Edition, before: Edition) -> Edition:
    """The new statistics by the recipes of before."""
    return varied(after, f"recipes of {before.cache_key}", manifest={**after.manifest, "recipes": before.recipes})


def method_move(before: Edition, after: Edition, area_id: str, choices: Choices, *, as_of: date) -> MethodMove | None:
    """What new steps of the chosen method did to an area's budget; None where they are the same or weren't kept."""
    if not method_differs(before, after, choices.method):
        return None
    apart = standing(with_recipes_of(after, before), area_id, choices, as_of)
    now = standing(after, area_id, choices, as_of)
    if apart is None or now is None:
        return None
    return MethodMove(choices.method, now.remaining_t - apart.remaining_t, apart.used_up_on, now.used_up_on)

"""The day that an answer is for: any within or before the statistics, as a reader asks for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.http import HttpRequest, JsonResponse

from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.horizon import LAST_DAY
from climate_visualizer.web import current

FIRST_DAY = date(1990, 1, 1)


def asked_day(value: str) -> date | None:
    """A day as it is written in an address; None for an empty one, `WrongChoice` for one that can't be asked for."""
    if not value:
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        day = None
    if day is None or not FIRST_DAY <= day <= LAST_DAY:
        raise WrongChoice("as_of", value, (f"a day from {FIRST_DAY} to {LAST_DAY}",))
    return day


def on_any_day(view: Callable[..., object]) -> Callable[..., object]:
    """Answer for the day that `as_of` in the address names."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **named: object) -> object:
        try:
            day = asked_day(request.GET.get("as_of", ""))
        except WrongChoice as wrong:
            facts = {"detail": str(wrong), "field": wrong.field, "value": wrong.value, "allowed": list(wrong.allowed)}
            return JsonResponse(facts, status=422)
        with current.on_day(day):
            return view(request, *args, **named)

    return answered

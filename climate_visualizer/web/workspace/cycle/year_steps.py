"""Steps of a climate budget's year: follow-up in spring, summer and autumn, proposal, decision, closing of the books."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.cycle import periods
from climate_visualizer.web.workspace.models import Organisation, User, YearStep

# Usual days, which an officer changes: economic reports come after the first four and eight months, the money budget is
# proposed in October and decided in November, and the books of a year are closed in the next one's February.
USUAL: dict[str, tuple[object, int, int, int]] = {
    "spring": (_("Follow-up in spring"), 0, 5, 15),
    "summer": (_("Follow-up in summer"), 0, 9, 15),
    "proposal": (_("Proposal for next year’s climate budget"), 0, 10, 15),
    "autumn": (_("Follow-up in autumn"), 0, 11, 15),
    "decision": (_("Decision on next year’s climate budget"), 0, 11, 30),
    "closing": (_("Follow-up of the whole year, with the closing of the books"), 1, 2, 28),
}
FOLLOWED = {"spring": "spring", "summer": "summer", "autumn": "autumn", "closing": periods.WHOLE}
SOON = timedelta(days=14)
# A step due before the year's calendar was begun is not in this cycle: nobody was asked for it. Another day takes it in.
IN_CYCLE = Q(begun_on=None) | Q(due__gte=F("begun_on"))


def title(step: YearStep) -> str:
    """What a step is called."""
    return str(USUAL[step.name][0])


def about(subject: str) -> str:
    """What a row of the history is about that tells of a step; empty where it tells of something else."""
    year, _space, name = subject.partition(" ")
    return f"{USUAL[name][0]} ({year})" if year.isdecimal() and name in USUAL else ""


def steps(organisation: Organisation, year: int) -> list[YearStep]:
    """A year's steps by their days; none before somebody has begun it."""
    return list(organisation.year_steps.filter(year=year, name__in=USUAL).select_related("person"))


def gone(year: int, today: date) -> int:
    """How many of a year's usual days lie before today."""
    return sum(_usual_day(name, year) < today for name in USUAL)


def last_day(year: int) -> date:
    """The last of a year's usual days."""
    return max(_usual_day(name, year) for name in USUAL)


def _usual_day(name: str, year: int) -> date:
    _title, later, month, day = USUAL[name]
    return date(year + later, month, day)


def is_asked(step: YearStep) -> bool:
    """Whether a step is in the cycle: one that lay before its calendar was begun is not, unless it was done."""
    return step.done_on is not None or step.begun_on is None or step.due >= step.begun_on


def begin(organisation: Organisation, year: int, *, on: date, by: User) -> None:
    """A year's calendar with the usual days, begun on a day; what is there already stays."""
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        names_there = set(organisation.year_steps.filter(year=year).values_list("name", flat=True))
        YearStep.objects.bulk_create(
            YearStep(organisation=organisation, year=year, name=name, due=_usual_day(name, year), begun_on=on)
            for name in USUAL
            if name not in names_there
        )
        if not names_there:
            audit.record("year.begun", actor=by, organisation=organisation, subject=str(year))


def change(step: YearStep, *, based_on: int, by: User, **facts: object) -> bool:
    """Another day or person, done or not; False where somebody else changed the step meanwhile."""
    with transaction.atomic():
        locked = YearStep.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=step.pk)
        if locked.number != based_on:
            return False
        before = _facts(locked)
        for name, value in facts.items():
            setattr(locked, name, value)
        after = _facts(locked)
        if after != before:
            locked.number += 1
            locked.save()
            about = f"{locked.year} {locked.name}"
            audit.record(
                "year.changed",
                actor=by,
                organisation=locked.organisation,
                subject=about,
                before=before,
                after=after,
            )
    return True


def _facts(step: YearStep) -> dict[str, str]:
    return {
        "due": step.due.isoformat(),
        "person": str(step.person_id or ""),
        "done_on": step.done_on.isoformat() if step.done_on else "",
    }


def waiting(today: date) -> QuerySet[YearStep]:
    """Every organisation's steps in the cycle that are not done and due within two weeks, or late."""
    return YearStep.objects.filter(IN_CYCLE, done_on=None, due__lte=today + SOON, name__in=USUAL)


def due_now(organisation: Organisation, today: date) -> list[YearStep]:
    """Those of an organisation; the earliest first."""
    return list(waiting(today).filter(organisation=organisation).select_related("person").order_by("due", "id"))

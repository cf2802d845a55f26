"""Reminders by mail, each once: a task that is soon due or late, a step of the year, and a committee that has not reported.

Whichever process sends looks every hour. What somebody is to be reminded of at the same time is one mail. A reminder is a
row with a key that names what and which day: nobody gets it twice, and another day is another reminder.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import translation

from climate_visualizer.editions.read import NoEdition
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.web import current
from climate_visualizer.web.outbox import running
from climate_visualizer.web.outbox.posting import post
from climate_visualizer.web.page_language import language
from climate_visualizer.web.site import address
from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.cycle import periods, signing, year_steps
from climate_visualizer.web.workspace.models import (
    Committee,
    Membership,
    Organisation,
    Reminder,
    Role,
    Seat,
    Task,
    TaskStatus,
    User,
    YearStep,
)
from climate_visualizer.web.workspace.permissions import Action, may

TASK_SOON = timedelta(days=7)
SENTENCES = {
    "task-soon": "\u201c{title}\u201d is due on {day}.",
    "task-late": "\u201c{title}\u201d was due on {day} and is not done.",
    "step-soon": "{title} {year} is due on {day}.",
    "step-late": "{title} {year} was due on {day} and is not done.",
    "report-soon": "{committee} is to report for {period} {year} by {day}.",
    "report-late": "{committee} has not reported for {period} {year}; it was due on {day}.",
}
SPANS = {"spring": "the spring of", "summer": "the summer of", "autumn": "the autumn of", periods.WHOLE: "the whole of"}


@dataclass(frozen=True)
class Due:
    """One thing that somebody is to be reminded of: `key` is the same for as long as its day is."""

    user: User
    organisation: Organisation
    key: str
    sentence: str
    facts: dict[str, object]
    day: date
    page: str
    arguments: tuple[object, ...] = ()


def _when(day: date, today: date) -> str:
    return "late" if day < today else "soon"


def _tasks(today: date) -> Iterator[Due]:
    """Tasks of today's members that are not done and due within a week, or late."""
    rows = Task.objects.exclude(status=TaskStatus.DONE).filter(
        due__lte=today + TASK_SOON, document__organisation__memberships__user=F("assignee")
    )
    for task in rows.select_related("assignee", "document__organisation"):
        if task.due is None or task.assignee is None:
            continue
        when = _when(task.due, today)
        facts: dict[str, object] = {"title": task.title}
        key = f"task:{task.pk}:{task.due}:{when}"
        yield Due(
            task.assignee,
            task.document.organisation,
            key,
            f"task-{when}",
            facts,
            task.due,
            "work-on",
            (task.document_id,),
        )


def _steps(today: date) -> Iterator[Due]:
    """Steps of the year that somebody answers for, and committees that have not signed off what was due."""
    for step in year_steps.waiting(today).select_related("person", "organisation"):
        when = _when(step.due, today)
        key = f"step:{step.pk}:{step.due}:{when}"
        if step.person is not None and step.person.memberships.filter(organisation=step.organisation).exists():
            facts: dict[str, object] = {"step": step.name, "year": step.year}
            yield Due(step.person, step.organisation, key, f"step-{when}", facts, step.due, "year")
        if step.name in year_steps.FOLLOWED:
            yield from _reports(step, when)


def _reports(step: YearStep, when: str) -> Iterator[Due]:
    """Who reports for a committee that has measures at work and no sign-off yet."""
    organisation, period = step.organisation, year_steps.FOLLOWED[step.name]
    seats: dict[object, list[Seat]] = {}
    members = dict(organisation.memberships.values_list("user_id", "role"))
    for seat in Seat.objects.filter(committee__organisation=organisation).select_related("user", "committee"):
        if may(members.get(seat.user_id, ""), Action.REPORT):
            seats.setdefault(seat.committee_id, []).append(seat)
    for committee in waiting_committees(organisation, step.year, period) if seats else ():
        for seat in seats.get(committee.pk, ()):
            facts: dict[str, object] = {"committee": committee.name, "period": period, "year": step.year}
            key = f"report:{step.pk}:{committee.pk}:{step.due}:{when}"
            yield Due(seat.user, organisation, key, f"report-{when}", facts, step.due, "report")


def waiting_committees(organisation: Organisation, year: int, period: str) -> list[Committee]:
    """The committees that have measures at work in a year and have not signed off a period, in any of the areas."""
    actor = Actor(organisation, Membership(organisation=organisation, role=Role.READER), User(), language("sv"))
    committees: dict[object, Committee] = {}
    for area in actor.areas:
        for state in signing.of_area(actor, area, year, period):
            if state.signed is None:
                committees.setdefault(state.committee.pk, state.committee)
    return list(committees.values())


def remind(today: date) -> int:
    """Write what is due into the outbox; returns how many people are reminded."""
    due: dict[tuple[object, object], list[Due]] = {}
    for due_item in (*_tasks(today), *_steps(today)):
        due.setdefault((due_item.user.pk, due_item.organisation.pk), []).append(due_item)
    people_reminded = 0
    for rows in due.values():
        with transaction.atomic():
            User.objects.select_for_update().get(pk=rows[0].user.pk)
            reminded = set(Reminder.objects.filter(user=rows[0].user).values_list("key", flat=True))
            fresh = [due_item for due_item in rows if due_item.key not in reminded]
            if fresh:
                Reminder.objects.bulk_create(Reminder(user=due_item.user, key=due_item.key) for due_item in fresh)
                _mail(fresh)
                people_reminded += 1
    return people_reminded


def _mail(rows: list[Due]) -> None:
    """One mail with a line and a link for each."""
    user, organisation = rows[0].user, rows[0].organisation
    spoken = language(user.language)
    lines = []
    for due_item in sorted(rows, key=lambda row: row.day):
        facts = dict(due_item.facts)
        if "period" in facts:
            facts["period"] = spoken.t(SPANS[str(facts["period"])])
        if "step" in facts:
            with translation.override(spoken.code):
                facts["title"] = str(year_steps.USUAL[str(facts.pop("step"))][0])
        path = reverse(f"workspace:{due_item.page}", args=[spoken.code, organisation.pk, *due_item.arguments])
        lines.append(
            f"- {spoken.t(SENTENCES[due_item.sentence], day=spoken.day(due_item.day), **facts)}\n  {address(path)}"
        )
    subject = spoken.t("{organisation}: what is due", organisation=organisation.name)
    ending = spoken.t("You get each of these reminders once.")
    post("reminder", user.email, subject, "\n".join(lines) + f"\n\n{ending}\n", organisation=organisation.pk)


LOOKED_EVERY = 3600.0  # seconds: a reminder is about days, and looking reads every measure of who has something due
_last: dict[date, float] = {}


def every_minute() -> None:
    """What the process that sends does: look when a day begins, and every hour after that."""
    today = current.as_of()
    if time.monotonic() - _last.get(today, -LOOKED_EVERY) < LOOKED_EVERY:
        return
    try:
        remind(today)
        _last.clear()
        _last[today] = time.monotonic()
    except (NoEdition, NoBudget):  # no statistics yet, or none of carbon dioxide: nothing was planned with them
        return


running.chore("reminders", every_minute)

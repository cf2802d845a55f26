"""Due work of an organisation (drafts, steps, tasks) with who has it and since when: for its first page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypedDict

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.web import current, published
from climate_visualizer.web.workspace.access import Actor
from climate_visualizer.web.workspace.content import kinds, listing
from climate_visualizer.web.workspace.cycle import periods, signing, year_steps
from climate_visualizer.web.workspace.models import Document, State, Task, TaskStatus, Version, YearStep
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.plan_work import Work

MOST = 8
SOON = timedelta(days=7)


@dataclass(frozen=True)
class Waiting:
    """One thing: what it is, whose, since or until when, and where it is done."""

    what: str
    title: str
    whose: str
    day: date
    is_late: bool
    path: str


@dataclass(frozen=True)
class Drafts:
    """Drafts of one kind that nobody has published: the oldest few, and how many more."""

    kind: kinds.Kind
    rows: tuple[Waiting, ...]
    more: int
    path: str


def due(actor: Actor, plans: Sequence[Work]) -> tuple[list[Waiting], int]:
    """Steps of the year, with the committees that have not signed off, and tasks; soon due or late, the earliest first.

    Of tasks the earliest few, and how many more there are.
    """
    today = current.as_of()
    steps = year_steps.due_now(actor.organisation, today)
    is_followed = any(step.name in year_steps.FOLLOWED for step in steps)
    signed = signing.signed_by_document(actor.organisation) if is_followed else {}
    rows = [_step(actor, step, plans, signed, today) for step in steps]
    tasks = Task.objects.exclude(status=TaskStatus.DONE).filter(
        document__organisation=actor.organisation, due__lte=today + SOON
    )
    counted = tasks.annotate(of_all=Window(Count("id")))
    earliest = list(counted.select_related("assignee").order_by("due", "made_at")[: 2 * MOST])
    rows += [
        Waiting(
            _("Task"),
            task.title,
            str(task.assignee or _("nobody yet")),
            task.due,
            task.due < today,
            actor.path("work-on", task.document_id),
        )
        for task in earliest
        if task.due is not None
    ]
    more = earliest[0].of_all - len(earliest) if earliest else 0
    return sorted(rows, key=lambda row: row.day), more


def _step(
    actor: Actor, step: YearStep, plans: Sequence[Work], signed: Mapping[object, signing.Signed], today: date
) -> Waiting:
    """A step of the year; one that is followed up leads to its follow-up and names who has not signed off."""
    what_waits, path = "", f"{actor.path('year')}?year={step.year}"
    if step.name in year_steps.FOLLOWED:
        period = year_steps.FOLLOWED[step.name]
        states = [state for plan in plans for state in _states(plan, step.year, period, signed)]
        missing = list(dict.fromkeys(state.committee.name for state in states if state.signed is None))
        names = ", ".join(missing[:MOST]) + (" \u2026" if len(missing) > MOST else "")
        facts = {"missing": len(missing), "all": len({state.committee.pk for state in states}), "names": names}
        what_waits = _("%(missing)s of %(all)s committees have not signed off: %(names)s") % facts if missing else ""
        path = f"{actor.path('follow-up')}?year={step.year}&period={period}"
    title = f"{year_steps.title(step)} ({step.year})"
    return Waiting(what_waits, title, str(step.person or _("nobody yet")), step.due, step.due < today, path)


def _states(plan: Work, year: int, period: str, signed: Mapping[object, signing.Signed]) -> list[signing.State]:
    """How far the committees of an area are, by what was read already."""
    key = periods.key_of(year, period)
    follow_ups = (plan.preloaded or {}).get((plan.area.id, signing.KIND), [])
    stored = next((candidate for candidate in follow_ups if candidate.key == key), None)
    return signing.states(plan, year, stored, signed)


def drafts(actor: Actor) -> list[Drafts]:
    """Drafts that wait to be published, by kind, goals and measures first; ideas and what was taken back do not wait.

    Of each kind the oldest few are read, and the others counted.
    """
    newest = Version.objects.filter(
        document__organisation=actor.organisation, document__archived_at=None, number=F("document__latest")
    )
    waits = newest.filter(state=State.DRAFT).exclude(document__kind__in=published.KINDS_INSIDE)
    for kind, statuses in published.INSIDE.items():
        waits = waits.exclude(Q(document__kind=kind, content__status__in=statuses))
    ranked = waits.select_related("document", "author").annotate(
        place=Window(RowNumber(), partition_by="document__kind", order_by=[F("at").asc(), F("id")]),
        of_its_kind=Window(Count("id"), partition_by="document__kind"),
    )
    by_kind: dict[str, list[Any]] = {}  # versions that the query gave `of_its_kind`
    for version in ranked.filter(place__lte=MOST).order_by("at", "id"):
        by_kind.setdefault(version.document.kind, []).append(version)
    return [_drafts(actor, kind, by_kind[kind.name]) for kind in kinds.every() if kind.name in by_kind]


def _drafts(actor: Actor, kind: kinds.Kind, versions: list[Any]) -> Drafts:  # versions with the query's `of_its_kind`
    rows = tuple(
        Waiting(
            str(kind.title),
            kind.named(version.content) or _("Untitled"),
            str(version.author or _("from outside")),
            _local(version.at),
            False,
            actor.path(kind.page or "document", version.document_id),
        )
        for version in versions
    )
    return Drafts(kind, rows, versions[0].of_its_kind - len(rows), f"{actor.path('documents')}?kind={kind.name}")


def _local(moment: datetime) -> date:
    return timezone.localtime(moment).date()


class Begin(TypedDict):
    """A kind that can be begun for an area, and the document that is there where there can be one only."""

    kind: kinds.Kind
    area: Area
    there: Document | None


def begins(actor: Actor) -> list[Begin]:
    """What can be begun, the core first: kinds with a page of their own begin there."""
    if not actor.may(Action.WRITE):
        return []
    existing = listing.only_ones(actor.organisation)
    return [
        {"kind": kind, "area": area, "there": existing.get((kind.name, area.id))}
        for kind in kinds.every()
        if not kind.page
        for area in actor.areas
    ]

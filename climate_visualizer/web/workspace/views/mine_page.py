"""The page of one's own: tasks, measures, rows to report, what to sign off, and comments that name one."""

from __future__ import annotations

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from climate_visualizer.web import current
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.cycle import signing, together, year_steps
from climate_visualizer.web.workspace.cycle.scope import Scope
from climate_visualizer.web.workspace.models import Comment, Task, TaskStatus, Version, YearStep
from climate_visualizer.web.workspace.permissions import Action

MOST_COMMENTS, MOST_DONE = 20, 10


@for_members(Action.REPORT, Action.READ)
def mine(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Everything that waits for whoever asks."""
    scope, today = Scope(actor), current.as_of()
    steps = year_steps.due_now(actor.organisation, today)
    facts = {
        "language": actor.language,
        "tasks": _tasks(actor),
        "done": _done(actor),
        "today": today,
        "measures": _measures(actor, scope),
        "committees": scope.own,
        "reports": _reports(actor, scope, steps) if scope.seats else (),
        "steps": [{"step": step, "title": year_steps.title(step)} for step in steps if step.person_id == actor.user.pk],
        "comments": _comments(actor),
    }
    return render(request, "workspace/cycle/mine.html", facts)


def _tasks(actor: Actor) -> list[Task]:
    own = Task.objects.filter(document__organisation=actor.organisation, assignee=actor.user)
    return list(own.exclude(status=TaskStatus.DONE).order_by(F("due").asc(nulls_last=True), "made_at"))


def _done(actor: Actor) -> list[Task]:
    own = Task.objects.filter(document__organisation=actor.organisation, assignee=actor.user, status=TaskStatus.DONE)
    return list(own.order_by("-due", "-made_at")[:MOST_DONE])


def _measures(actor: Actor, scope: Scope) -> list[dict[str, object]]:
    """The measures that one answers for oneself, and those of one's committees."""
    answered = set(actor.user.responsible_for.values_list("document_id", flat=True))
    own = {committee.name for committee in scope.own}
    wanted = Q(document_id__in=answered) | (Q(document__kind="measure") if own else Q(pk__in=()))
    newest = Version.objects.filter(
        document__organisation=actor.organisation, document__archived_at=None, number=F("document__latest")
    )
    rows = []
    for version in newest.filter(wanted).select_related("document").order_by("document__made_at", "document__id"):
        owner = scope.register.called(str(version.content.get("owner") or ""))
        if version.document_id in answered or (version.document.kind == "measure" and owner in own):
            title = together.title_of(version.document, version.content)
            rows.append({"document": version.document, "title": title, "owner": owner})
    return rows


def _reports(actor: Actor, scope: Scope, steps: list[YearStep]) -> list[dict[str, object]]:
    """Follow-ups that are due, with measures at work, that one's committees have not signed off."""
    return [
        {"state": state, "step": step, "title": year_steps.title(step), "area": area, "period": period}
        for step in steps
        if (period := year_steps.FOLLOWED.get(step.name))
        for area in actor.areas
        for state in signing.of_area(actor, area, step.year, period)
        if state.committee.pk in scope.seats and state.signed is None
    ]


def _comments(actor: Actor) -> list[dict[str, object]]:
    """The latest comments that name one."""
    rows = Comment.objects.filter(document__organisation=actor.organisation, mentioned=actor.user)
    latest = rows.select_related("document", "author").order_by("-at")[:MOST_COMMENTS]
    return [{"comment": comment} for comment in latest]

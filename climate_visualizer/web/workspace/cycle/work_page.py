"""The page of who does what on a document: people, tasks and comments."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from climate_visualizer.web import current
from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace.access import Actor, for_members, found
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.cycle import together
from climate_visualizer.web.workspace.cycle.scope import Scope
from climate_visualizer.web.workspace.models import Document, Task, TaskStatus, User, Version
from climate_visualizer.web.workspace.permissions import Action, Refused, check_may


@for_members(Action.REPORT, Action.READ)
def work_on(request: HttpRequest, actor: Actor, document: UUID) -> HttpResponse:
    """People, tasks and comments of a document that one may see."""
    row, head = Scope(actor).find(document)
    if request.method != "POST":
        return _page(request, actor, row, head)
    step = _STEPS.get(request.POST.get("step", ""))
    if step is None:
        raise Http404("There is no such step.")
    return step(request, actor, row, head)


def _page(
    request: HttpRequest, actor: Actor, row: Document, head: Version, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    today = current.as_of()
    tasks = [
        {
            "task": task,
            "is_late": task.due is not None and task.due < today and task.status != TaskStatus.DONE,
            "may": may,
        }
        for task in row.tasks.select_related("assignee")
        for may in (actor.may(Action.WRITE) or task.assignee_id == actor.user.pk,)
    ]
    responsible = {responsibility.user_id for responsibility in row.responsible.all()}
    members = together.members_of(row)
    kind = kinds.find(row.kind)
    facts = {
        "language": actor.language,
        "document": row,
        "kind": kind,
        "area": found(row.area_id),
        "title": together.title_of(row, head.content),
        "owner": head.content.get("owner", ""),
        "tasks": tasks,
        "statuses": TaskStatus.choices,
        "members": [{"user": user, "is_responsible": user.pk in responsible} for user in members],
        "responsible": [user for user in members if user.pk in responsible],
        "comments": row.comments.select_related("author").prefetch_related("mentioned"),
        "back": actor.path(kind.page or "document", row.pk) if actor.may(Action.READ) else actor.path("mine"),
        "wrong": wrong,
        "sent": request.POST,
    }
    return render(request, "workspace/cycle/work.html", facts, status=status)


def _done(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return HttpResponseRedirect(request.path)


def _comment(request: HttpRequest, actor: Actor, row: Document, head: Version) -> HttpResponse:
    check_may(actor.member.role, Action.REPORT)
    text = request.POST.get("text", "").strip()
    if not text:
        return _page(request, actor, row, head, wrong=_("Write something first."), status=422)
    new_comment = together.comment(row, text, by=actor.user)
    names = ", ".join(str(person) for person in new_comment.mentioned.all())
    return _done(request, _("Saved. %(names)s will be told.") % {"names": names} if names else _("Saved."))


def _remove_comment(request: HttpRequest, actor: Actor, row: Document, head: Version) -> HttpResponse:
    own_comment = get_object_or_404(row.comments, pk=_uuid(request.POST.get("comment", "")))
    if own_comment.author_id != actor.user.pk:
        check_may(actor.member.role, Action.PEOPLE)
    together.remove_comment(own_comment, by=actor.user)
    return _done(request, _("The comment is gone."))


def _people(request: HttpRequest, actor: Actor, row: Document, head: Version) -> HttpResponse:
    check_may(actor.member.role, Action.WRITE)
    wanted = set(request.POST.getlist("person"))
    together.set_people(row, [person for person in together.members_of(row) if str(person.pk) in wanted], by=actor.user)
    return _done(request, _("Saved."))


def _read_task(request: HttpRequest, row: Document) -> tuple[dict[str, object], str]:
    """A task's facts as they were sent, and a sentence where one can't be."""
    sent = request.POST
    title = sent.get("title", "").replace("\0", "").strip()[:200]
    wrong = "" if title else _("Say what is to be done.")
    try:
        due = together.day_of(sent.get("due", ""))
    except ValueError:
        due, wrong = None, _("“%(day)s” is no day; write it as 2027-03-31.") % {"day": sent["due"][:40]}
    status = sent.get("status", TaskStatus.OPEN)
    return {
        "title": title,
        "due": due,
        "assignee": _member(row, sent.get("assignee", "")),
        "status": status if status in TaskStatus.values else TaskStatus.OPEN,
    }, wrong


def _make_task(request: HttpRequest, actor: Actor, row: Document, head: Version) -> HttpResponse:
    check_may(actor.member.role, Action.WRITE)
    facts, wrong = _read_task(request, row)
    if wrong:
        return _page(request, actor, row, head, wrong=wrong, status=422)
    together.make_task(row, by=actor.user, **facts)
    return _done(request, _("The task is there."))


def _change_task(request: HttpRequest, actor: Actor, row: Document, head: Version) -> HttpResponse:
    """Who has a task says how far it is; everything else of it is for editors."""
    task = _task(request, row)
    if actor.may(Action.WRITE) and "title" in request.POST:
        facts, wrong = _read_task(request, row)
    elif actor.may(Action.WRITE) or task.assignee_id == actor.user.pk:
        status, wrong = request.POST.get("status", ""), ""
        facts = {"status": status if status in TaskStatus.values else task.status}
    else:
        raise Refused(Action.WRITE)
    if wrong:
        return _page(request, actor, row, head, wrong=wrong, status=422)
    if not together.change_task(task, based_on=number(request.POST.get("based_on", "")), by=actor.user, **facts):
        sentence = _("Somebody else has changed the task meanwhile; it stands below as it is now.")
        return _page(request, actor, row, head, wrong=sentence, status=409)
    return _done(request, _("Saved."))


def _remove_task(request: HttpRequest, actor: Actor, row: Document, head: Version) -> HttpResponse:
    check_may(actor.member.role, Action.WRITE)
    together.remove_task(_task(request, row), by=actor.user)
    return _done(request, _("The task is gone."))


def _task(request: HttpRequest, row: Document) -> Task:
    task: Task = get_object_or_404(row.tasks.select_related("document"), pk=_uuid(request.POST.get("task", "")))
    return task


def _member(row: Document, wanted: str) -> User | None:
    return next((person for person in together.members_of(row) if str(person.pk) == wanted), None)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404("There is no such row.") from None


_STEPS = {
    "comment": _comment,
    "remove-comment": _remove_comment,
    "people": _people,
    "task": _make_task,
    "change-task": _change_task,
    "remove-task": _remove_task,
}

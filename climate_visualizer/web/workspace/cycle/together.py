"""Working on a document together: its people, tasks with days, and comments that tell whom they name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from climate_visualizer.web.outbox import limits
from climate_visualizer.web.outbox.posting import post
from climate_visualizer.web.page_language import language
from climate_visualizer.web.site import address
from climate_visualizer.web.workspace.content import audit, kinds
from climate_visualizer.web.workspace.content.documents import newest, subject
from climate_visualizer.web.workspace.models import Comment, Document, Membership, Responsible, Task, User

MENTIONS = (limits.Limit(20, limits.HOUR),)  # mails an hour to one person: a lively talk, and no cannon


def title_of(document: Document, content: dict[str, object]) -> str:
    """What a document is called."""
    return kinds.find(document.kind).named(content) or document.key


def members_of(document: Document) -> list[User]:
    """Everybody who can be asked to do something: members of the organisation, by name."""
    members = Membership.objects.filter(organisation=document.organisation_id).select_related("user")
    return [member.user for member in members.order_by("user__name", "user__email")]


def set_people(document: Document, people: Iterable[User], *, by: User) -> None:
    """Who answers for a document."""
    with transaction.atomic():
        Document.objects.select_for_update().get(pk=document.pk)
        people_before = set(Responsible.objects.filter(document=document).values_list("user_id", flat=True))
        wanted = {person.pk for person in people}
        if people_before == wanted:
            return
        Responsible.objects.filter(document=document).exclude(user_id__in=wanted).delete()
        Responsible.objects.bulk_create(
            Responsible(document=document, user_id=user_id) for user_id in wanted - people_before
        )
        _tell(
            "people.changed",
            document,
            by,
            before={"people": sorted(str(user_id) for user_id in people_before)},
            after={"people": sorted(str(user_id) for user_id in wanted)},
        )


def _facts(task: Task) -> dict[str, object]:
    return {
        "title": task.title,
        "due": task.due.isoformat() if task.due else "",
        "status": str(task.status),
        "assignee": str(task.assignee_id or ""),
    }


def make_task(document: Document, *, by: User, **facts: object) -> Task:
    """A further task of a document."""
    with transaction.atomic():
        task = Task.objects.create(document=document, **facts)
        _tell("task.made", document, by, after=_facts(task))
    return task


def change_task(task: Task, *, based_on: int, by: User, **facts: object) -> bool:
    """Change a task; False where somebody else changed it meanwhile, and nothing is overwritten."""
    with transaction.atomic():
        locked = Task.objects.select_for_update().get(pk=task.pk)
        if locked.number != based_on:
            return False
        before = _facts(locked)
        for name, value in facts.items():
            setattr(locked, name, value)
        after = _facts(locked)
        if after != before:
            locked.number += 1
            locked.save()
            differing = [name for name in after if after[name] != before[name]]
            differences = [
                {"title": after["title"], **{name: facts_of_task[name] for name in differing}}
                for facts_of_task in (before, after)
            ]
            _tell("task.changed", task.document, by, before=differences[0], after=differences[1])
    return True


def remove_task(task: Task, *, by: User) -> None:
    """Take a task away; the history keeps it."""
    with transaction.atomic():
        _tell("task.removed", task.document, by, before=_facts(task))
        task.delete()


def named_in(text: str, people: Sequence[User]) -> list[User]:
    """Who is named: "@Olga Ek" or "@olga@example.org"; of two names that begin alike the longer one counts."""
    remaining, named = text.casefold(), []
    handles = [
        (f"@{handle}".casefold(), person) for person in people for handle in (person.name, person.email) if handle
    ]
    for handle, person in sorted(handles, key=lambda pair: -len(pair[0])):
        if handle in remaining:
            remaining = remaining.replace(handle, " ")
            named += [person] if person not in named else []
    return named


def comment(document: Document, text: str, *, by: User) -> Comment:
    """Say something about a document; whom it names is told by mail."""
    text = text.replace("\0", "").strip()[:4000]
    people = members_of(document)
    with transaction.atomic():
        new_comment = Comment.objects.create(document=document, author=by, text=text)
        named = [person for person in named_in(text, people) if person.pk != by.pk]
        new_comment.mentioned.set(named)
        _tell("comment.made", document, by, after={"mentioned": [str(person.pk) for person in named]})
        for person in named:
            if limits.count("mentioned", str(person.pk), MENTIONS):
                _mail(new_comment, person, by)
    return new_comment


def remove_comment(comment: Comment, *, by: User) -> None:
    """Take a comment away."""
    with transaction.atomic():
        _tell("comment.removed", comment.document, by)
        comment.delete()


def _mail(comment: Comment, person: User, by: User) -> None:
    document, spoken = comment.document, language(person.language)
    t = spoken.t
    title = title_of(document, newest(document).content)
    path = reverse("workspace:work-on", args=[spoken.code, document.organisation_id, document.pk])
    body = "\n\n".join(
        (
            t("{who} names you in a comment on \u201c{title}\u201d:", who=str(by), title=title),
            comment.text,
            t("Answer here:") + f"\n{address(path)}",
        )
    )
    heading = t("{who} names you in a comment", who=str(by))
    post("mention", person.email, heading, f"{body}\n", organisation=document.organisation_id)


def day_of(text: str) -> date | None:
    """A day as a form sends it; None for nothing; raises `ValueError`."""
    return date.fromisoformat(text.strip()) if text.strip() else None


def _tell(event: str, document: Document, by: User, **facts: object) -> None:
    content = newest(document).content
    audit.record(event, actor=by, organisation=document.organisation, subject=subject(document, content), **facts)

"""Audit log: who did what, written as ids and read back with today's names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext

from climate_visualizer.web.workspace.models import Audit, Organisation, User

ID = re.compile(r"^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
WHAT = {
    "organisation.made": "made the organisation",
    "organisation.changed": "changed the settings",
    "organisation.areas": "changed the areas",
    "logo.changed": "changed the logo",
    "logo.removed": "removed the logo",
    "person.invited": "invited somebody",
    "invitation.sent-again": "sent an invitation again",
    "invitation.revoked": "took back an invitation",
    "member.joined": "became a member",
    "member.role": "changed a role",
    "member.removed": "removed a member",
    "member.left": "left the organisation",
    "person.erased": "erased a person’s data",
    "person.exported": "exported a person’s data",
    "measures.imported": "imported measures for",
    "document.made": "began",
    "document.submitted": "came in through the public page",
    "document.saved": "saved",
    "document.published": "put on the public page",
    "document.withdrawn": "withdrew",
    "document.restored": "restored",
    "document.deleted": "deleted",
    "document.archived": "put in the archive",
    "document.revived": "took out of the archive",
    "document.replaced": "replaced by another",
    "document.merged": "merged into another",
    "document.previewed": "made a preview link",
    "committee.added": "added a committee",
    "committee.renamed": "renamed a committee",
    "committee.merged": "merged two committees",
    "committee.moved": "moved a committee",
    "committee.seated": "decided who reports",
    "committee.unseated": "ended that somebody reports",
    "people.changed": "changed who answers for",
    "task.made": "added a task to",
    "task.changed": "changed a task of",
    "task.removed": "removed a task of",
    "comment.made": "commented on",
    "comment.removed": "removed a comment on",
    "sign-off.made": "signed off a committee’s rows of",
    "sign-off.undone": "changed signed rows, which undid the sign-off of",
    "year.begun": "began the calendar of a year",
    "year.changed": "changed a step of the year",
    "document.previews-withdrawn": "withdrew the preview links of",
    "sender.link-renewed": "sent a new link to the sender of",
    "sender.link-withdrawn": "withdrew the link of the sender of",
    "sender.answered": "wrote to the sender of",
    "template.changed": "changed the Word template",
    "template.removed": "removed the Word template",
    "token.made": "made a token for another system",
    "token.revoked": "revoked the token of another system",
    "token.wrote": "was written by another system",
    "sign-in.changed": "changed the way to sign in",
    "edition.published": "published a held edition",
    "operator.added": "added, as the operator",
    "operator.changed": "changed, as the operator",
    "operator.removed": "removed, as the operator",
    "second-factor.added": "added a second factor",
    "second-factor.removed": "removed a second factor",
    "session.failed": "failed to sign in",
}


def without_nul(value: object) -> Any:  # JSON in, JSON of the same shape out
    """A value whose texts have no NUL, which PostgreSQL keeps in no text."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {without_nul(name): without_nul(item) for name, item in value.items()}
    return [without_nul(item) for item in value] if isinstance(value, list) else value


def record(
    event: str,
    *,
    actor: User | None,
    organisation: Organisation | None = None,
    subject: object = "",
    before: object = None,
    after: object = None,
) -> Audit:
    """Add a row. Name no person in `subject`, `before` or `after`: give an id, which outlives an erasure as a pseudonym."""
    return Audit.objects.create(
        organisation=organisation,
        actor=actor.pk if actor is not None else None,
        what=event,
        subject=without_nul(str(subject))[:200],
        before=without_nul(before),
        after=without_nul(after),
    )


def operator_of(request: HttpRequest) -> User | None:
    """Who acts on the operator's pages, for a row's `actor`."""
    return request.user if isinstance(request.user, User) else None


def in_words(event: str) -> str:
    """What was done, in the language that is spoken now."""
    return gettext(WHAT.get(event, event))


@dataclass(frozen=True)
class Line:
    """A row as it is read: names are of today, or a pseudonym where the person is gone, in its values too."""

    row: Audit
    who: str
    subject: str
    before: object
    after: object


def pseudonym(identity: object) -> str:
    """What stands for somebody who is no longer here."""
    return f"#{str(identity)[:8]}"


def read(rows: Iterable[Audit]) -> list[Line]:
    """Rows with names, in one further query."""
    rows = list(rows)
    ids = {str(row.actor) for row in rows if row.actor} | {row.subject for row in rows if ID.match(row.subject)}
    ids |= {identity for row in rows for value in (row.before, row.after) for identity in _ids(value)}
    names = {str(person.pk): str(person) for person in User.objects.filter(pk__in=ids)}

    def name(identity: str) -> str:
        return names.get(identity, pseudonym(identity)) if identity else ""

    def named(value: object) -> Any:  # JSON in, JSON of the same shape out
        if isinstance(value, dict):
            return {key: named(item) for key, item in value.items()}
        if isinstance(value, list):
            return [named(item) for item in value]
        return name(value) if isinstance(value, str) and ID.match(value) else value

    return [
        Line(
            row,
            name(str(row.actor or "")),
            names.get(row.subject, "" if ID.match(row.subject) else row.subject),
            named(row.before),
            named(row.after),
        )
        for row in rows
    ]


def _ids(value: object) -> Iterator[str]:
    """Ids among the values of a row."""
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _ids(item)
    elif isinstance(value, str) and ID.match(value):
        yield value

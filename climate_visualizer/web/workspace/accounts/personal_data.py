"""Personal data (GDPR): export and erasure of everything kept about a person.

Whatever else keeps something about people registers with `personal_registry` how to give it out and how to erase it.
The audit is not touched: it has ids only, which no longer lead to anybody.
"""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.personal_registry import BY_ADDRESS, HOLDERS, holds, holds_address
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import audit
from climate_visualizer.web.workspace.models import Audit, Comment, Invitation, Organisation, SignOff, User, Version
from climate_visualizer.web.workspace.models.users import tidy


class Nobody(Exception):
    """Nothing is kept about an address."""


def _owner(email: str) -> tuple[User | None, list[str]]:
    """Whoever has an address, and all addresses of theirs."""
    person = User.objects.filter(email=tidy(email)).first()
    others = EmailAddress.objects.filter(user=person).values_list("email", flat=True) if person else ()
    return person, sorted({tidy(address) for address in (email, *others)})


def _kept_by(addresses: list[str]) -> dict[str, object]:
    return {name: [row for address in addresses for row in give(address)] for name, (give, _) in BY_ADDRESS.items()}


def export(email: str) -> dict[str, object]:
    """Everything that is kept about whoever has an address, as plain data; raises `Nobody`.

    It is written down that it was given out.
    """
    person, addresses = _owner(email)
    by_address = _kept_by(addresses)
    if person is None and not any(by_address.values()):
        raise Nobody(f"Nobody here has the address '{email}', and nothing is kept by it.")
    audit.record("person.exported", actor=None, subject=person.pk if person else "")
    return {name: give(person) for name, (give, _) in HOLDERS.items() if person is not None} | by_address


def erase(email: str) -> str:
    """Erase whoever has an address, and what is kept by it; returns the pseudonym that stays, empty where there was no account.

    Raises `Nobody`, and `policies.NotNow` for an organisation's last owner.
    """
    person, addresses = _owner(email)
    if person is None and not any(_kept_by(addresses).values()):
        raise Nobody(f"Nobody here has the address '{email}', and nothing is kept by it.")
    with transaction.atomic():
        pseudonym = _erase_account(person) if person is not None else ""
        for _, remove in BY_ADDRESS.values():
            for address in addresses:
                remove(address)
    return pseudonym


def _erase_account(person: User) -> str:
    for member in person.memberships.select_related("organisation"):
        policies.check_removal(member)
    identity = person.pk
    with transaction.atomic():
        for _, remove in HOLDERS.values():
            if remove is not None:
                remove(person)
        organisations = list(Organisation.objects.filter(memberships__user=person))
        person.delete()
        audit.record("person.erased", actor=None, subject=identity)
        for organisation in organisations:
            audit.record("person.erased", actor=None, organisation=organisation, subject=identity)
    return audit.pseudonym(identity)


def _rows(rows: QuerySet[Model], *fields: str) -> list[dict[str, object]]:
    return list(rows.values(*fields))


def _account(person: User) -> dict[str, object]:
    fields = ("id", "email", "name", "language", "joined_at", "last_login", "is_active", "is_staff")
    return {name: getattr(person, name) for name in fields}


def _history(person: User) -> list[dict[str, object]]:
    own = Audit.objects.filter(Q(actor=person.pk) | Q(subject=str(person.pk)))
    return _rows(own, "at", "what", "organisation__name", "subject", "before", "after")


def _end_sessions(person: User) -> None:
    """End every session of a person: their data says whose they are."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def _forget_in_log(person: User) -> None:
    LogEntry.objects.filter(object_id=str(person.pk)).delete()


holds("account", export=_account)
holds(
    "addresses", export=lambda person: _rows(EmailAddress.objects.filter(user=person), "email", "verified", "primary")
)
holds(
    "second_factors",
    export=lambda person: _rows(Authenticator.objects.filter(user=person), "type", "created_at", "last_used_at"),
)
holds(
    "own_sign_ins",
    export=lambda person: _rows(SocialAccount.objects.filter(user=person), "provider", "uid", "extra_data"),
)
holds("memberships", export=lambda person: _rows(person.memberships, "organisation__name", "role", "since"))
holds_address(
    "invitations",
    export=lambda email: _rows(
        Invitation.objects.filter(email=email), "organisation__name", "role", "made_at", "accepted_at"
    ),
    erase=lambda email: Invitation.objects.filter(email=email).delete() and None,
)
holds_address(
    "mail",
    export=lambda email: _rows(Message.objects.filter(to=email), "kind", "subject", "state", "made_at", "sent_at"),
    erase=lambda email: Message.objects.filter(to=email).delete() and None,
)
holds(
    "versions",
    export=lambda person: _rows(
        Version.objects.filter(author=person), "document__kind", "document__area_id", "number", "at", "note", "content"
    ),
)
holds("seats", export=lambda person: _rows(person.seats, "committee__organisation__name", "committee__name", "is_head"))
holds("responsible_for", export=lambda person: _rows(person.responsible_for, "document__kind", "document__key"))
holds("tasks", export=lambda person: _rows(person.tasks, "document__kind", "document__key", "title", "due", "status"))
holds(
    "comments",
    export=lambda person: _rows(
        Comment.objects.filter(author=person), "document__kind", "document__key", "text", "at", "mentioned"
    ),
)
holds("named_in", export=lambda person: _rows(person.mentioned_in, "document__kind", "document__key", "at"))
holds(
    "signed_off",
    export=lambda person: _rows(SignOff.objects.filter(by=person), "committee__name", "document__key", "at"),
)
holds("year_steps", export=lambda person: _rows(person.year_steps, "year", "name", "due", "done_on"))
holds("reminders", export=lambda person: _rows(person.reminders, "key", "at"))
holds("history", export=_history, erase=_forget_in_log)
holds("sessions", export=lambda person: [], erase=_end_sessions)

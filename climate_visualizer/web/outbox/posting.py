"""Writing a message into the outbox, in the transaction of what it tells of; nothing is sent here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from climate_visualizer.web.outbox.models import MAIL, WEBHOOK, Message
from climate_visualizer.web.outbox.waking import wake
from climate_visualizer.web.sealed import seal

# Control characters, and marks that turn the direction of writing, by which a title can hide what a link says.
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def post(
    kind: str,
    to: str,
    subject: str,
    text: str,
    *,
    headers: Mapping[str, str] | None = None,
    about: str = "",
    organisation: UUID | None = None,
) -> Message:
    """A mail to one address; `about` names what it belongs to, by which it can be called back."""
    return _put(
        channel=MAIL,
        kind=kind,
        to=to,
        subject=" ".join(UNSEEN.sub("", subject).split())[:300],
        text=seal(UNSEEN.sub("", text)),
        headers=dict(headers or {}),
        about=about,
        organisation=organisation,
    )


def post_mail(kind: str, mail: EmailMessage) -> list[Message]:
    """A mail that a library has written, one message for each who gets it."""
    return [post(kind, to, str(mail.subject), str(mail.body), headers=mail.extra_headers) for to in mail.recipients()]


def call(kind: str, url: str, body: str, *, identity: UUID, secret: str, about: str = "") -> Message:
    """A webhook's call with a body that stays the same however often it is tried; `secret` is encrypted already."""
    return _put(pk=identity, channel=WEBHOOK, kind=kind, to=url, text=seal(body), secret=secret, about=about)


def _put(**facts: object) -> Message:
    now: datetime = timezone.now()
    message = Message.objects.create(made_at=now, due_at=now, **facts)
    transaction.on_commit(wake)
    return message


def call_back(about: str) -> int:
    """Take back what still waits and belongs to something; returns how many."""
    return Message.objects.filter(about=about).exclude(state="sent").delete()[0]


def sender_domain() -> str:
    """The domain that mail is sent from, for the names of messages; the site's own where MAIL_FROM has none."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    return domain if "." in domain else urlsplit(settings.SITE_ADDRESS).hostname or "localhost"

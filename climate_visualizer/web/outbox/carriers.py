"""Carrying one message: by SMTP over one connection for many, or as a signed call of a webhook."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPSenderRefused
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from climate_visualizer.sources.reading.download import AGENT
from climate_visualizer.sources.table import SourceError
from climate_visualizer.web.http import ssrf
from climate_visualizer.web.outbox import signatures
from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.outbox.posting import sender_domain
from climate_visualizer.web.sealed import Unreadable, unseal


class Away(Exception):
    """The way out is closed, for every message alike: no message's tries are counted."""


class Refused(Exception):
    """This one message was not taken; `is_final` where trying again is said to be of no use (5xx)."""

    def __init__(self, sentence: str, *, is_final: bool = False) -> None:
        super().__init__(sentence)
        self.is_final = is_final


def letter(message: Message) -> EmailMessage:
    """The mail; its Message-ID is the row's, so that one sent again after a crash is known as the same."""
    headers = {
        "Message-ID": f"<{message.pk}@{sender_domain()}>",
        "Date": format_datetime(message.made_at.astimezone(UTC)),
        "Auto-Submitted": "auto-generated",
        **message.headers,
    }
    text = unseal(message.text)
    return EmailMessage(message.subject, text, settings.DEFAULT_FROM_EMAIL, [message.to], headers=headers)


class Mailer:
    """One connection for many messages, opened with the first and again after a failure."""

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection()

    def close(self) -> None:
        self._connection.close()
        self._connection = get_connection()

    def carry(self, message: Message) -> None:
        """Send one; raises `Away` or `Refused`."""
        mail = _readable(message)
        try:
            self._connection.open()
        except (OSError, SMTPException) as problem:
            self.close()
            raise Away(f"The mail server does not answer: {problem}") from problem
        try:
            self._connection.send_messages([mail])
        except SMTPSenderRefused as problem:
            self.close()
            raise Away(f"The mail server does not take mail from {settings.DEFAULT_FROM_EMAIL}: {problem}") from problem
        except SMTPRecipientsRefused as problem:
            self.close()
            codes = [code for code, _ in problem.recipients.values()]
            raise Refused(str(problem), is_final=all(code >= 500 for code in codes)) from problem
        except SMTPResponseException as problem:
            self.close()
            raise Refused(str(problem), is_final=problem.smtp_code >= 500) from problem
        except (OSError, SMTPException) as problem:
            self.close()
            raise Refused(str(problem)) from problem


def _readable(message: Message) -> EmailMessage:
    try:
        return letter(message)
    except (Unreadable, ValueError) as problem:  # Django refuses a header with a line break in it
        raise Refused(str(problem), is_final=True) from problem


class Caller:
    """Webhooks: signed, without redirects, never inside our own network."""

    def close(self) -> None:
        """Each call has a session of its own."""

    def carry(self, message: Message) -> None:
        """Call one; raises `Refused`."""
        try:
            body, secret = unseal(message.text), unseal(message.secret)
        except Unreadable as problem:
            raise Refused(str(problem), is_final=True) from problem
        headers = {
            "Content-Type": "application/json",
            "User-Agent": AGENT,
            "Idempotency-Key": str(message.pk),
            **signatures.headers(secret, str(message.pk), datetime.now(UTC), body),
        }
        try:
            if not (settings.WEBHOOKS_HERE and urlsplit(message.to).hostname in ssrf.HERE):
                ssrf.ensure_outside(message.to)
            with (
                ssrf.session(allow_local=settings.WEBHOOKS_HERE) as session,
                session.post(
                    message.to, data=body.encode(), headers=headers, allow_redirects=False, stream=True
                ) as answer,
            ):
                if not 200 <= answer.status_code < 300:
                    raise Refused(f"{urlsplit(message.to).hostname} answered {answer.status_code}")
        except (requests.RequestException, SourceError, ValueError) as problem:
            raise Refused(str(problem)) from problem

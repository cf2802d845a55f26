"""Sending what is due: taken in hand, sent, marked; what fails is tried again, later each time, and given up on after days.

A delivery is taken in hand with a time limit, in a transaction that other workers pass over. Whoever dies with one in hand
leaves it to the next worker once the limit is past; mail then has the same Message-ID and a webhook the same id, by which a
receiver knows what it has.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from climate_visualizer.editions.read import UnknownArea
from climate_visualizer.sources.reading.download import AGENT
from climate_visualizer.sources.table import SourceError
from climate_visualizer.web.alerts import messages
from climate_visualizer.web.alerts.models import GIVEN_UP, MAIL, PENDING, SENT, Delivery, Subscription
from climate_visualizer.web.http import ssrf

log = logging.getLogger("climate_visualizer.alerts")
IN_HAND = timedelta(seconds=settings.ALERTS_IN_HAND)
FIRST_RETRY = timedelta(minutes=2)
MOST_ATTEMPTS = 10


class NotSent(Exception):
    """What kept a message from being sent; it is tried again."""


def send_due(now: datetime | None = None) -> tuple[int, int]:
    """Send everything that is due; returns how many messages were sent and how many failed."""
    sent = failed = 0
    with _mailer() as mailer:
        for deliveries in _in_hand(now):
            try:
                _send(deliveries, mailer)
            except NotSent as problem:
                _postpone(deliveries, str(problem), now or timezone.now())
                failed += 1
            else:
                _mark(deliveries, state=SENT, sent_at=timezone.now(), held_until=None, trouble="")
                sent += 1
    return sent, failed


class _mailer:
    """One connection for many messages, opened with the first and again after a failure."""

    def __enter__(self) -> _mailer:
        self.connection: BaseEmailBackend = get_connection()
        return self

    def __exit__(self, *problem: object) -> None:
        self.connection.close()

    def send(self, subscription: Subscription, deliveries: list[Delivery]) -> None:
        try:
            self.connection.open()
            self.connection.send_messages([messages.mail(subscription, deliveries)])
        except (OSError, SMTPException) as problem:
            self.connection.close()
            self.connection = get_connection()
            raise NotSent(str(problem)) from problem


def _in_hand(now: datetime | None) -> Iterator[list[Delivery]]:
    """What is due, one subscription at a time, each taken in hand for a while."""
    while True:
        moment = now or timezone.now()
        with transaction.atomic():
            first = _free(moment).select_for_update(skip_locked=True, of=("self",)).first()
            if first is None:
                return
            found = list(_free(moment).filter(subscription=first.subscription).select_for_update(of=("self",)))
            _mark(found, held_until=moment + IN_HAND)
        yield found


def _free(moment: datetime) -> QuerySet[Delivery]:
    due = Delivery.objects.select_related("subscription", "event").filter(state=PENDING, due_at__lte=moment)
    return (due.filter(held_until=None) | due.filter(held_until__lt=moment)).order_by("due_at", "id")


def _mark(deliveries: list[Delivery], **facts: object) -> None:
    Delivery.objects.filter(pk__in=[one.pk for one in deliveries]).update(**facts)


def _send(deliveries: list[Delivery], mailer: _mailer) -> None:
    subscription = deliveries[0].subscription
    if not subscription.is_living:
        return
    try:
        mailer.send(subscription, deliveries) if subscription.kind == MAIL else post(subscription, deliveries)
    except UnknownArea as problem:  # it may come back with the next edition; nobody else waits for it
        raise NotSent(str(problem)) from problem


def post(subscription: Subscription, deliveries: list[Delivery]) -> None:
    """Call a webhook: signed, without redirects, never inside our own network."""
    content = messages.body(deliveries)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": AGENT,
        "Idempotency-Key": messages.identity(deliveries),
        "X-Climate-Visualizer-Signature": messages.signature(subscription.secret, int(time.time()), content),
    }
    try:
        if not (settings.WEBHOOKS_HERE and urlsplit(subscription.url).hostname in ssrf.HERE):
            ssrf.ensure_outside(subscription.url)
        with (
            ssrf.session(here=settings.WEBHOOKS_HERE) as session,
            session.post(subscription.url, data=content, headers=headers, allow_redirects=False, stream=True) as answer,
        ):
            if not 200 <= answer.status_code < 300:
                raise NotSent(f"{subscription.url} answered {answer.status_code}")
    except (requests.RequestException, SourceError, ValueError) as problem:
        raise NotSent(str(problem)) from problem


def _postpone(deliveries: list[Delivery], trouble: str, moment: datetime) -> None:
    """Two minutes, four, eight ... up to a day; after ten attempts it is given up and stays in the list."""
    attempts = deliveries[0].attempts + 1
    log.warning("not sent", extra={"fields": {"delivery": deliveries[0].pk, "attempts": attempts, "trouble": trouble}})
    _mark(
        deliveries,
        state=GIVEN_UP if attempts >= MOST_ATTEMPTS else PENDING,
        attempts=attempts,
        held_until=None,
        due_at=moment + min(FIRST_RETRY * 2 ** (attempts - 1), timedelta(days=1)),
        trouble=trouble[:300],
    )

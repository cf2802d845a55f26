"""Sending with leases: taken in hand, sent, marked; what fails is tried again, later each time, and given up after days.

A message is taken in hand with a time limit, in a transaction that other senders pass over. Whoever dies with one in hand
leaves it to the next sender once the limit is past; it then goes out under the same name, by which a receiver knows what it
has. While a mail server is away no message's tries are counted, so that nothing is lost however long that takes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from climate_visualizer.web.outbox.carriers import Away, Caller, Mailer, Refused
from climate_visualizer.web.outbox.models import GIVEN_UP, MAIL, SENT, WAITING, WEBHOOK, Message

log = logging.getLogger("climate_visualizer.outbox")
FIRST_RETRY = timedelta(minutes=2)
MOST_ATTEMPTS = 10  # 2 + 4 + ... + 512 minutes: seventeen hours of a server that says "later"
MOST_REFUSALS = 3  # of a server that says "never": some say so of a full mailbox
CHANNELS: dict[str, Callable[[], Mailer | Caller]] = {MAIL: Mailer, WEBHOOK: Caller}
_when_given_up: list[Callable[[str], None]] = []


def when_given_up(call: Callable[[str], None]) -> None:
    """Have something called with what a message was about, in the transaction in which it is given up."""
    _when_given_up.append(call)


def send_due(now: datetime | None = None, *, channels: tuple[str, ...] = (MAIL, WEBHOOK)) -> tuple[int, int]:
    """Send everything that is due; returns how many messages were sent and how many failed."""
    outcomes = [_send_channel(channel, now) for channel in channels]
    return sum(sent for sent, _ in outcomes), sum(failed for _, failed in outcomes)


def _send_channel(channel: str, now: datetime | None) -> tuple[int, int]:
    sent = failed = 0
    if not _free(channel, now or timezone.now()).exists():
        return 0, 0
    carrier = CHANNELS[channel]()
    try:
        for message in in_hand(channel, now):
            try:
                carrier.carry(message)
            except Away as problem:
                _leave(message, str(problem))
                return sent, failed + 1
            except Refused as problem:
                _postpone(message, problem, now or timezone.now())
                failed += 1
            else:
                _mark(message, state=SENT, sent_at=timezone.now(), held_until=None, trouble="", text="", secret="")
                sent += 1
    finally:
        carrier.close()
    return sent, failed


def in_hand(channel: str, now: datetime | None = None) -> Iterator[Message]:
    """What is due, one after the other, each taken in hand for a while."""
    while True:
        moment = now or timezone.now()
        with transaction.atomic():
            message = _free(channel, moment).select_for_update(skip_locked=True).first()
            if message is None:
                return
            _mark(message, held_until=moment + timedelta(seconds=settings.ALERTS_IN_HAND))
        yield message


def _free(channel: str, moment: datetime) -> QuerySet[Message]:
    due = Message.objects.filter(state=WAITING, channel=channel, due_at__lte=moment)
    return (due.filter(held_until=None) | due.filter(held_until__lt=moment)).order_by("due_at", "made_at", "id")


def _mark(message: Message, **facts: object) -> None:
    Message.objects.filter(pk=message.pk).update(**facts)


def _leave(message: Message, trouble: str) -> None:
    """Put it back as it was: it is the server that is away."""
    log.warning("mail server away", extra={"fields": {"trouble": trouble}})
    _mark(message, held_until=None, trouble=trouble[:300])


def _postpone(message: Message, problem: Refused, moment: datetime) -> None:
    """Two minutes, four, eight ...; after ten tries, three where the answer is final, it is given up and stays in the list."""
    attempts = message.attempts + 1
    fields = {"message": str(message.pk), "kind": message.kind, "attempts": attempts, "trouble": str(problem)}
    log.warning("not sent", extra={"fields": fields})
    is_over = attempts >= (MOST_REFUSALS if problem.is_final else MOST_ATTEMPTS)
    with transaction.atomic():
        _mark(
            message,
            state=GIVEN_UP if is_over else WAITING,
            attempts=attempts,
            held_until=None,
            due_at=moment + FIRST_RETRY * 2 ** (attempts - 1),
            trouble=str(problem)[:300],
        )
        for call in _when_given_up if is_over else ():
            call(message.about)

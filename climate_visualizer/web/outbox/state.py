"""What the outbox holds, for people and monitors, and what is thrown away when."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from climate_visualizer.web.outbox.models import GIVEN_UP, SENT, WAITING, Asked, Message

LATE = timedelta(minutes=5)  # a round is made every few seconds, so what waits longer is stuck
SENT_KEPT, GIVEN_UP_KEPT = timedelta(days=30), timedelta(days=90)


@dataclass(frozen=True)
class State:
    """How many messages wait, since when the oldest, how many are stuck or given up, and the last trouble."""

    waiting: int
    stuck: int
    given_up: int
    oldest: datetime | None
    trouble: str

    @property
    def unsent(self) -> int:
        """What somebody has to look at."""
        return self.stuck + self.given_up


def _late(now: datetime | None) -> Q:
    """What waits after a try without success, or has waited for minutes."""
    return Q(state=WAITING) & (Q(made_at__lt=(now or timezone.now()) - LATE) | ~Q(trouble=""))


def stuck(now: datetime | None = None) -> QuerySet[Message]:
    """What was tried without success, has waited for minutes, or was given up."""
    return Message.objects.filter(_late(now) | Q(state=GIVEN_UP)).order_by("made_at")


def state(organisation: UUID | None = None, now: datetime | None = None) -> State:
    """Of everything, or of what one organisation has had sent."""
    mine = Q() if organisation is None else Q(organisation=organisation)
    counted = Message.objects.filter(mine, state__in=(WAITING, GIVEN_UP)).aggregate(
        waiting=Count("pk", filter=Q(state=WAITING)),
        stuck=Count("pk", filter=_late(now)),
        given_up=Count("pk", filter=Q(state=GIVEN_UP)),
        oldest=Min("made_at", filter=Q(state=WAITING)),
    )
    if not counted["stuck"] and not counted["given_up"]:
        return State(**counted, trouble="")
    troubled = stuck(now).filter(mine).exclude(trouble="").order_by("-due_at")
    return State(**counted, trouble=troubled.values_list("trouble", flat=True).first() or "")


def prune(now: datetime | None = None) -> int:
    """Throw away what was sent a month ago, what was given up three months ago, and questions that count no more."""
    moment = now or timezone.now()
    Asked.objects.filter(until__lt=time.time()).delete()
    old = Q(state=SENT, sent_at__lt=moment - SENT_KEPT) | Q(state=GIVEN_UP, due_at__lt=moment - GIVEN_UP_KEPT)
    return Message.objects.filter(old).delete()[0]


def try_again(messages: QuerySet[Message]) -> int:
    """Have what waits or was given up tried at once, with all its tries before it."""
    unsent = messages.exclude(state=SENT)
    return unsent.update(state=WAITING, attempts=0, due_at=timezone.now(), held_until=None)

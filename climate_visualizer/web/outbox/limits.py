"""Rate limits in the database, of questions and not of rows: what anybody can do to have mail sent, and failed sign-ins."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from climate_visualizer.web.outbox.models import Asked

HOUR, DAY = 3600, 86400


@dataclass(frozen=True)
class Limit:
    """At most so many within so many seconds."""

    most: int
    seconds: int


# A council's whole staff may stand behind one address of the network: twenty an hour lets a room full of people follow, and
# is a twentieth of what a script would want. One address is asked three times, which is enough for a mail that was lost.
TO_ADDRESS = (Limit(3, HOUR), Limit(10, DAY))
BY_CLIENT = (Limit(20, HOUR),)
ON_AREA = (Limit(100, HOUR),)
BY_ORGANISATION = (Limit(100, HOUR),)


class TooMany(Exception):
    """Enough was asked from one client, or of one area; whoever shows it says to come back later."""


def key(question: str, asker: str) -> str:
    """A keyed hash, so that the table tells nobody's address."""
    return hmac.new(
        settings.SECRET_KEY.encode(), f"{question}:{asker.strip().lower()}".encode(), hashlib.sha256
    ).hexdigest()


def count(question: str, asker: str, limits: tuple[Limit, ...]) -> bool:
    """Count a question; False, and not counted, where one of the limits is reached already. One at a time for each key."""
    name, now = key(question, asker), time.time()
    longest = max(limit.seconds for limit in limits)
    with transaction.atomic():
        Asked.objects.get_or_create(key=name)
        row = Asked.objects.select_for_update().get(key=name)
        moments = [moment for moment in row.moments if moment > now - longest]
        for limit in limits:
            if sum(moment > now - limit.seconds for moment in moments) >= limit.most:
                return False
        row.moments, row.until = [*moments, now], now + longest
        row.save()
    return True


def take_back(question: str, asker: str) -> None:
    """Count one question less, the newest: it was no question after all."""
    with transaction.atomic():
        row = Asked.objects.select_for_update().filter(key=key(question, asker)).first()
        if row is not None and row.moments:
            row.moments = row.moments[:-1]
            row.save(update_fields=["moments"])


def may_ask(*, address: str, client: str, area: str) -> bool:
    """Whether a question from a public form is sent on: False where its address has enough, which is told to nobody.

    Raises `TooMany` for a client or an area that has asked enough; a client that is not known is not limited.
    """
    if client and not count("client", client, BY_CLIENT):
        raise TooMany("Too many messages have been asked for from your network; try again in an hour.")
    if not count("area", area, ON_AREA):
        raise TooMany("Too many messages have been asked for about this place; try again in an hour.")
    return count("address", address, TO_ADDRESS)

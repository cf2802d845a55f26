"""Digest writer: due alerts go into the outbox, a message a subscription, in the transaction that marks their events as told."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from climate_visualizer.editions.read import UnknownArea
from climate_visualizer.web.alerts import messages
from climate_visualizer.web.alerts.models import PENDING, WRITTEN, Delivery

log = logging.getLogger("climate_visualizer.alerts")
LOOKED_AGAIN = timedelta(days=1)  # an area that is gone may come back with the next edition


def write_due(now: datetime | None = None) -> int:
    """Write everything that is due; returns how many messages. Safe to run twice at once, or to be killed."""
    written = 0
    while (count := _write_one(now or timezone.now())) is not None:
        written += count
    return written


def _write_one(moment: datetime) -> int | None:
    """The messages written for the subscription that has waited longest; None where nobody waits."""
    with transaction.atomic():
        first = _due(moment).select_for_update(skip_locked=True, of=("self",)).first()
        if first is None:
            return None
        deliveries = list(
            _due(moment)
            .filter(subscription=first.subscription)
            .select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
        )
        facts: dict[str, object] = {"state": WRITTEN, "written_at": moment, "trouble": ""}
        count = 0
        try:
            if first.subscription.is_living:
                messages.write(first.subscription, deliveries)
                count = 1
        except UnknownArea as problem:
            log.warning("not written", extra={"fields": {"delivery": first.pk, "trouble": str(problem)}})
            facts = {"due_at": moment + LOOKED_AGAIN, "trouble": str(problem)[:300]}
        Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries]).update(**facts)
        return count


def _due(moment: datetime) -> QuerySet[Delivery]:
    due = Delivery.objects.select_related("subscription").filter(state=PENDING, due_at__lte=moment)
    return due.order_by("due_at", "id")

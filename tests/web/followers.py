"""Followers of an area, and the sending of what is due to them."""

from __future__ import annotations

from django.utils import timezone

from climate_visualizer.web.alerts import writing
from climate_visualizer.web.alerts.models import Subscription
from climate_visualizer.web.outbox import sending


def follower(number: int = 1, **facts) -> Subscription:
    facts = {"kind": "mail", "area_id": "SE-0480", "language": "sv", "mail": f"a{number}@example.org", **facts}
    return Subscription.objects.create(**{"asked_at": timezone.now(), "confirmed_at": timezone.now(), **facts})


def tell(now=None) -> tuple[int, int]:
    """Write what is due and send it: how many messages went, and how many are to be tried again."""
    writing.write_due(now)
    return sending.send_due(now)

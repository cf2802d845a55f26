"""Subscriptions, events and deliveries: an event is delivered once to each subscription."""

from __future__ import annotations

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from climate_visualizer.web.outbox import signatures
from climate_visualizer.web.sealed import seal

MAIL, WEBHOOK = "mail", "webhook"
AT_ONCE, WEEKLY = "at-once", "weekly"
PENDING, WRITTEN = "pending", "written"  # version 0.5 had "sent" and "given-up" too, and rows of it stay as they are


def new_secret() -> str:
    """What a webhook is signed with, encrypted; `sealed.unseal` gives it."""
    return seal(signatures.new_secret())


def new_leave_key() -> str:
    """What a link to leave carries: in the row and so in a backup, that links which were mailed work after a restore."""
    return secrets.token_urlsafe(24)


class Subscription(models.Model):
    """One address that follows one area; it counts from when it is confirmed until it leaves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=[(MAIL, MAIL), (WEBHOOK, WEBHOOK)])
    area_id = models.CharField(max_length=32, db_index=True)
    language = models.CharField(max_length=20)
    mail = models.EmailField(max_length=254)
    url = models.URLField(max_length=500, blank=True)
    secret = models.TextField(default=new_secret, editable=False)
    leave_key = models.CharField(max_length=40, unique=True, default=new_leave_key, editable=False)
    pace = models.CharField(max_length=10, choices=[(AT_ONCE, AT_ONCE), (WEEKLY, WEEKLY)], default=AT_ONCE)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "area_id", "mail", "url"], condition=Q(left_at=None), name="one_living_subscription"
            )
        ]

    def __str__(self) -> str:
        return f"{self.url or self.mail} follows {self.area_id}"

    @property
    def is_living(self) -> bool:
        return self.confirmed_at is not None and self.left_at is None


class Event(models.Model):
    """Something that happened to an area: its kind, and a key that only this happening has."""

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20)
    area_id = models.CharField(max_length=32, db_index=True)
    facts = models.JSONField(default=dict)
    happened_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """One event for one subscription: when it is due, and that it has been written into the outbox, once."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    state = models.CharField(max_length=10, default=PENDING)
    due_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["subscription", "event"], name="told_once")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "due_at"], name="what_is_due")]
        ordering: ClassVar[list[str]] = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.event} for {self.subscription_id}: {self.state}"


class Seen(models.Model):
    """How far events have been looked for: the last edition, or the last published version."""

    what = models.CharField(max_length=20, primary_key=True)
    mark = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.what}: {self.mark}"

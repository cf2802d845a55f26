"""Outbox tables: messages with their lease, state and tries; and the counters of rate limits."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

MAIL, WEBHOOK = "mail", "webhook"
WAITING, SENT, GIVEN_UP = "waiting", "sent", "given-up"


class Message(models.Model):
    """One mail to one address, or one call of a webhook. What it says is encrypted, and forgotten once it is sent."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    channel = models.CharField(_("By"), max_length=10, choices=[(MAIL, _("mail")), (WEBHOOK, _("webhook"))])
    kind = models.CharField(_("Kind"), max_length=40)
    to = models.CharField(_("To"), max_length=500)
    subject = models.CharField(_("Subject"), max_length=300, blank=True)
    text = models.TextField(editable=False)
    headers = models.JSONField(default=dict, editable=False)
    secret = models.TextField(blank=True, editable=False)
    about = models.CharField(max_length=80, blank=True, db_index=True, editable=False)
    organisation = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    state = models.CharField(
        _("State"),
        max_length=10,
        default=WAITING,
        choices=[(WAITING, _("waiting")), (SENT, _("sent")), (GIVEN_UP, _("given up"))],
    )
    made_at = models.DateTimeField(_("Written"), default=timezone.now, editable=False)
    due_at = models.DateTimeField(_("Next try"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("Tries"), default=0)
    held_until = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("Sent"), null=True, blank=True)
    trouble = models.CharField(_("What kept it"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar[list[str]] = ["due_at", "made_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "channel", "due_at"], name="what_waits"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.state}"


class Asked(models.Model):
    """When somebody, under a keyed hash of who, has asked for something that sends mail."""

    key = models.CharField(max_length=64, primary_key=True)
    moments = models.JSONField(default=list)
    until = models.FloatField(default=0.0, db_index=True)

    def __str__(self) -> str:
        return self.key

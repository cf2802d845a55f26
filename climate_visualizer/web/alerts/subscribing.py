"""Asking for alerts, confirming, leaving. Nothing tells an asker whether an address is known."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.utils import timezone

from climate_visualizer.web.alerts import messages
from climate_visualizer.web.alerts.models import AT_ONCE, MAIL, WEBHOOK, Subscription

MOST_QUESTIONS = 3
WINDOW = timedelta(hours=1)


class Refused(Exception):
    """What was asked for can't be had; the sentence says why, in English, to be translated by whoever shows it."""


def ask(*, area_id: str, language: str, mail: str, url: str = "", pace: str = AT_ONCE) -> Subscription | None:
    """Keep a subscription that waits for its confirmation and send the question; None where enough was asked already."""
    if url:
        ensure_callable(url)
    now = timezone.now()
    recent = Subscription.objects.filter(mail__iexact=mail, asked_at__gt=now - WINDOW, confirmed_at=None)
    if recent.count() >= MOST_QUESTIONS:
        return None
    with transaction.atomic():
        one, is_new = Subscription.objects.get_or_create(
            kind=WEBHOOK if url else MAIL,
            area_id=area_id,
            mail=mail.lower(),
            url=url,
            left_at=None,
            defaults={"language": language, "pace": pace, "asked_at": now},
        )
        if not is_new:
            Subscription.objects.filter(pk=one.pk).update(asked_at=now, language=language, pace=pace)
    if one.confirmed_at is None:
        get_connection().send_messages([messages.confirmation(one)])
    return one


def ensure_callable(url: str) -> None:
    """A webhook is called over https, or on this machine where that is allowed for trials."""
    parts = urlsplit(url)
    if settings.WEBHOOKS_HERE and parts.hostname == "127.0.0.1":
        return
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise Refused("A webhook needs an address that begins with https:// and has no password in it.")


def confirm(subscription: Subscription) -> Subscription:
    """Count a subscription from now; twice is as good as once, and who has left stays away."""
    if subscription.left_at is None and subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
        subscription.save(update_fields=["confirmed_at"])
    return subscription


def leave(subscription: Subscription) -> None:
    """End a subscription and forget its address: what is kept is that it was."""
    if subscription.left_at is None:
        subscription.left_at = timezone.now()
        subscription.mail, subscription.url = f"{subscription.pk}@left.invalid", ""
        subscription.save(update_fields=["left_at", "mail", "url"])

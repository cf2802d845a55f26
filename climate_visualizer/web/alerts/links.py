"""Addresses that stand in mails: signed, so that nobody can confirm or leave for another."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.urls import reverse

from climate_visualizer.editions.read import Area
from climate_visualizer.web.alerts.models import Subscription

CONFIRM, LEAVE = "climate_visualizer.alerts.confirm", "climate_visualizer.alerts.leave"
CONFIRM_WITHIN = 3 * 86400


class BrokenLink(Exception):
    """A link that was changed, has expired, or leads to a subscription that is gone."""


def _address(path: str) -> str:
    return settings.SITE_ADDRESS.rstrip("/") + path


def host() -> str:
    """The name of the site."""
    return urlsplit(settings.SITE_ADDRESS).hostname or "localhost"


def area_page(subscription: Subscription, area: Area) -> str:
    return _address(f"/{subscription.language}/{area.country.lower()}/{area.slug}/")


def confirm(subscription: Subscription) -> str:
    """Where an address is confirmed, for three days."""
    token = signing.dumps(str(subscription.pk), salt=CONFIRM)
    return _address(reverse("alerts:confirm", args=[subscription.language, token]))


def leave(subscription: Subscription) -> str:
    """Where a subscription ends; it never expires."""
    token = signing.dumps(str(subscription.pk), salt=LEAVE)
    return _address(reverse("alerts:leave", args=[subscription.language, token]))


def find(token: str, salt: str) -> Subscription:
    """The subscription that a link is for; raises `BrokenLink`."""
    try:
        pk = signing.loads(token, salt=salt, max_age=CONFIRM_WITHIN if salt == CONFIRM else None)
        return Subscription.objects.get(pk=pk)
    except (signing.BadSignature, Subscription.DoesNotExist, ValueError) as problem:
        raise BrokenLink(str(problem)) from problem

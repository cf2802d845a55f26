"""Capability links that stand in mails: signed or random, so that nobody can confirm or leave for another."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing
from django.core.exceptions import ValidationError
from django.urls import reverse

from climate_visualizer.editions.read import Area
from climate_visualizer.web.alerts.models import Subscription
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.site import address

CONFIRM, LEAVE = "climate_visualizer.alerts.confirm", "climate_visualizer.alerts.leave"
CONFIRM_WITHIN = 3 * 86400


class BrokenLink(Exception):
    """A link that was changed, has expired, or leads to a subscription that is gone."""


def area_page(subscription: Subscription, area: Area) -> str:
    return url_to("area", subscription.language, area)


@dataclass(frozen=True)
class Wishes:
    """What an address is asked to confirm; nothing of its subscription changes before."""

    pace: str
    language: str


def confirm(subscription: Subscription, wishes: Wishes) -> str:
    """Where an address is confirmed, for three days."""
    token = signing.dumps({"s": str(subscription.pk), "p": wishes.pace, "l": wishes.language}, salt=CONFIRM)
    return address(reverse("alerts:confirm", args=[wishes.language, token]))


def leave(subscription: Subscription) -> str:
    """Where a subscription ends; it never expires, and outlives a restore and a change of SECRET_KEY."""
    return address(reverse("alerts:leave", args=[subscription.language, subscription.leave_key]))


def to_confirm(token: str) -> tuple[Subscription, Wishes]:
    """What a link asks to confirm; raises `BrokenLink`."""
    try:
        facts = signing.loads(token, salt=CONFIRM, max_age=CONFIRM_WITHIN)
        facts = facts if isinstance(facts, dict) else {"s": facts}  # a link of version 0.5 has the subscription alone
        subscription = Subscription.objects.get(pk=facts["s"])
        return subscription, Wishes(
            str(facts.get("p") or subscription.pace), str(facts.get("l") or subscription.language)
        )
    except (signing.BadSignature, Subscription.DoesNotExist, ValueError, ValidationError, KeyError) as problem:
        raise BrokenLink(str(problem)) from problem


def to_leave(token: str) -> Subscription:
    """The subscription that a link ends, also one that version 0.5 signed; raises `BrokenLink`."""
    subscription = Subscription.objects.filter(leave_key=token).first()
    if subscription is not None:
        return subscription
    try:
        return Subscription.objects.get(pk=signing.loads(token, salt=LEAVE))
    except (signing.BadSignature, Subscription.DoesNotExist, ValueError, ValidationError) as problem:
        raise BrokenLink(str(problem)) from problem

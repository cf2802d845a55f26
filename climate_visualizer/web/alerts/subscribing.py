"""Double opt-in of alerts: ask, confirm, leave, without telling an asker whether an address is known (no enumeration)."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from climate_visualizer.sources.table import SourceError
from climate_visualizer.web.alerts import links, messages
from climate_visualizer.web.alerts.links import Wishes
from climate_visualizer.web.alerts.models import AT_ONCE, MAIL, WEBHOOK, Subscription
from climate_visualizer.web.http import ssrf
from climate_visualizer.web.outbox import limits, posting
from climate_visualizer.web.outbox.models import GIVEN_UP, Message
from climate_visualizer.web.outbox.sending import when_given_up

UNCONFIRMED_KEPT = timedelta(seconds=links.CONFIRM_WITHIN)
MOST_GIVEN_UP = 3  # messages in a row, of three tries or ten each: by then an address has been dead for weeks


class Refused(Exception):
    """What was asked for can't be had; the sentence says why, in English, to be translated by whoever shows it."""


def ask(
    *, area_id: str, language: str, mail: str, url: str = "", pace: str = AT_ONCE, client: str = ""
) -> Subscription | None:
    """Keep a subscription that waits for its confirmation and send the question; None where enough was asked already.

    Of a subscription that is there, nothing changes before its owner has confirmed. Raises `Refused`, and
    `limits.TooMany` for a client or an area.
    """
    if url:
        ensure_callable(url)
    if not limits.may_ask(address=mail, client=client, area=area_id):
        return None
    with transaction.atomic():
        subscription, _ = Subscription.objects.get_or_create(
            kind=WEBHOOK if url else MAIL,
            area_id=area_id,
            mail=mail.lower(),
            url=url,
            left_at=None,
            defaults={"language": language, "pace": pace, "asked_at": timezone.now()},
        )
        if not (subscription.is_living and (subscription.pace, subscription.language) == (pace, language)):
            messages.confirmation(subscription, Wishes(pace, language))
    return subscription


def ensure_callable(url: str) -> None:
    """A webhook is called over https and on the open internet, or on this machine where that is allowed for trials."""
    address = urlsplit(url)
    if settings.WEBHOOKS_HERE and address.hostname == "127.0.0.1":
        return
    if address.scheme != "https" or not address.hostname or address.username or address.password:
        raise Refused("A webhook needs an address that begins with https:// and has no password in it.")
    try:
        ssrf.ensure_outside(url)
    except SourceError:
        raise Refused("That address leads into a private network; a webhook has to be on the open internet.") from None


def confirm(subscription: Subscription, wishes: Wishes | None = None) -> Subscription:
    """Count a subscription from now, in the way that was wished for; twice is as good as once, and who has left stays away."""
    if subscription.left_at is not None:
        return subscription
    if subscription.confirmed_at is None:
        subscription.confirmed_at = timezone.now()
    if wishes is not None:
        subscription.pace, subscription.language = wishes.pace, wishes.language
    subscription.save(update_fields=["confirmed_at", "pace", "language"])
    return subscription


def leave(subscription: Subscription) -> None:
    """End a subscription and forget its address: what is kept is that it was. What waits to be sent is called back."""
    if subscription.left_at is None:
        with transaction.atomic():
            subscription.left_at = timezone.now()
            subscription.mail, subscription.url = f"{subscription.pk}@left.invalid", ""
            subscription.save(update_fields=["left_at", "mail", "url"])
            posting.call_back(messages.about(subscription))


def forget_unconfirmed(now: datetime | None = None) -> int:
    """Delete the addresses of questions that nobody has confirmed while they could."""
    old = (now or timezone.now()) - UNCONFIRMED_KEPT
    return Subscription.objects.filter(confirmed_at=None, asked_at__lt=old).delete()[0]


def _end_if_dead(about: str) -> None:
    """An address or a webhook that has taken none of the last messages is left in peace, and deleted."""
    kind, _, pk = about.partition(":")
    if kind != "subscription":
        return
    last = Message.objects.filter(about=about).exclude(state="waiting").order_by("-made_at")[:MOST_GIVEN_UP]
    if [message.state for message in last] == [GIVEN_UP] * MOST_GIVEN_UP:
        leave(Subscription.objects.get(pk=pk))


when_given_up(_end_if_dead)

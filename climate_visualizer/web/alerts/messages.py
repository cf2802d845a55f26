"""What is sent: the words of a mail, and the body of a webhook."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from climate_visualizer.beside import area_changes
from climate_visualizer.languages.language import Language, load_language
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.strict_json import json_text
from climate_visualizer.web import current
from climate_visualizer.web.alerts import links
from climate_visualizer.web.alerts.events import STATISTICS
from climate_visualizer.web.alerts.models import Delivery, Event, Subscription
from climate_visualizer.words import sentences as words


def language_of(subscription: Subscription) -> Language:
    """The language that somebody asked in."""
    return load_language(subscription.language, settings.LOCALE_PATHS[0])


def sentences(event: Event, language: Language) -> list[str]:
    """What happened, in words; where what was changed is not kept any more, the plain fact."""
    if event.kind != STATISTICS:
        return [
            language.t(
                "{organisation} has published: {title}.", **{k: event.facts[k] for k in ("organisation", "title")}
            )
        ]
    step = current.step_between(event.facts["before"], event.facts["after"])
    if step is None or event.area_id not in step.areas:
        return [language.t("There are new official statistics.")]
    names = sector_names(current.edition().area(event.area_id).country, language.code)
    return list(area_changes.sentences(step.changed(event.area_id), names, language))


def mail(subscription: Subscription, deliveries: list[Delivery]) -> EmailMessage:
    """One message for everything that is due to an address, with the header by which a mail program can leave.

    The Message-ID is worked out from the deliveries, so that the same message sent again after a crash is known as the same.
    """
    language = language_of(subscription)
    area = current.edition().area(subscription.area_id)
    name = words.area_name(area, language)
    said = [sentence for one in deliveries for sentence in sentences(one.event, language)]
    page, leave = links.area_page(subscription, area), links.leave(subscription)
    text = "\n\n".join(
        [
            *said,
            language.t("Read on: {address}", address=page),
            language.t(
                "You get this because you follow {area}. Leave with one click: {address}", area=name, address=leave
            ),
        ]
    )
    headers = {
        "Message-ID": f"<{identity(deliveries)}@{links.host()}>",
        "List-Unsubscribe": f"<{leave}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    subject = language.t("{area}: what is new in the carbon budget", area=name)
    return EmailMessage(subject, text + "\n", settings.DEFAULT_FROM_EMAIL, [subscription.mail], headers=headers)


def identity(deliveries: list[Delivery]) -> str:
    """A name that only these deliveries together have."""
    return hashlib.sha256(",".join(str(one.pk) for one in deliveries).encode()).hexdigest()[:32]


def confirmation(subscription: Subscription) -> EmailMessage:
    """The question whether an address may be used."""
    language = language_of(subscription)
    name = words.area_name(current.edition().area(subscription.area_id), language)
    text = language.t(
        "Somebody, you we hope, asked for alerts about {area}. If it was you, confirm here within three days: {address}",
        area=name,
        address=links.confirm(subscription),
    )
    text += "\n\n" + language.t("If it was not you, do nothing: nothing more will be sent.") + "\n"
    subject = language.t("Confirm that you want to follow {area}", area=name)
    return EmailMessage(subject, text, settings.DEFAULT_FROM_EMAIL, [subscription.mail])


def body(deliveries: list[Delivery]) -> bytes:
    """What a webhook gets."""
    english = load_language("en", settings.LOCALE_PATHS[0])
    events: list[dict[str, Any]] = [
        {
            "key": one.event.key,
            "kind": one.event.kind,
            "area": one.event.area_id,
            "happened_at": one.event.happened_at.isoformat(),
            "facts": one.event.facts,
            "sentences": sentences(one.event, english),
        }
        for one in deliveries
    ]
    return json_text({"id": identity(deliveries), "events": events}).encode()


def signature(secret: str, moment: int, content: bytes) -> str:
    """What proves that a webhook's body comes from here: HMAC-SHA256 of "<unix time>.<body>" with the shared secret."""
    digest = hmac.new(secret.encode(), f"{moment}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={moment},v1={digest}"

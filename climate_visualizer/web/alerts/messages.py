"""Message texts of alerts: the words of a mail, and the JSON body of a webhook."""

from __future__ import annotations

from itertools import groupby
from uuid import UUID, uuid4

from django.conf import settings

from climate_visualizer.languages.language import Language, load_language
from climate_visualizer.strict_json import json_text
from climate_visualizer.web import current
from climate_visualizer.web.alerts import links
from climate_visualizer.web.alerts.events import GOALS, STATISTICS
from climate_visualizer.web.alerts.models import WEBHOOK, Delivery, Event, Subscription
from climate_visualizer.web.outbox import posting
from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.site import host
from climate_visualizer.words import sentences as words

MOST_TITLES = 8  # a list that one still reads; the page has the rest


def language_of(subscription: Subscription) -> Language:
    """The language that somebody asked in."""
    return load_language(subscription.language, settings.LOCALE_PATHS[0])


def about(subscription: Subscription) -> str:
    """What messages of a subscription belong to, by which they are called back when it ends."""
    return f"subscription:{subscription.pk}"


def sentences(events: list[Event], language: Language) -> list[str]:
    """What happened, in words: statistics as told when they came, and what was published in one sentence a publisher."""
    texts = [sentence for event in events if event.kind == STATISTICS for sentence in _statistics(event, language)]
    published_events = sorted(
        (event for event in events if event.kind == GOALS), key=lambda event: event.facts["organisation"]
    )
    for organisation, group in groupby(published_events, key=lambda event: event.facts["organisation"]):
        texts.append(_published(organisation, list(group), language))
    return texts


def _statistics(event: Event, language: Language) -> list[str]:
    """An event that version 0.5 noted has no sentences; the plain fact is left of it."""
    texts = event.facts.get("sentences", {}).get(language.code)
    return list(texts) if texts else [language.t("There are new official statistics.")]


def _published(organisation: str, events: list[Event], language: Language) -> str:
    names = list(dict.fromkeys(_named(event, language) for event in events))
    more = len(names) - MOST_TITLES
    if more > 1:
        names = [*names[:MOST_TITLES], language.n("{count} more", "{count} more", len(names) - MOST_TITLES)]
    return language.t("{organisation} has published {what}.", organisation=organisation, what=language.list(names))


def _named(event: Event, language: Language) -> str:
    """A thing with its kind and title, as in the middle of a sentence."""
    kind, title = str(event.facts.get("kind", "")), str(event.facts.get("title", ""))
    if kind == "goal" and title:
        return language.t("the goal \u201c{title}\u201d", title=title)
    if kind == "measure" and title:
        return language.t("the measure \u201c{title}\u201d", title=title)
    plain = {
        "goal": language.t("a goal"),
        "measure": language.t("a measure"),
        "climate-budget": language.t("a climate budget"),
    }
    return plain.get(kind) or title


def _beside(events: list[Event], language: Language) -> list[str]:
    """Which budget, whose statistics and which edition, once each."""
    remarks = [
        event.facts.get(name, {}).get(language.code, "")
        for event in events
        if event.kind == STATISTICS
        for name in ("basis", "source")
    ]
    return [text for text in dict.fromkeys(remarks) if text]


def write(subscription: Subscription, deliveries: list[Delivery]) -> Message:
    """One message for everything that is due to a subscription."""
    events = [delivery.event for delivery in deliveries]
    if subscription.kind == WEBHOOK:
        identity = uuid4()
        content = body(subscription, events, identity)
        return posting.call(
            "alert",
            subscription.url,
            content,
            identity=identity,
            secret=subscription.secret,
            about=about(subscription),
        )
    return mail(subscription, events)


def mail(subscription: Subscription, events: list[Event]) -> Message:
    """A mail, with the header by which a mail program can leave."""
    language = language_of(subscription)
    area = current.edition().area(subscription.area_id)
    name = words.area_name(area, language)
    page, leave = links.area_page(subscription, area), links.leave(subscription)
    text = "\n\n".join(
        [
            *sentences(events, language),
            *_beside(events, language),
            language.t("Read on: {address}", address=page),
            language.t(
                "You get this because you follow {area}. Leave with one click: {address}", area=name, address=leave
            ),
            signed(language),
        ]
    )
    headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    subject = language.t("{area}: what is new in the carbon budget", area=name)
    return posting.post("alert", subscription.mail, subject, text + "\n", headers=headers, about=about(subscription))


def signed(language: Language) -> str:
    """Who sends."""
    if settings.OWNER and settings.CONTACT:
        return language.t(
            "Sent by {owner}, {contact}, from {site}.", owner=settings.OWNER, contact=settings.CONTACT, site=host()
        )
    if settings.OWNER:
        return language.t("Sent by {owner} from {site}.", owner=settings.OWNER, site=host())
    return language.t("Sent from {site}.", site=host())


def confirmation(subscription: Subscription, wishes: links.Wishes) -> Message:
    """The question whether an address may be used, or whether what it gets may change."""
    language = load_language(wishes.language, settings.LOCALE_PATHS[0])
    name = words.area_name(current.edition().area(subscription.area_id), language)
    where = links.confirm(subscription, wishes)
    if subscription.is_living:
        question = (
            "Somebody, you we hope, asked to have alerts about {area} in another way. If it was you, confirm here within "
            "three days: {address}"
        )
        text = language.t(question, area=name, address=where)
        subject = language.t("Confirm how you want to follow {area}", area=name)
        otherwise = language.t("If it was not you, do nothing: everything stays as it is.")
    else:
        text = language.t(
            "Somebody, you we hope, asked for alerts about {area}. If it was you, confirm here within three days: {address}",
            area=name,
            address=where,
        )
        subject = language.t("Confirm that you want to follow {area}", area=name)
        otherwise = language.t("If it was not you, do nothing: nothing more will be sent.")
    body = "\n\n".join([text, otherwise, signed(language)]) + "\n"
    return posting.post("follow", subscription.mail, subject, body, about=about(subscription))


def body(subscription: Subscription, events: list[Event], identity: UUID) -> str:
    """What a webhook gets: the figures, and the same sentences as a mail in the language that was asked for."""
    language = language_of(subscription)
    event_facts: list[dict[str, object]] = [
        {
            "key": event.key,
            "kind": event.kind,
            "area": event.area_id,
            "happened_at": event.happened_at.isoformat(),
            "facts": _facts(event),
            "sentences": sentences([event], language),
            "beside": _beside([event], language),
        }
        for event in events
    ]
    content = {"id": str(identity), "type": "area.changed", "language": language.code, "events": event_facts}
    return json_text(content)


def _facts(event: Event) -> dict[str, object]:
    return {name: value for name, value in event.facts.items() if name not in ("sentences", "basis", "source")}

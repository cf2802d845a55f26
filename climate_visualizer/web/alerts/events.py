"""Change detection, idempotent by an event's key: new statistics, moved budgets, newly published goals."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from climate_visualizer.beside.change_log import Step
from climate_visualizer.editions.read import CURRENT, UnknownArea
from climate_visualizer.web import current, published
from climate_visualizer.web.alerts import event_facts
from climate_visualizer.web.alerts.models import AT_ONCE, Delivery, Event, Seen, Subscription

EDITION, PUBLISHED = "edition", "published"
STATISTICS, GOALS = "statistics", "goals"
TOLD = ("goal", "measure", "climate-budget")
OVERLAP = timedelta(
    minutes=10
)  # what was published in a transaction that ended late is still found; its key keeps it single


def notice(now: datetime | None = None) -> int:
    """Write down every new event and whom it is due to; returns how many. Safe to run twice at once, or to be killed.

    Events, what is due and how far was looked are written in one transaction; an event's key keeps it from coming twice.
    """
    moment = now or timezone.now()
    with transaction.atomic():
        events = [*_of_edition(moment), *_of_published(moment)]
        for event in events:
            _address(event)
    return len(events)


def _seen(kind: str, start: str) -> Seen:
    """How far was looked, locked until the transaction ends; the first look starts from now and tells of nothing before."""
    Seen.objects.get_or_create(what=kind, defaults={"mark": start})
    return Seen.objects.select_for_update().get(what=kind)


def _followed() -> list[str]:
    living = Subscription.objects.filter(left_at=None, confirmed_at__isnull=False)
    return sorted(set(living.values_list("area_id", flat=True)))


def _of_edition(moment: datetime) -> list[Event]:
    after = current.edition()
    look = _seen(EDITION, after.id)
    if look.mark == after.id:
        return []
    steps = current.steps_since(look.mark)
    look.mark = after.id
    look.save()
    came = _made_current(moment)
    events = (
        _statistics(step, area_id, came if step.about.after == after.id else _worked_out(step, came))
        for step in steps
        for area_id in _followed()
        if area_id in step.areas
    )
    return [event for event in events if event is not None]


def _made_current(moment: datetime) -> datetime:
    """When the edition became the one that is served, as the file that names it says."""
    try:
        return datetime.fromtimestamp((settings.EDITIONS / CURRENT).stat().st_mtime, UTC)
    except OSError:
        return moment


def _worked_out(step: Step, latest: datetime) -> datetime:
    """When an edition that is not served any more was published: its changes were worked out then."""
    return min(datetime.fromtimestamp(step.folder.stat().st_mtime, UTC), latest)


def _statistics(step: Step, area_id: str, came: datetime) -> Event | None:
    """That a step changed an area; nothing where its page says nothing."""
    try:
        facts = event_facts.of_step(step, current.question(area_id))
    except UnknownArea:
        return None
    if facts is None:
        return None
    key = f"{area_id}:{STATISTICS}:{step.about.before}:{step.about.after}"
    return _event(key, STATISTICS, area_id, facts, came)


def _of_published(moment: datetime) -> list[Event]:
    look = _seen(PUBLISHED, moment.isoformat())
    documents = published.since(datetime.fromisoformat(look.mark) - OVERLAP)
    look.mark = max([look.mark, *(document.published_at.isoformat() for document in documents)])
    look.save()
    events = (
        _event(
            f"{document.area_id}:{GOALS}:{document.id}:{document.number}",
            GOALS,
            document.area_id,
            {
                "organisation": document.organisation.name,
                "kind": document.kind,
                "title": document.title if document.has_title else "",
            },
            document.published_at,
        )
        for document in documents
        if document.kind in TOLD and document.is_news
    )
    return [event for event in events if event is not None]


def _event(key: str, kind: str, area_id: str, facts: dict[str, object], happened_at: datetime) -> Event | None:
    event, is_new = Event.objects.get_or_create(
        key=key, defaults={"kind": kind, "area_id": area_id, "facts": facts, "happened_at": happened_at}
    )
    return event if is_new else None


def _address(event: Event) -> None:
    """A delivery for everybody who followed the area when it happened; who asked for a digest gets it on Monday morning."""
    living = Subscription.objects.filter(area_id=event.area_id, left_at=None, confirmed_at__lt=event.happened_at)
    Delivery.objects.bulk_create(
        [
            Delivery(
                subscription=subscription,
                event=event,
                due_at=event.happened_at if subscription.pace == AT_ONCE else next_monday(event.happened_at),
            )
            for subscription in living
        ],
        ignore_conflicts=True,
    )


def next_monday(moment: datetime) -> datetime:
    """Seven in the morning, local time, on the first Monday after a moment."""
    local = timezone.localtime(moment)
    days = (7 - local.weekday()) % 7 or 7
    return (local + timedelta(days=days)).replace(hour=7, minute=0, second=0, microsecond=0)

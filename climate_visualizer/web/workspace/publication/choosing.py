"""Publishing queue, document by document: how it differs from what readers see, and whether it is ticked to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.editions.read import Area
from climate_visualizer.web import published
from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.access import Actor, found
from climate_visualizer.web.workspace.content import documents, field_labels, kinds
from climate_visualizer.web.workspace.models import Document, Organisation, State, Version
from climate_visualizer.web.workspace.publication import endings

WHY = {
    "new": gettext_lazy("New to readers"),
    "changed": gettext_lazy("Changed since readers saw it"),
    "withdrawn": gettext_lazy("Withdrawn; ticked, it is shown again"),
    "outside": gettext_lazy("Sent in from outside; read it first"),
    "idea": gettext_lazy("An idea, which stays in the workspace until its status is another"),
    "dropped": gettext_lazy("Dropped, so it stays in the workspace"),
}
TICKED = ("new", "changed")
STAYS = ("idea", "dropped")


@dataclass(frozen=True)
class Waiting:
    """A document that readers don't see as it stands; `hindrance` says why it can't be published, empty where it can."""

    version: Version
    kind: kinds.Kind
    title: str
    area: Area | None
    why: str
    hindrance: str
    changes: tuple[dict[str, object], ...]

    @property
    def document(self) -> Document:
        document: Document = self.version.document
        return document

    @property
    def is_sent_in(self) -> bool:
        """Whether people outside wrote what it says."""
        return self.kind.name in endings.SENT_IN and self.version.author is None

    @property
    def said(self) -> str:
        return self.hindrance or str(WHY[self.why])

    @property
    def is_ticked(self) -> bool:
        return self.why in TICKED and not self.hindrance

    @property
    def pick(self) -> str:
        """What a tick sends: which document, in the version that was read."""
        return f"{self.document.pk}:{self.version.number}"


def rows(organisation: Organisation, *, kind: str = "", area_id: str = "") -> QuerySet[Version]:
    """The newest version of all that readers don't see as it stands, kind by kind, the oldest first."""
    unseen = Q(document__published=None) | Q(document__published__number__lt=F("document__latest"))
    wanted = {name: value for name, value in (("document__kind", kind), ("document__area_id", area_id)) if value}
    return (
        Version.objects.filter(unseen, number=F("document__latest"), document__organisation=organisation)
        .filter(document__archived_at=None, **wanted)
        .exclude(document__kind__in=published.KINDS_INSIDE)
        .select_related("document__published", "author")
        .order_by("document__kind", "document__made_at", "document__id")
    )


def waiting(versions: Sequence[Version]) -> list[Waiting]:
    """Each in words."""
    return [_waiting(version) for version in versions]


def _waiting(version: Version) -> Waiting:
    document, kind = version.document, kinds.find(version.document.kind)
    document.newest_state = version.state
    area = found(document.area_id)
    why = _why(version)
    hindrance = str(WHY[why]) if why in STAYS else str(kind.why_not(version.content))
    changes = _changes(version, kind, area) if why == "changed" else ()
    return Waiting(version, kind, kind.named(version.content) or _("Untitled"), area, why, hindrance, changes)


def _why(version: Version) -> str:
    document = version.document
    if published.stays_inside(document.kind, version.content):
        return str(version.content["status"])
    if version.state == State.WITHDRAWN and document.published_id is None:
        return "withdrawn"
    if document.published_id is not None:
        return "changed"
    return "outside" if version.author_id is None and document.kind in ("business", "remark") else "new"


def _changes(version: Version, kind: kinds.Kind, area: Area | None) -> tuple[dict[str, object], ...]:
    published_version, offer = version.document.published, field_labels.Offer(area)
    assert published_version is not None  # it has changed since it was published
    before, after = (
        field_labels.said(content, kind, offer) for content in (published_version.content, version.content)
    )
    return tuple(
        {"label": field_labels.label(difference.field, kind), "runs": difference.runs}
        for difference in documents.compare(before, after)
    )


def publish(actor: Actor, picks: Sequence[str], *, tells: bool) -> int:
    """Publish what was ticked, in the versions that were read: all of it or, where one won't do, none.

    Raises `policies.NotNow`, and `Document.DoesNotExist` for what is not there.
    """
    wanted = dict(_read(pick) for pick in picks)
    with transaction.atomic():
        own = {document.pk: document for document in actor.organisation.documents.filter(pk__in=wanted)}
        if set(own) != set(wanted):
            raise policies.NotNow(
                _("Something that was ticked is gone. Nothing has been published; read the list again.")
            )
        for key, version in wanted.items():
            try:
                documents.publish(own[key], version, by=actor.user, tells=tells)
            except Version.DoesNotExist:
                raise policies.NotNow(_("There is no such version. Nothing has been published.")) from None
    published.forget()
    return len(wanted)


def _read(pick: str) -> tuple[UUID, int]:
    key, _colon, version = pick.partition(":")
    try:
        return UUID(key), number(version)
    except ValueError:
        raise policies.NotNow(_("The list can’t be read. Open the page again.")) from None

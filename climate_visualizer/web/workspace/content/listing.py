"""Document lists: the newest version of each, and of every kind the latest few, in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from climate_visualizer.editions.read import Area
from climate_visualizer.web.workspace.access import Actor, found
from climate_visualizer.web.workspace.content import kinds
from climate_visualizer.web.workspace.models import Document, Organisation, Version

A_KIND = 5


@dataclass(frozen=True)
class Entry:
    """A document in a list."""

    document: Document
    version: Version
    title: str
    area: Area | None
    path: str


@dataclass(frozen=True)
class Group:
    """A kind, some of its documents, and how many there are."""

    kind: kinds.Kind
    entries: tuple[Entry, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.entries)


def _newest(organisation: Organisation) -> QuerySet[Version]:
    """The newest version of every document, the one that was saved last first."""
    return (
        Version.objects.filter(document__organisation=organisation, number=F("document__latest"))
        .filter(document__archived_at=None)
        .select_related("document__published", "author")
        .defer("document__published__content")
        .order_by("-at", "id")
    )


def archived(organisation: Organisation) -> QuerySet[Version]:
    """The newest version of everything in the archive, what was put there last first."""
    return (
        Version.objects.filter(document__organisation=organisation, number=F("document__latest"))
        .exclude(document__archived_at=None)
        .select_related("document")
        .order_by("-document__archived_at", "id")
    )


def of_kind(actor: Actor, kind: kinds.Kind) -> QuerySet[Version]:
    """Every document of a kind, to be read page by page."""
    return _newest(actor.organisation).filter(document__kind=kind.name)


def latest(actor: Actor) -> list[Group]:
    """Of every kind the documents that were saved last, in one query."""
    ranked = _newest(actor.organisation).annotate(
        place=Window(RowNumber(), partition_by="document__kind", order_by=[F("at").desc(), F("id")]),
        of_its_kind=Window(Count("id"), partition_by="document__kind"),
    )
    by_kind: dict[str, list[Any]] = {}  # versions that the query gave `of_its_kind`
    for version in ranked.filter(place__lte=A_KIND):
        by_kind.setdefault(version.document.kind, []).append(version)
    groups = []
    for kind in kinds.every():
        versions = by_kind.get(kind.name, [])
        groups.append(group(actor, kind, versions, versions[0].of_its_kind if versions else 0))
    return groups


def group(actor: Actor, kind: kinds.Kind, versions: Sequence[Version], total: int) -> Group:
    """A kind with the versions that are to be shown."""
    for version in versions:
        version.document.newest_state = version.state
    entries = tuple(
        Entry(
            version.document,
            version,
            kind.called(version.content) or _("Untitled"),
            found(version.document.area_id),
            actor.path(kind.page or "document", version.document_id),
        )
        for version in versions
    )
    return Group(kind, entries, total)


def only_ones(organisation: Organisation) -> dict[tuple[str, str], Document]:
    """What there is of the kinds that an area has one of, by kind and area."""
    names = [kind.name for kind in kinds.every() if kind.one_an_area and not kind.page]
    return {
        (document.kind, document.area_id): document
        for document in organisation.documents.filter(kind__in=names, archived_at=None)
    }

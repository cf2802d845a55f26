"""The one seam between what organisations publish and what the public sees: pages, embeds and the API read here and nowhere else.

    for note in published.of("SE-0480", "note"):
        note.content["title_sv"], note.organisation.name, note.published_at

Each organisation counts up when it publishes or withdraws. The counts are read at most every half second and are the
key of what is kept, so that every process shows what is published within a second, and `versioned` puts them into the
ETag of the areas that have anything. While the database is away, areas show official figures alone.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import DatabaseError

from climate_visualizer.caches import remembered

SECTIONS = ("dots", "history", "cumulative", "plan", "sectors", "ladder", "certain", "statistics", "people")
INSIDE = {"goal": ("idea", "dropped"), "measure": ("idea", "dropped")}  # statuses that never leave, by kind
LOOKED_EVERY = 0.5
AWAY_FOR = 5.0
_log = logging.getLogger("climate_visualizer.published")


@dataclass(frozen=True)
class By:
    """Who published: the organisation's id, name, kind, website, colour, and whether it is an example."""

    id: str
    name: str
    kind: str
    website: str
    colour: str
    is_example: bool


@dataclass(frozen=True)
class Published:
    """A published document: its kind, key, content, who published it and when. `content` is shared: read it only."""

    id: str
    area_id: str
    kind: str
    key: str
    number: int
    content: dict[str, Any]
    published_at: datetime
    organisation: By

    @property
    def title(self) -> str:
        """What it is called, in the first language that has a title; its kind where none has."""
        names = ("title", "name", "title_sv", "title_en")
        return next((str(self.content[name]) for name in names if self.content.get(name)), self.kind)


class _Counts:
    """For each area that organisations speak for, their ids and counts, as of half a second ago at most."""

    def __init__(self) -> None:
        self._until = 0.0
        self._found: dict[str, str] = {}

    def get(self) -> dict[str, str]:
        now = time.monotonic()
        if now >= self._until:
            try:
                self._found, self._until = _read_counts(), now + LOOKED_EVERY
            except DatabaseError as problem:
                _log.warning("database away", extra={"fields": {"reason": str(problem).strip()[:200]}})
                self._found, self._until = {}, now + AWAY_FOR
        return self._found

    def forget(self) -> None:
        self._until = 0.0


def _read_counts() -> dict[str, str]:
    held = apps.get_model("workspace", "OrganisationArea").objects.order_by("area_id", "organisation_id")
    found: dict[str, str] = {}
    for area_id, organisation, count in held.values_list(
        "area_id", "organisation_id", "organisation__published_number"
    ):
        found[area_id] = f"{found.get(area_id, '')}{organisation}:{count} "
    return found


_counts = _Counts()


def stays_inside(kind: str, content: Mapping[str, Any]) -> bool:
    """Whether a document is an idea or was dropped, which no page, embed, file, mail or answer tells of."""
    return content.get("status") in INSIDE.get(kind, ())


def version(area_id: str) -> str:
    """What tells one state of an area's published content from another; empty where no organisation speaks for it."""
    return _counts.get().get(area_id, "")


def versions() -> str:
    """The same for all areas together, for pages that show many."""
    return "".join(f"{area_id}={count}" for area_id, count in _counts.get().items())


def forget() -> None:
    """Look anew at the next question: for the process that has just published."""
    _counts.forget()


def of(area_id: str, kind: str | None = None) -> tuple[Published, ...]:
    """What is published for an area, of one kind or of all, the latest first."""
    state = version(area_id)
    if not state:
        return ()
    try:
        found = _read(area_id, state)
    except DatabaseError:
        return ()
    return tuple(one for one in found if kind is None or one.kind == kind)


@dataclass(frozen=True)
class Look:
    """How the organisation of an area wants its page to look: colour, logo, and the order of sections."""

    name: str
    colour: str
    has_logo: bool
    logo_text: str
    number: int


def look(area_id: str) -> Look | None:
    """The look of the municipality or county that speaks for an area, once it has published something; None without."""
    return _look(area_id, state) if (state := version(area_id)) else None


@remembered
def _look(area_id: str, state: str) -> Look | None:
    try:
        one = _speaker(area_id).only("name", "colour", "logo_text", "published_number").first()
        if one is None or not one.published_number:
            return None
        return Look(one.name, one.colour, bool(logo(area_id)), one.logo_text, one.published_number)
    except DatabaseError:
        return None


def logo(area_id: str) -> bytes | None:
    """The logo of who speaks for an area, as a PNG."""
    one = _speaker(area_id).only("logo").first()
    return bytes(one.logo) if one is not None and one.logo else None


def _speaker(area_id: str) -> Any:
    """Municipalities and counties that speak for an area, the oldest first."""
    model = apps.get_model("workspace", "Organisation").objects
    return model.filter(areas__area_id=area_id, kind__in=("municipality", "county")).order_by("made_at")


def order(area_id: str) -> tuple[str, ...]:
    """The sections of an area's page in the order that is published; what is new since stands last."""
    for one in of(area_id, "layout"):
        chosen = [name for name in one.content["order"] if name in SECTIONS]
        return (*chosen, *(name for name in SECTIONS if name not in chosen))
    return SECTIONS


def since(moment: datetime) -> tuple[Published, ...]:
    """What has been published after a moment and still is, wherever it is, the earliest first."""
    return tuple(reversed(_rows(published__published_at__gt=moment)))


@remembered
def _read(area_id: str, state: str) -> tuple[Published, ...]:
    return _rows(area_id=area_id, published__isnull=False)


def _rows(**wanted: Any) -> tuple[Published, ...]:
    rows = (
        apps.get_model("workspace", "Document")
        .objects.filter(**wanted)
        .select_related("published", "organisation")
        .order_by("-published__published_at", "id")
    )
    return tuple(
        Published(
            id=str(row.pk),
            area_id=row.area_id,
            kind=row.kind,
            key=row.key,
            number=row.published.number,
            content=row.published.content,
            published_at=row.published.published_at,
            organisation=By(
                str(row.organisation_id),
                row.organisation.name,
                row.organisation.kind,
                row.organisation.website,
                row.organisation.colour,
                row.organisation.is_example,
            ),
        )
        for row in rows
        if not stays_inside(row.kind, row.published.content)
    )

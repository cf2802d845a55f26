"""The one seam between what organisations publish and what the public sees: pages, embeds and the API read here and nowhere else.

    for note in published.of("SE-0480", "note"):
        note.content["title_sv"], note.organisation.name, note.published_at

Each organisation counts up when it publishes or withdraws. The counts are read at most every half second and are the
key of what is kept, so that every process shows what is published within a second, and `versioned` puts them into the
ETag of the areas that have anything.
While the database is away, the last known state is shown; where there is none, pages show official figures alone.

Where it is read from is registered by the workspace (`reads`): this seam knows no table.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connections

from climate_visualizer.caches import remembered
from climate_visualizer.plans.plan_content import Content

SECTIONS = (
    "dots",
    "sectors",
    "goal",
    "history",
    "plan",
    "plants",
    "cumulative",
    "ladder",
    "certain",
    "statistics",
    "people",
)
INSIDE = {"goal": ("idea", "dropped"), "measure": ("idea", "dropped")}  # statuses that never leave, by kind
KINDS_INSIDE = frozenset({"indicator", "proposal"})  # work of the house, which no page shows
ABOUT_MEASURE = "measure:"  # what a remark on a measure is about: this and its key
TITLES = ("title", "name", "title_sv", "title_en")
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
    content: Content
    published_at: datetime
    organisation: By
    is_news: bool = True  # whether followers are told of it

    @property
    def title(self) -> str:
        """What it is called, in the first language that has a title; its kind where none has."""
        return next((str(self.content[name]) for name in TITLES if self.content.get(name)), self.kind)

    @property
    def has_title(self) -> bool:
        return any(self.content.get(name) for name in TITLES)


@dataclass(frozen=True)
class Look:
    """How the organisation of an area wants its page to look: colour, logo, and the order of sections."""

    name: str
    colour: str
    has_logo: bool
    logo_text: str
    number: int


@dataclass(frozen=True)
class Shown:
    """A version that readers have seen, and since when."""

    number: int
    content: Content
    published_at: datetime


@dataclass(frozen=True)
class Reader:
    """What published content is read with; each may raise `DatabaseError`."""

    counts: Callable[[], Iterable[tuple[str, Any, int]]]  # area, organisation, how often it has published or withdrawn
    of_area: Callable[[str], tuple[Published, ...]]  # the latest first
    after: Callable[[datetime], tuple[Published, ...]]  # the latest first
    look: Callable[[str], Look | None]
    logo: Callable[[str], bytes | None]
    versions: Callable[[str], tuple[Shown, ...]]  # of a document's id, the earliest first


_NOBODY = Reader(
    lambda: (), lambda area_id: (), lambda moment: (), lambda area_id: None, lambda area_id: None, lambda key: ()
)
_readers: list[Reader] = [_NOBODY]


def reads(reader: Reader) -> None:
    """Register what published content is read with: the workspace does, when its application is ready."""
    _readers[:] = [reader]


class Away(Exception):
    """The database is away and what is published is not known; an empty answer would tell a client to delete its copy."""


class _Counts:
    """For each area that organisations speak for, their ids and counts, as of half a second ago at most.

    While the database is away they are the last that were known, and it is looked for by a thread of its own, so that no reader
    waits for it.
    """

    def __init__(self) -> None:
        self._until = 0.0
        self._found: dict[str, str] = {}
        self.is_known, self.is_away = False, False

    def get(self) -> dict[str, str]:
        now = time.monotonic()
        if now >= self._until:
            if self.is_away:
                self._until = now + AWAY_FOR
                threading.Thread(target=self._look_again, daemon=True).start()
            else:
                self._look()
        return self._found

    def _look(self) -> None:
        try:
            self._found, self._until = _read_counts(), time.monotonic() + LOOKED_EVERY
            self.is_known, self.is_away = True, False
        except DatabaseError as problem:
            _log.warning("database away", extra={"fields": {"reason": str(problem).strip()[:200]}})
            self._until, self.is_away = time.monotonic() + AWAY_FOR, True

    def _look_again(self) -> None:
        try:
            self._look()
        finally:
            connections.close_all()

    def forget(self) -> None:
        self._until, self.is_away = 0.0, False


def _read_counts() -> dict[str, str]:
    found: dict[str, str] = {}
    for area_id, organisation, count in _readers[0].counts():
        found[area_id] = f"{found.get(area_id, '')}{organisation}:{count} "
    return found


_counts = _Counts()
_last: dict[str, tuple[Published, ...]] = {}  # of the areas that organisations speak for: what was read last


def ensure_known(area_id: str) -> None:
    """What is published for an area is known, now or from before the database went away; raises `Away`."""
    state = version(area_id)
    if not _counts.is_known:
        raise Away("What organisations have published cannot be read just now; try again in a minute.")
    of(area_id)
    if state and area_id not in _last:
        raise Away("What organisations have published for the area cannot be read just now; try again in a minute.")


def stays_inside(kind: str, content: Mapping[str, object]) -> bool:
    """Whether a document is an idea, was dropped or is for the house alone: no page, embed, file, mail or answer tells of it."""
    return kind in KINDS_INSIDE or content.get("status") in INSIDE.get(kind, ())


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
        found = _last[area_id] = _read(area_id, state)
    except DatabaseError:
        found = _last.get(area_id, ())
    return tuple(one for one in found if kind is None or one.kind == kind)


def look(area_id: str) -> Look | None:
    """The look of the municipality or county that speaks for an area, once it has published something; None without."""
    return _look(area_id, state) if (state := version(area_id)) else None


@remembered
def _look(area_id: str, state: str) -> Look | None:
    try:
        return _readers[0].look(area_id)
    except DatabaseError:
        return None


def logo(area_id: str) -> bytes | None:
    """The logo of who speaks for an area, as a PNG."""
    return _readers[0].logo(area_id)


def versions_of(one: Published) -> tuple[Shown, ...]:
    """Every version of a published document that readers have seen, the earliest first.

    While the database is away it is the one shown now alone.
    """
    try:
        return _readers[0].versions(one.id) or (Shown(one.number, one.content, one.published_at),)
    except DatabaseError:
        return (Shown(one.number, one.content, one.published_at),)


def order(area_id: str) -> tuple[str, ...]:
    """The sections of an area's page in the order that is published; what is new since stands last."""
    for one in of(area_id, "layout"):
        chosen = [name for name in one.content["order"] if name in SECTIONS]
        return (*chosen, *(name for name in SECTIONS if name not in chosen))
    return SECTIONS


def since(moment: datetime) -> tuple[Published, ...]:
    """What has been published after a moment and still is, wherever it is, the earliest first."""
    return tuple(reversed(_readers[0].after(moment)))


@remembered
def _read(area_id: str, state: str) -> tuple[Published, ...]:
    return _readers[0].of_area(area_id)

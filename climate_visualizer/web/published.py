"""The one seam between what organisations publish and what the public sees: pages, embeds and the API read here and nowhere else.

    for note in published.of("SE-0480", "note"):
        note.content["title_sv"], note.organisation.name, note.published_at

Each organisation counts up when it publishes or withdraws. The counts are read at most every half second and are the
key of what is kept, so that every process shows what is published within a second, and `versioned` puts them into the
ETag of the areas that have anything.
While the database is away, the last known state is shown, under its own ETag; where there is none the state is `UNKNOWN`: pages
of figures show official ones alone and say so, and what is published is answered 503.

Where it is read from is registered by the workspace (`reads`): this seam knows no table.
"""

from __future__ import annotations

import pickle
import time
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import DatabaseError

from climate_visualizer.caches import remembered
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web.database.circuit import DATABASE

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
UNKNOWN = "unknown"  # the state of an area where the database is away and nothing of it has been read


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
class PublishedVersion:
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
    versions: Callable[[str], tuple[PublishedVersion, ...]]  # of a document's id, the earliest first


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

    While the database is away they are the last that were known.
    """

    def __init__(self) -> None:
        self._until = 0.0
        self._found: dict[str, str] = {}
        self.is_known = False

    def get(self) -> dict[str, str]:
        if time.monotonic() >= self._until:
            with suppress(DatabaseError):
                self._found, self.is_known = DATABASE.ask(_read_counts), True
            self._until = time.monotonic() + LOOKED_EVERY
        return self._found

    def forget(self) -> None:
        self._until = 0.0


def _read_counts() -> dict[str, str]:
    states: dict[str, str] = {}
    for area_id, organisation, count in _readers[0].counts():
        states[area_id] = f"{states.get(area_id, '')}{organisation}:{count} "
    return states


Shelf = tuple[tuple[Published, ...], Look | None]  # what is published for an area, and its look
_counts = _Counts()
# Of each area that organisations speak for, the state and content that were read last. They are kept whatever comes, so they lie
# outside the shared cache, and packed: a plan of a hundred measures takes 20 kB in place of 400.
_last: dict[str, tuple[str, bytes]] = {}


def _read(area_id: str) -> Shelf:
    return _readers[0].of_area(area_id), _readers[0].look(area_id)


@remembered
def _unpacked(area_id: str, state: str) -> Shelf:
    shelf: Shelf = pickle.loads(zlib.decompress(_last[area_id][1]))  # noqa: S301  # packed by this process
    return shelf


def _shelf(area_id: str) -> Shelf:
    state = version(area_id)
    return _unpacked(area_id, state) if state not in ("", UNKNOWN) else ((), None)


def is_unknown(area_id: str) -> bool:
    """What is published for an area cannot be read and has not been: an empty answer would be untrue."""
    return version(area_id) == UNKNOWN


def ensure_known(area_id: str) -> None:
    """What is published for an area is known, now or from before the database went away; raises `Away`."""
    if is_unknown(area_id):
        raise Away("What organisations have published for the area cannot be read just now; try again in a minute.")


def stays_inside(kind: str, content: Mapping[str, object]) -> bool:
    """Whether a document is an idea, was dropped or is for the house alone: no page, embed, file, mail or answer tells of it."""
    return kind in KINDS_INSIDE or content.get("status") in INSIDE.get(kind, ())


def version(area_id: str) -> str:
    """The state of an area's published content that is shown now: of the newest, or of what was read last, or `UNKNOWN`.

    Empty where no organisation speaks for the area.
    """
    newest = _counts.get().get(area_id, "")
    if not newest:
        return "" if _counts.is_known else UNKNOWN
    if _last.get(area_id, ("", b""))[0] != newest:
        with suppress(DatabaseError):
            shelf = DATABASE.ask(partial(_read, area_id))
            _last[area_id] = (newest, zlib.compress(pickle.dumps(shelf), 1))
    return _last[area_id][0] if area_id in _last else UNKNOWN


def versions() -> str:
    """The same for all areas together, for pages that show many."""
    return "".join(f"{area_id}={count}" for area_id, count in _counts.get().items())


def forget() -> None:
    """Look anew at the next question: for the process that has just published."""
    DATABASE.close()
    _counts.forget()


def of(area_id: str, kind: str | None = None) -> tuple[Published, ...]:
    """What is published for an area, of one kind or of all, the latest first."""
    return tuple(document for document in _shelf(area_id)[0] if kind is None or document.kind == kind)


def look(area_id: str) -> Look | None:
    """The look of the municipality or county that speaks for an area, once it has published something; None without."""
    return _shelf(area_id)[1]


def logo(area_id: str) -> bytes | None:
    """The logo of who speaks for an area, as a PNG."""
    ensure_known(area_id)
    return _logo(area_id, version(area_id))


@remembered
def _logo(area_id: str, state: str) -> bytes | None:
    return DATABASE.ask(partial(_readers[0].logo, area_id)) if state else None


def versions_of(document: Published) -> tuple[PublishedVersion, ...]:
    """Every version of a published document that readers have seen, the earliest first; raises `Away` where that is not known."""
    try:
        return _versions(document.id, version(document.area_id)) or (
            PublishedVersion(document.number, document.content, document.published_at),
        )
    except DatabaseError as problem:
        raise Away(
            "What has been published of this before cannot be read just now; try again in a minute."
        ) from problem


@remembered
def _versions(document: str, state: str) -> tuple[PublishedVersion, ...]:
    return DATABASE.ask(partial(_readers[0].versions, document))


def order(area_id: str) -> tuple[str, ...]:
    """The sections of an area's page in the order that is published; what is new since stands last."""
    for layout in of(area_id, "layout"):
        chosen = [name for name in layout.content["order"] if name in SECTIONS]
        return (*chosen, *(name for name in SECTIONS if name not in chosen))
    return SECTIONS


def since(moment: datetime) -> tuple[Published, ...]:
    """What has been published after a moment and still is, wherever it is, the earliest first."""
    return tuple(reversed(_readers[0].after(moment)))

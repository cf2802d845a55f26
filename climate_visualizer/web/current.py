"""Request context for figures: the edition, the day and the question of a request, the one seam between web and figures."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from polars.exceptions import PolarsError

from climate_visualizer.beside.area_changes import Changed
from climate_visualizer.beside.change_log import Step, step
from climate_visualizer.caches import remembered
from climate_visualizer.editions.edition_summary import Outline, outline
from climate_visualizer.editions.importing.pipeline import held
from climate_visualizer.editions.publishing import change_history as kept_steps
from climate_visualizer.editions.publishing.previous import lineage
from climate_visualizer.editions.publishing.publish import stored
from climate_visualizer.editions.read import Edition, NoEdition, current_edition, load_edition
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.horizon import within
from climate_visualizer.methods.question import Answered, Question, ask, asked_by

_log = logging.getLogger("climate_visualizer.changes")
_day: ContextVar[date | None] = ContextVar("day", default=None)
_held: ContextVar[Edition | None] = ContextVar("edition", default=None)


def hold(edition: Edition | None) -> None:
    """Keep one edition for a whole request, so that it ends on the edition it began with."""
    _held.set(edition)


def edition() -> Edition:
    """The edition of this request, or the published one outside of any."""
    return _held.get() or current_edition(settings.EDITIONS)


def past() -> tuple[str, ...]:
    """The ids of the editions that have been published, on which depends what is told as changed."""
    return lineage(settings.EDITIONS)


def steps() -> tuple[Step, ...]:
    """The steps that led to the current edition, the newest first, each with what it changed."""
    pairs = _readable(settings.EDITIONS, past(), _written_at(settings.EDITIONS / kept_steps.FOLDER))
    steps = (step_between(before, after) for before, after in pairs)
    return tuple(step for step in steps if step is not None)


@remembered
def _readable(root: Path, ids: tuple[str, ...], written: int) -> tuple[tuple[str, str], ...]:
    """Which editions these steps are between; each step is kept by itself, since a long history is too heavy to be kept whole."""
    pairs = []
    for pair in kept_steps.chain(ids, root):
        try:
            step(kept_steps.folder_of(*pair, root))
            pairs.append(pair)
        except (OSError, ValueError, KeyError, PolarsError) as problem:
            _log.error("changes cannot be read", extra={"fields": {"step": "..".join(pair), "reason": str(problem)}})
    return tuple(pairs)


def _written_at(folder: Path) -> int:
    """When a step was last added, so that one that comes later is seen."""
    try:
        return folder.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def worded_steps(area_id: str) -> Iterator[Step]:
    """The steps in which something of an area changed that there are words for, the newest first."""
    return (step for step in steps() if step.has_words(area_id))


def step_between(before: str, after: str) -> Step | None:
    """The kept step from one edition to another; None where there is none, or where it cannot be read."""
    try:
        return step(kept_steps.folder_of(before, after, settings.EDITIONS))
    except (OSError, ValueError, KeyError, PolarsError):
        return None


def steps_since(edition_id: str) -> tuple[Step, ...]:
    """The steps from an edition to the current one, the earliest first; where somebody went back, the one step back."""
    ids = past()
    if edition_id in ids:
        later = ids[len(ids) - ids[::-1].index(edition_id) :]
        return tuple(step for step in reversed(steps()) if step.about.after in later)
    back = step_between(edition_id, edition().id)
    return (back,) if back else ()


def newest_change(area_id: str, choices: Choices | None = None) -> Changed | None:
    """What an area is told of: its newest change, which stays until it changes again. None where nothing ever did."""
    newest = next(worded_steps(area_id), None)
    return newest.changed(area_id, choices) if newest else None


def published_edition(edition_id: str) -> Edition:
    """A kept edition that is or has been published; raises `NoEdition` for any other id."""
    if edition_id not in published_ids():
        raise NoEdition(f"There is no published edition '{edition_id}'; /api/v1/editions lists those there are.")
    return load_edition(settings.EDITIONS / edition_id)


def outline_of(edition_id: str) -> Outline:
    """What lists of editions show of a kept one, without reading it whole; raises `NoEdition` where it cannot be read."""
    return outline(settings.EDITIONS / edition_id)


def published_ids() -> tuple[str, ...]:
    """The editions that are kept and not held, the newest release first, the current one before all."""
    now, out_of_use = edition().id, held(settings.EDITIONS)
    others = [
        edition_id
        for edition_id in reversed(stored(settings.EDITIONS))
        if edition_id != now and edition_id not in out_of_use
    ]
    return (now, *others)


@contextmanager
def on_day(day: date | None) -> Iterator[None]:
    """Work out figures for another day than today, for as long as this lasts."""
    before = _day.set(day)
    try:
        yield
    finally:
        _day.reset(before)


def today() -> date:
    """The day of the calendar, or the one that is set in its place."""
    return settings.AS_OF or datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


def as_of() -> date:
    """The day that figures are worked out for: the one that is asked for, or today as far as the horizon goes."""
    return _day.get() or within(today())


def question(area_id: str, query: Mapping[str, str] | None = None) -> Question:
    """What this request asks of an area or a country, by the choices in a query: of the edition it began with, on its day."""
    return ask(edition(), area_id, query, as_of=as_of())


def again(answered: Answered) -> Question:
    """The question that something answers, asked of the edition of this request."""
    return asked_by(answered, edition())

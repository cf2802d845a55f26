"""The one seam between the web and the figures: which edition, which day, which assessment."""

from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings

from climate_visualizer.assessment.assess import Assessment, assess
from climate_visualizer.assessment.changed import has_changed
from climate_visualizer.assessment.choices import Choices, default_choices
from climate_visualizer.assessment.outlook import Outlook, Vintage
from climate_visualizer.assessment.outlook import outlook as outlook_of
from climate_visualizer.assessment.outlook import vintages as vintages_of
from climate_visualizer.editions.earlier import before_current, befores, earlier
from climate_visualizer.editions.intake import held
from climate_visualizer.editions.publish import stored
from climate_visualizer.editions.read import Edition, NoEdition, current_edition, load_edition

MOST_STEPS = 6
_held: ContextVar[Edition | None] = ContextVar("edition", default=None)


def hold(edition: Edition | None) -> None:
    """Keep one edition for a whole request, so that it ends on the edition it began with."""
    _held.set(edition)


def edition() -> Edition:
    """The edition of this request, or the published one outside of any."""
    return _held.get() or current_edition(settings.EDITIONS)


def before() -> Edition | None:
    """The imported edition that was published before, to compare with."""
    return before_current(settings.EDITIONS)


def past() -> tuple[str, ...]:
    """The ids of the editions that were published before, on which depends what is told as changed."""
    return earlier(settings.EDITIONS)


def steps() -> tuple[Edition, ...]:
    """Earlier editions, the newest first, each with other figures, world budgets or methods than the one after it."""
    return tuple(islice(befores(settings.EDITIONS), MOST_STEPS))


def before_of(area_id: str) -> Edition | None:
    """The newest earlier edition in which an area stood otherwise: what it is told of stays until it changes again."""
    return _before_of(edition(), area_id, past(), as_of())


def after(before: Edition) -> Edition:
    """The edition that came after an earlier one; the current one where that cannot be read any more."""
    newest_first = (edition().id, *reversed(past()))
    try:
        return load_edition(settings.EDITIONS / newest_first[newest_first.index(before.id) - 1])
    except NoEdition:
        return edition()


@lru_cache(maxsize=2048)
def _before_of(now: Edition, area_id: str, ids: tuple[str, ...], day: date) -> Edition | None:
    country = now.area(area_id).country
    choices = default_choices(country, day, edition=now)
    for one in steps() if ids else ():
        if country not in one.countries:
            return None
        if has_changed(one, now, area_id, choices, as_of=day):
            return one
    return None


def published_edition(edition_id: str) -> Edition:
    """A kept edition that is or has been published; raises `NoEdition` for any other id."""
    if edition_id not in published_ids():
        raise NoEdition(f"There is no published edition '{edition_id}'; /api/v1/editions lists those there are.")
    return load_edition(settings.EDITIONS / edition_id)


def published_ids() -> tuple[str, ...]:
    """The editions that are kept and not held, the newest release first, the current one before all."""
    now, out_of_use = edition().id, held(settings.EDITIONS)
    others = [one for one in reversed(stored(settings.EDITIONS)) if one != now and one not in out_of_use]
    return (now, *others)


def as_of() -> date:
    """The day that figures are worked out for: the set one, or today."""
    return settings.AS_OF or datetime.now(ZoneInfo(settings.TIME_ZONE)).date()


@lru_cache(maxsize=2048)
def _assessed(edition: Edition, area_id: str, choices: Choices, day: date) -> Assessment:
    return assess(edition, area_id, choices, as_of=day)


def assessment(area_id: str, choices: Choices) -> Assessment:
    """One area held against the chosen budget, kept while edition, choices and day stay the same."""
    return _assessed(edition(), area_id, choices, as_of())


def outlook(area_id: str, choices: Choices) -> Outlook | None:
    """Ranges for one area and choice."""
    return outlook_of(edition(), area_id, choices, as_of=as_of())


def vintages(area_id: str, choices: Choices) -> tuple[Vintage, ...]:
    """The same area by every method and published budget with the chosen limit."""
    return vintages_of(edition(), area_id, choices, as_of=as_of())

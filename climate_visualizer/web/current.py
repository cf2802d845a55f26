"""The one seam between the web and the figures: which edition, which day, which assessment."""

from contextvars import ContextVar
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

from climate_visualizer.assessment.assess import Assessment, assess
from climate_visualizer.assessment.choices import Choices
from climate_visualizer.assessment.outlook import Outlook, Vintage
from climate_visualizer.assessment.outlook import outlook as outlook_of
from climate_visualizer.assessment.outlook import vintages as vintages_of
from climate_visualizer.editions.intake import before_current, held
from climate_visualizer.editions.publish import stored
from climate_visualizer.editions.read import Edition, NoEdition, current_edition, load_edition

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

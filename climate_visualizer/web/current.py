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
from climate_visualizer.editions.intake import before_current
from climate_visualizer.editions.read import Edition, current_edition

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

"""What new editions changed, as Atom: for one area, and for all; the same sentences as the pages have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from itertools import islice

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from climate_visualizer.beside import area_changes
from climate_visualizer.beside.change_log import Step
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken
from climate_visualizer.words import sentences

MOST = 50


def _noon(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=UTC)


class _Feed(Atom1Feed):
    """Atom whose `updated` is the day of the newest edition, also while there is nothing to tell: never the time of asking."""

    def latest_post_date(self) -> datetime:
        newest: datetime = self.feed["newest"]
        return newest


def _released(edition: Edition) -> datetime:
    """When an edition's newest file was released."""
    return _noon(max(origin["release_date"] for origin in edition.origins))


def _feed(
    request: HttpRequest, language: Language, title: str, page: str, steps: Iterable[tuple[Step, Area]]
) -> HttpResponse:
    newest = _released(current.edition())
    feed = _Feed(
        title=f"{title} – Climate Visualizer",
        link=page,
        description=language.t("What new statistics changed"),
        language=language.code,
        feed_url=request.build_absolute_uri(),
        author_name=settings.OWNER or "Climate Visualizer",
        newest=newest,
    )
    for step, area in steps:
        _enter(feed, language, area, step)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _enter(feed: Atom1Feed, language: Language, area: Area, step: Step) -> None:
    """What a step changed for an area; the entry's name and day stay when other statistics come in later."""
    sentences_of_change = area_changes.sentences(
        step.changed(area.id), sector_names(area.country, language.code), language
    )
    page = url_to("area", language.code, area)
    feed.add_item(
        title=language.t("{area}: new statistics", area=sentences.area_name(area, language)),
        link=page,
        description=" ".join(
            sentence for sentence in (*sentences_of_change, *_beside(step, area, language)) if sentence
        ),
        unique_id=f"{page}#{step.about.after}",
        updateddate=_noon(step.about.released),
        pubdate=_noon(step.about.released),
    )


def _beside(step: Step, area: Area, language: Language) -> tuple[str, ...]:
    """Which budget the sentences are about; where the step led to what is current, until when it lasts and whose statistics."""
    edition, change = current.edition(), step.changed(area.id)
    which = area_changes.which_budget(step.choices(area.id), language) if change.remaining_to_t is not None else ""
    if step.about.after != edition.id:
        return (which,)
    choices = default_choices(area.country, current.as_of(), edition=edition)
    basis = area_changes.basis(change, choices, language)
    return which, basis, source_line(edition, area.country, language, edition.gas_of(area))


@versioned
@spoken
def area_feed(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """One area's changes, the newest first."""
    area = current.edition().find(country, slug)
    steps = [(step, area) for step in current.worded_steps(area.id)]
    return _feed(
        request,
        language,
        sentences.area_name(area, language),
        url_to("area", language.code, country=country, slug=slug),
        steps,
    )


@versioned
@spoken
def all_feed(request: HttpRequest, language: Language) -> HttpResponse:
    """The areas that changed last, the largest change of an edition first."""
    areas = {area.id: area for area in current.edition().areas}
    steps = (
        (step, areas[area_id])
        for step in current.steps()
        for area_id in step.areas
        if area_id in areas and step.has_words(area_id)
    )
    return _feed(request, language, language.t("All areas"), url_to("home", language.code), islice(steps, MOST))

"""What new editions changed, as Atom: for one area, and for all."""

from datetime import UTC, datetime, time

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from climate_visualizer.assessment import changed, words
from climate_visualizer.assessment.choices import default_choices
from climate_visualizer.assessment.language import Language
from climate_visualizer.editions.changes import differences
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.spoken import spoken
from climate_visualizer.web.versioned import versioned

MOST = 50


def _released(edition: Edition) -> datetime:
    """When an edition's newest file was released."""
    day = max(origin["release_date"] for origin in edition.origins)
    return datetime.combine(datetime.fromisoformat(day).date(), time(12), tzinfo=UTC)


def _feed(request: HttpRequest, language: Language, title: str, path: str, areas: list[Area]) -> HttpResponse:
    feed = Atom1Feed(
        title=f"{title} – Climate Visualizer",
        link=request.build_absolute_uri(path),
        description=language.t("What new statistics changed"),
        language=language.code,
        feed_url=request.build_absolute_uri(),
    )
    for area in areas:
        before = current.before_of(area.id)
        if before is not None:
            _enter(feed, request, language, area, before)
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _enter(feed: Atom1Feed, request: HttpRequest, language: Language, area: Area, before: Edition) -> None:
    """What became of an area since an earlier edition; the entry's name and day stay when other statistics come in later."""
    choices = default_choices(area.country, current.as_of(), edition=current.edition())
    found = changed.changed(before, current.edition(), area.id, choices, as_of=current.as_of())
    said = changed.sentences(found, sector_names(area.country, language.code), language)
    page = request.build_absolute_uri(f"/{language.code}/{area.country.lower()}/{area.slug}/")
    if not found.is_empty:
        came = current.after(before)
        feed.add_item(
            title=language.t("{area}: new statistics", area=words.area_name(area, language)),
            link=page,
            description=" ".join(said),
            unique_id=f"{page}#{came.id}",
            updateddate=_released(came),
            pubdate=_released(came),
        )


@versioned
@spoken
def area_feed(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """One area's newest change."""
    area = current.edition().find(country, slug)
    return _feed(request, language, words.area_name(area, language), f"/{language.code}/{country}/{slug}/", [area])


@versioned
@spoken
def all_feed(request: HttpRequest, language: Language) -> HttpResponse:
    """The areas that changed last, the largest change of an edition first."""
    now, ids = current.edition(), dict[str, None]()
    for before in current.steps():
        size = pl.col("change_t").abs().sum()
        table = differences(before, now).group_by("area_id").agg(size=size)
        ids |= dict.fromkeys(table.sort("size", "area_id", descending=[True, False])["area_id"])
        if len(ids) >= MOST:
            break
    there = {area.id for area in now.areas}
    areas = [now.area(area_id) for area_id in ids if area_id in there]
    return _feed(request, language, language.t("All areas"), f"/{language.code}/", areas[:MOST])

"""An installation for one place: a country, county or municipality that its pages begin with, by one setting."""

from __future__ import annotations

from django.conf import settings

from climate_visualizer.beside.area_search import Place
from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area, Edition


def own_place(edition: Edition) -> Area | None:
    """The place that the installation is for, None where it is for all or the edition has no such place."""
    return next((area for area in edition.areas if area.id == settings.PLACE), None) if settings.PLACE else None


def opens_on(edition: Edition) -> Area | None:
    """The place whose page comes first; a country with places has the first page itself, with all of them."""
    area = own_place(edition)
    return area if area and (area.kind != "country" or not edition.children(area.id)) else None


@remembered
def _within(edition: Edition, area_id: str) -> frozenset[str]:
    parents = {area.id: area.parent_id for area in edition.areas}

    def is_within(inner_id: str | None) -> bool:
        return inner_id is not None and (inner_id == area_id or is_within(parents.get(inner_id)))

    return frozenset(area.id for area in edition.areas if is_within(area.id))


def is_own(edition: Edition, area: Area) -> bool:
    """Whether an area is the installation's place or within it; every area is where it is for all."""
    own = own_place(edition)
    return own is None or area.id in _within(edition, own.id)


def own_first(edition: Edition, places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Places with those of the installation's own first, so that the search names them first."""
    return tuple(sorted(places, key=lambda place: not is_own(edition, place.area))) if settings.PLACE else places


def unknown(edition: Edition) -> str:
    """A sentence for a setting that names no place of the edition; empty for one that can be used."""
    if not settings.PLACE or own_place(edition):
        return ""
    return (
        f"CLIMATE_VISUALIZER_PLACE is '{settings.PLACE}', which is no place of edition {edition.id}; set it to the id of a "
        "country, county or municipality, as SE, SE-04 or SE-0480 (/api/v1/areas lists them), or leave it out."
    )

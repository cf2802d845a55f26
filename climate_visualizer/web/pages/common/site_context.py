"""Template context processor for every page: languages, addresses, edition and version."""

from functools import cache
from urllib.parse import quote

from babel.core import get_global
from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from climate_visualizer import __version__
from climate_visualizer.budget.lasting import dated
from climate_visualizer.editions.read import Area, Edition, MovedArea, NoEdition, UnknownArea
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import in_language, path_to, url_to
from climate_visualizer.web.page_language import CODES, language, stand_in
from climate_visualizer.web.pages.common.schema_org import structured
from climate_visualizer.web.pages.countries.standing import countries
from climate_visualizer.web.site import unrooted

NAMES = dict(settings.LANGUAGES)


# What of an address says which page it is, rather than how it is looked at: the places that are compared.
NAMING = ("areas",)
LONGEST = 1000  # characters of an address that are repeated in links to other languages; a drawn path has some hundred


def _plain_path(request: HttpRequest) -> str:
    """The page's own address, without choices, order, filters and what others hang on it."""
    named = [f"{key}={quote(request.GET[key], safe=',-')[:200]}" for key in NAMING if request.GET.get(key)]
    return request.path + (f"?{'&'.join(named)}" if named else "")


@cache
def _territory(code: str) -> str:
    """A language with its territory, as Open Graph wants it: sv_SE; English here is British, a made-up one has none."""
    base = code.partition("-")[0]
    land = "GB" if base == "en" else get_global("likely_subtags").get(base, "").rpartition("_")[2]
    return f"{base}_{land}" if land else base


def _alternates(request: HttpRequest) -> list[dict[str, object]]:
    """The same page in each language: as it is looked at, and for those who collect pages its own address.

    Where a language has no words for the page, the nearest one that it has, which is no translation (`url` is empty).
    """
    full_path = unrooted(request.get_full_path())
    path = full_path if len(full_path) <= LONGEST else request.path_info[:LONGEST]
    head = path.lstrip("/").partition("/")[0]
    if head not in CODES:
        return []
    lacking = {code for code in CODES if _is_wordy(request) and stand_in(code)}
    return [
        {
            "code": code,
            "territory": _territory(code),
            "name": NAMES[code],
            "is_default": code == settings.LANGUAGE_CODE,
            "path": _nearest(request, code) if code in lacking else in_language(path, code),
            "url": "" if code in lacking else request.build_absolute_uri(in_language(_plain_path(request), code)),
        }
        for code in CODES
    ]


def _is_wordy(request: HttpRequest) -> bool:
    return bool(request.resolver_match and getattr(request.resolver_match.func, "wholly", False))


def _nearest(request: HttpRequest, code: str) -> str:
    """The area's page for a page within an area, else the first page."""
    url_kwargs = request.resolver_match.kwargs if request.resolver_match else {}
    if {"country", "slug"} <= set(url_kwargs):
        return path_to("area", code, country=url_kwargs["country"], slug=url_kwargs["slug"])
    return path_to("home", code)


def _pictured(request: HttpRequest, edition: Edition) -> Area | None:
    """The place whose picture a page is shared with: its own, the first that is compared, else the site's country.

    The site's country is the one whose municipalities it holds, as on the first page; not the first in the edition.
    """
    keys = request.resolver_match.kwargs if request.resolver_match else {}
    try:
        if {"country", "slug"} <= set(keys):
            return edition.find(keys["country"], keys["slug"])
        if asked := request.GET.get("areas", ""):
            return edition.area(asked.partition(",")[0])
    except (MovedArea, UnknownArea):
        return None
    nations = {area.country: area for area in edition.areas if area.kind == "country"}
    return next((nations[code] for code in countries(edition) if code in nations), None)


def site(request: HttpRequest) -> dict[str, object]:
    """Edition, version, and this page's addresses in every language."""
    try:
        edition = current.edition()
    except NoEdition:
        edition = None
    code = translation.get_language() or CODES[0]
    pictured_area = _pictured(request, edition) if edition else None
    return {
        "structured": structured(request, edition, language(code)) if edition and code in CODES else "",
        "picture": url_to("area-file", code, pictured_area, name="shared.png") if pictured_area else "",
        "edition": edition,
        "version": __version__,
        "lang": code,
        "late_day": dated(current.as_of(), language(code)) if code in CODES else "",
        "rest_in": (rest_language := stand_in(code)),
        "rest_name": NAMES.get(rest_language, ""),
        "alternates": _alternates(request),
        "canonical": request.build_absolute_uri(_plain_path(request)),
    }

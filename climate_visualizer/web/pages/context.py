"""What every page shows around its own matter."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from climate_visualizer import __version__
from climate_visualizer.editions.read import NoEdition
from climate_visualizer.web import current
from climate_visualizer.web.spoken import CODES

NAMES = dict(settings.LANGUAGES)


def _alternates(request: HttpRequest) -> list[dict[str, str]]:
    """The same page in each language."""
    head, _, rest = request.get_full_path().lstrip("/").partition("/")
    if head not in CODES:
        return []
    return [
        {
            "code": code,
            "name": NAMES[code],
            "path": f"/{code}/{rest}",
            "url": request.build_absolute_uri(f"/{code}/{rest}"),
        }
        for code in CODES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """Edition, version, and this page's addresses in every language."""
    try:
        edition = current.edition()
    except NoEdition:
        edition = None
    return {
        "edition": edition,
        "version": __version__,
        "lang": translation.get_language() or CODES[0],
        "alternates": _alternates(request),
        "origin": request.build_absolute_uri("/").rstrip("/"),
        "canonical": request.build_absolute_uri(request.get_full_path()),
    }

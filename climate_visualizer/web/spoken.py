"""The language of a page, which stands in its address and is remembered nowhere else."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from climate_visualizer.assessment.language import Language, load_language

CODES = tuple(code for code, _ in settings.LANGUAGES)


def language(code: str) -> Language:
    """A language that the site has, or a page that is not found."""
    if code not in CODES:
        raise Http404(f"There is no language '{code}' here.")
    return load_language(code, settings.LOCALE_PATHS[0])


def spoken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view its language, and write the page in it."""

    @wraps(view)
    def wrapper(request: HttpRequest, lang: str, *args: Any, **kwargs: Any) -> HttpResponse:
        found = language(lang)
        with translation.override(lang):
            response = view(request, found, *args, **kwargs)
        response.headers["Content-Language"] = lang
        return response

    return wrapper


def preferred(request: HttpRequest) -> str:
    """The language that a browser asks for first among ours."""
    return translation.get_language_from_request(request) if request.headers.get("Accept-Language") else CODES[0]

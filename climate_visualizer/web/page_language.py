"""Language of a request, from its URL only: neither cookie nor session remembers it."""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

from climate_visualizer.languages.language import Language, load_language
from climate_visualizer.web.http.addresses import in_language

CODES = tuple(code for code, _ in settings.LANGUAGES)


def language(code: str) -> Language:
    """A language that the site has, or a page that is not found."""
    if code not in CODES:
        raise Http404(f"There is no language '{code}' here.")
    return load_language(code, settings.LOCALE_PATHS[0])


def spoken(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand a view its language, and write the page in it."""

    @wraps(view)
    def wrapper(request: HttpRequest, lang: str, *args: object, **kwargs: str) -> HttpResponse:
        page_language = language(lang)
        with translation.override(lang):
            response = view(request, page_language, *args, **kwargs)
        response.headers["Content-Language"] = lang
        return response

    return wrapper


def stand_in(code: str) -> str:
    """The language of the pages that a language has no words for; empty for one that has them all."""
    return language(code).grammar.rest_in if code in CODES else ""


def led_over(request: HttpRequest, lang: str) -> HttpResponse:
    """The same address in the language that stands in."""
    return HttpResponseRedirect(in_language(request.get_full_path(), stand_in(lang)))


def wholly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that only a whole language has the words for: in any other it leads to the one that stands in."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        lang = kwargs.get("lang", "")
        return led_over(request, lang) if stand_in(lang) else view(request, *args, **kwargs)

    wrapper.wholly = True  # type: ignore[attr-defined]  # read by who lists a page's languages
    return wrapper


def preferred(request: HttpRequest) -> str:
    """The language that a browser asks for first among ours, under any code that it has."""
    asked = request.headers.get("Accept-Language", "").lower()
    if not asked:
        return CODES[0]
    also = {other: code for code in CODES for other in language(code).grammar.also}
    for code, _ in parse_accept_lang_header(asked):
        if code.partition("-")[0] in also:
            return also[code.partition("-")[0]]
        with suppress(LookupError):
            return translation.get_supported_language_variant(code)
    return translation.get_language_from_request(request)

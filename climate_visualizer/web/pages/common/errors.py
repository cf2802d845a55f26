"""Error pages (404, 422, 500, 503) in the look of the site, with a way on."""

from __future__ import annotations

import re
import sys

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from climate_visualizer.beside.area_search import FEWEST_LETTERS, Place, folded, named, one_letter_apart, places
from climate_visualizer.editions.read import Area, NoEdition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current, embed_options
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.typed_labels import labels
from climate_visualizer.web.page_language import CODES, language, preferred
from climate_visualizer.words.refusals import why_said

SPELT = re.compile(r"/(?P<lang>[\w-]+)/(?P<country>[A-Za-z]{2})/(?P<name>[^/]{2,80})/(?P<rest>.*)")
# What is wrong with a request before any page is asked: a heading and what to do.
SAID = {
    400: (
        _("The request could not be read"),
        _("What was sent broke off, or is not as a browser sends it. Go back, reload the page and try again."),
    ),
    405: (
        _("This address can only be read"),
        _("Nothing can be sent to it. Follow the link below to go on reading."),
    ),
    408: (
        _("That took too long"),
        _("What you sent did not arrive in time, and nothing has been kept. Please try again on a better connection."),
    ),
    413: (
        _("That is too large"),
        _("What you sent weighs more than this address takes, and nothing has been kept."),
    ),
    414: (_("The address is too long"), _("Shorten it, or begin from the first page.")),
    421: (
        _("This site is not at that address"),
        _("Whoever runs this copy needs to name the address in the setting ALLOWED_HOSTS."),
    ),
    429: (_("Too much is being sent just now"), _("Nothing has been kept. Please try again in a minute.")),
}

UNSEEN = ("based_on",)  # what a form sends that nobody typed
NOT_HERE = _("There is no such page")
UNTOLD = re.compile("password|secret|code|login", re.IGNORECASE)  # is typed anew


def _code(request: HttpRequest) -> str:
    head = request.path_info.lstrip("/").partition("/")[0]
    return head if head in CODES else preferred(request)


def _written(value: str, language: Language | None) -> str:
    """A value of an address as the reader writes it: 1.5 is "1,5" in Swedish."""
    digits = value.partition(".")[2]
    is_number = value.replace(".", "", 1).isdecimal()
    return language.decimal(float(value), len(digits)) if language and is_number and digits else value


def friendly(
    request: HttpRequest,
    status: int,
    *,
    wrong: WrongChoice | None = None,
    area: Area | None = None,
    language: Language | None = None,
    words_of: int = 0,
) -> HttpResponse:
    """A page that says what is wrong and what to do; it repeats nothing of the address but the value that is wrong."""
    code = language.code if language else _code(request)
    field = {**embed_options.CHOICES, **embed_options.FIELDS}.get(wrong.field, wrong.field) if wrong else ""
    slim = {"canonical": "", "alternates": [], "structured": "", "picture": ""}
    why = why_said(wrong, language) if wrong and language else ""
    values: dict[str, object] = {"status": status, "wrong": wrong, "why": why, "field": field, "area": area, **slim}
    values["allowed"] = [(value, _written(value, language)) for value in wrong.allowed] if wrong else []
    with translation.override(code):
        values["heading"], values["advice"] = SAID.get(words_of or status, ("", ""))
        if request.path_info.startswith("/api/"):
            return JsonResponse(
                {"detail": f"{values['heading'] or NOT_HERE}. {values['advice']}".strip()}, status=status
            )
        page = render_to_string("pages/problem.html", values, request=request)
    response = HttpResponse(page, status=status)
    response.headers["Content-Language"] = code
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400, or 413 for a form of more than Django takes."""
    return friendly(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Where an address names a place as it is spelt or by its code, the place's own address; else what to do."""
    leads_to = spelt(request)
    return HttpResponsePermanentRedirect(leads_to) if leads_to else friendly(request, 404)


def spelt(request: HttpRequest) -> str:
    """The address that one with a name in it leads on to (/sv/se/Köping/, /sv/se/SE-0480/); empty where no place is meant."""
    match = SPELT.fullmatch(request.path_info)
    if match is None or match["lang"] not in CODES or request.method not in ("GET", "HEAD"):
        return ""
    try:
        edition = current.edition()
    except NoEdition:
        return ""
    candidates = tuple(
        candidate
        for candidate in places(edition, language(match["lang"]))
        if candidate.area.country == match["country"].upper()
    )
    match_of_name = (
        named(match["name"], candidates)
        or named(match["name"].replace("-", " "), candidates)
        or _misspelt(match["name"], candidates)
    )
    if match_of_name is None or match_of_name.area.slug == match["name"]:
        return ""
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    return f"{path_to('area', match['lang'], match_of_name.area)}{match['rest']}{query}"


def _misspelt(name: str, places: tuple[Place, ...]) -> Place | None:
    """The only place whose name is a letter from what is written."""
    near = [place for place in places if one_letter_apart(folded(name), folded(place.area.name))]
    return near[0] if len(near) == 1 and len(name) >= FEWEST_LETTERS else None


def failed(request: HttpRequest) -> HttpResponse:
    """500; 503 with what was typed where it is the database that is away."""
    return away(request) if isinstance(sys.exc_info()[1], DatabaseError) else friendly(request, 500)


def away(request: HttpRequest) -> HttpResponse:
    """What somebody sent comes back in a form that can be sent again; nothing of the page asks the database."""
    if request.path_info.startswith("/api/"):
        response: HttpResponse = JsonResponse({"detail": "The database is away; try again in a minute."}, status=503)
    else:
        code, typed = _code(request), list(request.POST.lists()) if request.method == "POST" else []
        token = request.POST.get("csrfmiddlewaretoken", "") if typed else ""
        with translation.override(code):
            called = labels([name for name, _values in typed])
        fields = [
            {
                "name": name,
                "label": called[name],
                "hidden": name in UNSEEN,
                "value": value,
                "rows": min(12, 1 + len(value) // 70),
            }
            for name, values in typed
            for value in values
            if name != "csrfmiddlewaretoken" and not UNTOLD.search(name)
        ]
        facts = {"lang": code, "fields": fields, "token": token, "back": request.get_full_path()}
        with translation.override(code):
            response = HttpResponse(render_to_string("pages/away.html", facts), status=503)
        response.headers["Content-Language"] = code
    response.headers["Retry-After"] = "30"
    response.headers["Cache-Control"] = "no-store"
    return response

"""Redirects for areas that no longer exist: to their one successor, or to a page or answer that names all of them."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation

from climate_visualizer.editions.read import Area, MovedArea, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.successions import Gone, Place, ended
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.page_language import CODES, language
from climate_visualizer.words import sentences

GONE = 410


def led_on(request: HttpRequest, former: Gone) -> HttpResponse:
    """A permanent redirect to the only successor, with everything behind it in the address; else a page of all successors."""
    if request.path_info.startswith("/api/"):
        return answer(former)
    head = request.path_info.lstrip("/").partition("/")[0]
    successors = [current.edition().area(area_id) for area_id in former.successors]
    if len(successors) == 1:
        before, after = path_to("area", head, former), path_to("area", head, successors[0])
        return HttpResponsePermanentRedirect(request.get_full_path().replace(before, after, 1))
    spoken = language(head if head in CODES else CODES[0])
    named = [(area, sentences.area_name(area, spoken)) for area in successors]
    values = {"gone": former, "day": spoken.day(date.fromisoformat(former.valid_to)), "successors": named}
    with translation.override(spoken.code):
        response = HttpResponse(render_to_string("pages/moved.html", values, request=request), status=GONE)
    response.headers["Content-Language"] = spoken.code
    return response


def answer(former: Gone) -> JsonResponse:
    """What the API says of an area that is no more."""
    detail = f"{former.name} ({former.area_id}) was replaced on {former.valid_to}."
    facts = {"detail": detail, "valid_to": former.valid_to, "successors": list(former.successors)}
    return JsonResponse(facts, status=GONE)


def given_way(area: Area, day: date, language: Language) -> tuple[tuple[str, Area | Gone | None], ...]:
    """That an area which the statistics still have has given way to others, in pieces, each with the area that it leads to.

    Empty for an area that has not. An area that came instead has a page where the edition has it, and an address that
    leads on where it has given way in its turn.
    """
    change = ended(area.id)
    if change is None or change.on > day:
        return ()
    successors = [(successor, _there(successor.area)) for successor in change.into]
    named = [
        sentences.stressed(_name(successor, area_or_gone, language)) if area_or_gone else successor.name
        for successor, area_or_gone in successors
    ]
    sentence = language.t(
        "{place} was replaced on {day}: {successors} came instead. The statistics here were issued before that.",
        place=sentences.area_name(area, language),
        day=language.day(change.on),
        successors=language.list(named),
    )
    linked = iter([area_or_gone for _, area_or_gone in successors if area_or_gone])
    return tuple((text, next(linked) if stressed else None) for text, stressed in sentences.parts(sentence))


def _there(area_id: str) -> Area | Gone | None:
    """What the edition has by an id: an area, one that leads on, or nothing."""
    try:
        return current.edition().area(area_id)
    except MovedArea as moved:
        return moved.gone
    except UnknownArea:
        return None


def _name(successor: Place, area_or_gone: Area | Gone, language: Language) -> str:
    return sentences.area_name(area_or_gone, language) if isinstance(area_or_gone, Area) else successor.name

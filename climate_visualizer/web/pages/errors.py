"""What is wrong, in the site's look, with a way on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from climate_visualizer.assessment.choices import WrongChoice
from climate_visualizer.assessment.language import Language
from climate_visualizer.editions.read import Area
from climate_visualizer.web import embedding
from climate_visualizer.web.spoken import CODES, preferred


def _code(request: HttpRequest) -> str:
    head = request.path.lstrip("/").partition("/")[0]
    return head if head in CODES else preferred(request)


def friendly(
    request: HttpRequest,
    status: int,
    *,
    wrong: WrongChoice | None = None,
    area: Area | None = None,
    language: Language | None = None,
) -> HttpResponse:
    """A page for 404, 422, 500 and 503 that says what is wrong and what to do."""
    code = language.code if language else _code(request)
    field = {**embedding.CHOICES, **embedding.FIELDS}.get(wrong.field, wrong.field) if wrong else ""
    values: dict[str, Any] = {"status": status, "wrong": wrong, "field": field, "area": area}
    with translation.override(code):
        page = render_to_string("pages/problem.html", values, request=request)
    response = HttpResponse(page, status=status)
    response.headers["Content-Language"] = code
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return friendly(request, 404)


def failed(request: HttpRequest) -> HttpResponse:
    return friendly(request, 500)

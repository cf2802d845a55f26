"""The page that shows a figure as it will be embedded, and gives what to copy for it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.budget.assess import assess
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.question import Question
from climate_visualizer.web import current, embed_options
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.http.csp import POLICY
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.web.site import address
from climate_visualizer.words.sentences import area_name

FRAMING = f"{POLICY}; frame-src 'self'"


def _snippets(
    figure: str, area: Area, chosen: embed_options.Options, query: dict[str, str], title: str
) -> dict[str, object]:
    path = embed_options.embed_path(figure, area.id, chosen, query)
    fragment = embed_options.embed_path(figure, area.id, chosen, query, name="embed-fragment")
    badge = f"{url_to('area-badge', area_id=area.id)}?{urlencode({'language': chosen.language, **query})}"
    return {
        "path": path,
        "height": embed_options.HEIGHTS[figure],
        "iframe": embed_options.iframe(address(path), title, embed_options.HEIGHTS[figure]),
        "element": embed_options.element(figure, area.id, chosen, query),
        "fragment": address(fragment),
        "badge": badge,
    }


def _values(request: HttpRequest, question: Question, language: Language) -> dict[str, object]:
    area, choices, query = question.area, question.choices, question.query
    figure = embed_options.ensure_figure(request.GET.get("figure") or "dots")
    chosen = embed_options.options(request.GET.dict(), language=language.code)
    name = area_name(area, language)
    title = f"{name}: {language.t(embed_options.FIGURES[figure])}"
    return {
        "area": area,
        "name": name,
        "figure": figure,
        "figures": [(key, language.t(words)) for key, words in embed_options.FIGURES.items()],
        "themes": [(key, language.t(words)) for key, words in embed_options.THEMES.items()],
        "options": chosen,
        "query": query,
        "choices": choices,
        "limit_said": language.degrees(choices.limit),
        "language": language,
        "title": title,
        **_snippets(figure, area, chosen, query, title),
    }


@wholly
@versioned
@spoken
def embed_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """Choose figure and look, see it, copy it; without script too."""
    area = current.edition().find(country, slug)
    try:
        question = current.question(area.id, request.GET.dict())
        values = _values(request, question, language)
        assess(question)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    response = HttpResponse(render_to_string("pages/embed.html", values, request=request))
    response.headers["Content-Security-Policy"] = FRAMING
    return response

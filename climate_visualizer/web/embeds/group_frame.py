"""The budget of a group of areas as a page of its own, for a frame."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from climate_visualizer.budget.groups import NoGroup, asked_areas, assess_group
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.web import current, embed_options
from climate_visualizer.web.embeds.views import FRAMES_TITLE, framed, style_query
from climate_visualizer.web.http.addresses import path_to, url_to
from climate_visualizer.web.page_language import language
from climate_visualizer.words import sentences
from climate_visualizer.words.questions import group_words
from climate_visualizer.words.statistics_age import dated

LONGEST = 600  # fifty ids with their commas


@framed
def frame(request: HttpRequest) -> HttpResponse:
    """The group's answer in a sentence, with who is in it and the newest statistics."""
    edition, chosen = current.edition(), embed_options.options(request.GET.dict())
    spoken = language(chosen.language)
    try:
        areas = asked_areas(edition, request.GET.get("areas", "")[:LONGEST])
    except NoGroup as wrong:
        context = {"language": spoken, "sentence": group_words.problem(wrong, spoken), "heading": FRAMES_TITLE}
        page = render_to_string("embeds/problem.html", context, request=request)
        return HttpResponse(page, status=422)
    question = current.question(areas[0].country, request.GET.dict())
    a = group_words.called(assess_group(question, tuple(area.id for area in areas)), spoken)
    ids = ",".join(area.id for area in areas)
    values = {
        "language": spoken,
        "names": spoken.list([sentences.area_name(area, spoken) for area in areas]),
        "headline": sentences.parts(sentences.headline(a, spoken)),
        "is_overdrawn": a.is_overdrawn,
        "dated": dated(a, spoken),
        "source": source_line(edition, a.area.country, spoken),
        "style": path_to("embed-style") + style_query(chosen),
        "page": f"{url_to('group', chosen.language)}?{urlencode({'areas': ids, **question.query}, safe=',')}",
    }
    with translation.override(chosen.language):
        response = HttpResponse(render_to_string("embeds/group.html", values, request=request))
    response.headers["Content-Language"] = chosen.language
    return response

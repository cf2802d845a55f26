"""oEmbed: an address of a page or of an embedded figure becomes the frame to show it in."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, JsonResponse

from climate_visualizer.editions.read import Area, UnknownArea
from climate_visualizer.exports.facts import gather
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current, embed_options
from climate_visualizer.web.embeds import embed_values
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.number_input import number
from climate_visualizer.web.page_language import language
from climate_visualizer.web.site import address, unrooted

PAGE = re.compile(r"/(?P<lang>[\w-]+)/(?P<country>\w{2})/(?P<slug>[\w-]+)/")
FRAME = re.compile(r"/embed/(?P<figure>[\w-]+)/(?P<area>[\w-]+)")
WIDTH = 800
SHARED = (1200, 630)


def _problem(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"detail": sentence}, status=status, json_dumps_params={"ensure_ascii": False})


def _found(path: str, query: dict[str, str]) -> tuple[Area, str, embed_options.Options] | None:
    """The area, figure and options that an address stands for, if it is one of ours."""
    edition = current.edition()
    if page := PAGE.fullmatch(path):
        area = edition.find(page["country"], page["slug"])
        return area, "dots", embed_options.options(query, language=page["lang"])
    if frame := FRAME.fullmatch(path):
        return edition.area(frame["area"]), embed_options.ensure_figure(frame["figure"]), embed_options.options(query)
    return None


def _width(request: HttpRequest) -> int:
    asked = request.GET.get("maxwidth") or str(WIDTH)
    if not number(asked):
        raise WrongChoice("maxwidth", asked, (str(WIDTH),), "It is a number of pixels.")
    return min(number(asked), WIDTH)


def _height(request: HttpRequest, usual: int) -> int:
    """The figure's own height, or less where that is asked for: an answer never exceeds `maxheight` (oEmbed 1.0, 2.2)."""
    asked = request.GET.get("maxheight")
    if asked and not number(asked):
        raise WrongChoice("maxheight", asked, (str(usual),), "It is a number of pixels.")
    return min(number(asked), usual) if asked else usual


@versioned
def oembed(request: HttpRequest) -> HttpResponse:
    """The frame for an address, as oEmbed's `rich` answer in JSON."""
    if request.GET.get("format", "json") != "json":
        return _problem(501, "Only format=json is answered here.")
    asked = urlsplit(request.GET.get("url") or "")
    if not asked.path or asked.netloc != request.get_host():
        return _problem(404, f"url must be an address of an area's page at {request.get_host()}.")
    query = dict(parse_qsl(asked.query))
    try:
        figure_of_address = _found(unrooted(asked.path), query)
        if figure_of_address is None:
            return _problem(404, f"'{asked.path}' is neither an area's page nor an embedded figure.")
        return JsonResponse(_answer(request, *figure_of_address, query), json_dumps_params={"ensure_ascii": False})
    except (NoBudget, UnknownArea) as problem:
        return _problem(404, str(problem))
    except WrongChoice as problem:
        return _problem(422, str(problem))


def _picture(area: Area, chosen: embed_options.Options, choices: dict[str, str]) -> str:
    """The URL of the picture to share, with the same choices."""
    url = url_to("area-file", chosen.language, area, name="shared.png")
    return f"{url}?{urlencode(choices)}" if choices else url


def _answer(
    request: HttpRequest, area: Area, figure: str, chosen: embed_options.Options, query: dict[str, str]
) -> dict[str, object]:
    width = _width(request)
    choices = {name: value for name, value in query.items() if name not in embed_options.OPTIONS}
    facts = gather(current.question(area.id, choices), language(chosen.language))
    path, title = embed_options.embed_path(figure, area.id, chosen, choices), embed_values.title(facts, figure)
    height = _height(request, embed_options.HEIGHTS[figure])
    return {
        "version": "1.0",
        "type": "rich",
        "title": title,
        "provider_name": "Climate Visualizer",
        "provider_url": url_to("root"),
        "cache_age": 86400,
        "width": width,
        "height": height,
        "thumbnail_url": _picture(area, chosen, choices),
        "thumbnail_width": SHARED[0],
        "thumbnail_height": SHARED[1],
        "html": embed_options.iframe(address(path), title, height, width=str(width)),
    }

"""An embedded figure: a frame that others may hold, the same as a fragment of HTML, and what both load."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

from climate_visualizer.editions.read import UnknownArea
from climate_visualizer.exports.facts import Facts, gather
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current, embed_options
from climate_visualizer.web.embeds import embed_errors, embed_values
from climate_visualizer.web.embeds.palette import palette
from climate_visualizer.web.http.addresses import path_to, url_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.http.static_files import without_comments
from climate_visualizer.web.page_language import CODES, language

ASSETS = Path(__file__).parent / "assets"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors *"
)
View = Callable[..., HttpResponse]
# A frame is a page of its own and has a heading; a piece stands in somebody's page, among headings of that page.
FRAMES_TITLE, PIECES_TITLE = "h1", "p"
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}


def _told(view: View) -> View:
    """What is wrong is a sentence in the same frame, with the right status."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (NoBudget, UnknownArea, WrongChoice) as problem:
            return _problem(request, problem, kwargs.get("area_id", ""))

    return wrapper


def framed(view: View) -> View:
    """A kept answer that others may hold in a frame: also a 304 says so, since it renews what the browser holds."""
    cached = versioned(_told(view))

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: str) -> HttpResponse:
        response = cached(request, *args, **kwargs)
        response.headers["Content-Security-Policy"] = POLICY
        return response

    return wrapper


def _problem(request: HttpRequest, problem: embed_errors.Problem, area_id: str) -> HttpResponse:
    """A sentence as a page for a frame, or as a piece where a piece was asked for; in the frame's language."""
    asked = request.GET.get("language")
    spoken = language(asked if asked in CODES else CODES[0])
    is_fragment = request.path.endswith("/fragment")
    template = "embeds/problem_piece.html" if is_fragment else "embeds/problem.html"
    sentence = embed_errors.sentence(problem, area_id, spoken)
    values = {"language": spoken, "sentence": sentence, "heading": PIECES_TITLE if is_fragment else FRAMES_TITLE}
    page = render_to_string(template, values, request=request)
    response = HttpResponse(page, status=embed_errors.status(problem))
    response.headers["Content-Language"] = spoken.code
    return response


def facts_of(request: HttpRequest, area_id: str, chosen: embed_options.Options) -> Facts:
    """The facts of an area for the choices in an address; what an embed of its own asks for is not a choice."""
    return gather(current.question(area_id, request.GET.dict()), language(chosen.language))


def page_of(facts: Facts) -> str:
    """The URL of the area's page with the same choices."""
    encoded = "&".join(f"{name}={value}" for name, value in facts.question.query.items())
    return url_to("area", facts.language.code, facts.a.area) + (f"?{encoded}" if encoded else "")


def _shown(request: HttpRequest, template: str, figure: str, area_id: str, heading: str, **shape: bool) -> HttpResponse:
    embed_options.ensure_figure(figure)
    chosen = embed_options.options(request.GET.dict())
    facts = facts_of(request, area_id, chosen)
    values = {
        **embed_values.values(facts, figure, chosen, **shape),
        "style": path_to("embed-style") + style_query(chosen),
        "page": page_of(facts),
        "heading": heading,
    }
    with translation.override(chosen.language):
        response = HttpResponse(render_to_string(template, values, request=request))
    response.headers["Content-Language"] = chosen.language
    return response


def style_query(chosen: embed_options.Options) -> str:
    """The options of a look as they stand in the stylesheet's address."""
    asked = {name: value for name, value in chosen.query().items() if name != "language"}
    return "?" + "&".join(f"{name}={value}" for name, value in asked.items()) if asked else ""


@framed
def frame(request: HttpRequest, figure: str, area_id: str) -> HttpResponse:
    """A figure as a page of its own, for a frame."""
    return _shown(request, "embeds/frame.html", figure, area_id, FRAMES_TITLE, both_widths=True, narrow=False)


@framed
def fragment(request: HttpRequest, figure: str, area_id: str) -> HttpResponse:
    """A figure as a piece of HTML, to be put into a page."""
    narrow = request.GET.get("shape") == "narrow"
    return _shown(request, "embeds/fragment.html", figure, area_id, PIECES_TITLE, both_widths=False, narrow=narrow)


def _colours(theme: str, colour: str) -> str:
    return "".join(f"--cb-{name}:{value};" for name, value in palette(theme, colour).items())


@framed
def style(request: HttpRequest) -> HttpResponse:
    """The colours of a theme, and the rules that use them."""
    chosen = embed_options.options(request.GET.dict())
    first = "dark" if chosen.theme == "dark" else "light"
    rules = f":root,:host{{{_colours(first, chosen.colour)}}}"
    if chosen.theme == "auto":
        rules += f"@media (prefers-color-scheme:dark){{:root,:host{{{_colours('dark', chosen.colour)}}}}}"
    return _sent(rules + (ASSETS / "embed.css").read_text(encoding="utf-8"), ".css")


@versioned
def script(request: HttpRequest, name: str) -> HttpResponse:
    """The script of the page around, or of the frame within; always at the same address."""
    return _sent(without_comments((ASSETS / f"{name}.js").read_text(encoding="utf-8")), ".js")


def _sent(text: str, kind: str) -> HttpResponse:
    return HttpResponse(text, content_type=KINDS[kind])

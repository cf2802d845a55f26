"""A badge: an area's name and how long its budget lasts, as a small SVG."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from climate_visualizer.budget.lasting import in_short
from climate_visualizer.charts.drawing.svg import escape
from climate_visualizer.exports.facts import Facts
from climate_visualizer.web import embed_options
from climate_visualizer.web.embeds.views import facts_of, framed
from climate_visualizer.words import sentences

NARROW, WIDE = "fijlrt1.,:;-'’I|! \u202f", "mwMW@%ÅÄÖQGODCHNU"
HEIGHT, LETTER, PAD = 24, 12, 9


def _width(text: str) -> float:
    """About how wide a text is; the picture then sets it to just that."""
    sizes = {**dict.fromkeys(NARROW, 0.34), **dict.fromkeys(WIDE, 0.8)}
    return round(LETTER * sum(sizes.get(letter, 0.58) for letter in text), 1)


def drawn(facts: Facts) -> str:
    """The badge: the name on dark, what holds on the colour that means it."""
    budget = sentences.budget_noun(facts.a.choices.limit, facts.language)
    left, right = f"{facts.name} · {budget}", in_short(facts.a, facts.language)
    first, second = _width(left) + 2 * PAD, _width(right) + 2 * PAD
    colour = "#8c1d2f" if facts.a.is_overdrawn else "#0d6a66"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{first + second:g}" height="{HEIGHT}" role="img" '
        f'aria-label="{escape(f"{left}: {right}")}"><title>{escape(f"{left}: {right}")}</title>'
        f'<clipPath id="r"><rect width="{first + second:g}" height="{HEIGHT}" rx="5"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{first:g}" height="{HEIGHT}" fill="#1f1a1c"/>'
        f'<rect x="{first:g}" width="{second:g}" height="{HEIGHT}" fill="{colour}"/></g>'
        f'<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="{LETTER - 1}">'
        f"{_text(left, PAD)}{_text(right, first + PAD)}</g></svg>"
    )


def _text(text: str, x: float) -> str:
    return f'<text x="{x:g}" y="16" textLength="{_width(text):g}" lengthAdjust="spacingAndGlyphs">{escape(text)}</text>'


@framed
def badge(request: HttpRequest, area_id: str) -> HttpResponse:
    """The badge of an area, with choices and language in the address."""
    chosen = embed_options.options(request.GET.dict())
    response = HttpResponse(drawn(facts_of(request, area_id, chosen)), content_type="image/svg+xml")
    response.headers["Content-Language"] = chosen.language
    return response

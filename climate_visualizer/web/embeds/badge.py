"""A badge: an area's name and how long its budget lasts, as a small SVG."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from climate_visualizer.budget.brief import Brief, brief
from climate_visualizer.budget.lasting import in_short
from climate_visualizer.charts.drawing.svg import escape
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import Choices
from climate_visualizer.web import current, embed_options
from climate_visualizer.web.embeds.views import framed
from climate_visualizer.web.page_language import language
from climate_visualizer.words import sentences

NARROW, WIDE = "fijlrt1.,:;-'’I|! \u202f", "mwMW@%ÅÄÖQGODCHNU"
HEIGHT, LETTER, PAD = 24, 12, 9


def _width(text: str) -> float:
    """About how wide a text is; the picture then sets it to just that."""
    sizes = {**dict.fromkeys(NARROW, 0.34), **dict.fromkeys(WIDE, 0.8)}
    return round(LETTER * sum(sizes.get(letter, 0.58) for letter in text), 1)


def drawn(name: str, budget: Brief, choices: Choices, language: Language) -> str:
    """The badge: the name on dark, what holds on the colour that means it."""
    newest_statistics = language.t("statistics to {year}", year=budget.base_year)
    left, right = (
        f"{name} · {sentences.budget_named(choices, language)}",
        f"{in_short(budget, language)} · {newest_statistics}",
    )
    first, second = _width(left) + 2 * PAD, _width(right) + 2 * PAD
    colour = "#8c1d2f" if budget.is_overdrawn else "#0d6a66"
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
    question, spoken = current.question(area_id, request.GET.dict()), language(chosen.language)
    picture = drawn(sentences.area_name(question.area, spoken), brief(question), question.choices, spoken)
    response = HttpResponse(picture, content_type="image/svg+xml")
    response.headers["Content-Language"] = chosen.language
    return response

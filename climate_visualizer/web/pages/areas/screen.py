"""Digital signage: an area's budget as a few slides that fill a screen and turn by themselves, or one page without script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.exports.facts import Facts, gather
from climate_visualizer.exports.qr_codes import qr_svg
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import shares_in_column
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.areas.downloads import page_address
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.words.sentences import parts

MOST_PARTS, MOST_WAITS = 7, 6


def _bars(facts: Facts) -> list[dict[str, str]]:
    """The largest sources of emissions, with their shares as the area's page writes them."""
    shares = shares_in_column([part.share for part in facts.parts], facts.language)
    largest_parts = list(zip(facts.parts, shares, strict=True))[:MOST_PARTS]
    largest = max((part.tonnes for part, _ in largest_parts), default=1.0)
    return [
        {
            "name": part.name,
            "length": f"{100 * part.tonnes / largest:.1f}",
            "colour": colour_of(part.sector),
            "said": share,
        }
        for part, share in largest_parts
    ]


def _waits(facts: Facts) -> list[dict[str, object]]:
    """The yearly cut by year of start, up to and with the first for which no path is left."""
    language, bars = facts.language, []
    for delay in facts.a.delays[:MOST_WAITS]:
        cut = delay.required_cut
        cut_words = language.t("no path left") if cut is None else language.change(cut, 0 if cut >= 0.1 else 1)
        bars.append({"name": delay.year, "length": f"{100 * (cut or 1.0):.1f}", "said": cut_words, "gone": cut is None})
        if cut is None:
            break
    return bars if bars and not bars[0]["gone"] else []


@wholly
@versioned
@spoken
def screen(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """The slides of an area, with the same choices in the address as its page."""
    area = current.edition().find(country, slug)
    try:
        facts = gather(current.question(area.id, request.GET.dict()), language)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    address = page_address(request, language, country, slug)
    values = {
        "facts": facts,
        "language": language,
        "headline": parts(facts.headline),
        "dots": facts.figure("dots"),
        "bars": _bars(facts),
        "waits": _waits(facts),
        "address": address,
        "said_address": address.partition("://")[2].rstrip("/"),
        "qr": qr_svg(address),
        "dated": language.day(facts.a.as_of),
    }
    return HttpResponse(render_to_string("pages/screen.html", values, request=request))

"""Figure downloads: a sheet as SVG or PNG, its table as CSV or JSON, or what is read out at each year."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.sector import UnknownSector
from climate_visualizer.charts.catalogue import figure, without_budget
from climate_visualizer.charts.drawing import sheet
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.read_out import readings
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.strict_json import json_text
from climate_visualizer.web import current, published_plans
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken
from climate_visualizer.web.pages.common.errors import friendly

SECTORS = {"history": "sector-{}", "parts": "parts-{}"}  # a sector's figures by their names in its address
Maker = Callable[[Bundle, Language], str | bytes]
KINDS: dict[str, tuple[str, Maker]] = {
    "svg": ("image/svg+xml", lambda bundle, _: sheet.svg(bundle)),
    "png": ("image/png", lambda bundle, _: sheet.png(bundle)),
    "csv": ("text/csv; charset=utf-8", lambda bundle, _: bundle.csv()),
    "json": ("application/json; charset=utf-8", lambda bundle, _: bundle.json()),
    "chart": ("application/json; charset=utf-8", lambda bundle, language: readable(bundle, language)),  # noqa: PLW0108  # below
}


def readable(bundle: Bundle, language: Language) -> str:
    """What a browser reads out at each year of a figure; where a year lies, the picture itself says."""
    values = readings(bundle.table, language, bundle.amount)
    return json_text({"title": bundle.title, "alt": bundle.alt, "readings": values})


@versioned
@spoken
def figure_file(
    request: HttpRequest, language: Language, country: str, slug: str, name: str, kind: str, sector: str = ""
) -> HttpResponse:
    """A figure of an area's or a sector's page, with the same choices in the address."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        a = assess(current.question(area.id, request.GET.dict()))
        asked = SECTORS[name].format(sector) if sector else name
        size = NARROW if "narrow" in request.GET else WIDE
        target = published_plans.target(a) if asked == "history" else None
        bundle = figure(asked, edition, a, language, size=size, target=target)
    except NoBudget:
        if name != "history" or sector:
            raise
        bundle = without_budget(edition, area, language, size=NARROW if "narrow" in request.GET else WIDE)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    except UnknownSector as unknown:
        raise Http404(str(unknown)) from unknown
    if not bundle.picture and kind in ("svg", "png", "chart"):
        raise Http404(bundle.alt)
    return sent(bundle, kind, language, "-".join(word for word in (slug, sector, name) if word))


def sent(bundle: Bundle, kind: str, language: Language, stem: str) -> HttpResponse:
    """A figure as a file of a kind, with a name to keep it by."""
    content_type, make = KINDS[kind]
    response = HttpResponse(make(bundle, language), content_type=content_type)
    plain = re.sub(r"[^\w-]+", "-", stem)
    response.headers["Content-Disposition"] = f'inline; filename="{plain}.{kind}"'
    return response

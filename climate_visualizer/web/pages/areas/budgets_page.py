"""Budget vintages: how one area's budget has moved through every published world and national budget, method by method."""

from __future__ import annotations

import csv
import io

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.ranges.uncertainty_ranges import vintages
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common.choice_links import vintage_label
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.words import sentences
from climate_visualizer.words.moved_budgets import moved, moved_words

COLUMNS = (
    "method",
    "vintage",
    "limit",
    "likelihood",
    "budget_start",
    "budget_t",
    "remaining_t",
    "used_up_on",
    "overdrawn_since",
    "debt_t_per_head_year",
)


def context(a: Assessment, language: Language) -> dict[str, object]:
    """Everything that the page shows."""
    area_vintages, name = vintages(current.again(a)), sentences.area_name(a.area, language)
    return {
        "a": a,
        "language": language,
        "name": name,
        "owner": language.genitive(name),
        "limit": language.degrees(a.choices.limit),
        "methods": moved(a, area_vintages, lambda vintage: vintage_label(vintage, language), language),
        "words": moved_words(a, area_vintages, language),
        "query": current.again(a).query,
        "source": source_line(current.edition(), a.area.country, language),
    }


def table(a: Assessment) -> str:
    """The same as CSV, a row a method and vintage, with the API's names."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(("area_id", *COLUMNS, "edition", "as_of"))
    for vintage in vintages(current.again(a)):
        values = (getattr(vintage, name) for name in COLUMNS)
        writer.writerow(
            (a.area.id, *("" if value is None else value for value in values), a.edition_id, a.as_of.isoformat())
        )
    return written.getvalue()


@wholly
@versioned
@spoken
def budgets_page(request: HttpRequest, language: Language, country: str, slug: str, kind: str = "") -> HttpResponse:
    """One area by every method and vintage, as a page or as CSV."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        a = assess(current.question(area.id, request.GET.dict()))
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    if kind == "csv":
        return HttpResponse(table(a), content_type="text/csv; charset=utf-8")
    return HttpResponse(render_to_string("pages/budgets.html", context(a, language), request=request))

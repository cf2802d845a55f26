"""An area's figures as files to take along: report, poster, picture to share, workbook, tables."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.encoding import iri_to_uri

from climate_visualizer.exports.facts import Facts, gather
from climate_visualizer.exports.papers.poster import poster, shared
from climate_visualizer.exports.papers.report import report
from climate_visualizer.exports.tables import greenhouse_gases
from climate_visualizer.exports.tables.book import Book, book_of
from climate_visualizer.exports.tables.csv_json import to_csv, to_json
from climate_visualizer.exports.tables.workbook import workbook
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import led_over, spoken, stand_in
from climate_visualizer.web.pages.common.errors import friendly

WORDY = (
    "report.pdf",
    "poster.pdf",
    "figures.xlsx",
    "figures.csv",
    "figures.json",
)  # whole of words, so in whole languages only
Maker = Callable[[Facts, str], str | bytes]
TABLES: dict[str, tuple[str, Callable[[Book], str | bytes]]] = {
    "figures.xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook),
    "figures.csv": ("text/csv; charset=utf-8", to_csv),
    "figures.json": ("application/json; charset=utf-8", to_json),
}


def _from_book(write: Callable[[Book], str | bytes]) -> Maker:
    return lambda facts, address: write(book_of(facts, address))


FILES: dict[str, tuple[str, Maker]] = {
    "report.pdf": ("application/pdf", report),
    "poster.pdf": ("application/pdf", poster),
    "shared.png": ("image/png", shared),
    **{name: (kind, _from_book(write)) for name, (kind, write) in TABLES.items()},
}


def page_address(request: HttpRequest, language: Language, country: str, slug: str) -> str:
    """The area's page with the same choices as this address, complete."""
    query = request.META.get("QUERY_STRING", "")
    page = url_to("area", language.code, country=country, slug=slug)
    return str(iri_to_uri(f"{page}?{query}" if query else page))


@versioned
@spoken
def area_file(request: HttpRequest, language: Language, country: str, slug: str, name: str) -> HttpResponse:
    """One of an area's files, with the same choices in the address as its page."""
    if name in WORDY and stand_in(language.code):
        return led_over(request, language.code)
    area, address = current.edition().find(country, slug), page_address(request, language, country, slug)
    try:
        question = current.question(area.id, request.GET.dict())
        facts = gather(question, language, changed=current.newest_change(area.id, question.choices))
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    except NoBudget:
        if name not in TABLES:
            raise
        kind, write = TABLES[name]
        body = write(greenhouse_gases.book(question, language, address=address))
    else:
        kind, make = FILES[name]
        body = make(facts, address)
    response = HttpResponse(body, content_type=kind)
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-{language.code}-{name}"'
    return response

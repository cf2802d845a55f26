"""Files of compared places: the picture of one among the others, and the findings of all as a table."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.areas import figure_files
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.web.pages.countries import comparable
from climate_visualizer.web.pages.countries.comparable import Common
from climate_visualizer.web.pages.countries.compare import LONGEST, asked, pictured
from climate_visualizer.web.pages.countries.compare_findings import findings_table, row_of

SIDE_BY_SIDE = "side-by-side"  # the table of findings, by its name in an address
TABLES = ("csv", "json")
LINES = (
    "Red is what was emitted, dashed what is estimated, petrol the path that the budget allows, "
    "and pale lines are the other places."
)


def _alone(pictures: tuple[Bundle, ...], index: int, language: Language) -> Bundle:
    """A picture that leaves its page: it says itself who the others are and what each line is."""
    own, others = pictures[index], [picture.title for at, picture in enumerate(pictures) if at != index]
    names = {"area": own.title, "others": language.list(others)}
    title = language.t("{area} compared with {others}", **names) if others else own.title
    return replace(own, title=title, unit=f"{own.unit}. {language.t(LINES)}")


def _side_by_side(common: Common, among: list[Assessment], picture: Bundle, language: Language) -> Bundle:
    """The findings as a table that leaves its page, with source, licence and edition of the pictures."""
    rows = [row_of(question, language) for question in common.questions]
    title = language.list([row.name for row in rows])
    table = findings_table(rows, among, comparable.said(common.questions[0], language), language)
    return replace(picture, table=table, title=title, alt=title, unit="")


@wholly
@versioned
@spoken
def compare_file(request: HttpRequest, language: Language, place: str, kind: str) -> HttpResponse:
    """The picture of one of the compared places as a file, with the others' lines in it, or the findings as a table."""
    edition = current.edition()
    wanted = asked(request.GET.get("areas", "")[:LONGEST], edition, language)
    is_table = place == SIDE_BY_SIDE and kind in TABLES and bool(wanted.areas)
    if not is_table and place not in {area.id for area in wanted.areas}:
        raise Http404(f"'{place}' is not among the compared places; name it in `areas`.")
    try:
        common = comparable.common(wanted.areas, request.GET, language)
        index = next((at for at, area in enumerate(common.areas) if area.id == place), None)
        if index is None and not (is_table and common.areas):
            raise Http404(common.problems[0])
        among, pictures = pictured(common, edition, language)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, language=language)
    if index is None:
        return figure_files.sent(_side_by_side(common, among, pictures[0], language), kind, language, SIDE_BY_SIDE)
    return figure_files.sent(_alone(pictures, index, language), kind, language, f"{common.areas[index].slug}-compare")

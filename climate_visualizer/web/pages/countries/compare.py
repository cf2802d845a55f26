"""Two to six places side by side: findings, pictures and a table, with suggestions of whom to compare with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from climate_visualizer.beside import similar_areas
from climate_visualizer.beside.area_search import meant, places, search
from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.charts import comparison
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.editions.read import Area, Edition, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.web.pages.countries import comparable, standing
from climate_visualizer.web.pages.countries.comparable import Common
from climate_visualizer.web.pages.countries.compare_findings import findings, row_of
from climate_visualizer.words import sentences

FEWEST, MOST = 2, 6
MOST_MATCHES = 8
LONGEST = 200


@dataclass(frozen=True)
class Offer:
    """A place that can be added, or taken away: its name and the address of the page that then shows."""

    name: str
    href: str


@dataclass(frozen=True)
class Asked:
    """What the address asks for: the places there are, and a sentence for each thing that is wrong."""

    areas: tuple[Area, ...]
    problems: tuple[str, ...]


def _address(ids: list[str], chosen: Mapping[str, str]) -> str:
    return "?" + urlencode({"areas": ",".join(ids), **chosen}, safe=",")


def asked(text: str, edition: Edition, language: Language) -> Asked:
    """The places named in an address, each once, and what is wrong with it in sentences."""
    areas: list[Area] = []
    problems = []
    for area_id in dict.fromkeys(area_id_text.strip() for area_id_text in text.split(",") if area_id_text.strip()):
        try:
            area = edition.area(area_id[:LONGEST])
        except UnknownArea:
            sentence = "There is no place with the id \u201c{id}\u201d. An id looks like this: SE-0480."
            problems.append(language.t(sentence, id=area_id[:LONGEST]))
            continue
        if edition.gas_of(area) == "CO2":
            areas.append(area)
        else:
            name = sentences.area_name(area, language)
            problems.append(
                language.t("{name} has no carbon budget here yet, so it can\u2019t be compared.", name=name)
            )
    if len(areas) > MOST:
        problems.append(
            language.t(
                "At most {most} places can be compared at once; the first {most} of {count} are shown.",
                most=MOST,
                count=len(areas),
            )
        )
    return Asked(tuple(areas[:MOST]), tuple(problems))


def _suggestions(
    edition: Edition, areas: tuple[Area, ...], chosen: Mapping[str, str], language: Language
) -> list[dict[str, object]]:
    """For the first place: those around it, of its size and with emissions of its kind."""
    if not areas or len(areas) >= MOST:
        return []
    first, ids = areas[0], [area.id for area in areas]
    groups = (
        (language.t("Nearby"), similar_areas.around(edition, first)),
        (language.t("As many inhabitants"), similar_areas.of_size(edition, first)),
        (language.t("Emissions from the same sectors"), similar_areas.of_kind(edition, first)),
    )
    return [
        {
            "name": name,
            "offers": [
                Offer(sentences.area_name(neighbour, language), _address([*ids, neighbour.id], chosen))
                for neighbour in neighbours
                if neighbour.id not in ids
            ],
        }
        for name, neighbours in groups
        if neighbours
    ]


def _starts(edition: Edition, chosen: Mapping[str, str], language: Language) -> list[Offer]:
    """Pairs to begin with, where nothing is chosen: each country's places with the most people."""
    offers = []
    divided = {area.country for area in edition.areas if area.parent_id}
    for country in (code for code in standing.countries(edition) if code in divided):
        country_rows = standing.rows(standing.asked(chosen, country), language)
        below = [row for row in country_rows if row.area.kind not in ("country", "county", "nation", "region")]
        largest = standing.arranged(below, "persons")[:FEWEST]
        if len(largest) == FEWEST:
            names = language.list([row.name for row in largest])
            offers.append(Offer(names, _address([row.area.id for row in largest], chosen)))
    return offers


def pictured(common: Common, edition: Edition, language: Language) -> tuple[list[Assessment], tuple[Bundle, ...]]:
    """The places by their one budget, and the picture of each beside the others."""
    among = [assess(question) for question in common.questions]
    licences = dict.fromkeys(edition.origin(area.country)["licence"] for area in common.areas)
    sources = " ".join(_source_lines(common.areas, edition, language))
    return among, comparison.figures(among, sources, edition.id, "; ".join(licences), language)


def _source_lines(areas: tuple[Area, ...], edition: Edition, language: Language) -> list[str]:
    return list(dict.fromkeys(source_line(edition, area.country, language) for area in areas))


def _shown(common: Common, chosen: Mapping[str, str], edition: Edition, language: Language) -> dict[str, object]:
    """Findings and pictures of the places."""
    areas = common.areas
    rows = [row_of(question, language) for question in common.questions]
    among, pictures = pictured(common, edition, language)
    headlines = [sentences.parts(sentences.headline(a, language)) for a in among]
    return {
        "findings": findings(rows, among, language),
        "columns": [{"name": row.name, "href": row.href, "away": _away(areas, row.area, chosen)} for row in rows],
        "panels": list(zip(rows, headlines, pictures, strict=True)),
        "unit": pictures[0].unit,
        "bundle": replace(pictures[0], title=pictures[0].unit),
        "language": language,
        "sources": _source_lines(areas, edition, language),
        "files": {"areas": ",".join(area.id for area in areas), **chosen},
        "budget": comparable.said(common.questions[0], language),
        "choosing": comparable.choosing(common, ",".join(area.id for area in areas), language),
    }


def _away(areas: tuple[Area, ...], out: Area, chosen: Mapping[str, str]) -> str:
    return _address([area.id for area in areas if area.id != out.id], chosen)


def _added(
    query: str, areas: tuple[Area, ...], edition: Edition, language: Language
) -> tuple[Area | None, list[Area], str]:
    """The place that is to be added; or those that it could be, and a sentence."""
    among = places(edition, language)
    by_id = next((place.area for place in among if place.area.id == query), None)
    place_meant = meant(query, among)
    if by_id or place_meant:
        return by_id or (place_meant.area if place_meant else None), [], ""
    matches = [match.area for match in search(query, among)[:MOST_MATCHES]]
    sentence = (
        "\u201c{query}\u201d could be several places; choose one."
        if matches
        else "No place matches \u201c{query}\u201d."
    )
    return None, matches, language.t(sentence, query=query)


def _values(
    request: HttpRequest, wanted: Asked, problem: str, edition: Edition, language: Language
) -> dict[str, object]:
    chosen = comparable.kept(request.GET)
    common = comparable.common(wanted.areas, request.GET, language) if wanted.areas else Common((), (), ())
    areas = common.areas
    ids = [area.id for area in areas]
    country = areas[0].country if areas else standing.countries(edition)[0]
    question = common.questions[0] if areas else standing.asked(chosen, country)
    values = {
        "areas": areas,
        "names": language.list([sentences.area_name(area, language) for area in areas]),
        "problems": [*wanted.problems, *common.problems, *filter(None, [problem])],
        "offers": [],
        "places": places(edition, language),
        "example": standing.example(standing.rows(question, language)),
        "limits": standing.limit_pills(question, {}, language),
        "chance": standing.chance(question.choices, language),
        "suggestions": _suggestions(edition, areas, chosen, language),
        "starts": _starts(edition, chosen, language) if not ids else [],
        "full": len(ids) >= MOST,
        "together": f"{path_to('group', language.code)}?{urlencode({'areas': ','.join(ids)}, safe=',')}"
        if len(ids) > 1
        else "",
        "hidden": {"areas": ",".join(ids), **chosen},
    }
    return {**values, **(_shown(common, chosen, edition, language) if ids else {})}


@wholly
@versioned
@spoken
def compare(request: HttpRequest, language: Language) -> HttpResponse:
    """The places in the address side by side; 422 with a sentence where one is wrong."""
    edition = current.edition()
    wanted = asked(request.GET.get("areas", "")[:LONGEST], edition, language)
    query, chosen = request.GET.get("q", "").strip()[:LONGEST], comparable.kept(request.GET)
    more, matches, problem = _added(query, wanted.areas, edition, language) if query else (None, [], "")
    ids = [area.id for area in wanted.areas]
    if more and more.id in ids:
        name = sentences.area_name(more, language)
        more, problem = None, language.t("{name} is among the chosen places already.", name=name)
    if more and len(ids) < MOST:
        return HttpResponseRedirect(_address(list(dict.fromkeys([*ids, more.id])), chosen))
    try:
        values = _values(request, wanted, problem, edition, language)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, language=language)
    values["offers"] = [
        Offer(sentences.area_name(offered, language), _address([*ids, offered.id], chosen)) for offered in matches
    ]
    status = 422 if values["problems"] else 200
    return HttpResponse(render_to_string("pages/compare.html", values, request=request), status=status)

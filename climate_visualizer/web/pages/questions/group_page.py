"""A budget for a group that the reader puts together: city regions, merged authorities, whoever wants to act together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from climate_visualizer.beside.area_search import meant, places, search
from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.groups import FEWEST, MOST, NoGroup, asked_areas, assess_group
from climate_visualizer.budget.lasting import cell
from climate_visualizer.charts import history
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.sizes import NARROW, WIDE, Size
from climate_visualizer.editions.read import Area, UnknownArea
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.areas import figure_files
from climate_visualizer.web.pages.common import choice_links
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.web.pages.countries import standing
from climate_visualizer.words import sentences
from climate_visualizer.words.questions import group_words
from climate_visualizer.words.statistics_age import dated

LONGEST = 600  # fifty ids with their commas
MOST_MATCHES = 8


def _known(text: str) -> tuple[list[Area], list[str]]:
    """The places of an address that are here, and the ids that are not."""
    edition = current.edition()
    areas: list[Area] = []
    unknown: list[str] = []
    for area_id in dict.fromkeys(id_text.strip() for id_text in text.split(",") if id_text.strip()):
        try:
            areas.append(edition.area(area_id))
        except UnknownArea:
            unknown.append(area_id)
    return areas, unknown


def _kept(request: HttpRequest, country: str) -> dict[str, str]:
    """What of the reader's choices stands in an address."""
    return current.question(country, request.GET.dict()).query


def _address(ids: list[str], query_kept: Mapping[str, str]) -> str:
    return "?" + urlencode({"areas": ",".join(ids), **query_kept}, safe=",")


def members_table(members: list[Assessment], a: Assessment, language: Language) -> Table:
    """Each member beside the group: budget, what is left, until when, the cut needed and its part of the whole."""
    t = language.t
    columns = (t("Place"), t("Budget"), t("Left"), t("Lasts until"), t("Cut needed"), t("Share of the group’s budget"))
    rows = []
    for member in (*members, a):
        cut = (
            "\u2013"
            if member.required_cut is None
            else language.change(member.required_cut, 0 if member.required_cut >= 0.1 else 1)
        )
        share = language.percent(member.budget_t / a.budget_t, 1) if a.budget_t > 0 else "\u2013"
        rows.append(
            (
                sentences.area_name(member.area, language),
                round(member.budget_t),
                round(member.remaining_t),
                str(cell(member, language)),
                cut,
                share,
            )
        )
    return Table(columns, tuple(rows))


def _rounded(table: Table, language: Language) -> list[list[str]]:
    """The rows as they are read: to three figures, since estimates are no better."""
    return [[language.rounded(cell) if isinstance(cell, int) else str(cell) for cell in row] for row in table.rows]


def picture(a: Assessment, language: Language, *, size: Size = WIDE) -> Bundle:
    """The group's emissions, trend and budget."""
    edition, country = current.edition(), a.area.country
    bundle = history.figure(
        a, sector_names(country, language.code), source_line(edition, country, language), language, size=size
    )
    return replace(bundle, licence=edition.origin(country)["licence"])


def _members(question: Question, areas: tuple[Area, ...]) -> list[Assessment]:
    return [assess(question.at(area.id)) for area in areas]


def _shown(question: Question, areas: tuple[Area, ...], language: Language) -> dict[str, object]:
    """What follows for the group, by what is asked of its country."""
    ids, query_kept = [area.id for area in areas], question.query
    a = group_words.called(assess_group(question, tuple(ids)), language)
    table = members_table(_members(question, areas), a, language)
    groups = choice_links.sentence_groups(a, language)
    return {
        "a": a,
        "headline": sentences.parts(sentences.headline(a, language)),
        "title": sentences.plain(sentences.headline(a, language)).rstrip("."),
        "lead": sentences.parts(sentences.lead(a, None, language)),
        "dated": dated(a, language),
        "findings": sentences.findings(a, (), language),
        "table": table,
        "rounded": _rounded(table, language),
        "wide": picture(a, language),
        "narrow": picture(a, language, size=NARROW),
        "choices": [
            replace(group, pills=tuple(replace(pill, href=_with(pill.href, ids)) for pill in group.pills))
            for group in groups
        ],
        "source": source_line(current.edition(), a.area.country, language),
        "query": {"areas": ",".join(ids), **query_kept},
        "embed": f"{path_to('embed-group')}?"
        + urlencode({"areas": ",".join(ids), "language": language.code, **query_kept}, safe=","),
    }


def _with(href: str, ids: list[str]) -> str:
    return f"{href}{'' if href == '?' else '&'}{urlencode({'areas': ','.join(ids)}, safe=',')}"


def _added(request: HttpRequest, areas: list[Area], language: Language) -> tuple[Area | None, list[Area], str]:
    """The place that is to be added; or those that it could be, and a sentence."""
    query = request.GET.get("q", "").strip()[:LONGEST]
    if not query:
        return None, [], ""
    among = places(current.edition(), language)
    place = meant(query, among)
    if place and place.area in areas:
        name = sentences.area_name(place.area, language)
        return None, [], language.t("{name} is among the chosen places already.", name=name)
    if place:
        return place.area, [], ""
    matches = [match.area for match in search(query, among)[:MOST_MATCHES]]
    sentence = (
        "\u201c{query}\u201d could be several places; choose one."
        if matches
        else "No place matches \u201c{query}\u201d."
    )
    return None, matches, language.t(sentence, query=query)


def _starts(language: Language) -> list[dict[str, str]]:
    """Groups to begin with: the municipalities of each county."""
    edition = current.edition()
    groups: list[dict[str, str]] = []
    for area in edition.areas:
        ids = [child.id for child in edition.children(area.id) if edition.has(child.id)]
        if area.kind == "county" and FEWEST <= len(ids) <= MOST:
            groups.append({"name": sentences.area_name(area, language), "href": _address(ids, {})})
    return groups


def _country(areas: Sequence[Area]) -> str:
    """That of the places, or the one that the site begins with."""
    return areas[0].country if areas else standing.countries(current.edition())[0]


def _values(request: HttpRequest, problem: str, language: Language) -> dict[str, object]:
    edition = current.edition()
    areas, unknown = _known(request.GET.get("areas", "")[:LONGEST])
    country = _country(areas)
    query_kept = _kept(request, country)
    problems = [
        language.t("There is no place with the id \u201c{id}\u201d. An id looks like this: SE-0480.", id=unknown_id)
        for unknown_id in unknown
    ]
    values: dict[str, object] = {}
    if areas:
        try:
            group = asked_areas(edition, ",".join(area.id for area in areas))
            values = _shown(current.question(country, request.GET.dict()), group, language)
        except NoGroup as wrong:
            problems += [group_words.problem(wrong, language)] if len(areas) > 1 else []
        except NoBudget:
            problems.append(language.t("One of these places has no carbon budget here yet, so the group has none."))
    ids = [area.id for area in areas]
    return {
        "language": language,
        "areas": areas,
        "names": language.list([sentences.area_name(area, language) for area in areas]),
        "members": [
            {
                "name": sentences.area_name(area, language),
                "away": _address([area_id for area_id in ids if area_id != area.id], query_kept),
            }
            for area in areas
        ],
        "problems": [*problems, *filter(None, [problem])],
        "places": places(edition, language),
        "example": standing.example(standing.rows(standing.asked({}, country), language)),
        "full": len(areas) >= MOST,
        "hidden": {"areas": ",".join(ids), **query_kept},
        "starts": _starts(language) if not areas else [],
        "limits": [],
        "kept": query_kept,
        **values,
    }


@wholly
@versioned
@spoken
def group_page(request: HttpRequest, language: Language) -> HttpResponse:
    """The group in the address; 422 with a sentence where its places make none."""
    areas, _ = _known(request.GET.get("areas", "")[:LONGEST])
    more, matches, problem = _added(request, areas, language)
    ids = [area.id for area in areas]
    try:
        values = _values(request, problem, language)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, language=language)
    query_kept = _kept(request, _country(areas))
    if more and len(ids) < MOST:
        return HttpResponseRedirect(_address([*ids, more.id], query_kept))
    values["offers"] = [
        {"name": sentences.area_name(offered, language), "href": _address([*ids, offered.id], query_kept)}
        for offered in matches
    ]
    status = 422 if values["problems"] else 200
    return HttpResponse(render_to_string("pages/group.html", values, request=request), status=status)


@wholly
@versioned
@spoken
def group_file(request: HttpRequest, language: Language, kind: str) -> HttpResponse:
    """The group's picture, or its members as a table."""
    try:
        areas = asked_areas(current.edition(), request.GET.get("areas", "")[:LONGEST])
        question = current.question(areas[0].country, request.GET.dict())
        a = group_words.called(assess_group(question, tuple(area.id for area in areas)), language)
        bundle = picture(a, language)
        if kind in ("csv", "json"):
            bundle = replace(bundle, table=members_table(_members(question, areas), a, language))
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, language=language)
    except NoGroup as wrong:
        return HttpResponse(group_words.problem(wrong, language), status=422, content_type="text/plain; charset=utf-8")
    return figure_files.sent(bundle, kind, language, "group")

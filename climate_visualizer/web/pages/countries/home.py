"""The first page: find a place, see how every place stands, and how a budget comes about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from climate_visualizer.beside.area_search import Place, matched, meant, places, search, tiles
from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.budget.lasting import END
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.maps import standing_map
from climate_visualizer.charts.maps.outline_paths import outlines
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.question import Question
from climate_visualizer.strict_json import json_text
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.own_place import own_first
from climate_visualizer.web.page_language import spoken
from climate_visualizer.web.pages.areas import figure_files
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.web.pages.countries import standing
from climate_visualizer.web.pages.countries.standing import Row
from climate_visualizer.web.pages.questions import goal_page
from climate_visualizer.words import derivation, sentences
from climate_visualizer.words.statistics_age import dated

LONGEST_QUERY = 100
MOST_SUGGESTED, MOST_ELSEWHERE = 8, 8
STEPS = {"world": "world", "nation": "nation", "place": "pool"}
FOREVER = "public, max-age=31536000, immutable"


def _columns(language: Language) -> tuple[tuple[str, str, str], ...]:
    return (
        ("name", language.t("Place"), ""),
        ("left", language.t("Left"), language.t("tonnes")),
        ("until", language.t("Lasts until"), language.t("at today\u2019s rate")),
        ("cut", language.t("Cut needed"), language.t("a year")),
        ("achieved", language.t("Change so far"), language.t("a year, last five years")),
        ("head", language.t("Per inhabitant"), language.t("tonnes in a year")),
    )


def _kinds(rows: tuple[Row, ...]) -> tuple[str, ...]:
    """The kinds of areas below the nation, the largest areas first."""
    return tuple(dict.fromkeys(row.area.kind for row in sorted(rows, key=lambda row: len(row.area.id))))


def _kind(query: Mapping[str, str], rows: tuple[Row, ...]) -> str:
    """The kind of areas that is asked for, if there are any of it."""
    return query.get("kind", "") if query.get("kind", "") in _kinds(rows) else ""


def _kind_pills(
    rows: tuple[Row, ...], query: Mapping[str, str], kind: str, language: Language
) -> list[dict[str, object]]:
    options = [("", language.t("All")), *((name, standing.kind_name(name, language)) for name in _kinds(rows))]
    return [
        {"label": label, "kept": {k: v for k, v in {**query, "kind": value}.items() if v}, "chosen": value == kind}
        for value, label in options
    ]


def mapped(rows: tuple[Row, ...]) -> list[standing_map.MappedArea]:
    """The rows as a map shows them."""
    return [
        standing_map.MappedArea(
            row.area.id, row.name, row.href, row.order["years"], row.years, row.until, row.order["until"] >= END
        )
        for row in rows
    ]


def _classes(country: str, language: Language) -> standing_map.Steps:
    """The classes of a country's map: the same whichever limit is chosen, so that maps can be compared."""
    return standing_map.steps_for([row.order["years"] for row in standing.rows(standing.asked({}, country), language)])


def _map(question: Question, rows: tuple[Row, ...], kind: str, language: Language) -> Bundle | None:
    """The map of a country: areas of a kind as they lie, or tiles where the edition has no boundaries of them."""
    edition, country = question.edition, question.country
    drawn = (outlines(edition, country, kind) if kind else None) or outlines(edition, country) or tiles()
    if isinstance(drawn, dict) and not any(row.area.id in drawn for row in rows):
        return None
    limit = language.degrees(question.choices.limit)
    title = language.t("How long the budget for {limit} degrees lasts at today\u2019s rate", limit=limit)
    source = source_line(edition, country, language)
    figure = standing_map.figure(mapped(rows), drawn, _classes(country, language), title, source, edition.id, language)
    return replace(figure, licence=edition.origin(country)["licence"])


def _steps(nation: Assessment, name: str, language: Language) -> dict[str, derivation.Rung]:
    """The world's, the country's and the places' part, in tonnes, as far as the method has them."""
    rungs = {rung.key: rung for rung in derivation.ladder(nation, name, language)}
    if "nation" in rungs:
        rungs.setdefault("pool", rungs["nation"])  # where nothing stays with the nation
    return {step: rungs[key] for step, key in STEPS.items() if key in rungs}


def _places_of(edition: Edition, language: Language) -> tuple[Place, ...]:
    """Every place by name, those of the installation's own first."""
    return own_first(edition, places(edition, language))


def _table(query: Mapping[str, str], rows: tuple[Row, ...], edition: Edition, language: Language) -> dict[str, object]:
    """Search, kind and order as asked for, with the links that ask otherwise."""
    asked = query.get("q", "").strip()[:LONGEST_QUERY]
    kind = _kind(query, rows)
    sort = query.get("sort", "")
    query_kept = {"q": asked, "kind": kind, "limit": query.get("limit", ""), "country": query.get("country", "")}
    matches = search(asked, _places_of(edition, language), home=home_of(query, edition)) if asked else ()
    matched_ids = {match.area.id for match in matches}
    chosen = [row for row in rows if (not kind or row.area.kind == kind) and (not asked or row.area.id in matched_ids)]
    is_column = chosen and sort.removeprefix("-") in (*chosen[0].order, "name")
    return {
        "rows": standing.arranged(chosen, sort),
        "headings": standing.headings(_columns(language), query_kept, sort if is_column else "name", "#places"),
        "kinds": _kind_pills(rows, {**query_kept, "sort": sort}, kind, language),
        "query": asked,
        "kind": kind,
        "elsewhere": _elsewhere(matches, chosen, language) if asked else [],
    }


def home_of(query: Mapping[str, str], edition: Edition) -> str:
    """The country whose places come first: the one that is shown."""
    return standing.asked_country(query, edition)


def _elsewhere(matches: tuple[Place, ...], rows: list[Row], language: Language) -> list[dict[str, str]]:
    """Places that a query may mean and that the table does not show, as links."""
    shown_ids = {row.area.id for row in rows}
    others = [place for place in matches if place.area.id not in shown_ids][:MOST_ELSEWHERE]
    return [
        {"name": place.name, "where": place.where, "href": standing.path_of(place.area, language)} for place in others
    ]


def _nation(question: Question) -> Assessment | None:
    """The country as a whole, if it has statistics of its own."""
    edition, country = question.edition, question.country
    area = next((area for area in edition.areas if area.country == country and area.kind == "country"), None)
    return assess(question.at(area.id)) if area and edition.has(area.id) else None


def _without(edition: Edition, country: str, language: Language) -> list[dict[str, str]]:
    """The places of a country in which no place has a budget, by name."""
    areas = [area for area in edition.areas if area.country == country and area.kind != "country"]
    named = [{"name": sentences.area_name(area, language), "href": standing.path_of(area, language)} for area in areas]
    return sorted(named, key=lambda link: language.alphabetical(str(link["name"])))


def _others(edition: Edition, country: str, language: Language) -> list[dict[str, object]]:
    """The countries that can be chosen, and those that have a national budget only."""
    among = standing.countries(edition)
    links = []
    for area in edition.areas:
        if area.kind == "country":
            href = f"?country={area.country}" if area.country in among else standing.path_of(area, language)
            name = sentences.area_name(area, language)
            is_national_only = area.country not in among
            links.append({"name": name, "href": href, "chosen": area.country == country, "whole": is_national_only})
    return links


def _values(request: HttpRequest, edition: Edition, language: Language) -> dict[str, object]:
    country = standing.asked_country(request.GET, edition)
    question = standing.asked(request.GET, country)
    every = standing.rows(question, language)
    rows = tuple(row for row in every if row.area.kind != "country")
    nation = _nation(question)
    query_kept = {"country": request.GET.get("country", "")}
    used_up = sum(row.is_overdrawn for row in rows)
    nations = sorted(_others(edition, country, language), key=lambda link: language.alphabetical(str(link["name"])))
    without = [] if rows else _without(edition, country, language)
    return {
        **_table(request.GET, rows, edition, language),
        "places": _places_of(edition, language),
        "map": _map(question, rows, _kind(request.GET, rows), language),
        "map_kinds": MAP_KINDS,
        "map_query": {k: request.GET[k] for k in ("country", "limit", "kind") if request.GET.get(k)},
        "hidden": {k: request.GET.get(k, "") for k in ("country", "limit")},
        "example": standing.example(rows) or next((area["name"] for area in without), ""),
        "outlines": path_to("country-map", country=country.lower())
        if rows and standing.is_outlined(edition, country)
        else "",
        "home": country,
        "without": without,
        "municipal": not rows or any(row.area.kind == "municipality" for row in rows),
        "legend": standing_map.legend(_classes(country, language), language),
        "limits": standing.limit_pills(question, {k: v for k, v in query_kept.items() if v}, language),
        "limit": request.GET.get("limit", ""),
        "country": request.GET.get("country", ""),
        "degrees": language.degrees(question.choices.limit),
        "chance": standing.chance(question.choices, language),
        **(_told(nation, question.query, language) if nation else {}),
        "gone": used_up,
        "gone_words": standing.gone_said(used_up, len(rows), language),
        "estimated_words": standing.on_estimates(rows, language),
        "countries": nations,
        "chosen_country": next((nation["name"] for nation in nations if nation["chosen"]), ""),
        "national": [nation for nation in nations if nation["whole"]],
        "several": len(standing.countries(edition)) > 1,
        "today": language.day(current.as_of()),
        "source": source_line(edition, country, language),
    }


def _told(nation: Assessment, query: Mapping[str, str], language: Language) -> dict[str, object]:
    """What the page says of the whole country."""
    return {
        "nation": nation,
        "goal": goal_page.front_door(nation, language, own=False),
        "nation_href": standing.path_of(nation.area, language, query),
        "headline": sentences.parts(sentences.headline(nation, language)),
        "dated": dated(nation, language),
        "ladder": _steps(nation, sentences.area_name(nation.area, language), language),
    }


@versioned
@spoken
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """Search, map, table and the three steps."""
    edition = current.edition()
    asked = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    place = meant(asked, _places_of(edition, language)) if asked and request.GET.get("go") else None
    if place:
        return HttpResponseRedirect(standing.path_of(place.area, language))
    try:
        values = _values(request, edition, language)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, language=language)
    return HttpResponse(render_to_string("pages/home.html", values, request=request))


MAP_KINDS = ("svg", "png", "csv", "json")


@versioned
@spoken
def map_file(request: HttpRequest, language: Language, kind: str) -> HttpResponse:
    """The map as a picture or a table, for the country and limit in the address."""
    edition = current.edition()
    country = standing.asked_country(request.GET, edition)
    try:
        question = standing.asked(request.GET, country)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, language=language)
    rows = tuple(row for row in standing.rows(question, language) if row.area.kind != "country")
    bundle = _map(question, rows, _kind(request.GET, rows), language)
    if bundle is None or bundle.scene is None:
        raise Http404(f"There is no map of '{country}' in edition {edition.id}.")
    bundle = replace(bundle, scene=standing_map.with_key(bundle.scene, _classes(country, language), language))
    return figure_files.sent(bundle, kind, language, f"{country.lower()}-map")


def _entry(area: Area, name: str, where: str, others: tuple[str, ...], language: Language) -> list[object]:
    own = () if area.name == name else (area.name,)
    return [name, standing.path_of(area, language), where, [*own, *others], area.id]


@versioned
@spoken
def _places(request: HttpRequest, language: Language) -> HttpResponse:
    edition, asked = current.edition(), request.GET.get("q", "").strip()[:LONGEST_QUERY]
    every = _places_of(edition, language)
    if asked:
        matches = search(asked, every, home=home_of(request.GET, edition))[:MOST_SUGGESTED]
        entries = [_suggested(asked, place, language) for place in matches]
    else:
        entries = [_entry(place.area, place.name, place.where, place.others, language) for place in every]
    body = json_text(entries, separators=(",", ":"))
    return HttpResponse(body, content_type="application/json; charset=utf-8")


def _suggested(asked: str, place: Place, language: Language) -> list[object]:
    """A place for the box that answers while one types, with the other name that it answered by."""
    return [place.name, standing.path_of(place.area, language), place.where, matched(asked, place), place.area.id]


def place_names(request: HttpRequest, lang: str) -> HttpResponse:
    """The places that a query may mean, the same as the page finds; without one every place. Kept for good with the edition."""
    response: HttpResponse = _places(request, lang)
    if response.status_code == 200 and request.GET.get("edition") == current.edition().id:
        response.headers["Cache-Control"] = FOREVER
    return response

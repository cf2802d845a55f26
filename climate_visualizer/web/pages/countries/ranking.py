"""Every place in order: by kind, county and size, for a limit, with one place pointed out; and what an order does not say."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.beside.area_search import meant, places
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice, text
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.web.pages.countries import standing
from climate_visualizer.web.pages.countries.standing import Row

LONGEST = 100
# Classes of population: from, up to and not including; the name stands in the address.
SIZES = {
    "to-10000": (0, 10_000),
    "10000-20000": (10_000, 20_000),
    "20000-50000": (20_000, 50_000),
    "50000-100000": (50_000, 100_000),
    "from-100000": (100_000, math.inf),
}
FIRST_KINDS = ("municipality", "unitary-authority", "county")


@dataclass(frozen=True)
class Choice:
    """One value of a filter: how it stands in the address, what it is called, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Place:
    """One row of the order: its position, the figure that is ordered by with the length of its bar, and the others.

    A bar that is `broken` is shorter than its figure.
    """

    position: str
    row: Row
    value: str
    length: str
    broken: bool
    marked: bool


def _columns(language: Language) -> dict[str, tuple[str, str]]:
    """What can be ordered by: its name and unit."""
    return {
        "years": (language.t("Time left"), language.t("years at today\u2019s rate")),
        "left": (language.t("Left"), language.t("tonnes")),
        "cut": (language.t("Cut needed"), language.t("a year")),
        "achieved": (language.t("Change so far"), language.t("a year, last five years")),
        "head": (language.t("Per inhabitant"), language.t("tonnes in a year")),
        "persons": (language.t("Inhabitants"), ""),
    }


def _written(row: Row, sort: str, language: Language) -> str:
    if sort == "years" and row.is_overdrawn:
        return language.t("used up")
    values = {"years": row.years, "left": row.left, "cut": row.cut, "achieved": row.achieved}
    return {**values, "head": row.per_head, "persons": row.persons}[sort]


def _size_label(low: float, high: float, language: Language) -> str:
    if low == 0:
        return language.t("under {number} inhabitants", number=language.whole(high))
    if math.isinf(high):
        return language.t("{number} inhabitants or more", number=language.whole(low))
    return language.t("{low} to {high} inhabitants", low=language.whole(low), high=language.whole(high))


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; what it does not know is as if it were not asked."""

    country: str
    kind: str
    within: str
    size: str
    sort: str
    mark: str


def _wanted(query: Mapping[str, str], edition: Edition, every: tuple[Row, ...], country: str) -> Wanted:
    kinds = list(dict.fromkeys(row.area.kind for row in every if row.area.kind != "country"))
    first = next((kind for kind in FIRST_KINDS if kind in kinds), kinds[0] if kinds else "")
    kind, sort = query.get("kind", ""), query.get("sort", "")
    groups = {area.id for area in edition.areas if area.kind != "country" and edition.children(area.id)}
    is_column = every and sort.removeprefix("-") in every[0].order and sort.removeprefix("-") != "until"
    return Wanted(
        country=country,
        kind=kind if kind in kinds else first,
        within=query.get("within", "") if query.get("within", "") in groups else "",
        size=query.get("size", "") if query.get("size", "") in SIZES else "",
        sort=sort if is_column else "years",
        mark=query.get("mark", "").strip()[:LONGEST],
    )


def _inside(area: Area, within: str, edition: Edition) -> bool:
    return not within or any(parent.id == within for parent in edition.parents(area.id))


def chosen(every: tuple[Row, ...], wanted: Wanted, edition: Edition) -> list[Row]:
    """The rows that all filters let through, in order."""
    low, high = SIZES.get(wanted.size, (-math.inf, math.inf))
    filtered = [
        row
        for row in every
        if row.area.kind == wanted.kind
        and _inside(row.area, wanted.within, edition)
        and (not wanted.size or low <= row.order["persons"] < high)
    ]
    return standing.arranged(filtered, wanted.sort)


def _positions(rows: list[Row], key: str) -> dict[str, int]:
    """Each place's rank, 1 for the best whichever way the table is turned; equal figures share the better rank."""
    positions: dict[str, int] = {}
    last, position = math.nan, 0
    for index, row in enumerate(standing.arranged(rows, key)):
        figure = row.order[key]
        if math.isfinite(figure):
            position = position if figure == last else index + 1
            positions[row.area.id], last = position, figure
    return positions


def _longest(values: list[float]) -> float:
    """The figure of the longest bar: the largest, or three times the 95th percentile; a few far ones would flatten the rest."""
    finite = sorted(value for value in values if math.isfinite(value))
    return min(finite[-1], 3 * finite[int(0.95 * (len(finite) - 1))]) if finite else 0.0


def _places(rows: list[Row], wanted: Wanted, marked: Area | None, language: Language) -> list[Place]:
    key = wanted.sort.removeprefix("-")
    values = [abs(row.order[key]) if row.order[key] != -1.0 or key != "years" else 0.0 for row in rows]
    longest = _longest(values)
    positions = _positions(rows, key)
    return [
        Place(
            position=language.whole(positions[row.area.id]) if row.area.id in positions else standing.NOTHING,
            row=row,
            value=_written(row, key, language),
            length=f"{min(100 * value / longest, 100):.1f}" if longest and math.isfinite(value) else "0",
            broken=longest < value < math.inf,
            marked=bool(marked and row.area.id == marked.id),
        )
        for row, value in zip(rows, values, strict=True)
    ]


def _reading(
    places_in_order: list[Place], wanted: Wanted, marked: Area | None, edition: Edition, language: Language
) -> str:
    """Where the place that was pointed out stands, in a sentence."""
    if not wanted.mark:
        return ""
    if marked is None:
        return language.t("No single place is called \u201c{query}\u201d.", query=wanted.mark)
    marked_place = next((place for place in places_in_order if place.marked), None)
    name = next(place.name for place in places(edition, language) if place.area.id == marked.id)
    if marked_place is None:
        return language.t("{area} is not among the places that these filters leave.", area=name)
    return language.t(
        "{area} is number {position} of {count}: {value}.",
        area=name,
        position=marked_place.position,
        count=language.whole(len(places_in_order)),
        value=" ".join(
            word for word in (marked_place.value, _columns(language)[wanted.sort.removeprefix("-")][1]) if word
        )
        if marked_place.value != language.t("used up")
        else marked_place.value,
    )


def _filters(
    every: tuple[Row, ...], wanted: Wanted, edition: Edition, limit: str, language: Language
) -> list[dict[str, object]]:
    """Each filter as a list to choose from."""
    kinds = dict.fromkeys(row.area.kind for row in every if row.area.kind != "country")
    groups = [row for row in every if row.area.kind != "country" and edition.children(row.area.id)]
    question = standing.asked({"limit": limit}, wanted.country)
    limits = sorted({value for value, _ in question.method.pairs(question.choices.vintage)})
    columns = _columns(language)
    nowhere = Choice("", language.t("Everywhere"), not wanted.within)
    any_size = Choice("", language.t("Any size"), not wanted.size)
    fields: list[tuple[str, str, list[Choice]]] = [
        ("kind", language.t("Kind"), [Choice(k, standing.kind_name(k, language), k == wanted.kind) for k in kinds]),
        (
            "within",
            language.t("Within"),
            [nowhere, *(Choice(r.area.id, r.name, r.area.id == wanted.within) for r in groups)],
        ),
        (
            "size",
            language.t("Size"),
            [any_size, *(Choice(k, _size_label(*v, language), k == wanted.size) for k, v in SIZES.items())],
        ),
        (
            "limit",
            language.t("Limit of warming"),
            [Choice(text(v), f"{language.decimal(v, 1)} °C", v == question.choices.limit) for v in limits],
        ),
        (
            "sort",
            language.t("In order of"),
            [Choice(k, n, k == wanted.sort.removeprefix("-")) for k, (n, _) in columns.items()],
        ),
    ]
    return [{"field": field, "name": name, "choices": values} for field, name, values in fields if len(values) > 1]


def _values(request: HttpRequest, language: Language) -> dict[str, object]:
    edition = current.edition()
    country = standing.asked_country(request.GET, edition)
    question = standing.asked(request.GET, country)
    every = standing.rows(question, language)
    wanted = _wanted(request.GET, edition, every, country)
    place_meant = meant(wanted.mark, places(edition, language)) if wanted.mark else None
    marked = place_meant.area if place_meant else None
    listed_places = _places(chosen(every, wanted, edition), wanted, marked, language)
    name, unit = _columns(language)[wanted.sort.removeprefix("-")]
    query_kept = {
        k: request.GET[k] for k in ("country", "kind", "within", "size", "limit", "mark") if request.GET.get(k)
    }
    turned = wanted.sort.removeprefix("-") if wanted.sort.startswith("-") else f"-{wanted.sort}"
    return {
        "filters": _filters(every, wanted, edition, request.GET.get("limit", ""), language),
        "found": listed_places,
        "broken": any(listed.broken for listed in listed_places),
        "count": len(listed_places),
        "kind": standing.kind_name(wanted.kind, language),
        "column": name,
        "unit": unit,
        "reading": _reading(listed_places, wanted, marked, edition, language),
        "mark": wanted.mark,
        "example": standing.example(every),
        "country": request.GET.get("country", ""),
        "turn": {**query_kept, "sort": turned},
        "falling": (wanted.sort.removeprefix("-") in standing.FALLING) != wanted.sort.startswith("-"),
        "chance": standing.chance(question.choices, language),
        "estimated_words": standing.on_estimates((listed.row for listed in listed_places), language),
        "today": language.day(current.as_of()),
        "source": source_line(edition, country, language),
    }


@wholly
@versioned
@spoken
def ranking(request: HttpRequest, language: Language) -> HttpResponse:
    """The places that the filters leave, in order; the address holds all of it."""
    try:
        values = _values(request, language)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, language=language)
    return HttpResponse(render_to_string("pages/ranking.html", values, request=request))

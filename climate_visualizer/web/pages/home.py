"""The first page: find a place, see how every place stands, and how a budget comes about."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from climate_visualizer.assessment.calendar import day_of
from climate_visualizer.assessment.choices import default_choices
from climate_visualizer.assessment.figures import Figures, assess_all
from climate_visualizer.assessment.language import Language, plain
from climate_visualizer.assessment.words import area_name
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.web import current
from climate_visualizer.web.spoken import spoken
from climate_visualizer.web.versioned import versioned

COUNTRY = "SE"
LONGEST_QUERY = 100


@dataclass(frozen=True)
class Row:
    """One area of the table: written figures, and the numbers they are sorted by."""

    area: Area
    name: str
    left: str
    until: str
    cut: str
    achieved: str
    per_head: str
    order: dict[str, float]


def _until(found: Figures, index: int, language: Language) -> str:
    gone = day_of(float(found.overdrawn_since[index]))
    if gone:
        return language.t("used up {when}", when=language.month(gone))
    day = day_of(float(found.used_up_at[index]))
    return language.month(day) if day and day.year < 2060 else str(day.year) if day else "\u2013"


def _row(area: Area, index: int, found: Figures, persons: float, language: Language) -> Row:
    left, cut = float(found.remaining_t[index]), float(found.required_cut[index])
    achieved, head = float(found.achieved_cut[index]), float(found.base_emissions[index]) / persons
    over = float(found.overdrawn_since[index])
    return Row(
        area=area,
        name=area_name(area, language),
        left=language.rounded(left),
        until=_until(found, index, language),
        cut=language.change(cut, 0 if cut >= 0.1 else 1) if math.isfinite(cut) else "\u2013",
        achieved=language.change(achieved) if math.isfinite(achieved) else "\u2013",
        per_head=language.decimal(head, 1) if math.isfinite(head) else "\u2013",
        order={
            "left": left,
            "until": over if math.isfinite(over) else float(found.used_up_at[index]),
            "cut": -cut if math.isfinite(cut) else -math.inf,
            "achieved": -achieved if math.isfinite(achieved) else math.inf,
            "head": -head if math.isfinite(head) else math.inf,
        },
    )


def rows(edition: Edition, language: Language) -> list[Row]:
    """Every area below the nation for the default choice, by name."""
    found = assess_all(edition, COUNTRY, default_choices(COUNTRY, current.as_of()), as_of=current.as_of())
    persons = edition.persons(COUNTRY, int(edition.cube(COUNTRY).years[-1]))
    others = edition.persons(COUNTRY, int(edition.cube(COUNTRY).years[-1]) + 1)
    areas = [(edition.area(area_id), index) for index, area_id in enumerate(found.area_ids)]
    made = [
        _row(area, index, found, persons[index] if math.isfinite(persons[index]) else others[index], language)
        for area, index in areas
        if area.kind != "country"
    ]
    return sorted(made, key=lambda row: language.alphabetical(row.name))


@dataclass(frozen=True)
class Heading:
    """A column's heading: where it leads, and how the table is sorted by it now."""

    name: str
    note: str
    href: str
    sorted: str


def _headings(query: str, kind: str, by: str, language: Language) -> list[Heading]:
    names: list[tuple[str, str, str]] = [
        ("name", "Place", ""),
        ("left", "Left", "tonnes"),
        ("until", "Lasts until", "at today\u2019s rate"),
        ("cut", "Cut needed", "a year"),
        ("achieved", "Change so far", "a year, last five years"),
        ("head", "Per inhabitant", "tonnes in a year"),
    ]
    found = []
    for key, name, note in names:
        asked = {"q": query, "kind": kind, "sort": "" if key == "name" else key}
        href = "?" + urlencode({k: v for k, v in asked.items() if v}) + "#places"
        found.append(
            Heading(language.t(name), language.t(note) if note else "", href, "ascending" if key == by else "")
        )
    return found


def _chosen(made: list[Row], query: str, kind: str) -> list[Row]:
    wanted = plain(query)
    return [
        row
        for row in made
        if (not kind or row.area.kind == kind) and (wanted in plain(row.area.name) or wanted in plain(row.name))
    ]


@versioned
@spoken
def home(request: HttpRequest, language: Language) -> HttpResponse:
    """Search, table and the three steps."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    kind = request.GET.get("kind", "")
    kind = kind if kind in ("county", "municipality") else ""
    sort = request.GET.get("sort", "")
    edition = current.edition()
    every = rows(edition, language)
    exact = [row for row in every if plain(query) in (plain(row.area.name), plain(row.name))]
    if len(exact) == 1 and request.GET.get("go"):
        return HttpResponseRedirect(f"/{language.code}/{exact[0].area.country.lower()}/{exact[0].area.slug}/")
    shown = _chosen(every, query, kind)
    by = sort if shown and sort in shown[0].order else "name"
    key: Callable[[Row], float] = lambda row: row.order[by]  # noqa: E731
    values = {
        "rows": shown if by == "name" else sorted(shown, key=key),
        "headings": _headings(query, kind, by, language),
        "query": query,
        "kind": kind,
        "every": every,
        "countries": [(area, area_name(area, language)) for area in edition.areas if area.kind == "country"],
        "choices": default_choices(COUNTRY, current.as_of()),
        "today": language.day(current.as_of()),
    }
    return HttpResponse(render_to_string("pages/home.html", values, request=request))

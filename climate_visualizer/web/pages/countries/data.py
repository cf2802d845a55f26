"""Where the figures come from: files and licences, what the newest edition changed, world budgets, what is modelled."""

from __future__ import annotations

from collections import defaultdict

import polars as pl
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.editions.publishing.change_history import About
from climate_visualizer.editions.read import Edition, NoEdition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import EVERYWHERE, default_choices
from climate_visualizer.methods.recipes import find_method, load_methods
from climate_visualizer.methods.vintages import world
from climate_visualizer.sources.labels import labels, publisher, qualities, quality_sentence, titles_in
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.countries import standing
from climate_visualizer.words.sentences import area_name, country_name

MOST_DISPUTES = 40
MOST_EDITIONS = 8


def _disputes(language: Language) -> list[dict[str, str]]:
    edition = current.edition()
    return [
        {
            "area": area_name(edition.area(row["area_id"]), language),
            "path": standing.path_of(edition.area(row["area_id"]), language),
            "sector": labels(edition.area(row["area_id"]).country, language.code)[row["sector"], "total"],
            "gas": row["gas"],
            "year": str(row["year"]),
            "total": language.whole(row["total_t"]),
            "parts": language.whole(row["parts_t"]),
            "gap": language.whole(row["gap_t"]),
        }
        for row in edition.disputes.head(MOST_DISPUTES).iter_rows(named=True)
    ]


def _quality(countries: list[str], language: Language) -> list[dict[str, object]]:
    """The quality classes of sectors: what each means, its countries by name where there are several, and its sectors.

    Countries of one publisher are told the same of their sectors, and are told together.
    """
    edition = current.edition()
    by_sentence: dict[str, tuple[list[str], dict[str, None]]] = {}
    for country in sorted(countries, key=lambda code: language.alphabetical(country_name(code, language))):
        names = labels(country, language.code)
        within = pl.col("area_id").is_in([area.id for area in edition.areas if area.country == country])
        has = set(edition.emissions.filter(within & (pl.col("subsector") == "total"))["sector"].unique())
        for kind in ("measured", "modelled"):
            sectors = [names[key, "total"] for key, of in qualities(country).items() if of == kind and key in has]
            if sectors:
                whose, which = by_sentence.setdefault(quality_sentence(country, kind, language.code), ([], {}))
                whose.append(country_name(country, language))
                which.update(dict.fromkeys(sectors))
    return [
        {"meaning": meaning, "countries": language.list(whose) if len(countries) > 1 else "", "sectors": list(which)}
        for meaning, (whose, which) in by_sentence.items()
    ]


def _kept(language: Language) -> list[dict[str, object]]:
    """The editions that are kept, the current one first: each with its id, and how many areas and years it has."""
    rows: list[dict[str, object]] = []
    for edition_id in current.published_ids()[:MOST_EDITIONS]:
        try:
            outline = current.outline_of(edition_id)
        except NoEdition:
            continue
        rows.append(
            {
                "id": edition_id,
                "areas": language.whole(outline.areas),
                "years": f"{outline.years[0]}\u2013{outline.years[-1]}",
            }
        )
    return rows


def _changed(about: About, language: Language) -> list[str]:
    """What the current edition changed, in sentences; one where nothing did."""
    rows = []
    if about.new_years:
        rows.append(language.t("New years: {years}.", years=language.list(list(about.new_years))))
    if about.vanished_years:
        rows.append(
            language.t("Years that are no longer there: {years}.", years=language.list(list(about.vanished_years)))
        )
    if about.new_areas:
        rows.append(language.n("{count} new place.", "{count} new places.", about.new_areas))
    if about.vanished_areas:
        rows.append(language.n("{count} place is gone.", "{count} places are gone.", about.vanished_areas))
    if about.revised_totals:
        written = language.n("{count} place", "{count} places", about.revised_areas)
        singular, plural = (
            "{count} published total was revised, in {areas}.",
            "{count} published totals were revised, in {areas}.",
        )
        rows.append(language.n(singular, plural, about.revised_totals, areas=written))
    same = "No figure of emissions is different; other data came in, such as boundaries or world budgets."
    return rows or [language.t(same)]


def _first_for(language: Language) -> dict[tuple[str, str], list[str]]:
    """The countries whose pages begin with a budget: by method, where a nation's own is published, and by its vintage."""
    edition, countries_by_budget = current.edition(), defaultdict(list)
    for country in edition.countries:
        first = default_choices(country, current.as_of(), edition=edition)
        key = first.method if find_method(first.method, edition).national else ""
        countries_by_budget[key, first.vintage].append(country_name(country, language))
    return countries_by_budget


def _budgets(language: Language) -> list[dict[str, object]]:
    """Each published budget: from when it counts, and whose pages begin with it; the nations' own come first."""
    edition, first = current.edition(), _first_for(language)
    own = [(load_methods(edition)[name], names) for (name, _), names in first.items() if name]
    nations = [
        {
            "title": method.name[language.code],
            "url": method.source_url,
            "start": method.start_year(method.vintages[0]),
            "first": language.list(names),
        }
        for method, names in own
    ]
    everywhere = [method for method in load_methods(edition).values() if EVERYWHERE in method.default_for]
    begins = {method.vintages[0] for method in everywhere}
    return nations + [
        {
            "title": budget.title,
            "url": budget.url,
            "start": budget.start,
            "first": _written(first["", name], language)
            or (language.t("methods for every country") if name in begins else ""),
        }
        for name, budget in sorted(world(edition).budgets.items(), key=lambda item: -item[1].start)
    ]


def _written(names: list[str], language: Language) -> str:
    """A few names, or how many there are."""
    return language.list(names) if len(names) <= 3 else language.n("{count} country", "{count} countries", len(names))


def _files(edition: Edition, language: Language) -> list[dict[str, object]]:
    """The countries that have files of their own, with what each has: budgets, boundaries."""
    drawn = set(edition.boundaries["area_id"].unique())
    within = [area for area in edition.areas if area.kind != "country"]
    nations = {area.country: area_name(area, language) for area in edition.areas if area.kind == "country"}
    rows = []
    for code in dict.fromkeys(area.country for area in within):
        ids = [area.id for area in within if area.country == code]
        budgets, outlines = any(map(edition.has, ids)), not drawn.isdisjoint(ids)
        plants = not edition.every_plant.filter(pl.col("area_id").is_in(list(ids))).is_empty()
        has = {"budgets": budgets, "outlines": outlines, "plants": plants}
        rows.append({"code": code.lower(), "name": nations.get(code, code), **has})
    return sorted(rows, key=lambda row: language.alphabetical(str(row["name"])))


@wholly
@versioned
@spoken
def data(request: HttpRequest, language: Language) -> HttpResponse:
    """Sources, editions, world budgets, quality classes and where releases contradict themselves."""
    edition, newest = current.edition(), next(iter(current.steps()), None)
    about = newest.about if newest is not None and newest.about.after == edition.id else None
    divided_countries = list(dict.fromkeys(area.country for area in edition.areas if area.kind != "country"))
    values = {
        "origins": [
            {
                **file_origin,
                "publisher": publisher(file_origin, language.code),
                "titles_in": titles_in(file_origin["source"]),
            }
            for file_origin in edition.origins
        ],
        "licences": sorted({origin["licence"] for origin in edition.origins}),
        "editions": _kept(language),
        "changed": _changed(about, language) if about else (),
        "before": about.before if about else "",
        "budgets": _budgets(language),
        "quality": _quality(divided_countries, language),
        "disputes": _disputes(language),
        "dispute_count": edition.disputes.height,
        "area_count": len(edition.areas),
        "areas": language.whole(len(edition.areas)),
        "total": language.whole(edition.disputes.height),
        "whole": _files(edition, language),
    }
    return HttpResponse(render_to_string("pages/data.html", values, request=request))

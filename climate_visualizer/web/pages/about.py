"""How it is worked out, from which statistics, for whom: the pages around the figures."""

from datetime import date
from typing import Any

import polars as pl
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.assessment.language import Language
from climate_visualizer.assessment.methods import load_methods
from climate_visualizer.assessment.words import area_name, country_name
from climate_visualizer.assessment.world import world
from climate_visualizer.sources.labels import labels, qualities, quality_sentence
from climate_visualizer.web import current
from climate_visualizer.web.spoken import spoken
from climate_visualizer.web.versioned import versioned

MOST_DISPUTES = 40
ASSESSED = date(2026, 11, 25)  # when the accessibility was last assessed: change it with the statement


def _methods(language: Language) -> list[dict[str, str]]:
    return [
        {
            "id": method.id,
            "name": method.name[language.code],
            "description": method.description[language.code],
            "scope": method.scope_words[language.code],
            "leaves_out": method.leaves_out[language.code],
            "assumptions": method.assumptions[language.code],
            "source": method.source,
            "url": method.source_url,
            "published": method.published,
        }
        for method in load_methods(current.edition()).values()
    ]


def _budgets(language: Language) -> list[dict[str, object]]:
    """Each published world budget as a table of limits and likelihoods, in Gt."""
    found = []
    for budget in world(current.edition()).budgets.values():
        table = budget.table
        rows = [
            (f"{language.decimal(limit, 1)}\u00a0°C", [language.whole(value) for value in values])
            for limit, values in zip(table.limits.tolist(), table.gigatonnes.tolist(), strict=True)
        ]
        heads = [f"{language.whole(chance)}\u00a0%" for chance in table.likelihoods.tolist()]
        found.append(
            {
                "title": budget.title,
                "url": budget.url,
                "source": budget.source,
                "start": budget.start,
                "heads": heads,
                "rows": rows,
            }
        )
    return found


@versioned
@spoken
def method(request: HttpRequest, language: Language) -> HttpResponse:
    """Every method, formula and world budget."""
    values = {"methods": _methods(language), "budgets": _budgets(language)}
    return HttpResponse(render_to_string("pages/method.html", values, request=request))


def _disputes(language: Language) -> list[dict[str, str]]:
    edition = current.edition()
    return [
        {
            "area": area_name(edition.area(row["area_id"]), language),
            "path": f"/{language.code}/{edition.area(row['area_id']).country.lower()}/{edition.area(row['area_id']).slug}/",
            "sector": labels(edition.area(row["area_id"]).country, language.code)[row["sector"], "total"],
            "gas": row["gas"],
            "year": str(row["year"]),
            "total": language.whole(row["total_t"]),
            "parts": language.whole(row["parts_t"]),
            "gap": language.whole(row["gap_t"]),
        }
        for row in edition.disputes.head(MOST_DISPUTES).iter_rows(named=True)
    ]


def _quality(country: str, language: Language, *, named: bool) -> list[dict[str, Any]]:
    """The quality classes of a country's sectors, each with what it means; the country is named where there are several."""
    edition, names = current.edition(), labels(country, language.code)
    within = pl.col("area_id").is_in([area.id for area in edition.areas if area.country == country])
    has = set(edition.emissions.filter(within & (pl.col("subsector") == "total"))["sector"].unique())
    head = f"{country_name(country, language)}: " if named else ""
    return [
        {
            "meaning": head + quality_sentence(country, kind, language.code),
            "sectors": [names[key, "total"] for key, of in qualities(country).items() if of == kind and key in has],
        }
        for kind in ("measured", "modelled")
    ]


@versioned
@spoken
def data(request: HttpRequest, language: Language) -> HttpResponse:
    """Sources, the edition, quality classes and where releases contradict themselves."""
    edition = current.edition()
    whole = list(dict.fromkeys(area.country for area in edition.areas if area.kind != "country"))
    quality = [row for country in whole for row in _quality(country, language, named=len(whole) > 1)]
    values = {
        "origins": edition.origins,
        "quality": quality,
        "disputes": _disputes(language),
        "dispute_count": edition.disputes.height,
        "area_count": len(edition.areas),
        "has_boundaries": edition.boundaries.height > 0,
        "whole": whole,
    }
    return HttpResponse(render_to_string("pages/data.html", values, request=request))


def _who() -> dict[str, str]:
    """Who runs this copy, and where to write."""
    return {"owner": settings.OWNER, "contact": settings.CONTACT}


@versioned
@spoken
def about(request: HttpRequest, language: Language) -> HttpResponse:
    """What this is and who may use it."""
    return HttpResponse(render_to_string("pages/about.html", _who(), request=request))


@versioned
@spoken
def accessibility(request: HttpRequest, language: Language) -> HttpResponse:
    """The accessibility statement."""
    values = {**_who(), "assessed": language.day(ASSESSED)}
    return HttpResponse(render_to_string("pages/accessibility.html", values, request=request))

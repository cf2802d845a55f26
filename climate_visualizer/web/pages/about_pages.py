"""How it is worked out, from which statistics, for whom: the pages around the figures."""

from datetime import date
from math import isfinite

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.editions.publishing import kept_estimates
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.recipes import load_methods
from climate_visualizer.methods.vintages import world
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly

ASSESSED = date(2026, 11, 27)  # when the accessibility was last assessed: change it with the statement


def _methods(language: Language) -> list[dict[str, str]]:
    return [
        {
            "id": method.id,
            "name": method.name[language.code],
            "description": method.description[language.code],
            "scope": method.scope_words[language.code],
            "leaves_out": method.leaves_out[language.code],
            "assumptions": method.assumptions[language.code],
            "source": language.t(method.source),
            "url": method.source_url,
            "published": method.published,
        }
        for method in load_methods(current.edition()).values()
    ]


def _budgets(language: Language) -> list[dict[str, object]]:
    """Each published world budget as a table of limits and likelihoods, in Gt."""
    budgets = []
    for budget in world(current.edition()).budgets.values():
        table = budget.table
        rows = [
            (
                f"{language.decimal(limit, 1)}\u00a0°C",
                [language.whole(value) if isfinite(value) else "–" for value in values],
            )
            for limit, values in zip(table.limits.tolist(), table.gigatonnes.tolist(), strict=True)
        ]
        heads = [language.per_cent(language.whole(chance)) for chance in table.likelihoods.tolist()]
        budgets.append(
            {
                "title": budget.title,
                "url": budget.url,
                "source": budget.source,
                "start": budget.start,
                "heads": heads,
                "rows": rows,
            }
        )
    return budgets


def _scores(language: Language) -> list[dict[str, str]]:
    """How the estimates of earlier editions turned out, by country and year."""

    def percent(fraction: object) -> str:
        return "–" if fraction is None else language.percent(float(str(fraction)), 1)

    return [
        {
            **{name: str(score[name]) for name in ("country", "year", "edition")},
            **{name: percent(score[name]) for name in ("median", "bias", "within", "within90")},
        }
        for score in kept_estimates.scores(current.past(), current.edition(), settings.EDITIONS)
    ]


@wholly
@versioned
@spoken
def method(request: HttpRequest, language: Language) -> HttpResponse:
    """Every method, formula and world budget."""
    values = {"methods": _methods(language), "budgets": _budgets(language), "scores": _scores(language)}
    return HttpResponse(render_to_string("pages/method.html", values, request=request))


def _who() -> dict[str, str]:
    """Who runs this copy, and where to write."""
    return {"owner": settings.OWNER, "contact": settings.CONTACT}


@wholly
@versioned
@spoken
def about(request: HttpRequest, language: Language) -> HttpResponse:
    """What this is and who may use it."""
    return HttpResponse(render_to_string("pages/about.html", _who(), request=request))


@wholly
@versioned
@spoken
def accessibility(request: HttpRequest, language: Language) -> HttpResponse:
    """The accessibility statement."""
    values = {**_who(), "assessed": language.day(ASSESSED)}
    return HttpResponse(render_to_string("pages/accessibility.html", values, request=request))

"""Own footprint and own business against the budget: the page brings the figures, and the reader's browser does the rest."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.plans.footprint import Factor, Shares, factors, shares
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.words import sentences


def _person(shares: Shares, language: Language) -> list[tuple[str, str]]:
    """The figures per head, each with what it is."""
    figures = []
    if shares.per_head_t is not None:
        figures.append(
            (_tonnes(shares.per_head_t, language), language.t("is emitted here in a year for each who lives here"))
        )
    if shares.budget_per_head_t is not None:
        figures.append(
            (_tonnes(shares.budget_per_head_t, language), language.t("of the budget are left for each, for all time"))
        )
    elif shares.remaining_t <= 0:
        figures.append((_tonnes(0, language), language.t("of the budget are left: it is used up already")))
    if shares.cut is not None:
        figures.append((language.percent(shares.cut, 1), language.t("lower emissions each year keep to the budget")))
    return figures


def _tonnes(value: float, language: Language) -> str:
    """Tonnes of one person, with a decimal."""
    return language.t("{number} tonnes", number=language.decimal(value, 1))


def _business(shares: Shares, a: Assessment, language: Language) -> list[dict[str, object]]:
    """The sectors that a business may belong to, the largest first."""
    names = sector_names(a.area.country, language.code)
    order = sorted(shares.sectors_t, key=lambda name: -shares.sectors_t[name])
    return [{"name": names[name], "tonnes": f"{shares.sectors_t[name]:.6g}"} for name in order]


UNITS = {
    "petrol": "A litre of petrol: {kilograms} kg.",
    "diesel": "A litre of diesel: {kilograms} kg.",
    "oil": "A kilowatt-hour of heating oil: {kilograms} kg.",
    "gas": "A kilowatt-hour of gas: {kilograms} kg.",
    "flight": "A kilometre by air: {kilograms} kg.",
}


def _unit(factor: Factor, language: Language) -> str:
    digits = len(f"{factor.kilograms:g}".partition(".")[2])
    return language.t(UNITS[factor.id], kilograms=language.decimal(factor.kilograms, digits))


def _facts(shares: Shares) -> dict[str, str]:
    """What the browser reckons with, as data attributes: plain numbers with a decimal point, empty where there is none."""
    numbers = {
        "per-head": shares.per_head_t,
        "budget-per-head": shares.budget_per_head_t,
        "day": shares.a_day_t,
        "remaining": shares.remaining_t,
        "cut": shares.cut,
        "until": LAST_YEAR,
    }
    return {name: "" if value is None else f"{value:.6g}" for name, value in numbers.items()}


def context(a: Assessment, language: Language) -> dict[str, object]:
    """Everything that the page shows and reckons with."""
    area_shares, name = shares(a), sentences.area_name(a.area, language)
    query = current.again(a).query
    return {
        "a": a,
        "language": language,
        "name": name,
        "owner": language.genitive(name),
        "person": _person(area_shares, language),
        "sectors": _business(area_shares, a, language),
        "facts": _facts(area_shares),
        "factors": [(_unit(factor, language), factor) for factor in factors().values()],
        "rates": {factor.id: f"{factor.kilograms:g}" for factor in factors().values()},
        "limit": language.degrees(a.choices.limit),
        "query": query,
        "first": area_shares.first,
        "cut_said": "" if area_shares.cut is None else language.percent(area_shares.cut, 1),
        "source": source_line(current.edition(), a.area.country, language),
    }


@wholly
@versioned
@spoken
def footprint_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """One area's budget per head and per sector, and a form that never leaves the browser."""
    area = current.edition().find(country, slug)
    try:
        a = assess(current.question(area.id, request.GET.dict()))
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    return HttpResponse(render_to_string("pages/footprint.html", context(a, language), request=request))

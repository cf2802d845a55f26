"""Bulk downloads of a country (CSV, JSON, XLSX, Parquet, GeoJSON): every area's findings and all emissions, in one file each."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from climate_visualizer import __version__
from climate_visualizer.exports.tables import whole_country as whole
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import Choices, WrongChoice
from climate_visualizer.strict_json import json_text
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import url_to
from climate_visualizer.web.http.page_cache import versioned

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Maker = Callable[[pl.DataFrame, whole.AboutFile], str | bytes]
KINDS: dict[str, tuple[str, Maker]] = {
    "csv": ("text/csv; charset=utf-8", whole.to_csv),
    "json": ("application/json; charset=utf-8", whole.to_json),
    "parquet": ("application/vnd.apache.parquet", whole.to_parquet),
    "xlsx": (XLSX, whole.to_xlsx),
}
NO_BIOGENIC = (
    "Tonnes of fossil carbon dioxide, verified in the EU emissions trading system; that from biomass is not in."
)
OF_COUNTRY = {code: code for code in ("SE", "GB", "NO")}  # a source named after a country is of no other
MAPS = {"geo_sweden": "SE", "geo_uk": "GB"}
TITLES = {
    "findings": "Carbon budgets of every area",
    "emissions": "Emissions of every area by sector",
    "estimates": "Emissions of every area from the last statistics to this year",
    "plants": "Large plants",
}


def _known(code: str) -> str:
    """A country that there are areas in."""
    country = code.upper()
    if country not in current.edition().countries:
        raise Http404(f"There is no country '{code}' in this edition.")
    return country


def _about(country: str, title: str, choices: Choices | None) -> whole.AboutFile:
    edition = current.edition()
    used = [
        origin
        for origin in edition.origins
        if OF_COUNTRY.get(origin["source"].partition("_")[0].upper(), country) == country
    ]
    used = [origin for origin in used if MAPS.get(origin["source"], country) == country]
    licences = sorted({f"{origin['publisher']} ({origin['licence']})" for origin in used})
    about: whole.AboutFile = {
        "title": f"{title}, {country}",
        "edition": edition.id,
        "as_of": current.as_of(),
        "sources": licences,
    }
    return {**about, "choices": dict(choices.__dict__)} if choices else about


def _problem(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"detail": sentence}, status=status, json_dumps_params={"ensure_ascii": False})


def _sent(body: str | bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _findings(request: HttpRequest, country: str) -> tuple[pl.DataFrame, whole.AboutFile]:
    question = current.question(country, request.GET.dict())
    return whole.findings(question), _about(country, TITLES["findings"], question.choices)


def _emissions(country: str, kind: str) -> tuple[pl.DataFrame, whole.AboutFile]:
    """A row a figure in Parquet, which packs it well; a row a series in the others; a workbook has main sectors only.

    All sub-sectors of Sweden are 350 000 cells, which take a workbook eight seconds to write and long to open.
    """
    frame, about = whole.emissions(current.edition(), country), _about(country, TITLES["emissions"], None)
    if kind == "xlsx":
        note = "Main sectors. The CSV, JSON and Parquet files have every sub-sector."
        return whole.by_year(frame.filter(pl.col("subsector") == "total")), {**about, "note": note}
    return frame if kind == "parquet" else whole.by_year(frame), about


def _made(request: HttpRequest, code: str, name: str, kind: str) -> tuple[pl.DataFrame, whole.AboutFile]:
    if name == "findings":
        return _findings(request, code)
    if name == "estimates":
        return whole.estimated(current.edition(), code, as_of=current.as_of()), _about(code, TITLES[name], None)
    return _plants(code) if name == "plants" else _emissions(code, kind)


def _plants(country: str) -> tuple[pl.DataFrame, whole.AboutFile]:
    frame, about = whole.plants(current.edition(), country), _about(country, TITLES["plants"], None)
    if frame.is_empty():
        raise Http404(f"There are no plants of '{country}' in this edition.")
    return frame, {**about, "note": NO_BIOGENIC}


@versioned
def country_file(request: HttpRequest, country: str, name: str, kind: str) -> HttpResponse:
    """Findings, emissions, large plants or estimates of a whole country; findings follow the choices in the address."""
    code = _known(country)
    try:
        frame, about = _made(request, code, name, kind)
    except WrongChoice as wrong:
        return _problem(422, str(wrong))
    except NoBudget as problem:
        return _problem(404, str(problem))
    content_type, make = KINDS[kind]
    return _sent(make(frame, about), content_type, f"{code}-{name}.{kind}")


@versioned
def country_package(request: HttpRequest, country: str) -> HttpResponse:
    """What the files of a country are, as a Data Package (Frictionless): the edition is its version, publishers its sources."""
    code, edition = _known(country), current.edition()
    about = _about(code, "Carbon budgets and emissions", None)
    used = [origin for origin in edition.origins if f"{origin['publisher']} ({origin['licence']})" in about["sources"]]
    budgets = any(area.country == code and edition.gas_of(area) == "CO2" for area in edition.areas)
    names = [name for name in TITLES if (budgets or name == "emissions") and (name != "plants" or _has_plants(code))]
    resources = [
        {
            "name": name,
            "title": TITLES[name],
            "path": url_to("country-file", country=code, name=name, kind="csv"),
            "mediatype": "text/csv",
            "encoding": "utf-8",
        }
        for name in names
    ]
    publishers = "; ".join(about["sources"])
    facts = {
        "name": f"climate-visualizer-{code.lower()}",
        "title": about["title"],
        "version": edition.id,
        "created": max(origin["release_date"] for origin in used) if used else None,
        "homepage": url_to("root"),
        "citation": f"Climate Visualizer {__version__}, edition {edition.id}, {code}. Statistics: {publishers}.",
        "sources": [{"title": f"{origin['publisher']}, {origin['title']}", "path": origin["url"]} for origin in used],
        "licenses": [{"name": name} for name in sorted({origin["licence"] for origin in used})],
        "resources": resources,
    }
    return HttpResponse(json_text(facts), content_type="application/json; charset=utf-8")


def _has_plants(country: str) -> bool:
    return not whole.plants(current.edition(), country).is_empty()


@versioned
def country_map(request: HttpRequest, country: str) -> HttpResponse:
    """Boundaries with findings as GeoJSON, or a sentence where the edition has no boundaries."""
    code = _known(country)
    try:
        frame, about = _findings(request, code)
        body = whole.geojson(current.edition(), code, frame, about)
    except WrongChoice as wrong:
        return _problem(422, str(wrong))
    except (NoBudget, whole.NoBoundaries) as problem:
        return _problem(404, str(problem))
    return _sent(body, "application/geo+json", f"{code}-areas.geojson")

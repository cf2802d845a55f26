"""Explore: the reader moves the cut, a target, measures or the path itself, and sees what becomes of the budget."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from climate_visualizer.budget.assess import assess
from climate_visualizer.charts import scenario as chart
from climate_visualizer.charts.catalogue import dated_source, source_line
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice, is_shared_out
from climate_visualizer.methods.horizon import LAST_YEAR
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.scenarios.scenario import Answer
from climate_visualizer.scenarios.scenario_paths import Ground, ground_of, knots
from climate_visualizer.scenarios.scenario_query import MOST_CUT, MOST_DRAWN, to_fields, to_text
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.strict_json import json_text
from climate_visualizer.web import current, scenario_requests
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common import choice_links
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.words import sentences
from climate_visualizer.words.scenario_words import facts, headline, problem

OWN = ("way", "from", "cut", "target_year", "target_cut", "target_base", "measures")
TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True)
class Slider:
    """One handle: the field, what it is called, its value and its end."""

    field: str
    name: str
    value: str
    most: int
    step: str = "0.5"


def _sliders(ground: Ground, fields: dict[str, str], language: Language) -> tuple[Slider, ...]:
    """A cut for each sector that emits anything, the largest first."""
    names = sector_names(ground.area.country, language.code)
    tonnes: dict[str, float] = {}
    for (sector, _), path in zip(ground.parts, ground.trend, strict=True):
        tonnes[sector] = tonnes.get(sector, 0.0) + float(path[0])
    present = sorted((name for name in tonnes if tonnes[name] > 0), key=lambda name: -tonnes[name])
    return tuple(
        Slider(f"cut_{name}", names[name], fields.get(f"cut_{name}", "0"), round(MOST_CUT)) for name in present
    )


def _handles(fields: dict[str, str]) -> tuple[Slider, ...]:
    """A handle for each year of a drawn path."""
    years = knots(current.as_of())
    return tuple(Slider(f"d{year}", str(year), fields.get(f"d{year}", "100"), MOST_DRAWN, "1") for year in years)


def _measures(answer: Answer, ground: Ground, chosen: str, language: Language) -> list[dict[str, object]]:
    """The measures that the area has something for, with what each chosen one saves."""
    saved, ticked = dict(answer.saved_by), chosen.split(",")
    listed = [measure for measure in library().values() if measure.applied(ground.parts, start=answer.scenario.start)]
    return [
        {
            "id": measure.id,
            "name": measure.name[language.code],
            "effect": measure.effect[language.code],
            "source": measure.source,
            "url": measure.source_url,
            "checked": measure.checked,
            "page": measure.page,
            "chosen": measure.id in ticked,
            "saved": language.tonnes(saved[measure.id]) if measure.id in saved else "",
        }
        for measure in listed
    ]


def _choice_links(a: Answer, language: Language, address: str) -> tuple[choice_links.Group, ...]:
    """Limit, likelihood and sharing, each a link that keeps the scenario."""
    mine = "&".join(parameter for parameter in address.lstrip("?").split("&") if parameter[:2] in ("s=", "t="))
    groups = choice_links.sentence_groups(assess(current.again(a)), language)
    return tuple(replace(group, pills=tuple(_with(pill, mine) for pill in group.pills)) for group in groups)


def _with(pill: choice_links.Pill, mine: str) -> choice_links.Pill:
    """A link of the choice that also carries the scenario."""
    between = "&" if mine and pill.href != "?" else ""
    return choice_links.Pill(pill.label, f"{pill.href}{between}{mine}", pill.chosen)


def _compared(answer: Answer, other: Answer | None, language: Language) -> list[dict[str, object]]:
    """The figures of the kept path beside those of this one."""
    if other is None:
        return []
    names = {
        "days": language.t("Days against going on as now"),
        "used": language.t("Emitted until 2050"),
        "missing": language.t("Left in 2050, or to be found each year"),
        "delay": language.t("Cost of a year’s wait, or cut needed"),
        "reached": language.t("Lowest limit kept to"),
    }
    pairs = zip(facts(other, language), facts(answer, language), strict=True)
    return [{"name": names[kept_fact.key], "kept": kept_fact, "now": now} for kept_fact, now in pairs]


def _links(answer: Answer, other: Answer | None, lang: str) -> dict[str, str]:
    day, query = answer.as_of, current.again(answer).query
    area_path = path_to("area", lang, answer.area)
    text = to_text(answer.scenario, day)
    keep = {**query, **({"s": text} if text else {}), "t": text or "-"}
    return {
        "here": area_path,
        "area": area_path + ("?" + urlencode(query) if query else ""),
        "reset": "?" + urlencode(query),
        "keep": "?" + urlencode(keep, safe="~"),
        "drop": scenario_requests.address(answer),
        "address": scenario_requests.address(answer, other),
        "api": path_to("api:scenario", area_id=answer.area.id),
    }


def _drawn(answer: Answer, other: Answer | None, source: str, language: Language) -> dict[str, object]:
    names = sector_names(answer.area.country, language.code)
    return {
        "wide": chart.figure(answer, names, source, language, other=other),
        "narrow": chart.figure(answer, names, source, language, size=chart.NARROW, other=other),
    }


def context(
    answer: Answer, other: Answer | None, language: Language, *, wrong: WrongChoice | None, typed: dict[str, str]
) -> dict[str, object]:
    """Everything that the page shows; `typed` is kept in the form where it was wrong."""
    ground = ground_of(current.again(answer))
    fields = {**to_fields(answer.scenario, ground), **typed}
    name, source = (
        sentences.area_name(answer.area, language),
        source_line(current.edition(), answer.area.country, language),
    )
    links = _links(answer, other, language.code)
    return {
        "found": answer,
        "other": other,
        "language": language,
        "name": name,
        "owner": language.genitive(name),
        "headline": headline(answer, language),
        "shared_out": is_shared_out(answer.area),
        "facts": facts(answer, language),
        "chart": _drawn(answer, other, source, language),
        "readings": json_text(chart.readings(answer, language)),
        "amount": language.t("{number} tonnes", number="{number}"),
        "separator": language.whole(1_000_000)[1],
        "source": source,
        "fields": fields,
        "sliders": _sliders(ground, fields, language),
        "handles": _handles(fields),
        "measures": _measures(answer, ground, fields["measures"], language),
        "starts": [str(year) for year in range(ground.first + 1, min(ground.first + 15, LAST_YEAR) + 1)],
        "base_years": [str(year) for year in sorted(ground.history)],
        "last_year": LAST_YEAR,
        "target_years": f"{answer.scenario.start}–{LAST_YEAR}",
        "most_cut": round(MOST_CUT),
        "choices": _choice_links(answer, language, links["address"]),
        "query": current.again(answer).query,
        "compared": _compared(answer, other, language),
        "kept_headline": headline(other, language) if other else "",
        "kept_text": (to_text(other.scenario, current.as_of()) or "-") if other else "",
        "delays": [
            (delay.year, language.percent(delay.required_cut, 1) if delay.required_cut is not None else "")
            for delay in answer.delays
        ],
        "links": links,
        "problem": problem(wrong, language) if wrong else "",
    }


def _query(request: HttpRequest) -> dict[str, str]:
    """The query, with the ticked measures as one field."""
    query = request.GET.dict()
    if "measure" in request.GET:
        query["measures"] = ",".join(request.GET.getlist("measure"))
    return query


def _page(request: HttpRequest, question: Question, language: Language) -> HttpResponse:
    query, wrong, typed = _query(request), None, {}
    try:
        answer, other = scenario_requests.answered(query, question), scenario_requests.kept(query, question)
    except WrongChoice as caught:
        if caught.field == "sharing":
            raise
        wrong = caught
        typed = {name: value for name, value in query.items() if name in OWN or name.startswith(("cut_", "d20"))}
        answer, other = scenario_requests.answered({}, question), None
    if not wrong and "way" in query:
        return HttpResponseRedirect(request.path + scenario_requests.address(answer, other))
    page = context(answer, other, language, wrong=wrong, typed=typed)
    return HttpResponse(render_to_string("pages/explore.html", page, request=request), status=422 if wrong else 200)


@wholly
@versioned
@spoken
def explore_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """The form and its answer; a sent form leads to the short address of what it says."""
    area = current.edition().find(country, slug)
    try:
        return _page(request, current.question(area.id, request.GET.dict()), language)
    except WrongChoice as wrong:
        return friendly(request, 422, wrong=wrong, area=area, language=language)


@wholly
@versioned
@spoken
def explore_file(request: HttpRequest, language: Language, country: str, slug: str, kind: str) -> HttpResponse:
    """A scenario to take along: a picture to share, or its years as a table."""
    edition = current.edition()
    area = edition.find(country, slug)
    try:
        question, query = current.question(area.id, request.GET.dict()), _query(request)
        answer, other = scenario_requests.answered(query, question), scenario_requests.kept(query, question)
    except WrongChoice as wrong:
        return HttpResponse(problem(wrong, language), status=422, content_type="text/plain; charset=utf-8")
    source = dated_source(edition, area.country, language, current.as_of())
    licence = edition.origin(area.country)["licence"]
    body = _file(answer, other, (source, licence), language, kind)
    response = HttpResponse(body, content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-explore.{kind}"'
    return response


def _file(answer: Answer, other: Answer | None, basis: tuple[str, str], language: Language, kind: str) -> str | bytes:
    """The scenario's figure as a file; `basis` is its source and licence."""
    source, licence = basis
    bundle = chart.figure(answer, sector_names(answer.area.country, language.code), source, language, other=other)
    figure = replace(bundle, licence=licence)
    if kind in ("csv", "json"):
        return figure.csv() if kind == "csv" else figure.json()
    drawn = chart.card(
        answer, sentences.area_name(answer.area, language), f"{source} {licence}.", language, other=other
    )
    card = replace(figure, scene=drawn)
    return card.svg("light") if kind == "svg" else card.png()

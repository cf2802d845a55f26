"""The open API: the same figures as the pages, from the same edition, without a key."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from ninja import Query
from ninja.decorators import decorate_view
from ninja.errors import ValidationError

from climate_visualizer.beside import area_kinds
from climate_visualizer.beside.area_search import places, search
from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.groups import NoGroup
from climate_visualizer.budget.ranges.uncertainty_ranges import outlook as outlook_of
from climate_visualizer.budget.ranges.uncertainty_ranges import vintages as vintages_of
from climate_visualizer.editions.read import MovedArea, UnknownArea
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.recipes import load_methods
from climate_visualizer.methods.vintage_climates import climates
from climate_visualizer.web import current
from climate_visualizer.web.api import (
    answers,
    change_answers,
    contributions,
    fair_share_answers,
    outlook_shapes,
    plan_answers,
    published_budget_answers,
    score_answers,
    shapes,
)
from climate_visualizer.web.api.accepted_values import FORMATS, refusal
from climate_visualizer.web.api.any_day import on_any_day
from climate_visualizer.web.api.change_answers import ChangesOut
from climate_visualizer.web.api.description import Api, StrictRenderer
from climate_visualizer.web.api.goals import verdict_answers
from climate_visualizer.web.api.groups import group_answers
from climate_visualizer.web.api.registers import plant_answers
from climate_visualizer.web.api.scenario_answers import router as scenarios
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import language
from climate_visualizer.web.published import Away
from climate_visualizer.web.successor_pages import answer
from climate_visualizer.words.questions import group_words

ABOUT = (
    "Local carbon budgets: what an area may still emit, how long that lasts, and where each figure comes from. "
    "Tonnes are tonnes of fossil carbon dioxide. Every answer names its edition; an ETag lets you ask again for nothing. "
    "Figures may be reused with the source named; see each edition's origins for the licences."
)
api = Api(
    title="Climate Visualizer",
    version="1",
    description=ABOUT,
    docs_url=None,
    urls_namespace="api",
    renderer=StrictRenderer(),
)
api.add_router("", scenarios)
api.add_router("", score_answers.router)
api.add_router("", contributions.router)
api.add_router("areas", plan_answers.router)
api.add_router("", fair_share_answers.router)
api.add_router("areas", plant_answers.router)
api.add_router("areas", verdict_answers.router)
api.add_router("", group_answers.router)
api.add_router("", published_budget_answers.router)
PROBLEMS = shapes.PROBLEMS


@api.exception_handler(UnknownArea)
def _unknown(request: HttpRequest, problem: UnknownArea) -> HttpResponse:
    return api.create_response(request, {"detail": str(problem)}, status=404)


@api.exception_handler(MovedArea)
def _moved(request: HttpRequest, problem: MovedArea) -> HttpResponse:
    return answer(problem.gone)


@api.exception_handler(Away)
def _away(request: HttpRequest, problem: Away) -> HttpResponse:
    response = api.create_response(request, {"detail": str(problem)}, status=503)
    response.headers["Retry-After"] = "30"
    return response


@api.exception_handler(NoBudget)
def _without_budget(request: HttpRequest, problem: NoBudget) -> HttpResponse:
    return api.create_response(request, {"detail": str(problem)}, status=refusal(request.GET.dict()))


@api.exception_handler(NoGroup)
def _without_group(request: HttpRequest, problem: NoGroup) -> HttpResponse:
    detail = group_words.problem(problem, language("en"))
    facts = {"detail": detail, "field": "areas", "value": ",".join(area.id for area in problem.areas)}
    return api.create_response(request, facts, status=refusal(request.GET.dict()))


@api.exception_handler(WrongChoice)
def _wrong(request: HttpRequest, wrong: WrongChoice) -> HttpResponse:
    facts = {"detail": str(wrong), "field": wrong.field, "value": wrong.value, "allowed": list(wrong.allowed)}
    return api.create_response(request, facts, status=refusal(request.GET.dict()))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    first = problem.errors[0]
    return api.create_response(request, {"detail": f"{first['loc'][-1]}: {first['msg']}."}, status=422)


OR_A_TABLE = {"responses": {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}}


def _ensure_one_of(field: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise WrongChoice(field, value, allowed)


@api.get("areas", response={200: shapes.AreasOut, **PROBLEMS}, summary="Areas, filtered")
@decorate_view(versioned)
def areas(
    request: HttpRequest,
    country: str = Query("", description="ISO code", example="SE"),
    kind: str = Query("", description="country, county, municipality, district ...", example="municipality"),
    parent: str = Query("", description="id of the area around them", example="SE-04"),
    q: str = Query(
        "",
        description="a name, another name, part of one or a code, as in the site's search box",
        example="nyk",
        max_length=100,
    ),
) -> object:
    """Every area of the edition, or those that match all that is asked; with `q` the likeliest first."""
    edition = current.edition()
    if kind:
        _ensure_one_of("kind", kind, ("country", *area_kinds.KINDS))
    if parent:
        edition.area(parent)
    matching = [place.area for place in search(q, places(edition, language("en")), home=country.upper())]
    areas_shown = [
        area
        for area in (matching if q.strip() else edition.areas)
        if (not country or area.country == country.upper())
        and (not kind or area.kind == kind)
        and (not parent or area.parent_id == parent)
    ]
    return {
        "edition": edition.id,
        "count": len(areas_shown),
        "areas": [answers.area_out(area, edition) for area in areas_shown],
    }


@api.get("areas/{area_id}", response={200: shapes.AreaOut, **PROBLEMS}, summary="One area")
@decorate_view(versioned)
def area(request: HttpRequest, area_id: str) -> object:
    """One area by its id."""
    edition = current.edition()
    return answers.area_out(edition.area(area_id), edition)


@api.get(
    "areas/{area_id}/emissions",
    response={200: shapes.EmissionsOut, **PROBLEMS},
    summary="Emissions by sector",
    openapi_extra=OR_A_TABLE,
)
@decorate_view(versioned)
def emissions(
    request: HttpRequest,
    area_id: str,
    gas: str = Query("CO2", description="CO2, GHG or CH4, as far as the edition has them", example="CO2"),
    format: str = Query("json", description="json or csv", example="json"),
) -> object:
    """Every published figure of an area, with totals, sub-sectors and disputes, as JSON or CSV."""
    edition = current.edition()
    edition.area(area_id)
    _ensure_one_of("gas", gas, edition.gases())
    _ensure_one_of("format", format, FORMATS)
    if format == "csv":
        response = HttpResponse(answers.emissions_csv(edition, area_id, gas), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{area_id}-{gas}.csv"'
        return response
    return answers.emissions_out(edition, area_id, gas)


def _is_asked(asked: shapes.ChoiceIn) -> bool:
    """Whether a reader chose anything but the day."""
    return any(value for name, value in asked.dict().items() if name != "as_of")


@api.get("areas/{area_id}/budget", response={200: shapes.BudgetOut, **PROBLEMS}, summary="An area's carbon budget")
@decorate_view(versioned, on_any_day)
def budget(request: HttpRequest, area_id: str, asked: Query[shapes.ChoiceIn]) -> object:
    """What an area may still emit. What is left out takes the method's default; what has no answer here is a 409."""
    return answers.budget_out(assess(current.question(area_id, asked.dict())), current.edition())


@api.get(
    "areas/{area_id}/outlook", response={200: outlook_shapes.OutlookOut, **PROBLEMS}, summary="How sure the budget is"
)
@decorate_view(versioned, on_any_day)
def outlook(request: HttpRequest, area_id: str, asked: Query[shapes.ChoiceIn]) -> object:
    """Quantiles over the climate's response and the trend, the chance of keeping to the budget, and implied degrees."""
    question = current.question(area_id, asked.dict())
    outlook_of_area = outlook_of(question)
    if outlook_of_area is None:
        choices, with_climate = question.choices, climates(question.edition)
        others = tuple(name for name in question.method.vintages if name in with_climate)
        if not others:
            raise NoBudget(f"The method {choices.method} has no outlook: the inputs of its budget are not published.")
        raise WrongChoice("vintage", choices.vintage, others, "The inputs of that world budget are not published.")
    return answers.outlook_out(outlook_of_area, question)


@api.get(
    "areas/{area_id}/vintages",
    response={200: outlook_shapes.VintagesOut, **PROBLEMS},
    summary="By every published budget",
)
@decorate_view(versioned, on_any_day)
def vintages(request: HttpRequest, area_id: str, asked: Query[shapes.ChoiceIn]) -> object:
    """The same area, limit and sharing by every method and every vintage of the world's and the nation's budget."""
    question = current.question(area_id, asked.dict())
    facts = {"edition": question.edition.id, "area": area_id, "as_of": question.as_of}
    return {**facts, "vintages": [asdict(vintage) for vintage in vintages_of(question)]}


@api.get(
    "areas/{area_id}/changes",
    response={200: ChangesOut, **PROBLEMS},
    summary="What the newest edition changed",
    openapi_extra=OR_A_TABLE,
)
@decorate_view(versioned, on_any_day)
def changes(
    request: HttpRequest,
    area_id: str,
    asked: Query[shapes.ChoiceIn],
    since: str = Query(
        "",
        description="id of a published edition; empty for the newest in which the area stood otherwise",
        example="2023-06-26-0a1b2c3d4e",
    ),
    format: str = Query("json", description="json or csv", example="json"),
) -> object:
    """Every figure that is new, revised or gone since the edition before, or any other, and what one budget became.

    Without `since` the budget is the country's usual one, as it was worked out when the edition was published; with `since` it
    is the one that is asked for.
    """
    edition = current.edition()
    edition.area(area_id)
    if since:
        _ensure_one_of("since", since, current.published_ids())
    _ensure_one_of("format", format, FORMATS)
    question = current.question(area_id, asked.dict()) if since or _is_asked(asked) else None
    if since and question:
        figures, change = change_answers.compared(since, question)
    else:
        figures, change = change_answers.as_published(area_id, question.choices if question else None, asked.as_of)
    if format == "csv":
        table = change_answers.changes_csv(area_id, figures, change)
        response = HttpResponse(table, content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{area_id}-changes.csv"'
        return response
    return change_answers.changes_out(edition, area_id, figures, change)


@api.get("methods", response=list[shapes.MethodOut], summary="Methods and what may be chosen")
@decorate_view(versioned)
def methods(request: HttpRequest) -> object:
    """Every method with its words, source and allowed choices."""
    edition = current.edition()
    return [answers.method_out(method, current.as_of(), edition) for method in load_methods(edition).values()]


@api.get("editions", response=list[shapes.EditionOut], summary="The editions that are kept")
@decorate_view(versioned)
def editions(request: HttpRequest) -> object:
    """The edition that every answer comes from, then those published before, with their files and checksums."""
    now = current.edition().id
    return [
        answers.edition_out(current.outline_of(edition_id), current=edition_id == now)
        for edition_id in current.published_ids()
    ]

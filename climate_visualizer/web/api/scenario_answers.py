"""What if, by API: one scenario's answer, with words and a picture for pages that ask for them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from ninja.decorators import decorate_view
from pydantic import Field

from climate_visualizer.charts import scenario as chart
from climate_visualizer.charts.drawing.svg import render
from climate_visualizer.languages.language import Language, load_language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.scenarios.scenario import Answer
from climate_visualizer.scenarios.scenario_paths import ground_of
from climate_visualizer.scenarios.scenario_query import to_fields, to_text
from climate_visualizer.web import current, scenario_requests
from climate_visualizer.web.api import shapes
from climate_visualizer.web.api.accepted_values import PICTURES, refusal
from climate_visualizer.web.api.any_day import on_any_day
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.words.scenario_words import facts, headline, problem

router = Router()
CODES = tuple(code for code, _ in settings.LANGUAGES)


class LaterOut(Schema):
    year: int = Field(description="The year when the cut begins.", examples=[2027])
    required_cut_percent: float | None = Field(
        description="The same cut every year that uses exactly the budget; null when no path is left.", examples=[19.3]
    )


class FactOut(Schema):
    key: str = Field(description="days, used, missing, delay or reached", examples=["days"])
    value: str = Field(description="The figure, written in the language.", examples=["+153 days"])
    meaning: str = Field(description="What the figure says.", examples=["longer than if emissions go on as now"])
    bad: bool = Field(description="Whether it tells of an overdraft or a loss.", examples=[False])


class ScenarioOut(Schema):
    edition: str = Field(description="The edition that every figure comes from.", examples=["2024-04-18-d349c9f92d"])
    area: str = Field(description="The area's id.", examples=["SE-0480"])
    as_of: date = Field(description="The day that the figures are for.")
    scenario: str = Field(
        description="The scenario as the short text `s`; empty when nothing changes.", examples=["c~100"]
    )
    address: str = Field(description="The query that gives this answer again.", examples=["?s=c~100"])
    fields: dict[str, str] = Field(
        description="The scenario as the fields of a form.", examples=[{"way": "cut", "cut": "10"}]
    )
    years: list[int] = Field(description="This year to 2050.", examples=[[2026, 2027]])
    path_t: list[float] = Field(description="The scenario's emissions each year.", examples=[[186969.4, 168272.5]])
    trend_t: list[float] = Field(description="Emissions each year if nothing changes.", examples=[[186969.4, 182062.8]])
    sectors_t: dict[str, list[float]] = Field(
        description="The path by sector.", examples=[{"transport": [154711.0, 139239.9]}]
    )
    budget_path_t: list[float] | None = Field(
        description="The trend until the start, then the same cut every year that uses exactly the budget; null without one.",
        examples=[[186969.4, 150938.7]],
    )
    budget_t: float = Field(description="The budget from its start.", examples=[1358874.3])
    budget_start: int = Field(description="The year that the budget begins with.", examples=[2024])
    used_t: float = Field(description="Emitted from the budget's start to the end of 2050.", examples=[2372240.0])
    left_t: float = Field(description="The budget less that; below zero where it is more.", examples=[-1013366.0])
    used_up_on: date | None = Field(
        description="The day on which the budget is used up; null beyond 2050, or if it is already."
    )
    used_up_on_trend: date | None = Field(description="The same if nothing changes.")
    days_gained: int | None = Field(description="Days between the two; null where one has no date.", examples=[153])
    saved_t: float = Field(description="Emitted less than on the trend by 2050.", examples=[1218673.0])
    saved_days: float | None = Field(
        description="The same in days of this year's emissions; null where the trend has none.", examples=[2381.0]
    )
    required_cut_percent: float | None = Field(
        description="The yearly cut the budget takes from the start.", examples=[19.3]
    )
    delays: list[LaterOut] = Field(description="The cut it takes for each later start.")
    delay_t: float | None = Field(
        description="The cost of a year's wait; null where nothing begins.", examples=[115476.2]
    )
    missing_t_per_year: float = Field(
        description="To be found each year to 2050; below zero: room.", examples=[46062.0]
    )
    reached_limit: float | None = Field(description="The lowest limit whose budget the path keeps to.", examples=[2.0])
    reached_likelihood_percent: int | None = Field(description="The likelihood that goes with it.", examples=[83])
    saved_by_measure_t: dict[str, float] = Field(
        description="Saved by 2050, one after the other.", examples=[{"fossil-free-buses": 12116.0}]
    )
    saved_said: dict[str, str] = Field(default_factory=dict, description="The same in words, if `lang` is given.")
    headline: str = Field(
        "",
        description="The answer in a sentence, if `lang` is given.",
        examples=["This path keeps to the budget."],
    )
    facts: list[FactOut] = Field(default_factory=list, description="The figures in words, if `lang` is given.")
    picture: str = Field("", description="The chart as SVG, if `picture` is given.", examples=["<svg>…</svg>"])


class ScenarioProblem(shapes.Problem):
    said: str = Field(
        "",
        description="The same in the language asked for.",
        examples=["“99” can’t be used as cut a year. Allowed: 0–60."],
    )


def scenario_out(answer: Answer, other: Answer | None) -> dict[str, object]:
    percent = {"required_cut_percent": None if answer.required_cut is None else 100 * answer.required_cut}
    limit, likelihood = answer.reached or (None, None)
    same = ("as_of", "budget_t", "budget_start", "used_t", "left_t", "used_up_on", "used_up_on_trend", "days_gained",
            "saved_t", "saved_days", "delay_t", "missing_t_per_year")  # fmt: skip
    return {
        **{name: getattr(answer, name) for name in same},
        **percent,
        "edition": answer.edition_id,
        "area": answer.area.id,
        "scenario": to_text(answer.scenario, answer.as_of),
        "address": scenario_requests.address(answer, other),
        "fields": to_fields(answer.scenario, ground_of(current.again(answer))),
        "years": list(answer.years),
        "path_t": list(answer.path),
        "trend_t": list(answer.trend),
        "sectors_t": {name: list(tonnes) for name, tonnes in answer.sectors.items()},
        "budget_path_t": None if answer.budget_path is None else list(answer.budget_path),
        "delays": [
            {
                "year": delay.year,
                "required_cut_percent": None if delay.required_cut is None else 100 * delay.required_cut,
            }
            for delay in answer.delays
        ],
        "reached_limit": limit,
        "reached_likelihood_percent": likelihood,
        "saved_by_measure_t": dict(answer.saved_by),
    }


def _said(answer: Answer, other: Answer | None, language: Language, shape: str) -> dict[str, object]:
    size = chart.NARROW if shape == "narrow" else chart.WIDE
    drawn = render(chart.scene(answer, language, size=size, other=other)) if shape else ""
    facts_of_answer = [
        {"key": fact.key, "value": fact.value, "meaning": fact.meaning, "bad": fact.bad}
        for fact in facts(answer, language)
    ]
    saved = {name: language.tonnes(tonnes) for name, tonnes in answer.saved_by}
    return {"saved_said": saved, "headline": headline(answer, language), "facts": facts_of_answer, "picture": drawn}


def _wrong(wrong: WrongChoice, language: Language | None, query: dict[str, str]) -> Status[dict[str, object]]:
    sentence = problem(wrong, language) if language else ""
    facts = {"detail": str(wrong), "field": wrong.field, "value": wrong.value, "allowed": list(wrong.allowed)}
    return Status(refusal(query), {**facts, "said": sentence})


@router.get(
    "areas/{area_id}/scenario",
    response={200: ScenarioOut, **shapes.PROBLEMS, 409: ScenarioProblem, 422: ScenarioProblem},
    summary="What if",
)
@decorate_view(versioned, on_any_day)
def scenario(
    request: HttpRequest,
    area_id: str,
    asked: Query[shapes.ChoiceIn],
    s: str = Query("", description="the scenario as a short text, see docs/explore.md", example="y~2028.c~125"),
    t: str = Query("", description="a second scenario, drawn beside the first", example="c~100"),
    way: str = Query("", description="without `s`: trend, cut, sectors, target or drawn", example="cut"),
    cut: str = Query("", description="per cent a year for all sectors, 0 to 60", example="12.5"),
    measures: str = Query("", description="ids of measures, with commas between them", example="fossil-free-buses"),
    lang: str = Query("", description="a language of the site, for words", example="en"),
    picture: str = Query("", description="wide or narrow, for the chart as SVG", example="wide"),
) -> object:
    """What follows from a scenario: years, tonnes, days, and what remains to be found.

    The fields of each way: `from` (year of start), `cut_SECTOR` (per cent a year), `target_year`, `target_cut` and
    `target_base`, `d2027`, `d2030` ... (per cent of this year's emissions).
    """
    area = current.edition().area(area_id)
    for field, value, allowed in (("lang", lang, ("", *CODES)), ("picture", picture, PICTURES)):
        if value not in allowed:
            raise WrongChoice(field, value, allowed[1:])
    language = load_language(lang or "en", settings.LOCALE_PATHS[0]) if lang or picture else None
    query = request.GET.dict()
    try:
        question = current.question(area.id, asked.dict())
        answer, other = scenario_requests.answered(query, question), scenario_requests.kept(query, question)
    except WrongChoice as wrong:
        return _wrong(wrong, language, query)
    words = _said(answer, other, language, picture) if language else {}
    return {**scenario_out(answer, other), **words}

"""Does a goal hold, by API: every goal that can be asked of an area, with the same verdict and words as its page."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.languages.language import Language, load_language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.scenarios.goals import NATION, Goal
from climate_visualizer.scenarios.national_goals import national_goal
from climate_visualizer.sources.labels import said
from climate_visualizer.web import current, published, scenario_requests
from climate_visualizer.web.api import shapes
from climate_visualizer.web.api.any_day import on_any_day
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.words.questions import goal_words

router = Router()
CODES = tuple(code for code, _ in settings.LANGUAGES)


class GoalYearOut(Schema):
    """What may remain in a year of the goal."""

    year: int = Field(examples=[2045])
    tonnes: float = Field(description="t a year", examples=[0.0])


class GoalVerdictOut(Schema):
    """One goal and what becomes of the budget on the way to it, from today on; tonnes of fossil carbon dioxide."""

    key: str = Field(description="how an address names it: own, nation, or the year of net zero", examples=["2045"])
    name: str = Field(examples=["Net zero in 2045"])
    years: list[GoalYearOut]
    holds: bool = Field(description="whether the budget lasts to the end of 2050", examples=[False])
    left_t: float = Field(description="left of the budget today, below zero where overdrawn", examples=[687000.0])
    until_t: float = Field(description="emitted to the end of the goal's year", examples=[2139470.0])
    after_t: float = Field(description="emitted after that, to the end of 2050, if it stays level", examples=[0.0])
    exceeds_t: float = Field(description="both less what is left; below zero: left in 2050", examples=[1461100.0])
    used_up_on: date | None = Field(description="null beyond 2050, or if it is used up already")
    wait_t: float | None = Field(description="cost of beginning a year later; null where there is none to wait")
    net_zero_by: int | None = Field(description="the last year in which net zero holds", examples=[2032])
    verdict: str = Field(description="in `lang`, English without it")
    says: str = Field(description="what the nation has adopted, in `lang`; empty for other goals")
    source: str = Field(description="where that is written, empty for other goals")
    source_url: str


class GoalVerdictsOut(Schema):
    """Every goal that can be asked of an area, held against the budget that is chosen."""

    edition: str = Field(examples=["2025-06-18-c27d8466eb"])
    area: str = Field(examples=["SE-0480"])
    as_of: date
    assumed: str
    goals: list[GoalVerdictOut]


ASSUMED = (
    "Until the start emissions follow the trend, then they go straight to the goal and stay level to the end of 2050. Removals "
    "are not counted on, and what is emitted after 2050 is not added."
)


def _adopted(a: Assessment, goal: Goal, language: Language) -> dict[str, str]:
    """What the nation has adopted and where it is written; nothing for a goal that is not its own."""
    adopted_goal = national_goal(a.area.country) if goal.kind == NATION else None
    if adopted_goal is None:
        return {"says": "", "source": "", "source_url": ""}
    return {
        "says": said(adopted_goal.says, language.code),
        "source": adopted_goal.source,
        "source_url": adopted_goal.source_url,
    }


def _out(a: Assessment, goal: Goal, language: Language) -> dict[str, object]:
    verdict = scenario_requests.verdict_of(a, goal)
    same = ("holds", "until_t", "after_t", "exceeds_t", "wait_t")
    return {
        **{name: getattr(verdict, name) for name in same},
        "key": goal.key,
        "name": goal_words.name(goal, a.area.country, language),
        "years": [{"year": year, "tonnes": tonnes} for year, tonnes in goal.points],
        "left_t": verdict.remaining_t,
        "used_up_on": verdict.used_up_on,
        "net_zero_by": verdict.zero_by,
        "verdict": goal_words.headline(verdict, a.area.country, language),
        **_adopted(a, goal, language),
    }


@router.get(
    "{area_id}/goal-verdicts",
    response={200: GoalVerdictsOut, **shapes.PROBLEMS, 503: shapes.Problem},
    summary="Does a goal hold",
)
@decorate_view(versioned, on_any_day)
def goal_verdicts(
    request: HttpRequest,
    area_id: str,
    asked: Query[shapes.ChoiceIn],
    goal: str = Query("", description="one of the goals alone, by its key", example="2045"),
    lang: str = Query("", description="a language of the site, for words", example="en"),
) -> object:
    """The area's own goal where one is published, its nation's, and net zero in some years, each with its verdict."""
    area = current.edition().area(area_id)
    if lang and lang not in CODES:
        raise WrongChoice("lang", lang, CODES)
    a = assess(current.question(area.id, asked.dict()))
    if not goal:
        published.ensure_known(area_id)  # an area's own goal that is not there would be one that is not known
    among = scenario_requests.goals(a)
    chosen = (scenario_requests.chosen_goal(a, goal, among),) if goal else among
    language = load_language(lang or "en", settings.LOCALE_PATHS[0])
    return {
        "edition": current.edition().id,
        "area": area_id,
        "as_of": a.as_of,
        "assumed": ASSUMED,
        "goals": [_out(a, chosen_goal, language) for chosen_goal in chosen],
    }

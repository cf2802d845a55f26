"""Does our goal hold? One verdict on a goal that the address names, what it is made of, and a picture to share."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from climate_visualizer.budget.assess import Assessment, assess
from climate_visualizer.charts.catalogue import source_line
from climate_visualizer.charts.questions import goal as chart
from climate_visualizer.charts.scenario import NARROW
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.scenarios.goals import NATION, OWN, Goal, NoGoal, Verdict
from climate_visualizer.scenarios.national_goals import national_goal
from climate_visualizer.sources.labels import said as said_in
from climate_visualizer.web import current, scenario_requests
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.http.page_cache import versioned
from climate_visualizer.web.page_language import spoken, wholly
from climate_visualizer.web.pages.common import choice_links
from climate_visualizer.web.pages.common.errors import friendly
from climate_visualizer.words import sentences
from climate_visualizer.words.questions import goal_words
from climate_visualizer.words.statistics_age import age_in_short

TYPES = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv; charset=utf-8", "json": "application/json"}


def pills(a: Assessment, among: tuple[Goal, ...], chosen: Goal | None, language: Language) -> list[dict[str, object]]:
    """Every goal that can be asked, as links."""
    return [
        {
            "label": goal_words.name(goal, a.area.country, language),
            "href": scenario_requests.goal_address(a, goal),
            "chosen": goal == chosen,
        }
        for goal in among
    ]


def front_door(a: Assessment, language: Language, *, own: bool = True) -> dict[str, object]:
    """What an area's own page and the first page say of goals: the verdict on the first of them, and all as links.

    Empty on a day that nothing is known of.
    """
    try:
        among = scenario_requests.goals(a, own=own)
        verdict = scenario_requests.verdict_of(a, scenario_requests.chosen_goal(a, "", among))
    except (NoGoal, WrongChoice):  # nothing published, or a day before what is emitted in this scope is known
        return {}
    return {
        "headline": goal_words.headline(verdict, a.area.country, language),
        "holds": verdict.holds,
        "needed": goal_words.needed(verdict, language),
        "pills": pills(a, among, None, language),
        "path": path_to("goal", language.code, a.area),
    }


def _rows(a: Assessment, among: tuple[Goal, ...], chosen: Goal, language: Language) -> list[dict[str, object]]:
    """All goals beside each other."""
    rows = []
    for goal in among:
        verdict = scenario_requests.verdict_of(a, goal)
        rows.append(
            {
                "name": goal_words.name(goal, a.area.country, language),
                "href": scenario_requests.goal_address(a, goal),
                "emitted": language.tonnes(verdict.until_t + verdict.after_t),
                "verdict": goal_words.in_short(verdict, language),
                "holds": verdict.holds,
                "chosen": goal == chosen,
            }
        )
    return rows


def _meaning(goal: Goal, a: Assessment, language: Language) -> dict[str, str]:
    """What a nation has adopted, and where it stands; nothing for other goals."""
    adopted_goal = national_goal(a.area.country) if goal.kind == NATION else None
    if adopted_goal is None:
        return {}
    return {
        "says": said_in(adopted_goal.says, language.code),
        "source": adopted_goal.source,
        "url": adopted_goal.source_url,
    }


def _lacking(a: Assessment, goals: tuple[Goal, ...], language: Language) -> str:
    """Why the nation's goal cannot be held against a place."""
    adopted_goal = national_goal(a.area.country)
    if adopted_goal is None or any(goal.kind == NATION for goal in goals) or adopted_goal.year <= a.as_of.year:
        return ""
    return language.t(
        "The nation\u2019s goal counts from {base}, a year without statistics here within what this budget counts, so it "
        "can\u2019t be held against this place.",
        base=adopted_goal.base,
    )


def _asked(request: HttpRequest, country: str, slug: str) -> tuple[Assessment, tuple[Goal, ...], Verdict]:
    """The budget, the goals that there are, and the verdict on the one that an address asks for."""
    edition = current.edition()
    area = edition.find(country, slug)
    a = assess(current.question(area.id, request.GET.dict()))
    among = scenario_requests.goals(a)
    goal = scenario_requests.chosen_goal(a, request.GET.get("goal", ""), among)
    return a, among, scenario_requests.verdict_of(a, goal)


def _choices(a: Assessment, goal: Goal, language: Language) -> list[choice_links.Group]:
    """The budget's choices, each keeping the goal."""
    return [
        replace(group, pills=tuple(_keeping(pill, goal) for pill in group.pills))
        for group in choice_links.sentence_groups(a, language)
    ]


def _keeping(pill: choice_links.Pill, goal: Goal) -> choice_links.Pill:
    return replace(pill, href=f"{pill.href}{'' if pill.href == '?' else '&'}goal={goal.key}")


def context(a: Assessment, among: tuple[Goal, ...], verdict: Verdict, language: Language) -> dict[str, object]:
    """Everything that the page shows."""
    name, goal, answer = sentences.area_name(a.area, language), verdict.goal, scenario_requests.way_to(a, verdict.goal)
    headline = goal_words.headline(verdict, a.area.country, language)
    source = source_line(current.edition(), a.area.country, language)
    return {
        "a": a,
        "found": verdict,
        "language": language,
        "name": name,
        "headline": headline,
        "facts": goal_words.facts(verdict, language),
        "needed": goal_words.needed(verdict, language),
        "what": goal_words.what(goal, language),
        "national": _meaning(goal, a, language),
        "lacking": _lacking(a, among, language),
        "own": goal.kind == OWN,
        "pills": pills(a, among, goal, language),
        "rows": _rows(a, among, goal, language),
        "wide": chart.figure(answer, headline, source, language),
        "narrow": chart.figure(answer, headline, source, language, size=NARROW),
        "choices": _choices(a, goal, language),
        "statistics_age": age_in_short(a, language),
        "source": source,
        "query": current.again(a).query,
        "address": scenario_requests.goal_address(a, goal),
    }


@wholly
@versioned
@spoken
def goal_page(request: HttpRequest, language: Language, country: str, slug: str) -> HttpResponse:
    """The verdict; a goal that is not there is a page that says which are."""
    try:
        a, among, verdict = _asked(request, country, slug)
    except WrongChoice as wrong:
        area = current.edition().find(country, slug)
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    return HttpResponse(render_to_string("pages/goal.html", context(a, among, verdict, language), request=request))


@wholly
@versioned
@spoken
def goal_file(request: HttpRequest, language: Language, country: str, slug: str, kind: str) -> HttpResponse:
    """A verdict to take along: a picture to share, or its years as a table."""
    try:
        a, _, verdict = _asked(request, country, slug)
    except WrongChoice as wrong:
        area = current.edition().find(country, slug)
        return friendly(request, 422, wrong=wrong, area=area, language=language)
    response = HttpResponse(_file(a, verdict, language, kind), content_type=TYPES[kind])
    response.headers["Content-Disposition"] = f'inline; filename="{slug}-goal-{verdict.goal.key}.{kind}"'
    return response


def _file(a: Assessment, verdict: Verdict, language: Language, kind: str) -> str | bytes:
    edition = current.edition()
    headline = goal_words.headline(verdict, a.area.country, language)
    source, licence = source_line(edition, a.area.country, language), edition.origin(a.area.country)["licence"]
    answer = scenario_requests.way_to(a, verdict.goal)
    bundle = replace(chart.figure(answer, headline, source, language), licence=licence)
    if kind in ("csv", "json"):
        return bundle.csv() if kind == "csv" else bundle.json()
    name = sentences.area_name(a.area, language)
    card = replace(bundle, scene=chart.card(answer, name, headline, f"{source} {licence}.", language))
    return card.svg("light") if kind == "svg" else card.png()

"""Scenarios and goals between an address and an answer: what pages and the API have in common."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.goals import NATION, OWN, Goal, Verdict, nations_goal, verdict, zero_goals
from climate_visualizer.scenarios.goals import way_to as path_to_goal
from climate_visualizer.scenarios.scenario import Answer, answer
from climate_visualizer.scenarios.scenario_paths import ground_of
from climate_visualizer.scenarios.scenario_query import parse_scenario, read_text, to_text
from climate_visualizer.web import current, published, published_plans


def answered(query: Mapping[str, str], question: Question) -> Answer:
    """The answer to the scenario in a query; `WrongChoice` for one that cannot be."""
    return answer(question, parse_scenario(query, ground_of(question)))


def kept(query: Mapping[str, str], question: Question) -> Answer | None:
    """The second scenario, `t`, that is kept to compare with; ``t=-`` is the one in which nothing changes."""
    text = query.get("t", "").strip()
    if not text:
        return None
    ground = ground_of(question)
    try:
        scenario = parse_scenario({}, ground) if text == "-" else read_text(text, ground)
    except WrongChoice as wrong:
        raise WrongChoice("t", wrong.value, wrong.allowed) from wrong
    return answer(question, scenario)


def address(answer: Answer, other: Answer | None = None) -> str:
    """The shortest query that gives the answer again, with the budget that is chosen."""
    day, query = answer.as_of, current.again(answer).query
    text = to_text(answer.scenario, day)
    if text:
        query["s"] = text
    if other:
        query["t"] = to_text(other.scenario, day) or "-"
    return f"?{urlencode(query, safe='~')}"


def goals(a: Assessment, *, own: bool = True) -> tuple[Goal, ...]:
    """The goals that can be asked of an area: its own where one is published, its nation's, and net zero in some years.

    Without `own` the database is not asked, as on the first page.
    """
    first = max(a.choices.start, a.as_of.year + 1)
    plans = published_plans.of(a) if own else ()
    plan_with_standing = next((plan for plan in plans if plan.standing), None)
    first_of_all = (
        [Goal(OWN, OWN, plan_with_standing.standing.reached, by=plan_with_standing.by.name)]
        if plan_with_standing and plan_with_standing.standing
        else []
    )
    nations = nations_goal(a.area.country, ground_of(current.again(a)), first)
    return (*first_of_all, *([nations] if nations else ()), *zero_goals(first))


def chosen_goal(a: Assessment, key: str, among: tuple[Goal, ...]) -> Goal:
    """The goal that a key names; without one the area's own, the nation's, or the last of net zero."""
    by_key = {goal.key: goal for goal in among}
    if key == OWN and key not in by_key:
        published.ensure_known(a.area.id)
    if key and key not in by_key:
        raise WrongChoice("goal", key, tuple(by_key))
    return by_key.get(key) or by_key.get(OWN) or by_key.get(NATION) or among[-1]


def verdict_of(a: Assessment, goal: Goal) -> Verdict:
    """Whether a goal holds, today."""
    return verdict(current.again(a), goal)


def way_to(a: Assessment, goal: Goal) -> Answer:
    """The path to a goal, for its picture."""
    return path_to_goal(current.again(a), goal)


def goal_address(a: Assessment, goal: Goal) -> str:
    """The shortest query that asks the same of the same budget again."""
    return f"?{urlencode({**current.again(a).query, 'goal': goal.key})}"

"""The room of goals: what was decided, set against the budget."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from climate_visualizer.charts import catalogue, plan
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sizes import SIZES
from climate_visualizer.plans.plan import Effect
from climate_visualizer.plans.targets import TargetStanding
from climate_visualizer.web import current
from climate_visualizer.web.http.addresses import path_to
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.models import LinkCheck
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.forms import GOAL_STATUSES
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words
from climate_visualizer.words.sentences import area_name


def around(plan: Work, room: str) -> dict[str, object]:
    """What every room of a plan shows: the area, the other areas, and what is said of links."""
    actor, language = plan.actor, plan.language
    return {
        "language": language,
        "area": plan.area,
        "area_name": area_name(plan.area, language),
        "areas": [(area.id, area_name(area, language), actor.path(room)) for area in actor.areas],
        "query": f"?area={plan.area.id}",
        "room": room,
        "public": path_to("area", language.code, plan.area),
    }


def pictures(area_plan: Work, effect: Effect, *, along_goals: bool = False) -> dict[str, Bundle]:
    """The plan's picture for wide and narrow pages, with the path to keep to."""
    language, name = area_plan.language, language_of_path(area_plan, along_goals)
    path = area_plan.standings[0].tonnes if along_goals and area_plan.standings else area_plan.outset.budget_path
    source = catalogue.source_line(current.edition(), area_plan.area.country, language)
    owner = language.genitive(area_name(area_plan.area, language))
    title = language.opened(language.t("{owner} plan", owner=owner))
    return {
        shape: plan.figure(effect, path, title, source, language, path_name=name, size=SIZES[shape])
        for shape in ("wide", "narrow")
    }


def language_of_path(plan: Work, along_goals: bool) -> str:
    """What the path to keep to is called."""
    return str(plan.language.t("path of the goals") if along_goals else plan.language.t("what the budget allows"))


def said_goal(stored: StoredDocument, plan: Work) -> dict[str, object]:
    """One goal as a row."""
    content = stored.content
    scope = plan.sectors.get(content.get("scope") or "", "")
    title = (content.get("title_en") if plan.language.code == "en" else "") or content["title"]
    short = plan_words.target(
        content["year"], content["target_kind"], content["amount"], content.get("base_year") or 0, scope, plan.language
    )
    status = content.get("status", "decided")
    replaced = {goal.key for goal in plan.replaced_goals}
    return {
        "document": stored.document,
        "content": content,
        "title": title,
        "short": short,
        "status": "" if status == "decided" else GOAL_STATUSES[status],
        "counts": stored.key in plan.adopted_keys and stored.key not in replaced,
        "gives_way": stored.key in replaced,
        "tried": stored.key in plan.tried_goals,
    }


def dead_links(actor: Actor, area_id: str) -> list[LinkCheck]:
    """Links of this area's documents that did not answer when they were last tried, twice in a row."""
    checks = LinkCheck.objects.filter(document__organisation=actor.organisation, document__area_id=area_id)
    return list(checks.filter(failures__gte=LinkCheck.DEAD_AFTER).select_related("document"))


@for_members(Action.READ)
def goals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All goals of an area, and whether they fit the budget."""
    plan = work(request, actor)
    rows = [said_goal(goal, plan) for goal in plan.goals]
    standing_of_all = next(
        (standing_of_goals for standing_of_goals in plan.standings if not standing_of_goals.scope), None
    )
    facts = {
        **around(plan, "goals"),
        "rows": rows,
        "standing": standing_of_all,
        "verdict": plan_words.goal(standing_of_all, actor.language) if standing_of_all else _without(plan),
        "trouble": plan.trouble,
        "figures": _figures(standing_of_all, plan) if standing_of_all else (),
        "pictures": pictures(plan, plan.effect, along_goals=standing_of_all is not None),
        "dead": dead_links(actor, plan.area.id),
        "waiting": sum(goal.waits for goal in plan.goals),
        "tried": bool(plan.tried_goals),
    }
    return render(request, "workspace/plans/goals.html", facts)


def _without(plan: Work) -> str:
    """Why there is no verdict where goals are written: none of them is adopted."""
    if not plan.goals or plan.counted_goals or plan.trouble:
        return ""
    return str(
        plan.language.t(
            "No goal counts yet: goals count once they are decided and published. Until then, each can be tried out here."
        )
    )


def _figures(standing: TargetStanding, plan: Work) -> list[tuple[str, str, str, bool]]:
    """Number, unit, meaning, and whether it is bad news."""
    t, language = plan.language.t, plan.language
    if standing.left_t is None or standing.exceeds_t is None or standing.days is None:
        return []
    over = standing.exceeds_t > 0
    left = (language.rounded(standing.left_t), t("tonnes"), t("are left of the budget when the path begins"), False)
    total = (
        language.rounded(standing.total_t),
        t("tonnes"),
        t("are emitted on the path of the goals until 2050"),
        False,
    )
    meaning = t("too much for the budget") if over else t("to spare")
    gap = (language.rounded(abs(standing.exceeds_t)), t("tonnes"), meaning, over)
    days = plan_words.days(standing.days, language)
    number, _space, unit = days.partition(" ")
    return [left, total, gap, (number, unit, t("at today\u2019s rate is what that amounts to"), over)]

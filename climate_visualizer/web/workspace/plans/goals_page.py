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
from climate_visualizer.web.workspace.access import Here, for_members
from climate_visualizer.web.workspace.models import LinkCheck
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.forms import GOAL_STATUSES
from climate_visualizer.web.workspace.plans.plan_documents import Kept
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words
from climate_visualizer.words.sentences import area_name


def around(found: Work, room: str) -> dict[str, object]:
    """What every room of a plan shows: the area, the other areas, and what is said of links."""
    here, language = found.here, found.language
    return {
        "language": language,
        "area": found.area,
        "area_name": area_name(found.area, language),
        "areas": [(area.id, area_name(area, language), here.path(room)) for area in here.areas],
        "query": f"?area={found.area.id}",
        "room": room,
        "public": path_to("area", language.code, found.area),
    }


def pictures(found: Work, effect: Effect, *, along_goals: bool = False) -> dict[str, Bundle]:
    """The plan's picture for wide and narrow pages, with the path to keep to."""
    language, name = found.language, language_of_path(found, along_goals)
    path = found.standings[0].tonnes if along_goals and found.standings else found.outset.budget_path
    source = catalogue.source_line(current.edition(), found.area.country, language)
    owner = language.genitive(area_name(found.area, language))
    title = language.opened(language.t("{owner} plan", owner=owner))
    return {
        shape: plan.figure(effect, path, title, source, language, path_name=name, size=SIZES[shape])
        for shape in ("wide", "narrow")
    }


def language_of_path(found: Work, along_goals: bool) -> str:
    """What the path to keep to is called."""
    return str(found.language.t("path of the goals") if along_goals else found.language.t("what the budget allows"))


def said_goal(one: Kept, found: Work) -> dict[str, object]:
    """One goal as a row."""
    content = one.content
    scope = found.sectors.get(content.get("scope") or "", "")
    title = (content.get("title_en") if found.language.code == "en" else "") or content["title"]
    short = plan_words.target(
        content["year"], content["target_kind"], content["amount"], content.get("base_year") or 0, scope, found.language
    )
    status = content.get("status", "decided")
    replaced = {each.key for each in found.replaced_goals}
    return {
        "document": one.document,
        "content": content,
        "title": title,
        "short": short,
        "status": "" if status == "decided" else GOAL_STATUSES[status],
        "counts": one.key in found.adopted_keys and one.key not in replaced,
        "gives_way": one.key in replaced,
        "tried": one.key in found.tried_goals,
    }


def dead_links(here: Here, area_id: str) -> list[LinkCheck]:
    """Links of this area's documents that did not answer when they were last tried, twice in a row."""
    checks = LinkCheck.objects.filter(document__organisation=here.organisation, document__area_id=area_id)
    return list(checks.filter(failures__gte=LinkCheck.DEAD_AFTER).select_related("document"))


@for_members(Action.READ)
def goals(request: HttpRequest, here: Here) -> HttpResponse:
    """All goals of an area, and whether they fit the budget."""
    plan = work(request, here)
    rows = [said_goal(one, plan) for one in plan.goals]
    whole = next((one for one in plan.standings if not one.scope), None)
    facts = {
        **around(plan, "goals"),
        "rows": rows,
        "standing": whole,
        "verdict": plan_words.goal(whole, here.language) if whole else _without(plan),
        "trouble": plan.trouble,
        "figures": _figures(whole, plan) if whole else (),
        "pictures": pictures(plan, plan.effect, along_goals=whole is not None),
        "dead": dead_links(here, plan.area.id),
        "waiting": sum(one.waits for one in plan.goals),
        "tried": bool(plan.tried_goals),
    }
    return render(request, "workspace/plans/goals.html", facts)


def _without(found: Work) -> str:
    """Why there is no verdict where goals are written: none of them is adopted."""
    if not found.goals or found.counted_goals or found.trouble:
        return ""
    return str(
        found.language.t(
            "No goal counts yet: goals count once they are decided and published. Until then, each can be tried out here."
        )
    )


def _figures(whole: TargetStanding, found: Work) -> list[tuple[str, str, str, bool]]:
    """Number, unit, meaning, and whether it is bad news."""
    t, language = found.language.t, found.language
    if whole.left_t is None or whole.exceeds_t is None or whole.days is None:
        return []
    over = whole.exceeds_t > 0
    left = (language.rounded(whole.left_t), t("tonnes"), t("are left of the budget when the path begins"), False)
    total = (language.rounded(whole.total_t), t("tonnes"), t("are emitted on the path of the goals until 2050"), False)
    meaning = t("too much for the budget") if over else t("to spare")
    gap = (language.rounded(abs(whole.exceeds_t)), t("tonnes"), meaning, over)
    days = plan_words.days(whole.days, language)
    number, _space, unit = days.partition(" ")
    return [left, total, gap, (number, unit, t("at today\u2019s rate is what that amounts to"), over)]

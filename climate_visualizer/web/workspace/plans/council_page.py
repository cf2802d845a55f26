"""The council's room: two pages on one question, made from today's figures."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.budget.assess import assess
from climate_visualizer.exports.facts import gather
from climate_visualizer.exports.papers import council_pack, paper
from climate_visualizer.exports.papers.goal_question import NoQuestion, StatedGoal
from climate_visualizer.exports.papers.plan_blocks import PaperPlan
from climate_visualizer.web.page_language import language
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.error_pages import problem
from climate_visualizer.web.workspace.interchange.template_page import word
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.follow_up_page import sent_file
from climate_visualizer.web.workspace.plans.goals_page import around, said_goal
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work, work

QUESTIONS = {
    "budget": (
        gettext_lazy("Adopt a carbon budget"),
        gettext_lazy(
            "How much may still be emitted, how fast emissions have to fall, and a draft decision that says so."
        ),
    ),
    "target": (
        gettext_lazy("The goals and the budget"),
        gettext_lazy("The adopted goals as a path, held against the budget: do they fit, or by how much not?"),
    ),
    "delay": (
        gettext_lazy("What one more year costs"),
        gettext_lazy("The cut each year takes if it begins a year later, and when no path is left."),
    ),
}


@for_members(Action.READ)
def questions(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The questions there are papers on; an area without a budget has none and says why, as its other rooms do."""
    plan = work(request, actor)
    assess(plan.question)  # raises NoBudget
    cards = [
        {"name": name, "title": title, "about": about, "ready": name != "target" or _has_goal(plan), "tried": ""}
        for name, (title, about) in QUESTIONS.items()
    ]
    cards += [
        {
            "name": "target",
            "title": _("Adopt: %(goal)s") % {"goal": said_goal(goal, plan)["title"]},
            "about": _("This goal is not adopted. The paper proposes it, in its own words."),
            "ready": True,
            "tried": goal.key,
        }
        for goal in proposals(plan)
    ]
    return render(request, "workspace/plans/council.html", {**around(plan, "council"), "cards": cards})


def _has_goal(plan: Work) -> bool:
    return any(not standing.scope for standing in plan.standings)


def proposals(plan: Work) -> list[StoredDocument]:
    """Goals for all emissions that may be proposed: neither adopted nor dropped."""
    return [
        goal
        for goal in plan.goals
        if goal.key not in plan.adopted_keys
        and not goal.content.get("scope")
        and goal.content.get("status") != "dropped"
    ]


def _stated(goal: StoredDocument, plan: Work) -> StatedGoal:
    """A goal in its own words, with its decision where it has one."""
    row, content = said_goal(goal, plan), goal.content
    day = str(content.get("decided_on") or "")
    decision = ", ".join(text_part for text_part in (content.get("decision") or "", day) if text_part)
    return StatedGoal(str(row["title"]), str(row["short"]), decision, goal.key in plan.adopted_keys)


def paper_plan(plan: Work) -> PaperPlan:
    """What is done, what it costs and who answers for it, for a paper."""
    drafts = frozenset(measure.key for measure in plan.stored_measures if not measure.is_shown)
    adopted = plan.budget.content if plan.budget and plan.budget.document.published_id else {}
    return PaperPlan(plan.effect, drafts, adopted.get("adopted") or {}, adopted.get("decision") or "")


@for_members(Action.READ)
def pack(request: HttpRequest, actor: Actor, question: str, code: str, kind: str) -> HttpResponse:
    """The paper on one question in a language."""
    if question not in QUESTIONS or kind not in ("pdf", "docx"):
        raise Http404(f"There is no paper '{question}'.")
    spoken = language(code)
    plan = work(request, replace(actor, language=spoken))
    facts = gather(plan.question, spoken)
    goals = [goal for goal in [*plan.replaced_goals, *plan.counted_goals] if not goal.content.get("scope")]
    standing_of_all = next((standing for standing in plan.standings if not standing.scope), None)
    if question == "target" and plan.trouble:
        return problem(request, 409, _("There is no such paper yet"), plan.trouble)
    try:
        document = council_pack.council_pack(
            question,
            facts,
            plan.outset,
            standing_of_all,
            [_stated(chosen, plan) for chosen in goals],
            paper_plan(plan),
            organisation=actor.organisation.name,
            address=request.build_absolute_uri(str(around(plan, "council")["public"])),
        )
    except NoQuestion as why:
        return problem(request, 409, _("There is no such paper yet"), str(why))
    return sent_file(
        paper.pdf(document) if kind == "pdf" else word(document, actor.organisation),
        f"{question}-{plan.area.slug}-{code}",
        kind,
    )

"""The council's room: two pages on one question, made from today's figures."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from climate_visualizer.exports.facts import gather
from climate_visualizer.exports.papers import council_pack, paper
from climate_visualizer.exports.papers.goal_question import NoQuestion, StatedGoal
from climate_visualizer.exports.papers.plan_blocks import PaperPlan
from climate_visualizer.web import current
from climate_visualizer.web.page_language import language
from climate_visualizer.web.workspace.access import Here, for_members
from climate_visualizer.web.workspace.error_pages import problem
from climate_visualizer.web.workspace.interchange.template_page import word
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.follow_up_page import sent_file
from climate_visualizer.web.workspace.plans.goals_page import around, said_goal
from climate_visualizer.web.workspace.plans.plan_documents import Kept
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
def questions(request: HttpRequest, here: Here) -> HttpResponse:
    """The questions there are papers on; an area without a budget has none and says why, as its other rooms do."""
    found = work(request, here)
    current.assessment(found.area.id, found.choices)  # raises NoBudget
    cards = [
        {"name": name, "title": title, "about": about, "ready": name != "target" or _has_goal(found), "tried": ""}
        for name, (title, about) in QUESTIONS.items()
    ]
    cards += [
        {
            "name": "target",
            "title": _("Adopt: %(goal)s") % {"goal": said_goal(one, found)["title"]},
            "about": _("This goal is not adopted. The paper proposes it, in its own words."),
            "ready": True,
            "tried": one.key,
        }
        for one in proposals(found)
    ]
    return render(request, "workspace/plans/council.html", {**around(found, "council"), "cards": cards})


def _has_goal(found: Work) -> bool:
    return any(not one.scope for one in found.standings)


def proposals(found: Work) -> list[Kept]:
    """Goals for all emissions that may be proposed: neither adopted nor dropped."""
    return [
        one
        for one in found.goals
        if one.key not in found.adopted_keys and not one.content.get("scope") and one.content.get("status") != "dropped"
    ]


def _stated(one: Kept, found: Work) -> StatedGoal:
    """A goal in its own words, with its decision where it has one."""
    said, content = said_goal(one, found), one.content
    day = str(content.get("decided_on") or "")
    decision = ", ".join(part for part in (content.get("decision") or "", day) if part)
    return StatedGoal(str(said["title"]), str(said["short"]), decision, one.key in found.adopted_keys)


def paper_plan(found: Work) -> PaperPlan:
    """What is done, what it costs and who answers for it, for a paper."""
    drafts = frozenset(one.key for one in found.kept if not one.is_shown)
    adopted = found.budget.content if found.budget and found.budget.document.published_id else {}
    return PaperPlan(found.effect, drafts, adopted.get("adopted") or {}, adopted.get("decision") or "")


@for_members(Action.READ)
def pack(request: HttpRequest, here: Here, question: str, code: str, kind: str) -> HttpResponse:
    """The paper on one question in a language."""
    if question not in QUESTIONS or kind not in ("pdf", "docx"):
        raise Http404(f"There is no paper '{question}'.")
    spoken = language(code)
    found = work(request, replace(here, language=spoken))
    facts = gather(current.edition(), found.area, found.choices, spoken, as_of=current.as_of())
    goals = [one for one in [*found.replaced_goals, *found.counted_goals] if not one.content.get("scope")]
    whole = next((one for one in found.standings if not one.scope), None)
    if question == "target" and found.trouble:
        return problem(request, 409, _("There is no such paper yet"), found.trouble)
    try:
        made = council_pack.council_pack(
            question,
            facts,
            found.outset,
            whole,
            [_stated(one, found) for one in goals],
            paper_plan(found),
            organisation=here.organisation.name,
            address=request.build_absolute_uri(str(around(found, "council")["public"])),
        )
    except NoQuestion as why:
        return problem(request, 409, _("There is no such paper yet"), str(why))
    return sent_file(
        paper.pdf(made) if kind == "pdf" else word(made, here.organisation),
        f"{question}-{found.area.slug}-{code}",
        kind,
    )

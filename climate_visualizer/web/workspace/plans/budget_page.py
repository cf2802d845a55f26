"""The room of the climate budget: how it is divided, what measures cover of it, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from climate_visualizer.plans.adopted_budget import adopted_for
from climate_visualizer.plans.climate_budget import NOBODY, ClimateBudget
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.web.number_input import number
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import held_rows
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans import budget_saving
from climate_visualizer.web.workspace.plans.division import (
    SetupForm,
    committee_rows,
    setup_of,
    share_rows,
    shares_today,
)
from climate_visualizer.web.workspace.plans.goals_page import around, pictures
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words

KEY = budget_saving.KEY


class ByWhom(TypedDict):
    """Tonnes that may be emitted: rows of a name, each year's and what is missing; then all together."""

    rows: list[tuple[str, list[int], int]]
    whole: list[int]
    missing: int


def table(climate_budget: ClimateBudget, plan: Work, by: str) -> ByWhom:
    """What may be emitted by committee or sector: one row each, one column a year, and their sum."""
    summed = climate_budget.by_committee if by == "committee" else climate_budget.by_sector
    allowed_by, missing_by = summed(climate_budget.allowed), summed(climate_budget.missing)
    names = [plan.sectors[sector] for sector in climate_budget.sectors]
    if by == "committee":
        names = [name_of(committee, plan) for committee in climate_budget.committees]
    rows = [
        (name, allowed_by[index].tolist(), int(missing_by[index].sum()))
        for index, name in enumerate(names)
        if allowed_by[index].any() or missing_by[index].any()
    ]
    in_all = climate_budget.in_all(climate_budget.allowed)
    return {"rows": rows, "whole": in_all.tolist(), "missing": int(climate_budget.in_all(climate_budget.missing).sum())}


def name_of(committee: str, plan: Work) -> str:
    """A committee's name; what nobody answers for has one too."""
    return committee if committee != NOBODY else str(plan.language.t("Others in the area"))


def coverage(climate_budget: ClimateBudget, plan: Work) -> list[dict[str, str | float]]:
    """Year by year: what has to go, what covers it, what is missing in tonnes and in days."""
    needed, decided, planned, missing = (
        climate_budget.in_all(cells).tolist()
        for cells in (climate_budget.needed, climate_budget.decided, climate_budget.planned, climate_budget.missing)
    )
    spent = climate_budget.days(climate_budget.in_all(climate_budget.missing)).tolist()
    baseline, allowed = (
        climate_budget.in_all(climate_budget.baseline).tolist(),
        climate_budget.in_all(climate_budget.allowed).tolist(),
    )
    return [
        {
            "year": year,
            "baseline": baseline[at],
            "allowed": allowed[at],
            "needed": needed[at],
            "decided": decided[at],
            "planned": planned[at],
            "missing": missing[at],
            "days": plan.language.whole(spent[at]),
            "covered": f"{_part(decided[at], needed[at]):.1f}",
            "would": f"{_part(planned[at], needed[at], decided[at]):.1f}",
        }
        for at, year in enumerate(climate_budget.years)
    ]


def _part(tonnes: int, total: int, before: int = 0) -> float:
    """Per cent of a whole, cut off where earlier parts leave no more."""
    if total <= 0:
        return 0.0
    return max(min(100.0 * tonnes / total, 100.0 - min(100.0 * before / total, 100.0)), 0.0)


@for_members(Action.READ)
def budget(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The climate budget of an area; changed where one's role allows."""
    plan = work(request, actor)
    if request.method == "POST":
        check_may(actor.member.role, Action.WRITE)
        return _save(request, actor, plan)
    return _page(request, plan, budget_saving.setup_form(None, plan))


@for_members(Action.READ)
def budget_of(request: HttpRequest, actor: Actor, document: UUID) -> HttpResponse:
    """From the list of everything to this room."""
    row = get_object_or_404(actor.organisation.documents, pk=document, kind=KEY)
    return HttpResponseRedirect(f"{actor.path(KEY)}?area={row.area_id}")


def _save(request: HttpRequest, actor: Actor, plan: Work) -> HttpResponse:
    try:
        budget_saving.keep(request.POST, plan, based_on=number(request.POST.get("based_on", "")))
    except budget_saving.WontDo as problem:
        return _page(request, plan, problem.form, setup=problem.setup, wrong=str(problem), status=422)
    except documents.Collision:
        sentence = _("Somebody else saved meanwhile. Your figures stand below; compare them, then save again.")
        form, setup = budget_saving.setup_form(request.POST, plan), setup_of(request.POST, plan)[0]
        return _page(request, plan, form, setup=setup, wrong=sentence, status=409)
    messages.success(request, _("Saved as a draft."))
    return HttpResponseRedirect(f"{actor.path(KEY)}?area={plan.area.id}")


def _page(
    request: HttpRequest,
    plan: Work,
    form: SetupForm,
    *,
    setup: Mapping[str, object] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    divided, trouble = None, ""
    try:
        divided = plan.divided(plan.setup)
    except Unfit as problem:
        trouble = budget_saving.in_words(problem, plan)
    along = plan.setup.get("along") == "goals"
    facts = {
        **around(plan, KEY),
        "form": form,
        "wrong": wrong,
        "trouble": trouble,
        "kept": plan.budget,
        "document": plan.budget.document if plan.budget else None,
        "head": plan.budget.version if plan.budget else None,
        "committees": committee_rows(setup or plan.setup, plan),
        "are_listed": bool(plan.register.names),
        "committees_last": committee_rows(setup or plan.setup, plan, "last"),
        "parts_last": (setup or plan.setup).get("parts_last"),
        "sectors": list(plan.sectors.items()),
        "share_rows": share_rows(setup or plan.setup, plan),
        "shares_today": shares_today(plan),
        "shares": plan.setup.get("shares"),
        "years": divided.years if divided else (),
        "by_committee": table(divided, plan, "committee") if divided else None,
        "by_sector": table(divided, plan, "sector") if divided else None,
        "coverage": coverage(divided, plan) if divided else (),
        "missing": _missing(divided, plan) if divided else "",
        "pictures": pictures(plan, plan.effect, along_goals=along) if divided else None,
        "moved": _moved(divided, plan) if divided else (),
    }
    return render(request, "workspace/plans/budget.html", facts, status=status)


def _moved(climate_budget: ClimateBudget, plan: Work) -> list[dict[str, object]]:
    """Years of the proposal that a budget is adopted for already: what was adopted, and what is proposed from what is left."""
    adopted = held_rows.adopted_budgets(plan)
    rows = []
    for year, proposed in zip(
        climate_budget.years, climate_budget.in_all(climate_budget.allowed).tolist(), strict=True
    ):
        content = adopted_for(year, adopted)
        if content is not None:
            adopted_t = content["adopted"]["whole"][content["adopted"]["years"].index(year)]
            rows.append({"year": year, "adopted": adopted_t, "proposed": proposed, "change": proposed - adopted_t})
    return rows if any(row["change"] for row in rows) else []


def _missing(climate_budget: ClimateBudget, plan: Work) -> str:
    missing = climate_budget.in_all(climate_budget.missing)
    return plan_words.missing_of_cut(
        float(missing.sum()), float(climate_budget.days(missing).sum()), climate_budget.years, plan.language
    )

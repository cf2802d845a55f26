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
from climate_visualizer.web.workspace.access import Here, for_members
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


def table(made: ClimateBudget, found: Work, by: str) -> ByWhom:
    """What may be emitted by committee or sector: one row each, one column a year, and their sum."""
    summed = made.by_committee if by == "committee" else made.by_sector
    allowed_by, missing_by = summed(made.allowed), summed(made.missing)
    names = [found.sectors[one] for one in made.sectors]
    if by == "committee":
        names = [name_of(one, found) for one in made.committees]
    rows = [
        (name, allowed_by[index].tolist(), int(missing_by[index].sum()))
        for index, name in enumerate(names)
        if allowed_by[index].any() or missing_by[index].any()
    ]
    whole = made.in_all(made.allowed)
    return {"rows": rows, "whole": whole.tolist(), "missing": int(made.in_all(made.missing).sum())}


def name_of(committee: str, found: Work) -> str:
    """A committee's name; what nobody answers for has one too."""
    return committee if committee != NOBODY else str(found.language.t("Others in the area"))


def coverage(made: ClimateBudget, found: Work) -> list[dict[str, str | float]]:
    """Year by year: what has to go, what covers it, what is missing in tonnes and in days."""
    needed, decided, planned, missing = (
        made.in_all(cells).tolist() for cells in (made.needed, made.decided, made.planned, made.missing)
    )
    spent = made.days(made.in_all(made.missing)).tolist()
    baseline, kept = made.in_all(made.baseline).tolist(), made.in_all(made.allowed).tolist()
    return [
        {
            "year": year,
            "baseline": baseline[at],
            "allowed": kept[at],
            "needed": needed[at],
            "decided": decided[at],
            "planned": planned[at],
            "missing": missing[at],
            "days": found.language.whole(spent[at]),
            "covered": f"{_part(decided[at], needed[at]):.1f}",
            "would": f"{_part(planned[at], needed[at], decided[at]):.1f}",
        }
        for at, year in enumerate(made.years)
    ]


def _part(tonnes: int, whole: int, before: int = 0) -> float:
    """Per cent of a whole, cut off where earlier parts leave no more."""
    if whole <= 0:
        return 0.0
    return max(min(100.0 * tonnes / whole, 100.0 - min(100.0 * before / whole, 100.0)), 0.0)


@for_members(Action.READ)
def budget(request: HttpRequest, here: Here) -> HttpResponse:
    """The climate budget of an area; changed where one's role allows."""
    found = work(request, here)
    if request.method == "POST":
        check_may(here.member.role, Action.WRITE)
        return _save(request, here, found)
    return _page(request, found, budget_saving.setup_form(None, found))


@for_members(Action.READ)
def budget_of(request: HttpRequest, here: Here, document: UUID) -> HttpResponse:
    """From the list of everything to this room."""
    row = get_object_or_404(here.organisation.documents, pk=document, kind=KEY)
    return HttpResponseRedirect(f"{here.path(KEY)}?area={row.area_id}")


def _save(request: HttpRequest, here: Here, found: Work) -> HttpResponse:
    try:
        budget_saving.keep(request.POST, found, based_on=number(request.POST.get("based_on", "")))
    except budget_saving.WontDo as problem:
        return _page(request, found, problem.form, setup=problem.setup, wrong=str(problem), status=422)
    except documents.Collision:
        sentence = _("Somebody else saved meanwhile. Your figures stand below; compare them, then save again.")
        form, setup = budget_saving.setup_form(request.POST, found), setup_of(request.POST, found)[0]
        return _page(request, found, form, setup=setup, wrong=sentence, status=409)
    messages.success(request, _("Saved as a draft."))
    return HttpResponseRedirect(f"{here.path(KEY)}?area={found.area.id}")


def _page(
    request: HttpRequest,
    found: Work,
    form: SetupForm,
    *,
    setup: Mapping[str, object] | None = None,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    made, trouble = None, ""
    try:
        made = found.divided(found.setup)
    except Unfit as problem:
        trouble = budget_saving.in_words(problem, found)
    along = found.setup.get("along") == "goals"
    facts = {
        **around(found, KEY),
        "form": form,
        "wrong": wrong,
        "trouble": trouble,
        "kept": found.budget,
        "document": found.budget.document if found.budget else None,
        "head": found.budget.version if found.budget else None,
        "committees": committee_rows(setup or found.setup, found),
        "are_listed": bool(found.register.names),
        "committees_last": committee_rows(setup or found.setup, found, "last"),
        "parts_last": (setup or found.setup).get("parts_last"),
        "sectors": list(found.sectors.items()),
        "share_rows": share_rows(setup or found.setup, found),
        "shares_today": shares_today(found),
        "shares": found.setup.get("shares"),
        "years": made.years if made else (),
        "by_committee": table(made, found, "committee") if made else None,
        "by_sector": table(made, found, "sector") if made else None,
        "coverage": coverage(made, found) if made else (),
        "missing": _missing(made, found) if made else "",
        "pictures": pictures(found, found.effect, along_goals=along) if made else None,
        "moved": _moved(made, found) if made else (),
    }
    return render(request, "workspace/plans/budget.html", facts, status=status)


def _moved(made: ClimateBudget, found: Work) -> list[dict[str, object]]:
    """Years of the proposal that a budget is adopted for already: what was adopted, and what is proposed from what is left."""
    adopted = held_rows.adopted_budgets(found)
    rows = []
    for year, proposed in zip(made.years, made.in_all(made.allowed).tolist(), strict=True):
        content = adopted_for(year, adopted)
        if content is not None:
            had = content["adopted"]["whole"][content["adopted"]["years"].index(year)]
            rows.append({"year": year, "adopted": had, "proposed": proposed, "change": proposed - had})
    return rows if any(row["change"] for row in rows) else []


def _missing(made: ClimateBudget, found: Work) -> str:
    missing = made.in_all(made.missing)
    return plan_words.missing_of_cut(float(missing.sum()), float(made.days(missing).sum()), made.years, found.language)

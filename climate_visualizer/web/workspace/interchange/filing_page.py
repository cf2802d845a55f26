"""Forms that are filed elsewhere: GPC/CIRIS, CDP-ICLEI Track and the Covenant of Mayors, filled in as far as figures go."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy

from climate_visualizer.budget.assess import assess
from climate_visualizer.charts import catalogue
from climate_visualizer.exports.plan_workbook.plan_columns import BENEFIT_NAMES
from climate_visualizer.exports.reporting.filing import FORMS, FiledGoal, FiledMeasure, Filing, Inventory
from climate_visualizer.plans.plan_content import target_of
from climate_visualizer.plans.unfit import Unfit
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.page_language import language
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.measures_page import XLSX
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words.measures.money import CURRENCIES

FILED = ("planned", "decided", "under-way", "done")
BASELINE_YEAR = 1990  # the year that most goals count from; the first published one where it is missing
ABOUT = {
    "gpc": (
        gettext_lazy("Inventory by GPC (CIRIS, eCRF)"),
        gettext_lazy("Every GPC number with its tonnes, a notation key, or why it is empty."),
    ),
    "cdp": (
        gettext_lazy("CDP-ICLEI Track"),
        gettext_lazy("Inventory, adopted goals and published measures by the questions of the form."),
    ),
    "secap": (
        gettext_lazy("Covenant of Mayors (SECAP)"),
        gettext_lazy("Strategy, baseline and monitoring inventory, and mitigation actions."),
    ),
}


@for_members(Action.READ)
def filing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Which forms there are."""
    plan = work(request, actor)
    assess(plan.question)  # raises NoBudget
    forms = [
        {"name": name, "short": name.upper(), "title": title, "about": about} for name, (title, about) in ABOUT.items()
    ]
    return render(request, "workspace/interchange/filing.html", {**around(plan, "filing"), "forms": forms})


@for_members(Action.READ)
def filed(request: HttpRequest, actor: Actor, form: str) -> HttpResponse:
    """One form as a workbook."""
    if form not in FORMS:
        raise Http404(f"There is no form '{form}'.")
    plan = work(request, actor)
    assess(plan.question)  # raises NoBudget
    response = HttpResponse(FORMS[form](_filing(plan)), content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{form}-{plan.area.slug}.xlsx"'
    return response


def _filing(plan: Work) -> Filing:
    edition, area, english = current.edition(), plan.area, language("en")
    years = [int(year) for year in plan.outset.history_years[np.isfinite(plan.outset.totals)]]
    baseline = BASELINE_YEAR if BASELINE_YEAR in years else years[0]
    return Filing(
        area=area.name,
        country=area.country,
        organisation=plan.actor.organisation.name,
        population=_population(plan, years[-1]),
        source=catalogue.source_line(edition, area.country, english),
        edition=edition.id,
        day=current.as_of().isoformat(),
        currency=CURRENCIES.get(area.country, "").replace(
            "kr", {"SE": "SEK", "NO": "NOK", "DK": "DKK"}.get(area.country, "")
        ),
        baseline=_inventory(plan, baseline),
        latest=_inventory(plan, years[-1]),
        names=sector_names(area.country, "en"),
        goals=[goal for stored in plan_documents.adopted(plan.goals) if (goal := _goal(stored, plan)) is not None],
        measures=[_measure(at, stored, plan) for at, stored in enumerate(plan.stored_measures) if _is_filed(stored)],
    )


def _population(plan: Work, year: int) -> float | None:
    edition = current.edition()
    row = edition.cube(plan.area.country).area_ids.index(plan.area.id)
    persons = float(edition.persons(plan.area.country, year)[row])
    return persons if math.isfinite(persons) else None


def _inventory(plan: Work, year: int) -> Inventory:
    """Published tonnes of a year by sector and by sub-sector."""
    outset = plan.outset
    at = int(np.flatnonzero(outset.history_years == year)[0])
    sectors = {
        name: float(tonnes)
        for name, tonnes in zip(outset.sectors, outset.history[:, at], strict=True)
        if math.isfinite(tonnes)
    }
    rows = current.edition().subsectors(plan.area.id).filter(pl.col("year") == year).drop_nulls("tonnes")
    by_subsector = {(row["sector"], row["subsector"]): float(row["tonnes"]) for row in rows.to_dicts()}
    return Inventory(year, sectors, by_subsector)


def _goal(stored: StoredDocument, plan: Work) -> FiledGoal | None:
    """An adopted goal for all emissions; None for one of a sector, or without statistics of its base year."""
    content = stored.content
    if content.get("scope"):
        return None
    is_percent = content["target_kind"] == "percent"
    try:
        remaining = target_of(content).remaining(plan.outset)
        base = plan.outset.emitted(int(content["base_year"])) if is_percent else None
    except Unfit:
        return None
    return FiledGoal(
        words=content.get("title_en") or content["title"],
        year=int(content["year"]),
        percent=float(content["amount"]) if is_percent else None,
        base_year=int(content["base_year"]) if is_percent else None,
        base_t=base,
        remaining_t=remaining,
        decision=content.get("decision") or "",
        decided_on=str(content.get("decided_on") or ""),
    )


def _is_filed(stored: StoredDocument) -> bool:
    """Published as it stands, and neither an idea nor dropped."""
    return stored.is_shown and not stored.is_draft and stored.content["status"] in FILED


def _measure(at: int, stored: StoredDocument, plan: Work) -> FiledMeasure:
    content, credits = stored.content, plan.effect.credits[at]
    costs: dict[str, float] = content.get("costs") or {}
    return FiledMeasure(
        name=content.get("title_en") or content["title"],
        status=content["status"],
        sector=content["sector"],
        owner=content.get("owner") or "",
        start=int(content["start"]),
        end=int(content["end"]),
        yearly_t=float(credits.max()),
        total_t=float(credits.sum()),
        cost=sum(costs.values()) if costs else None,
        benefits=", ".join(BENEFIT_NAMES[name] for name in content.get("co_benefits") or ()),
        indicator=content.get("indicator") or "",
        link=content.get("link") or "",
    )

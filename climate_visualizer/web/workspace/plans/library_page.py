"""The library of measures: sourced ones to begin with, turned to what the area's statistics have."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from climate_visualizer.scenarios.measure_library import LibraryMeasure, library
from climate_visualizer.web import current
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_work import Work, work

TOTAL = "total"


def _tonnes(plan: Work) -> dict[tuple[str, str], float]:
    """What each sector and part of it emits in the last year with statistics."""
    frame = current.edition().emissions_of(plan.area.id).filter(pl.col("year") == plan.outset.last_published)
    return {(row["sector"], row["subsector"]): row["tonnes"] or 0.0 for row in frame.iter_rows(named=True)}


def content_of(
    library_measure: LibraryMeasure, tonnes: dict[tuple[str, str], float], first: int
) -> dict[str, object] | None:
    """A library measure as one of the area's own; None where the area has none of what it acts on.

    A share of parts of one sector is that part's share of the sector; where parts of several sectors are lowered, it is
    stated in tonnes of the last year with statistics.
    """
    acted = {acted_on: tonnes.get(acted_on, 0.0) for acted_on in library_measure.parts}
    acted_t = sum(acted.values())
    if not acted_t > 0:
        return None
    sectors = sorted(
        {sector for sector, _ in library_measure.parts}, key=lambda sector: -tonnes.get((sector, TOTAL), 0.0)
    )
    sector = sectors[0] if len(sectors) == 1 else ""
    kind, amount = "tonnes", library_measure.tonnes or library_measure.share * acted_t
    if sector and library_measure.share and tonnes.get((sector, TOTAL)):
        kind, amount = "share", 100.0 * min(library_measure.share * acted_t / tonnes[sector, TOTAL], 1.0)
    begins = max(first, library_measure.earliest)
    return {
        "title": library_measure.name["sv"],
        "title_en": library_measure.name["en"],
        "status": "idea",
        "sector": sector,
        "effect_kind": kind,
        "amount": round(amount, 2),
        "start": begins,
        "end": begins + library_measure.lifetime - 1,
        "ramp": library_measure.ramp,
        "effects": {},
        "certainty": 100.0,
        "rebound": 0.0,
        "owner": "",
        "costs": {},
        "incomes": {},
        "co_benefits": [],
        "indicator": "",
        "unit": "",
        "indicator_planned": {},
        "source": f"{library_measure.source}, {library_measure.page}",
        "link": library_measure.source_url,
        "note": library_measure.effect["sv"],
    }


@for_members(Action.READ)
def picker(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose a measure of the library; it becomes a draft to adapt."""
    plan = work(request, actor)
    tonnes = _tonnes(plan)
    if request.method == "POST":
        check_may(actor.member.role, Action.WRITE)
        library_measure = library().get(request.POST.get("measure", ""))
        content = content_of(library_measure, tonnes, plan.outset.first) if library_measure else None
        if content is None:
            raise Http404("The library has no such measure for this area.")
        version = documents.make(actor.organisation, plan.area.id, "measure", content, by=actor.user)
        return HttpResponseRedirect(actor.path("document", version.document_id))
    code = actor.language.code
    rows = [
        {
            "id": library_measure.id,
            "name": library_measure.name.get(code) or library_measure.name["en"],
            "effect": library_measure.effect.get(code) or library_measure.effect["en"],
            "source": library_measure.source,
            "url": library_measure.source_url,
            "checked": library_measure.checked,
            "sector": ", ".join(dict.fromkeys(plan.sectors.get(sector, sector) for sector, _ in library_measure.parts)),
            "there": content_of(library_measure, tonnes, plan.outset.first) is not None,
        }
        for library_measure in library().values()
    ]
    return render(request, "workspace/plans/library.html", {**around(plan, "measures"), "rows": rows})

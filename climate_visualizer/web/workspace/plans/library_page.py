"""The library of measures: sourced ones to begin with, turned to what the area's statistics have."""

from __future__ import annotations

import polars as pl
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from climate_visualizer.scenarios.measure_library import LibraryMeasure, library
from climate_visualizer.web import current
from climate_visualizer.web.workspace.access import Here, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_work import Work, work

TOTAL = "total"


def _tonnes(found: Work) -> dict[tuple[str, str], float]:
    """What each sector and part of it emits in the last year with statistics."""
    frame = current.edition().emissions_of(found.area.id).filter(pl.col("year") == found.outset.last_published)
    return {(row["sector"], row["subsector"]): row["tonnes"] or 0.0 for row in frame.iter_rows(named=True)}


def content_of(one: LibraryMeasure, tonnes: dict[tuple[str, str], float], first: int) -> dict[str, object] | None:
    """A library measure as one of the area's own; None where the area has none of what it acts on.

    A share of parts of one sector is that part's share of the sector; where parts of several sectors are lowered, it is
    stated in tonnes of the last year with statistics.
    """
    acted = {part: tonnes.get(part, 0.0) for part in one.parts}
    whole = sum(acted.values())
    if not whole > 0:
        return None
    sectors = sorted({sector for sector, _ in one.parts}, key=lambda sector: -tonnes.get((sector, TOTAL), 0.0))
    sector = sectors[0] if len(sectors) == 1 else ""
    kind, amount = "tonnes", one.tonnes or one.share * whole
    if sector and one.share and tonnes.get((sector, TOTAL)):
        kind, amount = "share", 100.0 * min(one.share * whole / tonnes[sector, TOTAL], 1.0)
    begins = max(first, one.earliest)
    return {
        "title": one.name["sv"],
        "title_en": one.name["en"],
        "status": "idea",
        "sector": sector,
        "effect_kind": kind,
        "amount": round(amount, 2),
        "start": begins,
        "end": begins + one.lifetime - 1,
        "ramp": one.ramp,
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
        "source": f"{one.source}, {one.page}",
        "link": one.source_url,
        "note": one.effect["sv"],
    }


@for_members(Action.READ)
def picker(request: HttpRequest, here: Here) -> HttpResponse:
    """Choose a measure of the library; it becomes a draft to adapt."""
    plan = work(request, here)
    tonnes = _tonnes(plan)
    if request.method == "POST":
        check_may(here.member.role, Action.WRITE)
        one = library().get(request.POST.get("measure", ""))
        content = content_of(one, tonnes, plan.outset.first) if one else None
        if content is None:
            raise Http404("The library has no such measure for this area.")
        version = documents.make(here.organisation, plan.area.id, "measure", content, by=here.user)
        return HttpResponseRedirect(here.path("document", version.document_id))
    code = here.language.code
    rows = [
        {
            "id": one.id,
            "name": one.name.get(code) or one.name["en"],
            "effect": one.effect.get(code) or one.effect["en"],
            "source": one.source,
            "url": one.source_url,
            "checked": one.checked,
            "sector": ", ".join(dict.fromkeys(plan.sectors.get(sector, sector) for sector, _ in one.parts)),
            "there": content_of(one, tonnes, plan.outset.first) is not None,
        }
        for one in library().values()
    ]
    return render(request, "workspace/plans/library.html", {**around(plan, "measures"), "rows": rows})

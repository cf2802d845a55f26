"""The room of measures: the list, what they save together, and their workbook."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from climate_visualizer.exports.plan_workbook import plan_import, plan_xlsx
from climate_visualizer.exports.plan_workbook.plan_columns import ALL_SECTORS, STATUS_NAMES
from climate_visualizer.languages.language import MILLION, MINUS, Language
from climate_visualizer.plans.climate_budget import reaches
from climate_visualizer.plans.measure_account import slipped
from climate_visualizer.plans.plan import STATUSES
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.page_language import CODES, language, stand_in
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.goals_page import around, dead_links, pictures
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words
from climate_visualizer.words.measures.money import CURRENCIES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN_YEAR = 2030
A_PAGE = 100  # what one reads; two thousand rows take a second to write and a browser as long to lay out
NONE = "\u2013"
FILTERS = ("sector", "status", "owner")


def shortened(value: float, thousands: str, figures: int = 3) -> str:
    """As `Language.rounded` writes it, without asking a library for each of two thousand cells."""
    size = abs(value)
    step = max(10.0 ** (math.floor(math.log10(size)) - figures + 1), 1.0) if size else 1.0
    step = min(step, 1000.0) if size >= MILLION else step
    return f"{round(value / step) * step:,.0f}".replace(",", thousands).replace("-", MINUS)


def _rows(plan: Work, indices: Sequence[int]) -> list[dict[str, object]]:
    """Measures with what they save: in one year, and in all, in tonnes and days of the budget; `shown` are their places."""
    effect, t, thousands = plan.effect, plan.language.t, plan.language.thousands
    per_tonne = effect.days(1.0)
    totals, at = effect.credits.sum(axis=1), int(np.searchsorted(plan.outset.years, SHOWN_YEAR))
    over = slipped(effect)
    states = {None: _("Draft"), True: _("newer draft"), False: _("Published"), "withdrawn": _("Withdrawn")}
    rows = []
    for index in indices:
        stored, measure = plan.stored_measures[index], plan.measures[index]
        counted = measure.is_decided or measure.status == "planned"
        total = float(totals[index])
        rows.append(
            {
                "document": stored.document,
                "draft": stored.is_draft or stored.is_withdrawn,
                "state": states["withdrawn"] if stored.is_withdrawn else states[_waits(stored)],
                "measure": measure,
                "slipped": bool(over[index]),
                "sector": plan.sectors.get(measure.sector) or t(ALL_SECTORS),
                "status": t(STATUS_NAMES[stored.content["status"]]),
                "year": shortened(float(effect.credits[index, at]), thousands) if counted else NONE,
                "total": shortened(total, thousands) if counted else NONE,
                "days": shortened(total * per_tonne, thousands) if counted else NONE,
                "cost": shortened(measure.net_cost, thousands) if measure.net_cost else NONE,
            }
        )
    return rows


def _waits(stored: StoredDocument) -> bool | None:
    """Whether something newer than what is shown waits; None where nothing is shown yet."""
    return stored.is_draft if stored.is_shown else None


def _wanted(plan: Work, asked: dict[str, str]) -> list[int]:
    """The places of the measures that a reader's filters leave."""
    words = asked["text"].casefold()
    return [
        index
        for index, measure in enumerate(plan.measures)
        if all(not asked[name] or getattr(measure, name) == asked[name] for name in FILTERS)
        and words in measure.name.casefold()
    ]


def _filters(plan: Work, asked: dict[str, str]) -> list[dict[str, object]]:
    t = plan.language.t
    owners = sorted({measure.owner for measure in plan.measures if measure.owner})
    options = {
        "sector": (_("Sector"), list(plan.sectors.items())),
        "status": (_("Status"), [(name, t(STATUS_NAMES[name])) for name in STATUSES]),
        "owner": (_("Committee"), [(name, name) for name in owners]),
    }
    return [
        {"name": name, "label": label, "options": of, "chosen": asked[name]} for name, (label, of) in options.items()
    ]


def figures(plan: Work) -> list[tuple[str, str, str, bool]]:
    """What decided measures save, what planned ones would, and what is missing then: number, unit, meaning, bad news."""
    language, t, effect = plan.language, plan.language.t, plan.effect
    decided, planned = float(effect.saved_decided.sum()), float(effect.saved_planned.sum())
    last = reaches(effect)[2]
    over = last.exceeds_t > 0
    limit = language.degrees(plan.choices.limit)
    meaning = (
        t("are still missing to keep to the budget for {limit} degrees until 2050", limit=limit)
        if over
        else t("are left of the budget for {limit} degrees in 2050", limit=limit)
    )
    number, _space, unit = plan_words.days(last.days, language).partition(" ")
    return [
        (language.rounded(decided), t("tonnes"), t("decided measures save until 2050"), False),
        (language.rounded(planned), t("tonnes"), t("planned measures would save besides"), False),
        (language.rounded(abs(last.exceeds_t)), t("tonnes"), meaning, over),
        (number, unit, t("at today\u2019s rate is what that amounts to"), over),
    ]


@for_members(Action.READ)
def measures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All measures of an area, filtered as asked."""
    plan = work(request, actor)
    asked = {name: request.GET.get(name, "")[:120] for name in (*FILTERS, "text")}
    page = Paginator(_wanted(plan, asked), A_PAGE).get_page(request.GET.get("page"))
    count = len(plan.stored_measures)
    facts = {
        **around(plan, "measures"),
        "rows": _rows(plan, list(page)),
        "page": page,
        "pages_of": urlencode({"area": plan.area.id, **{name: value for name, value in asked.items() if value}}),
        "count": count,
        "asked": asked,
        "filters": _filters(plan, asked),
        "figures": figures(plan) if count else (),
        "pictures": pictures(plan, plan.effect) if count else None,
        "ways": [(reached.key, plan_words.reach(reached, actor.language)) for reached in reaches(plan.effect)],
        "dead": dead_links(actor, plan.area.id),
        "waiting": sum(stored.waits for stored in plan.stored_measures),
        "shown_year": SHOWN_YEAR,
        "currency": CURRENCIES.get(plan.area.country, ""),
    }
    return render(request, "workspace/plans/measures.html", facts)


@for_members(Action.READ)
def export(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The measures as a workbook; with `template` an empty one."""
    plan = work(request, actor)
    rows = [] if "template" in request.GET else [(stored.key, stored.content) for stored in plan.stored_measures]
    workbook = plan_xlsx.workbook(rows, plan.sectors, actor.language, first=plan.outset.first)
    name = "template" if "template" in request.GET else plan.area.slug
    response = HttpResponse(workbook, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="measures-{name}.xlsx"'
    return response


def _others(plan: Work) -> list[tuple[Language, dict[str, str]]]:
    """The site's other languages with the sectors' names, for a template that was fetched in one of them."""
    country, sectors = plan.area.country, plan.outset.sectors
    return [
        (language(code), {key: name for key, name in sector_names(country, code).items() if key in sectors})
        for code in CODES
        if code != plan.language.code and not stand_in(code)
    ]


@for_members(Action.WRITE)
def bring_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take measures in from a workbook: all of it, or nothing and every wrong cell by its address."""
    plan = work(request, actor)
    facts: dict[str, object] = around(plan, "measures")
    if request.method != "POST":
        return render(request, "workspace/plans/import.html", facts)
    file = request.FILES.get("file")
    if file is None:
        facts["wrong"] = [plan_import.WrongCell("", _("Choose a workbook first."))]
        return render(request, "workspace/plans/import.html", facts, status=422)
    try:
        content = file.read(plan_import.MOST_BYTES + 1)
        rows = plan_import.read(content, plan.sectors, actor.language, _others(plan))
        new, changed = plan_documents.take_in(actor.organisation, plan.area.id, rows, by=actor.user)
    except plan_import.WrongWorkbook as problem:
        facts |= {"wrong": problem.cells, "more": problem.more}
        return render(request, "workspace/plans/import.html", facts, status=422)
    except plan_documents.UnknownKey as problem:
        sentence = _("There is no measure with the id “%(key)s” here; leave the id empty for a new one.")
        cell = plan_import.WrongCell(problem.row.at, sentence % {"key": problem.row.key[:80]})
        return render(request, "workspace/plans/import.html", {**facts, "wrong": [cell]}, status=422)
    notice = _("%(new)s new measures and %(changed)s changed ones are drafts now.") % {"new": new, "changed": changed}
    messages.success(request, notice)
    return HttpResponseRedirect(f"{actor.path('measures')}?area={plan.area.id}")

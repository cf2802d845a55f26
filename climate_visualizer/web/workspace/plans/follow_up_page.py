"""The room of follow-up: the adopted budget against what happened, and planned against reported, measure by measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from climate_visualizer.exports.facts import gather
from climate_visualizer.exports.papers import paper
from climate_visualizer.exports.papers.yearly_report import reports_of, verdict, yearly_report
from climate_visualizer.exports.plan_workbook.plan_columns import STATUS_NAMES
from climate_visualizer.plans.adopted_budget import YearHeld, adopted_for
from climate_visualizer.plans.follow_up import Followed, PathFollowed, Report, followed, path_followed
from climate_visualizer.plans.plan_content import Content
from climate_visualizer.web import current
from climate_visualizer.web.number_input import amount, number
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import held_rows, indicators, periods, signing
from climate_visualizer.web.workspace.interchange.template_page import word
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words

KIND = "follow-up"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PARTS = ("saved_t", "indicator", "cost")
# Measures with four fields each: two thousand at once were a form that no browser draws and no server takes.
A_PAGE = 50


def _years(plan: Work, adopted: list[Content]) -> list[int]:
    """Years with a decided measure at work or an adopted budget, up to this one, the newest first."""
    now = current.today().year
    starts = [measure.start for measure in plan.measures if measure.is_decided and measure.start <= now]
    starts += [content["first"] for content in adopted if content["first"] <= now]
    return list(range(now, min(starts, default=now) - 1, -1))


def years_of(plan: Work) -> list[int]:
    """Years that there is something to follow up in, the newest first."""
    return _years(plan, held_rows.adopted_budgets(plan))


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    return number(asked) if number(asked) in years else years[min(1, len(years) - 1)]


def stored_of(plan: Work, year: int, period: str) -> StoredDocument | None:
    """What was written of a period; None before the first word."""
    key = periods.key_of(year, period)
    return next((stored for stored in followed_up(plan) if stored.key == key), None)


def followed_up(plan: Work) -> list[StoredDocument]:
    """Every follow-up of the area."""
    return plan_documents.newest(plan.actor.organisation, plan.area.id, KIND)


def _reports(stored: StoredDocument | None, year: int) -> list[Report]:
    content = stored.content if stored else {}
    return [
        Report(key, year, own.get("saved_t"), own.get("indicator"), own.get("cost"), own.get("comment") or "")  # type: ignore[arg-type]  # kept as numbers
        for key, own in reports_of(content).items()
    ]


def _worth(plan: Work, year: int) -> dict[str, float]:
    """What measures stated as shares are worth in a year, in tonnes; of a year before the plan's first, as in that one."""
    o = plan.outset
    at = int(np.clip(year - o.first, 0, len(o.years) - 1))
    saved = plan.effect.saved_alone
    return {stored.key: float(saved[index, at]) for index, stored in enumerate(plan.stored_measures)}


def compared(plan: Work, year: int, stored: StoredDocument | None) -> tuple[Followed, ...]:
    """Every decided measure at work in a year against what was reported."""
    return followed(plan.measures, _reports(stored, year), year, _worth(plan, year))


def path_of(adopted: list[Content], plan: Work) -> PathFollowed | None:
    """The years of the adopted budgets against statistics, for the yearly report; None before one is adopted."""
    years = {year: content for content in adopted for year in content["adopted"]["years"]}
    allowed = {
        year: float(content["adopted"]["whole"][content["adopted"]["years"].index(year)])
        for year, content in years.items()
        if adopted_for(year, adopted) is content
    }
    return path_followed(allowed, plan.outset) if allowed else None


@dataclass(frozen=True)
class Asked:
    """The period that a request is about, what is written of it, and the budgets that it is held against."""

    years: list[int]
    year: int
    period: str
    stored: StoredDocument | None
    adopted: list[Content]

    def query(self, plan: Work) -> str:
        """What an address says of it."""
        return f"?area={plan.area.id}&year={self.year}&period={self.period}"


def _rows(request: HttpRequest, plan: Work, asked: Asked) -> Page[Followed]:
    """The measures of one page."""
    return Paginator(compared(plan, asked.year, asked.stored), A_PAGE).get_page(request.GET.get("page"))


def asked_of(request: HttpRequest, plan: Work) -> Asked:
    """The period that an address names, with what is written of it."""
    adopted = held_rows.adopted_budgets(plan)
    years = _years(plan, adopted)
    year, period = _year(request, years), periods.asked(request.GET.get("period", ""))
    return Asked(years, year, period, stored_of(plan, year, period), adopted)


@for_members(Action.READ)
def follow_up(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One period's follow-up; written where one's role allows."""
    plan = work(request, actor)
    asked = asked_of(request, plan)
    if request.method == "POST":
        check_may(actor.member.role, Action.WRITE)
        return _save(request, plan, asked)
    return _page(request, plan, asked, {}, {})


def _page(
    request: HttpRequest,
    plan: Work,
    asked: Asked,
    sent: dict[str, str],
    wrong: dict[str, str],
    *,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    stored, year = asked.stored, asked.year
    page = _rows(request, plan, asked)
    rows = [row_of(followed_measure, plan, asked.period, sent, wrong) for followed_measure in page]
    held_years = held_rows.followed_years(asked.adopted, year, plan)
    this_year = next(year_held for year_held in held_years if year_held.year == year)
    facts = {
        **around(plan, "follow-up"),
        "years": asked.years,
        "year": year,
        "period": asked.period,
        "periods": periods.PERIODS.items(),
        "period_name": periods.PERIODS[asked.period],
        "here_query": f"{asked.query(plan)}&page={page.number}",
        "page": page,
        "pages_of": asked.query(plan).removeprefix("?"),
        "kept": stored,
        "document": stored.document if stored else None,
        "rows": rows,
        "comment": sent.get("comment", stored.content.get("comment", "") if stored else ""),
        "wrong": sentence or (_("Some cells can’t be read; they are marked below.") if wrong else ""),
        "held": [held_row(year_held, plan) for year_held in held_years],
        "held_tables": held_rows.tables(this_year, plan),
        "is_adopted": this_year.is_adopted,
        "any_adopted": any(year_held.is_adopted for year_held in held_years),
        "path_said": held_rows.said(held_years, plan),
        "signing": signing.states(plan, asked.year, stored),
        "indicators": indicators.rows(plan),
    }
    return render(request, "workspace/plans/follow_up.html", facts, status=status)


def held_row(year_held: YearHeld, plan: Work) -> held_rows.Row:
    """A whole year as a row."""
    facts = {"is_estimate": year_held.is_estimate, "is_adopted": year_held.is_adopted}
    return held_rows.row(str(year_held.year), year_held.whole, plan.language, **facts)


def row_of(row: Followed, plan: Work, period: str, sent: dict[str, str], wrong: dict[str, str]) -> dict[str, object]:
    """A measure's row: what was planned, and cells to write what was reached; before the year is over there is no verdict."""
    language, key = plan.language, row.measure.id
    cells = []
    labels = {"saved_t": _("Saved, tonnes"), "indicator": row.measure.indicator or _("Indicator"), "cost": _("Cost")}
    for name, comparison in zip(PARTS, (row.saved, row.indicator, row.cost), strict=True):
        field = f"{name}:{key}"
        value = sent.get(field, "" if comparison.reported is None else plan.language.plain(comparison.reported))
        planned = "" if comparison.planned is None else language.rounded(comparison.planned)
        unit = row.measure.unit if name == "indicator" else ""
        cell = {"name": field, "label": labels[name], "value": value, "planned": planned, "unit": unit}
        cells.append({**cell, "wrong": wrong.get(field, "")})
    outcome = verdict(row)
    is_over = period == periods.WHOLE
    return {
        "measure": row.measure,
        "status": language.t(STATUS_NAMES[row.measure.status]),
        "cells": cells,
        "outcome": language.t(plan_words.VERDICTS[outcome]) if is_over or outcome == "not-reported" else "",
        "bad": is_over and outcome == "behind",
        "comment": sent.get(f"comment:{key}", row.comment),
    }


def _number(text: str) -> float | None:
    """A number as people write it; None for nothing; raises `ValueError`."""
    return amount(text) if text.strip() else None


def read(request: HttpRequest, rows: Sequence[Followed]) -> tuple[dict[str, object], dict[str, str]]:
    """The reports that were sent, and the cells of them that can't be read."""
    reports: dict[str, object] = {}
    wrong = {}
    for followed_measure in rows:
        own: dict[str, object] = {}
        for name in PARTS:
            field = f"{name}:{followed_measure.measure.id}"
            text = request.POST.get(field, "")
            try:
                own[name] = _number(text)
            except ValueError:
                wrong[field] = _("“%(value)s” is no number; write digits only.") % {"value": text[:40]}
        own["comment"] = request.POST.get(f"comment:{followed_measure.measure.id}", "").strip()[:1000]
        if any(value not in (None, "") for value in own.values()):
            reports[followed_measure.measure.id] = own
    return reports, wrong


def _save(request: HttpRequest, plan: Work, asked: Asked) -> HttpResponse:
    actor, sent = plan.actor, {name: str(value) for name, value in request.POST.items()}
    page = _rows(request, plan, asked)
    reports, wrong = read(request, list(page))
    if wrong:
        return _page(request, plan, asked, sent, wrong, status=422)
    comment = sent.get("comment", "").strip()[:10_000]
    measure_ids = {followed.measure.id for followed in page}
    others = reports_of(asked.stored.content if asked.stored else {})
    reports = {**{key: report for key, report in others.items() if key not in measure_ids}, **reports}
    content = {"year": asked.year, "period": asked.period, "comment": comment, "reports": reports}
    try:
        signing.save(plan, asked.stored, content, based_on=number(sent.get("based_on", "")))
    except documents.Collision:
        sentence = _("Somebody else saved meanwhile. What you wrote stands below; save again to keep it.")
        fresh = replace(asked, stored=stored_of(plan, asked.year, asked.period))
        return _page(request, plan, fresh, sent, {}, sentence=sentence, status=409)
    messages.success(request, _("Saved as a draft."))
    return HttpResponseRedirect(f"{actor.path('follow-up')}{asked.query(plan)}&page={page.number}")


@for_members(Action.READ)
def follow_up_of(request: HttpRequest, actor: Actor, document: UUID) -> HttpResponse:
    """From the list of everything to this room."""
    row = get_object_or_404(actor.organisation.documents, pk=document, kind=KIND)
    year, period = periods.period_of(row.key)
    period_query = "" if period == periods.WHOLE else f"&period={period}"
    return HttpResponseRedirect(f"{actor.path('follow-up')}?area={row.area_id}&year={year}{period_query}")


@for_members(Action.READ)
def report(request: HttpRequest, actor: Actor, kind: str) -> HttpResponse:
    """The yearly report, drafted from the data: PDF, or Word to write on."""
    plan = work(request, actor)
    asked = asked_of(request, plan)
    year, stored = asked.year, asked.stored
    facts = gather(plan.question, actor.language)
    standing_of_all = next((standing for standing in plan.standings if not standing.scope), None)
    document = yearly_report(
        year,
        facts,
        plan.effect,
        compared(plan, year, stored),
        path_of(asked.adopted, plan),
        standing_of_all,
        comment=stored.content.get("comment", "") if stored else "",
        organisation=actor.organisation.name,
        address=request.build_absolute_uri(str(around(plan, "follow-up")["public"])),
    )
    name = f"climate-report-{plan.area.slug}-{year}"
    return sent_file(paper.pdf(document) if kind == "pdf" else word(document, actor.organisation), name, kind)


def sent_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A paper to open or keep."""
    response = HttpResponse(content, content_type="application/pdf" if kind == "pdf" else WORD)
    disposition = "inline" if kind == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{disposition}; filename="{name}.{kind}"'
    return response

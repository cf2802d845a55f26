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
from climate_visualizer.web.workspace.access import Here, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import held_rows, indicators, periods, signing
from climate_visualizer.web.workspace.interchange.template_page import word
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_documents import Kept
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words

KIND = "follow-up"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PARTS = ("saved_t", "indicator", "cost")
# Measures with four fields each: two thousand at once were a form that no browser draws and no server takes.
A_PAGE = 50


def _years(found: Work, adopted: list[Content]) -> list[int]:
    """Years with a decided measure at work or an adopted budget, up to this one, the newest first."""
    now = current.today().year
    starts = [one.start for one in found.measures if one.is_decided and one.start <= now]
    starts += [one["first"] for one in adopted if one["first"] <= now]
    return list(range(now, min(starts, default=now) - 1, -1))


def years_of(found: Work) -> list[int]:
    """Years that there is something to follow up in, the newest first."""
    return _years(found, held_rows.adopted_budgets(found))


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    return number(asked) if number(asked) in years else years[min(1, len(years) - 1)]


def kept_of(found: Work, year: int, period: str) -> Kept | None:
    """What was written of a period; None before the first word."""
    key = periods.key_of(year, period)
    return next((one for one in followed_up(found) if one.key == key), None)


def followed_up(found: Work) -> list[Kept]:
    """Every follow-up of the area."""
    return plan_documents.newest(found.here.organisation, found.area.id, KIND)


def _reports(kept: Kept | None, year: int) -> list[Report]:
    content = kept.content if kept else {}
    return [
        Report(key, year, one.get("saved_t"), one.get("indicator"), one.get("cost"), one.get("comment") or "")  # type: ignore[arg-type]  # kept as numbers
        for key, one in reports_of(content).items()
    ]


def _worth(found: Work, year: int) -> dict[str, float]:
    """What measures stated as shares are worth in a year, in tonnes; of a year before the plan's first, as in that one."""
    o = found.outset
    at = int(np.clip(year - o.first, 0, len(o.years) - 1))
    saved = found.effect.saved_alone
    return {one.key: float(saved[index, at]) for index, one in enumerate(found.kept)}


def compared(found: Work, year: int, kept: Kept | None) -> tuple[Followed, ...]:
    """Every decided measure at work in a year against what was reported."""
    return followed(found.measures, _reports(kept, year), year, _worth(found, year))


def path_of(adopted: list[Content], found: Work) -> PathFollowed | None:
    """The years of the adopted budgets against statistics, for the yearly report; None before one is adopted."""
    years = {year: content for content in adopted for year in content["adopted"]["years"]}
    allowed = {
        year: float(content["adopted"]["whole"][content["adopted"]["years"].index(year)])
        for year, content in years.items()
        if adopted_for(year, adopted) is content
    }
    return path_followed(allowed, found.outset) if allowed else None


@dataclass(frozen=True)
class Asked:
    """The period that a request is about, what is written of it, and the budgets that it is held against."""

    years: list[int]
    year: int
    period: str
    kept: Kept | None
    adopted: list[Content]

    def query(self, found: Work) -> str:
        """What an address says of it."""
        return f"?area={found.area.id}&year={self.year}&period={self.period}"


def _rows(request: HttpRequest, found: Work, asked: Asked) -> Page[Followed]:
    """The measures of one page."""
    return Paginator(compared(found, asked.year, asked.kept), A_PAGE).get_page(request.GET.get("page"))


def asked_of(request: HttpRequest, found: Work) -> Asked:
    """The period that an address names, with what is written of it."""
    adopted = held_rows.adopted_budgets(found)
    years = _years(found, adopted)
    year, period = _year(request, years), periods.asked(request.GET.get("period", ""))
    return Asked(years, year, period, kept_of(found, year, period), adopted)


@for_members(Action.READ)
def follow_up(request: HttpRequest, here: Here) -> HttpResponse:
    """One period's follow-up; written where one's role allows."""
    found = work(request, here)
    asked = asked_of(request, found)
    if request.method == "POST":
        check_may(here.member.role, Action.WRITE)
        return _save(request, found, asked)
    return _page(request, found, asked, {}, {})


def _page(
    request: HttpRequest,
    found: Work,
    asked: Asked,
    sent: dict[str, str],
    wrong: dict[str, str],
    *,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    kept, year = asked.kept, asked.year
    page = _rows(request, found, asked)
    rows = [row_of(one, found, asked.period, sent, wrong) for one in page]
    held_years = held_rows.followed_years(asked.adopted, year, found)
    this_year = next(one for one in held_years if one.year == year)
    facts = {
        **around(found, "follow-up"),
        "years": asked.years,
        "year": year,
        "period": asked.period,
        "periods": periods.PERIODS.items(),
        "period_name": periods.PERIODS[asked.period],
        "here_query": f"{asked.query(found)}&page={page.number}",
        "page": page,
        "pages_of": asked.query(found).removeprefix("?"),
        "kept": kept,
        "document": kept.document if kept else None,
        "rows": rows,
        "comment": sent.get("comment", kept.content.get("comment", "") if kept else ""),
        "wrong": sentence or (_("Some cells can’t be read; they are marked below.") if wrong else ""),
        "held": [held_row(one, found) for one in held_years],
        "held_tables": held_rows.tables(this_year, found),
        "is_adopted": this_year.is_adopted,
        "any_adopted": any(one.is_adopted for one in held_years),
        "path_said": held_rows.said(held_years, found),
        "signing": signing.states(found, asked.year, kept),
        "indicators": indicators.rows(found),
    }
    return render(request, "workspace/plans/follow_up.html", facts, status=status)


def held_row(one: YearHeld, found: Work) -> held_rows.Row:
    """A whole year as a row."""
    facts = {"is_estimate": one.is_estimate, "is_adopted": one.is_adopted}
    return held_rows.row(str(one.year), one.whole, found.language, **facts)


def row_of(one: Followed, found: Work, period: str, sent: dict[str, str], wrong: dict[str, str]) -> dict[str, object]:
    """A measure's row: what was planned, and cells to write what was reached; before the year is over there is no verdict."""
    language, key = found.language, one.measure.id
    cells = []
    labels = {"saved_t": _("Saved, tonnes"), "indicator": one.measure.indicator or _("Indicator"), "cost": _("Cost")}
    for name, comparison in zip(PARTS, (one.saved, one.indicator, one.cost), strict=True):
        field = f"{name}:{key}"
        value = sent.get(field, "" if comparison.reported is None else found.language.plain(comparison.reported))
        planned = "" if comparison.planned is None else language.rounded(comparison.planned)
        unit = one.measure.unit if name == "indicator" else ""
        cell = {"name": field, "label": labels[name], "value": value, "planned": planned, "unit": unit}
        cells.append({**cell, "wrong": wrong.get(field, "")})
    outcome = verdict(one)
    is_over = period == periods.WHOLE
    return {
        "measure": one.measure,
        "status": language.t(STATUS_NAMES[one.measure.status]),
        "cells": cells,
        "outcome": language.t(plan_words.VERDICTS[outcome]) if is_over or outcome == "not-reported" else "",
        "bad": is_over and outcome == "behind",
        "comment": sent.get(f"comment:{key}", one.comment),
    }


def _number(text: str) -> float | None:
    """A number as people write it; None for nothing; raises `ValueError`."""
    return amount(text) if text.strip() else None


def read(request: HttpRequest, rows: Sequence[Followed]) -> tuple[dict[str, object], dict[str, str]]:
    """The reports that were sent, and the cells of them that can't be read."""
    reports: dict[str, object] = {}
    wrong = {}
    for one in rows:
        own: dict[str, object] = {}
        for name in PARTS:
            field = f"{name}:{one.measure.id}"
            text = request.POST.get(field, "")
            try:
                own[name] = _number(text)
            except ValueError:
                wrong[field] = _("“%(value)s” is no number; write digits only.") % {"value": text[:40]}
        own["comment"] = request.POST.get(f"comment:{one.measure.id}", "").strip()[:1000]
        if any(value not in (None, "") for value in own.values()):
            reports[one.measure.id] = own
    return reports, wrong


def _save(request: HttpRequest, found: Work, asked: Asked) -> HttpResponse:
    here, sent = found.here, {name: str(value) for name, value in request.POST.items()}
    page = _rows(request, found, asked)
    reports, wrong = read(request, list(page))
    if wrong:
        return _page(request, found, asked, sent, wrong, status=422)
    comment = sent.get("comment", "").strip()[:10_000]
    shown = {one.measure.id for one in page}
    others = reports_of(asked.kept.content if asked.kept else {})
    reports = {**{key: one for key, one in others.items() if key not in shown}, **reports}
    content = {"year": asked.year, "period": asked.period, "comment": comment, "reports": reports}
    try:
        signing.save(found, asked.kept, content, based_on=number(sent.get("based_on", "")))
    except documents.Collision:
        sentence = _("Somebody else saved meanwhile. What you wrote stands below; save again to keep it.")
        fresh = replace(asked, kept=kept_of(found, asked.year, asked.period))
        return _page(request, found, fresh, sent, {}, sentence=sentence, status=409)
    messages.success(request, _("Saved as a draft."))
    return HttpResponseRedirect(f"{here.path('follow-up')}{asked.query(found)}&page={page.number}")


@for_members(Action.READ)
def follow_up_of(request: HttpRequest, here: Here, document: UUID) -> HttpResponse:
    """From the list of everything to this room."""
    row = get_object_or_404(here.organisation.documents, pk=document, kind=KIND)
    year, period = periods.period_of(row.key)
    rest = "" if period == periods.WHOLE else f"&period={period}"
    return HttpResponseRedirect(f"{here.path('follow-up')}?area={row.area_id}&year={year}{rest}")


@for_members(Action.READ)
def report(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    """The yearly report, drafted from the data: PDF, or Word to write on."""
    plan = work(request, here)
    asked = asked_of(request, plan)
    year, kept = asked.year, asked.kept
    edition = current.edition()
    facts = gather(edition, plan.area, plan.choices, here.language, as_of=current.as_of())
    whole = next((one for one in plan.standings if not one.scope), None)
    made = yearly_report(
        year,
        facts,
        plan.effect,
        compared(plan, year, kept),
        path_of(asked.adopted, plan),
        whole,
        comment=kept.content.get("comment", "") if kept else "",
        organisation=here.organisation.name,
        address=request.build_absolute_uri(str(around(plan, "follow-up")["public"])),
    )
    name = f"climate-report-{plan.area.slug}-{year}"
    return sent_file(paper.pdf(made) if kind == "pdf" else word(made, here.organisation), name, kind)


def sent_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A paper to open or keep."""
    response = HttpResponse(content, content_type="application/pdf" if kind == "pdf" else WORD)
    shown = "inline" if kind == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}.{kind}"'
    return response

"""The room of follow-up: planned against reported, measure by measure, and the path against what happened."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import numpy as np
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from climate_visualizer.exports.facts import gather
from climate_visualizer.exports.papers import paper
from climate_visualizer.exports.papers.yearly_report import LESS, MORE, NOT_YET, reports_of, verdict, yearly_report
from climate_visualizer.exports.plan_workbook.plan_columns import STATUS_NAMES
from climate_visualizer.plans.follow_up import Followed, PathFollowed, Report, followed, path_followed
from climate_visualizer.web import current
from climate_visualizer.web.number_input import amount, number
from climate_visualizer.web.workspace.access import Here, for_members
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.permissions import Action, check_may
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_documents import Kept
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words

KIND = "follow-up"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PARTS = ("saved_t", "indicator", "cost")


def _years(found: Work) -> list[int]:
    """Years with a decided measure at work, up to this one, the newest first."""
    now = current.as_of().year
    starts = [one.start for one in found.measures if one.is_decided and one.start <= now]
    return list(range(now, min(starts, default=now) - 1, -1))


def _year(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    return number(asked) if number(asked) in years else years[min(1, len(years) - 1)]


def _kept(found: Work, year: int) -> Kept | None:
    own = plan_documents.newest(found.here.organisation, found.area.id, KIND)
    return next((one for one in own if one.content.get("year") == year), None)


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


def path_of(found: Work) -> PathFollowed | None:
    """The adopted path against what happened since; None before a climate budget is there."""
    adopted = found.setup.get("adopted") or {}
    if not adopted.get("path"):
        return None
    return path_followed({int(year): float(tonnes) for year, tonnes in adopted["path"].items()}, found.outset)


@for_members(Action.READ)
def follow_up(request: HttpRequest, here: Here) -> HttpResponse:
    """One year's follow-up; written where one's role allows."""
    found = work(request, here)
    years = _years(found)
    year = _year(request, years)
    kept = _kept(found, year)
    if request.method == "POST":
        check_may(here.member.role, Action.WRITE)
        return _save(request, found, years, year, kept)
    return _page(request, found, years, year, kept, {}, {})


def _page(
    request: HttpRequest,
    found: Work,
    years: list[int],
    year: int,
    kept: Kept | None,
    sent: dict[str, str],
    wrong: dict[str, str],
    *,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    path = path_of(found)
    rows = [_row(one, found, sent, wrong) for one in compared(found, year, kept)]
    facts = {
        **around(found, "follow-up"),
        "years": years,
        "year": year,
        "kept": kept,
        "document": kept.document if kept else None,
        "rows": rows,
        "comment": sent.get("comment", kept.content.get("comment", "") if kept else ""),
        "wrong": sentence or (_("Some cells can’t be read; they are marked below.") if wrong else ""),
        "path": _happened(path, found) if path else (),
        "path_said": _said(path, found),
    }
    return render(request, "workspace/plans/follow_up.html", facts, status=status)


def _row(one: Followed, found: Work, sent: dict[str, str], wrong: dict[str, str]) -> dict[str, Any]:
    """A measure's row: what was planned, and cells to write what was reached."""
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
    return {
        "measure": one.measure,
        "status": language.t(STATUS_NAMES[one.measure.status]),
        "cells": cells,
        "outcome": language.t(plan_words.VERDICTS[outcome]),
        "bad": outcome == "behind",
        "comment": sent.get(f"comment:{key}", one.comment),
    }


def _happened(path: PathFollowed, found: Work) -> list[tuple[str, ...]]:
    """The years of the path that there are statistics for, and the next one."""
    language = found.language
    rows: list[tuple[str, ...]] = []
    for one in path.years[: max(sum(year.happened_t is not None for year in path.years) + 1, 4)]:
        happened = "" if one.happened_t is None else language.rounded(one.happened_t)
        gap = "" if one.gap_t is None else language.rounded(one.gap_t)
        rows.append((str(one.year), language.rounded(one.planned_t), happened, gap))
    return rows


def _said(path: PathFollowed | None, found: Work) -> str:
    language = found.language
    if path is None:
        return _("No climate budget is saved yet, so there is no path to compare with.")
    if path.gap_t is None:
        return str(language.t(NOT_YET))
    tonnes, days = language.tonnes(abs(path.gap_t)), plan_words.days(path.days or 0.0, language)
    return str(language.t(MORE if path.gap_t > 0 else LESS, year=path.last_known, tonnes=tonnes, days=days))


def _number(text: str) -> float | None:
    """A number as people write it; None for nothing; raises `ValueError`."""
    return amount(text) if text.strip() else None


def _read(request: HttpRequest, rows: tuple[Followed, ...]) -> tuple[dict[str, Any], dict[str, str]]:
    """The reports that were sent, and the cells of them that can't be read."""
    reports: dict[str, Any] = {}
    wrong = {}
    for one in rows:
        own: dict[str, Any] = {}
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


def _save(request: HttpRequest, found: Work, years: list[int], year: int, kept: Kept | None) -> HttpResponse:
    here, sent = found.here, {name: str(value) for name, value in request.POST.items()}
    reports, wrong = _read(request, compared(found, year, kept))
    if wrong:
        return _page(request, found, years, year, kept, sent, wrong, status=422)
    content = {"year": year, "comment": sent.get("comment", "").strip()[:10_000], "reports": reports}
    based_on = sent.get("based_on", "")
    try:
        if kept is None:
            documents.make(here.organisation, found.area.id, KIND, content, by=here.user, key=str(year))
        else:
            documents.save(kept.document, content, based_on=number(based_on), by=here.user)
    except documents.Collision:
        sentence = _("Somebody else saved meanwhile. What you wrote stands below; save again to keep it.")
        fresh = _kept(found, year)
        return _page(request, found, years, year, fresh, sent, {}, sentence=sentence, status=409)
    messages.success(request, _("Saved as a draft."))
    return HttpResponseRedirect(f"{here.path('follow-up')}?area={found.area.id}&year={year}")


@for_members(Action.READ)
def follow_up_of(request: HttpRequest, here: Here, document: UUID) -> HttpResponse:
    """From the list of everything to this room."""
    row = get_object_or_404(here.organisation.documents, pk=document, kind=KIND)
    return HttpResponseRedirect(f"{here.path('follow-up')}?area={row.area_id}&year={row.key}")


@for_members(Action.READ)
def report(request: HttpRequest, here: Here, kind: str) -> HttpResponse:
    """The yearly report, drafted from the data: PDF, or Word to write on."""
    found = work(request, here)
    year = _year(request, _years(found))
    kept = _kept(found, year)
    edition = current.edition()
    facts = gather(edition, found.area, found.choices, here.language, as_of=current.as_of())
    whole = next((one for one in found.standings if not one.scope), None)
    made = yearly_report(
        year,
        facts,
        found.effect,
        compared(found, year, kept),
        path_of(found),
        whole,
        comment=kept.content.get("comment", "") if kept else "",
        organisation=here.organisation.name,
        address=request.build_absolute_uri(around(found, "follow-up")["public"]),
    )
    name = f"climate-report-{found.area.slug}-{year}"
    return sent_file(paper.pdf(made) if kind == "pdf" else paper.word(made), name, kind)


def sent_file(content: bytes, name: str, kind: str) -> HttpResponse:
    """A paper to open or keep."""
    response = HttpResponse(content, content_type="application/pdf" if kind == "pdf" else WORD)
    shown = "inline" if kind == "pdf" else "attachment"
    response.headers["Content-Disposition"] = f'{shown}; filename="{name}.{kind}"'
    return response

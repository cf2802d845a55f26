"""A measure's page: what was stated, what of it counts and why, what a tonne costs, and how it has changed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from climate_visualizer.charts import catalogue, measure
from climate_visualizer.charts.drawing.sizes import SIZES
from climate_visualizer.exports.plan_workbook.plan_columns import ALL_SECTORS, BENEFIT_NAMES, STATUS_NAMES
from climate_visualizer.plans import measure_account
from climate_visualizer.plans.measure_account import Account
from climate_visualizer.web import current
from climate_visualizer.web.workspace.access import Here, for_members
from climate_visualizer.web.workspace.models import Document
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_documents import Kept
from climate_visualizer.web.workspace.plans.plan_work import Work
from climate_visualizer.words import plan_words
from climate_visualizer.words.measures import measure_words
from climate_visualizer.words.measures.money import a_tonne, money

MOST_VERSIONS = 20


@for_members(Action.READ)
def measure_of(request: HttpRequest, here: Here, document: UUID) -> HttpResponse:
    """One measure with its derivation."""
    row = get_object_or_404(here.organisation.documents, pk=document, kind="measure", archived_at=None)
    plan = Work(here, here.area(row.area_id))
    index = next(at for at, one in enumerate(plan.kept) if one.document.pk == row.pk)
    kept, t = plan.kept[index], here.language.t
    facts: dict[str, object] = {
        **around(plan, "measures"),
        "document": kept.document,
        "content": kept.content,
        "title": plan.measures[index].name,
        "status": t(STATUS_NAMES[kept.content["status"]]),
        "sector": plan.sectors.get(kept.content["sector"]) or t(ALL_SECTORS),
        "benefits": [t(BENEFIT_NAMES[one]) for one in kept.content.get("co_benefits") or ()],
        "versions": _versions(row, kept, here),
    }
    if is_known_sector(kept, plan):
        facts |= _account(measure_account.account(plan.effect, index), plan)
    return render(request, "workspace/evaluation/measure.html", facts)


def is_known_sector(kept: Kept, found: Work) -> bool:
    """Whether the statistics have the sector that a measure names."""
    return kept.content["sector"] in ("", *found.outset.sectors)


def _account(account: Account, found: Work) -> dict[str, object]:
    language, country = found.language, found.area.country
    sector = found.sectors.get(account.measure.sector, "")
    source = catalogue.source_line(current.edition(), country, language)
    pictures = {
        shape: measure.figure(
            account,
            _("What is stated and what counts"),
            source,
            language,
            edition_id=found.outset.edition_id,
            size=SIZES[shape],
        )
        for shape in ("wide", "narrow")
    }
    slip = measure_account.slip(account)
    return {
        "said": measure_words.counts(account, sector, language),
        "slip": measure_words.slipped(slip, sector, language) if slip else "",
        "figures": _figures(account, found),
        "steps": _steps(account, found),
        "pictures": pictures,
        "net_cost": money(account.measure.net_cost, country, language) if _has_money(account) else "",
    }


def _has_money(account: Account) -> bool:
    return bool(account.measure.costs or account.measure.incomes)


def _figures(account: Account, found: Work) -> list[tuple[str, str, str, bool]]:
    """Number, unit, meaning, and whether it is bad news."""
    language, t = found.language, found.language.t
    number, _space, unit = plan_words.days(found.effect.days(account.counted_t), language).partition(" ")
    counted = t("would count until 2050") if account.is_idea else t("count until 2050")
    figures = [
        (language.rounded(account.counted_t), t("tonnes"), counted, False),
        (number, unit, t("of the budget at today\u2019s rate"), False),
    ]
    if account.a_tonne is not None:
        cost = a_tonne(account.a_tonne, found.area.country, language)
        number, _space, unit = cost.partition("\u00a0") if "\u00a0" in cost else (cost, "", "")
        figures.append((number, unit, t("net cost for what counts"), False))
    return figures


def _steps(account: Account, found: Work) -> list[tuple[str, str]]:
    """From what was stated to what counts, line by line."""
    language, t = found.language, found.language.t
    minus = [
        (t("less what is uncertain or rebounds"), account.uncertain_t),
        (t("less what its sector does not emit on its own trend"), account.absent_t),
        (t("less what other measures lower too"), account.overlap_t),
    ]
    steps = [(t("Stated until 2050"), language.tonnes(account.stated_t))]
    steps += [
        (said, "\u2212" + language.tonnes(tonnes)) for said, tonnes in minus if tonnes >= measure_account.NEARLY_T
    ]
    last = t("would count") if account.is_idea else t("counts")
    return [*steps, (language.opened(last), language.tonnes(account.counted_t))]


def _versions(row: Document, kept: Kept, here: Here) -> list[dict[str, object]]:
    """How it has changed: each version's day, author, status and note."""
    versions = row.versions.select_related("author")[:MOST_VERSIONS]
    return [
        {
            "number": one.number,
            "at": one.at,
            "who": one.author or "",
            "status": here.language.t(STATUS_NAMES[one.content["status"]]),
            "note": one.note,
            "is_public": one.pk == kept.document.published_id,
        }
        for one in versions
    ]

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
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.models import Document
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.plan_documents import StoredDocument
from climate_visualizer.web.workspace.plans.plan_work import Work
from climate_visualizer.words import plan_words
from climate_visualizer.words.measures import measure_words
from climate_visualizer.words.measures.money import a_tonne, money

MOST_VERSIONS = 20


@for_members(Action.READ)
def measure_of(request: HttpRequest, actor: Actor, document: UUID) -> HttpResponse:
    """One measure with its derivation."""
    row = get_object_or_404(actor.organisation.documents, pk=document, kind="measure", archived_at=None)
    plan = Work(actor, actor.area(row.area_id))
    index = next(at for at, candidate in enumerate(plan.stored_measures) if candidate.document.pk == row.pk)
    stored, t = plan.stored_measures[index], actor.language.t
    facts: dict[str, object] = {
        **around(plan, "measures"),
        "document": stored.document,
        "content": stored.content,
        "title": plan.measures[index].name,
        "status": t(STATUS_NAMES[stored.content["status"]]),
        "sector": plan.sectors.get(stored.content["sector"]) or t(ALL_SECTORS),
        "benefits": [t(BENEFIT_NAMES[benefit]) for benefit in stored.content.get("co_benefits") or ()],
        "versions": _versions(row, stored, actor),
    }
    if is_known_sector(stored, plan):
        facts |= _account(measure_account.account(plan.effect, index), plan)
    return render(request, "workspace/evaluation/measure.html", facts)


def is_known_sector(stored: StoredDocument, plan: Work) -> bool:
    """Whether the statistics have the sector that a measure names."""
    return stored.content["sector"] in ("", *plan.outset.sectors)


def _account(account: Account, plan: Work) -> dict[str, object]:
    language, country = plan.language, plan.area.country
    sector = plan.sectors.get(account.measure.sector, "")
    source = catalogue.source_line(current.edition(), country, language)
    pictures = {
        shape: measure.figure(
            account,
            _("What is stated and what counts"),
            source,
            language,
            edition_id=plan.outset.edition_id,
            size=SIZES[shape],
        )
        for shape in ("wide", "narrow")
    }
    slip = measure_account.slip(account)
    return {
        "said": measure_words.counts(account, sector, language),
        "slip": measure_words.slipped(slip, sector, language) if slip else "",
        "figures": _figures(account, plan),
        "steps": _steps(account, plan),
        "pictures": pictures,
        "net_cost": money(account.measure.net_cost, country, language) if _has_money(account) else "",
    }


def _has_money(account: Account) -> bool:
    return bool(account.measure.costs or account.measure.incomes)


def _figures(account: Account, plan: Work) -> list[tuple[str, str, str, bool]]:
    """Number, unit, meaning, and whether it is bad news."""
    language, t = plan.language, plan.language.t
    number, _space, unit = plan_words.days(plan.effect.days(account.counted_t), language).partition(" ")
    counted = t("would count until 2050") if account.is_idea else t("count until 2050")
    figures = [
        (language.rounded(account.counted_t), t("tonnes"), counted, False),
        (number, unit, t("of the budget at today\u2019s rate"), False),
    ]
    if account.a_tonne is not None:
        cost = a_tonne(account.a_tonne, plan.area.country, language)
        number, _space, unit = cost.partition("\u00a0") if "\u00a0" in cost else (cost, "", "")
        figures.append((number, unit, t("net cost for what counts"), False))
    return figures


def _steps(account: Account, plan: Work) -> list[tuple[str, str]]:
    """From what was stated to what counts, line by line."""
    language, t = plan.language, plan.language.t
    minus = [
        (t("less what is uncertain or rebounds"), account.uncertain_t),
        (t("less what its sector does not emit on its own trend"), account.absent_t),
        (t("less what other measures lower too"), account.overlap_t),
    ]
    steps = [(t("Stated until 2050"), language.tonnes(account.stated_t))]
    steps += [
        (label, "\u2212" + language.tonnes(tonnes)) for label, tonnes in minus if tonnes >= measure_account.NEARLY_T
    ]
    last = t("would count") if account.is_idea else t("counts")
    return [*steps, (language.opened(last), language.tonnes(account.counted_t))]


def _versions(row: Document, stored: StoredDocument, actor: Actor) -> list[dict[str, object]]:
    """How it has changed: each version's day, author, status and note."""
    versions = row.versions.select_related("author")[:MOST_VERSIONS]
    return [
        {
            "number": version.number,
            "at": version.at,
            "who": version.author or "",
            "status": actor.language.t(STATUS_NAMES[version.content["status"]]),
            "note": version.note,
            "is_public": version.pk == stored.document.published_id,
        }
        for version in versions
    ]

"""What may still be done, ranked: cost a tonne, tonnes, days of the budget, and what fits a sum of money."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from climate_visualizer.charts import catalogue, cost_curve
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sizes import SIZES
from climate_visualizer.exports.plan_workbook.plan_columns import ALL_SECTORS, STATUS_NAMES
from climate_visualizer.plans import measure_ranking
from climate_visualizer.plans.measure_ranking import Ranked
from climate_visualizer.web import current
from climate_visualizer.web.number_input import amount
from climate_visualizer.web.workspace.access import Actor, for_members
from climate_visualizer.web.workspace.permissions import Action
from climate_visualizer.web.workspace.plans.goals_page import around
from climate_visualizer.web.workspace.plans.measures_page import shortened
from climate_visualizer.web.workspace.plans.plan_work import Work, work
from climate_visualizer.words import plan_words
from climate_visualizer.words.measures.money import CURRENCIES, money

MOST_MONEY = 1e12
MOST_ROWS, MOST_COLUMNS = 100, 60  # as many rows as the page of measures; a narrower column has no width


@for_members(Action.READ)
def ranking(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ideas and planned measures, the cheapest tonne first."""
    plan = work(request, actor)
    rows = measure_ranking.ranked(plan.effect)
    asked = request.GET.get("money", "").strip()[:40]
    sum_of_money, wrong = _money(asked)
    most = None if "all" in request.GET else MOST_ROWS
    facts: dict[str, object] = {
        **around(plan, "measures"),
        "rows": [_row(number, row, plan) for number, row in enumerate(rows[:most], 1)],
        "more": max(len(rows) - len(rows[:most]), 0),
        "without": sum(row.a_tonne is None for row in rows),
        "asked": asked,
        "wrong": wrong,
        "currency": CURRENCIES.get(plan.area.country, ""),
        "pictures": _pictures(rows, plan),
    }
    if sum_of_money is not None:
        facts["fits"] = _fits(measure_ranking.fitting(plan.effect, rows, sum_of_money), sum_of_money, plan)
    return render(request, "workspace/evaluation/ranking.html", facts)


def _money(asked: str) -> tuple[float | None, str]:
    """A sum of money as people write it, or what is wrong with it."""
    if not asked:
        return None, ""
    try:
        value = amount(asked)
    except ValueError:
        return None, _("“%(value)s” is no sum of money; write digits only, such as 5000000.") % {"value": asked}
    if not 0 <= value <= MOST_MONEY:
        return None, _("Write a sum from 0 to 1,000,000,000,000.")
    return value, ""


def _row(number: int, row: Ranked, plan: Work) -> dict[str, object]:
    t, measure, thousands = plan.language.t, row.measure, plan.language.thousands
    return {
        "number": number,
        "document": plan.stored_measures[row.index].document,
        "name": measure.name,
        "status": t(STATUS_NAMES[measure.status]),
        "sector": plan.sectors.get(measure.sector) or t(ALL_SECTORS),
        "tonnes": shortened(row.tonnes, thousands),
        "days": shortened(row.days, thousands),
        "cost": shortened(row.cost, thousands) if measure.costs else "",
        "a_tonne": "" if row.a_tonne is None else shortened(row.a_tonne, thousands),
    }


def _pictures(rows: list[Ranked], plan: Work) -> dict[str, Bundle | None] | None:
    language, country = plan.language, plan.area.country
    source = catalogue.source_line(current.edition(), country, language)
    drawn = {
        shape: cost_curve.figure(
            rows[:MOST_COLUMNS],
            _("What a tonne costs, measure by measure"),
            source,
            language,
            edition_id=plan.outset.edition_id,
            unit=CURRENCIES.get(country, "") or _("money"),
            size=SIZES[shape],
        )
        for shape in ("wide", "narrow")
    }
    return drawn if all(drawn.values()) else None


def _fits(fits: measure_ranking.Fitting, amount: float, plan: Work) -> dict[str, object]:
    """What a sum of money pays for, in a sentence and a list."""
    language, country = plan.language, plan.area.country
    facts = {"given": money(amount, country, language)}
    if not fits.chosen:
        sentence = language.t("{given} pays for no measure that has both an effect and a cost.", **facts)
    else:
        sentence = language.n(
            "{given} pays for {count} measure. It saves {tonnes} until 2050, as much as is emitted in {days}, and costs {cost}.",
            "{given} pays for {count} measures. Together they save {tonnes} until 2050, as much as is emitted in {days}, "
            "and cost {cost}. Overlaps are counted once.",
            len(fits.chosen),
            tonnes=language.tonnes(fits.tonnes),
            days=plan_words.days(fits.days, language),
            cost=money(fits.cost, country, language),
            **facts,
        )
    return {"said": sentence, "names": [row.measure.name for row in fits.chosen]}

"""The public plan as a workbook: goals, measures, climate budgets and pledges, a sheet each, numbers as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from climate_visualizer.exports.plan_workbook.plan_columns import STATUS_NAMES
from climate_visualizer.exports.tables.sheets import Cell, Sheet, workbook
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.plan_content import Content


def plan_workbook(
    goals: Sequence[tuple[str, Content]],
    measures: Sequence[tuple[str, Content, float]],
    budgets: Sequence[tuple[str, Content]],
    businesses: Sequence[Content],
    names: Mapping[str, str],
    language: Language,
    *,
    title: str,
    source: str,
) -> bytes:
    """Rows with who published them: goals, measures with the tonnes they are credited with, budgets as pages show them."""
    t = language.t
    years = sorted({year for _, budget in budgets for year in budget["years"]})
    tonnes = tuple(f"{year} (t)" for year in years)
    pledged = (t("Business"), t("Last year reported"), t("Tonnes in it"), t("Year of the goal"), t("Less by then (%)"))
    shares = [row for by, budget in budgets for row in _budget(by, budget, years, language)]
    return workbook(
        [
            Sheet(
                t("Goals"), _goal_head(language), [_goal(*row, language) for row in goals], title=title, notes=(source,)
            ),
            Sheet(t("Measures"), _measure_head(language), [_measure(*row, names, language) for row in measures]),
            Sheet(t("Climate budget"), (t("Organisation"), t("Committee"), *tonnes), shares),
            Sheet(t("Businesses"), pledged, [_business(business) for business in businesses]),
        ]
    )


def _goal_head(language: Language) -> tuple[str, ...]:
    t = language.t
    return (
        t("Organisation"), t("Goal"), t("Year"), t("Stated as"), t("Amount"), t("Base year"), t("Decision"), t("Link"),
    )  # fmt: skip


def _goal(by: str, goal: Content, language: Language) -> tuple[Cell, ...]:
    kind = language.t(KINDS[goal["target_kind"]])
    return (
        by, goal["title"], goal["year"], kind, goal["amount"], goal.get("base_year"), goal.get("decision"), goal.get("link"),
    )  # fmt: skip


KINDS = {"percent": "per cent less than a base year", "tonnes": "tonnes that may remain in a year"}


def _measure_head(language: Language) -> tuple[str, ...]:
    t = language.t
    return (
        t("Organisation"), t("Measure"), t("Status"), t("Sector"), t("Committee"), t("First year"), t("Last year"),
        t("Saves until 2050 (t)"), t("Costs"), t("Incomes"), t("Source of the effect"), t("Link"),
    )  # fmt: skip


def _measure(
    by: str, measure: Content, tonnes: float, names: Mapping[str, str], language: Language
) -> tuple[Cell, ...]:
    costs, incomes = measure.get("costs") or {}, measure.get("incomes") or {}
    return (
        by, measure["title"], language.t(STATUS_NAMES[measure["status"]]),
        names.get(measure["sector"], language.t("all sectors")), measure.get("owner"), measure["start"], measure["end"],
        round(tonnes), sum(costs.values()) if costs else None, sum(incomes.values()) if incomes else None,
        measure.get("source"), measure.get("link"),
    )  # fmt: skip


def _budget(by: str, budget: Content, years: Sequence[int], language: Language) -> list[tuple[Cell, ...]]:
    rows = [*((name, cells) for name, cells, _ in budget["rows"]), (language.t("In all"), budget["whole"])]
    budget_rows: list[tuple[Cell, ...]] = []
    for name, cells in rows:
        of = dict(zip(budget["years"], cells, strict=True))
        budget_rows.append((by, name, *(of.get(year) for year in years)))
    return budget_rows


def _business(business: Content) -> tuple[Cell, ...]:
    last = max(business["tonnes"], key=int)
    return (business["name"], int(last), business["tonnes"][last], business["goal_year"], business["goal_percent"])

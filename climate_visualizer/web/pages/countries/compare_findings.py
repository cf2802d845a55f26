"""Findings of compared places: each question as a row of the page, and all of them as a table of numbers for files."""

from __future__ import annotations

import math

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.charts.drawing.bundle import Table
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web.pages.countries import standing
from climate_visualizer.web.pages.countries.standing import Row

SOURCES_SHOWN = 2


def row_of(question: Question, language: Language) -> Row:
    """The row that the lists of its country have of a place."""
    return next(row for row in standing.rows(question, language) if row.area.id == question.area_id)


def _sources(a: Assessment, language: Language) -> str:
    """The sectors that emit most, with their parts of the whole."""
    names = sector_names(a.area.country, language.code)
    last = {key: series.tonnes[-1] for key, series in a.sectors.items() if series.tonnes and series.tonnes[-1] > 0}
    total = sum(last.values())
    order = sorted(last, key=lambda key: -last[key])[:SOURCES_SHOWN]
    return ", ".join(f"{names[key]} {language.percent(last[key] / total)}" for key in order)


def _questions(language: Language) -> tuple[tuple[str, str], ...]:
    """What is asked of every place, with what it is told in or at."""
    return (
        (language.t("Left"), language.t("tonnes")),
        (language.t("Lasts until"), language.t("at today\u2019s rate")),
        (language.t("Cut needed"), language.t("a year")),
        (language.t("Change so far"), language.t("a year, last five years")),
        (language.t("Per inhabitant"), language.t("tonnes in a year")),
        (language.t("Inhabitants"), ""),
        (language.t("Newest statistics"), ""),
        (language.t("Largest sources"), ""),
    )


def findings(rows: list[Row], among: list[Assessment], language: Language) -> list[dict[str, object]]:
    """Each question as a row with every place's answer."""
    answers = [
        (row.left, row.until, row.cut, row.achieved, row.per_head, row.persons, str(a.base_year), _sources(a, language))
        for row, a in zip(rows, among, strict=True)
    ]
    return [
        {"name": name, "note": note, "values": list(values)}
        for (name, note), values in zip(_questions(language), zip(*answers, strict=True), strict=True)
    ]


def _number(value: float, digits: int) -> float | int | str:
    """A figure of a file: rounded, and nothing where none is known."""
    if not math.isfinite(value):
        return ""
    return round(value, digits) if digits else round(value)


def findings_table(rows: list[Row], among: list[Assessment], budget: str, language: Language) -> Table:
    """The findings as numbers, a row a place, for who goes on with them elsewhere."""
    heads = [f"{name} ({note})" if note else name for name, note in _questions(language)]
    cells = (
        (
            row.name,
            row.area.id,
            _number(row.order["left"], 0),
            row.until,
            _number(100 * row.order["cut"], 1),
            _number(100 * row.order["achieved"], 1),
            _number(row.order["head"], 2),
            _number(row.order["persons"], 0),
            a.base_year,
            _sources(a, language),
            budget,
        )
        for row, a in zip(rows, among, strict=True)
    )
    return Table((language.t("Place"), "id", *heads, language.t("Budget")), tuple(cells))

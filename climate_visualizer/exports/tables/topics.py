"""An area's figures as tables, one a topic: what the workbook, the CSV and the JSON have in common.

Numbers are exact and carry their unit in the column; missing is None, never 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.plants import activity_name, plants_of
from climate_visualizer.budget.ranges.uncertainty_ranges import vintages
from climate_visualizer.exports.facts import Facts
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.words.figure_status import KNOWN
from climate_visualizer.words.sentences import area_name
from climate_visualizer.words.statistics_age import by_other_rules

Cell = str | int | float | date | None
PERCENT = 100.0


@dataclass(frozen=True)
class Column:
    """A column's title and the unit of its numbers; a year and a text have none."""

    title: str
    unit: str = ""


@dataclass(frozen=True)
class Topic:
    """One table: its key in addresses and JSON, its title, its columns and rows, and a sentence on how to read it."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def _percent(fraction: float | None) -> float | None:
    return None if fraction is None else fraction * PERCENT


def _figures(a: Assessment, language: Language) -> tuple[tuple[str, str, Cell], ...]:
    """Each figure's name, its unit and its value."""
    t = language.t
    return (
        (t("Budget"), "t", a.budget_t),
        (t("Emitted since the budget’s start"), "t", a.emitted_since_t),
        (t("of which estimated"), "t", a.emitted_estimated_t),
        (t("Left today"), "t", a.remaining_t),
        (t("Emissions in the last year with statistics"), "t", a.base_emissions_t_per_year),
        (t("Emissions a year at today’s rate"), "t", a.current_emissions_t_per_year),
        (t("Cut a year that is required"), "%", _percent(a.required_cut)),
        (t("Cut a year that was achieved"), "%", _percent(a.achieved_cut)),
        (t("Years left at today’s rate"), t("years"), a.years_left),
        (t("Used up at today’s rate"), "", a.used_up_on),
        (t("Used up if the trend goes on"), "", a.used_up_on_trend),
        (t("Overdrawn since"), "", a.overdrawn_since),
        (t("Inhabitants"), t("persons"), a.persons),
        (t("Emissions per inhabitant"), t("t per person"), a.per_head_t),
        (t("Share of the country’s budget"), "%", _percent(a.share)),
    )


def _findings(facts: Facts) -> Topic:
    t, all_of = facts.language.t, (facts.a, *facts.beside)
    names = (Column(area_name(assessment.area, facts.language)) for assessment in all_of)
    together = zip(*(_figures(assessment, facts.language) for assessment in all_of), strict=True)
    rows = tuple((*same[0][:2], *(cell[2] for cell in same)) for same in together)
    note = t("Figures on {day} for {budget}", day=facts.language.day(facts.a.as_of), budget=facts.budget_words)
    note = " ".join((f"{note.rstrip('.')}.", *rules)) if (rules := by_other_rules(facts.a, facts.language)) else note
    return Topic("findings", t("Findings"), (Column(t("Figure")), Column(t("Unit")), *names), rows, note)


def _by_year(series: Series) -> dict[int, float]:
    return dict(zip(series.years, series.tonnes, strict=True))


def _emissions(facts: Facts) -> Topic:
    """Emissions by sector for each year, with how each year is known."""
    t, a = facts.language.t, facts.a
    sectors = {facts.names[key]: _by_year(series) for key, series in a.sectors.items() if any(series.tonnes)}
    columns: tuple[Column, ...] = (
        Column(t("Year")),
        *(Column(name, "t") for name in (*sectors, t("All emissions"))),
        Column(t("Kind")),
    )
    rows = tuple(
        (year, *(by_year.get(year) for by_year in sectors.values()), tonnes, t(KNOWN[status]))
        for year, tonnes, status in zip(a.history.years, a.history.tonnes, a.history.status, strict=True)
    )
    note = t(
        "Years without statistics are filled in on a curve between those with, and named so; sectors add up to all emissions."
    )
    return Topic("emissions", t("Emissions by sector"), columns, rows, note)


def _path(facts: Facts) -> Topic:
    """Every coming year: where the trend leads, and what the budget allows."""
    t, a = facts.language.t, facts.a
    path = _by_year(a.pathway) if a.pathway else {}
    trend = _by_year(a.trend)
    columns: tuple[Column, ...] = (Column(t("Year")), Column(t("Trend"), "t"), Column(t("Budget path"), "t"))
    rows = tuple((year, trend.get(year), path.get(year)) for year in sorted({*trend, *path}))
    note = t("The budget path begins in {year}; until then emissions follow the trend.", year=a.required_cut_from)
    return Topic("path", t("Trend and budget path"), columns, rows, note)


def _parts(facts: Facts) -> Topic:
    t, persons = facts.language.t, facts.a.persons
    columns: tuple[Column, ...] = (
        Column(t("Source of emissions")),
        Column(t("Emissions"), "t"),
        Column(t("Share"), "%"),
    )
    columns += (Column(t("Per inhabitant"), "kg"),)
    rows = tuple(
        (part.name, part.tonnes, part.share * PERCENT, 1000 * part.tonnes / persons if persons else None)
        for part in facts.parts
    )
    return Topic("sources-of-emissions", t("Where from"), columns, rows, str(facts.a.base_year))


def _plants(facts: Facts) -> Topic:
    """Every year of every large plant in the area."""
    t, plants = facts.language.t, plants_of(facts.edition, facts.a.area.id)
    columns: tuple[Column, ...] = (
        Column(t("Plant")),
        Column(t("Year")),
        Column(t("Emissions"), "t"),
        Column(t("Activity")),
        Column(t("Holder")),
    )
    rows = tuple(
        (plant.name, year, tonnes, activity_name(plant.activity, facts.language.code), plant.holder)
        for plant in plants.plants
        for year, tonnes in zip(plant.years, plant.series, strict=True)
    )
    return Topic("large-plants", t("Large plants"), columns, rows, facts.plants.source)


def _waiting(facts: Facts) -> Topic:
    t = facts.language.t
    columns: tuple[Column, ...] = (Column(t("The cut begins")), Column(t("Cut a year that is required"), "%"))
    rows = tuple((delay.year, _percent(delay.required_cut)) for delay in facts.a.delays)
    return Topic("waiting", t("Cost of delay"), columns, rows, t("An empty cell means that no path is left."))


def _derivation(facts: Facts) -> Topic:
    t = facts.language.t
    columns: tuple[Column, ...] = (
        Column(t("Step")),
        Column(t("Carbon dioxide"), "t"),
        Column(t("How")),
        Column(t("Formula")),
    )
    columns += (Column(t("Source")), Column(t("Address")))
    together = zip(facts.ladder, facts.a.derivation, strict=True)
    rows = tuple(
        (rung.title, step.value, rung.note, step.formula, rung.source, rung.source_url) for rung, step in together
    )
    return Topic("derivation", t("Derivation"), columns, rows)


def _certainty(facts: Facts) -> Topic:
    t, outlook = facts.language.t, facts.outlook
    columns: tuple[Column, ...] = (Column(t("Quantile"), "%"), Column(t("Budget"), "t"), Column(t("Left today"), "t"))
    columns += (Column(t("Cut a year that is required"), "%"), Column(t("Used up")))
    if outlook is None:
        return Topic("certainty", t("Certainty"), columns, ())
    rows = zip(
        outlook.percents,
        outlook.budget_t,
        outlook.remaining_t,
        (_percent(cut) if cut == cut else None for cut in outlook.required_cut),
        outlook.used_up_on,
        strict=True,
    )
    return Topic("certainty", t("Certainty"), columns, tuple(rows), " ".join(facts.certainty))


def _method(facts: Facts, method_id: str) -> str:
    """A method's name in the workbook's language."""
    names = find_method(method_id, facts.edition).name
    return names.get(facts.language.code) or names[facts.language.base]


def _others(facts: Facts) -> Topic:
    t = facts.language.t
    columns: tuple[Column, ...] = (
        Column(t("Method")),
        Column(t("Counted from")),
        Column(t("Limit"), "°C"),
        Column(t("Likelihood"), "%"),
    )
    columns += (Column(t("Budget"), "t"), Column(t("Left today"), "t"), Column(t("Used up at today’s rate")))
    budget_vintages = vintages(facts.question)
    rows = tuple(
        (
            f"{_method(facts, vintage.method)} ({vintage.vintage})",
            vintage.budget_start.year,
            vintage.limit,
            vintage.likelihood,
            vintage.budget_t,
            vintage.remaining_t,
            vintage.used_up_on or vintage.overdrawn_since,
        )
        for vintage in budget_vintages
    )
    return Topic("other-budgets", t("Other budgets"), columns, rows)


def _disputes(facts: Facts) -> Topic:
    t = facts.language.t
    columns: tuple[Column, ...] = (
        Column(t("Sector")),
        Column(t("Year")),
        Column(t("Total"), "t"),
        Column(t("Sum of the parts"), "t"),
    )
    columns += (Column(t("Gap"), "t"), Column(t("Kept from the release of")))
    disputes = [dispute for dispute in facts.a.disputes if dispute.gas == "CO2"]
    rows = tuple(
        (facts.names[dispute.sector], dispute.year, dispute.total_t, dispute.parts_t, dispute.gap_t, dispute.kept_from)
        for dispute in disputes
    )
    return Topic("disputes", t("Disputes"), columns, rows, t("Where the publisher’s total differs from its parts."))


def _sources(facts: Facts) -> Topic:
    return sources(facts.origins, facts.language)


def sources(origins: Iterable[Mapping[str, str]], language: Language) -> Topic:
    """The files that figures stand on."""
    t = language.t
    columns: tuple[Column, ...] = (
        Column(t("Publisher")),
        Column(t("Title")),
        Column(t("Released")),
        Column(t("Licence")),
    )
    columns += (Column(t("File")), Column(t("Checksum (SHA-256)")), Column(t("Address")))
    keys = ("publisher", "title", "release_date", "licence", "file_name", "sha256", "url")
    rows = tuple(tuple(origin.get(key, "") for key in keys) for origin in origins)
    return Topic("sources", t("Sources"), columns, rows)


def topics(facts: Facts) -> Iterator[Topic]:
    """Every table of an area, in the order in which they are read."""
    makers = (
        _findings,
        _emissions,
        _path,
        _parts,
        _plants,
        _waiting,
        _derivation,
        _certainty,
        _others,
        _disputes,
        _sources,
    )
    for make in makers:
        yield make(facts)

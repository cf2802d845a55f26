"""Table of contents of an area's page, and what can be done there: the parts that help a reader through a long page."""

from __future__ import annotations

from collections.abc import Mapping

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.choices import WrongChoice
from climate_visualizer.scenarios.best_measures import best_measures
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.sources.labels import said
from climate_visualizer.web import current

# The section, the id of its heading, what it is called, and what must be there for it to show; the order is the page's own.
HEADINGS = {
    "dots": ("dots", "The budget in dots", ""),
    "sectors": ("sectors", "Where emissions come from", ""),
    "goal": ("goal", "Does our goal hold?", ""),
    "history": ("history", "Emissions, trend and budget", ""),
    "plan": ("plan-1", "Goals and measures", "plans"),
    "plants": ("plants", "Large plants", "plants"),
    "cumulative": ("cumulative", "The rising sum against the budget", ""),
    "ladder": ("ladder", "How this budget came about", ""),
    "certain": ("counts", "How sure is it, and what is counted", ""),
    "statistics": ("quality", "How good are the statistics?", ""),
}


def contents(order: tuple[str, ...], context: Mapping[str, object], language: Language) -> tuple[tuple[str, str], ...]:
    """The headings of the sections that show, as (id, name)."""
    headings = [HEADINGS[name] for name in order if name in HEADINGS]
    entries = [(anchor, language.t(title)) for anchor, title, needs in headings if not needs or context[needs]]
    return (("done", language.t("What can be done?")), *entries, ("take", language.t("Take it with you")))


def doing(a: Assessment, language: Language) -> tuple[tuple[str, str], ...]:
    """What would save most here, each by itself: its name and the tonnes until 2050; nothing in a language without the names."""
    try:
        measures = best_measures(current.again(a))
    except WrongChoice:  # on a day before what is emitted in this scope is known there is nothing to save of
        return ()
    names = {measure.id: measure.name for measure in library().values()}
    if not any({language.code, language.base} & set(names[key]) for key, _ in measures):
        return ()
    return tuple((said(names[key], language.code), language.tonnes(tonnes)) for key, tonnes in measures)

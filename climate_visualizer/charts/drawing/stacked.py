"""A history by its parts: curves on each other, over the years that there are statistics for, with a table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from climate_visualizer.budget.curves import Series
from climate_visualizer.charts import history
from climate_visualizer.charts.drawing import layers
from climate_visualizer.charts.drawing.bundle import Table
from climate_visualizer.charts.drawing.layers import Frame
from climate_visualizer.languages.language import Language
from climate_visualizer.words.figure_status import KNOWN

FEW = 5 * history.KILO  # tonnes: below this they are told one by one


def parts(series: Mapping[str, Series], language: Language) -> dict[str, Series]:
    """The first parts, as many as have shades, and all others as one."""
    shown, others = list(series)[: history.SHOWN], list(series)[history.SHOWN :]
    found = {name: series[name] for name in shown}
    if others:
        found[language.t("Other")] = history.sum_of([series[name] for name in others])
    return found


def in_thousands(series: Mapping[str, Series]) -> bool:
    """Whether the numbers are large enough to be told in thousands of tonnes."""
    return max((max(one.tonnes, default=0.0) for one in series.values()), default=0.0) >= FEW


def specification(series: Mapping[str, Series], language: Language, narrow: bool) -> dict[str, Any]:
    """The picture of at least one part; every part has the same years."""
    years = next(iter(series.values())).years
    unit = history.KILO if in_thousands(series) else 1.0
    whole = [sum(max(one.tonnes[index], 0.0) for one in series.values()) / unit for index in range(len(years))]
    ticks = [year for year in range(years[0], years[-1] + 1) if year % (10 if narrow else 5) == 0]
    frame = Frame(320 if narrow else 1040, 240 if narrow else 320, years[0], years[-1], tuple(ticks), 0.0, max(whole))
    scaled = {
        name: Series(one.years, tuple(tonnes * history.KILO / unit for tonnes in one.tonnes), one.status)
        for name, one in series.items()
    }
    words = layers.labels(history.labels_inside(scaled, frame))
    stack = layers.stacked(history.rows_of(scaled), list(series), history.SHADES[: len(series)])
    return layers.specification([stack, *words], frame, language)


def table(series: Mapping[str, Series], language: Language) -> Table:
    """Tonnes of every part by year, and how they are known: filled in where any part is."""
    first = next(iter(series.values()), None)
    rows: list[tuple[str | int | float, ...]] = []
    for index, year in enumerate(first.years if first else ()):
        statuses = {one.status[index] for one in series.values()}
        kind = KNOWN["interpolated" if "interpolated" in statuses else next(iter(statuses))]
        rows.append((year, *(round(one.tonnes[index]) for one in series.values()), language.t(kind)))
    return Table((language.t("Year"), *series, language.t("Kind")), tuple(rows))

"""Marginal abatement cost curve: measures side by side, the cheapest tonne first, as wide as what they give."""

from __future__ import annotations

from collections.abc import Sequence

from climate_visualizer.charts.drawing import plot
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.plot import Plot
from climate_visualizer.charts.drawing.scene import Mark, Scene, Text
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.measure_ranking import Ranked

HEIGHT = 300.0  # between the axes
NAMED = 28.0  # pixels: a narrower column has no room for its number
KILO = 1000.0
TICKS = 5


def figure(
    rows: Sequence[Ranked],
    title: str,
    source: str,
    language: Language,
    *,
    edition_id: str,
    unit: str,
    size: Size = WIDE,
) -> Bundle | None:
    """Columns by cost a tonne; None where no measure has both an effect and a cost. Columns are numbered as in the table."""
    ranked_measures = [row for row in rows if row.a_tonne is not None and row.tonnes > 0]
    if not ranked_measures:
        return None
    in_all, costs = sum(row.tonnes for row in ranked_measures), [float(row.a_tonne or 0.0) for row in ranked_measures]
    scale = KILO if in_all >= 10 * KILO else 1.0
    reach = (min(0.0, *costs), max(1.0, *costs))
    ticks = plot.amounts(*reach, most=TICKS)
    labels = plot.written(ticks, language)
    left, right = plot.left_of(labels, size.letters), size.width - 5.0
    axes = Plot(left, right, plot.HEAD, plot.HEAD + HEIGHT, 0.0, in_all / scale, *reach, size.letters)
    marks: list[Mark] = [
        *axes.axes(ticks, labels, ()),
        *_below(axes, language),
        *_columns(ranked_measures, costs, scale, axes),
    ]
    alt = language.t(
        "{count} measures side by side, from {cheapest} to {dearest} a tonne, {tonnes} in all until 2050.",
        count=len(ranked_measures),
        cheapest=language.whole(round(costs[0])),
        dearest=language.whole(round(costs[-1])),
        tonnes=language.tonnes(in_all),
    )
    wide = language.t("thousand tonnes until 2050") if scale == KILO else language.t("tonnes until 2050")
    return Bundle(
        scene=Scene(size.width, axes.bottom + plot.FOOT, marks, alt, axes.data, size.name, size.letters),
        table=_table(ranked_measures, language),
        title=title,
        alt=alt,
        source=source,
        edition_id=edition_id,
        unit=language.t("Cost a tonne ({unit}), from left to right by {tonnes}", unit=unit, tonnes=wide),
    )


def _below(axes: Plot, language: Language) -> list[Mark]:
    """Tonnes below the axis, none of them beyond the ends of the picture."""
    ticks = plot.amounts(0.0, axes.last, most=TICKS)[:-1]
    words = zip(ticks, plot.written(ticks, language), strict=True)
    y = axes.bottom + plot.YEARS_BELOW
    return [
        Text(axes.x(value), y, number, axes.letters, "soft", "start" if value == 0 else "middle")
        for value, number in words
    ]


def _columns(ranked_measures: Sequence[Ranked], costs: Sequence[float], scale: float, axes: Plot) -> list[Mark]:
    """A column a measure, with its number where there is room."""
    marks: list[Mark] = []
    texts: list[Mark] = []
    at = 0.0
    for number, (row, cost) in enumerate(zip(ranked_measures, costs, strict=True), 1):
        end = at + row.tonnes / scale
        paint = "act" if cost <= 0 else "est"
        marks.append(axes.area([(at, cost), (end, cost)], paint, 0.85 if number % 2 else 0.6))
        if axes.x(end) - axes.x(at) >= NAMED:
            texts.append(axes.text((at + end) / 2, cost / 2, str(number), anchor="middle", halo="paper"))
        at = end
    return [*marks, *texts]


def _table(ranked_measures: Sequence[Ranked], language: Language) -> Table:
    t = language.t
    columns = (t("No."), t("Measure"), t("Tonnes until 2050"), t("Cost a tonne"))
    rows = tuple(
        (number, row.measure.name, round(row.tonnes), round(float(row.a_tonne or 0.0)))
        for number, row in enumerate(ranked_measures, 1)
    )
    return Table(columns, rows)

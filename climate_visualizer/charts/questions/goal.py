"""The chart of a goal: the path to it beside the trend and what the budget allows, and as a picture to share."""

from __future__ import annotations

from climate_visualizer.charts import scenario
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.scene import Scene
from climate_visualizer.charts.drawing.sizes import Size
from climate_visualizer.languages.language import Language
from climate_visualizer.scenarios.scenario import Answer


def _scene(answer: Answer, alt: str, language: Language, size: Size) -> Scene:
    return scenario.scene(answer, language, size=size, path_name=language.t("The goal"), alt=alt)


def figure(answer: Answer, alt: str, source: str, language: Language, *, size: Size = scenario.WIDE) -> Bundle:
    """The path of a goal with its table; `alt` is the verdict, its title and alternative text."""
    return Bundle(
        scene=_scene(answer, alt, language, size),
        table=_table(answer, language),
        title=alt,
        alt=alt,
        source=source,
        edition_id=answer.edition_id,
        unit=scenario.unit(answer, language),
    )


def _table(answer: Answer, language: Language) -> Table:
    """Every year of the goal's path, the trend and the budget's path, in whole tonnes."""
    t = language.t
    columns = (t("Year"), t("The goal"), t("Trend"), t("Budget path"))
    rows = tuple(
        (
            str(year),
            round(answer.path[at]),
            round(answer.trend[at]),
            round(answer.budget_path[at]) if answer.budget_path else "",
        )
        for at, year in enumerate(answer.years)
    )
    return Table(columns, rows)


def card(answer: Answer, name: str, verdict_sentence: str, source: str, language: Language) -> Scene:
    """A picture to share, 1200 by 630: the place, the verdict, the chart and the source."""
    alt = f"{name}: {verdict_sentence}"
    return scenario.card_around(_scene(answer, verdict_sentence, language, scenario.WIDE), alt, source, alt)

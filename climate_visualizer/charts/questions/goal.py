"""The chart of a goal: the path to it beside the trend and what the budget allows, and as a picture to share."""

from __future__ import annotations

from climate_visualizer.charts import scenario
from climate_visualizer.charts.drawing.bundle import Bundle, Table
from climate_visualizer.charts.drawing.scene import Scene
from climate_visualizer.charts.drawing.sizes import Size
from climate_visualizer.languages.language import Language
from climate_visualizer.scenarios.goals import Verdict


def _scene(found: Verdict, said: str, language: Language, size: Size) -> Scene:
    return scenario.scene(found.answer, language, size=size, called=language.t("The goal"), said=said)


def figure(found: Verdict, said: str, source: str, language: Language, *, size: Size = scenario.WIDE) -> Bundle:
    """The path of a goal with its table; `said` is the verdict, its title and alternative text."""
    return Bundle(
        scene=_scene(found, said, language, size),
        table=_table(found, language),
        title=said,
        alt=said,
        source=source,
        edition_id=found.answer.edition_id,
        unit=scenario.unit(found.answer, language),
    )


def _table(found: Verdict, language: Language) -> Table:
    """Every year of the goal's path, the trend and the budget's path, in whole tonnes."""
    answer, t = found.answer, language.t
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


def card(found: Verdict, name: str, said: str, source: str, language: Language) -> Scene:
    """A picture to share, 1200 by 630: the place, the verdict, the chart and the source."""
    told = f"{name}: {said}"
    return scenario.card_around(_scene(found, said, language, scenario.WIDE), told, source, told)

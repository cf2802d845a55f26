"""How far the report's main figures may be off: the budget by the climate, what follows from it by what estimates miss."""

from __future__ import annotations

import math
from datetime import date

from climate_visualizer.budget.lasting import after
from climate_visualizer.exports.facts import Facts
from climate_visualizer.words.certainty import HIGH, LOW, balance_said

MIDDLE = 50.0


def ranges(facts: Facts) -> dict[str, object]:
    """Budget, what is left, the cut and the day with their ranges; no rows where the budget's inputs are not published."""
    t, language, outlook = facts.language.t, facts.language, facts.outlook
    columns = [t("Figure"), t("Low (17%)"), t("Middle"), t("High (83%)")]
    caption = t(
        "One case in six lies below the low figure, and one in six above the high: of the climate for the budget, of what "
        "estimates have missed for the rest"
    )
    if outlook is None:
        return {"caption": caption, "columns": columns, "rows": []}
    at = [outlook.percents.index(percent) for percent in (LOW, MIDDLE, HIGH)]

    def cut(fraction: float) -> str:
        return language.change(fraction) if math.isfinite(fraction) else t("no path left")

    def day(used_up: date | None) -> str:
        return language.month(used_up) if used_up else after(language)

    rows = [
        [
            t("Budget from {year}", year=facts.a.budget_start.year),
            *(language.tonnes(outlook.budget_t[index]) for index in at),
        ],
        [t("Left today"), *(balance_said(outlook.remaining_t[index], language) for index in at)],
        [t("Change a year that is required"), *(cut(outlook.required_cut[index]) for index in at)],
        [t("Used up if the trend goes on"), *(day(outlook.used_up_on[index]) for index in at)],
    ]
    return {"caption": caption, "columns": columns, "rows": rows}

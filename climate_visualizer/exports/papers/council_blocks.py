"""Blocks that the papers on every question have: the four figures, the picture of the path, the draft decision."""

from __future__ import annotations

from climate_visualizer.charts import plan as plan_chart
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sizes import PAPER
from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import paper
from climate_visualizer.exports.papers.paper import Block
from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.plan import effect
from climate_visualizer.plans.targets import TargetStanding


def four(facts: Facts) -> Block:
    """The four figures of an area's page."""
    items = []
    for index, finding in enumerate(facts.findings):
        colour = "bad" if finding.key in ("overdrawn", "since") else "past" if index < 2 else "act"
        items.append((finding.value, finding.unit, finding.meaning, colour))
    return paper.figures(items)


def chart(facts: Facts, outset: Outset, goals: TargetStanding | None) -> Bundle:
    """The coming years: the trend, and the path that is proposed."""
    t = facts.language.t
    path = goals.tonnes if goals else outset.budget_path
    name = t("path of the goals") if goals else t("what the budget allows")
    return plan_chart.figure(
        effect([], outset),
        path,
        t("Emissions, trend and path"),
        facts.source,
        facts.language,
        path_name=name,
        size=PAPER,
    )


def decision(facts: Facts, items: list[str]) -> Block:
    """What the council is asked to decide, point by point."""
    t = facts.language.t
    return paper.box(t("Draft decision"), t("The municipal executive board proposes that the council decides"), items)

"""The public plan as a paper: what each organisation has published of goals, measures and climate budget."""

from __future__ import annotations

from collections.abc import Sequence

from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import paper
from climate_visualizer.exports.papers.paper import Block, Paper
from climate_visualizer.exports.provenance import licences
from climate_visualizer.plans.plan_content import Content

Section = Content


def plan_paper(facts: Facts, sections: Sequence[Section], pledges: str, address: str) -> Paper:
    """Sections as `web.published_plans` makes them for a page, each organisation by itself."""
    t, language = facts.language.t, facts.language
    title = t("Climate plan for {area}", area=facts.name)
    blocks: list[Block] = []
    for section in sections:
        blocks += _section(section, facts)
    if pledges:
        blocks += [paper.heading(t("What businesses have pledged")), paper.text(pledges)]
    reuse = t("Figures may be reused if the source is named: {names}.", names=licences(facts))
    blocks += [paper.heading(t("Sources")), paper.small(f"{facts.source} {reuse} {address}")]
    return Paper(
        lang=language.code,
        title=title,
        kicker=language.list([section["by"].name for section in sections]),
        dated=language.day(facts.a.as_of),
        footer=f"{title} · {facts.edition.id}",
        day=facts.a.as_of,
        blocks=tuple(blocks),
    )


def _section(section: Section, facts: Facts) -> list[Block]:
    t = facts.language.t
    blocks = [paper.heading(section["by"].name)]
    if section["by"].is_example:
        blocks.append(paper.text(t("This organisation and everything in it are made up, to try the workspace with.")))
    if section["verdict"]:
        blocks.append(paper.lead(section["verdict"]))
    goals = [
        ", ".join(detail for detail in (goal["title"], goal["short"], goal["decision"]) if detail)
        for goal in section["goals"]
    ]
    if goals:
        blocks.append(paper.points(goals))
    if section["measures"]:
        columns = [t("Measure"), t("Status"), t("Committee"), t("Saves until 2050")]
        rows = [
            [measure["title"], measure["status"], measure["owner"] or "–", measure["total"]]
            for measure in section["measures"]
        ]
        blocks += [paper.text(section["saved"])] if section["saved"] else []
        blocks.append(paper.table(t("Measures"), columns, rows, first=2.4))
    return [*blocks, *_budget(section["budget"], facts)]


def _budget(budget: Content | None, facts: Facts) -> list[Block]:
    """Who may emit how much in which year."""
    if budget is None:
        return []
    t, written = facts.language.t, facts.language.whole
    columns = [t("Committee"), *(str(year) for year in budget["years"])]
    rows = [[name, *(written(cell) for cell in cells)] for name, cells, _ in budget["rows"]]
    rows.append([t("In all"), *(written(cell) for cell in budget["whole"])])
    caption = t("Tonnes of carbon dioxide that each may emit")
    if budget["decision"]:
        caption = f"{caption} ({budget['decision']})"
    return [paper.table(caption, columns, rows, first=2.0)]

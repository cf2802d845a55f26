"""The yearly report of a climate budget, drafted from the data, with the officer's comments: for PDF and Word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from climate_visualizer.charts import plan as plan_chart
from climate_visualizer.charts.drawing.sizes import PAPER
from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import paper
from climate_visualizer.exports.papers.paper import Block, Paper
from climate_visualizer.exports.provenance import licences
from climate_visualizer.plans.climate_budget import reaches
from climate_visualizer.plans.follow_up import Comparison, Followed, PathFollowed
from climate_visualizer.plans.plan import Effect
from climate_visualizer.plans.targets import TargetStanding
from climate_visualizer.words import plan_words
from climate_visualizer.words.sentences import plain

MISSING = "\u2013"
NOT_YET = (
    "Statistics for the years of the adopted climate budget are not there yet; they come about a year and a half after each "
    "year."
)
MORE = "Up to {year}, {tonnes} more were emitted than the adopted climate budget allows, as much as in {days}."
LESS = "Up to {year}, {tonnes} less were emitted than the adopted climate budget allows, as much as in {days}."
WAYS = {
    "baseline": "If nothing more is done, the area {how}.",
    "decided": "With the decided measures it {how}.",
    "planned": "With the planned measures too it {how}.",
}


def yearly_report(
    year: int,
    facts: Facts,
    effect: Effect,
    found: Sequence[Followed],
    path: PathFollowed | None,
    goals: TargetStanding | None,
    *,
    comment: str,
    organisation: str,
    address: str,
) -> Paper:
    """The draft for one year: where the area stands, what was done, how the path was kept, what comes next."""
    t, language = facts.language.t, facts.language
    title = t("Climate report {year}", year=year)
    blocks: list[Block] = [paper.lead(f"{plain(facts.headline)} {facts.lead}"), *_stands(facts)]
    if comment:
        blocks += [paper.heading(t("The year in short")), *(paper.text(part) for part in _paragraphs(comment))]
    blocks += _done(found, facts)
    blocks += _happened(path, facts)
    blocks += _ahead(facts, effect, goals)
    reuse = t("Figures may be reused if the source is named: {names}.", names=licences(facts))
    blocks += [
        paper.heading(t("Sources")),
        paper.small(f"{facts.source} {facts.scope} {reuse} {address}"),
    ]
    return Paper(
        lang=language.code,
        title=title,
        kicker=f"{organisation} · {facts.name}",
        dated=language.day(facts.a.as_of),
        footer=f"{title} · {facts.name} · {facts.edition.id}",
        day=facts.a.as_of,
        blocks=tuple(blocks),
    )


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]


def _stands(facts: Facts) -> list[Block]:
    items = []
    for index, one in enumerate(facts.findings):
        colour = "bad" if one.key in ("overdrawn", "since") else "past" if index < 2 else "act"
        items.append((one.value, one.unit, one.meaning, colour))
    return [paper.figures(items)]


def _done(found: Sequence[Followed], facts: Facts) -> list[Block]:
    """Each measure: planned and reported, and what the officer says of it."""
    t, language = facts.language.t, facts.language
    blocks: list[Block] = [paper.heading(t("What was done"))]
    if not found:
        return [*blocks, paper.text(t("No decided measure was at work in this year."))]
    planned = sum(one.saved.planned or 0.0 for one in found)
    reported = [one.saved.reported for one in found if one.saved.reported is not None]
    said = t(
        "{count} decided measures were at work, planned to save {planned}.",
        count=len(found),
        planned=language.tonnes(planned),
    )
    if reported:
        said += " " + t(
            "{count} of them reported, in all {tonnes}.", count=len(reported), tonnes=language.tonnes(sum(reported))
        )
    columns = [t("Measure"), t("Planned, t"), t("Reported, t"), t("Indicator"), t("Outcome")]
    rows = [
        [
            one.measure.name,
            _number(one.saved.planned, facts),
            _number(one.saved.reported, facts),
            _indicator(one, facts),
            t(plan_words.VERDICTS[verdict(one)]),
        ]
        for one in found
    ]
    blocks += [paper.text(said), paper.table(t("Measures and what was reported of them"), columns, rows, first=2.4)]
    comments = [f"{one.measure.name}: {one.comment}" for one in found if one.comment]
    return [*blocks, paper.points(comments)] if comments else blocks


def verdict(one: Followed) -> str:
    """What a measure comes to: by its tonnes where they are reported, else by its indicator."""
    return (
        one.saved.verdict
        if one.saved.ratio is not None
        else one.indicator.verdict
        if one.indicator.ratio
        else one.saved.verdict
    )


def _number(value: float | None, facts: Facts) -> str:
    return MISSING if value is None else facts.language.rounded(value)


def _indicator(one: Followed, facts: Facts) -> str:
    found: Comparison = one.indicator
    if found.reported is None and found.planned is None:
        return MISSING
    said = facts.language.t(
        "{reported} of {planned}", reported=_number(found.reported, facts), planned=_number(found.planned, facts)
    )
    return f"{said} {one.measure.unit}".strip()


def _happened(path: PathFollowed | None, facts: Facts) -> list[Block]:
    """The adopted climate budget against what statistics say."""
    t, language = facts.language.t, facts.language
    blocks: list[Block] = [paper.heading(t("The adopted climate budget and what happened"))]
    if path is None:
        return [
            *blocks,
            paper.text(t("No climate budget is adopted yet, so there is nothing to hold emissions against.")),
        ]
    if path.gap_t is None or path.last_known is None:
        return [*blocks, paper.text(t(NOT_YET))]
    facts_said = {
        "year": path.last_known,
        "tonnes": language.tonnes(abs(path.gap_t)),
        "days": plan_words.days(path.days or 0.0, language),
    }
    blocks.append(paper.text(language.t(MORE if path.gap_t > 0 else LESS, **facts_said)))
    rows = [
        [str(one.year), _number(one.planned_t, facts), _number(one.happened_t, facts), _number(one.gap_t, facts)]
        for one in path.years
        if one.happened_t is not None
    ]
    columns = [t("Year"), t("Adopted, t"), t("Happened, t"), t("Difference, t")]
    return [*blocks, paper.table(t("The adopted climate budget and published statistics"), columns, rows, first=1.0)]


def _ahead(facts: Facts, effect: Effect, goals: TargetStanding | None) -> list[Block]:
    """Where the plan leads."""
    t, language = facts.language.t, facts.language
    path = effect.outset.budget_path
    chart = plan_chart.figure(
        effect,
        path,
        t("Emissions, trend and path"),
        facts.source,
        language,
        path_name=t("what the budget allows"),
        size=PAPER,
    )
    said = [t(WAYS[one.key], how=plan_words.reach(one, language)) for one in reaches(effect)]
    if goals is not None:
        said.append(plan_words.goal(goals, language))
    return [paper.heading(t("Where the plan leads")), paper.picture(chart), paper.points(said)]


def reports_of(content: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    """The reports by measure that a follow-up holds."""
    found = content.get("reports")
    return found if isinstance(found, dict) else {}

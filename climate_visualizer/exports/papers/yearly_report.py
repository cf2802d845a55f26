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
    followed_measures: Sequence[Followed],
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
        blocks += [
            paper.heading(t("The year in short")),
            *(paper.text(paragraph) for paragraph in _paragraphs(comment)),
        ]
    blocks += _done(followed_measures, facts)
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
    return [paragraph.strip() for paragraph in text.split("\n") if paragraph.strip()]


def _stands(facts: Facts) -> list[Block]:
    items = []
    for index, finding in enumerate(facts.findings):
        colour = "bad" if finding.key in ("overdrawn", "since") else "past" if index < 2 else "act"
        items.append((finding.value, finding.unit, finding.meaning, colour))
    return [paper.figures(items)]


def _done(followed_measures: Sequence[Followed], facts: Facts) -> list[Block]:
    """Each measure: planned and reported, and what the officer says of it."""
    t, language = facts.language.t, facts.language
    blocks: list[Block] = [paper.heading(t("What was done"))]
    if not followed_measures:
        return [*blocks, paper.text(t("No decided measure was at work in this year."))]
    planned = sum(followed.saved.planned or 0.0 for followed in followed_measures)
    reported = [followed.saved.reported for followed in followed_measures if followed.saved.reported is not None]
    summary = t(
        "{count} decided measures were at work, planned to save {planned}.",
        count=len(followed_measures),
        planned=language.tonnes(planned),
    )
    if reported:
        summary += " " + t(
            "{count} of them reported, in all {tonnes}.", count=len(reported), tonnes=language.tonnes(sum(reported))
        )
    columns = [t("Measure"), t("Planned, t"), t("Reported, t"), t("Indicator"), t("Outcome")]
    rows = [
        [
            followed.measure.name,
            _number(followed.saved.planned, facts),
            _number(followed.saved.reported, facts),
            _indicator(followed, facts),
            t(plan_words.VERDICTS[verdict(followed)]),
        ]
        for followed in followed_measures
    ]
    blocks += [paper.text(summary), paper.table(t("Measures and what was reported of them"), columns, rows, first=2.4)]
    comments = [f"{followed.measure.name}: {followed.comment}" for followed in followed_measures if followed.comment]
    return [*blocks, paper.points(comments)] if comments else blocks


def verdict(followed: Followed) -> str:
    """What a measure comes to: by its tonnes where they are reported, else by its indicator."""
    return (
        followed.saved.verdict
        if followed.saved.ratio is not None
        else followed.indicator.verdict
        if followed.indicator.ratio
        else followed.saved.verdict
    )


def _number(value: float | None, facts: Facts) -> str:
    return MISSING if value is None else facts.language.rounded(value)


def _indicator(followed: Followed, facts: Facts) -> str:
    indicator: Comparison = followed.indicator
    if indicator.reported is None and indicator.planned is None:
        return MISSING
    words = facts.language.t(
        "{reported} of {planned}",
        reported=_number(indicator.reported, facts),
        planned=_number(indicator.planned, facts),
    )
    return f"{words} {followed.measure.unit}".strip()


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
        [
            str(year_followed.year),
            _number(year_followed.planned_t, facts),
            _number(year_followed.happened_t, facts),
            _number(year_followed.gap_t, facts),
        ]
        for year_followed in path.years
        if year_followed.happened_t is not None
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
    sentences = [t(WAYS[reached.key], how=plan_words.reach(reached, language)) for reached in reaches(effect)]
    if goals is not None:
        sentences.append(plan_words.goal(goals, language))
    return [paper.heading(t("Where the plan leads")), paper.picture(chart), paper.points(sentences)]


def reports_of(content: Mapping[str, object]) -> Mapping[str, Mapping[str, object]]:
    """The reports by measure that a follow-up holds."""
    reports = content.get("reports")
    return reports if isinstance(reports, dict) else {}

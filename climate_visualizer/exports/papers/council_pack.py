"""The council pack: two pages on one question, with figures, a chart, measures and money, what is uncertain, a draft decision.

A goal stands in its own words, with its decision where it has one. What is adopted already is noted, and what is proposed
is proposed.
"""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import council_blocks, paper
from climate_visualizer.exports.papers.goal_question import NoQuestion, StatedGoal, goal_question
from climate_visualizer.exports.papers.paper import Block, Paper
from climate_visualizer.exports.papers.plan_blocks import PaperPlan, plan_blocks
from climate_visualizer.exports.provenance import licences
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.targets import TargetStanding
from climate_visualizer.words.sentences import plain

QUESTIONS = ("budget", "target", "delay")
MOST_WAITS, MOST_SURE, MOST_PARTS = 7, 3, 6
YEARS_SHOWN = 5
PAGES = 2  # as much as a council reads on one item of many


def council_pack(
    question: str,
    facts: Facts,
    outset: Outset,
    goals: TargetStanding | None,
    stated: list[StatedGoal],
    plan: PaperPlan,
    *,
    organisation: str,
    address: str,
) -> Paper:
    """The paper on one question; raises `NoQuestion` where there is nothing to decide."""
    title_and_blocks = {"budget": _budget, "target": goal_question, "delay": _delay}[question](
        facts, outset, goals, stated
    )
    title, blocks = title_and_blocks
    t, language = facts.language.t, facts.language
    pack = Paper(
        lang=language.code,
        title=title,
        kicker=t("{organisation} · Basis for a decision", organisation=organisation),
        dated=language.day(facts.a.as_of),
        footer=f"{title} · {facts.name} · {facts.edition.id}",
        day=facts.a.as_of,
        blocks=(*blocks, paper.page(), *plan_blocks(plan, facts), *_sure(facts, plan), *_sources(facts, address)),
    )
    return paper.fitted(pack, PAGES)


Part = tuple[str, list[Block]]


def _cut(a: Assessment, language: Language) -> str:
    assert a.required_cut is not None
    return language.percent(a.required_cut, 0 if a.required_cut >= 0.1 else 1)


def _ensure_path(facts: Facts) -> None:
    if facts.a.required_cut is None:
        raise NoQuestion(
            facts.language.t("The budget is used up, so there is none to adopt. Choose another limit or likelihood.")
        )
    if facts.a.pathway is None:
        raise NoQuestion(
            facts.language.t(
                "Emissions fall so fast already that a path that turns slowly would never use the budget up. "
                "Choose another way to spread the cut."
            )
        )


def _budget(facts: Facts, outset: Outset, goals: TargetStanding | None, stated: list[StatedGoal]) -> Part:
    """Adopt a carbon budget."""
    _ensure_path(facts)
    t, a, language = facts.language.t, facts.a, facts.language
    left, year = language.tonnes(outset.left_t), outset.first
    limits = {"limit": language.degrees(a.choices.limit), "chance": a.choices.likelihood}
    decision = [
        t(
            "to adopt a carbon budget of {tonnes} of carbon dioxide for emissions within {area} from 1 January {year}, "
            "in line with {limit} degrees of warming with a likelihood of {chance} per cent,",
            tonnes=left,
            area=facts.name,
            year=year,
            **limits,
        ),
        t("that emissions are to fall by at least {cut} a year from {year},", cut=_cut(a, language), year=year),
        t(
            "that each committee's part is set yearly in a climate budget, in the same process as the budget and the plan,"
        ),
        t("to instruct the municipal executive board to report what is left of the budget every year."),
    ]
    return t("A carbon budget for {area}", area=facts.name), [
        paper.lead(f"{plain(facts.headline)} {facts.lead}"),
        council_blocks.four(facts),
        paper.heading(t("What is proposed")),
        paper.text(
            t(
                "A carbon budget says how much carbon dioxide may still be emitted. On 1 January {year} there are {tonnes} left "
                "of what {area} may emit to keep to {limit} degrees with a likelihood of {chance} per cent. If emissions fall "
                "by {cut} every year from {year}, it lasts for good.",
                year=year,
                tonnes=left,
                area=facts.name,
                cut=_cut(a, language),
                **limits,
            )
        ),
        paper.picture(council_blocks.chart(facts, outset, None)),
        _years(facts, outset),
        paper.heading(t("What waiting costs")),
        paper.text(facts.waiting),
        council_blocks.decision(facts, decision),
    ]


def _years(facts: Facts, outset: Outset) -> Block:
    """What the next years may emit beside where the trend leads."""
    t, language = facts.language.t, facts.language
    assert outset.budget_path is not None
    trend = outset.baseline.sum(axis=0)
    rows = [
        [
            str(year),
            language.tonnes(float(path)),
            language.tonnes(float(goes)),
            language.tonnes(max(float(goes - path), 0.0)),
        ]
        for year, path, goes in zip(outset.years[:YEARS_SHOWN], outset.budget_path, trend, strict=False)
    ]
    columns = [t("Year"), t("The budget allows"), t("The trend gives"), t("Left to find")]
    return paper.table(t("Carbon dioxide a year"), columns, rows, first=1.0)


def _delay(facts: Facts, outset: Outset, goals: TargetStanding | None, stated: list[StatedGoal]) -> Part:
    """What one more year costs."""
    _ensure_path(facts)
    t, a, language = facts.language.t, facts.a, facts.language
    rows = []
    for delay in a.delays[:MOST_WAITS]:
        cut = delay.required_cut
        cut_words = t("no path left") if cut is None else language.percent(cut, 0 if cut >= 0.1 else 1)
        rows.append([str(delay.year), cut_words])
        if cut is None:
            break
    one_year = float(outset.before.sum())
    decision = [
        t(
            "that measures which keep to {cut} a year are to begin no later than {year},",
            cut=_cut(a, language),
            year=outset.first,
        ),
        t("that each proposal which puts off a measure states what the delay uses of the carbon budget, in tonnes,"),
        t("to instruct the municipal executive board to report the cut required every year."),
    ]
    return t("What one more year of waiting costs {area}", area=facts.name), [
        paper.lead(facts.waiting),
        council_blocks.four(facts),
        paper.heading(t("Every year uses part of the budget")),
        paper.text(
            t(
                "About {tonnes} are emitted in a year. That is {share} of what is left on 1 January {year}. "
                "What is used up by waiting is missing later, so that the cut each year becomes steeper.",
                tonnes=language.tonnes(one_year),
                share=language.percent(one_year / outset.left_t),
                year=outset.first,
            )
        ),
        paper.table(
            t("What is needed each year, by the year in which the cut begins"),
            [t("The cut begins"), t("Cut a year")],
            rows,
            first=1.0,
        ),
        paper.picture(council_blocks.chart(facts, outset, None)),
        council_blocks.decision(facts, decision),
    ]


def _sure(facts: Facts, plan: PaperPlan) -> list[Block]:
    """What is uncertain and how the budget came about; the largest sources where no measure takes their place."""
    t = facts.language.t
    sentences = list(facts.certainty)[:MOST_SURE]
    sentences = sentences or [t("The inputs of this budget are not published, so no range can be given.")]
    blocks = [paper.heading(t("What is uncertain")), paper.points([*sentences, *facts.disputes[:1]])]
    sure, since = facts.language.per_cent, t("from")
    others = [
        [f"{other.name} ({since} {other.start}, {sure(other.chance)})", other.left, other.until]
        for other in facts.others
    ]
    if len(others) > 1:
        caption = t(
            "Budgets for {limit} degrees by the methods there are", limit=facts.language.degrees(facts.a.choices.limit)
        )
        table = paper.table(caption, [t("Method"), t("Left today"), t("Lasts")], others, first=2.6)
        blocks += paper.optional([table], 3)
    sources = [] if plan.counted else paper.optional(_parts(facts), 2)
    return [*blocks, *paper.optional(_came_about(facts), 1), *sources]


def _came_about(facts: Facts) -> list[Block]:
    """From the world's budget to the area's, step by step."""
    t = facts.language.t
    rows = [[rung.title, rung.tonnes, rung.note] for rung in facts.ladder]
    columns = [t("Step"), t("Carbon dioxide"), t("How")]
    return [paper.heading(t("How the budget came about")), paper.table(facts.budget_words, columns, rows, first=0.7)]


def _parts(facts: Facts) -> list[Block]:
    """The largest sources of emissions."""
    t, language = facts.language.t, facts.language
    rows = [[part.name, language.tonnes(part.tonnes), share] for part, share in facts.printed_parts[:MOST_PARTS]]
    caption = t("Carbon dioxide in {year}, the largest sources", year=facts.a.base_year)
    return [
        paper.heading(t("Where emissions come from")),
        paper.text(facts.majority),
        paper.table(caption, [t("Source of emissions"), t("Tonnes"), t("Share")], rows, first=1.6),
    ]


def _sources(facts: Facts, address: str) -> list[Block]:
    t = facts.language.t
    method = f"{facts.method('name')}: {t(facts.a.method.source)}. {facts.scope}"
    reuse = t("Figures may be reused if the source is named: {names}.", names=licences(facts))
    return [
        paper.heading(t("Sources")),
        paper.small(f"{facts.source} {method} {reuse} {address}"),
    ]

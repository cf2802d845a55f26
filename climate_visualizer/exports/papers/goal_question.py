"""The council's question on goals: in their own words, with what is decided already, held against the budget."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.exports.facts import Facts
from climate_visualizer.exports.papers import council_blocks, paper
from climate_visualizer.exports.papers.paper import Block
from climate_visualizer.languages.language import Language
from climate_visualizer.plans.baseline import Outset
from climate_visualizer.plans.targets import TargetStanding
from climate_visualizer.words import plan_words


class NoQuestion(Exception):
    """The question can't be put as things stand; the sentence, in the reader's language, says what is needed."""


@dataclass(frozen=True)
class StatedGoal:
    """A goal as somebody wrote it: its own words, the same in short, the decision behind it, and whether it is adopted."""

    words: str
    short: str
    decision: str
    is_adopted: bool

    def said(self, language: Language) -> str:
        """Its words with what they come to, and the decision."""
        sentence = language.t("\u201c{words}\u201d ({short})", words=self.words, short=self.short)
        return f"{sentence}, {self.decision}" if self.decision else sentence


def goal_question(
    facts: Facts, outset: Outset, goals: TargetStanding | None, stated: list[StatedGoal]
) -> tuple[str, list[Block]]:
    """Adopt a goal, or look at the adopted ones again: set against the budget; raises `NoQuestion` without one."""
    t, language = facts.language.t, facts.language
    if goals is None or goals.left_t is None or goals.exceeds_t is None or goals.days is None:
        raise NoQuestion(
            t(
                "No goal for all emissions is adopted, and none was chosen to be proposed. Choose one in the council\u2019s room."
            )
        )
    over = goals.exceeds_t > 0
    number, _space, unit = plan_words.days(goals.days, language).partition(" ")
    colour = "bad" if over else "act"
    meaning = t("too much for the budget") if over else t("to spare")
    figures = [
        (language.rounded(goals.left_t), t("tonnes"), t("are left of the budget when the path begins"), "past"),
        (language.rounded(goals.total_t), t("tonnes"), t("are emitted on the path of the goals until 2050"), "past"),
        (language.rounded(abs(goals.exceeds_t)), t("tonnes"), meaning, colour),
        (number, unit, t("at today\u2019s rate is what that amounts to"), colour),
    ]
    rows = [[str(year), language.tonnes(tonnes)] for year, tonnes in goals.reached]
    proposed = [stated_goal for stated_goal in stated if not stated_goal.is_adopted]
    adopted = [stated_goal.said(language) for stated_goal in stated if stated_goal.is_adopted]
    blocks = [paper.lead(plan_words.goal(goals, language)), paper.figures(figures)]
    if adopted:
        blocks += [paper.heading(t("What is decided already")), paper.points(adopted)]
    if proposed:
        blocks += [
            paper.heading(t("What is proposed")),
            paper.points([stated_goal.said(language) for stated_goal in proposed]),
        ]
    return _goal_title(facts, proposed), [
        *blocks,
        paper.text(
            t(
                "A goal for a single year says nothing of how much is emitted on the way there. Therefore the goals are read "
                "as a path, year by year, and what is emitted on it is added up and held against the carbon budget: {budget}",
                budget=facts.budget_words,
            )
        ),
        paper.picture(council_blocks.chart(facts, outset, goals)),
        paper.table(t("What may remain in the goals\u2019 years"), [t("Year"), t("Carbon dioxide")], rows, first=1.0),
        council_blocks.decision(facts, _goal_decision(facts, goals, proposed)),
    ]


def _goal_title(facts: Facts, proposed: list[StatedGoal]) -> str:
    if proposed:
        return facts.language.t("Goals for emissions in {area}", area=facts.name)
    return facts.language.t("The adopted goals for emissions in {area}", area=facts.name)


def _goal_decision(facts: Facts, goals: TargetStanding, proposed: list[StatedGoal]) -> list[str]:
    """What is proposed is adopted; of what is decided already it is noted whether it fits."""
    t, language = facts.language.t, facts.language
    assert goals.exceeds_t is not None
    items = [t("to adopt the goal: {goal},", goal=stated_goal.said(language)) for stated_goal in proposed]
    if goals.exceeds_t > 0:
        over = language.tonnes(goals.exceeds_t)
        items.append(
            t("to note that the goal exceeds the budget by {tonnes},", tonnes=over)
            if proposed
            else t("to note that the adopted goals exceed the budget by {tonnes},", tonnes=over)
        )
        if goals.level_t >= 0.5 and goals.left_t is not None:
            items.append(_until(facts, goals))
    elif not proposed:
        items.append(t("to note that the adopted goals fit the budget,"))
    if proposed:
        items.append(t("that the goal is followed up every year against the carbon budget, in tonnes,"))
        items.append(t("to instruct the municipal executive board to propose the measures that the goal takes."))
    elif goals.exceeds_t > 0:
        items.append(
            t("to instruct the municipal executive board to propose goals and measures that keep to the budget.")
        )
    else:
        items.append(t("to instruct the municipal executive board to propose the measures that the goal takes."))
    return items


def _until(facts: Facts, goals: TargetStanding) -> str:
    """The figure that rests on no assumption: what is emitted until the last goal's year."""
    t, language = facts.language.t, facts.language
    assert goals.left_t is not None
    over = goals.until_t - goals.left_t
    values = {"year": goals.until, "level": language.tonnes(goals.level_t), "tonnes": language.tonnes(abs(over))}
    if over > 0:
        return t(
            "to note that this assumes {level} a year after {year}, and that {tonnes} too much are emitted by then already,",
            **values,
        )
    return t(
        "to note that this assumes {level} a year after {year}, and that {tonnes} of the budget are left then,",
        **values,
    )

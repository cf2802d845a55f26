"""Next limit: the warming that a place whose budget is used up still keeps to."""

from __future__ import annotations

from climate_visualizer.budget.figures import Figures
from climate_visualizer.methods.allocation import local_tonnes
from climate_visualizer.methods.question import Question


def next_limit(question: Question, figures: Figures, row: int) -> float | None:
    """The lowest limit above the chosen one that is not overdrawn yet, at the same likelihood where there is one.

    The figures may be those of a group, of which `row` is the only one.
    """
    if figures.remaining_t[row] >= 0:
        return None
    choices, method = question.choices, question.method
    vintage, country, base = choices.vintage, question.country, question.basis
    pairs = [pair for pair in method.pairs(vintage) if pair[0] > choices.limit]
    same = [pair for pair in pairs if pair[1] == choices.likelihood] or pairs
    for limit, likelihood in sorted(same):
        budget = local_tonnes(method, country, vintage, limit, likelihood, base) * figures.share[row]
        if budget > figures.emitted_since_t[row]:
            return limit
    return None

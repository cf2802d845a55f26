"""Next limit: the warming that a place whose budget is used up still keeps to."""

from __future__ import annotations

from climate_visualizer.budget.figures import Figures
from climate_visualizer.methods.allocation import local_tonnes
from climate_visualizer.methods.basis import Basis
from climate_visualizer.methods.choices import Choices
from climate_visualizer.methods.recipes import Method


def next_limit(method: Method, choices: Choices, base: Basis, figures: Figures, row: int, country: str) -> float | None:
    """The lowest limit above the chosen one that is not overdrawn yet, at the same likelihood where there is one."""
    if figures.remaining_t[row] >= 0:
        return None
    vintage = choices.vintage
    pairs = [pair for pair in method.pairs(vintage) if pair[0] > choices.limit]
    same = [pair for pair in pairs if pair[1] == choices.likelihood] or pairs
    for limit, likelihood in sorted(same):
        budget = local_tonnes(method, country, vintage, limit, likelihood, base) * figures.share[row]
        if budget > figures.emitted_since_t[row]:
            return limit
    return None

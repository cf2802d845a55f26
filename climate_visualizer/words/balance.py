"""Balance of a budget in printed figures: budget, emitted, estimated and left at one precision, so that they add up as read.

One rule for the page, the report, the charts' texts and the files: what is left is told as in the headline, the budget to the
same step, and what was emitted is what lies between them.
"""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import common_step, tonnes_to


@dataclass(frozen=True)
class Balance:
    """Tonnes as printed, multiples of `step`: ``budget - emitted = left`` and ``published + estimated = emitted``."""

    step: float
    budget: float
    emitted: float
    published: float
    estimated: float
    left: float

    def said(self, name: str, language: Language) -> str:
        """One of the figures in words."""
        return tonnes_to(getattr(self, name), self.step, language)


def balance(a: Assessment, *beside: float) -> Balance:
    """The balance of an assessed area; `beside` are tonnes that stand in a sum with its budget and have a say in the step."""
    return balance_of(
        budget=a.budget_t,
        published=a.emitted_published_t,
        estimated=a.emitted_estimated_t,
        left=a.remaining_t,
        beside=beside,
    )


def balance_of(
    *, budget: float, published: float, estimated: float, left: float, beside: tuple[float, ...] = ()
) -> Balance:
    """The balance of figures that add up before they are rounded."""
    step = common_step((budget, left, *beside))
    rounded_budget, rounded_left = round(budget / step) * step, round(left / step) * step
    emitted = rounded_budget - rounded_left
    of_estimates = min(max(round(estimated / step) * step, 0.0), emitted)
    if published == 0 or estimated == 0:
        of_estimates = emitted if published == 0 else 0.0
    return Balance(
        step=step,
        budget=rounded_budget,
        emitted=emitted,
        published=emitted - of_estimates,
        estimated=of_estimates,
        left=rounded_left,
    )

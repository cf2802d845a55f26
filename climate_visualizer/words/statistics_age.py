"""Age of the statistics in words: the newest year that is measured, and what rests on estimates after it."""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.languages.language import Language


def statistics_age(a: Assessment, language: Language) -> str:
    """The year of the newest statistics beside the headline, with the range of what is left; what is said stays true for all.

    A budget that is used up on estimated years alone says so.
    """
    sentences = [language.t("Newest statistics: {year}.", year=a.base_year)]
    if a.emitted_estimated_t > 0:
        sentences.append(_estimated(a, language))
    return " ".join(sentences)


def _estimated(a: Assessment, language: Language) -> str:
    """What the estimate is worth: its range, or that the overdraft rests on it alone."""
    if a.is_overdrawn and a.budget_t > a.emitted_published_t:
        return language.t("The years after it are estimated, and that the budget is used up rests on them.")
    if a.is_overdrawn or a.ranges is None:
        return language.t("The years after it are estimated.")
    left = a.ranges.remaining_t
    return language.t(
        "The years after it are estimated: in two cases out of three {low} to {high} are left.",
        low=language.tonnes(left.low),
        high=language.tonnes(left.high),
    )

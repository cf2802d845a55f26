"""Published local budgets in words: theirs, ours from the same day, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.comparing.published_local import Comparison, PublishedBudget, comparisons
from climate_visualizer.languages.language import Language

NAMES = {"Uppsala": "Uppsala University", "Tyndall": "the Tyndall Centre"}
LANGUAGES = {"Uppsala": "sv", "Tyndall": "en"}
REASONS = {
    ("counts", "transport-abroad"): "counts flights and shipping abroad, shared per inhabitant",
    ("without", "national-facilities"): "leaves out large plants that are booked nationally",
}


@dataclass(frozen=True)
class PublishedLine:
    """One published budget as it is read, with its source."""

    sentence: str
    source: str
    url: str
    lang: str  # of the source


def published_lines(a: Assessment, language: Language) -> tuple[PublishedLine, ...]:
    """A sentence for each published budget of the area, the newest first."""
    return tuple(
        PublishedLine(
            _sentence(comparison, language),
            comparison.published.source,
            comparison.published.url,
            LANGUAGES[comparison.published.by],
        )
        for comparison in comparisons(a)
    )


def _sentence(comparison: Comparison, language: Language) -> str:
    published = comparison.published
    theirs = language.t(
        "{tonnes} from {start}, with a cut of {cut} a year, was published in {published} by the method of {name}.",
        tonnes=language.tonnes(published.tonnes),
        start=published.start,
        cut=language.percent(published.cut, 1),
        published=published.published,
        name=language.t(NAMES[published.by]),
    )
    sentences = [theirs]
    if comparison.ours_t is not None and comparison.ratio is not None:
        more = comparison.ratio > 1
        sentence = (
            "Ours from the same day is {tonnes}, {percent} more."
            if more
            else "Ours from the same day is {tonnes}, {percent} less."
        )
        sentences.append(
            language.t(
                sentence,
                tonnes=language.tonnes(comparison.ours_t),
                percent=language.percent(abs(comparison.ratio - 1), 0),
            )
        )
    reasons = _reasons(published, language)
    if reasons:
        sentences.append(language.t("They differ because the published one {reasons}.", reasons=language.list(reasons)))
    return " ".join(sentences)


def _reasons(published: PublishedBudget, language: Language) -> list[str]:
    keys = [("counts", name) for name in published.counts] + [("without", name) for name in published.without]
    return [language.t(REASONS[key]) for key in keys if key in REASONS]

"""What every file says of itself: what it is, of which day, from which edition, and how it may be used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from climate_visualizer.exports.facts import Facts
from climate_visualizer.languages.language import Language
from climate_visualizer.words.sentences import plain


def licences(facts: Facts) -> str:
    """The publishers of the figures with their licences, each once."""
    return _licences(facts.origins, facts.language)


def _licences(origins: Iterable[Mapping[str, str]], language: Language) -> str:
    return language.list(list(dict.fromkeys(f"{origin['publisher']} ({origin['licence']})" for origin in origins)))


def use(
    edition_id: str, source: str, origins: Iterable[Mapping[str, str]], address: str, language: Language
) -> tuple[tuple[str, str], ...]:
    """Where figures come from and how they may be used, at the end of what a file says of itself."""
    t = language.t
    return (
        (t("Source"), source),
        (t("Edition"), edition_id),
        (
            t("Licence"),
            t("Figures may be reused if the source is named: {names}.", names=_licences(origins, language)),
        ),
        (t("Numbers"), t("Tonnes are exact, not rounded. An empty cell is missing or never, not nought.")),
        (t("Address"), address),
    )


def about(facts: Facts, address: str) -> tuple[tuple[str, str], ...]:
    """Names and sentences, in the order in which they are read."""
    t, a = facts.language.t, facts.a
    return (
        (t("Area"), f"{facts.name}, {facts.place}"),
        (t("In short"), plain_headline(facts)),
        (t("Budget"), facts.budget_words),
        (t("Day"), facts.language.day(a.as_of)),
        (t("What is counted"), facts.scope),
        (t("What is left out"), facts.left_out),
        *use(facts.edition.id, facts.source, facts.origins, address, facts.language),
    )


def plain_headline(facts: Facts) -> str:
    """The headline and what follows it, as one text."""
    return f"{plain(facts.headline)} {facts.lead}".strip()

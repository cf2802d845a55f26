"""What every file says of itself: what it is, of which day, from which edition, and how it may be used."""

from __future__ import annotations

from climate_visualizer.assessment.words import plain
from climate_visualizer.exports.facts import Facts


def licences(facts: Facts) -> str:
    """The publishers of the figures with their licences, each once."""
    found = {f"{one['publisher']} ({one['licence']})": None for one in facts.origins}
    return facts.language.list(list(found))


def about(facts: Facts, address: str) -> tuple[tuple[str, str], ...]:
    """Names and sentences, in the order in which they are read."""
    t, a = facts.language.t, facts.a
    return (
        (t("Area"), f"{facts.name}, {facts.place}"),
        (t("In short"), plain_headline(facts)),
        (t("Budget"), facts.budget_words),
        (t("Day"), facts.language.day(a.as_of)),
        (t("What is counted"), facts.method("scope_words")),
        (t("What is left out"), facts.method("leaves_out")),
        (t("Source"), facts.source),
        (t("Edition"), facts.edition.id),
        (t("Licence"), t("Figures may be reused with the source named: {names}.", names=licences(facts))),
        (t("Numbers"), t("Tonnes are exact, not rounded. An empty cell is missing or never, not nought.")),
        (t("Address"), address),
    )


def plain_headline(facts: Facts) -> str:
    """The headline and what follows it, as one text."""
    return f"{plain(facts.headline)} {facts.lead}".strip()

"""Glossary: the words that a page takes for granted, each with a sentence or two that explains it."""

from __future__ import annotations

from climate_visualizer.languages.language import Language

TERMS = {
    "Carbon budget": "What may still be emitted, now and for all time to come, if warming is to stay below a limit.",
    "Carbon dioxide": "The gas that comes from burning oil, coal and gas. The budget counts it and no other greenhouse gas.",
    "Likelihood": "How sure it is that warming stays below the limit if no more is emitted. 83 per cent is five cases in six.",
    "Overdrawn": "More has been emitted than the budget held.",
    "Today’s rate": "What is emitted in the twelve months around today, estimated from the newest statistics.",
    "Trend": "Where emissions are heading: as they have changed lately, with less of that change each year.",
    "Measured": "Reported by the plants themselves, place by place.",
    "Modelled": "A figure for the whole country that is spread over its places by what is known of each.",
    "Estimated": "Worked out by us for years that statistics do not reach yet.",
    "kt": "Kilotonne: a thousand tonnes. A megatonne, Mt, is a million.",
    "Edition": "All figures as they were on one day. It never changes, so that a figure can be found again.",
}


def explained(language: Language) -> tuple[tuple[str, str], ...]:
    """Each word with what it means, in a language."""
    return tuple((language.t(word), language.t(meaning)) for word, meaning in TERMS.items())

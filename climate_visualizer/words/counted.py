"""Scope in words: what is counted of an area's emissions by the reader's choice, and the tonnes that this takes off or adds."""

from __future__ import annotations

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.scopes import OWN

LABELS = {
    OWN: "as the method counts",
    "with-cement": "with cement",
    "without-plants": "without large plants",
    "with-flights": "with flights abroad",
    "without-plants-with-flights": "without large plants but with flights abroad",
}
MEANINGS = {
    "with-cement": "Fossil carbon dioxide emitted within the area counts, process emissions from cement too: the national budget "
    "was made without them, so everybody else has less. International aviation and shipping are not included.",
    "without-plants": "Fossil carbon dioxide emitted within the area counts, but neither process emissions from cement nor large "
    "plants in the EU emissions trading system: the nation keeps the plants\u2019 part of the budget. International aviation "
    "and shipping are not included.",
    "with-flights": "Fossil carbon dioxide emitted within the area counts, except process emissions from cement, and so do "
    "flights abroad by the people who live here, as much a head everywhere. Of what the nation keeps for transport abroad it "
    "keeps the part for shipping.",
    "without-plants-with-flights": "Fossil carbon dioxide emitted within the area counts, but neither process emissions from "
    "cement nor large plants, and so do flights abroad by the people who live here, as much a head everywhere. The nation "
    "keeps the parts of the budget for large plants and for shipping.",
}
# A method that counts cement by itself says so where it counts without large plants.
ALL_OF_CEMENT = (
    "Fossil carbon dioxide emitted within the area counts, but not large plants in the EU emissions trading system: the nation "
    "keeps their part of the budget. International aviation and shipping are not included."
)
OTHERWISE_LEFT_OUT = (
    "Emissions from goods made elsewhere, greenhouse gases other than carbon dioxide, and uptake in forests and soils. No future "
    "carbon removal is counted on."
)
TONNES = {
    "cement": "In {year} {tonnes} of process emissions from cement were emitted here, which are not counted.",
    "plants": "In {year} large plants here emitted {tonnes}, which the nation books and are not counted here.",
    "flights": "For {year} {tonnes} are counted for flights abroad by the people who live here.",
}


def scope_said(a: Assessment, language: Language) -> str:
    """What is counted, by the scope that is chosen; the method's own words for its own scope."""
    scope = a.choices.scope
    if scope == OWN:
        return a.method.scope_words[language.code]
    if scope == "without-plants" and not a.method.share_local.without:
        return language.t(ALL_OF_CEMENT)
    return language.t(MEANINGS[scope])


def left_out_said(a: Assessment, language: Language) -> str:
    """What is left out by any scope, beside what the scope's own words say; the method's own words for its own scope."""
    return a.method.leaves_out[language.code] if a.choices.scope == OWN else language.t(OTHERWISE_LEFT_OUT)


def counted_otherwise(a: Assessment, language: Language) -> tuple[str, ...]:
    """A sentence for each kind of tonnes that the scope takes off the statistics of the base year, or adds to them."""
    return tuple(
        language.t(TONNES[name], year=a.base_year, tonnes=language.tonnes(abs(tonnes)))
        for name, tonnes in a.left_out.items()
        if name in TONNES and abs(tonnes) >= 0.5
    )

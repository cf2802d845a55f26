"""What there is to say of a sector, and what is too small to be said."""

from __future__ import annotations

from collections.abc import Sequence

from climate_visualizer.budget.sector import Sector
from climate_visualizer.languages.language import Language
from climate_visualizer.words.sentences import END, FRACTIONS, STRONG

UNCHANGED = 0.005  # a yearly change below half a per cent is none that statistics could tell
ALIKE = 0.05  # within five per cent two figures are about the same
MOST_NTH = 100


def headline(sector: Sector, name: str, owner: str, language: Language) -> str:
    """The sector's part of emissions, in a sentence."""
    if sector.tonnes == 0 or sector.share is None:
        return language.t("{sector}: no emissions of carbon dioxide in {year}.", sector=name, year=sector.year)
    share = f"{STRONG}{part(sector.share, language)}{END}"
    return language.t("{sector}: {share} of {owner} emissions.", sector=name, share=share, owner=owner)


def part(share: float, language: Language) -> str:
    """A share as one says it: nothing between nought and one per cent is rounded to either."""
    if 0 < share < 0.01:
        return language.t("less than {number} per cent", number=1)
    if 0.995 <= share < 1:
        return language.t("more than {number} per cent", number=99)
    return language.percent(share)


def changed(sector: Sector, language: Language) -> str:
    """How emissions have moved over the last years: down, up, hardly at all, or not known."""
    cut, first = sector.achieved_cut, sector.year - 5
    if sector.is_small:
        return ""
    if cut is None:
        return language.t("How they have changed in recent years is not known.")
    if abs(cut) < UNCHANGED:
        return language.t("Emissions have hardly changed since {year}.", year=first)
    fell = "Since {year} emissions have fallen by {percent} a year on average."
    rose = "Since {year} emissions have risen by {percent} a year on average."
    return language.t(fell if cut > 0 else rose, year=first, percent=language.percent(abs(cut), 1))


def compared(sector: Sector, other: Sector, other_name: str, language: Language) -> str:
    """An inhabitant's part beside that of an area around; nothing where either is too small or missing."""
    if sector.is_small or not sector.per_head_kg or not other.per_head_kg:
        return ""
    above = sector.per_head_kg / other.per_head_kg - 1.0
    if abs(above) < ALIKE:
        return language.t("That is about as much for each inhabitant as in {area}.", area=other_name)
    if above >= 1.0:
        times = language.decimal(1.0 + above, 1)
        return language.t(
            "That is {times} times as much for each inhabitant as in {area}.", times=times, area=other_name
        )
    more = "That is {percent} more for each inhabitant than in {area}."
    less = "That is {percent} less for each inhabitant than in {area}."
    return language.t(more if above > 0 else less, percent=language.percent(abs(above)), area=other_name)


def majority(sector: Sector, names: Sequence[str], language: Language) -> str:
    """The parts that make up most of it; nothing where there is one part only, or too little."""
    if sector.is_small or len(sector.parts) < 2 or not names:
        return ""
    lowered = [language.inside(name) for name in names]
    singular, plural = "More than half of it comes from {names}.", "Together more than half of it comes from {names}."
    return language.n(singular, plural, len(lowered), names=language.list(lowered))


def used(sector: Sector, language: Language) -> str:
    """How much of what is left the sector uses each year: a fraction in words up to a tenth, else one part in N."""
    if sector.is_small or sector.nth is None or sector.nth > MOST_NTH:
        return ""
    if sector.nth == 1:
        return language.t("In about a year the sector alone uses all that is left of the budget.")
    if sector.nth in FRACTIONS:
        return language.t(
            "Each year the sector alone uses {fraction} of what is left of the budget.",
            fraction=language.t(FRACTIONS[sector.nth]),
        )
    return language.t(
        "Each year the sector alone uses one part in {number} of what is left of the budget.",
        number=language.whole(sector.nth),
    )


def too_small(sector: Sector, language: Language) -> str:
    """Why nothing more is said."""
    if not sector.is_small or sector.tonnes == 0:
        return ""
    return language.t("That is too little to say anything more about: a single engine more or less would change it.")

"""Parts of an area's page: how well each sector is known, the share of each class of quality, what was put right by hand."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import qualities, quality_sentence, said, sector_names
from climate_visualizer.words.sector_words import short


@dataclass(frozen=True)
class Known:
    """One sector in the base year and how well it is known."""

    key: str
    name: str
    share: str
    quality: str
    grade: str


@dataclass(frozen=True)
class Grade:
    """A quality class: the share of emissions in it, its name and what it means."""

    key: str
    share: str
    name: str
    meaning: str


GRADES = {"measured": "measured", "modelled": "modelled", "estimated": "estimated"}


def known(a: Assessment, language: Language) -> tuple[Known, ...]:
    """Every sector that emits something, the largest first, with its quality class."""
    names, grades = sector_names(a.area.country, language.code), qualities(a.area.country)
    tonnes = {key: one.tonnes[-1] for key, one in a.sectors.items() if one.tonnes and one.tonnes[-1] > 0}
    total = sum(tonnes.values())
    return tuple(
        Known(key, names[key], short(of / total, language), language.t(GRADES[grades[key]]), grades[key])
        for key, of in sorted(tonnes.items(), key=lambda pair: -pair[1])
    )


def grades(a: Assessment, language: Language) -> tuple[Grade, ...]:
    """The share of the base year's emissions in each quality class, with what the class means."""
    of = qualities(a.area.country)
    tonnes = {key: max(one.tonnes[-1], 0.0) for key, one in a.sectors.items() if one.tonnes}
    total = sum(tonnes.values())
    found = []
    for kind in dict.fromkeys(of.values()):
        share = sum(amount for key, amount in tonnes.items() if of[key] == kind) / total if total > 0 else 0.0
        if share > 0:
            meaning = quality_sentence(a.area.country, kind, language.code)
            found.append(Grade(kind, short(share, language), language.t(GRADES[kind]), meaning))
    return tuple(found)


def corrections(edition: Edition, area: Area, language: Language) -> tuple[dict[str, str], ...]:
    """Figures of this area that were put right by hand, with the reason and where it can be seen."""
    found = [one for one in edition.manifest.get("corrections", []) if one["area"] == area.id]
    return tuple(
        {
            "sentence": language.t(
                "{year}, {sector}: {after} instead of {before}. {reason}",
                year=one["year"],
                sector=sector_names(area.country, language.code).get(one["sector"], one["sector"]),
                before=language.tonnes(one["from_t"]),
                after=language.tonnes(one["to_t"]),
                reason=said(one["reason"], language.code),
            ),
            "evidence": one["evidence"],
        }
        for one in found
    )

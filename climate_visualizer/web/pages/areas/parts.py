"""Parts of an area's page: how well each sector is known, the share of each class of quality, what was put right by hand."""

from __future__ import annotations

from dataclasses import dataclass

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.languages.printed_sums import shares_in_column
from climate_visualizer.sources.labels import qualities, quality_sentence, said, sector_names


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
    tonnes = {key: series.tonnes[-1] for key, series in a.sectors.items() if series.tonnes and series.tonnes[-1] > 0}
    order, total = sorted(tonnes, key=lambda key: -tonnes[key]), sum(tonnes.values())
    shares = shares_in_column([tonnes[key] / total for key in order], language)
    return tuple(
        Known(key, names[key], share, language.t(GRADES[grades[key]]), grades[key])
        for key, share in zip(order, shares, strict=True)
    )


def grades(a: Assessment, language: Language) -> tuple[Grade, ...]:
    """The share of the base year's emissions in each quality class, with what the class means."""
    of = qualities(a.area.country)
    tonnes = {key: max(series.tonnes[-1], 0.0) for key, series in a.sectors.items() if series.tonnes}
    total = sum(tonnes.values())
    amounts = {
        kind: sum(last_tonnes for key, last_tonnes in tonnes.items() if of[key] == kind)
        for kind in dict.fromkeys(of.values())
    }
    kinds = [kind for kind, amount in amounts.items() if amount > 0]
    shares = shares_in_column([amounts[kind] / total for kind in kinds], language)
    return tuple(
        Grade(kind, share, language.t(GRADES[kind]), quality_sentence(a.area.country, kind, language.code))
        for kind, share in zip(kinds, shares, strict=True)
    )


def corrections(edition: Edition, area: Area, language: Language) -> tuple[dict[str, str], ...]:
    """Figures of this area that were put right by hand, with the reason and where it can be seen."""
    applied = [correction for correction in edition.manifest.get("corrections", []) if correction["area"] == area.id]
    return tuple(
        {
            "sentence": language.t(
                "{year}, {sector}: {after} instead of {before}. {reason}",
                year=correction["year"],
                sector=sector_names(area.country, language.code).get(correction["sector"], correction["sector"]),
                before=language.tonnes(correction["from_t"]),
                after=language.tonnes(correction["to_t"]),
                reason=said(correction["reason"], language.code),
            ),
            "evidence": correction["evidence"],
        }
        for correction in applied
    )

"""The history of an area without a budget: all greenhouse gases together, by sector, in the years that there are."""

from __future__ import annotations

from typing import Any

from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.greenhouse_gases import Equivalents
from climate_visualizer.charts.drawing import stacked
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.svg import drawn
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.words.sentences import area_name


def _series(found: Equivalents, language: Language) -> dict[str, Series]:
    """The sectors by their names, those that emit most in the newest year first; a year without a figure is none."""
    names, status = sector_names(found.area.country, language.code), tuple("published" for _ in found.years)
    tonnes = {key: tuple(one or 0.0 for one in values) for key, values in found.sectors.items()}
    order = sorted((key for key in tonnes if any(tonnes[key])), key=lambda key: -tonnes[key][-1])
    return stacked.parts({names[key]: Series(found.years, tonnes[key], status) for key in order}, language)


def figure(
    found: Equivalents, source: str, edition_id: str, licence: str, language: Language, *, narrow: bool = False
) -> Bundle:
    """The picture; empty where there are fewer than two years, or nothing was emitted in any."""
    series = _series(found, language)
    name = area_name(found.area, language)
    title = language.t("All greenhouse gases in {area}", area=name)
    facts: dict[str, Any] = {"title": title, "source": source, "edition_id": edition_id, "licence": licence}
    facts["table"] = stacked.table(series, language)
    if not series or len(found.years) < 2:
        return Bundle(picture="", alt=language.t("There are no statistics on these emissions."), **facts)
    alt = language.t(
        "{area}: emissions of all greenhouse gases by sector from {first} to {last}.",
        area=name,
        first=found.years[0],
        last=found.years[-1],
    )
    specification = stacked.specification(series, language, narrow)
    unit = language.t(
        "Thousand tonnes of carbon dioxide equivalents a year"
        if stacked.in_thousands(series)
        else "Tonnes of carbon dioxide equivalents a year"
    )
    return Bundle(picture=drawn(specification, alt), alt=alt, specification=specification, unit=unit, **facts)

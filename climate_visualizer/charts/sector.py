"""A sector's history by its parts: what made it up each year, as far back as statistics tell."""

from __future__ import annotations

from typing import Any

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.sector import Sector, sector_of
from climate_visualizer.charts.drawing import stacked
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.svg import drawn
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import labels
from climate_visualizer.words.figure_status import by_year
from climate_visualizer.words.sentences import area_name


def _series(found: Sector, names: dict[tuple[str, str], str], language: Language) -> dict[str, Series]:
    """The largest parts by their names, all others as one; the sector itself where it has no parts."""
    if not found.parts:
        return {names[found.key, "total"]: found.history} if any(found.history.tonnes) else {}
    years = tuple(sorted({year for part in found.parts for year in part.series.years}))
    even = {names[found.key, part.key]: _even(part.series, years) for part in found.parts}
    return stacked.parts(even, language)


def _even(series: Series, years: tuple[int, ...]) -> Series:
    """A part over all years of its sector: nothing is drawn for a year that it does not have."""
    known = dict(zip(series.years, series.tonnes, strict=True))
    status = by_year(series)
    return Series(
        years,
        tuple(known.get(year, 0.0) for year in years),
        tuple(status.get(year, "published") for year in years),
    )


def figure(
    edition: Edition, a: Assessment, key: str, source: str, language: Language, *, narrow: bool = False
) -> Bundle:
    """The picture of one sector; raises `UnknownSector`. Where nothing was ever emitted it is empty and says so."""
    found, names = sector_of(edition, a, key), labels(a.area.country, language.code)
    series = _series(found, names, language)
    title = language.t("{sector} in {area}", sector=names[key, "total"], area=area_name(a.area, language))
    facts: dict[str, Any] = {
        "title": title,
        "source": source,
        "edition_id": a.edition_id,
        "table": stacked.table(series, language),
    }
    if not series:
        return Bundle(picture="", alt=language.t("There are no statistics on these emissions."), **facts)
    years = next(iter(series.values())).years
    alt = language.t(
        "{sector}: emissions of carbon dioxide by kind from {first} to {last}.",
        sector=names[key, "total"],
        first=years[0],
        last=years[-1],
    )
    specification = stacked.specification(series, language, narrow)
    unit = language.t(
        "Thousand tonnes of carbon dioxide a year"
        if stacked.in_thousands(series)
        else "Tonnes of carbon dioxide a year"
    )
    return Bundle(picture=drawn(specification, alt), alt=alt, specification=specification, unit=unit, **facts)

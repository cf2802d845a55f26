"""A sector's history by its parts: what made it up each year, as far back as statistics tell."""

from __future__ import annotations

from functools import partial

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.sector import Sector, sector_of
from climate_visualizer.charts.drawing import stacked
from climate_visualizer.charts.drawing.amount_words import unit_words
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.charts.drawing.stacked import Band
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import labels
from climate_visualizer.words.figure_status import by_year
from climate_visualizer.words.sentences import area_name


def _bands(sector: Sector, names: dict[tuple[str, str], str], language: Language) -> list[Band]:
    """The largest parts by their names, all others as one; the sector itself where it has no parts."""
    if not sector.parts:
        undivided = {names[sector.key, "total"]: sector.history} if any(sector.history.tonnes) else {}
        return [Band(name, colour_of(sector.key), series) for name, series in undivided.items()]
    years = tuple(sorted({year for part in sector.parts for year in part.series.years}))
    even = {names[sector.key, part.key]: _even(part.series, years) for part in sector.parts}
    return stacked.parts(even, language)


def _even(series: Series, years: tuple[int, ...]) -> Series:
    """A part over all years of its sector: nothing is drawn for a year that it does not have."""
    tonnes_by_year = dict(zip(series.years, series.tonnes, strict=True))
    status = by_year(series)
    return Series(
        years,
        tuple(tonnes_by_year.get(year, 0.0) for year in years),
        tuple(status.get(year, "published") for year in years),
    )


def figure(edition: Edition, a: Assessment, key: str, source: str, language: Language, *, size: Size = WIDE) -> Bundle:
    """The picture of one sector; raises `UnknownSector`. Where nothing was ever emitted it is empty and says so."""
    sector, names = sector_of(edition, a, key), labels(a.area.country, language.code)
    bands = _bands(sector, names, language)
    title = language.t("{sector} in {area}", sector=names[key, "total"], area=area_name(a.area, language))
    bundle = partial(Bundle, title=title, source=source, edition_id=a.edition_id, table=stacked.table(bands, language))
    if not bands:
        return bundle(scene=None, alt=language.t("There are no statistics on these emissions."))
    years = bands[0].series.years
    alt = language.t(
        "{sector}: emissions of carbon dioxide by kind from {first} to {last}.",
        sector=names[key, "total"],
        first=years[0],
        last=years[-1],
    )
    unit = unit_words(stacked.unit_of(bands), language)
    return bundle(scene=stacked.scene(bands, alt, language, size), alt=alt, unit=unit)

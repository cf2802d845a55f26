"""The history of an area without a budget: all greenhouse gases together, by sector, in the years that there are."""

from __future__ import annotations

from functools import partial

from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.greenhouse_gases import Equivalents
from climate_visualizer.charts.drawing import stacked
from climate_visualizer.charts.drawing.amount_words import unit_words
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sector_colours import colour_of
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.charts.drawing.stacked import Band
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.words.sentences import area_name


def _bands(equivalents: Equivalents, language: Language) -> list[Band]:
    """The sectors by their names, those that emit most in the newest year first; a year without a figure is none."""
    names, status = sector_names(equivalents.area.country, language.code), tuple("published" for _ in equivalents.years)
    tonnes = {
        key: tuple(tonnes_of_year or 0.0 for tonnes_of_year in values) for key, values in equivalents.sectors.items()
    }
    order = sorted((key for key in tonnes if any(tonnes[key])), key=lambda key: -tonnes[key][-1])
    bands = [Band(names[key], colour_of(key), Series(equivalents.years, tonnes[key], status)) for key in order]
    return stacked.grouped(bands, language)


def figure(
    equivalents: Equivalents, source: str, edition_id: str, licence: str, language: Language, *, size: Size = WIDE
) -> Bundle:
    """The picture; empty where there are fewer than two years, or nothing was emitted in any."""
    bands = _bands(equivalents, language)
    name = area_name(equivalents.area, language)
    title = language.t("All greenhouse gases in {area}", area=name)
    facts = partial(Bundle, title=title, source=source, edition_id=edition_id, licence=licence)
    bundle = partial(facts, table=stacked.table(bands, language))
    if not bands or len(equivalents.years) < 2:
        return bundle(scene=None, alt=language.t("There are no statistics on these emissions."))
    alt = language.t(
        "{area}: emissions of all greenhouse gases by sector from {first} to {last}.",
        area=name,
        first=equivalents.years[0],
        last=equivalents.years[-1],
    )
    unit = unit_words(stacked.unit_of(bands), language, equivalents=True)
    return bundle(scene=stacked.scene(bands, alt, language, size), alt=alt, unit=unit)

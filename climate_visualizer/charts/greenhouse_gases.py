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


def _bands(found: Equivalents, language: Language) -> list[Band]:
    """The sectors by their names, those that emit most in the newest year first; a year without a figure is none."""
    names, status = sector_names(found.area.country, language.code), tuple("published" for _ in found.years)
    tonnes = {key: tuple(one or 0.0 for one in values) for key, values in found.sectors.items()}
    order = sorted((key for key in tonnes if any(tonnes[key])), key=lambda key: -tonnes[key][-1])
    bands = [Band(names[key], colour_of(key), Series(found.years, tonnes[key], status)) for key in order]
    return stacked.grouped(bands, language)


def figure(
    found: Equivalents, source: str, edition_id: str, licence: str, language: Language, *, size: Size = WIDE
) -> Bundle:
    """The picture; empty where there are fewer than two years, or nothing was emitted in any."""
    bands = _bands(found, language)
    name = area_name(found.area, language)
    title = language.t("All greenhouse gases in {area}", area=name)
    facts = partial(Bundle, title=title, source=source, edition_id=edition_id, licence=licence)
    bundle = partial(facts, table=stacked.table(bands, language))
    if not bands or len(found.years) < 2:
        return bundle(scene=None, alt=language.t("There are no statistics on these emissions."))
    alt = language.t(
        "{area}: emissions of all greenhouse gases by sector from {first} to {last}.",
        area=name,
        first=found.years[0],
        last=found.years[-1],
    )
    unit = unit_words(stacked.unit_of(bands), language, equivalents=True)
    return bundle(scene=stacked.scene(bands, alt, language, size), alt=alt, unit=unit)

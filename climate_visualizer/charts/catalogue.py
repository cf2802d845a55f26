"""Every figure of an area by its name, with the source it stands on: for pages, files, embeds and reports alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.greenhouse_gases import GAS, equivalents
from climate_visualizer.budget.trend_band import trend_band
from climate_visualizer.charts import bars, cumulative, dots, history, sector
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.greenhouse_gases import figure as of_equivalents
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.sources.labels import sector_names, title

NAMES = ("dots", "history", "cumulative")


def source_line(edition: Edition, country: str, language: Language, gas: str = "CO2") -> str:
    """Where a picture's figures come from, in a sentence."""
    origin = edition.origin(country, gas)
    return language.t(
        "Source: {publisher}, {title}, {date}. Edition {edition}.",
        publisher=origin["publisher"],
        title=title(origin["source"], language.base),
        date=origin["release_date"],
        edition=edition.id,
    )


def without_budget(edition: Edition, area: Area, language: Language, *, narrow: bool = False) -> Bundle:
    """The history of an area that has statistics of all greenhouse gases together, and so no budget."""
    source, licence = source_line(edition, area.country, language, GAS), edition.origin(area.country, GAS)["licence"]
    return of_equivalents(equivalents(edition, area), source, edition.id, licence, language, narrow=narrow)


def figure(
    name: str,
    edition: Edition,
    a: Assessment,
    language: Language,
    *,
    narrow: bool = False,
    target: Series | None = None,
) -> Bundle:
    """One of an area's figures, or that of a sector: `sector-` or `parts-` and its key; `KeyError` for any other."""
    country = a.area.country
    source, names = source_line(edition, country, language), sector_names(country, language.code)
    makers: dict[str, Callable[[], Bundle]] = {
        "dots": lambda: dots.figure(a, source, language, narrow=narrow),
        "history": lambda: history.figure(
            a,
            names,
            source,
            language,
            narrow=narrow,
            beside=history.Beside(band=trend_band(edition, a.area.id, a.choices.method), target=target),
        ),
        "cumulative": lambda: cumulative.figure(a, source, language, narrow=narrow),
        "sectors": lambda: bars.sectors(edition, a, source, language),
        "waiting": lambda: bars.waiting(a, source, language),
    }
    if name.startswith("parts-"):
        made = bars.sector_parts(edition, a, name.removeprefix("parts-"), source, language)
    elif name.startswith("sector-"):
        made = sector.figure(edition, a, name.removeprefix("sector-"), source, language, narrow=narrow)
    else:
        made = makers[name]()
    return replace(made, licence=edition.origin(country)["licence"])

"""Every figure of an area by its name, with the source it stands on: for pages, files, embeds and reports alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.budget.curves import Series, filled
from climate_visualizer.budget.greenhouse_gases import GAS, equivalents
from climate_visualizer.budget.lasting import dated
from climate_visualizer.budget.ranges.trend_band import trend_band
from climate_visualizer.charts import bars, cumulative, dots, history, sector
from climate_visualizer.charts.drawing.bundle import Bundle
from climate_visualizer.charts.drawing.sizes import WIDE, Size
from climate_visualizer.charts.greenhouse_gases import figure as of_equivalents
from climate_visualizer.charts.jump_events import events
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.scopes import counting
from climate_visualizer.sources.labels import publisher, sector_names, title
from climate_visualizer.words.sentences import area_name, budget_words

NAMES = ("dots", "history", "cumulative")


def source_line(edition: Edition, country: str, language: Language, gas: str = "CO2") -> str:
    """Where a picture's figures come from, in a sentence."""
    origin = edition.origin(country, gas)
    return language.t(
        "Source: {publisher}, {title}, {date}. Edition {edition}.",
        publisher=publisher(origin, language.code),
        title=title(origin["source"], language.base),
        date=origin["release_date"],
        edition=edition.id,
    )


def dated_source(edition: Edition, country: str, language: Language, as_of: date) -> str:
    """The same, with the day where figures can't be of today any more."""
    return f"{source_line(edition, country, language)} {dated(as_of, language)}".strip()


def without_budget(edition: Edition, area: Area, language: Language, *, size: Size = WIDE) -> Bundle:
    """The history of an area that has statistics of all greenhouse gases together, and so no budget."""
    source, licence = source_line(edition, area.country, language, GAS), edition.origin(area.country, GAS)["licence"]
    return of_equivalents(equivalents(edition, area), source, edition.id, licence, language, size=size)


def _beside(edition: Edition, a: Assessment, target: Series | None, language: Language) -> history.Beside:
    """What stands beside an area's history."""
    parents = edition.parents(a.area.id)
    name, around = _around(edition, a, edition.larger_around(a.area.id), language)
    return history.Beside(
        band=trend_band(edition, a.area.id, a.choices.method, a.choices.scope),
        target=target,
        around=around,
        around_name=name,
        events=events(a.area.country, (a.area.id, *(parent.id for parent in parents)), language),
    )


def _around(
    edition: Edition, a: Assessment, parents: tuple[Area, ...], language: Language
) -> tuple[str, Series | None]:
    """The nearest area around one with statistics, as large as it in the first year that both have, to see which fell faster."""
    base = basis(edition, a.area.country, counting(a.method, a.choices.scope))
    for parent in parents:
        if parent.id not in base.cube.area_ids:
            continue
        around = filled(base.cube.years, base.totals[base.cube.area_ids.index(parent.id)])
        own = dict(zip(a.history.years, a.history.tonnes, strict=True))
        shared_years = [
            year
            for year, tonnes in zip(around.years, around.tonnes, strict=True)
            if tonnes > 0 and own.get(year, 0.0) > 0
        ]
        if len(shared_years) > 1:
            times = own[shared_years[0]] / around.tonnes[around.years.index(shared_years[0])]
            rows = [
                (year, tonnes * times, status)
                for year, tonnes, status in zip(around.years, around.tonnes, around.status, strict=True)
                if shared_years[0] <= year <= a.base_year
            ]
            years, tonnes_by_year, status = zip(*rows, strict=True)
            return area_name(parent, language), Series(years, tonnes_by_year, status)
    return "", None


def figure(
    name: str,
    edition: Edition,
    a: Assessment,
    language: Language,
    *,
    size: Size = WIDE,
    target: Series | None = None,
) -> Bundle:
    """One of an area's figures, or that of a sector: `sector-` or `parts-` and its key; `KeyError` for any other."""
    country = a.area.country
    source, names = dated_source(edition, country, language, a.as_of), sector_names(country, language.code)
    makers: dict[str, Callable[[], Bundle]] = {
        "dots": lambda: dots.figure(a, source, language, size=size),
        "history": lambda: history.figure(
            a,
            names,
            source,
            language,
            size=size,
            beside=_beside(edition, a, target, language),
        ),
        "cumulative": lambda: cumulative.figure(a, source, language, size=size),
        "sectors": lambda: bars.sectors(edition, a, source, language),
        "waiting": lambda: bars.waiting(a, source, language),
    }
    if name.startswith("parts-"):
        bundle = bars.sector_parts(edition, a, name.removeprefix("parts-"), source, language)
    elif name.startswith("sector-"):
        bundle = sector.figure(edition, a, name.removeprefix("sector-"), source, language, size=size)
    else:
        bundle = makers[name]()
    return replace(bundle, licence=edition.origin(country)["licence"], choices=budget_words(a, language))

"""A sector's history by its parts: what made it up each year, as far back as statistics tell."""

from __future__ import annotations

from climate_visualizer.assessment.assess import Assessment
from climate_visualizer.assessment.curves import Series
from climate_visualizer.assessment.language import Language
from climate_visualizer.assessment.sector import Sector, sector_of
from climate_visualizer.assessment.words import area_name
from climate_visualizer.charts import history, layers
from climate_visualizer.charts.bundle import Bundle, Table
from climate_visualizer.charts.draw import drawn
from climate_visualizer.charts.layers import Frame
from climate_visualizer.editions.read import Edition
from climate_visualizer.sources.labels import labels


def _series(found: Sector, names: dict[tuple[str, str], str], language: Language) -> dict[str, Series]:
    """The largest parts by their names, all others as one; the sector itself where it has no parts."""
    if not found.parts:
        return {names[found.key, "total"]: found.history} if any(found.history.tonnes) else {}
    years = tuple(sorted({year for part in found.parts for year in part.series.years}))
    even = {names[found.key, part.key]: _even(part.series, years) for part in found.parts}
    shown, others = list(even)[: history.SHOWN], list(even)[history.SHOWN :]
    series = {name: even[name] for name in shown}
    if others:
        series[language.t("Other")] = history.sum_of([even[name] for name in others])
    return series


def _even(series: Series, years: tuple[int, ...]) -> Series:
    """A part over all years of its sector: nothing is drawn for a year that it does not have."""
    known = dict(zip(series.years, series.tonnes, strict=True))
    return Series(years, tuple(known.get(year, 0.0) for year in years), tuple("published" for _ in years))


def _specification(series: dict[str, Series], language: Language, narrow: bool) -> dict[str, object]:
    years = next(iter(series.values())).years
    unit, _ = _unit(series, language)
    whole = [sum(one.tonnes[index] for one in series.values()) / unit for index in range(len(years))]
    ticks = [year for year in range(years[0], years[-1] + 1) if year % (10 if narrow else 5) == 0]
    frame = Frame(320 if narrow else 1040, 240 if narrow else 320, years[0], years[-1], tuple(ticks), 0.0, max(whole))
    rows = [{**row, "y": row["y"] * history.KILO / unit} for row in history.rows_of(series)]
    scaled = {
        name: Series(one.years, tuple(tonnes * history.KILO / unit for tonnes in one.tonnes), one.status)
        for name, one in series.items()
    }
    words = layers.labels(history.labels_inside(scaled, frame))
    stack = layers.stacked(rows, list(series), history.SHADES[: len(series)])
    return layers.specification([stack, *words], frame, language)


def _unit(series: dict[str, Series], language: Language) -> tuple[float, str]:
    """Tonnes where the numbers are small, thousands of them else."""
    largest = max((max(one.tonnes, default=0.0) for one in series.values()), default=0.0)
    if largest < 5 * history.KILO:
        return 1.0, language.t("Tonnes of carbon dioxide a year")
    return history.KILO, language.t("Thousand tonnes of carbon dioxide a year")


def _table(series: dict[str, Series], language: Language) -> Table:
    years = next(iter(series.values())).years if series else ()
    rows = [(year, *(round(one.tonnes[index]) for one in series.values())) for index, year in enumerate(years)]
    return Table((language.t("Year"), *series), tuple(rows))


def figure(
    edition: Edition, a: Assessment, key: str, source: str, language: Language, *, narrow: bool = False
) -> Bundle:
    """The picture of one sector; raises `UnknownSector`. Where nothing was ever emitted it is empty and says so."""
    found, names = sector_of(edition, a, key), labels(a.area.country, language.code)
    series = _series(found, names, language)
    title = language.t("{sector} in {area}", sector=names[key, "total"], area=area_name(a.area, language))
    facts = {"title": title, "source": source, "edition_id": a.edition_id, "table": _table(series, language)}
    if not series:
        return Bundle(picture="", alt=language.t("There are no statistics on these emissions."), **facts)
    years = next(iter(series.values())).years
    alt = language.t(
        "{sector}: emissions of carbon dioxide by kind from {first} to {last}.",
        sector=names[key, "total"],
        first=years[0],
        last=years[-1],
    )
    specification = _specification(series, language, narrow)
    _, unit = _unit(series, language)
    return Bundle(picture=drawn(specification, alt), alt=alt, specification=specification, unit=unit, **facts)

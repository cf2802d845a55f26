"""The page of an area without a budget: its statistics are of all greenhouse gases together, and CO2 isn't told apart."""

from __future__ import annotations

from typing import Any

import polars as pl

from climate_visualizer.assessment import changed, words
from climate_visualizer.assessment.alike import nearby
from climate_visualizer.assessment.choices import default_choices
from climate_visualizer.assessment.language import Language
from climate_visualizer.assessment.sector_words import short
from climate_visualizer.charts.figures import source_line
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.web import current
from climate_visualizer.web.moved import given_way

GAS = "GHG"


def _years(edition: Edition, area: Area) -> pl.DataFrame:
    """The area's whole by year; empty where the edition has none."""
    rows = edition.emissions_of(area.id, GAS)
    return rows.filter(pl.col("sector") == "total").sort("year", descending=True)


def _sectors(edition: Edition, area: Area, year: int, language: Language) -> list[dict[str, Any]]:
    """The year's sectors, the largest first, with a length beside the largest."""
    names = sector_names(area.country, language.code)
    rows = edition.emissions_of(area.id, GAS).filter(
        (pl.col("year") == year)
        & (pl.col("subsector") == "total")
        & (pl.col("sector") != "total")
        & (pl.col("tonnes") > 0)
    )
    ordered = rows.sort("tonnes", descending=True)
    largest, whole = float(ordered["tonnes"].max() or 1.0), float(ordered["tonnes"].sum() or 1.0)  # type: ignore[arg-type]
    return [
        {
            "name": names[row["sector"]],
            "tonnes": row["tonnes"],
            "share": short(row["tonnes"] / whole, language),
            "length": f"{100 * row['tonnes'] / largest:.1f}",
        }
        for row in ordered.iter_rows(named=True)
    ]


def _changes(edition: Edition, area: Area, language: Language) -> tuple[str, ...]:
    before = current.before_of(area.id)
    if before is None:
        return ()
    choices = default_choices(area.country, current.as_of(), edition=current.edition())
    found = changed.changed(before, edition, area.id, choices, as_of=current.as_of())
    return changed.sentences(found, sector_names(area.country, language.code), language)


def context(edition: Edition, area: Area, language: Language) -> dict[str, Any]:
    """Everything that the page shows."""
    around, years = edition.parents(area.id), _years(edition, area)
    newest = int(years["year"][0]) if years.height else None
    near = edition.children(area.id) or nearby(edition, area)
    named = [(one, words.area_name(one, language)) for one in near]
    return {
        "area": area,
        "language": language,
        "name": words.area_name(area, language),
        "place": words.place(area, around, language),
        "parents": [(one, words.area_name(one, language)) for one in reversed(around)],
        "year": newest,
        "whole": language.tonnes(float(years["tonnes"][0])) if newest else "",
        "bars": _sectors(edition, area, newest, language) if newest else [],
        "years": [
            (str(year), f"{language.rounded(tonnes, 4)}\u00a0t")
            for year, tonnes in years.select("year", "tonnes").iter_rows()
        ],
        "changes": _changes(edition, area, language),
        "source": source_line(edition, area.country, language, "GHG"),
        "near": sorted(named, key=lambda pair: language.alphabetical(pair[1])),
        "within": bool(edition.children(area.id)),
        "given_way": given_way(area, current.as_of(), language),
    }

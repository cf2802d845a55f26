"""Composition of an area's emissions: the finest parts there are, and the few that make up most of them."""

from __future__ import annotations

import numpy as np
import polars as pl

from climate_visualizer.budget.assess import Assessment
from climate_visualizer.editions.read import Edition
from climate_visualizer.languages.language import Language
from climate_visualizer.science.findings import smallest_majority
from climate_visualizer.sources.labels import labels
from climate_visualizer.words import sentences


def finest(edition: Edition, a: Assessment, language: Language) -> list[tuple[str, str, float]]:
    """The finest parts of the base year's emissions that there are, the largest first: name, sector, tonnes."""
    names = labels(a.area.country, language.code)
    frame = edition.subsectors(a.area.id).filter(
        (pl.col("year") == a.base_year) & pl.col("sector").is_in(list(a.sectors))
    )
    rows = frame.filter(pl.col("tonnes") > 0).iter_rows(named=True)
    fine = [(names[row["sector"], row["subsector"]], row["sector"], row["tonnes"]) for row in rows]
    split = set(frame["sector"])
    undivided = [
        (names[key, "total"], key, sector_figures.tonnes[-1])
        for key, sector_figures in a.sectors.items()
        if key not in split and sector_figures.tonnes and sector_figures.tonnes[-1] > 0
    ]
    return sorted([*fine, *undivided], key=lambda named_part: -named_part[2])


def majority(parts: list[tuple[str, str, float]], a: Assessment, language: Language) -> str:
    """What makes up more than half of emissions, and how much of what is left that uses each year, at today's rate.

    A part of a sector goes with it from the last published year to today, so that the parts of what is left that all use
    make what everything together uses.
    """
    if not parts:
        return ""
    largest = smallest_majority(emissions=np.array([tonnes for *_, tonnes in parts]))
    tonnes = sum(parts[index][2] * _since(parts[index][1], a) for index in largest)
    nth = round(a.remaining_t / tonnes) if not a.is_overdrawn and tonnes > 0 else None
    return sentences.majority([parts[index][0] for index in largest], nth, language)


def _since(sector: str, a: Assessment) -> float:
    """A sector's rate of today over its last published year; 1 where it emitted nothing then."""
    published_t = a.sectors[sector].tonnes
    return a.current_sectors_t_per_year[sector] / published_t[-1] if published_t and published_t[-1] > 0 else 1.0

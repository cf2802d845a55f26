"""Measures and goals as people write and keep them, plain JSON with per cent as 0 to 100, and as they are reckoned with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from climate_visualizer.plans.plan import Measure
from climate_visualizer.plans.targets import Target

# A document's content as it is kept: JSON, whose fields its kind's form decides and checks before anything is kept.
Content = Mapping[str, Any]


def by_year(values: Mapping[str, float] | None, scale: float = 1.0) -> tuple[tuple[int, float], ...]:
    """A value by year as it is kept ({"2027": 100}) as pairs, the years ascending."""
    if not values:
        return ()
    return tuple(sorted((int(year), float(value) * scale) for year, value in values.items()))


def measure_of(key: str, content: Content, language: str = "") -> Measure:
    """A kept measure to reckon with, its name in English where that is asked for and there; raises `WrongMeasure`."""
    is_share = content["effect_kind"] == "share"
    name = content.get("title_en") if language == "en" else ""
    return Measure(
        id=key,
        name=name or content["title"],
        sector=content["sector"],
        kind=content["effect_kind"],
        amount=float(content["amount"]) / (100.0 if is_share else 1.0),
        start=int(content["start"]),
        end=int(content["end"]),
        ramp=int(content["ramp"]),
        certainty=float(content["certainty"]) / 100.0,
        rebound=float(content["rebound"]) / 100.0,
        status=content["status"],
        owner=content.get("owner") or "",
        effects=by_year(content.get("effects"), 0.01),
        costs=by_year(content.get("costs")),
        incomes=by_year(content.get("incomes")),
        co_benefits=tuple(content.get("co_benefits") or ()),
        indicator=content.get("indicator") or "",
        unit=content.get("unit") or "",
        indicator_planned=by_year(content.get("indicator_planned")),
        source=content.get("source") or "",
        link=content.get("link") or "",
        note=content.get("note") or "",
    )


def target_of(content: Content) -> Target:
    """A kept goal to reckon with; raises `WrongTarget`."""
    return Target(
        year=int(content["year"]),
        kind=content["target_kind"],
        amount=float(content["amount"]),
        base_year=int(content.get("base_year") or 0),
        scope=content.get("scope") or "",
    )

"""Which areas lie beside each other, by the boundaries that an edition has."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from climate_visualizer.caches import remembered
from climate_visualizer.editions.read import Area, Edition
from climate_visualizer.methods.basis import Array

METRES_A_DEGREE = 111_195.0
TOUCHING = 500.0  # metres: as finely as boundaries are drawn


@remembered
def level(edition: Edition, country: str, kind: str = "") -> tuple[Area, ...]:
    """The areas of a country that are not divided any further, with boundaries; or all of a kind that is, if all have them."""
    divided = {area.parent_id for area in edition.areas}
    drawn = set(edition.boundaries["area_id"].unique())
    there = [area for area in edition.areas if area.country == country and area.kind != "country"]
    if not kind:
        return tuple(area for area in there if area.id in drawn and area.id not in divided)
    of_kind = tuple(area for area in there if area.kind == kind)
    return of_kind if all(area.id in drawn and area.id in divided for area in of_kind) else ()


@remembered
def _points(edition: Edition, areas: tuple[Area, ...]) -> tuple[Array, NDArray[np.int64]]:
    """Every boundary point of some areas in degrees [point, (east, north)], and which of the areas each belongs to."""
    order = pl.DataFrame({"area_id": [area.id for area in areas], "at": np.arange(len(areas))})
    rows = edition.boundaries.join(order, on="area_id", how="inner", maintain_order="left")
    return rows.select("longitude", "latitude").to_numpy(), rows["at"].to_numpy().astype(np.int64)


def _away(points: Array, own: NDArray[np.bool_]) -> Array:
    """How far each point lies from the nearest of the marked ones, in metres."""
    wide = np.cos(np.radians(points[own, 1].mean()))
    flat = points * np.array([wide, 1.0]) * METRES_A_DEGREE
    near: Array = np.full(len(flat), np.inf)
    for point in flat[own]:
        near = np.minimum(near, np.hypot(*(flat - point).T))
    return near


@remembered
def beside(edition: Edition, area: Area) -> tuple[tuple[Area, bool], ...]:
    """The areas of the same level from the nearest on, and whether each touches this one.

    First those it touches, the longest common border first. Nothing where the edition has no boundary of the area.
    """
    levels = (level(edition, area.country), level(edition, area.country, area.kind))
    among = next((one for one in levels if area in one), ())
    if not among:
        return ()
    points, at = _points(edition, among)
    near = _away(points, at == among.index(area))
    away: Array = np.full(len(among), np.inf)
    np.minimum.at(away, at, near)
    common = np.bincount(at, weights=near <= TOUCHING, minlength=len(among))
    order = sorted(range(len(among)), key=lambda one: (max(away[one], TOUCHING), -common[one], among[one].id))
    return tuple((among[one], bool(away[one] <= TOUCHING)) for one in order if among[one] != area)

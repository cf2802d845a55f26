"""Tonnes that a scope takes off the published figures of an area, or adds to them: cement, large plants, flights abroad."""

from __future__ import annotations

import numpy as np

from climate_visualizer.methods.basis import Basis
from climate_visualizer.methods.parameters import flights
from climate_visualizer.methods.plants_and_flights import FLIGHTS, processes


def left_out(base: Basis, row: int, country: str) -> dict[str, float]:
    """The base year's tonnes by name (cement, plants; below zero: flights, which the scope adds)."""
    last, abroad = base.left_out[row, :, -1], flights(country)
    plants = float(np.nan_to_num(base.booked[row, -1]))
    added = float(last[base.cube.sectors.index(abroad.sector)]) if abroad and FLIGHTS in base.counting else 0.0
    rest = float(np.nansum(last)) - plants - added
    named = {"plants": plants, "flights": added, **dict.fromkeys(processes(base.counting), rest)}
    return {name: tonnes for name, tonnes in named.items() if abs(tonnes) >= 0.5}


def left_out_years(base: Basis, row: int) -> tuple[tuple[str, int, float], ...]:
    """The same by sector and year: what is published less this is what is counted."""
    off, years = base.left_out[row], base.cube.years.tolist()
    known = np.argwhere(np.isfinite(off) & (off != 0)).tolist()
    return tuple((base.cube.sectors[sector], years[place], float(off[sector, place])) for sector, place in known)

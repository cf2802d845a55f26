"""The assessment a second time: plain floats and loops, slow and obvious, that the fast one must agree with."""

from datetime import date
from itertools import combinations

import polars as pl


def line(years, tonnes):
    """The line through two points with the smallest sum of misses: (slope, value in the middle of the last year)."""
    best = None
    for i, j in combinations(range(len(years)), 2):
        slope = (tonnes[j] - tonnes[i]) / (years[j] - years[i])
        misses = sum(abs(t - tonnes[i] - slope * (y - years[i])) for y, t in zip(years, tonnes, strict=True))
        if best is None or misses < best[0] - 1e-6:
            best = (misses, slope, tonnes[i] + slope * (years[-1] - years[i]))
    return best[1], best[2]


def year_fraction(day: date) -> float:
    return day.year + (day - date(day.year, 1, 1)).days / (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days


def emitted(slope, level, origin, start, end, steps=4000):
    """The floored line summed in small steps."""
    step = (end - start) / steps
    return sum(max(level + slope * (start + (n + 0.5) * step - origin), 0.0) * step for n in range(steps))


def assess(edition, area_id, *, national_tonnes, overhead, start, path_start, day, cement=None):
    """What is left of a budget shared by emissions of 2015-2022, as a dictionary of plain numbers."""
    cement = cement or {}
    rows = edition.emissions.filter((pl.col("gas") == "CO2") & (pl.col("subsector") == "total"))
    totals = {}
    for row in rows.iter_rows(named=True):
        if row["sector"] == "total":
            key = (row["area_id"], row["year"])
            totals[key] = row["tonnes"] - cement.get(key, 0.0)
    base = range(2015, 2023)
    counties = [area.id for area in edition.areas if area.kind == "county"]
    whole = sum(totals[county, year] for county in counties for year in base)
    mine = sum(totals[area_id, year] for year in base)
    budget = national_tonnes * (1 - overhead) * mine / whole
    slope, level = line(list(base), [totals[area_id, year] for year in base])
    now, origin = year_fraction(day), 2022.5
    used = emitted(slope, level, origin, float(start), now)
    left = budget - used
    before = emitted(slope, level, origin, path_start - 1.0, float(path_start))
    at_start = left - emitted(slope, level, origin, now, float(path_start))
    this_year = emitted(slope, level, origin, float(day.year), day.year + 1.0)
    change = (totals[area_id, 2022] / totals[area_id, 2017]) ** 0.2 - 1
    return {
        "budget_t": budget,
        "emitted_since_t": used,
        "remaining_t": left,
        "required_cut": before / (at_start + before) if at_start > 0 else None,
        "achieved_cut": -change,
        "years_left": left / this_year if left > 0 else None,
        "base_emissions_t_per_year": totals[area_id, 2022],
    }

"""The assessment a second time: plain floats and loops, slow and obvious, that the fast one must agree with.

It starts from the rows of the tables and the files of methods and parameters, never from the code that it tests; what it takes
over is the nation's budget in tonnes, which has its own tests.
"""

import math
import tomllib
from datetime import date
from functools import lru_cache

import polars as pl
from conftest import ROOT

LAST = 2050


def year_fraction(day: date) -> float:
    return day.year + (day - date(day.year, 1, 1)).days / (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days


def facts(name):
    return tomllib.loads((ROOT / "climate_visualizer" / "data" / name).read_text(encoding="utf-8"))


def recipe(method):
    """A method's steps by kind."""
    return {step["kind"]: step for step in facts(f"methods/{method}.toml")["step"]}


@lru_cache(maxsize=4)
def rows_of(edition, gas="CO2", *, cement=True):
    """Tonnes by area, sector ("total" for all) and year, with or without cement; kept, since reading them takes longest."""
    if not cement:
        return without_cement(rows_of(edition, gas))
    frame = edition.emissions.filter((pl.col("gas") == gas) & (pl.col("subsector") == "total"))
    return {(row["area_id"], row["sector"], row["year"]): row["tonnes"] for row in frame.iter_rows(named=True)}


def without_cement(rows):
    """The same less the process emissions of cement, which lie in industry."""
    cement = facts("parameters/cement.toml")
    found = dict(rows)
    for plant in cement["plant"]:
        for area_id in plant["areas"]:
            known = dict(zip(cement["years"], plant["tonnes"], strict=True))
            later = dict.fromkeys(range(cement["years"][-1] + 1, LAST), plant["tonnes"][-1])
            for year, tonnes in (known | later).items():
                for sector in ("total", "industry"):
                    if (area_id, sector, year) in found:
                        found[area_id, sector, year] -= tonnes
    return found


def series_of(edition, country):
    """The nation's early figures: tonnes by source, sector, gas and year."""
    return {
        (row["source"], row["sector"], row["gas"], row["year"]): row["tonnes"]
        for row in edition.nationals.iter_rows(named=True)
        if row["country"] == country
    }


def step_ratio(series, sector, year, nearly):
    """What the nation's sector makes of a year in the next, or None where that is not known."""
    for gas in ("CO2", "GHG") if sector in nearly else ("CO2",):
        for source in sorted({key[0] for key in series}):
            before, after = series.get((source, sector, gas, year)), series.get((source, sector, gas, year + 1))
            if before is None or after is None or (before <= 0 < after):
                continue
            return after / before if before > 0 else 1.0
    return None


def sector_path(rows, series, country, sector, published, nearly, damping):
    """A nation's sector in each year after the last published one, over that year."""
    value, year, path = 1.0, published, {}
    nation = {y: rows[country, sector, y] for y in range(published - 10, published + 1) if (country, sector, y) in rows}
    while (ratio := step_ratio(series, sector, year, nearly)) is not None:
        year += 1
        value *= ratio
        path[year], nation[year] = value, nation[published] * value
    usable = [y for y in range(year - 5, year) if nation.get(y, 0.0) > 0]
    growth = 0.0
    if usable and nation.get(year, 0.0) > 0:
        growth = (math.log(nation[year]) - math.log(nation[usable[0]])) / (year - usable[0])
        growth = max(-0.15, min(0.15, growth))
    power = 1.0
    for later in range(year + 1, LAST + 1):
        power *= damping
        value *= math.exp(growth * power)
        path[later] = value
    return path


def years_of(edition, area_id, rows):
    """Tonnes of one area in each year: published, and after that the nowcast, sector by sector."""
    country = edition.area(area_id).country
    rules = facts("parameters/nowcast.toml")
    own = {(sector, year): tonnes for (area, sector, year), tonnes in rows.items() if area == area_id}
    published = max(year for _, year in own)
    years = {year: tonnes for (sector, year), tonnes in own.items() if sector == "total"}
    sectors = sorted({sector for sector, _ in own} - {"total"})
    start = {sector: max(rows.get((area_id, sector, published), 0.0), 0.0) for sector in sectors}
    scale = years[published] / sum(start.values())
    series = series_of(edition, country)
    for year in range(published + 1, LAST + 1):
        years[year] = 0.0
    for sector, tonnes in start.items():
        damping = rules["damping"].get(country, {}).get(sector, rules["elsewhere"]["damping"])
        nearly = rules["nearly_carbon_dioxide"].get(country, [])
        for year, ratio in sector_path(rows, series, country, sector, published, nearly, damping).items():
            years[year] += tonnes * scale * ratio
    return years, published


def emitted(years, start, end):
    """Whole years and the parts of years between two instants."""
    return sum(
        tonnes * (min(end, year + 1) - max(start, year))
        for year, tonnes in years.items()
        if year < end and year + 1 > start
    )


def runs_out(years, budget, start):
    """The instant at which a budget from `start` is gone; None after 2050."""
    for year in range(int(start), LAST + 1):
        if years[year] > 0 and budget < years[year]:
            return year + budget / years[year]
        budget -= years[year]
    return None


def assess(edition, area_id, *, method, local_tonnes, start, path_start, day, sharing="grandfathering"):
    """What is left of a budget shared by emissions (or by people), as a dictionary of plain numbers."""
    step = recipe(method)["share-local"]
    rows = rows_of(edition, cement="cement" not in step.get("without", ()))
    counties = [area.id for area in edition.areas if area.kind == "county"]
    base = step["base_years"]
    if sharing == "grandfathering":
        mine, whole = (
            sum(rows[area, "total", year] for area in areas for year in base) for areas in ([area_id], counties)
        )
    else:
        people = {
            row["area_id"]: row["persons"]
            for row in edition.population.iter_rows(named=True)
            if row["year"] == step["population_year"]
        }
        mine, whole = people[area_id], sum(people[county] for county in counties)
    if edition.area(area_id).kind == "country":
        mine = whole
    budget = local_tonnes * mine / whole
    years, published = years_of(edition, area_id, rows)
    now = year_fraction(day)
    counted = emitted(years, start, min(now, published + 1))
    estimated = emitted(years, max(start, published + 1), now)
    left = budget - counted - estimated
    rate = emitted(years, now - 0.5, now + 0.5)
    before = years[path_start - 1]
    at_start = left - emitted(years, max(now, start), path_start)
    until = max(now, start) + left / rate if left >= 0 else None
    return {
        "budget_t": budget,
        "emitted_published_t": counted,
        "emitted_estimated_t": estimated,
        "remaining_t": left,
        "current_emissions_t_per_year": rate,
        "required_cut": before / (at_start + before) if at_start > 0 and left >= 0 else None,
        "years_left": left / rate if left >= 0 else None,
        "used_up_at": until if until is not None and until < LAST + 1 else None,
        "used_up_at_trend": runs_out(years, budget, start) if left >= 0 else None,
        "achieved_cut": 1.0 - (years[published] / years[published - 5]) ** 0.2,
        "base_emissions_t_per_year": years[published],
    }

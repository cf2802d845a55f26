"""Whether a package has its whole country: shares are of the sum of its areas, so that a part of them would get all of it.

What its top areas add up to is held against the nation's people and fossil CO2 as the starter set has them.
"""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from climate_visualizer.places import DATA
from climate_visualizer.sources.countries import country_name
from climate_visualizer.sources.table import SourceError

# People: a census, a year's end or a territory counted otherwise differ by a few per cent. CO2: inventories differ more, and a
# package may lack a sector; beyond a factor of two it lacks areas, or is in kilotonnes.
PEOPLE, CARBON = (0.9, 1.1), (0.5, 2.0)
YEARS_APART = 5  # further from the nation's own figure nothing is said
_NAMES = {
    "population": ("people", "World Population Prospects"),
    "emissions": ("t of fossil CO2", "Global Carbon Budget"),
}


@lru_cache(maxsize=1)
def _nations() -> pl.DataFrame:
    wide = pl.read_csv(DATA / "starter" / "nations.csv", infer_schema_length=None)
    long = wide.unpivot(index=["country", "variable"], variable_name="year", value_name="value").drop_nulls("value")
    return long.filter(pl.col("value") > 0).with_columns(pl.col("year").cast(pl.Int32))


def of_nation(country: str, variable: str) -> dict[int, float]:
    """A nation's people or emissions by year; empty where the starter set has none."""
    rows = _nations().filter((pl.col("country") == country) & (pl.col("variable") == variable))
    return {int(year): float(value) for year, value in rows.select("year", "value").iter_rows()}


def ensure_whole(
    emissions: pl.DataFrame, population: pl.DataFrame | None, areas: pl.DataFrame, uncounted: list[str], name: str
) -> None:
    """The areas right below the nation add up to it; one without areas is itself."""
    country = str(areas["country"][0])
    top = areas.filter(pl.col("parent_id") == country)["area_id"].to_list() or [country]
    if population is not None:
        people = population.filter(pl.col("area_id").is_in(top)).group_by("year").agg(pl.col("persons").sum())
        _ensure_near(people, country, "population", PEOPLE, name)
    carbon = emissions.filter(
        pl.col("area_id").is_in(top)
        & (pl.col("gas") == "CO2")
        & (pl.col("subsector") == "total")
        & ~pl.col("sector").is_in(["total", *uncounted])
    )
    tonnes = carbon.group_by("year").agg(pl.col("tonnes").sum())
    _ensure_near(tonnes, country, "emissions", CARBON, name)


def _ensure_near(sums: pl.DataFrame, country: str, variable: str, within: tuple[float, float], name: str) -> None:
    """A sum by year, against the nation's figure of the nearest year."""
    known = of_nation(country, variable)
    pairs = [(abs(year - other), -year, other, value) for year, value in sums.iter_rows() for other in known]
    apart, negative, other, value = min(pairs, default=(YEARS_APART + 1, 0, 0, 0.0))
    if apart > YEARS_APART or within[0] <= value / known[other] <= within[1]:
        return
    unit, source = _NAMES[variable]
    raise SourceError(
        f"{name}: the areas of {country} add up to {_grouped(value)} {unit} in {-negative}, where "
        f"{country_name(country, 'en')} has {_grouped(known[other])} ({source}). Each area's share is of that sum: write every "
        f"area, or one more for the rest of the country (as {country}-REST), in areas, emissions and population; and tonnes, not "
        "kilotonnes."
    )


def _grouped(value: float) -> str:
    return f"{value:,.0f}".replace(",", " ")

"""Editions of a country, a county, its towns and a nation alone, made of plain figures."""

import polars as pl

from climate_visualizer.editions.read import edition_of
from climate_visualizer.sources.table import AREAS, DISPUTES, EMISSIONS, POPULATION

PLACES = [
    ("DK", "Danmark", "country", None, "DK", "danmark"),
    ("SE", "Sverige", "country", None, "SE", "sverige"),
    ("SE-04", "Södermanlands län", "county", "SE", "SE", "sodermanlands-lan"),
    *((f"SE-048{at}", f"Ort {at}", "municipality", "SE-04", "SE", f"ort-{at}") for at in range(7)),
]
ORIGIN = {"source": "se_smhi", "title": "Emissions (CO2)", "release_date": "2024-04-18"}


def small_edition(figures, people, name, disputed=(), world=None, **facts):
    """An edition of these places: tonnes by area, gas, sector, part and year, people by area and year, tables of the world."""
    rows = [(*key, tonnes, "final") for key, tonnes in figures.items()]
    tables = {
        "areas": pl.DataFrame(PLACES, schema=AREAS, orient="row"),
        "emissions": pl.DataFrame(rows, schema=EMISSIONS, orient="row"),
        "population": pl.DataFrame([(*key, n, "final") for key, n in people.items()], schema=POPULATION, orient="row"),
        "disputes": pl.DataFrame(
            [("SE-0480", gas, sector, "total", year, 5.0, 4.0, 1.0, "parts") for gas, sector, year in disputed],
            schema=DISPUTES,
            orient="row",
        ),
    }
    return edition_of({"id": name, "starter": False, "origins": [ORIGIN], **facts}, tables | (world or {}))

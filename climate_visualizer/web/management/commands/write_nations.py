"""Write ``data/parameters/nations.csv``: what sharing the world's budget among nations needs."""

from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.sources import countries
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.sources.table import SourceError

SINCE = (1850, 1950, 1990)
FIRST = 2015


def nations(population: pl.DataFrame, product: pl.DataFrame, emissions: pl.DataFrame) -> pl.DataFrame:
    """One row a country: people and tonnes by year, tonnes since three years, product of the last emission year."""
    last = int(emissions["year"].max())  # type: ignore[arg-type]
    table = emissions.group_by("country").agg(pl.col("name").first()).sort("country")
    table = pl.concat([table, population.select("country", "name").unique("country")]).unique("country", keep="first")
    for year in range(FIRST, int(population["year"].max()) + 1):  # type: ignore[arg-type]
        table = _joined(table, population.filter(pl.col("year") == year), f"population_{year}")
    for year in range(FIRST, last + 1):
        table = _joined(table, emissions.filter(pl.col("year") == year), f"emissions_{year}")
    for since in SINCE:
        summed = emissions.filter(pl.col("year") >= since).group_by("country").agg(pl.col("value").sum())
        table = _joined(table, summed, f"history_{since}")
    return _joined(table, product.filter(pl.col("year") == last), f"product_{last}").sort("country")


def _joined(table: pl.DataFrame, figures: pl.DataFrame, name: str) -> pl.DataFrame:
    column = figures.select("country", pl.col("value").round().cast(pl.Int64).alias(name))
    return table.join(column, on="country", how="left")


class Command(BaseCommand):
    """For maintainers, after a new release: the table is rewritten and reviewed like code."""

    help = "Write data/parameters/nations.csv from the publishers' tables of people, gross product and fossil CO2."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("population", type=Path, help="United Nations: actor_id, year, population")
        parser.add_argument("product", type=Path, help="World Bank: gross domestic product in US dollars")
        parser.add_argument("emissions", type=Path, help="Global Carbon Budget: flat table in Mt")

    def handle(self, *args: Any, **options: Any) -> None:
        readers = {
            "population": countries.read_population,
            "product": countries.read_product,
            "emissions": countries.read_emissions,
        }
        try:
            frames = {
                name: read(options[name].read_bytes(), file_name=options[name].name) for name, read in readers.items()
            }
        except OSError as problem:
            raise CommandError(f"There is no file {problem.filename}; check the path.") from problem
        except SourceError as problem:
            raise CommandError(str(problem)) from problem
        table = nations(**frames)
        target = settings.DATA / "parameters" / "nations.csv"
        write_atomically(target, table.write_csv().encode())
        self.stdout.write(f"Wrote {table.height} countries to {target.name}.")

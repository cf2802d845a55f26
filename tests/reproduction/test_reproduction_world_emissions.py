"""World CO2 by year, as Indicators of Global Climate Change 2024 has it: fossil and industry plus land use, in GtCO2."""

import csv

import pytest

from climate_visualizer.methods.parameters import load


def test_the_kept_years_are_the_publishers_own(real_data):
    with (real_data / "world_igcc" / "greehouse_gas_emissions_co2eq.csv").open(encoding="utf-8") as file:
        rows = {int(row["timebound_lower"]): row for row in csv.DictReader(file)}
    kept = load("world_emissions")
    compared = 0
    for year, gigatonnes in enumerate(kept["gigatonnes"], start=kept["first_year"]):
        if year in rows and rows[year]["CO2-FFI"] and rows[year]["CO2-LULUCF"] and year <= 2023:
            assert float(rows[year]["CO2-FFI"]) + float(rows[year]["CO2-LULUCF"]) == pytest.approx(gigatonnes, abs=0.02)
            compared += 1
    assert compared >= 8

"""IPCC AR6: 0.45 degrees for each 1000 GtCO2 is 1.65 degrees for each 1000 PgC; the tables' middle column is its budget."""

import pytest

from climate_visualizer.methods.parameters import climate
from climate_visualizer.science import remaining, units, warming


def test_both_units_are_the_same_response():
    response = climate("ar6-2021").tcre / units.C_TO_CO2
    assert float(warming.added_warming(emitted=1e12, tcre=0.45)) == pytest.approx(response, abs=0.001)


def test_850_gigatonnes_from_2020_keep_to_1_7_degrees_at_50_per_cent():
    found = warming.warming_of(climate=climate("ar6-2021", as_tables=True), gigatonnes=850.0, likelihood=50.0)
    assert float(found) == pytest.approx(1.7, abs=0.01)


def test_the_two_names_of_one_budget():
    """850 Gt is 1.7 degrees at 50 % and about 2.0 at 83 % (900 Gt in the table)."""
    inputs = climate("ar6-2021", as_tables=True)
    low, high = remaining.framework_budget(climate=inputs, limit=[1.7, 2.0], likelihood=[50.0, 83.0])
    assert float(low) == pytest.approx(850.0, abs=20.0)
    assert float(high) == pytest.approx(900.0, abs=20.0)

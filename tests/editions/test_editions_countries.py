"""Editions of other countries, alone and together; Norway's one corrected figure is the whole list of changes."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from conftest import KINGDOM, SWEDEN

from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.ingest import read_files, remember
from climate_visualizer.editions.publishing.edition_changes import differences
from climate_visualizer.editions.read import current_edition


@pytest.fixture(scope="module")
def norway(real_data, tmp_path_factory):
    """Two of Norway's vintages, a day apart, brought in one after the other: the two editions."""
    var, found = tmp_path_factory.mktemp("norway"), []
    for day in ("2026-02-02", "2026-02-03"):
        path = real_data / "no_miljodirektoratet" / f"{day}_klimagassutslipp_telemark.csv"
        outcome = pipeline.bring_in("no_miljodirektoratet", [(path.name, path.read_bytes())], var, var / "editions")
        assert not outcome.held
        found.append(current_edition(var / "editions"))
    return found


def test_one_figure_of_porsgrunn_is_all_that_changed_in_norway(norway):
    table = differences(*norway)
    finest = table.filter((pl.col("subsector") != "total") & (pl.col("area_id") != "NO-40"))
    assert finest.height == 1
    row = finest.row(0, named=True)
    assert (row["area_id"], row["sector"], row["year"], row["kind"]) == ("NO-4001", "industry", 2024, "revised")
    assert round(row["change_t"]) == -249_213
    assert set(table["area_id"]) == {"NO-4001", "NO-40"}
    assert {round(change) for change in table["change_t"]} == {-249_213}


def test_an_edition_of_the_kingdom_alone_has_its_authorities_without_land_use(kingdom):
    cube = kingdom.cube("GB")
    assert cube.totals.shape == (388, 16)
    assert "land-use" not in cube.sectors
    row = cube.area_ids.index("GB-E06000005")
    assert cube.totals[row, 0] == pytest.approx(845_851.518454 + 1_872.032439)
    assert np.isfinite(cube.totals).all()
    assert kingdom.cube("GB", "GHG").years[0] == 2005
    assert kingdom.origin("GB")["title"].endswith("(CO2)")
    assert kingdom.gas_of(kingdom.area("GB")) == "CO2"


def test_two_countries_stand_side_by_side_and_neither_changes(real_data, tmp_path, sweden, kingdom):
    for source, names in {**SWEDEN, "gb_desnz": KINGDOM}.items():
        files = [(name, (real_data / source / name).read_bytes()) for name in names]
        batch = read_files(source, files, tmp_path)
        remember(batch.imports, tmp_path)
    both = build(batch.read).as_edition()
    assert both.countries == ("GB", "SE")
    assert np.array_equal(both.cube("SE").totals, sweden.cube("SE").totals)
    assert np.array_equal(both.cube("GB").totals, kingdom.cube("GB").totals)
    assert np.array_equal(both.persons("GB", 2020), kingdom.persons("GB", 2020))
    assert build(batch.read).id == both.id


def test_what_a_country_needs_is_asked_for_by_name(real_data, tmp_path):
    gases = [(KINGDOM[0], (real_data / "gb_desnz" / KINGDOM[0]).read_bytes())]
    outcome = pipeline.bring_in("gb_desnz", gases, tmp_path, tmp_path / "editions")
    assert outcome.edition_id is None
    assert "No carbon dioxide statistics have been imported from DESNZ" in outcome.missing

"""The Global Carbon Budget's newest years carry the estimates of a country whose local figures end earlier, and of no other."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.starter import starter_tables
from climate_visualizer.editions.importing.world_tables import SHIPPED
from climate_visualizer.methods.basis import basis
from climate_visualizer.sources.publishers import gb_desnz, world_gcb

FLAT, WIDE = "GCB2023v36_MtCO2_flat.csv", "UK-local-authority-ghg-emissions-2020.xlsx"


@pytest.fixture(scope="module")
def edition(real_data):
    carbon = world_gcb.read((real_data / "world_gcb" / FLAT).read_bytes(), file_name=FLAT, areas=None)
    kingdom = gb_desnz.read((real_data / "gb_desnz" / WIDE).read_bytes(), file_name=WIDE, areas=None)
    return build([*starter_tables(SHIPPED), kingdom, carbon]).as_edition()


def test_the_kingdoms_years_after_its_local_figures_are_those_of_the_nation(edition):
    national = edition.national("GB").sort("year")
    assert set(national["source"]) == {"world_gcb"} and set(national["sector"]) == {"total"}
    assert dict(national.tail(2).select("year", "status").iter_rows()) == {2021: "measured", 2022: "preliminary"}
    emitted = edition.nations.filter((pl.col("country") == "GB") & (pl.col("variable") == "emissions"))
    by_year = dict(emitted.select("year", "value").iter_rows())
    course = basis(edition, "GB", ()).course
    assert (course.published, course.known) == (2020, 2)
    nation = course.totals[basis(edition, "GB", ()).cube.area_ids.index("GB")]
    for year in (2021, 2022):
        assert nation[course.at(year)] / nation[course.at(2020)] == pytest.approx(
            by_year[year] / by_year[2020], rel=1e-6
        )
    assert np.isfinite(course.totals).any()


def test_swedens_own_early_statistics_reach_further_and_stay_alone(edition):
    assert "world_gcb" not in set(edition.national("SE")["source"])
    assert edition.national("SE")["year"].max() == 2024


def test_a_nation_that_is_known_by_the_table_alone_has_no_second_series_of_it(edition):
    assert edition.national("DE").is_empty()

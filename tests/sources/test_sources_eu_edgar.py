"""Europe's regions: EDGAR's workbook as issued, people in Eurostat's layout, and both in an edition with pages and an API."""

from __future__ import annotations

import json

import polars as pl
import pytest

from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.editions.importing.world_tables import regions_without_own
from climate_visualizer.editions.read import current_edition
from climate_visualizer.sources.publishers import eu_edgar
from climate_visualizer.sources.table import AREAS, SourceError, SourceTables

NAME = "EDGARv8.0_GHG_by substance_GWP100_AR5_NUTS2_1990_2022.xlsx"


@pytest.fixture(scope="module")
def content(real_data) -> bytes:
    return (real_data / "eu_edgar" / NAME).read_bytes()


@pytest.fixture(scope="module")
def regions(content) -> SourceTables:
    return eu_edgar.read(content, file_name=NAME, areas=None)


def people(regions: SourceTables) -> bytes:
    """People of the regions that EDGAR has, and of Sweden's, as Eurostat's database answers."""
    assert regions.areas is not None
    geo = [*regions.areas.filter(pl.col("kind") == "region")["area_id"].str.split("-").list.last(), "SE11", "FI"]
    return json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "label": "Population on 1 January by age, sex and NUTS 2 region",
            "updated": "2026-03-01T11:00:00+0100",
            "id": ["freq", "unit", "sex", "age", "geo", "time"],
            "size": [1, 1, 1, 1, len(geo), 2],
            "dimension": {
                **{
                    key: {"category": {"index": {code: 0}}}
                    for key, code in (("freq", "A"), ("unit", "NR"), ("sex", "T"), ("age", "TOTAL"))
                },
                "geo": {"category": {"index": {code: at for at, code in enumerate(geo)}}},
                "time": {"category": {"index": {"2022": 0, "2023": 1}}},
            },
            "value": {str(at): 1000 + at for at in range(2 * len(geo))},
        }
    ).encode()


def test_figures_are_those_of_the_workbook_in_tonnes(regions):
    assert regions.emissions is not None and regions.areas is not None
    keyed = {(area, sector, year): tonnes for area, _, sector, _, year, tonnes, _ in regions.emissions.iter_rows()}
    assert keyed["FI", "total", 1990] == pytest.approx(56_211_658, abs=1)
    assert keyed["FI-FI1B", "total", 2022] == pytest.approx(9_482_130, abs=1)
    assert keyed["AT", "domestic-aviation", 2022] == pytest.approx(170_323.031486)
    assert regions.origin.release_date == "2023-10-01"
    countries = set(regions.areas["country"])
    assert len(countries) == 26
    assert "SE" not in countries, "its municipalities are here already"
    assert {"GR", "FR"} <= countries and not {"EL", "RE"} & countries
    assert regions.areas.filter(pl.struct("country", "slug").is_duplicated()).is_empty()


def test_people_are_those_of_the_end_of_the_year_before(regions):
    read = eu_edgar.read(people(regions), file_name="demo_r_d2jan.json", areas=None).population
    assert read is not None
    assert set(read["year"]) == {2021, 2022}
    assert not read["area_id"].str.starts_with("SE").any()
    nation = read.filter(pl.col("area_id") == "FI")["persons"].sum()
    assert nation == read.filter(pl.col("area_id").str.starts_with("FI-"))["persons"].sum()


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            {"class": "dataset", "id": ["geo"], "size": [1], "dimension": {}, "value": []},
            "not a table of people by region",
        ),
        (
            {"class": "dataset", "id": ["sex", "geo", "time"], "size": [2, 1, 1], "dimension": {}, "value": []},
            "apart by sex",
        ),
    ],
)
def test_another_answer_is_a_sentence(answer, sentence):
    with pytest.raises(SourceError, match=sentence):
        eu_edgar.read(json.dumps(answer).encode(), file_name="a.json", areas=None)


def test_another_workbook_is_a_sentence(workbook):
    with pytest.raises(SourceError, match="no sheet 'Fossil CO2 AR5'"):
        eu_edgar.read(workbook([["Substance"]]), file_name="other.xlsx", areas=None)


def test_a_country_with_statistics_of_its_own_is_not_shown_twice(regions):
    own = pl.DataFrame([("FI-1", "Own", "municipality", "FI", "FI", "own")], schema=AREAS, orient="row")
    kept, _ = regions_without_own(
        [regions, SourceTables(regions.origin.__class__(**{**vars(regions.origin), "source": "fi_own"}), areas=own)]
    )
    assert kept.areas is not None and kept.emissions is not None
    assert "FI" not in set(kept.areas["country"])
    assert not kept.emissions["area_id"].str.starts_with("FI").any()
    assert kept.areas.height == regions.areas.height - regions.areas.filter(pl.col("country") == "FI").height


def test_each_region_has_a_page_a_budget_files_and_an_api(content, regions, settings, tmp_path, client, db):
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    files = [(NAME, content), ("demo_r_d2jan.json", people(regions))]
    assert not bring_in("eu_edgar", files, tmp_path, settings.EDITIONS).held
    edition = current_edition(settings.EDITIONS)
    assert len([area for area in edition.areas if area.kind == "region"]) == 234
    budget = client.get("/api/v1/areas/FI-FI1B/budget").json()
    assert 0 < budget["share"] < 1
    for path in ("/en/fi/helsinki-uusimaa/", "/sv/de/berlin/", "/files/at/findings.csv", "/en/at/wien/figures.xlsx"):
        assert client.get(path).status_code == 200, path

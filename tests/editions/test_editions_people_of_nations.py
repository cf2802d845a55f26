"""Nations without people, Namibia among them: told by the gate, and never read as missing because its code is NA."""

from __future__ import annotations

import polars as pl
import pytest

from climate_visualizer.editions.checks.gate import examine
from climate_visualizer.editions.importing import parse_cache
from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.editions.importing.world_tables import people_of_countries
from climate_visualizer.editions.read import current_edition
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.publishers import world_gcb, world_gdp, world_population
from climate_visualizer.sources.table import EMISSIONS, NATIONS, SourceTables

FLAT, REVISION = "GCB2022v27_MtCO2_flat.csv", "UN_PPP2024_Output_PopTot.xlsx"
BANK = "API_NY.GDP.MKTP.PP.CD_DS2_en_csv_v2_1090665.csv"


@pytest.fixture(scope="module")
def read(real_data):
    files = ((world_gcb, f"world_gcb/{FLAT}"), (world_gdp, f"world_gdp/{BANK}"))
    return [
        module.read((real_data / path).read_bytes(), file_name=path.rpartition("/")[2], areas=None)
        for module, path in files
    ]


def people(real_data, name):
    content = (real_data / "world_population" / name).read_bytes()
    return world_population.read(content, file_name=name, areas=None)


def told(edition, before):
    return [one.sentence for one in examine(edition, before) if one.rule == "without-people"]


def test_nations_that_emit_or_produce_and_have_no_people_are_told(read, real_data):
    """The table of 2022 at hand has lost Namibia, whose code was taken for a missing one, and Kosovo."""
    shipped = build(read[:1]).as_edition()
    lacking = build([*read, people(real_data, "Population.csv")]).as_edition()
    (sentence,) = told(lacking, shipped)
    assert sentence.startswith("2 nations have emissions or a product, no people and so no share (Namibia, Kosovo): ")
    assert told(lacking, lacking) == [], "it is said when figures of the nations change"
    assert told(build([*read, people(real_data, REVISION)]).as_edition(), lacking) == []


def test_namibia_is_a_nation_with_a_page_and_a_budget(read, real_data, tmp_path, settings, client, db):
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    files = (("world_gcb", FLAT), ("world_gdp", BANK), ("world_population", REVISION))
    for source, name in files:
        bring_in(source, [(name, (real_data / source / name).read_bytes())], tmp_path, tmp_path / "editions")
    edition = current_edition(tmp_path / "editions")
    assert edition.area("NA").name == "Namibia"
    of_namibia = edition.nations.filter(pl.col("country") == "NA")
    assert set(of_namibia["variable"]) == {"emissions", "population", "product", "product-ppp"}
    assert edition.nations["country"].null_count() == 0 and edition.population["area_id"].null_count() == 0
    kept = [parse_cache.kept(path.name, tmp_path) for path in (tmp_path / parse_cache.READINGS).iterdir()]
    assert all("NA" in set(one.nations["country"]) for one in kept if one and one.nations is not None)
    answer = client.get("/api/v1/areas/NA/budget")
    assert answer.status_code == 200 and answer.json()["area"]["name"] == "Namibia"
    assert answer.json()["budget_t"] > 0, "people of years that the revision has not are those of the nearest"
    assert client.get("/en/na/namibia/").status_code == 200
    assert "Namibia" in client.get("/api/v1/areas?country=NA").content.decode()


def test_people_are_those_of_countries_of_the_global_carbon_budget_and_edgar_whatever_source_comes_after():
    def emitted(source, area_id):
        origin = Origin(
            source, source, source, "2024-01-01", "CC BY 4.0", "https://example.org", "2024", f"{source}.csv"
        )
        row = (area_id, "CO2", "total", "total", 2020, 1.0, "measured")
        return SourceTables(origin, emissions=pl.DataFrame([row], schema=EMISSIONS, orient="row"))

    counted = [(name, "population", 2020, 10.4, "measured") for name in ("IN", "SE", "SE-0480")]
    nations = pl.DataFrame([*counted, ("IN", "product", 2020, 5.0, "measured")], schema=NATIONS, orient="row")
    read = [emitted("world_gcb", "IN"), emitted("se_smhi", "SE-0480")]
    assert people_of_countries(read, nations).rows() == [("IN", 2020, 10, "measured")]
    assert people_of_countries(read[1:], nations).is_empty()
    of_regions = [emitted("eu_edgar", "SE"), *read[1:]]
    assert people_of_countries(of_regions, nations).rows() == [("SE", 2020, 10, "measured")]
    assert sorted(people_of_countries([*of_regions, read[0]], nations)["area_id"]) == ["IN", "SE"]

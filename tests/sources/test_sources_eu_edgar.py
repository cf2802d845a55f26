"""Europe's regions: EDGAR's workbook as issued, people in Eurostat's layout, and both in an edition with pages and an API."""

from __future__ import annotations

import json
import math

import polars as pl
import pytest

from climate_visualizer.editions.importing.build import build
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


GONE = {"NL31", "NL33", "PT16", "PT17", "PT18"}
NOW = ["NL35", "NL36", "PT19", "PT1A", "PT1B", "PT1C", "PT1D"]


def answer(geo: list[str], value) -> bytes:
    """An answer of Eurostat's for these codes, in the shape that its guide to the statistics API gives."""
    axes = {"freq": ["A"], "unit": ["NR"], "sex": ["T"], "age": ["TOTAL"], "geo": geo, "time": ["2022", "2023"]}
    return json.dumps(
        {
            "version": "2.0",
            "class": "dataset",
            "label": "Population on 1 January by age, sex and NUTS 2 region",
            "source": "ESTAT",
            "updated": "2026-03-01T11:00:00+0100",
            "value": {str(2 * at + year): value(code, year) for at, code in enumerate(geo) for year in (0, 1)},
            "status": {"1": "p"},
            "id": list(axes),
            "size": [len(codes) for codes in axes.values()],
            "dimension": {
                name: {
                    "label": name,
                    "category": {
                        "index": {code: at for at, code in enumerate(codes)},
                        "label": {code: code for code in codes},
                    },
                }
                for name, codes in axes.items()
            },
            "extension": {"lang": "EN", "id": "DEMO_R_D2JAN", "agencyId": "ESTAT"},
        }
    ).encode()


def people(regions: SourceTables) -> bytes:
    """People of every level, and of codes that were given up, as Eurostat's database answers; regions by NUTS of 2024."""
    assert regions.areas is not None
    listed = regions.areas.filter(pl.col("kind") == "region")["area_id"].str.split("-").list.last().to_list()
    own = sorted({code[:2] for code in listed})
    geo = [
        *own,
        *(code for code in listed if code not in GONE),
        *NOW,
        "EU27_2020",
        "PT1",
        "SE11",
        "TR10",
        "UKI3",
        "PL11",
    ]
    return answer(geo, lambda code, year: 1_000_000 + year if len(code) == 2 else 1000 + geo.index(code))


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
    assert {"SE", "TR", "UK", "EU"}.isdisjoint(read["area_id"].str.head(2))
    assert set(read.filter(pl.col("area_id").str.len_chars() == 2)["persons"]) == {1_000_000, 1_000_001}, (
        "a nation's own row"
    )
    listed = set(regions.areas["area_id"])
    assert listed <= set(read["area_id"]), "every region has people, also those that have another code in NUTS 2024"


@pytest.mark.parametrize("beside", [[], sorted(GONE)])
def test_regions_with_other_codes_are_put_together_and_nobody_is_counted_twice(beside):
    """A table may have today's codes alone, or those given up beside them; an earlier one had no nations."""
    count = {code: 1000 * (at + 1) for at, code in enumerate([*NOW, *sorted(GONE)])}
    content = answer([*NOW, *beside], lambda code, year: count[code])
    read = eu_edgar.read(content, file_name="demo_r_d2jan.json", areas=None).population.filter(pl.col("year") == 2022)
    found = dict(read.select("area_id", "persons").iter_rows())
    parts = {"NL31": 1000, "NL33": 2000, "PT16": 3000 + 4970, "PT17": 9000, "PT18": 6000 + 2030}
    assert {code: found[f"{code[:2]}-{code}"] for code in parts} == (
        {code: count[code] for code in GONE} if beside else parts
    )
    assert {country: found[country] for country in ("NL", "PT")} == {
        country: sum(found[f"{country}-{code}"] for code in parts if code.startswith(country))
        for country in ("NL", "PT")
    }
    status = set(read.filter(pl.col("area_id").is_in([f"PT-{code}" for code in parts]))["status"])
    assert status == ({"measured"} if beside else {"estimated"})


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


def test_a_country_of_regions_that_nobody_has_counted_has_the_people_of_the_world(regions):
    edition = build([regions]).as_edition()
    order = edition.cube("DE").area_ids
    people = dict(zip(order, edition.persons("DE", 2022).tolist(), strict=True))
    assert 80e6 < people["DE"] < 90e6
    assert all(math.isnan(number) for area, number in people.items() if area != "DE"), "Eurostat's were not brought in"


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

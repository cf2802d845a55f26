"""Early national statistics: the database's answer in its own layout, found by a query, and SMHI's extracts."""

from __future__ import annotations

import json

import polars as pl
import pytest
from conftest import ROOT

from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.publishers import se_nation
from climate_visualizer.sources.table import NATIONAL, SourceError

SECTORS = {
    "0.1": "NATIONELL TOTAL (exklusive LULUCF, exklusive internationella transporter)",
    "0.2": "NATIONELL TOTAL (exklusive LULUCF, inklusive internationella transporter)",
    "1.0": "ARBETSMASKINER, TOTALT",
    "2.0": "AVFALL, TOTALT",
    "3.0": "EL OCH FJÄRRVÄRME, TOTALT",
    "4.0": "INDUSTRI, TOTALT",
    "5.0": "UTRIKES TRANSPORTER, TOTALT",
    "6.0": "JORDBRUK, TOTALT",
    "7.0": "PRODUKTANVÄNDNING, TOTALT",
    "8.0": "INRIKES TRANSPORTER, TOTALT",
    "8.5.1": "Personbilar",
    "9.0": "EGEN UPPVÄRMNING AV BOSTÄDER OCH LOKALER, TOTALT",
}
GASES = {"CO2-ekv.": "Totala Växthusgaser (kt CO2-ekv.)", "CO2": "Koldioxid (kt)", "CH4": "Metan (ton)"}
YEARS = {"2023": "2023", "2024": "2024", "2025": "2025"}


def answer(**changes: object) -> dict:
    """The table of total emissions as json-stat2; 2025 is preliminary by a note, and one figure is not there."""
    values: list[float | None] = [
        gas * 1000 + sector * 10 + year for gas in range(3) for sector in range(len(SECTORS)) for year in range(3)
    ]
    values[2 * 3 + 1] = None
    dimension = {
        "Vaxthusgaser": {"category": {"index": list(GASES), "label": GASES}},
        "Sektor": {"category": {"index": list(SECTORS), "label": SECTORS}},
        "ContentsCode": {"category": {"index": ["MI0107AQ"], "label": {"MI0107AQ": "Utsläpp"}}},
        "Tid": {"category": {"index": list(YEARS), "label": YEARS, "note": {"2025": ["Preliminära uppgifter."]}}},
    }
    return {
        "version": "2.0",
        "class": "dataset",
        "label": "Totala utsläpp av växthusgaser efter växthusgas, sektor, tabellinnehåll och år",
        "updated": "2026-06-04T06:00:00Z",
        "id": list(dimension),
        "size": [3, len(SECTORS), 1, 3],
        "dimension": dimension,
        "value": values,
        **changes,
    }


def read(content: object) -> pl.DataFrame:
    tables = se_nation.read(json.dumps(content).encode(), file_name="nation_TAB4698.json", areas=None)
    assert tables.national is not None
    return tables.national


def test_the_database_is_read_by_the_nine_sectors_in_tonnes_with_preliminary_years_marked():
    national = read(answer())
    assert national.schema == NATIONAL
    keyed = {(gas, sector, year): tonnes for _, sector, gas, year, tonnes, *_ in national.iter_rows()}
    assert keyed["GHG", "total", 2023] == 0.0
    assert keyed["CO2", "transport", 2024] == (1000 + 9 * 10 + 1) * 1000
    assert ("GHG", "machinery", 2024) not in keyed
    smhi = {sector["key"] for sector in facts("se_smhi")["sector"]}
    assert set(national["sector"]) == {*smhi, "total"}
    assert set(national["gas"]) == {"CO2", "GHG"}
    assert dict(national.select("year", "status").unique().iter_rows()) == {
        2023: "measured",
        2024: "measured",
        2025: "preliminary",
    }


@pytest.mark.parametrize("mark", [{"2025": "2025p"}, {"2025": "2025 (preliminär)"}])
def test_a_year_is_preliminary_by_its_label_too(mark):
    made = answer()
    made["dimension"]["Tid"]["category"] = {"index": list(YEARS), "label": YEARS | mark}
    assert set(read(made).filter(pl.col("status") == "preliminary")["year"]) == {2025}


def _renamed(code: str, label: str) -> dict:
    made = answer()
    made["dimension"]["Sektor"]["category"]["label"] = SECTORS | {code: label}
    return made


def _in_tonnes() -> dict:
    made = answer()
    made["dimension"]["Vaxthusgaser"]["category"]["label"] = GASES | {"CO2": "Koldioxid (ton)"}
    return made


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (_renamed("8.0", "RESOR"), "no sector that is transport here; add what SCB calls it now"),
        (_renamed("8.5.1", "Transporter"), "two sectors that are one here"),
        (_in_tonnes(), r"does not give Koldioxid \(ton\) in kilotonnes"),
        (answer(id=["Gas", "Sektor", "ContentsCode", "Tid"]), "not a table of emissions by Vaxthusgaser"),
        (answer(value=[None] * 108), "no figure at all"),
        ({"class": "collection"}, "not a json-stat2 dataset"),
    ],
)
def test_another_answer_is_a_sentence(content, sentence):
    with pytest.raises(SourceError, match=sentence):
        read(content)


def _tables(**changes: object) -> bytes:
    wanted = {"label": answer()["label"], "variableNames": ["växthusgas", "sektor", "tabellinnehåll", "år"]}
    other = {"id": "TAB1", "updated": "2026-11-01", "label": "Utsläpp av växthusgaser från inrikes transporter"}
    old = {**wanted, "id": "TAB2", "updated": "2024-12-01"}
    return json.dumps({"tables": [other, old, {**wanted, "id": "TAB9", "updated": "2026-06-04", **changes}]}).encode()


@pytest.mark.parametrize(("search", "table"), [(_tables(), "TAB9"), (b"<html>", "TAB4698"), (None, "TAB4698")])
def test_the_table_is_found_by_a_query_and_asked_for_when_it_was_updated(served, search, table):
    at = "/api/v2/tables"
    question = f"{at}?lang=sv&pageSize=100&query=MI0107%20utsl%C3%A4pp%20v%C3%A4xthusgas%20sektor"
    data = f"{at}/{table}/data?" + facts("se_nation")["table"]["choice"].format(
        gas="Vaxthusgaser", gases="CO2-ekv.,CO2"
    )
    served.files = {
        f"{at}/{table}": b'{"updated": "2026-06-04T06:00:00Z"}',
        data: json.dumps(answer()).encode(),
    } | ({question: search} if search else {})
    (first,) = se_nation.fetch(known={}, base=served.base)
    assert read(json.loads(first.content)).height == 59
    assert list(se_nation.fetch(known={first.url: first.headers}, base=served.base)) == []
    assert served.asked.count(data) == 1


def test_extracts_of_smhi_give_the_nation_by_sector(real_data):
    national = {}
    for name in ("2025-06-18_co2_municipality_sectors.json", "2026-06-25_ghg_nation_sectors.json"):
        content = (real_data / "se_smhi_extracts" / name).read_bytes()
        tables = se_nation.read(content, file_name=name, areas=None)
        assert (tables.origin.publisher, tables.origin.source) == ("SMHI", "se_nation")
        for _, sector, gas, year, tonnes, *_ in tables.national.iter_rows():
            national[gas, sector, year] = tonnes
    assert national["GHG", "total", 2024] == pytest.approx(47_649_263.88)
    assert national["GHG", "transport", 2024] / national["GHG", "transport", 2023] == pytest.approx(1.212, abs=0.001)
    naive = json.loads((real_data / "se_smhi_extracts" / "2025-06-18_co2_municipality_sectors.json").read_bytes())
    assert national["CO2", "industry", 2023] == pytest.approx(
        sum(area["sectors"]["2023"]["Industri (energi + processer)"] for area in naive)
    )


def test_an_extract_that_lacks_a_figure_is_a_sentence(real_data):
    name = "2026-06-25_ghg_nation_sectors.json"
    content = json.loads((real_data / "se_smhi_extracts" / name).read_bytes())
    del content[0]["sectors"]["2024"]["Transporter"]
    with pytest.raises(SourceError, match="89 figures instead of 90"):
        se_nation.read(json.dumps(content).encode(), file_name=name, areas=None)


def test_the_starter_set_has_sweden_to_2024_and_a_release_of_the_database_stands_beside_it(starter):
    shipped = starter.national("SE").filter(pl.col("sector") == "total", pl.col("gas") == "GHG")
    assert shipped["year"].max() == 2024
    assert starter.national("NO").is_empty()
    assert starter.origin("SE")["title"].startswith("Nationella emissionsdatabasen: Koldioxid")
    everything = read_starter(ROOT / "climate_visualizer" / "data" / "starter")
    assert everything.tables["national"].height == shipped.height * 10 + 10 * 13


def test_a_newer_release_replaces_its_own_series_only(real_data, tmp_path):
    from climate_visualizer.editions.importing.ingest import read_files, remember

    scb = [
        (name, (real_data / "se_scb" / name).read_bytes())
        for name in ("kommunlankod_2023.xls", "be0101_tabhel2023.xlsx")
    ]
    name = "smhi_lansrapport_2024-04-18_sub-CO2_county-0_municipality-0.xlsx"
    newer = answer(updated="2026-12-10T06:00:00Z", value=[7.0] * 108)
    for source, files in (
        ("se_scb", scb),
        ("se_smhi", [(name, (real_data / "se_smhi" / name).read_bytes())]),
        ("se_nation", [("a.json", json.dumps(newer).encode()), ("b.json", json.dumps(answer()).encode())]),
    ):
        batch = read_files(source, files, tmp_path)
        remember(batch.imports, tmp_path)
    edition = build(batch.read).as_edition()
    national = edition.national("SE")
    assert set(national.filter(pl.col("source") == "se_nation")["tonnes"]) == {7000.0}
    assert national.filter(pl.col("source") == "se_smhi")["year"].max() == 2024
    assert edition.origin("SE")["release_date"] == "2024-04-18"

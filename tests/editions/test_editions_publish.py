"""Editions: content-addressed, atomic, verifiable, and a pure function of the files that came in."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.ingest import known_imports, read_files, rebuild, remember
from climate_visualizer.editions.importing.pipeline import annotate
from climate_visualizer.editions.importing.starter import ensure_edition, read_starter, write_starter
from climate_visualizer.editions.publishing import publish as publishing
from climate_visualizer.editions.publishing.publish import faults, point_at, publish, roll_back, store, stored
from climate_visualizer.editions.read import NoEdition, UnknownArea, current_edition, current_id, load_edition
from climate_visualizer.sources.origin import Origin
from climate_visualizer.sources.table import SourceError, SourceTables

ROOT = Path(__file__).resolve().parents[2]
STARTER = ROOT / "climate_visualizer" / "data" / "starter"
# As docs/data.md tells it: everything that the starter set is written from.
WRITTEN_FROM = {
    "se_scb": (
        "se_scb/kommunlankod_2023.xls",
        "se_scb/befolkning_kommuner_2018.xlsx",
        "se_scb/swedish_population_lan_1990-2023.csv",
        "se_scb/be0101_tabhel2023.xlsx",
        "se_scb/be0101_tabhel2024.xlsx",
        "se_scb/000007SF_20260416-131411.xlsx",
    ),
    "se_smhi": ("se_smhi_extracts/2025-06-18_co2_municipality_sectors.json",),
    "se_nation": (
        "se_smhi_extracts/2025-06-18_co2_municipality_sectors.json",
        "se_smhi_extracts/2026-06-25_ghg_nation_sectors.json",
    ),
    "eu_ets": ("eu_ets/installations-SE.csv",),
    "world_gcb": ("world_gcb/GCB2022v27_MtCO2_flat.csv",),
    "world_population": ("world_population/Population.csv", "world_population/UN_PPP2024_Output_PopTot.xlsx"),
    "world_gdp": ("world_gdp/gdp.csv", "world_gdp/API_NY.GDP.MKTP.PP.CD_DS2_en_csv_v2_1090665.csv"),
}


@pytest.fixture
def candidate():
    return read_starter(STARTER)


def _origin(date: str, source: str = "se_smhi") -> Origin:
    return Origin(source, "SMHI", "Koldioxid (CO2)", date, "CC BY 4.0", "https://example.org", date, f"{date}.xlsx")


def _tables(candidate, date: str, factor: float = 1.0) -> list[SourceTables]:
    emissions = candidate.tables["emissions"].with_columns(pl.col("tonnes") * factor)
    return [
        SourceTables(
            _origin("2023-01-01", "se_scb"),
            areas=candidate.tables["areas"],
            population=candidate.tables["population"],
        ),
        SourceTables(_origin(date), emissions=emissions, disputes=candidate.tables["disputes"]),
    ]


def test_the_same_tables_give_the_same_id_and_others_another(candidate):
    again = build(_tables(candidate, "2024-01-01"))
    assert again.id == build(_tables(candidate, "2024-01-01")).id
    assert again.id != build(_tables(candidate, "2024-01-01", factor=1.001)).id


def test_a_newer_release_replaces_an_older_one_in_whatever_order_they_come(candidate):
    people, old = _tables(candidate, "2023-06-26", factor=0.5)
    new = _tables(candidate, "2024-04-18")[1]
    built = build([new, people, old])
    assert built.id == build([old, people, new]).id
    assert built.id.startswith("2024-04-18-")
    assert built.tables["emissions"]["tonnes"].sum() == pytest.approx(candidate.tables["emissions"]["tonnes"].sum())


def test_a_year_end_count_of_people_stands_before_a_june_count(candidate):
    tables = _tables(candidate, "2024-01-01")
    june = candidate.tables["population"].filter(pl.col("year") == 2022)
    june = june.with_columns(persons=pl.col("persons") + 1, status=pl.lit("estimated"))
    built = build([*tables, SourceTables(_origin("2030-01-01", "se_scb"), population=june)])
    assert built.tables["population"].equals(build(tables).tables["population"])


@pytest.mark.parametrize(
    ("left_out", "sentence"),
    [("emissions", "No carbon dioxide"), ("population", "No population"), ("areas", "No official list")],
)
def test_what_every_edition_needs_is_asked_for(candidate, left_out, sentence):
    people, gas = _tables(candidate, "2024-01-01")
    tables = {
        "emissions": [people],
        "population": [SourceTables(people.origin, areas=people.areas), gas],
        "areas": [SourceTables(people.origin, population=people.population), gas],
    }
    with pytest.raises(SourceError, match=sentence):
        build(tables[left_out])


def test_publishing_points_at_a_whole_folder_and_the_one_before_can_come_back(candidate, tmp_path):
    first = publish(candidate, tmp_path)
    second = publish(build(_tables(candidate, "2025-01-01", factor=0.9)), tmp_path)
    assert current_id(tmp_path) == second
    assert stored(tmp_path) == sorted([first, second])
    assert roll_back(tmp_path) == first
    assert current_edition(tmp_path).id == first
    assert faults(first, tmp_path) == []


def test_a_failure_while_writing_leaves_the_old_edition_and_no_rest(candidate, tmp_path, monkeypatch):
    first = publish(candidate, tmp_path)

    def full(path, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publishing, "write_atomically", full)
    with pytest.raises(OSError, match="No space"):
        publish(build(_tables(candidate, "2025-01-01")), tmp_path)
    assert current_id(tmp_path) == first
    assert [path.name for path in tmp_path.glob(".building-*")] == []


def test_storing_twice_writes_once(candidate, tmp_path):
    folder = store(candidate, tmp_path)
    before = (folder / "manifest.json").stat().st_mtime_ns
    assert store(candidate, tmp_path) == folder
    assert (folder / "manifest.json").stat().st_mtime_ns == before


def test_a_flipped_bit_a_lost_file_and_a_torn_manifest_are_found(candidate, tmp_path):
    folder = tmp_path / publish(candidate, tmp_path)
    content = bytearray((folder / "emissions.parquet").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "emissions.parquet").write_bytes(content)
    (folder / "areas.parquet").unlink()
    assert [sentence.split(": ")[1] for sentence in faults(folder.name, tmp_path)] == [
        "areas.parquet is missing.",
        "emissions.parquet is not what was written.",
    ]
    (folder / "manifest.json").write_text('{"id": ')
    assert "manifest" in faults(folder.name, tmp_path)[0]
    load_edition.cache_clear()
    with pytest.raises(NoEdition, match="editions rollback"):
        current_edition(tmp_path)


def test_a_flipped_bit_anywhere_in_a_manifest_is_found_and_a_note_is_none(candidate, tmp_path):
    """Also in its own checksum and in that one's name; one from before manifests had a checksum is still sound."""
    folder = tmp_path / publish(candidate, tmp_path)
    path = folder / "manifest.json"
    content = path.read_bytes()
    seal = content.index(b'"seal"')
    places = [*range(0, len(content), 211), *range(seal, seal + 80)]
    for place in places:
        for bit in (0, 3, 5):
            flipped = bytearray(content)
            flipped[place] ^= 1 << bit
            path.write_bytes(flipped)
            (sentence,) = faults(folder.name, tmp_path)
            assert "the manifest is" in sentence, (place, bit)
    path.write_bytes(content)
    assert faults(folder.name, tmp_path) == []
    annotate(folder.name, tmp_path, {"published_because": "Seen with the publisher."})
    assert b"Seen with" in path.read_bytes()
    assert faults(folder.name, tmp_path) == []
    before = {key: value for key, value in json.loads(content).items() if key != "seal"}
    path.write_text(json.dumps(before))
    assert faults(folder.name, tmp_path) == []


def test_nothing_published_is_a_sentence(tmp_path):
    with pytest.raises(NoEdition, match="prepare"):
        current_edition(tmp_path)
    with pytest.raises(NoEdition, match="no earlier edition"):
        roll_back(tmp_path)
    with pytest.raises(NoEdition, match="no edition 'x'"):
        point_at("x", tmp_path)
    assert stored(tmp_path / "nowhere") == []


def test_the_manifest_says_what_an_edition_was_made_from(candidate, tmp_path):
    folder = tmp_path / publish(candidate, tmp_path)
    manifest = json.loads((folder / "manifest.json").read_text())
    assert manifest["starter"] is True
    assert {origin["publisher"] for origin in manifest["origins"]} == {
        "SMHI",
        "Statistics Sweden",
        "Global Carbon Project",
        "United Nations, Population Division",
        "World Bank",
        "European Commission",
    }
    assert all(len(origin["sha256"]) == 64 for origin in manifest["origins"])
    assert manifest["tables"]["emissions"]["rows"] == candidate.tables["emissions"].height


def test_the_starter_set_is_made_current_once_and_gives_way_to_an_import(candidate, tmp_path):
    first = ensure_edition(tmp_path, STARTER)
    assert ensure_edition(tmp_path, STARTER) == first
    imported = publish(build(_tables(candidate, "2025-01-01")), tmp_path)
    assert ensure_edition(tmp_path, STARTER) == imported


def test_an_edition_answers_by_id_by_address_and_by_place(starter):
    nykoping = starter.area("SE-0480")
    assert starter.find("se", "nykoping") is nykoping
    assert [area.id for area in starter.parents("SE-0480")] == ["SE-04", "SE"]
    assert nykoping in starter.children("SE-04")
    assert len(starter.children("SE")) == 21
    with pytest.raises(UnknownArea, match="SE-9999"):
        starter.area("SE-9999")
    with pytest.raises(UnknownArea, match="atlantis"):
        starter.find("se", "atlantis")
    with pytest.raises(KeyError):
        starter.cube("SE", "SF6")


def test_the_cube_holds_what_the_table_holds(starter):
    cube = starter.cube("SE")
    rows = starter.emissions.filter(pl.col("subsector") == "total")
    for row in rows.sample(200, seed=1).iter_rows(named=True):
        area, year = cube.area_ids.index(row["area_id"]), cube.years.tolist().index(row["year"])
        if row["sector"] == "total":
            assert cube.totals[area, year] == row["tonnes"]
        else:
            assert cube.tonnes[area, cube.sectors.index(row["sector"]), year] == row["tonnes"]


def test_the_starter_set_holds_what_it_promises(starter):
    assert len(starter.areas) == 1 + 21 + 290
    assert starter.cube("SE").years.tolist() == [1990, 2000, 2005, 2010, *range(2015, 2024)]
    assert set(starter.emissions["subsector"].unique()) == {"total"}
    assert starter.population["year"].max() == 2025
    summed = starter.emissions.filter(pl.col("status") == "summed")["area_id"].unique().cast(pl.String)
    assert set(summed) == {area.id for area in starter.areas if area.kind != "municipality"}
    assert "länen och riket som summor av kommunerna" in starter.origin("SE")["title"]
    assert sum(path.stat().st_size for path in STARTER.iterdir()) < 2_000_000


def test_counties_and_the_nation_are_the_sums_of_the_starter_sets_municipalities(starter):
    cube = starter.cube("SE")
    rows = {area_id: index for index, area_id in enumerate(cube.area_ids)}
    for around in starter.areas:
        within = [rows[one.id] for one in starter.areas if one.kind == "municipality" and one.id.startswith(around.id)]
        assert np.abs(cube.tonnes[within].sum(axis=0) - cube.tonnes[rows[around.id]]).max() <= len(within) / 2 + 0.5


def test_files_in_any_order_give_one_edition_and_rebuilding_gives_it_again(real_data, tmp_path, sweden):
    from conftest import SWEDEN

    files = [
        (source, name, (real_data / source / name).read_bytes())
        for source, names in reversed(SWEDEN.items())
        for name in reversed(names)
    ]
    order = [entry for entry in files if entry[0] == "se_scb"] + [entry for entry in files if entry[0] != "se_scb"]
    for source, name, content in order:
        try:
            remember(read_files(source, [(name, content)], tmp_path).imports, tmp_path)
        except SourceError as problem:
            assert "import SCB's code list first" in str(problem)
    people = [(name, content) for source, name, content in order if source == "se_scb"]
    batch = read_files("se_scb", people, tmp_path)
    remember(batch.imports, tmp_path)
    gas = next((name, content) for source, name, content in order if source == "se_smhi")
    remember(read_files("se_smhi", [gas], tmp_path).imports, tmp_path)
    assert rebuild(tmp_path).id == sweden.id
    assert len(known_imports(tmp_path)) == 4


def test_the_starter_set_is_what_the_command_writes(tmp_path, real_data):
    for source, names in WRITTEN_FROM.items():
        files = [(Path(name).name, (real_data / name).read_bytes()) for name in names]
        batch = read_files(source, files, tmp_path)
        remember(batch.imports, tmp_path)
    rows = write_starter(build(batch.read).as_edition(), tmp_path)
    assert rows["areas"] == 312
    for written in sorted(STARTER.iterdir()):
        assert (tmp_path / written.name).read_bytes() == written.read_bytes(), written.name


def test_all_of_sweden_is_there_with_kumla_disputed(sweden):
    assert len(sweden.areas) == 312
    worst = sweden.disputes_of("SE-1881").row(0, named=True)
    assert (worst["sector"], round(worst["gap_t"])) == ("waste", 127848)
    assert sweden.disputes_of("SE-0480").is_empty()
    by_area = sweden.disputes.partition_by("area_id", as_dict=True, maintain_order=True)
    assert all(sweden.disputes_of(str(one)).equals(rows) for (one,), rows in by_area.items())

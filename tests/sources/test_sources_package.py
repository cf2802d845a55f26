"""Data packages: a made-up Danish region through gate, edition, pages, API and files; Sweden's nation; one at an address."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from sources.made_package import REST, emissions, people, written

from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.editions.read import current_edition
from climate_visualizer.sources.packages.package_bundle import bundle_of
from climate_visualizer.sources.publishers import package
from climate_visualizer.sources.publishers.smhi_extract import parsed
from climate_visualizer.sources.table import SourceError


@pytest.fixture
def denmark(settings, tmp_path, db) -> Path:
    """A site on which the made-up region has been imported beside what comes with the project."""
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    call_command("import_statistics", "package", str(written(tmp_path / "made")))
    return tmp_path


def test_a_region_has_totals_sums_and_its_own_words(denmark):
    edition = current_edition(denmark / "editions")
    cube = edition.cube("DK")
    assert cube.years.tolist() == list(range(2010, 2024))
    totals = dict(zip(cube.area_ids, cube.totals[:, 0].tolist(), strict=True))
    assert totals == pytest.approx(
        {"DK-101": 80_000.0, "DK-102": 250_000.0, "DK-X1": 330_000.0, "DK-X0": 2 * REST, "DK": 2 * REST + 330_000.0}
    ), "land use is kept and not counted"
    figures = edition.emissions_of("DK-X1")
    assert set(figures["status"]) == {"summed"}
    assert edition.subsectors("DK-101")["subsector"].n_unique() == 2
    assert edition.area("DK-102").slug == "store-baek"
    origin = edition.origin("DK")
    assert (origin["publisher"], origin["licence"]) == ("Statistics of Vesterland", "CC-BY-4.0")
    assert origin["source"] == "dk_package-vesterland"
    assert edition.manifest["cards"]["dk_package-vesterland"]["card"]["title"] == "Emissions of Vesterland"


def test_it_has_pages_a_budget_an_api_and_files(denmark, client):
    for lang in ("sv", "en", "fi", "sv-x-lattlast"):
        page = client.get(f"/{lang}/dk/aby/")
        assert page.status_code == 200
        assert "Statistics of Vesterland" in page.content.decode()
    assert "Personbilar" in client.get("/sv/dk/aby/sectors/transport/").content.decode()
    budget = client.get("/api/v1/areas/DK-101/budget").json()
    assert budget["remaining_t"] < budget["budget_t"]
    shares = [client.get(f"/api/v1/areas/{one}/budget").json()["share"] for one in ("DK-101", "DK-102")]
    assert shares == pytest.approx([20_000 / 5_761_000, 41_000 / 5_761_000]), "of all of Denmark"
    assert client.get("/api/v1/areas?country=DK").json()["count"] == 5
    assert "Store Bæk" in client.get("/files/dk/findings.csv").content.decode()
    assert client.get("/files/dk/emissions.xlsx").status_code == 200
    for name in ("report.pdf", "figures.xlsx"):
        assert client.get(f"/en/dk/store-baek/{name}").status_code == 200, name


def test_a_new_release_goes_through_the_gate_and_an_edition_is_built_again_from_it(denmark, capsys):
    own = [line for line in emissions().splitlines() if not (line.startswith("DK-102") and ",power," in line)]
    without_power = "\n".join(line.replace(",power,,", ",transport,vans,") for line in own) + "\n"
    held = written(denmark / "held", emissions=without_power, created="2026-03-01")
    with pytest.raises(CommandError, match="Held"):
        call_command("import_statistics", "package", str(held))
    later = written(denmark / "later", emissions=emissions(range(2010, 2025)), created="2026-03-02")
    call_command("import_statistics", "package", str(later))
    assert current_edition(denmark / "editions").cube("DK").years[-1] == 2024
    call_command("editions", "rebuild")
    assert (
        "is the same" in capsys.readouterr().out or current_edition(denmark / "editions").cube("DK").years[-1] == 2024
    )


def test_the_newest_years_of_a_nation_are_by_its_own_packages_sectors(denmark):
    rows = [f"DK,{year},CO2,{sector},{tonnes},preliminary" for year in (2023, 2024) for sector, tonnes in NEWEST]
    table = "\n".join(["area_id,year,gas,sector,tonnes,status", *rows]) + "\n"
    path = written(denmark / "newest", areas="", sectors="", population="", emissions=table, name="newest")
    call_command("package", "check", str(path))
    call_command("import_statistics", "package", str(path))
    national = current_edition(denmark / "editions").national("DK")
    own = national.filter(pl.col("source") == "dk_package-newest")
    assert set(own["sector"]) == {"transport", "power", "total"} and set(own["status"]) == {"preliminary"}
    path.with_name("emissions.csv").write_text(table.replace("power", "steam"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"the sector steam; those of DK are land, power, total, transport"):
        call_command("import_statistics", "package", str(path))


NEWEST = (("transport", 11_000_000), ("power", 12_000_000))


def test_a_spreadsheet_with_semicolons_and_decimal_commas_is_read_the_same(tmp_path):
    plain = package.read(bundle_of(written(tmp_path / "a"))[1], file_name="a.zip", areas=None)
    comma = {"emissions": emissions().replace(",", ";").replace(".", ","), "population": people().replace(",", ";")}
    other = package.read(bundle_of(written(tmp_path / "b", **comma))[1], file_name="b.zip", areas=None)
    assert other.emissions is not None and plain.emissions is not None
    assert other.emissions.sort(pl.all()).equals(plain.emissions.sort(pl.all()))
    path = written(tmp_path / "c")
    table = path.with_name("emissions.csv")
    table.write_bytes(table.read_bytes().replace(b"DK-101,2010,CO2,land", "DK-101,2010,CO2,å".encode("latin-1"), 1))
    with pytest.raises(
        CommandError, match="emissions, line 4: has letters that are not in UTF-8; save the table as CSV"
    ):
        call_command("package", "check", str(path))


def test_a_sector_beside_parts_that_are_not_it_is_a_contradiction(tmp_path):
    more = emissions() + "DK-101,2023,CO2,transport,,100.0,measured\n"
    read = package.read(bundle_of(written(tmp_path, emissions=more))[1], file_name="a.zip", areas=None)
    assert read.disputes is not None
    assert {"DK-101", "DK-X1"} <= set(read.disputes["area_id"]) and set(read.disputes["year"]) == {2023}


def test_europes_regions_give_way_and_that_is_told(tmp_path, settings, real_data, db):
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    book = next((real_data / "eu_edgar").glob("EDGAR*.xlsx"))
    bring_in("eu_edgar", [(book.name, book.read_bytes())], tmp_path, settings.EDITIONS)
    assert "Hovedstaden" in {area.name for area in current_edition(settings.EDITIONS).areas}
    outcome = bring_in("package", [bundle_of(written(tmp_path / "made"))], tmp_path, settings.EDITIONS)
    assert not outcome.held
    (told,) = [one.sentence for one in outcome.concerns if one.rule == "regions-replaced"]
    assert told.startswith("5 regions of Europe have given way to the country's own statistics: Hovedstaden")
    assert {area.name for area in current_edition(settings.EDITIONS).areas if area.country == "DK"} >= {"Åby"}


def test_swedens_nation_to_2024_comes_as_a_package_of_emissions_alone(real_data, tmp_path):
    name = "2026-06-25_ghg_nation_sectors.json"
    figures = parsed((real_data / "se_smhi_extracts" / name).read_bytes(), name).figures
    rows = [f"SE,{year},GHG,{sector},{tonnes}" for _, sector, year, tonnes in figures.iter_rows()]
    table = "\n".join(["area_id,year,gas,sector,tonnes", *rows]) + "\n"
    path = written(tmp_path / "se", areas="", sectors="", population="", emissions=table, name="nation")
    bundle = bundle_of(path)
    read = package.read(bundle[1], file_name=bundle[0], areas=None)
    assert read.emissions is None and read.national is not None
    keyed = {(sector, year): tonnes for _, sector, _, year, tonnes, *_ in read.national.iter_rows()}
    assert keyed["total", 2024] == pytest.approx(47_649_263.88)
    assert keyed["transport", 2024] / keyed["transport", 2023] == pytest.approx(1.212, abs=0.001)
    var = tmp_path / "var"
    for source, files in (
        ("se_scb", [("kommunlankod_2023.xls",), ("be0101_tabhel2023.xlsx",)]),
        ("se_smhi_extracts", [("2025-06-18_co2_municipality_sectors.json",)]),
    ):
        contents = [(one, (real_data / source / one).read_bytes()) for (one,) in files]
        bring_in(source.removesuffix("_extracts"), contents, var, var / "editions")
    outcome = bring_in("package", [bundle], var, var / "editions")
    assert not outcome.held
    national = current_edition(var / "editions").national("SE")
    own = national.filter(pl.col("source") == "se_package-nation")
    assert own.height == 100
    assert own["year"].max() == 2024


def test_a_published_package_is_followed(served, tmp_path, monkeypatch):
    cards = tmp_path / "packages"
    cards.mkdir()
    (cards / "vesterland.toml").write_text('address = "https://statistics.example.org/climate/datapackage.json"\n')
    monkeypatch.setattr(package, "FOLDERS", [cards])
    folder = written(tmp_path / "made").parent
    for path in folder.iterdir():
        served.files[f"/climate/{path.name}"] = path.read_bytes()
    (first,) = package.fetch(known={}, base=served.base)
    assert first.file_name == "vesterland.zip"
    assert package.read(first.content, file_name=first.file_name, areas=None).areas is not None
    assert first.content == bundle_of(folder / "datapackage.json")[1]
    assert list(package.fetch(known={first.url: first.headers}, base=served.base)) == []
    written(folder, created="2026-01-01")
    served.files["/climate/datapackage.json"] = (folder / "datapackage.json").read_bytes()
    assert len(list(package.fetch(known={first.url: first.headers}, base=served.base))) == 1
    (cards / "odd.toml").write_text('address = "http://example.org"\n')
    with pytest.raises(SourceError, match="package odd has no address that begins with https"):
        list(package.fetch(known={}, base=served.base))

"""Data packages: a made-up Danish region through gate, edition, pages, API and files; Sweden's nation to 2024; faults by cell."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest
from django.core.management import CommandError, call_command

from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.editions.read import current_edition
from climate_visualizer.sources.packages.package_bundle import bundle_of
from climate_visualizer.sources.packages.package_check import _facts
from climate_visualizer.sources.publishers import package
from climate_visualizer.sources.publishers.smhi_extract import parsed
from climate_visualizer.sources.table import SourceError

SECTORS = """id,name_en,name_sv,quality,capital,counted,part_of
transport,Transport,Transporter,modelled,road-transport,true,
cars,Cars,Personbilar,modelled,road-transport,true,transport
vans,Vans,Lätta lastbilar,modelled,road-transport,true,transport
power,Power and heat,El och värme,measured,power-heat,true,
land,Land use,Markanvändning,modelled,agriculture,false,
"""
AREAS = """id,name,kind,parent
# a made-up region, and the rest of the country
DK-X0,Resten af landet,region,
DK-X1,Vesterland,region,
DK-101,Åby,municipality,DK-X1
DK-102,Store Bæk,municipality,DK-X1
"""


REST = 15_000_000.0  # tonnes of each of its two sectors in 2010


def emissions(years=range(2010, 2024)) -> str:
    lines = ["area_id,year,gas,sector,subsector,tonnes,status"]
    for year in years:
        for at, area in enumerate(("DK-101", "DK-102"), 1):
            fall = 1 - 0.02 * (year - 2010)
            lines += [
                f"{area},{year},CO2,transport,cars,{60000.0 * at * fall:.1f},modelled",
                f"{area},{year},CO2,transport,vans,{20000.0 * at * fall:.1f},modelled",
                f"{area},{year},CO2,land,,{-5000.0 * at:.1f},estimated",
            ]
        lines += [
            f"DK-X0,{year},CO2,transport,cars,{REST * fall:.1f},modelled",
            f"DK-X0,{year},CO2,power,,{REST * fall:.1f},measured",
            f"DK-102,{year},CO2,power,,{90000.0 * fall:.1f},measured",
        ]
    return "\n".join(lines) + "\n"


def people() -> str:
    rows = [
        f"{area},{year},{persons}"
        for area, persons in (("DK-101", 20000), ("DK-102", 41000), ("DK-X0", 5_700_000))
        for year in range(2010, 2024)
    ]
    return "\n".join(["area_id,year,persons", *rows]) + "\n"


def written(folder: Path, **changes: object) -> Path:
    """The made-up region as a package in a folder; `changes` are of tables by name, and of the descriptor."""
    tables = {"areas": AREAS, "sectors": SECTORS, "emissions": emissions(), "population": people()}
    tables |= {name: str(text) for name, text in changes.items() if name in tables}
    tables = {name: text for name, text in tables.items() if text}
    descriptor = {
        "name": "vesterland",
        "title": "Emissions of Vesterland",
        "created": "2025-03-01",
        "licenses": [{"name": "CC-BY-4.0"}],
        "sources": [{"title": "Statistics of Vesterland", "path": "https://example.org"}],
        "resources": [{"name": name, "path": f"{name}.csv"} for name in tables],
        **{key: value for key, value in changes.items() if key not in ("areas", "sectors", "emissions", "population")},
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    path = folder / "datapackage.json"
    path.write_text(json.dumps(descriptor), encoding="utf-8")
    return path


def _but_the_rest(table: str) -> str:
    return "\n".join(line for line in table.splitlines() if "DK-X0" not in line) + "\n"


OF_ONE_REGION = {"emissions": _but_the_rest(emissions()), "population": _but_the_rest(people())}


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


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"emissions": emissions().replace("60000.0,modelled", '"60 000,5",modelled', 1)},
            r"emissions, line 2, tonnes: '60 000,5' is no number",
        ),
        (
            {"emissions": emissions().replace("CO2,power", "CO2,steam", 1)},
            "sector: 'steam' is not in the table sectors",
        ),
        (
            {"emissions": emissions().replace("DK-102,2010,CO2,power", "DK-109,2010,CO2,power", 1)},
            "'DK-109' is not in the table areas",
        ),
        ({"emissions": emissions() + emissions().splitlines()[1] + "\n"}, "says the same as line 2 once more"),
        ({"emissions": emissions().replace(",2010,", ",10,", 1)}, "'10' is no year"),
        ({"emissions": emissions().replace("measured", "guessed", 1)}, "'guessed' is none of measured"),
        ({"sectors": SECTORS.replace("power-heat", "steam", 1)}, "capital: 'steam' is none of road-transport"),
        ({"population": people().replace("20000", "0", 1)}, "persons: '0' is no number of people"),
        ({"areas": AREAS.replace("id,name", "code,name")}, "areas: has no column id"),
        (
            {"areas": AREAS.replace("DK-X1,Vesterland,region,", "DK-X1,Vesterland,region,DK-101")},
            "are around each other",
        ),
        ({"emissions": emissions().replace(",2010,", ",2099,", 1)}, "'2099' is no year between 1750 and 20[0-9]{2}."),
        ({"created": ""}, "does not say when it was made"),
        ({"created": "2025-13-40"}, "released on '2025-13-40', which is no day"),
        (
            {"areas": "id,name,kind,parent,country\nDK-101,Here,municipality,,SE\n"},
            "areas, line 2, country: 'SE' is not the country of DK-101",
        ),
        ({"emissions": emissions().splitlines()[0] + "\n"}, "emissions: has no rows; write one for each figure"),
        ({"licenses": []}, "does not say its licenses"),
        ({"sectors": ""}, "none of sectors"),
        (
            {"emissions": "\n".join(emissions().splitlines()[:-6])},
            "no emissions of DK-102 in 2023 .CO2., a year that other areas have .2 such gaps",
        ),
        (
            {"areas": AREAS.replace("DK-X0,Resten af landet,region,\n", ""), **OF_ONE_REGION},
            r"add up to 61 000 people in 2022, where Denmark has 5 882 262 .World Population Prospects.*DK-REST",
        ),
        (
            {"population": "", "emissions": emissions().replace("000.0", ".0")},
            "Denmark has 29 576 956 .*not kilotonnes",
        ),
        ({"areas": AREAS + "DK-103,Tom,municipality,DK-X1\n"}, "has no emissions of Tom, nor of areas within"),
        ({"emissions": emissions() + "DK-101,2023,CO2,total,,5,\n"}, "totals are worked out, leave their lines out"),
        (
            {"emissions": emissions().replace("area_id,year,gas", "area_id,year,year,gas", 1)},
            "column year more than once",
        ),
        ({"resources": []}, "no resource 'emissions'"),
        ({"resources": [{"name": "emissions", "path": "../emissions.csv"}]}, "give one file below the descriptor"),
        ({"areas": "", "emissions": emissions()}, "no table of areas; add the table areas"),
    ],
)
def test_a_fault_is_said_with_its_place(tmp_path, changes, sentence):
    path = written(tmp_path, **changes)
    with pytest.raises(CommandError, match=sentence):
        call_command("package", "check", str(path))
    name, content = "made.zip", b""
    try:
        name, content = bundle_of(path)
    except SourceError:
        return
    with pytest.raises(SourceError):
        package.read(content, file_name=name, areas=None)


def test_a_new_package_is_empty_and_says_what_to_write(tmp_path, capsys):
    call_command("package", "new", "dk", "--into", str(tmp_path / "dk"))
    assert "package check" in capsys.readouterr().out
    descriptor = json.loads((tmp_path / "dk" / "datapackage.json").read_text())
    assert [one["name"] for one in descriptor["resources"]] == list(_facts()["resources"])
    with pytest.raises(CommandError, match="areas: has no rows; write one for each area") as said:
        call_command("package", "check", str(tmp_path / "dk" / "datapackage.json"))
    assert str(said.value).count("has no rows") == 3, "people may be left out"
    with pytest.raises(CommandError, match="already"):
        call_command("package", "new", "DK", "--into", str(tmp_path / "dk"))
    with pytest.raises(CommandError, match="no country's ISO code"):
        call_command("package", "new", "QQQ")


@pytest.mark.parametrize(
    ("country", "own"),
    [
        ("DK", " (and in name_da, as you like)"),
        ("CH", "name_de, name_fr, name_it"),
        ("IN", "name_hi"),
        ("NZ", "name_mi"),
    ],
)
def test_the_examples_of_a_new_package_are_of_no_other_country(tmp_path, country, own):
    call_command("package", "new", country, "--into", str(tmp_path))
    whole = "".join((tmp_path / f"{name}.csv").read_text() for name in _facts()["resources"])
    assert set(re.findall(r"# ([A-Z]{2})-", whole)) == {country}
    assert own in whole and (country == "DK") == ("name_da" in whole) and "name_sv" not in whole
    for foreign in ("Jutland", "Aalborg", "-851", "-081"):
        assert foreign not in whole


def test_the_examples_of_a_new_package_are_in_order(tmp_path):
    call_command("package", "new", "DK", "--into", str(tmp_path / "dk"))
    for name in ("areas", "sectors", "emissions", "population"):
        path = tmp_path / "dk" / f"{name}.csv"
        head, *rest = path.read_text().splitlines()
        examples = [line.removeprefix("# ") for line in rest if line.count(",") == head.count(",") and ". " not in line]
        path.write_text("\n".join([head, *examples]) + "\n")
        assert examples, name
    emissions_of = tmp_path / "dk" / "emissions.csv"
    head, one, rest = emissions_of.read_text().splitlines()
    emissions_of.write_text(f"{head}\n{one}\n{one.replace('-0101', '-01')}\n{rest}\n")
    call_command("package", "check", str(tmp_path / "dk" / "datapackage.json"))
    nation = rest.replace("-REST", "")
    emissions_of.write_text(f"{head}\n{one}\n{one.replace('-0101', '-01')}\n{rest}\n{nation}\n")
    call_command(
        "package", "check", str(tmp_path / "dk" / "datapackage.json")
    )  # the nation needs no row among the areas


def test_the_documents_example_of_a_nations_newest_years_is_in_order(tmp_path, capsys):
    text = (
        (Path(__file__).parents[2] / "docs" / "data.md")
        .read_text(encoding="utf-8")
        .partition("### A nation's newest years")[2]
    )
    blocks = [dedent(one).strip() for one in re.findall(r"\n\n((?:    .*\n)+)", text)]
    descriptor, table, commands = blocks[:3]
    for name, content in (("datapackage.json", descriptor), ("emissions.csv", table)):
        (tmp_path / "package-gb").mkdir(exist_ok=True)
        (tmp_path / "package-gb" / name).write_text(content + "\n", encoding="utf-8")
    path = tmp_path / "package-gb" / "datapackage.json"
    assert [line.partition("manage.py ")[2].rpartition(" ")[0] for line in commands.splitlines()] == [
        "package check",
        "import_statistics package",
    ]
    call_command("package", "check", str(path))
    assert "is in order" in capsys.readouterr().out
    name, content = bundle_of(path)
    national = package.read(content, file_name=name, areas=None).national
    assert national.select("country", "sector", "year", "tonnes", "status").rows()[-1] == (
        "GB",
        "total",
        2025,
        291e6,
        "preliminary",
    )


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

"""`package check` and `package new`: each fault with its place, and empty packages whose examples are in order."""

from __future__ import annotations

import json
import re
from pathlib import Path
from textwrap import dedent

import pytest
from django.core.management import CommandError, call_command
from sources.made_package import AREAS, OF_ONE_REGION, SECTORS, emissions, people, written

from climate_visualizer.sources.packages.package_bundle import bundle_of
from climate_visualizer.sources.packages.package_check import _facts
from climate_visualizer.sources.publishers import package
from climate_visualizer.sources.table import SourceError


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

"""The starter set as it is written: whole figures of Sweden's carbon dioxide and of nations, from the years that are kept."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace

import polars as pl
import pytest
from conftest import STARTER
from editions.small_editions import small_edition

from climate_visualizer.editions.importing import starter as starter_set
from climate_visualizer.editions.importing.starter import ensure_edition, read_starter, write_starter
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.publish import publish
from climate_visualizer.editions.read import current_id
from climate_visualizer.sources.table import NATIONS


def test_what_is_written_of_the_starter_set_is_the_starter_set(starter, tmp_path):
    rows = write_starter(starter, tmp_path)
    for written in sorted(STARTER.glob("*.csv")):
        assert (tmp_path / written.name).read_bytes() == written.read_bytes(), written.name
    assert rows == {path.stem: pl.read_csv(path, infer_schema_length=None).height for path in STARTER.glob("*.csv")}
    origins = (tmp_path / "origins.toml").read_text(encoding="utf-8")
    assert origins.startswith(
        "# Where the figures of the starter set come from; written by `python manage.py write_starter`.\n\n[[origin]]\n"
    )
    cards = tomllib.loads(origins)["origin"]
    assert sorted(map(json.dumps, cards)) == sorted(
        map(json.dumps, tomllib.loads((STARTER / "origins.toml").read_text(encoding="utf-8"))["origin"])
    )
    assert read_starter(tmp_path).id == starter.id


def test_tonnes_are_whole_and_parts_that_are_always_nought_are_left_out():
    figures = {
        ("SE-0480", "CO2", "waste", "total", 2020): 10.4,
        ("SE-0480", "CO2", "waste", "total", 2021): 0.2,
        ("SE-0480", "CO2", "waste", "burnt", 2020): 9.6,
        ("SE-0480", "CO2", "waste", "small", 2020): 0.49,
        ("SE-0480", "CO2", "waste", "below", 2020): -0.5,
        ("SE-0480", "CO2", "waste", "below", 2021): 0.0,
        ("SE-0480", "CH4", "waste", "total", 2020): 77.0,
        ("DK", "CO2", "waste", "total", 2020): 88.0,
    }
    found = starter_set._emissions(small_edition(figures, {}, "made"))
    assert found.columns == ["area_id", "sector", "subsector", "status", "2020", "2021"]
    assert [(row[2], *row[4:]) for row in found.iter_rows()] == [
        ("below", 0, 0),
        ("burnt", 10, None),
        ("total", 10, 0),
    ]
    assert set(found["area_id"]) == {"SE-0480"} and found.schema["2020"] == pl.Int64


def test_nations_have_the_years_that_are_kept_and_people_of_a_later_revision_only_where_there_are_no_others():
    last = starter_set.PEOPLE_TO
    rows = [
        *(("SE", "emissions", year, year + 0.6) for year in (1849, 1850, last, last + 1)),
        *(("SE", "population", year, year + 0.4) for year in (2014, 2015, last, last + 1)),
        *(("NA", "population", year, 5.0) for year in (last + 1, last + 2)),
        *(("SE", "product", year, 7.0) for year in (2014, 2015)),
        *(("SE", "product-ppp", year, 8.0) for year in (2014, 2015)),
    ]
    nations = pl.DataFrame([(*row, "reported") for row in rows], schema=NATIONS, orient="row")
    edition = replace(small_edition({("SE", "CO2", "total", "total", 2020): 1.0}, {}, "made"), nations=nations)
    found = {
        row[:2]: {name: value for name, value in zip(table.columns[2:], row[2:], strict=True) if value is not None}
        for table in [starter_set._nations(edition)]
        for row in table.iter_rows()
    }
    assert found == {
        ("NA", "population"): {str(last + 1): 5, str(last + 2): 5},
        ("SE", "emissions"): {"1850": 1851, str(last): last + 1, str(last + 1): last + 2},
        ("SE", "population"): {"2015": 2015, str(last): last},
        ("SE", "product"): {"2015": 7},
        ("SE", "product-ppp"): {"2015": 8},
    }
    assert list(found) == sorted(found)


@pytest.mark.parametrize(
    ("source", "title", "kept"),
    [
        ("se_scb", "x", True),
        ("se_nation", "x", True),
        ("eu_ets", "x", True),
        ("world_population", "x", True),
        ("world_gdp", "x", True),
        ("se_smhi", "Emissions (CO2)", True),
        ("se_smhi", "Emissions (CH4)", False),
        ("world_gcb", "Emissions (CO2)", True),
        ("world_gcb", "x", False),
        ("gb_desnz", "Emissions (CO2)", False),
    ],
)
def test_the_origins_of_the_starter_set_are_those_of_its_figures(source, title, kept):
    assert starter_set._is_kept({"source": source, "title": title}) == kept


def test_the_starter_set_is_renewed_until_something_else_is_current(tmp_path):
    first = ensure_edition(tmp_path, STARTER)
    candidate = read_starter(STARTER)
    assert first == candidate.id == current_id(tmp_path)
    own = replace(candidate, manifest={**candidate.manifest, "id": "2031-04-18-0123456789"})
    publish(own, tmp_path)
    assert ensure_edition(tmp_path, STARTER) == first, "another starter set gives way"
    publish(replace(own, manifest={**own.manifest, "starter": False, "id": "2032-04-18-0123456789"}), tmp_path)
    assert ensure_edition(tmp_path, STARTER) == "2032-04-18-0123456789" == current_id(tmp_path)
    manifest = tmp_path / "2032-04-18-0123456789" / "manifest.json"
    for damaged in ("{", "{}"):
        manifest.write_text(damaged, encoding="utf-8")
        assert not starter_set._is_starter(manifest.parent)
    assert not starter_set._is_starter(tmp_path / "nowhere")


IDS = ("2031-04-18-0123456789", "2032-04-18-0123456789", "2033-04-18-0123456789")


def _tables():
    areas = pl.DataFrame([{"area_id": "SE"}], schema=change_history.AREAS)
    figures = pl.DataFrame([{"area_id": one} for one in ("SE", "DK", "SE")], schema=change_history.FIGURES)
    return areas, figures


def test_a_step_is_kept_whole_or_not_at_all_in_place_of_one_that_was_damaged(tmp_path, monkeypatch):
    about = change_history.About(*IDS[:2], "2026-11-23", "2026-01-01", ("2020", "2021"), ("1990",), 1, 2, 3, 4)
    folder = change_history.folder_of(*IDS[:2], tmp_path)
    folder.mkdir(parents=True)
    (folder / "areas.parquet").write_bytes(b"old")
    assert not change_history.is_kept(*IDS[:2], tmp_path)
    (fault,) = change_history.faults(tmp_path)
    assert fault.startswith(f"changes/{folder.name}: about.json is missing or damaged; delete the folder and run")
    areas, figures = _tables()
    change_history.keep(about, areas, figures, tmp_path)
    assert change_history.is_kept(*IDS[:2], tmp_path) and change_history.faults(tmp_path) == []
    assert change_history.read_about(folder) == about
    assert change_history.read_areas(folder).equals(areas)
    assert change_history.read_figures(folder, "SE").height == 2
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in folder.parent.iterdir()) == [folder.name]
    removed = []

    def refuse(path, *, ignore_errors):
        """Stands for `rmtree` on a folder that cannot be removed."""
        removed.append(path)
        assert ignore_errors
        if path == folder:
            raise OSError("it stays")

    monkeypatch.setattr(change_history.shutil, "rmtree", refuse)
    with pytest.raises(OSError, match="stays"):
        change_history.keep(about, areas, figures, tmp_path)
    assert change_history.is_kept(*IDS[:2], tmp_path) and removed[0] == folder and len(removed) == 2
    (folder / "figures.parquet").unlink()
    (fault,) = change_history.faults(tmp_path)
    assert "figures.parquet is not what was written; delete the folder" in fault


def test_steps_lead_from_the_nearest_edition_that_has_one_and_go_with_what_they_lead_to(tmp_path):
    for before, after in ((IDS[0], IDS[1]), (IDS[0], IDS[2])):
        change_history.keep(change_history.About(before, after, "", ""), *_tables(), tmp_path)
    assert change_history.chain(IDS, tmp_path) == ((IDS[0], IDS[2]), (IDS[0], IDS[1]))
    assert change_history.chain(IDS[:1], tmp_path) == change_history.chain(IDS[1:], tmp_path) == ()
    (tmp_path / "changes" / ".building-x..y").mkdir()
    assert change_history.forget(IDS[:2], (), tmp_path) == [f"{IDS[0]}..{IDS[2]}"]
    assert change_history.forget((), IDS[1:2], tmp_path) == []
    assert change_history.forget(IDS[:1], (), tmp_path) == [f"{IDS[0]}..{IDS[1]}"]
    assert [path.name for path in (tmp_path / "changes").iterdir()] == [".building-x..y"]


def test_a_step_counts_years_areas_and_totals_that_came_went_and_were_revised():
    before, after = (
        small_edition({("SE", "CO2", "total", "total", year): 1.0 for year in years}, {}, name)
        for years, name in (((1990, 2019, 2020), "a"), ((2019, 2020, 2021, 2022), "b"))
    )
    before = replace(before, areas=before.areas[:-2])
    after = replace(after, areas=after.areas[1:])
    table = pl.DataFrame(
        [
            {"area_id": area, "kind": kind, "sector": sector}
            for area, kind, sector in (
                ("SE", "revised", "total"),
                ("SE", "revised", "total"),
                ("SE", "revised", "waste"),
                ("DK", "revised", "total"),
                ("SE-04", "new", "total"),
            )
        ]
    )
    about = change_history.with_counts(change_history.About("a", "b", "day", "released"), before, after, table)
    assert about == change_history.About("a", "b", "day", "released", ("2021", "2022"), ("1990",), 2, 1, 3, 2)

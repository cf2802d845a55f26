"""Corrections by hand: a figure, its totals and the areas around it move together, or the correction rests."""

from dataclasses import replace

import polars as pl
import pytest
from conftest import ROOT

from climate_visualizer.editions.importing.corrections import Correction, correct, load_corrections
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.sources.table import AREAS, SourceError

ONE = Correction(
    name="trial", area="SE-0480", gas="CO2", sector="transport", subsector="cars", year=2021, from_t=0.0, to_t=0.0,
    reported_by="a test", evidence="https://example.org", status="applied", reason={"sv": "Därför.", "en": "Because."},
)  # fmt: skip


@pytest.fixture(scope="module")
def tables():
    return read_starter(ROOT / "climate_visualizer" / "data" / "starter").tables


@pytest.fixture(scope="module")
def detailed(sweden):
    """The tables of a release that has sub-sectors."""
    areas = pl.DataFrame(
        [(a.id, a.name, a.kind, a.parent_id, a.country, a.slug) for a in sweden.areas], schema=AREAS, orient="row"
    )
    return {"emissions": sweden.emissions, "areas": areas}


def figure(emissions, area, sector, subsector, year=2021):
    where = (pl.col("area_id") == area) & (pl.col("sector") == sector) & (pl.col("subsector") == subsector)
    return emissions.filter(where & (pl.col("year") == year)).row(0, named=True)


def test_what_is_around_moves_with_it(detailed):
    before, tables = detailed["emissions"], detailed
    cars = figure(before, "SE-0480", "transport", "cars")["tonnes"]
    found = correct(before, tables["areas"], (replace(ONE, from_t=cars, to_t=cars + 500.0),))
    assert [one.name for one in found.applied] == ["trial"]
    for area, sector, part in (
        ("SE-0480", "transport", "cars"), ("SE-0480", "transport", "total"), ("SE-0480", "total", "total"),
        ("SE-04", "transport", "total"), ("SE", "total", "total"),
    ):  # fmt: skip
        was, now = figure(before, area, sector, part), figure(found.emissions, area, sector, part)
        assert (now["tonnes"] - was["tonnes"], now["status"]) == (pytest.approx(500.0), "corrected")
    touched = found.emissions.filter(pl.col("status") == "corrected")
    assert set(touched["area_id"]) == {"SE-0480", "SE-04", "SE"}
    assert set(touched["year"]) == {2021}


@pytest.mark.parametrize(
    ("changed", "sentence"), [({"from_t": 1.0}, "expects 1 t"), ({"year": 1812}, "there is no figure")]
)
def test_one_that_no_longer_fits_rests(tables, changed, sentence):
    found = correct(tables["emissions"], tables["areas"], (replace(ONE, **changed),))
    assert found.applied == ()
    assert sentence in found.resting[0]
    assert found.emissions.equals(tables["emissions"])


def test_a_proposed_one_does_nothing(tables):
    found = correct(tables["emissions"], tables["areas"], (replace(ONE, status="proposed"),))
    assert (found.applied, found.resting) == ((), ())


def test_they_are_read_from_files(tmp_path):
    example = (
        (ROOT / "climate_visualizer" / "data" / "corrections" / "README.md")
        .read_text()
        .split("```toml\n")[1]
        .split("```")[0]
    )
    (tmp_path / "example.toml").write_text(example)
    (one,) = load_corrections(tmp_path)
    assert (one.name, one.area, one.status) == ("example", "SE-0480", "applied")
    assert set(one.reason) == {"sv", "en"}
    for kept in load_corrections():
        assert kept.status in ("applied", "proposed", "rejected")
        assert kept.evidence.startswith("https://")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("from_t = 4400.0", ""), "it has no from_t"),
        (("to_t = 4900.0", 'to_t = "much"'), "its to_t is no number"),
        (("year = 2021", "year = 2021\ncolour = 1"), "nothing is called colour"),
        (('"applied"', '"done"'), "its status is 'done', not one of applied, proposed, rejected"),
        (("en = ", "de = "), "its reason is not in en and sv"),
        (("area = ", "area "), "Expected '='"),
    ],
)
def test_one_that_is_not_in_the_form_is_a_sentence(tmp_path, change, sentence):
    example = (
        (ROOT / "climate_visualizer" / "data" / "corrections" / "README.md")
        .read_text()
        .split("```toml\n")[1]
        .split("```")[0]
    )
    assert change[0] in example
    (tmp_path / "odd.toml").write_text(example.replace(*change))
    with pytest.raises(SourceError, match=r"odd.toml cannot be used: .*; the README") as refused:
        load_corrections(tmp_path)
    assert sentence in str(refused.value)


def test_the_page_shows_it(client, settings, on_own_starter, tables):
    from climate_visualizer.editions.importing.build import Candidate
    from climate_visualizer.editions.publishing.publish import publish

    candidate = read_starter(settings.DATA / "starter")
    had = figure(tables["emissions"], "SE-0480", "transport", "total")["tonnes"]
    one = replace(ONE, subsector="total", from_t=had, to_t=had + 500.0)
    done = correct(tables["emissions"], tables["areas"], (one,))
    facts = [{**vars(one)} for one in done.applied]
    manifest = {**candidate.manifest, "id": "2031-01-01-corrected", "corrections": facts}
    publish(Candidate(manifest, {**candidate.tables, "emissions": done.emissions}), settings.EDITIONS)
    page = client.get("/sv/se/nykoping/").content.decode()
    assert "Rättat för hand" in page
    assert "i stället för" in page
    assert "Därför." in page
    assert "Rättat för hand" not in client.get("/sv/se/trosa/").content.decode()
    assert "Because." in client.get("/fi/se/nykoping/").content.decode()
    assert "Därför." in client.get("/sv-x-lattlast/se/nykoping/").content.decode()

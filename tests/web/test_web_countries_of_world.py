"""Pages and answers of a country that no source here has areas of."""

import dataclasses
import math
import shutil

import polars as pl
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.methods.basis import NoBudget, basis
from climate_visualizer.methods.choices import WrongChoice, default_choices, methods_for, parse
from climate_visualizer.methods.question import Question
from climate_visualizer.sources.publishers.world_gcb import SOURCE
from climate_visualizer.web import current

FLAT = "GCB2022v27_MtCO2_flat.csv"


@pytest.fixture(scope="module")
def var_of_world(real_data, tmp_path_factory):
    """The Global Carbon Budget imported into an empty folder."""
    var = tmp_path_factory.mktemp("world")
    content = (real_data / SOURCE / FLAT).read_bytes()
    assert not bring_in(SOURCE, [(FLAT, content)], var, var / "editions").held
    return var


@pytest.fixture
def on_world(settings, var_of_world, db):
    settings.VAR = var_of_world
    settings.EDITIONS = var_of_world / "editions"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/sv/de/tyskland/", ("Tyskland", "Kol", "Naturgas", "Global Carbon Budget")),
        ("/en/de/germany/", ("Germany", "Natural gas")),
        ("/sv/gb/storbritannien/", ("Storbritannien", "Olja")),
    ],
)
def test_a_country_has_a_page_by_what_its_emissions_come_from(client, on_world, path, words):
    page = client.get(path)
    assert page.status_code == 200
    for word in words:
        assert word in page.content.decode()


def test_a_country_answers_and_is_on_the_map_of_the_site(client, on_world):
    budget = client.get("/api/v1/areas/DE/budget").json()
    assert budget["choices"]["method"] == "world-per-head" and budget["share"] == 1.0 and budget["budget_t"] > 6.9e9
    figures = client.get("/api/v1/areas/DE/emissions").json()
    assert {row["sector"] for row in figures["figures"]} >= {"coal", "oil", "gas", "total"}
    assert "/sv/de/tyskland/" in client.get("/sitemap-sv.xml").content.decode()
    refused = client.get("/sv/tw/taiwan/?method=world-ability")
    assert refused.status_code == 422


def test_every_country_can_be_held_against_its_budget(on_world, day):
    edition = current.edition()
    assert len(edition.areas) > 200
    for area in edition.areas:
        a = assess(Question(edition, area.id, default_choices(area.country, day, edition=edition), day))
        assert math.isfinite(a.remaining_t), area.name


@pytest.mark.parametrize(
    "path", ["", "?method=se-uppsala-2022&limit=1.5", "?method=world-per-head", "explore/", "sectors/coal/"]
)
def test_sweden_by_its_fuels_leaves_cement_out_where_the_method_does(client, on_world, path):
    assert client.get(f"/sv/se/sverige/{path}").status_code == 200


def test_a_sector_that_is_nothing_but_cement_is_left_out_whole(on_world):
    edition = current.edition()
    whole, without = basis(edition, "SE", ()), basis(edition, "SE", ("cement",))
    cement = whole.sectors[:, whole.cube.sectors.index("cement")]
    assert cement[0, -1] > 1e6
    assert set(whole.cube.sectors) - set(without.cube.sectors) == {"cement"}
    assert without.totals == pytest.approx(whole.totals - cement)
    assert without.sectors.sum(axis=1) == pytest.approx(without.totals, rel=1e-6)


def test_a_method_whose_processes_no_sector_holds_is_not_offered_and_says_why(on_world, day):
    edition = current.edition()
    merged = edition.emissions.with_columns(pl.col("sector").replace("cement", "mineral-goods"))
    lumped = dataclasses.replace(edition, emissions=merged)
    assert "se-uppsala-2023" in {method.id for method in methods_for("SE", edition)}
    assert not [method.id for method in methods_for("SE", lumped) if method.share_local.without]
    assert default_choices("SE", day, edition=lumped).method == "world-per-head"
    with pytest.raises(WrongChoice, match="leaves out process emissions from cement, which the statistics here"):
        parse({"method": "se-uppsala-2023"}, country="SE", as_of=day, edition=lumped)
    with pytest.raises(NoBudget, match="no sector of the statistics of SE"):
        basis(lumped, "SE", ("cement",))


@pytest.fixture(scope="module")
def var_of_telemark(var_of_world, real_data, tmp_path_factory):
    """The world, and then the municipalities of one Norwegian county with all gases together."""
    var = shutil.copytree(var_of_world, tmp_path_factory.mktemp("telemark") / "var")
    name = "2026-02-03_klimagassutslipp_telemark.csv"
    content = (real_data / "no_miljodirektoratet" / name).read_bytes()
    assert not bring_in("no_miljodirektoratet", [(name, content)], var, var / "editions").held
    return var


@pytest.fixture
def on_telemark(settings, var_of_telemark, db):
    settings.VAR = var_of_telemark
    settings.EDITIONS = var_of_telemark / "editions"


def test_a_country_keeps_its_budget_when_some_of_its_municipalities_come_in_with_all_gases(client, on_telemark):
    nation = client.get("/en/no/norge/")
    assert nation.status_code == 200
    assert "Global Carbon Project" in nation.content.decode()
    assert client.get("/api/v1/areas/NO/budget?method=world-per-head").json()["budget_t"] > 0
    place = client.get("/en/no/porsgrunn/").content.decode()
    assert "There is no carbon budget for Porsgrunn here yet." in place
    assert "Norwegian Environment Agency" in place and "Global Carbon Project" not in place


@pytest.mark.parametrize(
    "page", ["explore/", "footprint/", "sectors/industry/", "report.pdf", "dots.svg", "poster.pdf"]
)
def test_what_a_municipality_without_a_budget_has_not_is_no_broken_page(client, on_telemark, page):
    assert client.get(f"/en/no/porsgrunn/{page}").status_code in (200, 404)


@pytest.mark.parametrize("answer", ["budget", "budgets", "scenario", "outlook", "vintages", "emissions", "changes"])
def test_what_the_api_cannot_answer_for_it_is_a_sentence(client, on_telemark, answer):
    found = client.get(f"/api/v1/areas/NO-4001/{answer}")
    assert found.status_code in (200, 404, 409)


def test_what_has_no_budget_is_left_out_of_a_comparison_and_it_is_said(client, on_telemark):
    page = client.get("/sv/compare/?areas=NO-4001,NO,DE")
    assert page.status_code == 422
    assert "Porsgrunn har ingen koldioxidbudget här än och går därför inte att jämföra." in page.content.decode()
    assert "Tyskland" in page.content.decode()

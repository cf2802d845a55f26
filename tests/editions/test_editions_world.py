"""The world in an edition: imports before shipped figures, newer vintages by themselves, countries as areas."""

from dataclasses import replace

import polars as pl
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.ranges.uncertainty_ranges import vintages
from climate_visualizer.editions.checks.gate import examine
from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.world_tables import shipped
from climate_visualizer.editions.publishing.publish import publish
from climate_visualizer.editions.read import MANIFEST, load_edition
from climate_visualizer.methods.choices import WrongChoice, parse
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.methods.vintages import world
from climate_visualizer.sources.labels import capital, labels, qualities, source_of
from climate_visualizer.sources.publishers import world_gcb, world_gdp, world_igcc, world_population

FLAT = "GCB2022v27_MtCO2_flat.csv"


@pytest.fixture(scope="session")
def read_of_world(real_data):
    """One file of each kind that the world comes in by, read."""
    modules = {one.SOURCE: one for one in (world_gcb, world_gdp, world_igcc, world_population)}
    wanted = (FLAT, "Global_Carbon*.xlsx", "gdp.csv", "*recEm*.csv", "gree*.csv", "Population.csv")
    return [
        module.read(path.read_bytes(), file_name=path.name, areas=None)
        for name, module in modules.items()
        for pattern in wanted
        for path in sorted((real_data / name).glob(pattern))
    ]


@pytest.fixture(scope="session")
def read_of_sweden(sweden_var):
    from climate_visualizer.editions.importing.ingest import read_files

    return list(read_files("se_scb", (), sweden_var).read)


@pytest.fixture(scope="session")
def whole(read_of_sweden, read_of_world):
    """Sweden and the world as an edition."""
    return build([*read_of_sweden, *read_of_world]).as_edition()


def test_without_an_import_the_shipped_figures_are_in_the_edition_with_their_origins(sweden):
    assert set(sweden.nations["variable"]) == {"emissions", "population", "product", "product-ppp"}
    sources = [origin["source"] for origin in sweden.origins if origin["source"].startswith("world_")]
    assert sorted(sources) == ["world_gcb", "world_gdp", "world_gdp", "world_population", "world_population"]
    assert sweden.world_budgets.is_empty() and sweden.boundaries.is_empty()


def test_an_import_gives_the_same_shares_and_more_years(sweden, whole, day):
    for method in ("world-per-head", "world-cumulative", "world-ability"):
        one, two = (assess(ask(edition, "SE", {"method": method}, as_of=day)) for edition in (sweden, whole))
        assert two.budget_t == pytest.approx(one.budget_t, rel=4e-3)
    assert whole.nations["year"].min() == 1750
    assert set(whole.world_emissions["series"]) == {"igcc", "gcb"}
    assert world(whole).emitted[2023] == pytest.approx(41.41656, abs=1e-3)
    assert world(whole).emitted[2025] == 42.2


def test_every_country_of_the_global_carbon_budget_has_its_national_budget(whole, day):
    nations = [area for area in whole.areas if area.kind == "country"]
    assert len(nations) == 217
    total = 0.0
    for area in nations:
        query = {"method": "world-per-head"}
        found = assess(ask(whole, area.id, query, as_of=day))
        assert found.budget_t > 0 and found.base_emissions_t_per_year > 0 and found.persons
        total += found.budget_t
    emitted = whole.nations.filter((pl.col("variable") == "emissions") & pl.col("year").is_between(2015, 2021))
    bunkers = emitted.filter(pl.col("country") == "XT")["value"].sum() / emitted["value"].sum()
    assert 0.02 < bunkers < 0.05
    world_gt = find_method("world-per-head", whole).world_budget("igcc-2024").gt(2.0, 83)
    assert total == pytest.approx(world_gt * (1 - bunkers) * 1e9, rel=2e-3)


def test_swedens_figures_stay_its_own(whole, sweden):
    assert (whole.cube("SE").totals == sweden.cube("SE").totals).all()
    assert "coal" not in whole.cube("SE").sectors
    assert whole.persons("SE", 2023).tolist() == sweden.persons("SE", 2023).tolist()
    assert whole.find("SE", "sverige") == whole.find("se", "sweden")
    assert whole.find("DE", "tyskland") == whole.find("DE", "germany")


def test_sectors_of_a_country_without_a_source_of_its_own():
    assert source_of("JP") == "world_gcb" and source_of("SE") == "se_smhi" and source_of("DE") == "eu_edgar"
    for country in ("JP", "DE"):
        assert labels(country, "sv")["coal", "total"] == "Kol" and labels("SE", "en")["coal", "total"] == "Coal"
    assert set(qualities("JP")) == set(capital("JP")) == {"coal", "oil", "gas", "cement", "flaring", "other-fossil"}


def test_parts_without_a_figure_are_zero_where_the_whole_says_so(whole):
    cube = whole.cube("DE")
    assert cube.tonnes.sum(axis=1) == pytest.approx(cube.totals, rel=1e-5)


def test_what_a_method_compares_by_and_a_country_has_not_is_said(whole, day):
    choices = parse({"method": "world-ability"}, country="TW", as_of=day, edition=whole)
    with pytest.raises(WrongChoice, match="does not have this one"):
        assess(Question(whole, "TW", choices, day))
    found = vintages(ask(whole, "TW", as_of=day))
    assert found and "world-ability" not in {one.method for one in found}


def test_a_newer_vintage_is_chosen_among_by_itself_and_is_the_first(read_of_sweden, read_of_world, sweden, day):
    old = next(one for one in read_of_world if one.origin.release_date == "2025-05-02")
    later = old.world_budgets.with_columns(
        vintage=pl.lit("igcc-2025"), start=pl.lit(2026, pl.Int32), gigatonnes=pl.col("gigatonnes") - 40
    )
    new = replace(old, world_budgets=later, origin=replace(old.origin, release_date="2026-06-02", sha256="1" * 64))
    edition = build([*read_of_sweden, old, new]).as_edition()
    method = find_method("world-per-head", edition)
    assert method.vintages == (
        "igcc-2025",
        "igcc-2024",
        "ar6-2021",
        "gcb-2025",
        "igcc-2024-inventories",
        "ar6-2021-rerun",
    )
    assert find_method("world-per-head", sweden).vintages == method.vintages[1:]
    choices = parse({"method": "world-per-head"}, country="SE", as_of=day, edition=edition)
    assert (choices.vintage, method.start_year(choices.vintage)) == ("igcc-2025", 2026)
    with pytest.raises(WrongChoice, match="igcc-2025"):
        parse({"method": "world-per-head", "vintage": "igcc-2025"}, country="SE", as_of=day, edition=sweden)


def test_an_edition_from_before_the_world_came_in_can_still_be_read(read_of_sweden, tmp_path):
    import json

    folder = tmp_path / "before"  # an edition is never read twice from where it was published
    (tmp_path / publish(build(read_of_sweden), tmp_path)).rename(folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    for name in ("nations", "world_budgets", "world_emissions", "boundaries"):
        (folder / f"{name}.parquet").unlink()
        del manifest["tables"][name]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    assert load_edition(folder).nations.is_empty()


def test_the_gate_lets_the_world_in_and_tells_of_what_moved_far(whole, sweden):
    found = examine(whole, sweden)
    assert not [concern for concern in found if concern.holds]
    assert {"Serbien", "Bosnien"} <= {
        concern.sentence.split()[0] for concern in found if concern.rule == "lone-nation-jump"
    }


def test_shipped_figures_are_replaced_a_publisher_at_a_time(read_of_sweden, read_of_world):
    people = next(one for one in read_of_world if one.origin.source == "world_population")
    edition = build([*read_of_sweden, people]).as_edition()
    counted = edition.nations.filter(pl.col("variable") == "population")
    assert counted["year"].min() == 1950 and counted.height == people.nations.height
    shipped_emissions = next(one for one in shipped() if one.origin.source == "world_gcb").nations.height
    assert edition.nations.filter(pl.col("variable") == "emissions").height == shipped_emissions


def test_comparing_some_areas_at_a_time_gives_what_comparing_all_does(releases, monkeypatch):
    from climate_visualizer.editions.publishing import edition_changes

    _, before, after, _ = releases
    whole = edition_changes.differences(before, after)
    monkeypatch.setattr(edition_changes, "AT_ONCE", 7)
    shuffled = replace(before, emissions=before.emissions.sample(fraction=1.0, shuffle=True, seed=1))
    assert edition_changes.differences(shuffled, after).equals(whole)

"""Scopes: cement, large plants and flights as choices that conserve the nation's budget and leave no sector below zero."""

import tomllib
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from conftest import ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.figures import assess_all
from climate_visualizer.methods.allocation import booked_part, overhead_part
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.choices import WrongChoice, default_choices, parse
from climate_visualizer.methods.plants_and_flights import never_more
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.methods.scopes import SCOPES, counting, scopes_for
from climate_visualizer.words.counted import counted_otherwise, scope_said

PLANT = {"SE-0481": "SSAB in Oxelösund", "SE-1484": "Preem in Lysekil", "SE-0980": "cement in Slite"}


def _choices(edition, day, scope):
    return replace(default_choices("SE", day, edition=edition), scope=scope)


def _kinds(edition, found):
    return np.array([edition.area(area_id).kind for area_id in found.area_ids])


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_conserves_and_leaves_no_sector_below_zero(scope, starter, day):
    method = find_method("se-uppsala-2023", starter)
    base = basis(starter, "SE", counting(method, scope))
    found = assess_all(Question(starter, "SE", _choices(starter, day, scope), day))
    kinds = _kinds(starter, found)
    nation = found.budget_t[kinds == "country"].sum()
    assert found.budget_t[kinds == "county"].sum() == pytest.approx(nation, rel=1e-12)
    assert found.budget_t[kinds == "municipality"].sum() == pytest.approx(nation, rel=1e-6)
    kept = booked_part(method, base) if "without-plants" in scope else 0.0
    shared = 285e6 * (1.0 - overhead_part(method, "SE", base.counting))
    assert nation + kept * shared == pytest.approx(shared, rel=1e-12)
    assert np.nanmin(base.sectors) >= 0.0
    assert np.nanmin(base.totals) >= 0.0
    assert base.totals[:, -1] == pytest.approx(base.sectors[:, :, -1].sum(axis=1), abs=3.0)
    inside = base.totals[kinds == "municipality"].sum(axis=0)
    assert inside == pytest.approx(base.totals[kinds == "county"].sum(axis=0), rel=1e-5, nan_ok=True)


def test_what_is_left_out_and_what_is_counted_make_what_is_published(starter):
    for scope in SCOPES:
        base = basis(starter, "SE", counting(find_method("se-uppsala-2023", starter), scope))
        known = np.isfinite(base.sectors)  # cement's and plants' tonnes are not known for every year
        assert (base.sectors + base.left_out)[known] == pytest.approx(base.cube.tonnes[known], abs=1e-6)
        assert known[:, :, -9:].all()


def test_cement_is_process_emissions_alone_and_can_be_switched_on(starter, day):
    without, whole = (assess(Question(starter, "SE-0980", _choices(starter, day, one), day)) for one in SCOPES[:2])
    assert whole.base_emissions_t_per_year - without.base_emissions_t_per_year == pytest.approx(921_619, abs=1.0)
    assert without.left_out == {"cement": pytest.approx(921_619, abs=1.0)}
    assert whole.left_out == {}
    industry = without.sectors["industry"].tonnes
    assert min(industry) > 300_000, "the fuels of the kilns are counted"
    assert whole.budget_t > without.budget_t
    other, beside = (assess(Question(starter, "SE-0480", _choices(starter, day, one), day)) for one in SCOPES[:2])
    assert beside.budget_t < other.budget_t, "the national budget is as large as it was"


def test_large_plants_are_booked_nationally_and_flights_are_counted_a_head(starter, day):
    for area_id in PLANT:
        with_plant, without = (
            assess(Question(starter, area_id, _choices(starter, day, one), day))
            for one in ("territorial", "without-plants")
        )
        assert without.base_emissions_t_per_year < 0.4 * with_plant.base_emissions_t_per_year
        assert without.left_out["plants"] > 0
    flying = {
        one: assess(Question(starter, one, _choices(starter, day, "with-flights"), day)) for one in ("SE-0480", "SE")
    }
    heads = {one: -a.left_out["flights"] / a.persons for one, a in flying.items()}
    assert heads["SE-0480"] == pytest.approx(heads["SE"], rel=0.02)
    assert flying["SE"].left_out["flights"] == pytest.approx(-8_380_929 * 90 / 170, rel=1e-9)
    assert flying["SE-0480"].sectors["international-transport"].tonnes[-1] > 20_000


def test_words_say_what_is_counted(starter, day):
    from django.conf import settings

    from climate_visualizer.languages.language import load_language

    for code in ("en", "sv", "fi"):
        language = load_language(code, settings.LOCALE_PATHS[0])
        said = {
            scope: scope_said(assess(Question(starter, "SE-0980", _choices(starter, day, scope), day)), language)
            for scope in SCOPES
        }
        assert len(set(said.values())) == len(SCOPES)
    a = assess(Question(starter, "SE-0980", _choices(starter, day, "without-plants-with-flights"), day))
    told = counted_otherwise(a, load_language("sv", settings.LOCALE_PATHS[0]))
    assert len(told) == 3
    assert any("cementens processer" in sentence for sentence in told)


def test_a_scope_is_offered_where_there_is_something_to_count(starter, day):
    uppsala, people = find_method("se-uppsala-2023", starter), find_method("world-per-head", starter)
    assert scopes_for(uppsala, "SE", starter) == SCOPES
    assert scopes_for(people, "SE", starter) == ("territorial", "without-plants")
    assert scopes_for(people, "DE", starter) == ("territorial",)
    with pytest.raises(WrongChoice, match="'with-flights' is not a scope"):
        parse({"method": "world-per-head", "scope": "with-flights"}, country="SE", as_of=day, edition=starter)
    assert parse({"scope": "with-cement"}, country="SE", as_of=day, edition=starter).scope == "with-cement"


def test_never_more_is_taken_off_than_there_is(starter):
    ids = ("SE", "SE-09", "SE-0980", "SE-08")
    off = np.array([[0.0], [0.0], [500.0], [np.nan]])
    there = np.array([[900.0], [300.0], [300.0], [600.0]])
    found = never_more(starter, ids, off, there)
    assert found[2, 0] == found[1, 0] == 300.0
    assert np.isnan(found[0, 0]), "what is not known of a part is not known of the whole"
    assert np.isnan(found[3, 0])


def _verified(plants, account, years):
    """A plant's verified emissions by year, none where it had closed."""
    row = plants.filter(pl.col("id") == account)
    return [float(row[f"VerifiedEmissions_{year}"][0].replace("NA", "0")) for year in years]


def test_cement_is_what_the_files_say(real_data):
    """The tonnes kept by hand, worked out again from the Global Carbon Budget and the emissions trading system."""
    kept = tomllib.loads((ROOT / "climate_visualizer/data/parameters/cement.toml").read_text(encoding="utf-8"))
    world = pl.read_csv(real_data / "world_gcb" / "GCB2023v36_MtCO2_flat.csv", infer_schema_length=None)
    sweden = world.filter(pl.col("ISO 3166-1 alpha-3") == "SWE")
    process = {row["Year"]: 1e6 * row["Cement"] for row in sweden.iter_rows(named=True) if row["Year"] >= 2015}
    plants = pl.read_csv(real_data / "eu_ets" / "installations-SE.csv", infer_schema_length=0)
    accounts = {"Slite": "SE-406", "Skövde": "SE-405", "Degerhamn": "SE-404"}
    whole = {name: _verified(plants, account, kept["years"]) for name, account in accounts.items()}
    for plant in kept["plant"]:
        for at, year in enumerate(kept["years"]):
            known = min(year, 2021)  # the figure of 2022 is carried over
            then = kept["years"].index(known)
            part = process[known] / sum(whole[name][then] for name in accounts)
            assert plant["tonnes"][at] == pytest.approx(part * whole[plant["name"]][at], abs=1.0)
            assert 0.65 < part < 0.68


def test_flights_are_what_the_file_says(real_data):
    kept = tomllib.loads((ROOT / "climate_visualizer/data/parameters/flights.toml").read_text(encoding="utf-8"))["SE"]
    sheet = pl.read_excel(
        real_data / "se_national" / "swedish_emissions.xlsx",
        sheet_name="Utsläpp från utrikesflyg",
        has_header=False,
        engine="calamine",
        infer_schema_length=0,
    )
    row = [cell.replace(" ", "").replace("\u00a0", "") for cell in sheet.row(3)[1:]]
    assert [int(cell) for cell in row] == kept["tonnes"]
    assert sheet.row(2)[1] == str(kept["first"])

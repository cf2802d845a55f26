"""The gate: what contradicts what was there is told of or held, rule by rule, on the starter set with one thing changed."""

from dataclasses import replace

import polars as pl
import pytest
from conftest import ROOT

from climate_visualizer.editions.checks import gate
from climate_visualizer.editions.checks.concerns import thresholds
from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.read import edition_of

COUNTRY = (pl.col("area_id") == "SE") & (pl.col("sector") == "total")
NYKOPING = pl.col("area_id") == "SE-0480"


@pytest.fixture(scope="module")
def before():
    """The starter figures as if they had been imported."""
    candidate = read_starter(ROOT / "climate_visualizer" / "data" / "starter")
    return edition_of({**candidate.manifest, "starter": False, "id": "before"}, candidate.tables)


def tonnes(edition, changed, where):
    emissions = edition.emissions.with_columns(tonnes=pl.when(where).then(changed).otherwise(pl.col("tonnes")))
    return replace(edition, emissions=emissions, manifest={**edition.manifest, "id": "after"})


def without(edition, where):
    return replace(edition, emissions=edition.emissions.filter(~where), manifest={**edition.manifest, "id": "after"})


LAST = pl.col("year") == 2023
CASES = {
    "scale": (lambda e: tonnes(e, pl.col("tonnes") / 1000, pl.lit(True)), True, "are 0.001 times what they were"),
    "slip": (
        lambda e: tonnes(e, pl.col("tonnes") / 1000, NYKOPING & LAST & (pl.col("sector") == "total")),
        True,
        "Nyköping went from",
    ),
    "vanished-areas": (lambda e: without(e, NYKOPING), True, "1 area has no figures any more: Nyköping"),
    "vanished-sectors": (lambda e: without(e, pl.col("sector") == "heating"), True, "for heating"),
    "vanished-years": (lambda e: without(e, pl.col("year").is_between(2016, 2019)), False, "2016, 2017, 2018, 2019"),
    "sign": (
        lambda e: tonnes(e, -50.0, NYKOPING & LAST & (pl.col("sector") == "industry")),
        True,
        "1 figure is below zero",
    ),
    "national-jump": (lambda e: tonnes(e, pl.col("tonnes") * 1.5, COUNTRY & LAST), True, "Sverige went from"),
    "jump": (
        lambda e: tonnes(e, pl.col("tonnes") * 3, NYKOPING & LAST),
        False,
        "1 area moved in 2023 as never before: Nyköping",
    ),
    "revision": (
        lambda e: tonnes(e, pl.col("tonnes") * 2, NYKOPING & (pl.col("year") == 2018)),
        False,
        "Nyköping in 2018: from",
    ),
}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_finds_what_it_is_for_and_nothing_else_of_that_weight(before, rule):
    change, holds, sentence = CASES[rule]
    found = gate.examine(change(before), before)
    mine = [concern for concern in found if concern.rule == rule]
    assert len(mine) == 1
    assert sentence in mine[0].sentence
    assert mine[0].holds == holds
    assert any(concern.holds for concern in found) == holds
    assert found[0].holds == holds


ESKILSTUNA = pl.col("area_id") == "SE-0484"
WHOLE = (pl.col("sector") == "total") & (pl.col("subsector") == "total")
NAMES = {"SE-0480": "Nyköping", "SE-0484": "Eskilstuna"}


def _gases(edition, left):
    """All greenhouse gases of one release, so much of what CO2 is, by area."""
    gases = edition.emissions.with_columns(
        gas=pl.lit("GHG", dtype=edition.emissions.schema["gas"]),
        tonnes=pl.col("tonnes") * pl.when(NYKOPING).then(left[0]).when(ESKILSTUNA).then(left[1]).otherwise(1.0),
    )
    origins = [origin for origin in edition.origins if origin["source"] == "se_smhi"]
    manifest = {**edition.manifest, "id": "after", "origins": origins}
    return replace(edition, emissions=pl.concat([edition.emissions, gases]), manifest=manifest)


def _times(edition, factors, where):
    changed = pl.col("tonnes") * pl.when(NYKOPING).then(factors[0]).when(ESKILSTUNA).then(factors[1]).otherwise(1.0)
    return tonnes(edition, changed, where)


# What is changed of two towns, the first or the second of them more, and how far off a changed row is.
WORST = {
    "sign": (
        lambda e, more: tonnes(
            e,
            pl.when(NYKOPING).then(-50.0 * more[0]).otherwise(-50.0 * more[1]),
            (NYKOPING | ESKILSTUNA) & LAST & (pl.col("sector") == "industry"),
        ),
        lambda was, now: -now,
    ),
    "slip": (lambda e, more: _times(e, [1000.0 * one for one in more], WHOLE & LAST), lambda was, now: now),
    "revision": (
        lambda e, more: _times(e, [1.0 + one for one in more], WHOLE & (pl.col("year") == 2018)),
        lambda was, now: abs(now - was),
    ),
    "co2-above-all-gases": (lambda e, more: _gases(e, [1.0 - 0.08 * one for one in more]), lambda was, now: was - now),
}


@pytest.mark.parametrize("more", [(1, 10), (10, 1)], ids=["the second more", "the first more"])
@pytest.mark.parametrize("rule", WORST)
def test_of_several_that_are_wrong_the_sentence_names_the_one_that_is_so_most(before, rule, more):
    change, off = WORST[rule]
    after = change(before, more)
    (concern,) = [one for one in gate.examine(after, None if "co2" in rule else before) if one.rule == rule]
    key = ["area_id", "sector", "subsector", "year"]
    side = after.emissions.filter(pl.col("gas") == "GHG") if "co2" in rule else after.emissions
    rows = before.emissions.join(side, on=key).filter(NYKOPING | ESKILSTUNA, pl.col("tonnes") != pl.col("tonnes_right"))
    worst = max(rows.iter_rows(named=True), key=lambda row: off(row["tonnes"], row["tonnes_right"]))
    least = min(rows.iter_rows(named=True), key=lambda row: off(row["tonnes"], row["tonnes_right"]))
    assert worst["area_id"] != least["area_id"]
    assert NAMES[worst["area_id"]] in concern.sentence
    assert f"{worst['tonnes_right']:.0f} t" in concern.sentence


def test_what_was_published_with_a_reason_holds_nothing_a_second_time(before):
    """A real jump of the nation stays in the figures; the next import of anything else is not held for it."""
    after = tonnes(before, pl.col("tonnes") * 1.5, COUNTRY & LAST)
    concerns = gate.examine(after, before)
    assert any(one.rule == "national-jump" and one.holds for one in concerns)
    published = replace(after, manifest={**after.manifest, "concerns": [one.as_dict() for one in concerns]})
    assert not any(one.holds for one in gate.examine(after, published))
    further = tonnes(after, pl.col("tonnes") * 2, COUNTRY & LAST)
    assert any(one.rule == "national-jump" and one.holds for one in gate.examine(further, published))


def test_the_same_figures_again_give_no_concern(before):
    assert gate.examine(replace(before, manifest={**before.manifest, "id": "again"}), before) == ()
    assert gate.examine(before, None) == ()


def test_the_starter_set_is_a_measure_like_any_other_edition(before, starter):
    (concern,) = [one for one in gate.examine(without(before, NYKOPING), starter) if one.rule == "vanished-areas"]
    assert concern.holds and "Nyköping" in concern.sentence


def test_people_who_doubled_hold_the_edition(before):
    year = int(before.population["year"].max())
    last = before.population.filter((pl.col("area_id") == "SE-0480") & (pl.col("year") == year))
    later = last.with_columns(year=pl.lit(year + 1, pl.Int32), persons=pl.col("persons") * 2)
    after = replace(before, population=pl.concat([before.population, later]))
    (concern,) = gate.examine(after, before)
    assert (concern.rule, concern.holds) == ("population", True)
    assert "SE-0480" in concern.sentence


def test_co2_above_all_gases_is_told_where_both_are_of_one_release(before):
    gases = before.emissions.with_columns(
        gas=pl.lit("GHG", dtype=before.emissions.schema["gas"]), tonnes=pl.col("tonnes") * 0.5
    )
    origins = [origin for origin in before.origins if origin["source"] == "se_smhi"]
    after = replace(
        before, emissions=pl.concat([before.emissions, gases]), manifest={**before.manifest, "origins": origins}
    )
    (concern,) = gate.examine(after, None)
    assert (concern.rule, concern.holds) == ("co2-above-all-gases", False)
    older = [{**origins[0], "release_date": "1999-01-01"}, *origins]
    assert gate.examine(replace(after, manifest={**after.manifest, "origins": older}), None) == ()


def test_every_threshold_has_its_rule():
    rules = {rule.__name__.replace("_", "-") for rule in (*gate.ALONE, *gate.AGAINST, *gate.AGAINST_WORLD)}
    milder = {
        "regions-replaced",
        "departed-territories",
        "world-budget-issued-again",
    }  # what two of the rules find and do not hold
    assert rules | milder == set(gate.thresholds())
    assert {facts["follows"] for facts in gate.thresholds().values()} == {"hold", "tell"}


def test_the_page_on_data_has_every_rule_and_what_follows():
    page = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")
    table = page[page.index("| rule | finds | follows |") :].partition("\n\n")[0]
    told = {
        name: follows
        for line in table.splitlines()[2:]
        for names, _, follows in [[cell.strip() for cell in line.strip("|").split("|")]]
        for name in names.split(", ")
    }
    assert told == {name: rule["follows"] for name, rule in thresholds().items()}

"""Two real releases of SMHI, one after the other: what contradicts itself is kept from before, and every change is told."""

import shutil
from dataclasses import replace

import polars as pl
import pytest

from climate_visualizer.beside import area_changes
from climate_visualizer.budget.assess import assess
from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.gap_filling import settle
from climate_visualizer.editions.importing.ingest import known_imports, read_files
from climate_visualizer.editions.publishing import edition_changes
from climate_visualizer.editions.publishing.previous import lineage
from climate_visualizer.editions.publishing.publish import store, stored
from climate_visualizer.editions.read import NoEdition, current_edition, current_id
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.question import ask
from climate_visualizer.sources.labels import sector_names
from climate_visualizer.words import derivation

KUMLA, NYKOPING = "SE-1881", "SE-0480"


def waste(edition, year):
    rows = edition.emissions_of(KUMLA).filter((pl.col("sector") == "waste") & (pl.col("year") == year))
    return rows.filter(pl.col("subsector") == "total").row(0, named=True)


def test_kumlas_waste_is_kept_from_the_release_before(releases):
    _, before, after, _ = releases
    for year in (2005, 2018, 2019, 2020, 2021):
        assert waste(after, year)["tonnes"] == waste(before, year)["tonnes"]
        assert waste(after, year)["status"] == "kept"
    assert waste(after, 2022)["status"] != "kept"
    whole = after.emissions_of(KUMLA).filter((pl.col("year") == 2021) & (pl.col("subsector") == "total"))
    parts = whole.filter(pl.col("sector") != "total")["tonnes"].sum()
    assert whole.filter(pl.col("sector") == "total")["tonnes"][0] == pytest.approx(parts)
    assert set(after.disputes.filter(pl.col("gas") == "CO2")["rule"]) == {"kept-from-2023-06-26"}
    assert "for every area" in after.manifest["kept"][0]
    assert {origin["release_date"] for origin in after.origins} >= {"2023-06-26", "2024-04-18"}


def test_the_page_says_which_release_is_kept(releases, day):
    from django.conf import settings

    _, _, after, _ = releases
    a = assess(ask(after, KUMLA, as_of=day))
    for code, words in (("sv", "2023-06-26 behålls"), ("en", "the release of 2023-06-26 are kept")):
        language = load_language(code, settings.LOCALE_PATHS[0])
        (sentence,) = derivation.disputes(a, sector_names("SE", code), language)
        assert words in sentence
    assert abs(a.achieved_cut) < 0.05


def test_without_an_earlier_release_nothing_is_kept(sweden):
    assert set(sweden.disputes["rule"]) == {"parts-against-total"}
    assert sweden.manifest["kept"] == []


def test_dropped_years_are_kept_from_the_release_before(releases, real_data):
    var, *_ = releases
    read = [tables for tables in read_files("se_smhi", (), var).read if tables.emissions is not None]
    assert {entry.source for entry in known_imports(var)} == {"se_scb", "se_smhi"}
    old, new = sorted(read, key=lambda tables: tables.origin.release_date)
    dropped = replace(
        new, emissions=new.emissions.filter(~pl.col("year").is_between(2016, 2019)), disputes=new.disputes.clear()
    )
    settled = settle(dropped, [old], "CO2")
    assert set(settled.emissions["year"]) == set(old.emissions["year"]) | {2022}
    assert set(settled.emissions.filter(pl.col("status") == "kept")["year"]) == {2016, 2017, 2018, 2019}
    assert settled.notes == (
        "CO2: the years 2016, 2017, 2018, 2019 are kept from the release of 2023-06-26, since the newest has none.",
    )


def test_the_differences_are_the_true_ones(releases):
    _, before, after, concerns = releases
    table = edition_changes.differences(before, after)
    assert set(table["kind"]) == {"new", "revised"}
    assert set(table.filter(pl.col("kind") == "new")["year"]) == {2022}
    row = (
        edition_changes.of_area(before, after, NYKOPING)
        .filter((pl.col("sector") == "total") & (pl.col("year") == 2020))
        .row(0, named=True)
    )
    assert (round(row["from_t"]), round(row["to_t"])) == (211677, 216208)
    assert row["change_percent"] == pytest.approx(2.141, abs=0.001)
    told = edition_changes.summary(before, after)
    assert told["new years"] == ["2022"]
    assert told["vanished years"] == told["vanished areas"] == told["new areas"] == []
    assert [concern.rule for concern in concerns] == ["revision"]
    back = edition_changes.differences(after, before)
    assert set(back.filter(pl.col("kind") == "gone")["year"]) == {2022}
    assert edition_changes.differences(after, after).is_empty()


@pytest.mark.parametrize("code", ["sv", "en"])
def test_changes_in_words(releases, day, code):
    from django.conf import settings

    _, before, after, _ = releases
    language = load_language(code, settings.LOCALE_PATHS[0])
    found = area_changes.changed(before, ask(after, NYKOPING, as_of=day))
    said = " ".join(area_changes.sentences(found, sector_names("SE", code), language))
    wanted = {
        "sv": ["Statistik för 2022 har tillkommit: 195\u202f000 ton.", "mest inom Transporter"],
        "en": ["Statistics for 2022 are new", "most of all in Transport"],
    }
    for words in [*wanted[code], _moved(found, code)]:
        assert words in said
    gone = area_changes.changed(after, ask(before, NYKOPING, as_of=day))
    said = " ".join(area_changes.sentences(gone, {}, language))
    assert ("2022 finns inte längre" if code == "sv" else "2022 are no longer there") in said
    assert (gone.used_up_from, gone.used_up_to) == (found.used_up_to, found.used_up_from)
    assert _moved(gone, code) in said


def _moved(found, code):
    """What is said of the date's move, from the dates themselves."""
    days = (found.used_up_to - found.used_up_from).days
    assert abs(days) > 1
    longer, shorter = {"sv": ("dagar längre", "dagar tidigare"), "en": ("days longer", "days earlier")}[code]
    return f"{abs(days)} {longer if days > 0 else shorter}"


def test_what_is_held_waits_for_a_reason(releases, real_data, tmp_path):
    """The old edition stays, nothing is lost, and a written reason lets a held one through."""
    var = tmp_path / "var"
    shutil.copytree(releases[0], var)
    root = var / "editions"
    now = current_id(root)
    candidate = build(read_files("se_smhi", (), var).read)
    candidate = pipeline.with_concerns(
        replace(candidate, manifest={**candidate.manifest, "id": "2031-01-01-held000000"}),
        (pipeline.Concern("scale", True, "Half of all totals are 0.001 times what they were."),),
    )
    store(candidate, root)
    pipeline._note_held(root, {candidate.id: []})
    assert current_id(root) == now
    with pytest.raises(NoEdition, match="takes a reason"):
        pipeline.publish_held(candidate.id, " ", var, root)
    with pytest.raises(NoEdition, match="no edition 'x'"):
        pipeline.publish_held("x", "why", var, root)
    pipeline.publish_held(candidate.id, "The publisher confirmed it by telephone.", var, root)
    assert current_id(root) == candidate.id
    manifest = current_edition(root).manifest
    assert manifest["published_because"].startswith("The publisher confirmed")
    assert manifest["concerns"][0]["rule"] == "scale"
    assert pipeline.held(root) == {}
    assert pipeline.hold(candidate.id, "It was wrong after all.", var, root) == now
    assert candidate.id in pipeline.held(root)
    assert lineage(root) == (releases[1].id, now), "what was taken out of use is nothing to compare with"


def test_pruning_spares_the_current_edition_and_the_one_before(releases, tmp_path):
    var = tmp_path / "var"
    shutil.copytree(releases[0], var)
    root = var / "editions"
    (first, second) = stored(root)
    shutil.copytree(root / first, root / "1999-01-01-aaaaaaaaaa")
    shutil.copytree(root / first, root / "1999-01-02-bbbbbbbbbb")
    assert pipeline.prune(root, 1) == ["1999-01-01-aaaaaaaaaa", "1999-01-02-bbbbbbbbbb"]
    assert stored(root) == [first, second]

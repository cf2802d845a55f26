"""Sectors: figures by another way of reckoning, and sentences that say no more than the figures do."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest
from conftest import ROOT
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from climate_visualizer.beside import rank
from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.curves import Series
from climate_visualizer.budget.ranges.trend_band import trend_band
from climate_visualizer.budget.sector import Part, Sector, UnknownSector, sector_of
from climate_visualizer.languages.language import load_language
from climate_visualizer.languages.printed_sums import shares_in_column
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.science.findings import smallest_majority
from climate_visualizer.words import sector_words as say
from climate_visualizer.words import sentences
from climate_visualizer.words.composition import finest, majority

SV, EN = (load_language(code, ROOT / "climate_visualizer" / "web" / "locale") for code in ("sv", "en"))


@pytest.fixture(scope="module")
def nykoping(starter, day):
    return assess(ask(starter, "SE-0480", as_of=day))


def _sector(**given_) -> Sector:
    years = tuple(range(2015, 2023))
    series = Series(years, (1000.0,) * 8, ("published",) * 8)
    facts = {
        "key": "transport",
        "year": 2022,
        "tonnes": 1000.0,
        "share": 0.2,
        "per_head_kg": 100.0,
        "achieved_cut": 0.03,
        "nth": 5,
        "history": series,
        "parts": (Part("cars", series), Part("buses", replace(series, tonnes=(400.0,) * 8))),
        "place": 3,
        "of": 9,
    }
    return Sector(**{**facts, **given_})


def test_a_sectors_figures_are_those_of_the_raw_table(sweden, day):
    nykoping = assess(ask(sweden, "SE-0480", as_of=day))
    rows = sweden.emissions.filter(
        (pl.col("area_id") == "SE-0480") & (pl.col("gas") == "CO2") & (pl.col("year") == 2022)
    )
    total = rows.filter(pl.col("sector") == "total")["tonnes"][0]
    for key in nykoping.sectors:
        of = rows.filter(pl.col("sector") == key)
        found = sector_of(sweden, nykoping, key)
        tonnes = of.filter(pl.col("subsector") == "total")["tonnes"]
        assert found.tonnes == pytest.approx(tonnes[0] if len(tonnes) else 0.0)
        assert found.share == pytest.approx(found.tonnes / total)
        assert found.per_head_kg == pytest.approx(1000 * found.tonnes / nykoping.persons)
        parts = of.filter(pl.col("subsector") != "total")
        for part in found.parts:
            own = parts.filter(pl.col("subsector") == part.key)["tonnes"]
            assert found.last(part) == pytest.approx(own[0] if len(own) and own[0] is not None else 0.0)
        if found.nth is not None:
            assert found.nth == max(round(nykoping.remaining_t / nykoping.current_sectors_t_per_year[key]), 1)
    assert {part.key for part in sector_of(sweden, nykoping, "transport").majority} == {"cars"}


def test_what_parts_and_everything_use_of_what_is_left_are_of_the_same_year(starter, day):
    """Sources of the newest statistics beside what is left today: two thirds of all used a seventh where all used a sixth."""
    count = 0
    for rate in ("today", "last-published", "five-years"):
        choices = parse({"rate": rate}, country="SE", as_of=day, edition=starter)
        for area in starter.areas[:: 1 if rate == "today" else 20]:
            a = assess(Question(starter, area.id, choices, day))
            today = a.current_sectors_t_per_year
            assert sum(today.values()) == pytest.approx(a.current_emissions_t_per_year, rel=2e-3), area.id
            if a.is_overdrawn:
                continue
            parts = finest(starter, a, EN)
            largest = [parts[at] for at in smallest_majority(emissions=np.array([tonnes for *_, tonnes in parts]))]
            used = sum(today[sector] * tonnes / a.sectors[sector].tonnes[-1] for _, sector, tonnes in largest)
            nth = round(a.remaining_t / used)
            said = majority(parts, a, EN)
            assert max(nth, 1) >= a.one_nth and (
                nth not in sentences.FRACTIONS or EN.t(sentences.FRACTIONS[nth]) in said
            ), area.id
            key = largest[0][1]
            assert sector_of(starter, a, key).nth == max(round(a.remaining_t / today[key]), 1)
            count += 1
    assert count > 250


def test_an_overdrawn_budget_leaves_nothing_to_use(starter, day):
    over = assess(ask(starter, "SE-0480", {"limit": "1.5"}, as_of=day))
    assert sector_of(starter, over, "transport").nth is None


def test_an_unknown_sector_says_which_there_are(starter, nykoping):
    with pytest.raises(UnknownSector, match=r"no sector 'magic' in Nyköping; choose one of agriculture"):
        sector_of(starter, nykoping, "magic")


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=9))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # how fast the machine draws is no matter here
def test_the_parts_named_as_most_are_more_than_half(tonnes):
    parts = tuple(Part(f"p{i}", Series((2022,), (value,), ("published",))) for i, value in enumerate(tonnes))
    found = _sector(parts=parts)
    named = sum(found.last(part) for part in found.majority)
    assert sum(tonnes) == 0 or named > 0.5 * sum(tonnes)
    assert sum(tonnes) > 0 or found.majority == ()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"achieved_cut": 0.033}, "Sedan 2017 har utsläppen minskat med 3,3\u00a0% om året i genomsnitt."),
        ({"achieved_cut": -0.02}, "Sedan 2017 har utsläppen ökat med 2,0\u00a0% om året i genomsnitt."),
        ({"achieved_cut": 0.004}, "Utsläppen har knappt förändrats sedan 2017."),
        ({"achieved_cut": -0.0049}, "Utsläppen har knappt förändrats sedan 2017."),
        ({"achieved_cut": None}, "Hur de har förändrats de senaste åren går inte att säga."),
        ({"tonnes": 60.0}, ""),
        ({"share": 0.004}, ""),
    ],
)
def test_a_change_is_said_as_large_as_it_is(facts, sentence):
    assert say.changed(_sector(**facts), SV) == sentence


@pytest.mark.parametrize(
    ("own", "other", "sentence"),
    [
        (178.0, 100.0, "Det är 78\u00a0% mer per invånare än i länet."),
        (60.0, 100.0, "Det är 40\u00a0% mindre per invånare än i länet."),
        (104.0, 100.0, "Det är ungefär lika mycket per invånare som i länet."),
        (320.0, 100.0, "Det är 3,2 gånger så mycket per invånare som i länet."),
        (None, 100.0, ""),
        (100.0, None, ""),
        (100.0, 0.0, ""),
    ],
)
def test_an_inhabitants_part_is_held_against_the_areas_around(own, other, sentence):
    assert say.compared(_sector(per_head_kg=own), _sector(per_head_kg=other), "länet", SV) == sentence


@pytest.mark.parametrize(
    ("nth", "sentence"),
    [
        (1, "På ungefär ett år förbrukar sektorn ensam allt som är kvar av budgeten."),
        (5, "Varje år förbrukar sektorn ensam en femtedel av det som är kvar av budgeten."),
        (24, "Varje år förbrukar sektorn ensam en 24:e del av det som är kvar av budgeten."),
        (101, ""),
        (None, ""),
    ],
)
def test_what_a_sector_uses_of_the_budget(nth, sentence):
    assert say.used(_sector(nth=nth), SV) == sentence


def test_most_of_it_is_said_in_the_singular_and_the_plural():
    two = _sector()
    assert say.majority(two, ["Personbilar"], SV) == "Mer än hälften kommer från personbilar."
    assert say.majority(two, ["Bussar", "Bilar"], SV) == "Tillsammans kommer mer än hälften från bussar och bilar."
    assert say.majority(two, ["A roads", "LPG"], SV) == "Tillsammans kommer mer än hälften från A roads och LPG."
    assert say.majority(_sector(parts=two.parts[:1]), ["Personbilar"], SV) == ""
    assert say.majority(_sector(tonnes=50.0), ["Personbilar"], SV) == ""
    assert say.majority(two, [], SV) == ""


@pytest.mark.parametrize(
    ("share", "swedish", "column"),
    [
        (0.83, "83\u00a0%", "83\u00a0%"),
        (0.004, "mindre än 1 procent", "<\u00a01\u00a0%"),
        (0.9971, "mer än 99 procent", "100\u00a0%"),
        (1.0, "100\u00a0%", "100\u00a0%"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share, swedish, column):
    assert say.part(share, SV) == swedish
    assert shares_in_column([share, 1.0 - share], SV)[0] == column


@pytest.mark.parametrize(
    ("owner", "genitive"), [("Nyköping", "Nyköpings"), ("Borås", "Borås"), ("Oxelösund", "Oxelösunds")]
)
def test_the_headline_has_the_genitive_and_the_share(owner, genitive):
    said = sentences.plain(say.headline(_sector(share=0.83), "Transporter", SV.genitive(owner), SV))
    assert said == f"Transporter: 83\u00a0% av {genitive} utsläpp."
    none = say.headline(_sector(tonnes=0.0, share=0.0), "Avfall", SV.genitive(owner), SV)
    assert none == "Avfall: inga utsläpp av koldioxid 2022."
    english = sentences.plain(say.headline(_sector(), "Transport", EN.genitive("Borås"), EN))
    assert english == "Transport: 20% of Borås’ emissions."


def test_what_is_too_small_says_so_and_nothing_else():
    small = _sector(tonnes=70.0, share=0.0004)
    assert small.is_small
    assert say.too_small(small, SV).startswith("Det är för lite")
    assert [say.changed(small, SV), say.used(small, SV), say.compared(small, _sector(), "x", SV)] == ["", "", ""]
    assert say.too_small(_sector(tonnes=0.0), SV) == ""
    assert say.too_small(_sector(), SV) == ""


def _ends(one) -> date:
    """When a budget ends: one that nobody uses up is the last, one that is overdrawn the first."""
    return one.used_up_on or (date.max if one.remaining_t > 0 else date.min)


def test_places_are_those_of_a_plain_sort(starter, nykoping, day):
    """The place by each finding, counted over one assessment after the other."""
    alike = [area.id for area in starter.areas if area.kind == "municipality"]
    each = [assess(Question(starter, area_id, nykoping.choices, day)) for area_id in alike]
    found = rank.places(starter, nykoping)
    assert {place.of for place in found.values()} == {len(alike)}
    longest = sum(_ends(one) > _ends(nykoping) for one in each)
    assert found["years"].place == longest + 1
    assert found["required"].place == sum((one.required_cut or 1.0) < nykoping.required_cut for one in each) + 1
    assert found["achieved"].place == sum(one.achieved_cut > nykoping.achieved_cut for one in each) + 1
    head = nykoping.remaining_t / nykoping.persons
    assert found["remaining"].place == sum(one.remaining_t / one.persons > head for one in each) + 1
    said = rank.sentences(found, "municipality", SV)
    assert said["years"] == f"Nr {longest + 1} av 290 kommuner, den som räcker längst först"
    assert rank.sentences(found, "parish", SV)["years"].startswith(f"Nr {longest + 1} av 290 platser")


def test_a_kind_of_its_own_has_no_place(starter, day):
    nation = assess(ask(starter, "SE", as_of=day))
    assert rank.places(starter, nation) == {}


def test_the_band_holds_the_trend_and_widens(starter, nykoping):
    band = trend_band(starter, "SE-0480", nykoping.method.id)
    assert band.years == nykoping.trend.years
    wide = np.array(band.high) - np.array(band.low)
    for low, trend, high in zip(band.low, nykoping.trend.tonnes, band.high, strict=True):
        assert low <= trend + 1e-6
        assert trend <= high + 1e-6
    assert (np.diff(wide[:10]) > 0).all()

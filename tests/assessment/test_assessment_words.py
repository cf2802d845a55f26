"""Words: right numbers, right grammar, and no sentence that says more than its figures."""

from dataclasses import replace
from datetime import date

import pytest
from conftest import ROOT

from climate_visualizer.beside import area_kinds
from climate_visualizer.budget.assess import Dispute, assess
from climate_visualizer.editions.read import Area
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question, ask
from climate_visualizer.words import derivation, sentences

THIN, HARD = "\u202f", "\u00a0"


@pytest.fixture(scope="module")
def sv():
    return load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")


@pytest.fixture(scope="module")
def en():
    return load_language("en", ROOT / "climate_visualizer" / "web" / "locale")


@pytest.fixture(scope="module")
def nykoping(starter, day):
    return assess(ask(starter, "SE-0480", as_of=day))


@pytest.fixture(scope="module")
def overdrawn(starter, day):
    return assess(ask(starter, "SE-0480", {"limit": "1.5"}, as_of=day))


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        (0, "0 ton", "0 tonnes"),
        (512.3, "512 ton", "512 tonnes"),
        (86_912, f"86{THIN}900 ton", "86,900 tonnes"),
        (802_987, f"803{THIN}000 ton", "803,000 tonnes"),
        (1_358_874, f"1{THIN}359{THIN}000 ton", "1,359,000 tonnes"),
        (-174_446, f"\u2212174{THIN}000 ton", "\u2212174,000 tonnes"),
        (15_400_000, "15,4 miljoner ton", "15.4 million tonnes"),
        (55_000_000, "55 miljoner ton", "55 million tonnes"),
        (285_000_000, "285 miljoner ton", "285 million tonnes"),
        (1_250_000_000, "1,2 miljarder ton", "1.2 billion tonnes"),
        (850_000_000_000, "850 miljarder ton", "850 billion tonnes"),
    ],
)
def test_tonnes_are_said_as_one_says_them(sv, en, value, swedish, english):
    assert sv.tonnes(value) == swedish
    assert en.tonnes(value) == english


@pytest.mark.parametrize(
    ("daily", "said"),
    [(0.4, "0 tonnes"), (641.2, "640 tonnes"), (1_234_567, "1,200,000 tonnes"), (32_014_321, "32 million tonnes")],
)
def test_what_a_deficit_grows_by_is_told_to_two_figures(overdrawn, en, daily, said):
    lead = sentences.plain(sentences.lead(replace(overdrawn, overdraft_per_day_t=daily), None, en))
    assert f"grows by about {said} a day" in lead


def test_numbers_percent_and_dates_are_in_the_readers_way(sv, en):
    assert sv.decimal(1234.56, 1) == f"1{THIN}234,6"
    assert en.decimal(1234.56, 1) == "1,234.6"
    assert sv.decimal(-0.04, 1) == "0,0"
    assert sv.percent(0.193) == f"19{HARD}%"
    assert en.percent(0.193) == "19%"
    assert en.per_cent(83) == "83%"
    assert sv.change(0.0273) == f"\u22122,7{HARD}%"
    assert sv.change(-0.012) == f"+1,2{HARD}%"
    assert sv.change(0.0) == f"0,0{HARD}%"
    assert sv.kilotonnes(99_412) == f"99,4{HARD}kt"
    assert sv.kilotonnes(11_446_200) == f"11,4{HARD}Mt"
    assert sv.kilotonnes(42) == f"42{HARD}t"
    assert sv.kilotonnes(0.3) == f"<{HARD}1{HARD}t"
    assert sv.kilotonnes(0.0) == f"0{HARD}t"
    assert sv.day(date(2026, 11, 23)) == "23 november 2026"
    assert en.month(date(2031, 3, 10)) == "March 2031"
    assert sv.degrees(2.0) == "2"
    assert sv.degrees(1.5) == "1,5"


@pytest.mark.parametrize(
    ("name", "swedish", "english"),
    [
        ("Nyköping", "Nyköpings", "Nyköping’s"),
        ("Borås", "Borås", "Borås’"),
        ("Södermanlands län", "Södermanlands läns", "Södermanlands län’s"),
        ("Sverige", "Sveriges", "Sverige’s"),
    ],
)
def test_the_genitive_knows_names_that_end_in_s(sv, en, name, swedish, english):
    assert sv.genitive(name) == swedish
    assert en.genitive(name) == english


def test_lists_and_the_alphabet(sv, en):
    assert sv.list([]) == ""
    assert sv.list(["bilar"]) == "bilar"
    assert sv.list(["bilar", "bussar", "tåg"]) == "bilar, bussar och tåg"
    names = ["Örebro", "Ale", "Älvdalen", "Åre", "Zinkgruvan"]
    assert sorted(names, key=sv.alphabetical) == ["Ale", "Zinkgruvan", "Åre", "Älvdalen", "Örebro"]
    assert sorted(names, key=en.alphabetical) == ["Ale", "Älvdalen", "Åre", "Örebro", "Zinkgruvan"]


@pytest.mark.parametrize(
    ("area", "english"),
    [
        (Area("SE", "Sverige", "country", None, "SE", "sverige"), "Sweden"),
        (Area("SE-04", "Södermanlands län", "county", "SE", "SE", "x"), "Södermanland County"),
        (Area("SE-12", "Skåne län", "county", "SE", "SE", "x"), "Skåne County"),
        (Area("SE-0480", "Nyköping", "municipality", "SE-04", "SE", "x"), "Nyköping"),
    ],
)
def test_areas_have_their_english_names(sv, en, area, english):
    assert sentences.area_name(area, en) == english
    assert sentences.area_name(area, sv) == area.name


def test_the_headline_says_until_when(nykoping, overdrawn, sv, en):
    assert sentences.plain(sentences.headline(nykoping, sv)) == "Nyköpings tvågradersbudget räcker till september 2029."
    assert sentences.plain(sentences.headline(nykoping, en)) == "Nyköping’s 2-degree budget lasts until September 2029."
    assert sentences.plain(sentences.headline(overdrawn, sv)) == "Nyköpings 1,5-gradersbudget tog slut i augusti 2025."
    assert sentences.parts(sentences.headline(nykoping, sv))[1] == ("september 2029", True)


def test_a_budget_that_outlasts_2050_is_said_to_and_no_more(nykoping, sv):
    unused = replace(nykoping, used_up_on=None, years_left=None, current_emissions_t_per_year=0.0, required_cut=None)
    assert sentences.headline(unused, sv) == "Nyköpings tvågradersbudget räcker längre än till 2050."
    assert sentences.lead(unused, None, sv).startswith("Det gäller om utsläppen fortsätter som i dag.")
    _, time, cut, _ = sentences.findings(unused, (), sv)
    assert (time.value, time.unit) == ("mer än 24", "år")
    assert cut.meaning == "går inte att ange: på trenden har utsläppen nått noll"


def test_the_lead_tells_of_the_other_limit(nykoping, overdrawn, sv):
    text = sentences.plain(sentences.lead(nykoping, overdrawn, sv))
    assert text == (
        "Därefter är den slut, om utsläppen fortsätter som i dag. Budgeten för 1,5 grader tog slut i augusti 2025. "
        f"Den är övertrasserad med 305{THIN}000 ton, och underskottet växer med omkring 640 ton om dagen."
    )
    other_way = sentences.plain(sentences.lead(overdrawn, nykoping, sv))
    assert other_way.endswith("Budgeten för 2 grader räcker till september 2029.")
    assert sentences.lead(overdrawn, replace(nykoping, used_up_on=None), sv).endswith("räcker längre än till 2050.")


def test_the_four_findings_stand_beside_county_and_country(starter, day, nykoping, sv):
    choices = parse({}, country="SE", as_of=day)
    around = tuple(assess(Question(starter, area, choices, day)) for area in ("SE-04", "SE"))
    left, time, cut, achieved = sentences.findings(nykoping, around, sv)
    assert (left.value, left.unit, left.meaning) == (f"657{THIN}000", "ton", "finns kvar att släppa ut")
    assert (time.value, time.unit) == ("2,8", "år")
    assert (cut.value, cut.meaning) == (f"\u221227{HARD}%", "behövs från 2027 för att budgeten ska räcka")
    assert (achieved.value, achieved.beside[0][0]) == (f"\u22123,7{HARD}%", "Länet")
    assert [who for who, _ in cut.beside] == ["Länet", "Riket"]


def test_findings_of_an_overdrawn_budget(overdrawn, nykoping, sv):
    left, since, cut, _ = sentences.findings(overdrawn, (overdrawn,), sv)
    assert (left.key, left.value) == ("overdrawn", f"305{THIN}000")
    assert (since.value, since.unit) == ("16", "månader")
    assert cut.value == "–"
    one = replace(overdrawn, overdrawn_since=date(2026, 10, 20))
    assert sentences.findings(one, (), sv)[1].unit == "månad"
    assert sentences.findings(nykoping, (overdrawn,), sv)[1].beside == (("Runt omkring", "slut"),)


def test_no_cut_is_enough_when_the_budget_ends_before_the_start(nykoping, sv):
    late = replace(nykoping, required_cut=None, achieved_cut=None)
    _, _, cut, achieved = sentences.findings(late, (late,), sv)
    assert cut.meaning == "Ingen årlig minskning räcker: budgeten tar slut före 2027."
    assert achieved.meaning == "de senaste årens förändring är inte känd"


@pytest.mark.parametrize(
    ("names", "nth", "sentence"),
    [
        ([], 4, ""),
        (
            ["Personbilar"],
            8,
            "Mer än hälften av utsläppen kommer från personbilar. De förbrukar varje år en åttondel av det som är kvar.",
        ),
        (["Industri", "Personbilar"], 40, "Mer än hälften av utsläppen kommer från industri och personbilar."),
        (["Industri"], None, "Mer än hälften av utsläppen kommer från industri."),
    ],
)
def test_the_majority_is_named_and_its_pace_only_where_it_can_be_said(sv, names, nth, sentence):
    assert sentences.majority(names, nth, sv) == sentence


def test_the_price_of_waiting_in_words(nykoping, overdrawn, sv):
    assert derivation.waiting(nykoping, sv) == (
        f"Om minskningen börjar 2028 i stället för 2027 måste den bli 37{HARD}% om året i stället för 27{HARD}%. "
        "Efter 2029 finns ingen väg kvar."
    )
    assert derivation.waiting(overdrawn, sv) == ""


def test_per_head_is_unsaid_without_people(nykoping, sv):
    assert "3,3 ton per invånare" in sentences.per_head(nykoping, sv)
    assert sentences.per_head(replace(nykoping, per_head_t=None), sv) == ""


def test_the_ladder_goes_from_the_world_to_what_is_left(nykoping, overdrawn, sv, starter, day):
    rungs = derivation.ladder(nykoping, "Sverige", sv)
    assert [rung.title for rung in rungs] == ["Världen", "Sverige", "Att fördela lokalt", "Nyköping", "Kvar i dag"]
    assert [rung.tonnes for rung in rungs[:3]] == ["850 miljarder ton", "285 miljoner ton", "230 miljoner ton"]
    assert f"0,58{HARD}% av landets utsläpp 2015–2022" in rungs[3].note
    assert "allt uppskattat" in rungs[4].note
    assert derivation.ladder(overdrawn, "Sverige", sv)[-1].title == "Övertrasserat i dag"
    partly = replace(nykoping, emitted_published_t=100_000.0)
    assert "varav" in derivation.ladder(partly, "Sverige", sv)[-1].note
    for sharing in ("per-head", "blend", "equal-transition"):
        choices = parse({"method": "world-per-head", "sharing": sharing}, country="SE", as_of=day)
        notes = [
            rung.note for rung in derivation.ladder(assess(Question(starter, "SE-0480", choices, day)), "Sverige", sv)
        ]
        assert any("världens befolkning" in note for note in notes)
        assert all("{" not in note for note in notes)


def test_disputes_are_said_by_sector_with_their_years(nykoping, sv):
    def dispute(year, gap, sector="waste", gas="CO2", rule="parts-against-total"):
        return Dispute(gas, sector, "total", year, 23.0, 23.0 + gap, gap, rule)

    disputed = replace(
        nykoping,
        disputes=(
            dispute(2021, 127_472.0),
            dispute(2020, 112_892.0),
            dispute(2005, 94_836.0),
            dispute(2021, -5_000.0, sector="transport"),
            dispute(2021, 9_000.0, gas="CH4"),
        ),
    )
    names = {"waste": "Avfall", "transport": "Transporter"}
    assert derivation.disputes(disputed, names, sv) == (
        f"Avfall 2005, 2020–2021: delarna är upp till 127{THIN}000 ton större än den summa som utgivaren anger.",
        f"Transporter 2021: delarna är upp till 5{THIN}000 ton mindre än den summa som utgivaren anger.",
    )


def test_a_place_is_said_with_what_is_around_it(starter, sv):
    assert area_kinds.place(starter.area("SE-0480"), starter.parents("SE-0480"), sv) == "kommun i Södermanlands län"
    assert area_kinds.place(starter.area("SE-04"), starter.parents("SE-04"), sv) == "län i Sverige"
    assert area_kinds.place(starter.area("SE"), (), sv) == "land"


def test_beside_a_trail_of_what_is_around_it_a_place_is_said_by_its_kind(starter, sv, en):
    assert [area_kinds.kind_alone(starter.area(one), sv) for one in ("SE-0480", "SE-04", "SE")] == [
        "kommun",
        "län",
        "land",
    ]
    assert area_kinds.kind_alone(starter.area("SE-0480"), en) == "municipality"
    assert set(area_kinds.KINDS_ALONE) == set(area_kinds.KINDS)
    assert all(text.startswith(f"{area_kinds.KINDS_ALONE[kind]} ") for kind, text in area_kinds.KINDS.items())

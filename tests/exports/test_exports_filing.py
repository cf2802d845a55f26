"""Forms filed elsewhere: every line of them is there, nothing is split by a guess, and what is not known is empty and says so."""

import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from climate_visualizer.exports.reporting import form_lines
from climate_visualizer.exports.reporting.filing import FORMS, FiledGoal, FiledMeasure, Filing, Inventory
from climate_visualizer.sources.labels import sector_names

MAPPED = [(name, country) for name in ("gpc", "secap") for country in ("SE", "GB")]
SECTORS = {"heating": 100.0, "transport": 900.0, "industry": 300.0, "waste": 10.0, "agriculture": 5.0, "magic": 7.0}
PARTS = {("transport", "rail"): 50.0, ("transport", "cars"): 700.0, ("heating", "homes"): 60.0}


def filing(country: str = "SE", **facts) -> Filing:
    inventory = Inventory(2022, SECTORS, PARTS)
    return Filing(
        **{
            "area": "Nyköping", "country": country, "organisation": "Nyköpings kommun", "population": 57_000.0,
            "source": "SMHI", "edition": "e", "day": "2026-11-28", "currency": "SEK", "baseline": inventory,
            "latest": inventory, "names": sector_names("SE", "en"),
            "goals": [FiledGoal("Minus 85", 2030, 85.0, 1990, 1000.0, 150.0, "KF § 1", "2021-05-01")],
            "measures": [
                FiledMeasure("Boilers", "decided", "heating", "Board", 2027, 2050, 40.0, 900.0, None, "air", "", "")
            ],
            **facts,
        }
    )  # fmt: skip


def book(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize(("name", "country"), MAPPED)
def test_every_mapping_names_lines_and_sectors_that_there_are(name, country):
    lines = form_lines.lines_of(name)
    sectors = set(sector_names(country, "en"))
    for key, where in form_lines.table(name)[country].items():
        assert key.partition("/")[0] in sectors, key
        assert where and set(where) <= set(lines), key
    every = {key.partition("/")[0] for key in form_lines.table(name)[country]}
    fuels = {"total", "coal", "oil", "gas", "cement", "flaring", "other-fossil", "international-transport"}
    assert sectors - every - fuels == set(), "each sector of the statistics has a line"


def test_numbers_of_gpc_have_the_scope_that_the_protocol_gives_them():
    """By rule: the last figure is the scope of energy and transport; of waste, what is treated elsewhere is scope 3."""
    numbers = form_lines.table("gpc")["numbers"]
    for code, (_sector, _part, scope) in numbers.items():
        chapter, *rest = code.split(".")
        if chapter in ("I", "II"):
            expected = 1 if code == "I.4.4" else int(rest[-1])
        elif chapter == "III":
            expected = 3 if rest[-1] == "2" else 1
        else:
            expected = 3 if chapter == "VI" else 1
        assert scope == expected, code
    assert len(numbers) == 53


def test_what_plants_supply_is_under_its_own_number_and_out_of_basic():
    plants = Inventory(2022, {"electricity-heat": 100.0}, {})
    rows = list(book(FORMS["gpc"](filing(baseline=plants, latest=plants))).worksheets[1].values)
    by_code = {row[0]: row for row in rows}
    assert (by_code["I.4.4"][5], by_code["I.4.1"][4], by_code["III.3.1"][4]) == (100, "IE", "IE")
    assert any("neither BASIC" in str(row[0]) for row in rows)


@pytest.mark.parametrize("form", FORMS)
def test_the_first_sheet_says_which_edition_and_how_far_it_was_checked(form):
    facts = {row[0]: row[1] for row in book(FORMS[form](filing())).worksheets[0].values if row[0]}
    assert facts["Form"] and facts["Published at"].startswith("https://") and "not at hand" in facts["Checked"]


tonnes = st.floats(0, 1e6).map(lambda value: round(value, 1))


@given(
    sectors=st.dictionaries(st.sampled_from(["heating", "transport", "waste", "machinery", "industry"]), tonnes),
    shares=st.lists(st.floats(0, 1), min_size=2, max_size=2),
)
def test_the_lines_sum_to_what_the_statistics_say(sectors, shares):
    parts = {
        (sector, part): sectors[sector] * share / 2
        for (sector, part), share in zip([("transport", "rail"), ("heating", "homes")], shares, strict=True)
        if sector in sectors
    }
    for name in ("gpc", "secap"):
        found = form_lines.laid_out(name, "SE", sectors, parts)
        assert list(found) == list(form_lines.lines_of(name))
        total = sum(line.tonnes for line in found.values() if line.tonnes is not None)
        assert total == pytest.approx(sum(sectors.values()), abs=1.0)


def test_parts_go_to_their_own_lines_and_the_rest_stands_whole_under_the_first():
    found = form_lines.laid_out("gpc", "SE", SECTORS, PARTS)
    assert (found["II.2.1"].tonnes, found["II.1.1"].tonnes) == (50.0, 850.0)
    assert (found["I.1.1"].tonnes, found["I.2.1"].tonnes) == (100.0, None)
    assert found["I.2.1"].included_in == ("I.1.1",)
    assert (found["I.1.2"].tonnes, found["I.1.2"].included_in) == (None, ())
    assert form_lines.unplaced("gpc", "SE", SECTORS) == {"magic": 7.0}


def test_an_inventory_by_gpc_has_every_number_and_says_why_one_is_empty():
    made = book(FORMS["gpc"](filing()))
    assert made.sheetnames == ["About", "eCRF 2022"]
    rows = {row[0]: row for row in made["eCRF 2022"].values if row[0]}
    assert set(form_lines.lines_of("gpc")) <= set(rows)
    assert rows["II.1.1"][5] == 850 and rows["II.1.1"][4] is None
    assert rows["I.2.1"][4] == "IE" and rows["I.2.1"][5] is None and "do not tell them apart" in rows["I.2.1"][9]
    assert rows["I.1.2"][4] is None and "left empty" in rows["I.1.2"][9]
    assert {row[6] for row in rows.values() if row[0] in form_lines.lines_of("gpc")} == {None}, (
        "no gas but carbon dioxide"
    )
    about = [row[1] for row in made["About"].values if row[0] == "Not placed"]
    assert about and "magic" in about[0]


def test_a_country_without_a_mapping_has_empty_lines_and_no_made_up_ones():
    rows = {row[0]: row for row in book(FORMS["gpc"](filing("IN")))["eCRF 2022"].values if row[0]}
    assert all(rows[code][5] is None for code in form_lines.lines_of("gpc"))


def test_cdp_and_secap_have_goals_and_measures_and_leave_energy_empty():
    cdp = book(FORMS["cdp"](filing()))
    assert cdp.sheetnames == ["About", "2.1 Inventory", "2.1 CRF by GPC", "5.1 Targets", "9.1 Actions"]
    target = list(cdp["5.1 Targets"].values)[1]
    assert target[0] == "Minus 85" and target[4:9] == (1990, 1000, 2030, 150, 85)
    action = list(cdp["9.1 Actions"].values)[1]
    assert action[0] == "Boilers" and action[5:8] == (40, 900, None) and action[8] is None
    secap = book(FORMS["secap"](filing()))
    assert {"Strategy", "BEI 2022", "MEI 2022", "Mitigation Actions"} <= set(secap.sheetnames)
    lines = {row[0]: row for row in secap["BEI 2022"].values if row[0]}
    assert lines["Residential buildings"][2] == 100 and lines["Residential buildings"][1] is None
    assert lines["Total"][2] == sum(SECTORS.values()) - SECTORS["magic"]
    assert list(secap["Mitigation Actions"].values)[1][11:13] == (None, None)

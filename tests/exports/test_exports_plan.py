"""A plan as a workbook: what goes out comes in again, and a wrong cell is told by its address."""

import io
import zipfile

import pytest
import xlsxwriter
from conftest import ROOT
from hypothesis import given, settings
from hypothesis import strategies as st

from climate_visualizer.exports.plan_workbook import plan_columns, plan_import, plan_xlsx
from climate_visualizer.languages.language import load_language
from climate_visualizer.plans.plan import CO_BENEFITS, STATUSES
from climate_visualizer.sources.labels import sector_names

SECTORS = ("heating", "industry", "transport", "machinery", "agriculture", "waste")
LOCALES = ROOT / "climate_visualizer" / "web" / "locale"


def sectors(code: str) -> dict[str, str]:
    return {key: name for key, name in sector_names("SE", code).items() if key in SECTORS}


def tongue(code: str):
    return load_language(code, LOCALES)


CONTENT = {
    "title": "Bytt pannor",
    "title_en": "",
    "sector": "heating",
    "effect_kind": "tonnes",
    "amount": 450.0,
    "start": 2027,
    "end": 2050,
    "ramp": 2,
    "certainty": 90.0,
    "rebound": 0.0,
    "status": "decided",
    "owner": "Tekniska nämnden",
    "co_benefits": ["air", "costs"],
    "indicator": "Pannor",
    "unit": "st",
    "source": "",
    "link": "https://www.example.se/plan",
    "note": "",
    "effects": {},
    "costs": {"2027": 1000000.0},
    "incomes": {},
    "indicator_planned": {"2028": 12.0},
}
words = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=30)
numbers = st.integers(0, 10**10).map(lambda value: value / 1000)
percents = st.integers(0, 1000).map(lambda value: value / 10)
yearly = st.dictionaries(st.integers(2024, 2050).map(str), numbers, max_size=3)
contents = st.fixed_dictionaries(
    {
        "title": words,
        "title_en": st.just("") | words,
        "sector": st.sampled_from(["", *sectors("en")]),
        "effect_kind": st.just("tonnes"),
        "amount": numbers,
        "start": st.integers(2020, 2040),
        "end": st.integers(2040, 2100),
        "ramp": st.integers(1, 20),
        "certainty": percents,
        "rebound": percents,
        "status": st.sampled_from(STATUSES),
        "owner": st.just("") | words,
        "co_benefits": st.lists(st.sampled_from(CO_BENEFITS), unique=True),
        "indicator": st.just("") | words,
        "unit": st.just("") | words,
        "source": st.just("") | words,
        "link": st.sampled_from(["", "https://www.example.se/x"]),
        "note": st.just("") | words,
        "effects": st.dictionaries(st.integers(2024, 2050).map(str), percents, max_size=2),
        "costs": yearly,
        "incomes": yearly,
        "indicator_planned": yearly,
    }
)


@settings(max_examples=25, deadline=None)
@given(found=st.lists(contents, min_size=1, max_size=4), code=st.sampled_from(["sv", "en"]))
def test_what_goes_out_comes_in_again(found, code):
    numbered = [(f"key{index}", content) for index, content in enumerate(found)]
    made = plan_xlsx.workbook(numbered, sectors(code), tongue(code), first=2027)
    rows = plan_import.read(made, sectors(code), tongue(code))
    assert [(row.key, row.content) for row in rows] == numbered


def test_the_template_holds_no_measure_and_an_english_one_is_read_on_a_swedish_page():
    template = plan_xlsx.workbook([], sectors("sv"), tongue("sv"), first=2027)
    assert plan_import.read(template, sectors("sv"), tongue("sv")) == []
    english = [("k", {**CONTENT, "sector": "", "effect_kind": "share", "amount": 5.0})]
    made = plan_xlsx.workbook(english, sectors("en"), tongue("en"), first=2027)
    assert [(row.key, row.content) for row in plan_import.read(made, sectors("sv"), tongue("sv"))] == english


def book(*rows: dict, sheet: str = "Measures", extra: tuple[str, ...] = (), drop: str = "") -> bytes:
    """A workbook of English rows by field."""
    held = io.BytesIO()
    made = xlsxwriter.Workbook(held)
    page = made.add_worksheet(sheet)
    columns = [column for column in plan_columns.COLUMNS if column.field != drop]
    page.write_row(0, 0, [column.title for column in columns] + list(extra))
    for index, row in enumerate(rows, 1):
        for at, column in enumerate(columns):
            if column.field in row:
                page.write(index, at, row[column.field])
        for at, name in enumerate(extra, len(columns)):
            if name in row:
                page.write(index, at, row[name])
    made.close()
    return held.getvalue()


GOOD = {
    "title": "A",
    "sector": "Transport",
    "effect_kind": "tonnes a year",
    "amount": "1 250,5",
    "start": 2027,
    "end": 2050,
    "status": "Under way",
}


def read(content: bytes) -> list[plan_import.Row]:
    return plan_import.read(content, sectors("en"), tongue("en"))


def test_numbers_are_read_as_people_write_them_and_what_is_left_out_has_its_default():
    (row,) = read(
        book(
            {**GOOD, "certainty": "80 %", "Cost 2027": "1 000 000", "co_benefits": "Jobs, cleaner air"},
            {},
            extra=("Cost 2027",),
        )
    )
    assert row.content["amount"] == 1250.5 and row.content["status"] == "under-way"
    assert (row.content["certainty"], row.content["rebound"], row.content["ramp"]) == (80.0, 0.0, 1)
    assert row.content["costs"] == {"2027": 1000000.0} and row.content["co_benefits"] == ["jobs", "air"]


@pytest.mark.parametrize(
    ("wrong", "address", "sentence"),
    [
        (
            {"sector": "Spaceflight"},
            "Measures!D3",
            "“Spaceflight” can’t be chosen here; write one of: Transport, Industry",
        ),
        ({"amount": "much"}, "Measures!F3", "“much” is no number"),
        ({"amount": -5}, "Measures!F3", "an effect of -5 would raise them"),
        ({"amount": ""}, "Measures!F3", "This has to be filled in: Per cent"),
        ({"start": 27}, "Measures!G3", "27 is no year from 2000 to 2100"),
        ({"start": 2027.5}, "Measures!G3", "2027.5 is no year"),
        ({"end": 2020}, "Measures!H3", "2020 is before 2027"),
        ({"ramp": 0}, "Measures!I3", "0 is no count of years"),
        ({"certainty": 140}, "Measures!J3", "140 is no part of a whole"),
        ({"effect_kind": "share of the sector", "amount": 120}, "Measures!F3", "120 is more"),
        ({"effect_kind": "half"}, "Measures!E3", "share of the sector, tonnes a year"),
        ({"status": "perhaps"}, "Measures!L3", "“perhaps” can’t be chosen"),
        ({"co_benefits": "cleaner air, beauty"}, "Measures!N3", "“beauty” can’t be chosen"),
        ({"link": "javascript:alert(1)"}, "Measures!R3", "is no address"),
        ({"title": ""}, "Measures!B3", "has to be filled in"),
        ({"title": "x" * 3000}, "Measures!B3", "3,000|3000"),
        ({"Cost 2027": "dear"}, "Measures!T3", "“dear” is no number"),
        ({"Effect 2028 (%)": 130}, "Measures!U3", "130 is no part"),
        ({"key": "same"}, "Measures!A3", "This id stands on row 2 already"),
    ],
)
def test_a_wrong_cell_is_told_by_its_address_and_a_sentence(wrong, address, sentence):
    content = book({**GOOD, "key": "same"}, {**GOOD, **wrong}, extra=("Cost 2027", "Effect 2028 (%)"))
    with pytest.raises(plan_import.WrongWorkbook, match=sentence) as found:
        read(content)
    assert [cell.address for cell in found.value.cells] == [address]


def test_every_wrong_cell_is_told_up_to_fifty():
    with pytest.raises(plan_import.WrongWorkbook) as found:
        read(book(*[{**GOOD, "amount": "much", "start": "soon"}] * 40))
    assert len(found.value.cells) == 50 and found.value.more == 30


def test_wrong_columns_are_told():
    for content, address, sentence in [
        (book(GOOD, drop="sector"), "Measures!S1", "“Sector” is missing"),
        (book(GOOD, extra=("Colour",)), "Measures!T1", "no column “Colour”"),
        (book(GOOD, extra=("Cost 2027", "cost  2027")), "Measures!T1", "stands twice"),
        (book(GOOD, extra=("Colour 2027",)), "Measures!T1", "no column"),
    ]:
        with pytest.raises(plan_import.WrongWorkbook, match=sentence) as found:
            read(content)
        assert found.value.cells[0].address == address


def test_what_is_no_workbook_is_told_so(monkeypatch):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("a.txt", "no workbook")
    for content in (b"", b"name;sector\n", b"PK\x03\x04 cut short", held.getvalue()):
        with pytest.raises(plan_import.WrongWorkbook, match="no workbook") as found:
            read(content)
        assert found.value.cells[0].address == ""
    with pytest.raises(plan_import.WrongWorkbook, match="more than 10 MB"):
        read(bytes(11 * 2**20))
    monkeypatch.setattr(plan_import, "MOST_UNPACKED", 2**20)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", bytes(2 * 2**20))
    with pytest.raises(plan_import.WrongWorkbook, match="no workbook"):
        read(bomb.getvalue())


def test_too_many_rows_are_not_read(monkeypatch):
    monkeypatch.setattr(plan_import, "MOST_ROWS", 3)
    with pytest.raises(plan_import.WrongWorkbook, match="There are 5 rows; at most 3"):
        read(book(*[GOOD] * 4))


def test_the_same_row_twice_a_number_of_two_readings_and_another_languages_template():
    twice = book({**GOOD, "title": "A"}, {**GOOD, "title": "B"}, {**GOOD, "title": "A"})
    with pytest.raises(plan_import.WrongWorkbook) as wrong:
        plan_import.read(twice, sectors("en"), tongue("en"))
    assert [cell.address for cell in wrong.value.cells] == ["Measures!B4"]
    assert "stands on row 2 already" in wrong.value.cells[0].sentence
    with pytest.raises(plan_import.WrongWorkbook) as wrong:
        plan_import.read(book({**GOOD, "amount": "1,250"}), sectors("en"), tongue("en"))
    assert "write 1250, or 1.250 with a point" in wrong.value.cells[0].sentence
    for clear, value in (("1250", 1250.0), ("1 250", 1250.0), ("12,5", 12.5), ("0,125", 0.125), (1.125, 1.125)):
        assert (
            plan_import.read(book({**GOOD, "amount": clear}), sectors("en"), tongue("en"))[0].content["amount"] == value
        )
    swedish = plan_xlsx.workbook([("k", CONTENT)], sectors("sv"), tongue("sv"), first=2027)
    with pytest.raises(plan_import.WrongWorkbook):
        plan_import.read(swedish, sectors("en"), tongue("en"))
    rows = plan_import.read(swedish, sectors("en"), tongue("en"), [(tongue("sv"), sectors("sv"))])
    assert [(row.key, row.content) for row in rows] == [("k", CONTENT)]


def test_titles_that_templates_had_before_are_known():
    former = book({**GOOD, "Säkerhet (%)": 70}, drop="certainty", extra=("Säkerhet (%)",))
    (row,) = plan_import.read(former, sectors("sv"), tongue("sv"))
    assert row.content["certainty"] == 70.0

"""Climate budget, follow-up and indicators by workbook: in whole or not at all, and out the same."""

import io

import fastexcel
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from web.planning import MEASURE, SETUP, text

from climate_visualizer.exports.plan_workbook import sheet_reading
from climate_visualizer.exports.plan_workbook.plan_import import WrongWorkbook
from climate_visualizer.web.page_language import CODES, language, stand_in
from climate_visualizer.web.workspace import urls as workspace
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.interchange.indicator_book import SHEET
from climate_visualizer.web.workspace.models import Document

pytestmark = pytest.mark.usefixtures("on_starter")


def _cells(content: bytes) -> list[list]:
    """The first sheet as a spreadsheet program would show it."""
    sheet = fastexcel.read_excel(content).load_sheet(0, header_row=None)
    return [list(row) for row in sheet.to_polars().rows()]


def _book(rows: list[list]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet("Rows")
    for number, row in enumerate(rows):
        for at, value in enumerate(row):
            if value is not None:
                sheet.write(number, at, value)
    book.close()
    return held.getvalue()


def _sent(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("book.xlsx", content)}


def _newest(kind: str) -> list[dict]:
    return [documents.newest(row).content for row in Document.objects.filter(kind=kind).order_by("made_at", "id")]


def _import(officer, room: str, rows: list[list], status: int = 302, query: str = "") -> str:
    return text(officer.post(f"books/{room}/import/{query}", _sent(_book(rows)), status))


INDICATORS = [
    ["Id", "What is counted", "Unit", "The lower, the better", "Figure 2027-Q1", "Figure 2027-02", "Planned 2027"],
    [None, "Petrol sold", "m3", "yes", 31.5, 9, 120],
    [None, "Heat pumps", "pcs", "no", None, None, None],
]


def test_indicators_come_in_and_go_out_the_same(officer):
    _import(officer, "indicators", INDICATORS)
    petrol, pumps = _newest("indicator")
    assert petrol["values"] == {"2027-Q1": 31.5, "2027-02": 9.0} and petrol["planned"] == {"2027": 120.0}
    assert petrol["less_is_better"] is True and pumps["less_is_better"] is False and pumps["values"] == {}
    out = officer.get("books/indicators.xlsx")
    assert out["Content-Disposition"] == 'attachment; filename="indicators-nykoping.xlsx"'
    page = text(officer.post("books/indicators/import/", _sent(out.content), 302))
    assert [row.latest for row in Document.objects.filter(kind="indicator")] == [1, 1], page
    changed = _cells(out.content)
    changed[1][changed[0].index("Unit")] = "litres"
    _import(officer, "indicators", changed)
    assert [row["unit"] for row in _newest("indicator")] == ["litres", "pcs"]
    assert len(_cells(officer.get("books/indicators.xlsx?template").content)) == 1


def test_a_column_that_is_not_there_leaves_what_there_was(officer):
    _import(officer, "indicators", INDICATORS)
    key = Document.objects.filter(kind="indicator").order_by("made_at", "id").first().key
    _import(officer, "indicators", [["Id", "What is counted", "Figure 2028"], [key, "Petrol sold", 7]])
    petrol = _newest("indicator")[0]
    assert (petrol["unit"], petrol["values"], petrol["planned"]) == ("m3", {"2028": 7.0}, {"2027": 120.0})


def test_an_indicator_names_its_measures(officer):
    officer.make("measure", MEASURE)
    rows = [["What is counted", "Measures that it shows"], ["Pumps", "byt pannor"]]
    _import(officer, "indicators", rows)
    key = Document.objects.get(kind="measure").key
    assert _newest("indicator")[0]["measures"] == [key]
    rows[1][1] = "Byt pannor; Flyg"
    assert "There is no measure “Flyg” here" in _import(officer, "indicators", rows, 422)


@pytest.mark.parametrize(
    ("rows", "address", "says"),
    [
        ([["What is counted", "Figure 2027"], ["A", "1,250"]], "Rows!B2", "can be read in two ways"),
        ([["What is counted", "Figure 2027"], ["A", "much"]], "Rows!B2", "“much” is no number"),
        ([["What is counted"], ["A"], ["a "]], "Rows!A3", "This row stands on row 2 already"),
        ([["What is counted", "Unit", "Unit"], ["A", "", ""]], "Rows!B1", "This column stands twice"),
        ([["What is counted", "Colour"], ["A", "red"]], "Rows!B1", "There is no column “Colour” in the template"),
        ([["Unit"], ["m3"]], "Rows!B1", "The column “What is counted” is missing"),
        ([["What is counted", "Unit"], [None, "m3"]], "Rows!A2", "This has to be filled in: In a few words."),
        ([["What is counted", "The lower, the better"], ["A", "maybe"]], "Rows!B2", "write one of: yes, no."),
        ([["Id", "What is counted"], ["unknown", "A"]], "Rows!A2", "There is no indicator with the id “unknown”"),
        ([["What is counted", "Figure 2027-13"], ["A", 1]], "Rows!B1", "There is no column “Figure 2027-13”"),
    ],
)
def test_nothing_of_a_wrong_file_comes_in(officer, rows, address, says):
    page = _import(officer, "indicators", rows, 422)
    assert address in page and says in page
    assert not Document.objects.exists()


def test_what_is_no_workbook_is_said(officer):
    for room in ("indicators", "climate-budget", "follow-up"):
        assert "no workbook" in text(officer.post(f"books/{room}/import/", _sent(b"%PDF-1.7"), 422))
        assert "Choose a workbook first." in text(officer.post(f"books/{room}/import/", {}, 422))
    officer.get("books/other.xlsx", 404)


def test_a_template_of_another_language_is_known():
    swedish = [["Vad som räknas", "Ju lägre, desto bättre", "Värde 2027-q3"], ["Bensin", "Ja", "12,5"]]
    (line,) = sheet_reading.read(_book(swedish), SHEET, language("en"), [language("sv")])
    assert line.values == {"title": "Bensin", "less_is_better": True} and line.dated["values"] == {"2027-Q3": 12.5}
    with pytest.raises(WrongWorkbook):
        sheet_reading.read(_book(swedish), SHEET, language("en"))


@pytest.mark.parametrize("code", [code for code in CODES if stand_in(code)])
@pytest.mark.parametrize("room", ["indicators", "follow-up", "climate-budget"])
def test_a_language_without_words_for_the_workbooks_leads_to_one_that_has_them(officer, code, room):
    address = f"/workspace/{officer.place.pk}/books/{room}.xlsx?template"
    led = officer.client.get(f"/{code}{address}")
    assert (led.status_code, led.headers["Location"]) == (302, f"/{stand_in(code)}{address}")


def _addresses(patterns) -> list:
    return [
        one
        for pattern in patterns
        for one in (_addresses(pattern.url_patterns) if hasattr(pattern, "url_patterns") else [pattern])
    ]


def test_no_page_of_the_workspace_is_half_in_one_language_and_half_in_another():
    pages = _addresses(workspace.urlpatterns)
    assert len(pages) > 50
    assert [one.name for one in pages if not getattr(one.callback, "wholly", False)] == []


def test_a_division_comes_in_as_it_is_typed_and_goes_out_the_same(officer):
    officer.post("climate-budget/", SETUP)
    typed = _newest("climate-budget")[0]
    out = officer.get("books/climate-budget.xlsx").content
    names = [row[1] for row in _cells(out)[1:]]
    assert names == ["Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen"]
    assert fastexcel.read_excel(out).sheet_names == [
        "Climate budget", "By committee", "By sector", "By year", "How to fill in",
    ]  # fmt: skip
    officer.post("books/climate-budget/import/", _sent(out))
    assert Document.objects.get(kind="climate-budget").latest == 1
    rows = _cells(out)
    at = rows[0].index("Transport")
    rows[1][at] = 40
    rows.append(
        ["sectors’ shares in the first year", None, *(100 if index == at else 0 for index in range(2, len(rows[0])))]
    )
    _import(officer, "climate-budget", rows)
    after = _newest("climate-budget")[0]
    assert after["parts"]["Tekniska nämnden"] == {"transport": 40.0} and after["parts"]["Barnnämnden"] == {
        "heating": 30.5
    }
    assert after["shares"]["first"]["transport"] == 100.0 and after["limit"] == typed["limit"]
    whole = after["adopted"]
    assert [sum(rows) for rows in zip(*whole["allowed"].values(), strict=True)] == whole["whole"]


def test_a_first_division_may_come_by_workbook(officer):
    rows = [["What the row says", "Committee", "Transport"], ["committee’s part", "Tekniska nämnden", 25]]
    _import(officer, "climate-budget", rows)
    content = _newest("climate-budget")[0]
    assert content["committees"] == ["Tekniska nämnden"] and content["count"] == 4 and content["limit"] == "2.0"


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([["committee’s part", "A", 120]], "Rows!C2 120 is no part of a whole"),
        ([["committee’s part", "", 20]], "Rows!B2 Write which committee the row is about."),
        ([["committee’s part", "A", 60], ["committee’s part", "B", 60]], "120 per cent"),
        ([["committee’s part", "A", 60], ["Committee’s part", "a", 6]], "Rows!A3 This row stands on row 2 already"),
        ([["sectors’ shares in the first year", "", 60]], "The workbook names no committee."),
        ([["a half", "A", 60]], "“a half” can’t be chosen here"),
    ],
)
def test_a_division_that_will_not_do_is_said(officer, rows, says):
    page = _import(officer, "climate-budget", [["What the row says", "Committee", "Transport"], *rows], 422)
    assert says in page
    assert not Document.objects.exists()


def test_a_follow_up_comes_in_measure_by_measure(officer):
    officer.make("measure", {**MEASURE, "start": "2025"})
    officer.make("measure", {**MEASURE, "title": "Byt bilar", "start": "2025"})
    query = "?area=SE-0480&year=2025&period=year"
    rows = _cells(officer.get(f"books/follow-up.xlsx{query}&template").content)
    assert [row[0] for row in rows[1:]] in (["2025", "2025"], [2025, 2025], [2025.0, 2025.0])
    at = {title: index for index, title in enumerate(rows[0])}
    rows[1][at["Saved, tonnes"]], rows[1][at["Comment"]] = 55, "Fort"
    _import(officer, "follow-up", rows[:2], query=query)
    first = rows[1][at["Id"]]
    assert _newest("follow-up")[0]["reports"] == {
        first: {"saved_t": 55.0, "indicator": None, "cost": None, "comment": "Fort"}
    }
    rows[2][at["Saved, tonnes"]] = 7
    _import(officer, "follow-up", [rows[0], rows[2]], query=query)
    reports = _newest("follow-up")[0]["reports"]
    assert sorted(one["saved_t"] for one in reports.values()) == [7.0, 55.0] and reports[first]["comment"] == "Fort"
    out = officer.get(f"books/follow-up.xlsx{query}").content
    officer.post(f"books/follow-up/import/{query}", _sent(out))
    assert Document.objects.get(kind="follow-up").latest == 2
    page = _import(officer, "follow-up", rows, 422, query="?area=SE-0480&year=2025&period=spring")
    assert "The row is about 2025, and this is the follow-up of 2025-spring." in page
    rows[1][at["Id"]] = "unknown"
    assert "No decided measure with the id “unknown” is at work in 2025." in _import(
        officer, "follow-up", rows, 422, query
    )

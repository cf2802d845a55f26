"""The rooms of a plan, for each role, and what of it is public."""

import io
import re
import zipfile

import docx
import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from exports.test_exports_plan import CONTENT, GOOD, book, sectors, tongue
from web.officers import ROLES, member, organisation, person, signed_in
from xlsxwriter.utility import xl_rowcol_to_cell

from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.exports.plan_workbook import plan_columns, plan_import, plan_xlsx
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.web import current, published
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.demonstration import demo
from climate_visualizer.web.workspace.models import Audit, Document, LinkCheck, Role
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.measures_page import shortened

pytestmark = pytest.mark.usefixtures("on_starter")
GOAL = {"title": "85 procent till 2030", "year": "2030", "target_kind": "percent", "amount": "85", "base_year": "2010"}
MEASURE = {
    "title": "Byt pannor",
    "status": "decided",
    "sector": "heating",
    "effect_kind": "tonnes",
    "amount": "400",
    "start": "2027",
    "end": "2050",
    "ramp": "2",
    "certainty": "90",
    "rebound": "0",
    "owner": "Tekniska nämnden",
    "costs": "2027: 1 200 000\n2028: 800000,5",
}
SETUP = {
    "along": "budget",
    "pair": "2.0-83",
    "pathway": "exponential",
    "baseline": "trend",
    "count": "4",
    "based_on": "0",
    "committee-0": "Tekniska nämnden",
    "part-0-transport": "20",
    "committee-1": "Barnnämnden",
    "part-1-heating": "30,5",
    "committee-2": "Kommunstyrelsen",
}
# What each address answers to: nobody, a stranger, reader, editor, publisher, owner.
L = 302
ADDRESSES = {
    "goals/": (L, 404, 200, 200, 200, 200),
    "measures/": (L, 404, 200, 200, 200, 200),
    "measures/library/": (L, 404, 200, 200, 200, 200),
    "measures/ranking/": (L, 404, 200, 200, 200, 200),
    "measures/ranking/?money=5000000": (L, 404, 200, 200, 200, 200),
    "measures/workbook.xlsx": (L, 404, 200, 200, 200, 200),
    "measures/import/": (L, 404, 403, 200, 200, 200),
    "climate-budget/": (L, 404, 200, 200, 200, 200),
    "follow-up/": (L, 404, 200, 200, 200, 200),
    "follow-up/report.pdf": (L, 404, 200, 200, 200, 200),
    "follow-up/report.docx": (L, 404, 200, 200, 200, 200),
    "filing/": (L, 404, 200, 200, 200, 200),
    "filing/gpc.xlsx": (L, 404, 200, 200, 200, 200),
    "filing/tax.xlsx": (L, 404, 404, 404, 404, 404),
    "council/": (L, 404, 200, 200, 200, 200),
    "council/budget-sv.pdf": (L, 404, 200, 200, 200, 200),
    "council/delay-en.docx": (L, 404, 200, 200, 200, 200),
    "council/target-sv.pdf": (L, 404, 409, 409, 409, 409),
    "council/poem-sv.pdf": (L, 404, 404, 404, 404, 404),
    "publish/": (L, 404, 200, 200, 200, 200),
    "publish/?kind=goal&area=SE-0480": (L, 404, 200, 200, 200, 200),
    "POST publish/": (L, 404, 403, 403, 302, 302),
    "archive/": (L, 404, 200, 200, 200, 200),
    "POST archive/keep/": (L, 404, 403, 403, 404, 404),
    "POST measures/library/": (L, 404, 403, 302, 302, 302),
    "POST climate-budget/": (L, 404, 403, 302, 302, 302),
    "POST follow-up/": (L, 404, 403, 302, 302, 302),
    "POST measures/import/": (L, 404, 403, 422, 422, 422),
}
WHO = ["nobody", "stranger", *ROLES]


@pytest.fixture
def place():
    made = organisation()
    committee_list.ensure(made, ["Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen"], by=None)
    return made


@pytest.fixture
def officer(place):
    """The pages of a publisher."""
    return Pages(place, signed_in(member(place, "publisher").user))


class Pages:
    def __init__(self, place, client) -> None:
        self.place, self.client, self.own = place, client, f"/en/workspace/{place.pk}"

    def get(self, path, status=200):
        response = self.client.get(f"{self.own}/{path}")
        assert response.status_code == status, response.content.decode()[-2000:]
        return response

    def post(self, path, data=None, status=302):
        response = self.client.post(f"{self.own}/{path}", data or {})
        assert response.status_code == status, text(response)[-2000:]
        return response

    def page(self, path, status=200) -> str:
        return text(self.get(path, status))

    def make(self, kind, form):
        return self.post(f"content/new/{kind}/SE-0480/", form)

    def ticks(self, kind="", *, checked=True) -> list[str]:
        """What is ticked on the page of what becomes public; with `checked` false, what is there to tick at all."""
        boxes = re.findall(
            r'<input type="checkbox" name="pick"[^>]*>', self.get(f"publish/?kind={kind}").content.decode()
        )
        chosen = [one for one in boxes if "disabled" not in one and ("checked" in one or not checked)]
        return [re.search(r'value="([^"]+)"', one).group(1) for one in chosen]

    def publish(self, kind="") -> None:
        """Publish what is ticked to begin with."""
        self.post(f"publish/?kind={kind}", {"pick": self.ticks(kind)})
        published.forget()


def text(response) -> str:
    """A page's words without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\u202f", "")


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ADDRESSES)
def test_every_room_answers_each_role_as_the_table_says(place, name, who):
    user = {"nobody": None, "stranger": person("stranger@example.net")}.get(who, False)
    client = signed_in(member(place, who).user if user is False else user)
    path = f"/sv/workspace/{place.pk}/{name.removeprefix('POST ')}"
    form = {"POST climate-budget/": SETUP, "POST measures/library/": {"measure": "industry-renewable"}}.get(name, {})
    response = client.post(path, form) if name.startswith("POST") else client.get(path)
    assert response.status_code == ADDRESSES[name][WHO.index(who)]
    assert response["Cache-Control"] == "no-store, private"


def test_an_area_of_another_organisation_is_not_there(officer):
    organisation("Oxelösund", ("SE-0481",))
    for room in ("goals/", "measures/", "climate-budget/", "follow-up/", "council/"):
        officer.get(f"{room}?area=SE-0481", 404)
        officer.get(f"{room}?area=%00", 404)


def test_a_goal_is_set_against_the_budget_at_once(officer):
    assert "No goal yet." in officer.page("goals/")
    officer.make("goal", {**GOAL, "amount": "30"})
    assert "No goal counts yet" in officer.page("goals/")
    officer.publish("goal")
    page = officer.page("goals/")
    assert "The goals do not fit the budget" in page and "−30% by 2030, from 2010" in page
    officer.make("goal", {**GOAL, "year": "2040", "target_kind": "tonnes", "amount": "0", "base_year": ""})
    assert "0 tonnes a year in 2040" in officer.page("goals/")
    officer.make("goal", {**GOAL, "year": "2040", "target_kind": "tonnes", "amount": "5", "base_year": ""})
    assert "Two targets are for the same year, 2040" not in officer.page("goals/")
    officer.publish("goal")
    assert "Two targets are for the same year, 2040" in officer.page("goals/")


def test_a_goal_that_cannot_be_is_told_at_its_field(officer):
    response = officer.client.post(f"{officer.own}/content/new/goal/SE-0480/", {**GOAL, "amount": "140"})
    assert response.status_code == 422 and "A target cuts from 0 to 100 per cent; 140 does not." in text(response)
    response = officer.client.post(f"{officer.own}/content/new/goal/SE-0480/", {**GOAL, "base_year": ""})
    assert response.status_code == 422 and "needs the year that it is counted from" in text(response)


def test_a_measure_is_written_listed_filtered_and_changed(officer):
    assert "No measure yet." in officer.page("measures/")
    officer.make("measure", MEASURE)
    officer.make(
        "measure", {**MEASURE, "title": "Cykelväg", "sector": "transport", "status": "idea", "owner": "Barnnämnden"}
    )
    document = Document.objects.get(kind="measure", versions__content__title="Byt pannor")
    assert plan_documents.newest(officer.place, "SE-0480", "measure")[0].content["costs"] == {
        "2027": 1200000.0,
        "2028": 800000.5,
    }
    page = officer.page("measures/")
    assert "2 of 2 measures" in page and "Byt pannor" in page
    assert "1 of 2 measures" in officer.page("measures/?owner=Barnnämnden")
    assert "1 of 2 measures" in officer.page("measures/?text=CYKEL&status=idea&sector=transport")
    assert "No measure fits the filter." in officer.page("measures/?text=tunnelbana")
    edit = officer.get(f"content/{document.pk}/").content.decode()
    assert "2027: 1200000\n2028: 800000.5" in edit
    officer.post(f"content/{document.pk}/", {**MEASURE, "amount": "450", "based_on": "1"})
    collision = officer.post(f"content/{document.pk}/", {**MEASURE, "amount": "500", "based_on": "1"}, 409)
    assert "Somebody saved while you were writing" in text(collision)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"end": "2026"}, "2026 is before 2027"),
        ({"effect_kind": "share", "amount": "130"}, "130 is more"),
        ({"costs": "next year: much"}, "“next year: much” can’t be read"),
        ({"costs": "2027: 1\n2027: 2"}, "2027 stands twice"),
        ({"effects": "2027: 130"}, "130 lies outside of 0 to 100"),
        ({"sector": "farming"}, "Select a valid choice"),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL"),
    ],
)
def test_a_wrong_measure_is_told_at_its_field(officer, wrong, sentence):
    response = officer.client.post(f"{officer.own}/content/new/measure/SE-0480/", {**MEASURE, **wrong})
    assert response.status_code == 422
    assert sentence in text(response)
    assert not Document.objects.exists()


def test_a_fresh_copy_offers_what_acts_on_main_sectors(officer):
    officer.post("measures/library/", {"measure": "homes-without-boilers"}, 404)
    assert not Document.objects.exists()
    officer.post("measures/library/", {"measure": "industry-renewable"})
    content = plan_documents.newest(officer.place, "SE-0480", "measure")[0].content
    share = library()["industry-renewable"].share
    assert (content["sector"], content["effect_kind"]) == ("industry", "share")
    assert content["amount"] == pytest.approx(100 * share, abs=0.005)


def test_a_measure_of_the_library_is_turned_to_the_area(on_sweden, officer):
    assert "Directive (EU) 2024/1275" in officer.page("measures/library/")
    response = officer.post("measures/library/", {"measure": "homes-without-boilers"})
    content = plan_documents.newest(officer.place, "SE-0480", "measure")[0].content
    assert response["Location"].endswith(f"/content/{Document.objects.get().pk}/")
    assert content["sector"] == "heating" and content["effect_kind"] == "share" and 0 < content["amount"] <= 100
    assert content["status"] == "idea" and content["link"].startswith("https://eur-lex.europa.eu/")
    officer.post("measures/library/", {"measure": "hundred-houses"})
    assert plan_documents.newest(officer.place, "SE-0480", "measure")[1].content["effect_kind"] == "tonnes"
    officer.post("measures/library/", {"measure": "perpetual-motion"}, 404)


def _sent(content: bytes) -> dict:
    return {"file": SimpleUploadedFile("plan.xlsx", content)}


def test_a_workbook_comes_in_whole_and_goes_out_the_same(officer):
    officer.post("measures/import/", _sent(book({**GOOD}, {**GOOD, "title": "B"})))
    assert Document.objects.filter(kind="measure").count() == 2
    assert Audit.objects.get(what="measures.imported").after == {"new": 2, "changed": 0}
    out = officer.get("measures/workbook.xlsx")
    assert out["Content-Disposition"] == 'attachment; filename="measures-nykoping.xlsx"'
    rows = plan_import.read(out.content, sectors("en"), tongue("en"))
    kept = plan_documents.newest(officer.place, "SE-0480", "measure")
    assert [(row.key, row.content) for row in rows] == [(one.key, one.content) for one in kept]
    changed = [(one.key, {**one.content, "amount": 7.0} if index else one.content) for index, one in enumerate(kept)]
    again = plan_xlsx.workbook(changed, sectors("en"), tongue("en"), first=2027)
    officer.post("measures/import/", _sent(again))
    assert [one.version.number for one in plan_documents.newest(officer.place, "SE-0480", "measure")] == [1, 2]
    template = officer.get("measures/workbook.xlsx?template").content
    assert plan_import.read(template, sectors("en"), tongue("en")) == []


def test_nothing_of_a_wrong_workbook_comes_in(officer):
    page = text(officer.post("measures/import/", _sent(book(GOOD, {**GOOD, "amount": "much"})), 422))
    assert "Measures!F3" in page and "“much” is no number" in page
    page = text(officer.post("measures/import/", _sent(book(GOOD, {**GOOD, "key": "unknown"})), 422))
    assert "Measures!A3" in page and "no measure with the id “unknown”" in page
    title = next(column.title for column in plan_columns.COLUMNS if column.field == "key")
    moved = book(GOOD, {**GOOD, title: "unknown"}, drop="key", extra=(title,))
    last = xl_rowcol_to_cell(2, len(plan_columns.COLUMNS) - 1)
    assert f"Measures!{last} There is no measure" in text(officer.post("measures/import/", _sent(moved), 422))
    assert "no workbook" in text(officer.post("measures/import/", _sent(b"%PDF-1.7"), 422))
    assert "Choose a workbook first." in text(officer.post("measures/import/", {}, 422))
    assert not Document.objects.exists()


def test_a_climate_budget_is_divided_saved_and_adds_up(officer):
    officer.make("measure", MEASURE)
    officer.post("climate-budget/", SETUP)
    page = officer.page("climate-budget/")
    assert "Tekniska nämnden" in page and "are covered by no measure yet" in page
    content = plan_documents.newest(officer.place, "SE-0480", "climate-budget")[0].content
    adopted = content["adopted"]
    assert (content["first"], content["last"], adopted["years"]) == (2027, 2030, [2027, 2028, 2029, 2030])
    for at in range(4):
        assert sum(cells[at] for cells in adopted["allowed"].values()) == adopted["whole"][at]
        assert sum(cells[at] for cells in adopted["sectors"].values()) == adopted["whole"][at]
    assert content["parts"]["Barnnämnden"] == {"heating": 30.5} and adopted["allowed"]["Kommunstyrelsen"] == [
        0,
        0,
        0,
        0,
    ]
    document = Document.objects.get(kind="climate-budget")
    assert officer.get(f"climate-budget/{document.pk}/", 302)["Location"].endswith("?area=SE-0480")
    officer.post("climate-budget/", {**SETUP, "count": "3", "based_on": "1"})
    stale = officer.post("climate-budget/", {**SETUP, "count": "2", "based_on": "1"}, 409)
    assert "Somebody else saved meanwhile" in text(stale)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"part-0-transport": "much"}, "“much” for Tekniska nämnden and Transport is no per cent"),
        ({"part-1-transport": "90"}, "The committees answer for 110 per cent of"),
        ({"committee-1": "Tekniska nämnden"}, "Two committees have the same name"),
        ({"pair": "1.7-83"}, "Select a valid choice"),
        ({"pair": "1.5-50"}, "Nothing is left to divide from 2027"),
        ({"along": "goals"}, "There is no adopted goal for all emissions yet"),
        ({"count": "0"}, "greater than or equal to 1"),
        (
            {"share-first-transport": "50"},
            "In the first year: the sectors’ shares make 50 per cent; they must make 100",
        ),
        ({"share-last-transport": "half"}, "In the last year: “half” for Transport is no per cent from 0 to 100"),
        ({"share-last-transport": "101"}, "In the last year: “101” for Transport is no per cent"),
        ({"share-first-transport": "0"}, "In the first year: the sectors’ shares make 0 per cent"),
    ],
)
def test_a_climate_budget_that_cannot_be_divided_says_why_and_loses_nothing(officer, wrong, sentence):
    page = text(officer.post("climate-budget/", {**SETUP, **wrong}, 422))
    assert sentence in page
    assert not Document.objects.exists()


def test_sectors_are_given_other_shares_for_the_coming_years(officer):
    """Drafted, compared, published and shown as everything else; the year's whole stays the same."""
    officer.post("climate-budget/", SETUP)
    asked = {"share-first-transport": "60", "share-first-heating": "33.3", "share-first-waste": "6.7"}
    asked |= {"share-last-transport": "20 %", "share-last-heating": "80"}
    before = plan_documents.newest(officer.place, "SE-0480", "climate-budget")[0].content
    shown = re.search(r"How the whole is shared .*? Today ([\d. ]+)", officer.page("climate-budget/")).group(1).split()
    first = {sector: cells[0] / before["adopted"]["whole"][0] for sector, cells in before["adopted"]["sectors"].items()}
    order = re.findall(r'name="share-first-([\w-]+)"', officer.get("climate-budget/").content.decode())
    assert [float(one) for one in shown] == [pytest.approx(first[sector] * 100, abs=0.06) for sector in order]
    officer.post("climate-budget/", {**SETUP, **asked, "based_on": "1"})
    content = plan_documents.newest(officer.place, "SE-0480", "climate-budget")[0].content
    assert content["shares"] == {
        "first": {"transport": 60.0, "heating": 33.3, "waste": 6.7},
        "last": {"transport": 20.0, "heating": 80.0},
    }
    adopted = content["adopted"]
    assert adopted["whole"] == before["adopted"]["whole"]
    for at, part in enumerate((0.6, 0.6 - 0.4 / 3, 0.6 - 0.8 / 3, 0.2)):
        assert adopted["sectors"]["transport"][at] == pytest.approx(part * adopted["whole"][at], abs=1.5)
    assert adopted["sectors"]["waste"][-1] == 0
    page = officer.page("climate-budget/")
    assert "are those that were chosen" in page
    form = officer.get("climate-budget/").content.decode()
    assert 'name="share-first-heating" value="33.3"' in form
    document = Document.objects.get(kind="climate-budget")
    compared = officer.page(f"content/{document.pk}/versions/?from=1&to=2")
    assert "The sectors’ shares of the whole, per cent" in compared
    assert "in the first year: Transport: 60;" in compared
    officer.post(f"content/{document.pk}/publish/", {"based_on": "2"})
    document.refresh_from_db()
    assert document.published.content["adopted"] == adopted
    officer.post("climate-budget/", {**SETUP, "based_on": "2"})
    assert "shares" not in plan_documents.newest(officer.place, "SE-0480", "climate-budget")[0].content
    assert "it emits in the year before the first" in officer.page("climate-budget/")


def test_committees_that_answer_for_too_much_are_told_in_the_page_s_language(officer):
    page = text(
        officer.client.post(f"/sv/workspace/{officer.place.pk}/climate-budget/", {**SETUP, "part-1-transport": "90"})
    )
    assert "Nämnderna svarar för 110 procent av" in page


def test_a_climate_budget_can_follow_the_goals(officer):
    officer.make("goal", GOAL)
    refused = officer.post("climate-budget/", {**SETUP, "along": "goals"}, 422)
    assert "no adopted goal for all emissions" in text(refused), "a draft divides nothing"
    officer.publish("goal")
    officer.post("climate-budget/", {**SETUP, "along": "goals"})
    assert "path of the goals" in officer.page("climate-budget/")


def _is_read_on_paper(word: bytes) -> None:
    """A4; a table's head is dark on white, stands on each page, and the words of its first column have room."""
    made = docx.Document(io.BytesIO(word))
    page = made.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    assert made.tables
    for table in made.tables:
        assert table.style.name == "Table Grid"  # others have grounds of their own, on which our ink is not read
        assert "w:shd" not in table._tbl.xml
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert all(run.bold for cell in table.rows[0].cells for run in cell.paragraphs[0].runs)
        widths = [cell.width.cm for cell in table.rows[0].cells]
        assert widths[0] > 5 and sum(widths) <= page.page_width.cm - page.left_margin.cm - page.right_margin.cm + 0.1


def test_a_year_is_followed_up_and_reported(officer):
    officer.make(
        "measure", {**MEASURE, "start": "2025", "indicator": "Pannor", "unit": "st", "indicator_planned": "2025: 4"}
    )
    key = Document.objects.get(kind="measure").key
    assert "Planned: 180" in officer.page("follow-up/?year=2025")
    wrong = text(officer.post("follow-up/?year=2025", {f"saved_t:{key}": "lots", "based_on": "0"}, 422))
    assert "“lots” is no number" in wrong
    sent = {f"saved_t:{key}": "1 80,5", f"indicator:{key}": "2", f"comment:{key}": "Late.", "comment": "A good year."}
    officer.post("follow-up/?year=2025", {**sent, "based_on": "0"})
    content = plan_documents.newest(officer.place, "SE-0480", "follow-up")[0].content
    assert content["reports"][key] == {"saved_t": 180.5, "indicator": 2.0, "cost": None, "comment": "Late."}
    page = officer.page("follow-up/?year=2025")
    assert "on track" in page and "A good year." in page
    officer.post("follow-up/?year=2025", {**sent, "comment": "Better.", "based_on": "1"})
    assert "Somebody else saved" in text(officer.post("follow-up/?year=2025", {**sent, "based_on": "1"}, 409))
    document = Document.objects.get(kind="follow-up")
    assert officer.get(f"follow-up/{document.pk}/", 302)["Location"].endswith("?area=SE-0480&year=2025")
    word = officer.get("follow-up/report.docx?year=2025").content
    inside = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert "Better." in inside and "Late." in inside and "Climate report 2025" in inside
    _is_read_on_paper(word)
    assert officer.get("follow-up/report.pdf?year=2025").content.startswith(b"%PDF-")


def test_the_adopted_budget_is_held_against_statistics_when_they_come(officer):
    officer.post("climate-budget/", SETUP)
    kept = plan_documents.newest(officer.place, "SE-0480", "climate-budget")[0]
    whole = (
        current.edition().emissions_of("SE-0480").filter(pl.col("sector") == "total", pl.col("subsector") == "total")
    )
    (before, _), (newest, _) = happened = whole.sort("year").select("year", "tonnes").rows()[-2:]
    for number, (off, said) in enumerate(
        [((8000, 2000), "10,000 tonnes less"), ((2000, -8000), "6,000 tonnes more")], 2
    ):
        adopted = {
            "years": [before, newest],
            "whole": [tonnes + more for (_year, tonnes), more in zip(happened, off, strict=True)],
            "allowed": {"Tekniska nämnden": [100, 90], "others": [10, 9]},
            "sectors": {"transport": [100, 90]},
            "path": {str(before): 4711},
        }
        content = {**kept.content, "first": before, "last": newest, "adopted": {**kept.content["adopted"], **adopted}}
        documents.save(kept.document, content, based_on=number - 1, by=None)
        assert said not in officer.page("follow-up/"), "a draft is not adopted"
        documents.publish(kept.document, number, by=None)
        page = officer.page("follow-up/")
        sentence = (
            rf"Up to {newest}, {said} were emitted than the adopted climate budget allows, as much as in \d+ days"
        )
        assert re.search(sentence, page), page
        assert newest == before + 1 and re.search(r" 4\D?710 ", page)
    assert officer.get("follow-up/report.pdf").content.startswith(b"%PDF-")


def test_council_packs_are_two_pages_in_each_language(officer):
    officer.make("goal", {**GOAL, "amount": "30"})
    officer.make("goal", {**GOAL, "title": "Noll", "year": "2045", "target_kind": "tonnes", "amount": "0"})
    officer.get("council/target-sv.pdf", 409)
    officer.publish("goal")
    for question in ("budget", "target", "delay"):
        for code in ("sv", "en"):
            made = officer.get(f"council/{question}-{code}.pdf")
            assert made["Content-Type"] == "application/pdf"
            assert len(re.findall(rb"/Type\s*/Page\b", made.content)) == 2
    word = officer.get("council/target-sv.docx").content
    _is_read_on_paper(word)
    inside = zipfile.ZipFile(io.BytesIO(word)).read("word/document.xml").decode()
    assert (
        "Kommunstyrelsen föreslår kommunfullmäktige besluta" in inside
        and "att notera att de antagna målen överskrider" in inside
    )


def test_what_is_published_is_on_the_public_page_and_in_the_api(officer, client):
    officer.make("goal", GOAL)
    officer.make("measure", MEASURE)
    officer.make("measure", {**MEASURE, "title": "Hemlig idé", "status": "idea"})
    officer.post("climate-budget/", SETUP)
    published.forget()
    before = client.get("/en/se/nykoping/").content.decode()
    assert "has decided" not in before and client.get("/api/v1/areas/SE-0480/goals").json()["goals"] == []
    officer.publish("goal")
    officer.publish("measure")
    document = Document.objects.get(kind="climate-budget")
    officer.post(f"content/{document.pk}/publish/", {"based_on": "1"})
    published.forget()
    page = client.get("/en/se/nykoping/").content.decode()
    assert "What Nyköpings kommun has decided" in page and "85 procent till 2030" in page
    assert "Byt pannor" in page and "Hemlig idé" not in page and "adopted target" in page
    assert "Klimatbudget per nämnd" in client.get("/sv/se/nykoping/").content.decode()
    goals = client.get("/api/v1/areas/SE-0480/goals").json()
    assert (
        goals["goals"][0]["licence"] == "CC BY 4.0" and goals["goals"][0]["published_by"]["name"] == "Nyköpings kommun"
    )
    assert goals["paths"][0]["exceeds_t"] > 0 and goals["paths"][0]["used_up_on"] > "2030"
    measures = client.get("/api/v1/areas/SE-0480/measures?limit=1.5").json()["measures"]
    assert {one["title"] for one in measures} == {"Byt pannor"}
    assert next(one for one in measures if one["status"] == "decided")["saves_t"] > 0
    assert client.get("/api/v1/areas/SE-9999/goals").status_code == 404
    assert client.get("/api/v1/areas/SE-0480/measures?limit=9").status_code == 422
    assert "adopted target" in client.get("/en/se/nykoping/history.svg").content.decode()


def test_five_hundred_measures_take_few_queries(officer, django_assert_max_num_queries):
    rows = [plan_import.Row(index, "", {**CONTENT, "title": f"M {index}"}) for index in range(500)]
    plan_documents.take_in(officer.place, "SE-0480", rows, by=member(officer.place, "editor").user)
    with django_assert_max_num_queries(12) as asked:
        page = officer.page("measures/")
    assert len(asked) > 3
    assert "500 of 500 measures" in page


def test_the_lists_numbers_are_written_as_everywhere():
    for value in (0.0, 0.4, 3.6, 99.5, 1234.0, 45_678.0, 1_234_567.0, -2_345.0, 12_345_678.9):
        for language in (tongue("sv"), tongue("en")):
            assert shortened(value, language.thousands) == language.rounded(value)


def test_dead_links_are_told_where_the_goals_are(officer, day):
    from django.utils import timezone

    officer.make("goal", {**GOAL, "link": "https://www.example.se/plan"})
    document = Document.objects.get()
    facts = {"document": document, "address": "https://www.example.se/plan", "checked_at": timezone.now()}
    check = LinkCheck.objects.create(**facts, failures=1, reason="404")
    assert "no longer work" not in officer.page("goals/")
    LinkCheck.objects.filter(pk=check.pk).update(failures=2)
    assert "Links that no longer work" in officer.page("goals/") and str(check).endswith(": 1")


def test_the_demonstration_has_a_plan(client):
    demo.set_up()
    published.forget()
    page = client.get("/sv/se/nykoping/").content.decode()
    assert "Vad Exempelkommunen har beslutat" in page and "påhittat" in page
    pages = Pages(
        demo.Organisation.objects.get(), signed_in(demo.User.objects.get(email=f"{Role.OWNER.value}@demo.example"))
    )
    for room in ("goals/", "measures/", "climate-budget/", "follow-up/?year=2025", "council/", "content/"):
        pages.get(room)
    for document in Document.objects.all():
        pages.get(f"content/{document.pk}/versions/")
        response = pages.post(f"content/{document.pk}/preview/", status=200)
        link = re.search(r"/en/workspace/preview/[^\"<\s]+", response.content.decode()).group(0)
        assert client.get(link).status_code == 200


def test_a_nul_in_a_committee_or_a_comment_is_left_out(officer):
    officer.post("climate-budget/", {**SETUP, "committee-1": "Barn\0nämnden"})
    assert (
        plan_documents.newest(officer.place, "SE-0480", "climate-budget")[0].content["committees"][1] == "Barnnämnden"
    )
    officer.post("follow-up/?year=2025", {"comment": "A good\0 year.", "based_on": "0"})
    assert plan_documents.newest(officer.place, "SE-0480", "follow-up")[0].content["comment"] == "A good year."


def test_an_area_without_carbon_dioxide_says_why_there_is_nothing_to_plan_with(settings, tmp_path, real_data):
    settings.VAR, settings.EDITIONS = tmp_path, tmp_path / "editions"
    name = "2026-02-03_klimagassutslipp_telemark.csv"
    content = (real_data / "no_miljodirektoratet" / name).read_bytes()
    bring_in("no_miljodirektoratet", [(name, content)], tmp_path, settings.EDITIONS)
    porsgrunn = organisation("Porsgrunn kommune", areas=("NO-4001",))
    pages = Pages(porsgrunn, signed_in(member(porsgrunn, "publisher").user))
    for room in ("goals/", "measures/", "climate-budget/", "follow-up/", "council/"):
        said = pages.get(room, status=409).content.decode()
        assert "not of carbon dioxide alone, so there is no budget to plan with yet" in said
    assert "not of carbon dioxide alone" in pages.get("").content.decode(), "the first page says so too"

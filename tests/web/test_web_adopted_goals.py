"""A sweep of every door: what is not adopted changes no paper, no report, no public page, no answer and no file."""

import io
import re
import zipfile

import openpyxl
import pytest
from web.officers import member, organisation, signed_in
from web.planning import GOAL, MEASURE, SETUP, Pages, text

from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Document

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
PAPERS = ("council/target-sv.docx", "council/budget-sv.docx", "council/delay-en.docx", "follow-up/report.docx")
FILES = ("filing/cdp.xlsx", "filing/secap.xlsx")
PUBLIC = (
    "/sv/se/nykoping/", "/sv/se/nykoping/plan/", "/sv/se/nykoping/plan/plan.docx", "/sv/se/nykoping/plan/plan.xlsx",
    "/api/v1/areas/SE-0480/goals", "/api/v1/areas/SE-0480/published", "/sv/se/nykoping/history.svg",
    "/embed/history/SE-0480?lang=sv",
)  # fmt: skip
STRICT = {"title": "Hemligt", "year": 2040, "target_kind": "percent", "amount": 99.0, "base_year": 2010, "scope": ""}


def _inside(content: bytes) -> str:
    """What a file says: a Word file's text, a workbook's cells, anything else as it is."""
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if "word/document.xml" in packed.namelist():
            return packed.read("word/document.xml").decode()
    book = openpyxl.load_workbook(io.BytesIO(content))
    return str([list(sheet.values) for sheet in book.worksheets])


def _doors(officer, client) -> dict[str, str]:
    published.forget()
    found = {path: _inside(officer.get(path).content) for path in (*PAPERS, *FILES)}
    found |= {path: _inside(client.get(path).content) for path in PUBLIC}
    for room in ("", "goals/", "climate-budget/"):
        said = re.search(r"The goals (?:do not )?fit the budget[^.]*\.[^.]*\.", officer.page(room))
        found[room or "the first page"] = said.group(0) if said else ""
    return found


def test_only_adopted_goals_come_through_any_door(client):
    place = organisation()
    committee_list.ensure(place, ["Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen"], by=None)
    officer = Pages(place, signed_in(member(place, "publisher").user))
    officer.make("goal", {**GOAL, "amount": "30"})
    officer.make("measure", MEASURE)
    officer.publish()
    officer.post("climate-budget/", {**SETUP, "along": "goals"})
    before = _doors(officer, client)
    assert "30" in before["council/target-sv.docx"] and before["goals/"]
    adopted = Document.objects.get(kind="goal")
    documents.save(adopted, {**documents.newest(adopted).content, "amount": 98.0}, based_on=1, by=None)
    for status in ("decided", "idea", "dropped"):
        documents.make(place, "SE-0480", "goal", {**STRICT, "status": status}, by=None)
    back = documents.make(place, "SE-0480", "goal", {**STRICT, "year": 2041, "status": "decided"}, by=None)
    documents.publish(back.document, 1, by=None)
    documents.withdraw(back.document, by=None)
    after = _doors(officer, client)
    for door, said in after.items():
        assert said == before[door], door
        assert "Hemligt" not in said, door
    tried = text(officer.get(f"goals/?try={back.document.key}"))
    assert "Tried out" in tried and "is tried here" in tried
    paper = _inside(officer.get(f"council/target-sv.docx?try={back.document.key}").content)
    assert "att anta målet: ”Hemligt”" in paper, "a proposal stands in its own words, and is proposed"


def test_a_goal_that_is_sharpened_is_tried_in_the_place_of_the_adopted_one():
    """Two goals for one year don't go together; a proposal for the year of an adopted goal is what a council votes on most."""
    place = organisation()
    officer = Pages(place, signed_in(member(place, "publisher").user))
    officer.make("goal", {**GOAL, "title": "Nu gällande", "amount": "50"})
    officer.publish()
    said = re.compile("fit the budget[^.]*")
    before = said.search(officer.page("goals/")).group()
    officer.make("goal", {**GOAL, "title": "Skarpare", "amount": "90"})
    key = Document.objects.latest("made_at").key
    tried = officer.page(f"goals/?try={key}")
    assert "gives way to what is tried here" in tried and "go together" not in tried
    assert said.search(tried).group() != before
    assert said.search(officer.page("goals/")).group() == before, "trying changes nothing"
    paper = _inside(officer.get(f"council/target-sv.docx?try={key}").content)
    assert "att anta målet: ”Skarpare”" in paper and "”Nu gällande”" in paper
    assert paper.index("”Nu gällande”") < paper.index("Förslaget i korthet"), "what it replaces is decided already"
    officer.publish("goal")
    assert "keep one of them" in officer.page("goals/"), "both adopted are two for one year"
    assert "keep one of them" in officer.page("council/target-en.pdf", 409), "the paper says why there is none"

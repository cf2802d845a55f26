"""What is withdrawn, dropped or only an idea decides nothing, is published by no button for all, and leaves by no door."""

import io
import zipfile

import pytest
from web.officers import member, organisation, signed_in
from web.planning import GOAL, MEASURE, Pages

from climate_visualizer.web import published
from climate_visualizer.web.workspace import policies
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Document, State

pytestmark = pytest.mark.usefixtures("on_starter")
STRICT = {**GOAL, "title": "99 procent till 2040", "year": "2040", "amount": "99"}


@pytest.fixture
def officer():
    place = organisation()
    committee_list.ensure(place, [MEASURE["owner"]], by=None)
    return Pages(place, signed_in(member(place, "publisher").user))


def _document(title: str) -> Document:
    return next(one for one in Document.objects.all() if documents.newest(one).content["title"] == title)


def _step(officer, title: str, step: str) -> None:
    document = _document(title)
    officer.post(f"content/{document.pk}/{step}/", {"based_on": str(document.latest)})
    published.forget()


def _paper(officer, path: str) -> str:
    return zipfile.ZipFile(io.BytesIO(officer.get(path).content)).read("word/document.xml").decode()


@pytest.fixture
def withdrawn(officer):
    """A loose goal that stands and a strict one that was published and taken back."""
    officer.make("goal", {**GOAL, "amount": "30"})
    officer.publish("goal")
    alone = officer.page("goals/")
    officer.make("goal", STRICT)
    assert "do not fit" in alone
    _step(officer, STRICT["title"], "publish")
    _step(officer, STRICT["title"], "withdraw")
    return officer


def test_a_withdrawn_goal_decides_no_verdict_paper_page_or_answer(withdrawn, client):
    page = withdrawn.page("goals/")
    assert "do not fit" in page and "Withdrawn" in page
    assert "do not fit" in withdrawn.page("")
    for path in ("council/target-sv.docx", "council/budget-sv.docx", "follow-up/report.docx"):
        paper = _paper(withdrawn, path)
        assert "99" not in paper.replace("1999", "") or "−99" not in paper
    goals = client.get("/api/v1/areas/SE-0480/goals").json()
    assert [one["title"] for one in goals["goals"]] == [GOAL["title"]]
    assert STRICT["title"] not in client.get("/sv/se/nykoping/").content.decode()


def test_no_tick_is_set_for_what_was_withdrawn_even_when_it_has_been_edited(withdrawn, client):
    document = _document(STRICT["title"])
    documents.save(document, {**documents.newest(document).content, "decision": "§ 7"}, based_on=1, by=None)
    document.refresh_from_db()
    assert document.is_withdrawn and documents.newest(document).state == State.WITHDRAWN
    assert "1 draft to publish" not in withdrawn.page("goals/")
    withdrawn.publish("goal")
    assert _document(STRICT["title"]).published_id is None
    _step(withdrawn, STRICT["title"], "publish")
    assert _document(STRICT["title"]).published_id is not None
    assert "The goals fit the budget" in withdrawn.page("goals/") or "−99" in withdrawn.page("goals/")


@pytest.mark.parametrize("status", ["idea", "dropped"])
def test_ideas_and_what_is_dropped_stay_inside(officer, client, status):
    officer.make("measure", MEASURE)
    officer.make("measure", {**MEASURE, "title": "Stannar inne", "status": status})
    officer.make("goal", {**GOAL, "title": "Stannar inne", "status": status})
    assert "1 draft to publish" in officer.page("measures/")
    assert "1 draft is waiting" in officer.page("")
    officer.publish("measure")
    officer.publish("goal")
    published.forget()
    for path in ("measures", "goals", "published"):
        assert "Stannar inne" not in client.get(f"/api/v1/areas/SE-0480/{path}").content.decode()
    for document in Document.objects.all():
        if documents.newest(document).content["title"] == "Stannar inne":
            with pytest.raises(policies.NotNow):
                documents.publish(document, 1, by=None)
    assert len(published.of("SE-0480")) == 1


def test_what_was_published_as_an_idea_before_leaves_no_more(officer, client):
    officer.make("measure", MEASURE)
    officer.publish("measure")
    document = Document.objects.get()
    version = document.published
    type(version).objects.filter(pk=version.pk).update(content={**version.content, "status": "dropped"})
    officer.make("measure", {**MEASURE, "title": "Annan"})
    officer.publish("measure")
    published.forget()
    assert [one.content["title"] for one in published.of("SE-0480")] == ["Annan"]


def test_a_dropped_goal_and_a_withdrawn_measure_count_for_nothing(officer):
    officer.make("goal", {**GOAL, "amount": "30"})
    officer.publish("goal")
    officer.make("goal", {**STRICT, "status": "dropped"})
    assert "do not fit" in officer.page("goals/")
    officer.make("measure", MEASURE)
    _step(officer, MEASURE["title"], "publish")
    saves = "decided measures save until 2050"
    before = officer.page("measures/").split(saves)[0][-40:]
    _step(officer, MEASURE["title"], "withdraw")
    page = officer.page("measures/")
    assert "Withdrawn" in page and page.split(saves)[0][-40:] != before

"""The public plan: a page of it, a page and a feed a measure, files, earlier years, pledges, and answers by mail."""

import io
import re
from xml.etree import ElementTree

import docx
import openpyxl
import pytest
from lxml import html
from web.markup import page
from web.officers import member, organisation, signed_in
from web.planning import GOAL, MEASURE, SETUP, Pages
from web.post_office import letters
from web.test_web_own import BUSINESS

from climate_visualizer.plans.pledges import pledged
from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.models import Document

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
AREA, PLAN = "/en/se/nykoping/", "/en/se/nykoping/plan/"
SAID = {"about": "transport", "year": "2022", "by": "Rut", "remark": "Varför så högt?", "mail": "rut@example.org"}


@pytest.fixture
def officer():
    place = organisation()
    committee_list.ensure(place, ["Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen"], by=None)
    return Pages(place, signed_in(member(place, "publisher").user))


@pytest.fixture
def plan(officer):
    """A goal, a decided measure and an idea, published as far as they can be."""
    officer.make("goal", {**GOAL, "amount": "30"})
    officer.make("measure", {**MEASURE, "indicator": "Pannor", "unit": "st"})
    officer.make("measure", {**MEASURE, "title": "Hemlig idé", "status": "idea"})
    officer.post("climate-budget/", SETUP)
    officer.publish()
    return officer


def _measure() -> Document:
    return next(one for one in Document.objects.filter(kind="measure") if one.published_id)


def test_the_plan_has_a_page_with_every_measure_and_no_idea(plan, client):
    there = page(client, PLAN).text
    assert "Byt pannor" in there and "by 2030, from 2010" in there and "Tekniska nämnden" in there
    assert "Hemlig" not in there
    assert f"plan/measures/{_measure().key}/" in client.get(AREA).content.decode()
    assert client.get("/en/se/trosa/plan/").status_code == 404
    assert client.get("/fi/se/nykoping/plan/").status_code == 302


def _languages_of(markup, words):
    """The language that each place of the page says these words in."""
    texts = html.fromstring(markup).xpath("//body//text()[contains(., $words)]", words=words)
    return [text.getparent().xpath("string(ancestor-or-self::*[@lang][1]/@lang)") for text in texts]


def test_what_an_organisation_wrote_is_said_to_be_in_its_language_on_each_page_of_the_plan(officer, client):
    officer.make("goal", {**GOAL, "title": "Halverat", "amount": "30", "decision": "KF 12"})
    more = {"indicator": "Pannor", "unit": "st", "source": "Utredningen", "note": "Mer att veta"}
    officer.make("measure", {**MEASURE, **more})
    officer.post("climate-budget/", SETUP)
    officer.publish()
    measure = _measure()
    reports = {measure.key: {"saved_t": 12.0, "indicator": 3.0, "comment": "Bra gjort"}}
    content = {"year": 2026, "comment": "", "reports": reports}
    documents.make(officer.place, "SE-0480", "follow-up", by=None, key="2026", content=content)
    officer.publish("follow-up")
    officer.post("archive/keep/", {"area": "SE-0480", "year": "2026"})
    pages = {
        PLAN: ("Byt pannor", "Tekniska nämnden", "Halverat", "KF 12"),
        AREA: ("Byt pannor", "Tekniska nämnden", "Halverat", "KF 12"),
        f"{PLAN}2026/": ("Byt pannor", "Tekniska nämnden", "Halverat", "KF 12"),
        f"{PLAN}measures/{measure.key}/": (
            "Byt pannor", "Tekniska nämnden", "Utredningen", "Mer att veta", "Pannor", "Bra gjort",
        ),
    }  # fmt: skip
    for path, written in pages.items():
        for language, said in (("en", "sv"), ("sv", "sv")):
            markup = client.get(path.replace("/en/", f"/{language}/")).content.decode()
            for words in written:
                found = _languages_of(markup, words)
                assert found and set(found) == {said}, (path, language, words, found)


def test_a_measure_has_a_page_and_a_feed_with_all_that_has_happened(plan, client):
    measure = _measure()
    documents.make(
        plan.place, "SE-0480", "follow-up", by=None, key="2026",
        content={"year": 2026, "comment": "", "reports": {measure.key: {"saved_t": 12.0, "indicator": 3.0, "comment": "Bra."}}},
    )  # fmt: skip
    plan.publish("follow-up")
    documents.save(measure, {**documents.newest(measure).content, "status": "under-way"}, based_on=1, by=None)
    plan.publish("measure")
    one = page(client, f"{PLAN}measures/{measure.key}/").text
    for said in (
        "under way",
        "Tekniska nämnden, Nyköpings kommun",
        "2027–2050",
        "12 t",
        "3 st",
        "Bra.",
        "count",
        "stated until 2050",
    ):
        assert said in one, said
    assert one.index("under way", one.index("How it has changed")) < one.rindex("decided")
    feed = client.get(f"{PLAN}measures/{measure.key}/changes.atom")
    titles = [entry.text for entry in ElementTree.fromstring(feed.content).iter("{http://www.w3.org/2005/Atom}title")]
    assert {"under way", "decided", "Follow-up of 2026"} <= set(titles)
    for path in ("measures/nothing/", "measures/nothing/changes.atom"):
        assert client.get(f"{PLAN}{path}").status_code == 404


def test_a_withdrawn_measure_has_no_page(plan, client):
    measure = _measure()
    assert client.get(f"{PLAN}measures/{measure.key}/").status_code == 200
    documents.withdraw(measure, by=None)
    published.forget()
    assert client.get(f"{PLAN}measures/{measure.key}/").status_code == 404


def test_the_plan_is_taken_along_as_pdf_word_and_workbook(plan, client):
    pdf = client.get(f"{PLAN}plan.pdf")
    assert pdf.content.startswith(b"%PDF-") and b"/StructTreeRoot" in pdf.content
    word = docx.Document(io.BytesIO(client.get(f"{PLAN}plan.docx").content))
    assert any("Byt pannor" in cell.text for table in word.tables for row in table.rows for cell in row.cells)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/sv/se/nykoping/plan/plan.xlsx").content))
    assert book.sheetnames == ["Mål", "Åtgärder", "Klimatbudget", "Företag"]
    rows = list(book["Åtgärder"].values)
    assert [row[1] for row in rows[1:]] == ["Byt pannor"] and isinstance(rows[1][7], int | float)
    assert client.get("/en/se/trosa/plan/plan.pdf").status_code == 404


def test_last_years_plan_is_kept_as_it_stood(plan, client):
    plan.post("archive/keep/", {"area": "SE-0480", "year": "2026"})
    measure = _measure()
    documents.save(measure, {**documents.newest(measure).content, "title": "Något annat"}, based_on=1, by=None)
    plan.publish("measure")
    kept = page(client, f"{PLAN}2026/").text
    assert "Byt pannor" in kept and "Något annat" not in kept and "The goals do not fit the budget" in kept
    assert "Något annat" in page(client, PLAN).text and "2026/" in client.get(PLAN).content.decode()
    assert "2026" in plan.page("archive/")
    plan.post("archive/keep/", {"area": "SE-0480", "year": "2026"}, 409)
    for wrong in ("", "1", "twenty"):
        plan.post("archive/keep/", {"area": "SE-0480", "year": wrong}, 409)
    assert client.get(f"{PLAN}2019/").status_code == 404
    document = Document.objects.get(kind="kept-plan")
    plan.post(f"content/{document.pk}/end/archive/")
    published.forget()
    assert client.get(f"{PLAN}2026/").status_code == 404
    plan.post("archive/keep/", {"area": "SE-0480", "year": "2026"})


def test_pledges_are_added_up_and_a_goal_above_the_last_report_cuts_nothing():
    one = {"tonnes": {"2022": 400.0, "2023": 300.0}, "goal_percent": 50.0, "goal_year": 2030}
    grown = {"tonnes": {"2022": 100.0, "2023": 20.0}, "goal_percent": 50.0, "goal_year": 2035}
    found = pledged([one, grown])
    assert (found.count, found.latest_t, found.goal_t, found.cut_t) == (2, 320.0, 220.0, 100.0)
    assert (found.first_goal, found.last_goal) == (2030, 2035)
    assert pledged([]) is None


def test_pledges_stand_on_the_plan(plan, client):
    content = {**BUSINESS, "tonnes": {"2022": 450.0, "2023": 400.0}, "goal_year": 2030, "goal_percent": 80.0}
    content.pop("mail")
    version = documents.make(plan.place, "SE-0480", "business", content, by=None)
    documents.publish(version.document, 1, by=None)
    published.forget()
    assert (
        "1 business has pledged to go from 400 tonnes to 90 tonnes a year by 2030, 310 tonnes less."
        in page(client, PLAN).text
    )


def test_a_reader_remarks_on_a_measure_and_gets_the_answer_by_mail(plan, client):
    measure = _measure()
    form = client.get(f"{AREA}remark/?about=measure:{measure.key}").content.decode()
    assert f'value="measure:{measure.key}" selected' in form
    client.post(f"{AREA}remark/", {**SAID, "about": f"measure:{measure.key}"})
    client.post(re.sub("^/sv/", "/en/", _confirm()))
    remark = Document.objects.get(kind="remark")
    content = {**documents.newest(remark).content, "answer_sv": "", "answer_en": "Because of the road."}
    documents.save(remark, content, based_on=1, by=member(plan.place, "editor").user)
    before = len(letters())
    plan.publish("remark")
    told = letters()[before:]
    assert [mail.to for mail in told] == [["rut@example.org"]]
    assert "Because of the road." in told[0].body, "the answer goes out from the page of all that waits too"
    assert "Because of the road." in page(client, f"{PLAN}measures/{measure.key}/").text


def _confirm() -> str:
    return re.search(r"http://[^/]+(/\w+/received/confirm/\S+)", letters()[-1].body).group(1)


def test_only_the_sectors_of_the_areas_statistics_are_offered(client, officer):
    form = client.get("/sv/se/nykoping/remark/").content.decode()
    options = re.findall(r'<option value="([^"]+)"', form)
    assert options[0] == "total" and "cement" not in options and "flaring" not in options

"""The rooms of a plan, for each role, and what of it is public."""

import re

import pytest
from exports.test_exports_plan import CONTENT, tongue
from web.officers import member, organisation, person, signed_in
from web.planning import GOAL, MEASURE, SETUP, WHO, Pages, text

from climate_visualizer.editions.importing.pipeline import bring_in
from climate_visualizer.exports.plan_workbook import plan_import
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.web import published
from climate_visualizer.web.workspace.demonstration import demo
from climate_visualizer.web.workspace.models import Document, LinkCheck, Role
from climate_visualizer.web.workspace.plans import plan_documents
from climate_visualizer.web.workspace.plans.measures_page import shortened

pytestmark = pytest.mark.usefixtures("on_starter")

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
    "books/climate-budget.xlsx": (L, 404, 200, 200, 200, 200),
    "books/poem.xlsx": (L, 404, 404, 404, 404, 404),
    "books/follow-up/import/": (L, 404, 403, 200, 200, 200),
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
    "POST books/indicators/import/": (L, 404, 403, 422, 422, 422),
}


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

"""The first page of an organisation: how each of its areas stands today, and the language that sign-in speaks."""

import re

import pytest
from django.test import Client
from web.markup import page
from web.officers import member, organisation, signed_in

from climate_visualizer.web.workspace.content import documents

pytestmark = pytest.mark.usefixtures("on_starter", "db")
GOAL = {"title": "Mål", "year": 2030, "target_kind": "percent", "amount": 70, "base_year": 2010}
MEASURE = {
    "title": "Byt pannor", "status": "decided", "sector": "heating", "effect_kind": "tonnes", "amount": 400,
    "start": 2027, "end": 2050, "ramp": 2, "certainty": 90, "rebound": 0,
}  # fmt: skip


@pytest.fixture
def place():
    return organisation(areas=("SE-0480", "SE-04"))


def page_of(place, role="editor") -> str:
    client = signed_in(member(place, role).user)
    response = client.get(f"/sv/workspace/{place.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_each_area_says_how_its_budget_stands(place):
    page = page_of(place)
    assert "Nyköpings tvågradersbudget räcker till <em>" in page
    assert "Södermanlands läns tvågradersbudget räcker till <em>" in page
    assert page.count("Inget mål och ingen åtgärd har skrivits in för området än.") == 2


def test_goals_and_measures_are_held_against_the_budget(place):
    author = member(place, "publisher").user
    goal = documents.make(place, "SE-0480", "goal", GOAL, by=author)
    assert "Målen ryms inte" not in page_of(place, "reader")
    documents.publish(goal.document, 1, by=author)
    documents.make(place, "SE-0480", "measure", MEASURE, by=author)
    page = page_of(place)
    assert "Målen ryms inte i budgeten" in page
    assert "täcks ännu inte av någon åtgärd" in page
    assert page.count("Inget mål och ingen åtgärd") == 1


def test_a_reader_is_not_asked_to_write(place):
    assert "Inget mål och ingen åtgärd" not in page_of(place, "reader")


def test_many_areas_cost_no_more_queries(place, django_assert_num_queries):
    client = signed_in(member(place, "editor").user)
    client.get(f"/sv/workspace/{place.pk}/")
    with django_assert_num_queries(11):
        client.get(f"/sv/workspace/{place.pk}/")
    many = organisation("Länet", areas=("SE-04", "SE-0428", "SE-0461", "SE-0480", "SE-0481", "SE-0482", "SE-0483"))
    client = signed_in(member(many, "editor", "lan@example.org").user)
    client.get(f"/sv/workspace/{many.pk}/")
    with django_assert_num_queries(11):
        client.get(f"/sv/workspace/{many.pk}/")


@pytest.mark.parametrize("browser", ["en", "fi", "de"])
def test_sign_in_speaks_the_language_of_the_page_it_leads_to(browser):
    client = Client(HTTP_ACCEPT_LANGUAGE=browser)
    response = client.get("/sv/workspace/", follow=True)
    assert '<html lang="sv"' in response.content.decode()
    there = client.get("/accounts/login/?next=https://evil.example/en/")
    assert '<html lang="sv"' in there.content.decode(), "the language of last time"


def test_what_the_latest_statistics_changed_is_told(settings, releases, place):
    settings.VAR, settings.EDITIONS = releases[0], releases[0] / "editions"
    page = page_of(place)
    assert "Det här har den senaste statistiken ändrat" in page
    assert page.count("Statistik för 2022 har tillkommit") == 2


def test_the_first_page_leads_to_what_becomes_public_and_says_who_wrote_what(place):
    author = member(place, "publisher").user
    documents.make(place, "SE-0480", "follow-up", {"year": 2025, "period": "year", "reports": {}}, by=author)
    page = page_of(place)
    assert re.search(rf'href="/sv/workspace/{place.pk}/publish/">\s*Se vad som blir offentligt\s*</a>', page)
    assert ">Skrivet av</th>" in page and ">Uppföljning 2025</a>" in page
    for words in ("Nytt mål, Nyköping", "Ny åtgärd, Nyköping"):
        assert re.search(rf">\s*{words}\s*</a>", page)


def test_whatever_is_new_is_begun_behind_one_button_and_a_plan_stands_before_what_is_said_around_it(place):
    documents.make(place, "SE-0480", "goal", GOAL, by=member(place, "publisher").user)
    client = signed_in(member(place, "editor").user)
    for path in ("", "content/"):
        found = page(client, f"/sv/workspace/{place.pk}/{path}")
        assert len(found.all("summary")) == 1 or path == ""
        begun = [link["href"].split("/new/")[1].split("/")[0] for link in found.all("a") if "/new/" in link["href"]]
        assert begun[:2] == ["goal", "goal"]  # for each of the two areas
        assert begun.index("measure") < begun.index("indicator") < begun.index("proposal") < begun.index("note")
        assert found.text.count("Skriv något nytt") == 1
    assert "Skriv något nytt" not in page_of(place, "reader")


def test_what_is_missing_names_its_budget_and_its_years(place):
    author = member(place, "publisher").user
    documents.make(place, "SE-0480", "measure", MEASURE, by=author)
    client = signed_in(author)
    assert "om budgeten för 2 grader ska räcka till 2050" in page_of(place)
    measures = client.get(f"/sv/workspace/{place.pk}/measures/").content.decode()
    assert "saknas ännu för att hålla budgeten för 2 grader till 2050" in measures
    budget = client.get(f"/sv/workspace/{place.pk}/climate-budget/").content.decode()
    assert "av minskningen 2027–2030 täcks ännu inte av någon åtgärd" in budget


def test_a_group_of_boxes_has_its_legend_above(place):
    client = signed_in(member(place, "editor").user)
    page = client.get(f"/sv/workspace/{place.pk}/content/new/measure/SE-0480/").content.decode()
    assert "<h1>" in page and "<legend>Andra nyttor</legend>" in page
    assert page.index("<legend>Andra nyttor</legend>") < page.index('value="health"')

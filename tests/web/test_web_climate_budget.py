"""The climate budget: divided by sector and committee, saved, and adding up."""

import re

import pytest
from web.planning import GOAL, MEASURE, SETUP, text

from climate_visualizer.web.workspace.models import Document
from climate_visualizer.web.workspace.plans import plan_documents

pytestmark = pytest.mark.usefixtures("on_starter")


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

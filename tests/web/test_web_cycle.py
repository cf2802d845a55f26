"""The year of a climate budget: committees, tasks, reporting and sign-off, reminders, indicators, proposals, calendar."""

import re
from datetime import date

import pytest
from web.officers import ROLES, member, organisation, person, signed_in
from web.planning import SETUP, text
from web.planning import WHO as EVERYBODY
from web.town_hall import SCHOOLS, TECHNICAL

from climate_visualizer.web import current
from climate_visualizer.web.workspace.cycle import committee_list, reminders
from climate_visualizer.web.workspace.models import (
    Comment,
    Document,
    Reminder,
    Seat,
    YearStep,
)

pytestmark = pytest.mark.usefixtures("on_starter")

WHO = [*EVERYBODY, "reporter"]

# What each address answers to: nobody, a stranger, reader, editor, publisher, owner, reporter.
L = 302

ADDRESSES = {
    "committees/": (L, 404, 200, 200, 200, 200, 403),
    "POST committees/": (L, 404, 403, 302, 302, 302, 403),
    "POST committees/{committee}/": (L, 404, 403, 302, 302, 302, 403),
    "mine/": (L, 404, 200, 200, 200, 200, 200),
    "report/": (L, 404, 403, 200, 200, 200, 200),
    "POST report/": (L, 404, 403, 302, 302, 302, 302),
    "POST report/{committee}/": (L, 404, 403, 404, 404, 404, 404),
    "work/{measure}/": (L, 404, 200, 200, 200, 200, 404),
    "POST work/{measure}/": (L, 404, 403, 302, 302, 302, 404),
    "year/": (L, 404, 200, 200, 200, 200, 403),
    "POST year/": (L, 404, 403, 302, 302, 302, 403),
    "": (L, 404, 200, 200, 200, 200, 302),
    "goals/": (L, 404, 200, 200, 200, 200, 403),
    "measures/": (L, 404, 200, 200, 200, 200, 403),
    "climate-budget/": (L, 404, 200, 200, 200, 200, 403),
    "follow-up/": (L, 404, 200, 200, 200, 200, 403),
    "council/": (L, 404, 200, 200, 200, 200, 403),
    "content/": (L, 404, 200, 200, 200, 200, 403),
    "content/{measure}/": (L, 404, 200, 200, 200, 200, 403),
    "people/": (L, 404, 200, 200, 200, 200, 403),
    "history/": (L, 404, 403, 403, 403, 200, 403),
    "settings/": (L, 404, 403, 403, 403, 200, 403),
}

FORMS = {
    "POST committees/": {"names": "Kommunstyrelsen"},
    "POST committees/{committee}/": {"step": "rename", "name": "Teknik", "based_on": "1"},
    "POST work/{measure}/": {"step": "comment", "text": "Hur går det?"},
    "POST year/": {"step": "begin"},
}


@pytest.mark.parametrize("who", WHO)
def test_every_room_answers_each_role_as_the_table_says(office, who):
    user = {"nobody": None, "stranger": person("stranger@example.net")}.get(who, False)
    client = signed_in(member(office.organisation, who).user if user is False else user)
    for name, answers in ADDRESSES.items():
        path = name.removeprefix("POST ").format(committee=office.technical.pk, measure=office.measures[0].pk)
        address = f"/sv/workspace/{office.organisation.pk}/{path}"
        response = client.post(address, FORMS.get(name, {})) if name.startswith("POST") else client.get(address)
        assert response.status_code == answers[WHO.index(who)], f"{name}: {text(response)[-500:]}"
        assert response["Cache-Control"] == "no-store, private"


def test_the_table_has_every_address_of_the_year():
    from climate_visualizer.web.workspace.cycle import urls

    routes = {re.sub(r"<\w+:(\w+)>", r"{\1}", str(one.pattern)) for one in urls.urlpatterns}
    tried = {name.removeprefix("POST ").replace("{measure}", "{document}") for name in ADDRESSES}
    assert routes <= tried


def test_the_calendar_of_a_year_is_begun_moved_and_ticked_off(office):
    office.pages.post("year/?year=2027", {"step": "begin"})
    assert YearStep.objects.count() == 6
    office.pages.post("year/?year=2027", {"step": "begin"})
    assert YearStep.objects.count() == 6
    change = {"step": "spring", "due": "2026-11-30", "person": str(office.officer.pk), "based_on": "1"}
    office.pages.post("year/?year=2027", change)
    assert "Somebody else has changed this step" in text(office.pages.post("year/?year=2027", change, 409))
    first = office.pages.page("")
    assert re.search(
        rf"Follow-up in spring \(2027\) 2 of 2 committees have not signed off: {TECHNICAL}, {SCHOOLS} Olga 2026-11-30",
        first,
    ), first
    office.pages.post("year/?year=2027", {**change, "done": "1", "based_on": "2"})
    assert YearStep.objects.get(name="spring").done_on == current.as_of()
    assert "Follow-up in spring" not in office.pages.page("")
    assert "Write the day" in text(office.pages.post("year/?year=2027", {**change, "due": "x"}, 422))


# The usual days of a year's steps, written down a second time: what is asked of whoever begins on a day.
STEPS = {
    "spring": (5, 15), "summer": (9, 15), "proposal": (10, 15), "autumn": (11, 15), "decision": (11, 30), "closing": (14, 28),
}  # fmt: skip


@pytest.mark.parametrize("month", range(1, 13))
def test_who_begins_in_any_month_is_late_with_nothing(office, settings, month):
    settings.AS_OF = date(2026, month, 20)
    committee_list.seat(office.technical, office.reporter, is_head=True, by=office.officer)
    office.pages.post("year/?year=2026", {"step": "begin"})
    page = office.pages.get("year/?year=2026").content.decode()
    asked, _fold, before = page.partition('<details class="before">')
    gone = {name for name, day in STEPS.items() if day < (month, 20)}
    assert re.findall(r'id="step-(\w+)"', asked) == [name for name in STEPS if name not in gone]
    assert re.findall(r'id="step-(\w+)"', before) == [name for name in STEPS if name in gone]
    assert 'class="outcome bad"' not in page
    waits = office.pages.page("") + office.theirs.page("mine/")
    assert not [name for name in gone if f"Follow-up in {name}" in waits]
    reminders.remind(settings.AS_OF)
    assert not Reminder.objects.filter(key__endswith=":late").exists()


def test_another_day_takes_a_step_into_the_cycle(office, settings):
    settings.AS_OF = date(2026, 11, 23)
    office.pages.post("year/?year=2026", {"step": "begin"})
    assert "4 steps are not in this cycle" in office.pages.page("year/?year=2026")
    office.pages.post("year/?year=2026", {"step": "autumn", "due": "2026-11-27", "based_on": "1"})
    assert "3 steps are not in this cycle" in office.pages.page("year/?year=2026")
    assert "Follow-up in autumn (2026)" in office.pages.page("")
    settings.AS_OF = date(2026, 12, 1)
    assert "late" in office.pages.page("year/?year=2026"), "what was taken in and not done is late"
    assert "The year 2025 is over" in office.pages.page("year/?year=2025")
    office.pages.post("year/?year=2025", {"step": "begin"}, 422)


def test_the_first_page_lists_what_waits_whose_it_is_and_since_when(office):
    office.pages.make("goal", {
        "title": "Mål", "year": "2030", "target_kind": "percent", "amount": "70", "base_year": "2010",
    })  # fmt: skip
    page = office.pages.page("")
    assert re.search(r"Goals 1 draft .*? Mål Olga \d{4}-\d\d-\d\d Measures 2 drafts", page), page
    html = office.pages.get("").content.decode()
    begin = html[html.index('<details class="begin">') :]
    assert begin.index("/new/goal/") < begin.index("/new/measure/") < begin.index("/new/note/")
    content = office.pages.get("content/").content.decode()
    assert content.count('class="button"') == 1, "one button that opens a list, not one a kind"


def test_an_indicator_is_a_series_of_its_own_that_several_measures_share(office):
    first, second = (one.key for one in office.measures)
    sent = {
        "title": "Såld bensin", "unit": "m³", "values": "2025: 900\n2026-Q1: 210,5\n2026-Q2: 190", "planned": "2026: 800",
        "measures": [first, second],
    }  # fmt: skip
    office.pages.make("indicator", sent)
    page = office.pages.page("follow-up/?year=2026")
    assert "Såld bensin , m³ 190 (2026-Q2) 210.5 (2026-Q1) 800 Byt pannor, Cykla till skolan" in page, page
    wrong = text(office.pages.post("content/new/indicator/SE-0480/", {**sent, "values": "2026-13: 4"}, 422))
    assert "“2026-13: 4” can’t be read" in wrong
    document = Document.objects.get(kind="indicator")
    kept = office.pages.post(f"content/{document.pk}/publish/", {"based_on": "1"}, 409)
    assert "for the workspace alone" in text(kept)


def test_a_proposal_has_its_climate_effect_attached(office):
    key = office.measures[0].key
    road = {
        "title": "Ny väg",
        "type": "investment",
        "status": "proposed",
        "costs": "2027: 9000000",
        "tonnes": "2028: 40",
    }
    office.pages.make("proposal", road)
    office.pages.make("proposal", {**road, "title": "Pannor", "tonnes": "", "measures": [key], "owner": TECHNICAL})
    office.pages.make("proposal", {**road, "title": "Utan", "tonnes": ""})
    page = office.pages.page("year/")
    assert re.search(r"Ny väg Investment – Proposed 9.000.000 40 ", page), page
    assert re.search(rf"Pannor Investment {TECHNICAL} Proposed 9.000.000 \u2212[\d.,\s]+ ", page), page
    assert re.search(r"Utan Investment – Proposed 9.000.000 not stated", page), page


def test_a_year_is_held_against_the_budget_that_was_adopted_for_it(office):
    page = office.pages.page("follow-up/?year=2025")
    assert "No climate budget has been published" in page
    assert "No climate budget was adopted for 2025" not in page, "said once"
    office.pages.post("climate-budget/", SETUP)
    assert "No climate budget has been published" in office.pages.page("follow-up/"), "a draft is not adopted"
    document = Document.objects.get(kind="climate-budget")
    office.pages.post(f"content/{document.pk}/publish/", {"based_on": "1"})
    page = office.pages.page("follow-up/")
    adopted = office.content("climate-budget")["adopted"]
    assert "There are no statistics yet for a year with an adopted climate budget" in page
    assert f"2027 {adopted['whole'][0]:,}".replace(",", "")[:8] in page
    assert adopted["whole"] != [round(adopted["path"][str(year)]) for year in adopted["years"]]
    assert "none adopted" in office.pages.page("follow-up/?year=2025")


def test_every_model_of_a_person_is_given_out_and_erased(office):
    from climate_visualizer.web.workspace.accounts import personal_data

    path = f"work/{office.measures[0].pk}/"
    office.pages.post(path, {"step": "task", "title": "T", "due": "2026-12-01", "assignee": str(office.reporter.pk)})
    office.theirs.post(path, {"step": "comment", "text": "Klart @Olga"})
    kept = personal_data.export("rut@example.org")
    assert kept["tasks"][0]["title"] == "T" and kept["comments"][0]["text"] == "Klart @Olga"
    assert kept["seats"][0]["committee__name"] == TECHNICAL
    personal_data.erase("rut@example.org")
    assert Comment.objects.get().author is None and not Seat.objects.exists()
    assert "somebody who has left" in office.pages.page(path)


@pytest.mark.parametrize("role", ROLES)
def test_an_outsider_of_the_organisation_sees_nothing_of_it(office, role):
    other = organisation("Oxelösund", ("SE-0481",))
    client = signed_in(member(other, role, f"{role}@oxelosund.example").user)
    committee_list.ensure(other, ["Kommunstyrelsen"], by=None)
    for path in (f"work/{office.measures[0].pk}/", f"committees/{office.technical.pk}/"):
        step = {"step": "comment", "text": "x"} if path.startswith("work") else {"step": "up"}
        assert client.post(f"/sv/workspace/{other.pk}/{path}", step).status_code in (403, 404)
    for path in ("mine/", "committees/", "year/", "", "follow-up/"):
        page = client.get(f"/sv/workspace/{other.pk}/{path}").content.decode()
        assert TECHNICAL not in page and "Byt pannor" not in page

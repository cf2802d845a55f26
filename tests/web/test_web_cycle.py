"""The year of a climate budget: committees, tasks, reporting and sign-off, reminders, indicators, proposals, calendar."""

import re
from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse
from web.officers import ROLES, member, organisation, person, signed_in
from web.test_web_plans import MEASURE, SETUP, Pages, text
from web.test_web_plans import WHO as EVERYBODY

from climate_visualizer.web import current
from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.sealed import unseal
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list, reminders, together, year_steps
from climate_visualizer.web.workspace.models import (
    Audit,
    Comment,
    Committee,
    Document,
    Reminder,
    Responsible,
    Seat,
    SignOff,
    Task,
    User,
    YearStep,
)
from climate_visualizer.web.workspace.models.committees import known

pytestmark = pytest.mark.usefixtures("on_starter")
TECHNICAL, SCHOOLS = "Tekniska nämnden", "Barnnämnden"
KEPT = {**MEASURE, "owner": TECHNICAL, "start": "2025"}
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


class Office:
    """A municipality with two committees, a measure of each, its officer, and somebody who reports for the first."""

    def __init__(self) -> None:
        self.organisation = organisation()
        self.officer = member(self.organisation, "publisher", "olga@example.org").user
        committees = committee_list.ensure(self.organisation, [TECHNICAL, SCHOOLS], by=self.officer)
        self.technical, self.schools = committees
        self.measures = [self._measure("Byt pannor", TECHNICAL), self._measure("Cykla till skolan", SCHOOLS)]
        self.reporter = member(self.organisation, "reporter", "rut@example.org").user
        committee_list.seat(self.technical, self.reporter, is_head=False, by=self.officer)
        self.pages = Pages(self.organisation, signed_in(self.officer))
        self.theirs = Pages(self.organisation, signed_in(self.reporter))

    def _measure(self, title: str, owner: str) -> Document:
        content = {
            "title": title, "status": "decided", "sector": "heating", "effect_kind": "tonnes", "amount": 400.0,
            "start": 2025, "end": 2050, "ramp": 2, "certainty": 90.0, "rebound": 0.0, "owner": owner,
        }  # fmt: skip
        return documents.make(self.organisation, "SE-0480", "measure", content, by=self.officer).document

    def content(self, kind: str) -> dict:
        return documents.newest(Document.objects.get(organisation=self.organisation, kind=kind)).content

    def done(self) -> list[str]:
        return list(Audit.objects.filter(organisation=self.organisation).order_by("at").values_list("what", flat=True))


@pytest.fixture
def office(db):
    return Office()


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


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Tekniska nämnden", "  tekniska   NÄMNDEN ", True),
        ("Barn- och utbildningsnämnden", "Barn– och utbildningsnämnden.", True),
        ("Tekniska nämnden", "Tekniska nämden", False),
    ],
)
def test_names_that_differ_by_case_space_or_dash_are_one_committee(one, other, same):
    assert (known(one) == known(other)) is same


def test_names_typed_before_become_the_list_when_the_database_is_migrated(office):
    budget = {"committees": ["Ö-nämnden", TECHNICAL, "Ö-nämnden"], "first": 2027, "last": 2027}
    documents.make(office.organisation, "SE-0480", "climate-budget", budget, by=None)
    for at, owner in enumerate(["tekniska  NÄMNDEN", "", "Tekniska nämden", SCHOOLS]):
        facts = {"title": f"M{at}", "owner": owner}
        documents.make(office.organisation, "SE-0480", "measure", facts, by=None)
    office.measures[0].delete()
    Committee.objects.all().delete()
    import_module("climate_visualizer.web.workspace.migrations.0006_committees_and_tasks").list_names(apps, None)
    listed = [one.name for one in Committee.objects.all()]
    assert listed == ["Ö-nämnden", TECHNICAL, SCHOOLS, "Tekniska nämden"], (
        "the budget's order first, then the measures'"
    )


def test_a_committee_is_chosen_and_never_typed_twice(office):
    office.pages.make("measure", {**KEPT, "title": "Rätt", "owner": " tekniska NÄMNDEN"})
    wrong = text(office.pages.post("content/new/measure/SE-0480/", {**KEPT, "owner": "Tekniska nämden"}, 422))
    assert "“Tekniska nämden” is not in the list of committees" in wrong
    newest = documents.newest(Document.objects.filter(kind="measure").latest("made_at"))
    assert newest.content["owner"] == TECHNICAL
    assert f'<option value="{TECHNICAL}"' in office.pages.get("content/new/measure/SE-0480/").content.decode()


def test_two_spellings_are_merged_with_their_measures_and_their_part_of_the_budget(office):
    office.pages.post("climate-budget/", {**SETUP, "committee-0": TECHNICAL, "committee-1": "Tekniska nämden"})
    slip = Committee.objects.get(name="Tekniska nämden")
    office.pages.post(f"committees/{slip.pk}/", {"step": "merge", "into": str(office.technical.pk)})
    assert not Committee.objects.filter(pk=slip.pk).exists()
    assert "is one with" in office.pages.page("committees/")
    assert "Tekniska nämden" not in office.pages.page("climate-budget/")
    form = office.pages.get("climate-budget/").content.decode()
    assert re.search(r'name="part-0-heating" value="30.5"', form), "the parts of both are one committee's now"
    assert 'name="part-0-transport" value="20"' in form
    assert "committee.merged" in office.done()


def test_a_renamed_committee_keeps_its_measures_and_a_stale_form_changes_nothing(office):
    path = f"committees/{office.technical.pk}/"
    office.pages.post(path, {"step": "rename", "name": "Samhällsbyggnadsnämnden", "based_on": "1"})
    assert "Samhällsbyggnadsnämnden" in office.pages.page("measures/")
    stale = text(office.pages.post(path, {"step": "rename", "name": "Annat", "based_on": "1"}, 409))
    assert "Somebody else has changed" in stale
    taken = text(office.pages.post(path, {"step": "rename", "name": "barnnämnden", "based_on": "2"}, 422))
    assert "is in the list already" in taken
    assert office.theirs.get("report/?year=2026").status_code == 200
    assert "Byt pannor" in office.theirs.page("report/?year=2026")


def test_the_order_of_committees_is_the_lists_and_the_public_pages(office, client):
    names = ["Ö-nämnden", "A", "Kommunstyrelsen med ett mycket långt namn"]
    office.pages.post("committees/", {"names": "\n".join(names)})
    office.pages.post(f"committees/{office.schools.pk}/", {"step": "up"})
    listed = [one.name for one in Committee.objects.filter(organisation=office.organisation)]
    assert listed == [SCHOOLS, TECHNICAL, *names]
    parts = {f"committee-{at}": name for at, name in enumerate(listed)}
    parts |= {f"part-{at}-transport": "5" for at in range(len(listed))}
    office.pages.post("climate-budget/", {**{key: value for key, value in SETUP.items() if "-" not in key}, **parts})
    document = Document.objects.get(kind="climate-budget")
    office.pages.post(f"content/{document.pk}/publish/", {"based_on": "1"})
    page = text(client.get("/sv/se/nykoping/"))
    places = [page.index(name) for name in (*listed[:2], names[0], names[2], "Övriga i området")]
    assert places == sorted(places)


def test_parts_may_move_from_the_first_year_to_the_last(office):
    setup = {**SETUP, "part-0-heating": "10", "last-0-heating": "40", "last-0-transport": "0"}
    office.pages.post("climate-budget/", setup)
    content = office.content("climate-budget")
    assert content["parts_last"] == {TECHNICAL: {"heating": 40.0, "transport": 0.0}}
    over = text(office.pages.post("climate-budget/", {**setup, "last-1-heating": "70", "based_on": "1"}, 422))
    assert "The committees answer for 110 per cent of 'Heating of own homes and premises'" in over or re.search(
        r"The committees answer for 110 per cent of .(?!heating)", over
    )
    assert "heating'" not in over, "sectors by their names, never by a code"


def test_a_reporter_sees_and_fills_in_its_own_rows_only(office):
    own, other = (one.key for one in office.measures)
    page = office.theirs.page("report/?year=2026")
    assert "Byt pannor" in page and "Cykla till skolan" not in page
    sent = {f"saved_t:{own}": "120", f"comment:{own}": "I tid.", f"saved_t:{other}": "999", "based_on": "0"}
    office.theirs.post("report/?year=2026", sent)
    assert office.content("follow-up")["reports"] == {
        own: {"saved_t": 120.0, "indicator": None, "cost": None, "comment": "I tid."}
    }
    officers = {f"saved_t:{own}": "120", f"comment:{own}": "I tid.", f"saved_t:{other}": "7", "based_on": "1"}
    office.pages.post("follow-up/?year=2026", officers)
    late = {f"saved_t:{own}": "125", "based_on": "1"}
    office.theirs.post("report/?year=2026", late), "others' rows have changed, one's own have not"
    kept = office.content("follow-up")["reports"]
    assert (kept[own]["saved_t"], kept[other]["saved_t"]) == (125.0, 7.0)
    stale = text(office.theirs.post("report/?year=2026", {f"saved_t:{own}": "1", "based_on": "1"}, 409))
    assert "Somebody else saved meanwhile" in stale
    assert office.content("follow-up")["reports"][own]["saved_t"] == 125.0
    office.theirs.get(f"work/{office.measures[1].pk}/", 404)
    office.theirs.get(f"work/{office.measures[0].pk}/")
    other_place = organisation("Oxelösund", ("SE-0481",))
    office.theirs.get("report/?area=SE-0481", 404)
    assert not other_place.documents.exists()


def test_a_head_signs_off_what_is_complete_and_a_change_undoes_it(office):
    own = office.measures[0].key
    sign = f"report/{office.technical.pk}/?year=2026"
    office.theirs.post("report/?year=2026", {f"saved_t:{own}": "120", "based_on": "0"})
    office.theirs.post(sign, {"based_on": "1"}, 403)
    committee_list.seat(office.technical, office.reporter, is_head=True, by=office.officer)
    office.theirs.post(f"report/{office.schools.pk}/?year=2026", {"based_on": "1"}, 404)
    assert "meanwhile" in text(office.theirs.post(sign, {"based_on": "0"}, 409))
    office.theirs.post(sign, {"based_on": "1"})
    page = office.pages.page("follow-up/?year=2026")
    assert re.search(rf"{TECHNICAL} 1 of 1 \d{{4}}-\d\d-\d\d Rut", page), page
    assert re.search(rf"{SCHOOLS} 0 of 1 not yet", page)
    office.theirs.post("report/?year=2026", {f"saved_t:{own}": "130", "based_on": "1"})
    assert not SignOff.objects.exists()
    assert [one for one in office.done() if one.startswith("sign-off")] == ["sign-off.made", "sign-off.undone"]
    office.theirs.post("report/?year=2026", {"based_on": "2"})
    assert "first" in text(office.theirs.post(sign, {"based_on": "3"}, 409))


def test_follow_up_is_written_several_times_a_year(office):
    own = office.measures[0].key
    office.pages.post("follow-up/?year=2026&period=spring", {f"saved_t:{own}": "3", "based_on": "0"})
    office.pages.post("follow-up/?year=2026", {f"saved_t:{own}": "300", "based_on": "0"})
    keys = set(Document.objects.filter(kind="follow-up").values_list("key", flat=True))
    assert keys == {"2026", "2026-spring"}
    spring = office.pages.page("follow-up/?year=2026&period=spring")
    assert "behind" not in spring.partition("Measure by measure")[2], "a year that is not over is not behind"
    document = Document.objects.get(key="2026-spring")
    assert office.pages.get(f"follow-up/{document.pk}/", 302)["Location"].endswith("&year=2026&period=spring")


def test_people_tasks_and_comments_stand_in_the_history(office):
    path = f"work/{office.measures[0].pk}/"
    office.pages.post(path, {"step": "people", "person": [str(office.officer.pk), str(office.reporter.pk)]})
    assert Responsible.objects.count() == 2
    task = {"step": "task", "title": "Upphandla", "due": "2026-12-01", "assignee": str(office.reporter.pk)}
    office.pages.post(path, task)
    made = Task.objects.get()
    assert "is no day" in text(office.pages.post(path, {**task, "due": "måndag"}, 422))
    assert "Upphandla" in office.theirs.page("mine/")
    change = {"step": "change-task", "task": str(made.pk), "status": "doing", "based_on": "1"}
    office.theirs.post(path, change)
    assert "Somebody else has changed the task" in text(office.pages.post(path, {**change, "status": "done"}, 409))
    made.refresh_from_db()
    assert made.status == "doing"
    office.pages.post(path, {"step": "comment", "text": "Hur går det, @Rut?"})
    assert "Hur går det, @Rut?" in office.theirs.page("mine/")
    message = Message.objects.get(kind="mention")
    assert message.to == "rut@example.org" and "Hur går det, @Rut?" in unseal(message.text)
    assert {"people.changed", "task.made", "task.changed", "comment.made"} <= set(office.done())
    owner = signed_in(member(office.organisation, "owner").user)
    history = text(owner.get(f"/en/workspace/{office.organisation.pk}/history/"))
    assert "commented on" in history and "added a task to" in history
    comment = Comment.objects.get()
    office.theirs.post(path, {"step": "remove-comment", "comment": str(comment.pk)}, 403)
    office.pages.post(path, {"step": "remove-comment", "comment": str(comment.pk)})
    assert not Comment.objects.exists()


def test_of_two_names_that_begin_alike_the_longer_one_is_named():
    people = [User(name="Olga Ek", email="o@example.org"), User(name="Olga", email="p@example.org")]
    assert together.named_in("Hej @olga ek!", people) == [people[0]]
    assert together.named_in("Hej @Olga, @o@example.org", people) == [people[0], people[1]]
    assert together.named_in("Hej Olga Ek", people) == []


def _reminded() -> list[tuple[str, str]]:
    found = [(one.to, unseal(one.text)) for one in Message.objects.filter(kind="reminder").order_by("made_at")]
    Message.objects.all().delete()
    return found


def test_each_reminder_goes_out_once(office):
    task = together.make_task(
        office.measures[0], by=office.officer, title="Upphandla", due=date(2027, 3, 1), assignee=office.reporter
    )
    assert reminders.remind(date(2027, 2, 1)) == 0
    assert reminders.remind(date(2027, 2, 25)) == 1
    (soon,) = _reminded()
    assert soon[0] == "rut@example.org"
    assert "”Upphandla” ska vara klart 1 mars 2027." in soon[1]
    assert reverse("workspace:work-on", args=("sv", office.organisation.pk, task.document_id)) in soon[1]
    assert reminders.remind(date(2027, 2, 26)) == 0
    assert reminders.remind(date(2027, 3, 2)) == 1
    assert "skulle ha varit klart" in _reminded()[0][1]
    assert reminders.remind(date(2027, 3, 3)) == 0
    together.change_task(task, based_on=1, by=office.officer, due=date(2027, 4, 1))
    assert reminders.remind(date(2027, 3, 30)) == 1, "another day is another reminder"
    task.refresh_from_db()
    together.change_task(task, based_on=task.number, by=office.officer, status="done")
    assert reminders.remind(date(2027, 5, 1)) == 0
    assert Reminder.objects.count() == 3


def test_who_has_not_reported_is_reminded_until_the_head_has_signed(office):
    year_steps.begin(office.organisation, 2026, by=office.officer)
    office.organisation.year_steps.exclude(name="autumn").delete()
    assert reminders.remind(date(2026, 11, 10)) == 1
    assert "Tekniska nämnden ska rapportera för hösten 2026 senast 15 november 2026." in _reminded()[0][1]
    own = office.measures[0].key
    committee_list.seat(office.technical, office.reporter, is_head=True, by=office.officer)
    office.theirs.post("report/?year=2026&period=autumn", {f"saved_t:{own}": "12", "based_on": "0"})
    assert "Tekniska nämnden" in office.theirs.page("mine/"), "the sign-off waits"
    office.theirs.post(f"report/{office.technical.pk}/?year=2026&period=autumn", {"based_on": "1"})
    assert reminders.remind(date(2026, 11, 20)) == 0
    committee_list.seat(office.schools, office.officer, is_head=True, by=office.officer)
    assert reminders.remind(date(2026, 11, 20)) == 1
    assert "Barnnämnden har inte rapporterat för hösten 2026" in _reminded()[0][1]


def test_somebody_who_has_left_is_asked_for_nothing(office):
    together.make_task(office.measures[0], by=office.officer, title="A", due=date(2026, 1, 1), assignee=office.reporter)
    owner = signed_in(member(office.organisation, "owner").user)
    leaver = office.organisation.memberships.get(user=office.reporter)
    path = f"/en/workspace/{office.organisation.pk}/people/{leaver.pk}/"
    assert "Remove Rut?" in text(owner.post(path, {"remove": "1"}))
    assert office.organisation.memberships.filter(pk=leaver.pk).exists()
    owner.post(path, {"remove": "1", "sure": "1"})
    assert not Seat.objects.exists() and Task.objects.get().assignee is None
    assert reminders.remind(date(2026, 2, 1)) == 0


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
        rf"Follow-up in spring 2027 2 of 2 committees have not signed off: {TECHNICAL}, {SCHOOLS} Olga 2026-11-30",
        first,
    ), first
    office.pages.post("year/?year=2027", {**change, "done": "1", "based_on": "2"})
    assert YearStep.objects.get(name="spring").done_on == current.as_of()
    assert "Follow-up in spring" not in office.pages.page("")
    assert "Write the day" in text(office.pages.post("year/?year=2027", {**change, "due": "x"}, 422))


def test_the_first_page_lists_what_waits_whose_it_is_and_since_when(office):
    office.pages.make("goal", {
        "title": "Mål", "year": "2030", "target_kind": "percent", "amount": "70", "base_year": "2010",
    })  # fmt: skip
    page = office.pages.page("")
    assert re.search(r"Goals 1 draft .*? Mål Olga \d{4}-\d\d-\d\d Measures 2 drafts", page), page
    html = office.pages.get("").content.decode()
    begin = html[html.index('<ul class="cards">') :]
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
    assert "No climate budget was adopted for 2025" in page and "No climate budget has been published" in page
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

"""People, tasks, comments and the reminders that go out, once each."""

from datetime import date

import pytest
from django.urls import reverse
from web.officers import member, signed_in
from web.planning import text

from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.sealed import unseal
from climate_visualizer.web.workspace.cycle import committee_list, reminders, together, year_steps
from climate_visualizer.web.workspace.models import (
    Comment,
    Reminder,
    Responsible,
    Seat,
    Task,
    User,
)

pytestmark = pytest.mark.usefixtures("on_starter")


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
    year_steps.begin(office.organisation, 2026, on=date(2026, 1, 7), by=office.officer)
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

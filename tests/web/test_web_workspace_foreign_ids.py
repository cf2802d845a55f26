"""Insecure direct object references (IDOR): another organisation's ids in every address and form field, for every role.

Addresses come from the resolver, so that one that is new is asked too. Whatever is asked, nothing of the other organisation is
shown, changed or pointed at.
"""

import re

import pytest
from conftest import DAY
from django.core import serializers
from django.urls import URLPattern, get_resolver
from web.officers import member, organisation, signed_in
from web.planning import MEASURE

from climate_visualizer.web.workspace import models
from climate_visualizer.web.workspace.accounts import invitations
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list, together, year_steps
from climate_visualizer.web.workspace.interchange import tokens
from climate_visualizer.web.workspace.models import Role

pytestmark = pytest.mark.usefixtures("on_starter", "db")
SECRET, AREA = "Hemligstad", "SE-0481"
CONTENTS = {
    "measure": {**MEASURE, "amount": 400.0, "costs": {}, "start": 2027, "end": 2050, "ramp": 2, "certainty": 90.0,
                "rebound": 0.0},
    "goal": {"year": 2030, "target_kind": "percent", "amount": 70.0, "base_year": 2010, "status": "decided"},
    "indicator": {"unit": "st", "values": {"2026": 3.0}, "measures": [], "planned": {}},
    "proposal": {"type": "investment", "status": "proposed", "owner": "", "costs": {"2027": 1.0}, "measures": [], "tonnes": {}},
    "note": {"title_sv": SECRET, "body_sv": "x", "title_en": "", "body_en": ""},
    "follow-up": {"year": 2026, "period": "year", "reports": {}, "comment": SECRET},
}  # fmt: skip
# How each model leads to its organisation; what another organisation could change is looked at before and after.
LEADS = {
    "Organisation": "pk", "OrganisationArea": "organisation", "Membership": "organisation", "Invitation": "organisation",
    "Document": "organisation", "Version": "document__organisation", "Committee": "organisation",
    "Seat": "committee__organisation", "SignOff": "document__organisation", "Task": "document__organisation",
    "Comment": "document__organisation", "Responsible": "document__organisation", "YearStep": "organisation",
    "Token": "organisation", "WordTemplate": "organisation", "SignIn": "organisation", "Audit": "organisation",
    "LinkCheck": "document__organisation", "Sender": "document__organisation",
}  # fmt: skip
OF_NOBODY = {"User", "Reminder"}  # people, and what they were reminded of


class Town:
    """An organisation with one of everything that has an id."""

    def __init__(self, name: str, area: str) -> None:
        self.organisation = organisation(name, (area,))
        domain = f"{name.split(maxsplit=1)[0].lower()}.example"
        self.owner = member(self.organisation, "owner", f"olga@{domain}")
        self.person = self.owner.user
        self.documents = {
            kind: documents.make(
                self.organisation, area, kind, {"title": f"{name} {kind}", **content}, by=self.person, key=f"{name[:4]}-{kind}"
            ).document
            for kind, content in CONTENTS.items()
        }  # fmt: skip
        self.document = self.documents["measure"]
        self.committee = committee_list.ensure(self.organisation, [f"{name} nämnd"], by=self.person)[0]
        committee_list.seat(self.committee, self.person, is_head=True, by=self.person)
        self.task = together.make_task(
            self.document, title=name, due=None, assignee=self.person, status="open", by=self.person
        )
        self.comment = together.comment(self.document, name, by=self.person)
        self.invitation = invitations.invite(self.organisation, f"new@{domain}", "editor", by=self.person)
        self.token, _ = tokens.make(self.organisation, name, can_write=True, days=30, by=self.person)
        year_steps.begin(self.organisation, 2026, on=DAY, by=self.person)

    def rows(self) -> str:
        """Everything that is kept of it."""
        found = []
        for name, lead in LEADS.items():
            rows = getattr(models, name).objects.filter(**{lead: self.organisation.pk}).order_by("pk")
            found += serializers.serialize("python", rows)
        return repr(found)

    @property
    def ids(self) -> dict[str, str]:
        """What stands in an address for each of its things."""
        things = {"document": self.document, "committee": self.committee, "member": self.owner}
        things |= {"invitation": self.invitation, "token": self.token}
        return {name: str(thing.pk) for name, thing in things.items()}

    @property
    def fields(self) -> dict[str, str | list[str]]:
        """Its ids in every field of a form that takes one, and its names in those that take a name."""
        return {
            "other": str(self.document.pk), "pick": f"{self.document.pk}:1", "person": str(self.person.pk),
            "assignee": str(self.person.pk), "task": str(self.task.pk), "comment": str(self.comment.pk),
            "into": str(self.committee.pk), "committee": str(self.committee.pk), "area": AREA, "year": "2026",
            "measures": [self.document.key], "owner": self.committee.name, "text": f"@{self.person.name} {self.person.email}",
            "title": "x", "due": "2026-12-01", "based_on": "1", "version": "1", "status": "done", "role": "reader",
            f"saved-{self.document.key}": "5", f"comment-{self.document.key}": "x", "name": "x", "how": "merge",
        }  # fmt: skip


STEPS = {
    "step": ("publish", "withdraw", "restore", "preview"), "end": ("delete", "archive", "replace", "revive"),
    "work-on": ("comment", "remove-comment", "people", "task", "change-task", "remove-task"),
    "committee": ("rename", "merge", "up", "seat", "unseat"), "year": ("begin", "proposal"),
}  # fmt: skip
WORDS = {"kind": "pdf", "area_id": AREA, "form": "gpc", "room": "climate-budget", "question": "target", "code": "sv"}


def routes() -> dict[str, str]:
    """Every address of an organisation by its name, from the resolver."""

    def within(patterns, before=""):
        for one in patterns:
            if isinstance(one, URLPattern):
                yield one.name, before + str(one.pattern)
            else:
                yield from within(one.url_patterns, before + str(one.pattern))

    mine = next(one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "workspace")
    found = {name: path for name, path in within(mine.url_patterns) if path.startswith("<uuid:organisation>/")}
    assert {"document", "work-on", "committee", "token", "budget-of", "measure-of", "sign-off"} <= set(found)
    return {name: path.removeprefix("<uuid:organisation>/") for name, path in found.items()}


def filled(name: str, route: str, ids: dict[str, str], step: str = "") -> str:
    words = {**WORDS, **ids, "step": step or "publish"}
    if name == "new":
        words["kind"] = "note"
    return re.sub(r"<\w+:(\w+)>", lambda found: words[found.group(1)], route)


def with_id(route: str) -> bool:
    return "<uuid:" in route


@pytest.fixture
def theirs():
    return Town(f"{SECRET} kommun", AREA)


@pytest.fixture
def ours():
    return Town("Nyköpings kommun", "SE-0480")


def test_every_model_is_looked_at_before_and_after():
    from django.apps import apps

    there = {model.__name__ for model in apps.get_app_config("workspace").get_models()}
    assert there - OF_NOBODY == set(LEADS), "say how a new model leads to its organisation"


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR, Role.READER, Role.REPORTER])
def test_anothers_ids_in_an_address_of_ones_own_lead_nowhere(theirs, ours, role):
    client = signed_in(member(ours.organisation, role, f"{role}@nykoping.example").user)
    before = theirs.rows()
    for name, route in routes().items():
        if not with_id(route) and name != "new":
            continue
        for step in STEPS.get(name, ("",)):
            path = f"/sv/workspace/{ours.organisation.pk}/{filled(name, route, theirs.ids, step)}"
            form = {**theirs.fields, "step": step}
            for response in (client.get(path), client.post(path, form)):
                allowed = {403, 404, 405} if name != "archive-with" else {200, 403, 405}
                assert response.status_code in allowed, (role, name, step, response.status_code)
                assert SECRET.encode() not in response.getvalue(), (role, name)
    assert theirs.rows() == before


@pytest.mark.parametrize("role", [Role.OWNER, Role.EDITOR, Role.REPORTER])
def test_anothers_ids_in_a_form_of_ones_own_point_at_nothing(theirs, ours, role):
    user = member(ours.organisation, role, f"{role}@nykoping.example").user
    if role in (Role.REPORTER, Role.EDITOR):
        committee_list.seat(ours.committee, user, is_head=True, by=ours.person)
    client = signed_in(user)
    before = theirs.rows()
    for name, route in routes().items():
        if name in ("sign-in", "member", "invited", "token"):  # nobody else's id is taken there
            continue
        for step in STEPS.get(name, ("",)):
            path = f"/sv/workspace/{ours.organisation.pk}/{filled(name, route, ours.ids, step)}"
            form = {key: value for key, value in theirs.fields.items() if key != "text" or step == "comment"}
            response = client.post(path, {**form, "step": step})
            assert response.status_code < 500, (role, name, step)
            assert SECRET.encode() not in response.getvalue() or response.status_code == 422, (role, name, step)
    assert theirs.rows() == before
    stranger = theirs.person
    assert not models.Task.objects.filter(document__organisation=ours.organisation, assignee=stranger).exists()
    assert not models.Comment.objects.filter(document__organisation=ours.organisation, mentioned=stranger).exists()
    assert not models.Responsible.objects.filter(document__organisation=ours.organisation, user=stranger).exists()
    assert not models.Seat.objects.filter(committee__organisation=ours.organisation, user=stranger).exists()
    assert not models.YearStep.objects.filter(organisation=ours.organisation, person=stranger).exists()
    assert not models.Document.objects.filter(organisation=ours.organisation, area_id=AREA).exists()
    assert not models.Document.objects.filter(organisation=ours.organisation, replaced_by=theirs.document).exists()
    kept = models.Version.objects.filter(document__organisation=ours.organisation).values_list("content", flat=True)
    assert theirs.document.key not in repr(list(kept))


@pytest.mark.parametrize("role", [Role.OWNER, Role.REPORTER])
def test_no_room_shows_anything_of_another_whatever_area_is_asked_for(theirs, ours, role):
    client = signed_in(member(ours.organisation, role, f"{role}@nykoping.example").user)
    for name, route in routes().items():
        if not with_id(route):
            asked = f"?area={AREA}&document={theirs.document.pk}&kind=measure&try={theirs.documents['goal'].key}"
            response = client.get(f"/sv/workspace/{ours.organisation.pk}/{filled(name, route, {})}{asked}")
            assert response.status_code < 500, name
            assert SECRET.encode() not in response.getvalue(), name

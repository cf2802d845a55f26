"""Who may: the table of role and action, and every address of the workspace for every role."""

import re
import uuid

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from web.officers import ROLES, member, organisation, person, signed_in

from climate_visualizer.web.workspace import permissions
from climate_visualizer.web.workspace.accounts import invitations
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.interchange import tokens
from climate_visualizer.web.workspace.models import Invitation

pytestmark = pytest.mark.usefixtures("on_starter")

TABLE = """
            report  read  write  publish  people  audit  settings
reporter    yes     no    no     no       no      no     no
reader      no      yes   no     no       no      no     no
editor      yes     yes   yes    no       no      no     no
publisher   yes     yes   yes    yes      no      no     no
owner       yes     yes   yes    yes      yes     yes    yes
"""


def test_the_table_of_roles_and_actions():
    head, *rows = [line.split() for line in TABLE.strip().splitlines()]
    assert head == [str(action) for action in permissions.Action]
    assert [row[0] for row in rows] == ["reporter", *ROLES]
    for role, *answers in rows:
        for action, answer in zip(permissions.Action, answers, strict=True):
            assert permissions.may(role, action) == (answer == "yes"), (role, action)
    assert not permissions.may("king", permissions.Action.READ)


# What each address answers to: nobody, a stranger, reader, editor, publisher, owner. A POST is marked so.
L = 302  # to the sign-in
ADDRESSES = {
    "home": (L, 200, 302, 302, 302, 302),
    "account": (L, 200, 200, 200, 200, 200),
    "second-factor": (L, 302, 302, 302, 302, 302),
    "elsewhere": (200, 200, 200, 200, 200, 200),
    "invitation": (200, 200, 200, 200, 200, 200),
    "preview": (200, 200, 200, 200, 200, 200),
    "dashboard": (L, 404, 200, 200, 200, 200),
    "people": (L, 404, 200, 200, 200, 200),
    "POST invite": (L, 404, 403, 403, 403, 302),
    "POST invited": (L, 404, 403, 403, 403, 302),
    "POST member": (L, 404, 403, 403, 403, 302),
    "audit": (L, 404, 403, 403, 403, 200),
    "settings": (L, 404, 403, 403, 403, 200),
    "POST settings": (L, 404, 403, 403, 403, 302),
    "sign-in": (L, 404, 403, 403, 403, 200),
    "POST sign-in": (L, 404, 403, 403, 403, 302),
    "template": (L, 404, 403, 403, 403, 200),
    "POST template": (L, 404, 403, 403, 403, 422),
    "template-file": (L, 404, 403, 403, 403, 404),
    "tokens": (L, 404, 403, 403, 403, 200),
    "POST tokens": (L, 404, 403, 403, 403, 200),
    "POST token": (L, 404, 403, 403, 403, 302),
    "publish": (L, 404, 200, 200, 200, 200),
    "POST publish": (L, 404, 403, 403, 302, 302),
    "archive": (L, 404, 200, 200, 200, 200),
    "archive-with": (L, 404, 200, 200, 200, 200),
    "POST keep-plan": (L, 404, 403, 403, 404, 404),
    "logo": (L, 404, 404, 404, 404, 404),
    "documents": (L, 404, 200, 200, 200, 200),
    "new": (L, 404, 403, 200, 200, 200),
    "POST new": (L, 404, 403, 302, 302, 302),
    "document": (L, 404, 200, 200, 200, 200),
    "POST document": (L, 404, 403, 302, 302, 302),
    "versions": (L, 404, 200, 200, 200, 200),
    "POST step publish": (L, 404, 403, 403, 302, 302),
    "POST step withdraw": (L, 404, 403, 403, 302, 302),
    "POST step restore": (L, 404, 403, 302, 302, 302),
    "POST step preview": (L, 404, 403, 200, 200, 200),
    "end delete": (L, 404, 403, 200, 200, 200),
    "POST end delete": (L, 404, 403, 302, 302, 302),
    "end archive": (L, 404, 403, 403, 200, 200),
    "POST end archive": (L, 404, 403, 403, 302, 302),
    "end replace": (L, 404, 403, 403, 200, 200),
    "POST end replace": (L, 404, 403, 403, 404, 404),
    "end revive": (L, 404, 403, 403, 409, 409),
    "POST end revive": (L, 404, 403, 403, 409, 409),
}
NOTE = {"title_sv": "Möte", "body_sv": "Kom på **tisdag**."}
WHO = ["nobody", "stranger", *ROLES]


class Place:
    """An organisation with a published note, an open invitation, and one more member."""

    def __init__(self) -> None:
        self.organisation = organisation()
        self.author = member(self.organisation, "owner", "author@example.org")
        self.other = member(self.organisation, "reader", "other@example.org")
        self.version = documents.make(self.organisation, "SE-0480", "note", NOTE, by=self.author.user)
        self.document = self.version.document
        self.secret = ""  # known from the mail alone
        self.invitation = invitations.invite(self.organisation, "new@example.org", "editor", by=self.author.user)
        self.secret_hash = Invitation.objects.get(pk=self.invitation.pk).secret_hash
        self.api_token, _ = tokens.make(self.organisation, "Stratsys", can_write=True, days=30, by=self.author.user)
        self.token = documents.preview_token(self.version, by=self.author.user)

    def path(self, name: str) -> str:
        word, _, step = name.removeprefix("POST ").partition(" ")
        own = f"/sv/workspace/{self.organisation.pk}"
        return {
            "home": "/sv/workspace/",
            "account": "/sv/workspace/account/",
            "second-factor": "/sv/workspace/second-factor/",
            "elsewhere": "/sv/workspace/sign-in/",
            "invitation": f"/sv/workspace/invitation/{self.secret}/",
            "preview": f"/sv/workspace/preview/{self.token}/",
            "dashboard": f"{own}/",
            "people": f"{own}/people/",
            "invite": f"{own}/people/invite/",
            "invited": f"{own}/people/invitations/{self.invitation.pk}/",
            "member": f"{own}/people/{self.other.pk}/",
            "audit": f"{own}/history/",
            "settings": f"{own}/settings/",
            "sign-in": f"{own}/settings/sign-in/",
            "template": f"{own}/settings/template/",
            "template-file": f"{own}/settings/template.docx",
            "tokens": f"{own}/settings/tokens/",
            "token": f"{own}/settings/tokens/{self.api_token.pk}/",
            "publish": f"{own}/publish/",
            "archive": f"{own}/archive/",
            "archive-with": f"{own}/archive/{self.document.pk}/",
            "keep-plan": f"{own}/archive/keep/",
            "logo": f"{own}/logo.png",
            "documents": f"{own}/content/",
            "new": f"{own}/content/new/note/SE-0480/",
            "document": f"{own}/content/{self.document.pk}/",
            "versions": f"{own}/content/{self.document.pk}/versions/",
            "step": f"{own}/content/{self.document.pk}/{step}/",
            "end": f"{own}/content/{self.document.pk}/end/{step}/",
        }[word]


@pytest.fixture
def place(django_capture_on_commit_callbacks, mailoutbox):
    with django_capture_on_commit_callbacks(execute=True):
        made = Place()
    made.secret = re.search(r"http://testserver/sv/workspace/invitation/([^/\s]+)/", mailoutbox[-1].body).group(1)
    return made


def _form(name: str) -> dict:
    return {
        "POST invite": {"email": "somebody@example.org", "role": "reader"},
        "POST member": {"role": "editor"},
        "POST settings": {"website": "https://example.org"},
        "POST sign-in": {"kind": "openid_connect", "server": "https://9.9.9.9", "client_id": "us"},
        "POST new": NOTE,
        "POST document": {**NOTE, "title_sv": "Nytt möte", "based_on": "1"},
        "POST step publish": {"based_on": "1"},
        "POST step restore": {"based_on": "1"},
        "POST end delete": {"based_on": "1"},
        "POST tokens": {"name": "Hypergene", "days": "90"},
    }.get(name, {})


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("name", ADDRESSES)
def test_every_address_answers_each_role_as_the_table_says(place, name, who):
    user = {"nobody": None, "stranger": person("stranger@example.net")}.get(who, False)
    if user is False:
        user = member(place.organisation, who).user
    if name == "POST step withdraw":
        documents.publish(place.document, 1, by=place.author.user)
    client = signed_in(user)
    path = place.path(name)
    response = client.post(path, _form(name)) if name.startswith("POST") else client.get(path)
    assert response.status_code == ADDRESSES[name][WHO.index(who)]
    if who == "nobody" and response.status_code == 302:
        assert response["Location"].startswith("/accounts/login/?next=/sv/workspace/")
    assert response["Cache-Control"] == "no-store, private"
    assert "script-src 'self'" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", [name for name in ADDRESSES if ADDRESSES[name][1] == 404])
def test_a_reporter_is_let_into_its_own_work_alone(place, name):
    client = signed_in(member(place.organisation, "reporter").user)
    response = client.post(place.path(name), _form(name)) if name.startswith("POST") else client.get(place.path(name))
    if name == "dashboard":
        assert response["Location"].endswith("/mine/")
    else:
        assert response.status_code == 403


def test_the_table_has_every_address():
    named = {name.removeprefix("POST ").partition(" ")[0] for name in ADDRESSES}
    mine = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver) and one.app_name == "workspace"]
    there = {one.name for one in mine[0].url_patterns if isinstance(one, URLPattern)}
    assert {"home", "dashboard", "step"} <= there
    assert named <= there
    assert there - named == set(), "an address that no test asks each role for"


@pytest.mark.parametrize("name", [name for name in ADDRESSES if ADDRESSES[name][1] == 404])
def test_another_organisation_looks_as_if_it_did_not_exist(place, name):
    other = member(organisation("Oxelösunds kommun", ("SE-0481",)), "owner").user
    client = signed_in(other)
    made_up = place.path(name).replace(str(place.organisation.pk), str(uuid.uuid4()))
    answers = []
    for path in (place.path(name), made_up):
        found = client.post(path, _form(name)) if name.startswith("POST") else client.get(path)
        answers.append((found.status_code, re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"\w{64}\"", b"", found.content)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404
    assert b"Nyk\xc3\xb6pings kommun" not in answers[0][1]


@pytest.mark.parametrize("name", ["document", "versions", "POST step publish", "POST member", "POST invited"])
def test_things_of_another_organisation_are_not_reached_through_ones_own(place, name):
    mine = organisation("Oxelösunds kommun", ("SE-0481",))
    client = signed_in(member(mine, "owner").user)
    path = place.path(name).replace(str(place.organisation.pk), str(mine.pk))
    found = client.post(path, _form(name)) if name.startswith("POST") else client.get(path)
    assert found.status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_publishers_and_owners_work_with_a_second_factor_only(place, role):
    client = signed_in(member(place.organisation, role).user, strong=False)
    response = client.get(place.path("dashboard"))
    if role in ("reader", "editor"):
        assert response.status_code == 200
    else:
        assert response["Location"].startswith("/sv/workspace/second-factor/?next=/sv/workspace/")
        page = client.get(response["Location"]).content.decode()
        assert "/accounts/2fa/totp/activate/" in page


@pytest.mark.parametrize("path", ["/sv/workspace/", "/accounts/login/", "/admin/", "/en/workspace/"])
def test_the_workspace_is_kept_by_no_cache_and_found_by_no_engine(client, path):
    response = client.get(path)
    assert response["Cache-Control"] == "no-store, private" or "no-store" in response["Cache-Control"]
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("path", ["/sv/", "/sv/se/nykoping/", "/api/v1/areas", "/health", "/sv/method/"])
def test_public_pages_set_no_cookie_read_no_session_and_stay_cacheable(place, path):
    client = signed_in(place.author.user)
    client.cookies["csrftoken"] = "x" * 32
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    if path != "/health":
        assert "public" in response["Cache-Control"]

"""The write API: scoped tokens, drafts by the rules of the forms, nothing overwritten, everything in the history, and limits."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from web.officers import member, organisation, signed_in

from climate_visualizer.web.outbox.models import Asked
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.cycle import committee_list
from climate_visualizer.web.workspace.interchange import tokens
from climate_visualizer.web.workspace.models import Audit, Document, Token

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
ROOT = "/api/own/v1/documents"
MEASURE = {
    "title": "Byt pannor", "status": "decided", "sector": "heating", "effect_kind": "tonnes", "amount": 400.5,
    "start": 2027, "end": 2050, "ramp": 2, "certainty": 90, "rebound": 0, "owner": "Tekniska nämnden",
    "costs": {"2027": 1200000.0, "2028": 800000.5}, "co_benefits": ["air", "costs"],
}  # fmt: skip


class System:
    """A system of an organisation with a token."""

    def __init__(self, place, *, can_write: bool = True, days: int = 30) -> None:
        self.place = place
        by = member(place, "owner", f"owner-{Token.objects.count()}@example.org").user
        self.token, self.secret = tokens.make(place, "Stratsys", can_write=can_write, days=days, by=by)

    def ask(self, method: str, path: str, body=None, **headers):
        headers = {"Authorization": f"Bearer {self.secret}", **headers}
        send = getattr(Client(), method)
        options = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return send(path, headers=headers, **options)

    def begin(self, content=None, **facts):
        return self.ask("post", ROOT, {"area": "SE-0480", "kind": "measure", "content": content or MEASURE, **facts})


@pytest.fixture
def place():
    made = organisation()
    committee_list.ensure(made, ["Tekniska nämnden"], by=None)
    return made


def test_a_system_writes_a_draft_reads_it_and_changes_it(place):
    system = System(place)
    made = system.begin()
    assert made.status_code == 201, made.content
    out = made.json()
    assert (out["version"], out["published_version"], out["state"]) == (1, None, "draft")
    content = documents.newest(Document.objects.get()).content
    assert (
        content["amount"] == 400.5
        and content["costs"] == MEASURE["costs"]
        and content["co_benefits"] == ["air", "costs"]
    )
    changed = system.ask(
        "put", f"{ROOT}/{out['id']}", {"based_on": 1, "content": {**MEASURE, "amount": 500}, "note": "nytt"}
    )
    assert changed.status_code == 200 and changed.json()["version"] == 2
    assert documents.newest(Document.objects.get()).note == "Stratsys: nytt"
    listed = system.ask("get", f"{ROOT}?area=SE-0480&kind=measure").json()["documents"]
    assert [one["content"]["amount"] for one in listed] == [500.0]
    assert system.ask("get", f"{ROOT}?kind=goal").json()["documents"] == []
    assert system.ask("get", f"{ROOT}/{out['id']}").json()["version"] == 2
    wrote = Audit.objects.filter(what="token.wrote")
    assert [row.after["name"] for row in wrote] == ["Stratsys", "Stratsys"]
    assert Document.objects.get().published_id is None


def test_who_saves_on_an_older_version_gets_the_newest_and_overwrites_nothing(place):
    system = System(place)
    out = system.begin().json()
    path = f"{ROOT}/{out['id']}"
    system.ask("put", path, {"based_on": 1, "content": {**MEASURE, "amount": 500}})
    late = system.ask("put", path, {"based_on": 1, "content": {**MEASURE, "amount": 600}})
    assert late.status_code == 409 and late.json()["newest"]["version"] == 2
    assert documents.newest(Document.objects.get()).content["amount"] == 500.0
    again = system.begin(key="one")
    assert again.status_code == 201 and system.begin(key="one").status_code == 409


@pytest.mark.parametrize(
    ("facts", "status", "said"),
    [
        ({"area": "SE-0481"}, 422, "no area 'SE-0481'"),
        ({"kind": "poem"}, 422, "no kind 'poem'"),
        ({"kind": "kept-plan"}, 422, "in its own room"),
        ({"content": {**MEASURE, "end": 2020}}, 422, "2020 is before 2027"),
        ({"content": {**MEASURE, "sector": "magic"}}, 422, "Select a valid choice"),
        ({"content": {**MEASURE, "amount": "many"}}, 422, "Enter a number"),
        ({"content": {**MEASURE, "colour": "red"}}, 422, "no field 'colour'"),
        ({"content": "x"}, 422, "as an object"),
    ],
)
def test_what_will_not_do_is_a_sentence_and_nothing_is_kept(place, facts, status, said):
    answer = System(place).begin(**facts)
    assert answer.status_code == status and said in answer.content.decode().replace("\\u2019", "’")
    assert not Document.objects.exists()


def test_a_body_that_is_no_json_and_a_method_that_is_none(place):
    system = System(place)
    headers = {"Authorization": f"Bearer {system.secret}"}
    assert Client().post(ROOT, data="{", content_type="application/json", headers=headers).status_code == 400
    assert Client().post(ROOT, data="[1]", content_type="application/json", headers=headers).status_code == 400
    refused = system.ask("delete", ROOT)
    assert (refused.status_code, refused["Allow"]) == (405, "GET, HEAD, POST")
    out = system.begin().json()
    for wrong in (None, "1", True):
        body = {"based_on": wrong, "content": MEASURE}
        assert system.ask("put", f"{ROOT}/{out['id']}", body).status_code == 422


def test_no_token_an_unknown_an_expired_a_revoked_one_and_one_that_reads_only(place):
    system = System(place)
    for headers in ({}, {"Authorization": "Bearer cv_x"}, {"Authorization": f"Basic {system.secret}"}):
        refused = Client().get(ROOT, headers=headers)
        assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    reader = System(place, can_write=False)
    assert reader.ask("get", ROOT).status_code == 200
    assert reader.begin().status_code == 403
    Token.objects.filter(pk=system.token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert system.ask("get", ROOT).status_code == 401
    tokens.revoke(reader.token, by=reader.token.made_by)
    assert reader.ask("get", ROOT).status_code == 401
    assert not Document.objects.exists()


def test_one_organisation_sees_nothing_of_another(place):
    out = System(place).begin().json()
    other = System(organisation("Oxelösund", ("SE-0481",)))
    assert other.ask("get", ROOT).json()["documents"] == []
    assert other.ask("get", f"{ROOT}/{out['id']}").status_code == 404
    assert other.ask("put", f"{ROOT}/{out['id']}", {"based_on": 1, "content": MEASURE}).status_code == 404
    assert other.begin().status_code == 422


def test_a_loop_that_has_gone_wrong_is_stopped(place):
    system = System(place)
    answers = [system.ask("get", ROOT).status_code for _ in range(tokens.ASKED[0].most + 1)]
    assert answers[-2:] == [200, 429]
    assert Asked.objects.count() == 1


def test_a_token_is_shown_once_kept_as_a_hash_and_revoked_on_its_page(place):
    owner = signed_in(member(place, "owner").user)
    path = f"/en/workspace/{place.pk}/settings/tokens/"
    page = owner.post(path, {"name": "Hypergene", "days": "90", "can_write": "on"}).content.decode()
    secret = page.partition("<code>cv_")[2].partition("<")[0]
    assert len(secret) > 30 and secret not in owner.get(path).content.decode()
    token = Token.objects.get()
    assert secret not in token.secret_hash and token.can_write and secret not in str(list(Audit.objects.values()))
    assert owner.post(path, {"name": "", "days": "9000"}).status_code == 422
    owner.post(f"{path}{token.pk}/")
    assert Client().get(ROOT, headers={"Authorization": f"Bearer cv_{secret}"}).status_code == 401
    assert "does not work any more" in owner.get(path).content.decode()


def test_no_cookie_opens_it_and_none_is_set(place):
    client = signed_in(member(place, "owner").user)
    answer = client.get(ROOT)
    assert answer.status_code == 401 and not answer.cookies and "no-store" in answer["Cache-Control"]

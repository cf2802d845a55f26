"""Trials over every address at once: whoever has no right, forms from elsewhere, links of another kind, script in every field."""

import io
import re
import uuid
import zipfile

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from web.markup import Page
from web.officers import member, organisation, signed_in
from web.post_office import letters
from web.test_web_cycle import ADDRESSES as OF_THE_YEAR
from web.test_web_own import BUSINESS
from web.test_web_plans import ADDRESSES as ROOMS
from web.test_web_workspace_roles import ADDRESSES

from climate_visualizer.web import published
from climate_visualizer.web.alerts import links
from climate_visualizer.web.alerts.models import Subscription
from climate_visualizer.web.workspace.content import documents, kinds
from climate_visualizer.web.workspace.contributions import senders, submitted
from climate_visualizer.web.workspace.models import Audit, Document, Invitation, Organisation, Version

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
AREA = "/sv/se/nykoping/"
EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>{{7*7}}[a](javascript:alert(3))"


def inside(patterns=None, before=""):
    """Every address of the workspace that names an organisation, the included ones too: its name and its pattern."""
    if patterns is None:
        (own,) = [one for one in get_resolver().url_patterns if getattr(one, "app_name", "") == "workspace"]
        patterns = own.url_patterns
    for one in patterns:
        here = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from inside(one.url_patterns, here)
        elif isinstance(one, URLPattern):
            yield one.name, here


ALL = sorted(set(inside()))
OF_AN_ORGANISATION = [(name, pattern) for name, pattern in ALL if "<uuid:organisation>" in pattern]


class Place:
    """An organisation with a document of every kind of address, and how a pattern becomes an address of it."""

    def __init__(self) -> None:
        self.of = organisation("Nyköpings hemliga kommun")
        note = {"title_sv": "Hemligt", "body_sv": "Hemligt", "title_en": "", "body_en": ""}
        self.note = documents.make(self.of, "SE-0480", "note", note, by=None).document
        self.budget = documents.make(self.of, "SE-0480", "climate-budget", {"first": 2027}, by=None).document
        self.year = documents.make(self.of, "SE-0480", "follow-up", {"year": 2026}, by=None, key="2026").document
        self.member = member(self.of, "reader", "other@example.org")
        self.invitation = Invitation.objects.create(organisation=self.of, email="x@example.org", role="reader")

    def path(self, pattern: str) -> str:
        document = self.budget if "climate-budget/" in pattern else self.year if "follow-up/" in pattern else self.note
        kind = "docx" if "report" in pattern else "pdf" if "question" in pattern else "note"
        step = "archive" if "/end/" in pattern else "publish"
        facts = {
            "organisation": self.of.pk, "document": document.pk, "member": self.member.pk,
            "invitation": self.invitation.pk, "area_id": "SE-0480", "step": step, "question": "budget", "form": "gpc",
            "code": "sv", "kind": kind, "secret": "x", "token": uuid.uuid4() if "settings/tokens" in pattern else "x",
        }  # fmt: skip
        return "/sv/workspace/" + re.sub(r"<\w+:(\w+)>", lambda found: str(facts.get(found[1], uuid.uuid4())), pattern)


def test_every_address_is_asked_for_by_every_role_somewhere():
    """The tables of the workspace and of its rooms together name every address that there is, included ones too."""
    named = {name.removeprefix("POST ").partition(" ")[0] for name in ADDRESSES}
    place = Place()
    rooms = [re.sub(r"\?.*", "", name.removeprefix("POST ")) for name in (*ROOMS, *OF_THE_YEAR)]
    for name, pattern in ALL:
        path = place.path(pattern).removeprefix(f"/sv/workspace/{place.of.pk}/")
        wanted = re.sub(r"<\w+:\w+>", "[^/]+", pattern.removeprefix("<uuid:organisation>/"))
        by_its_document = "<uuid:document>" in pattern and name.endswith("-of")
        assert name in named or by_its_document or any(re.fullmatch(wanted, room) for room in rooms), (name, path)
    assert {"goals", "council-pack", "budget-of", "dashboard", "step"} <= {name for name, _ in ALL}


@pytest.mark.parametrize(("name", "pattern"), OF_AN_ORGANISATION, ids=[name for name, _ in OF_AN_ORGANISATION])
def test_no_address_of_an_organisation_answers_who_is_no_member(name, pattern):
    place = Place()
    path = place.path(pattern)
    stranger = signed_in(member(organisation("Annan kommun", ("SE-0481",)), "owner").user)
    before = (Version.objects.count(), Audit.objects.count(), Organisation.objects.get(pk=place.of.pk).published_number)
    for ask in ("get", "post"):
        nobody = getattr(Client(), ask)(path)
        assert nobody.status_code in (302, 405), ask
        if nobody.status_code == 302:
            assert nobody["Location"].startswith("/accounts/login/?next=/sv/workspace/")
        other = getattr(stranger, ask)(path)
        assert other.status_code in (404, 405), ask
        assert b"hemlig" not in other.content.lower()
    after = (Version.objects.count(), Audit.objects.count(), Organisation.objects.get(pk=place.of.pk).published_number)
    assert after == before


@pytest.mark.parametrize(("name", "pattern"), OF_AN_ORGANISATION, ids=[name for name, _ in OF_AN_ORGANISATION])
def test_a_form_from_elsewhere_changes_nothing_wherever_it_is_sent(name, pattern):
    place = Place()
    owner = signed_in(member(place.of, "owner").user, enforce_csrf_checks=True)
    before = Audit.objects.count()
    answer = owner.post(
        place.path(pattern), {"title_sv": "Kapat", "based_on": "1", "role": "owner", "remove": "1", "sure": "1"}
    )
    assert answer.status_code in (403, 405)
    assert Audit.objects.count() == before


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example", "http://nykoping"]
)
def test_public_forms_take_nothing_from_another_site(client, origin):
    cache.clear()
    of = organisation()
    document = documents.make(of, "SE-0480", "business", {"name": "B", "tonnes": {"2022": 1.0}}, by=None).document
    senders.keep(document, "b@example.org", "sv")
    change = senders.change_link(document, "sv").partition("/sv/")[2]
    for path in (f"{AREA}follow/", f"{AREA}join/", f"{AREA}remark/", f"/sv/{change}"):
        answer = client.post(path, BUSINESS, headers={"origin": origin})
        assert answer.status_code == 403, path
        assert not answer.cookies
    assert letters() == []
    assert (Version.objects.count(), Subscription.objects.count()) == (1, 0)


VIEWS = {
    documents.PREVIEW_SALT: "/sv/workspace/preview/{}/",
    links.CONFIRM: "/sv/alerts/confirm/{}/",
    links.LEAVE: "/sv/alerts/leave/{}/",
    submitted.SUBMITTED: "/sv/received/confirm/{}/",
    senders.SALT: "/sv/received/change/{}/",
}
SALTS = list(VIEWS)


@pytest.fixture
def signed(db):
    """What each kind of link carries, as it would be signed."""
    of = organisation()
    content = {
        "name": "B",
        "website": "",
        "sector": "industry",
        "tonnes": {"2022": 1.0},
        "goal_year": 2030,
        "goal_percent": 9,
    }
    version = documents.make(of, "SE-0480", "business", content, by=None)
    now = "2026-11-01T00:00Z"
    one = Subscription.objects.create(kind="mail", area_id="SE-0480", language="sv", mail="a@example.org", asked_at=now)
    sent = {"o": str(of.pk), "a": "SE-0480", "k": "business", "m": "a@example.org", "c": content}
    return {
        documents.PREVIEW_SALT: str(version.pk),
        links.CONFIRM: str(one.pk),
        links.LEAVE: str(one.pk),
        submitted.SUBMITTED: sent,
        senders.SALT: str(version.document_id),
    }


@pytest.mark.parametrize("salt", SALTS)
def test_a_link_is_good_for_its_own_view_only_and_not_when_it_is_forged(client, signed, salt):
    token = signing.dumps(signed[salt], salt=salt)
    assert client.get(VIEWS[salt].format(token)).status_code == 200
    for other in (one for one in SALTS if one != salt):
        for ask in (client.get, client.post):
            assert ask(VIEWS[salt].format(signing.dumps(signed[salt], salt=other))).status_code == 404
    head, stamp, proof = token.split(":")
    forged = [f"{head}:{stamp}:{proof[::-1]}", f"{head}x:{stamp}:{proof}", f"{head}:{proof}", head, f"{head}:1:{proof}"]
    forged += [signing.dumps(signed[salt], salt=salt, key="another key"), token.swapcase(), "x"]
    for one in forged:
        assert client.post(VIEWS[salt].format(one)).status_code in (404, 405, 410)
    assert Subscription.objects.get().confirmed_at is None


@pytest.mark.parametrize("salt", [documents.PREVIEW_SALT, links.CONFIRM, submitted.SUBMITTED])
def test_links_that_expire_do(client, signed, salt, monkeypatch):
    token = signing.dumps(signed[salt], salt=salt)
    old = signing.time.time() + 8 * 86400
    monkeypatch.setattr(signing.time, "time", lambda: old)
    assert client.post(VIEWS[salt].format(token)).status_code in (404, 410)
    assert Document.objects.count() == 1


def test_a_link_that_is_used_again_makes_nothing_twice(client, signed):
    token = signing.dumps(signed[submitted.SUBMITTED], salt=submitted.SUBMITTED)
    for _ in range(3):
        assert client.post(VIEWS[submitted.SUBMITTED].format(token)).status_code == 200
    assert Document.objects.count() == 2
    leave = signing.dumps(signed[links.LEAVE], salt=links.LEAVE)
    for _ in range(2):
        assert client.post(VIEWS[links.LEAVE].format(leave)).status_code == 200
    confirm = signing.dumps(signed[links.CONFIRM], salt=links.CONFIRM)
    assert client.post(VIEWS[links.CONFIRM].format(confirm)).status_code in (200, 404)
    assert not Subscription.objects.get().is_living, "who has left stays away"


WRITTEN = {
    "note": {"title_sv": EVIL, "title_en": EVIL, "body_sv": EVIL, "body_en": EVIL},
    "text": {"section": "dots", "body_sv": EVIL, "body_en": EVIL},
    "figure": {"sector": "industry", "tonnes": {"2022": 1.0}, "source": EVIL, "link": "", "body_sv": EVIL, "body_en": EVIL},
    "perspective": {"way": "operations", "tonnes": {"2022": 1.0}, "source": EVIL, "link": "", "body_sv": EVIL, "body_en": ""},
    "business": {
        "name": EVIL, "website": "", "sector": "industry", "tonnes": {"2022": 450.0}, "goal_year": 2030,
        "goal_percent": 80.0, "body_sv": EVIL, "body_en": EVIL,
    },
    "remark": {"about": "industry", "year": 2022, "by": EVIL, "remark": EVIL, "answer_sv": EVIL, "answer_en": EVIL},
    "goal": {
        "title": EVIL, "year": 2030, "amount": 50.0, "target_kind": "percent", "base_year": 2010, "scope": "",
        "decided": "2024-01-01", "body": EVIL, "decision": EVIL, "link": "", "note": EVIL,
    },
    "measure": {
        "title": EVIL, "title_en": EVIL, "sector": "transport", "effect_kind": "tonnes", "amount": 60.0, "start": 2027,
        "end": 2040, "ramp": 1, "certainty": 80.0, "rebound": 0.0, "status": "decided", "owner": EVIL, "co_benefits": ["air"],
        "indicator": EVIL, "unit": EVIL, "source": EVIL, "link": "", "note": EVIL, "effects": {}, "costs": {}, "incomes": {},
        "indicator_planned": {},
    },
    "indicator": {
        "title": EVIL, "unit": EVIL, "source": EVIL, "less_is_better": False, "values": {"2026": 1.0}, "planned": {},
        "measures": [],
    },
    "proposal": {
        "title": EVIL, "type": "investment", "status": "proposed", "owner": EVIL, "costs": {"2027": 1.0}, "measures": [],
        "tonnes": {}, "reason": EVIL,
    },
}  # fmt: skip


def ensure_tame(content: str) -> None:
    """Nothing of what was written runs: no foreign script, no handler, no picture of theirs, no link that runs."""
    found = Page(content)
    scripts = [one for one in found.all("script") if one.get("type") not in ("application/ld+json", "application/json")]
    assert all(one.get("src", "").startswith("/static/") for one in scripts), scripts
    assert not [attrs for _, attrs in found.tags if any(name.startswith("on") for name in attrs)]
    assert not [one for one in found.all("img") if one.get("src") == "x"]
    assert not [one for one in found.all("a") if one.get("href", "").startswith("javascript")]
    for data in re.findall(r'<script type="application/(?:ld\+)?json"[^>]*>(.*?)</script>', content, re.DOTALL):
        assert "<script" not in data


@pytest.fixture
def written(db):
    """An organisation whose every field of every kind has script in it, all of it published."""
    of = organisation("<b onmouseover=alert(4)>Kommunen</b>")
    for kind, content in WRITTEN.items():
        version = documents.make(of, "SE-0480", kind, content, by=None, key="evil")
        if kind not in published.KINDS_INSIDE:
            documents.publish(version.document, 1, by=None)
    published.forget()
    return of


def test_every_kind_is_tried_with_script():
    apart = {
        "layout",
        "climate-budget",
        "follow-up",
        "kept-plan",
    }  # chosen from lists; tried with what they show in the rooms
    assert {kind.name for kind in kinds.every()} - apart == set(WRITTEN)


def test_script_in_every_field_runs_on_no_page(client, written):
    for path in (
        AREA,
        "/en/se/nykoping/",
        f"{AREA}businesses/evil/",
        f"{AREA}plan/",
        f"{AREA}plan/measures/evil/",
        f"{AREA}join/",
        f"{AREA}remark/?about=measure:evil",
        f"{AREA}follow/",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        ensure_tame(answer.content.decode())
    badge = client.get(f"{AREA}businesses/evil/badge.svg").content.decode()
    assert "&lt;script&gt;" in badge
    ensure_tame(badge)
    said = client.get("/api/v1/areas/SE-0480/published")
    assert said["Content-Type"].startswith("application/json")
    assert said["X-Content-Type-Options"] == "nosniff"


def test_script_in_every_field_runs_nowhere_in_the_workspace(written):
    owner = signed_in(member(written, "owner").user)
    own = f"/sv/workspace/{written.pk}/"
    rooms = [
        "",
        "content/",
        "goals/",
        "measures/",
        "climate-budget/",
        "follow-up/",
        "council/",
        "history/",
        "people/",
        "settings/",
    ]
    rooms += [f"content/{one.pk}/{more}" for one in Document.objects.all() for more in ("", "versions/")]
    for path in rooms:
        answer = owner.get(own + path)
        assert answer.status_code == 200, path
        ensure_tame(answer.content.decode())
    for one in Document.objects.all():
        token = documents.preview_token(documents.newest(one), by=None)
        ensure_tame(Client().get(f"/sv/workspace/preview/{token}/").content.decode())


def test_script_is_words_in_reports_and_mails(client, written, django_capture_on_commit_callbacks):
    publisher = member(written, "publisher").user
    reports = {"evil": {"saved_t": 1.0, "comment": EVIL}}
    for year in (2025, 2026):
        content = {"year": year, "comment": EVIL, "reports": reports}
        documents.make(written, "SE-0480", "follow-up", content, by=None, key=str(year))
    strong, own = signed_in(publisher), f"/sv/workspace/{written.pk}/"
    texts = []
    for name in ("follow-up/report", "council/target-sv", "council/budget-en"):
        with zipfile.ZipFile(io.BytesIO(strong.get(f"{own}{name}.docx").content)) as parts:
            texts.append(parts.read("word/document.xml").decode())
        paper = strong.get(f"{own}{name}.pdf").content
        assert paper.startswith(b"%PDF"), name
        assert b"/JavaScript" not in paper
    assert not [text for text in texts if "<script" in text]
    assert [text for text in texts if "&lt;script&gt;" in text]
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{AREA}join/", {**BUSINESS, "name": f"{EVIL}\r\nBcc: x@evil.example"})
        for letter in letters():
            where = re.search(r"(/sv/received/confirm/\S+)", letter.body)
            if where:
                client.post(where.group(1))
    assert len(letters()) >= 2
    for letter in letters():
        assert letter.content_subtype == "plain"
        assert not letter.alternatives if hasattr(letter, "alternatives") else True
        assert "x@evil.example" not in letter.recipients()
        assert "\n" not in letter.subject


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
@pytest.mark.parametrize(
    "path",
    [
        "/accounts/login/",
        "/accounts/logout/",
        "/sv/workspace/second-factor/",
        "/admin/login/",
        "/sv/workspace/sign-in/",
    ],
)
def test_nothing_leads_elsewhere_when_asked_to(path, where):
    of = organisation()
    strong = signed_in(member(of, "owner").user)
    for client in (Client(), strong):
        for answer in (client.get(path, {"next": where}), client.post(f"{path}?next={where}", {"next": where})):
            leads = answer.get("Location", "")
            assert not re.match(r"(https?:)?[/\\]{2}|javascript", leads), leads
            found = Page(answer.content.decode())
            assert not [one for one in found.all("a") if one.get("href", "").startswith((where, "javascript"))]


def test_ids_of_what_exists_answer_as_ids_of_what_does_not(client):
    place = Place()
    mine = signed_in(member(organisation("Annan kommun", ("SE-0481",)), "owner").user)
    nothing = "00000000-0000-4000-8000-000000000000"
    for there in (f"/sv/workspace/{place.of.pk}/", f"/sv/workspace/{place.of.pk}/content/{place.note.pk}/"):
        made_up = there.replace(str(place.of.pk), nothing).replace(str(place.note.pk), nothing)
        bodies = [
            re.sub(rb"[0-9a-f]{8}-[0-9a-f-]{27}|value=\"\w{64}\"", b"", mine.get(path).content)
            for path in (there, made_up)
        ]
        assert bodies[0] == bodies[1]
    for page in ("join", "remark"):
        cache.clear()
        sent = []
        for address in ("other@example.org", "nobody@example.org"):  # a member, and nobody
            form = {**BUSINESS, "about": "industry", "by": "R", "remark": "Hur?", "mail": address}
            sent.append(client.post(f"{AREA}{page}/", form).content.replace(address.encode(), b""))
        assert sent[0] == sent[1]

"""Who sends something in: a link that is renewed, withdrawn and expires, an answer by mail, an address not kept for long."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.utils import timezone
from web.officers import member, organisation, signed_in
from web.post_office import letters
from web.test_web_own import AREA, BUSINESS, link

from climate_visualizer.web import personal_registry, published
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.contributions import senders
from climate_visualizer.web.workspace.models import Audit, Document, Sender

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
REMARK = {"about": "transport", "by": "Kim", "remark": "Stämmer det?", "mail": "kim@example.org"}
OWNER = BUSINESS["mail"]


@pytest.fixture
def of():
    made = organisation()
    cache.clear()
    published.forget()
    return made


@pytest.fixture
def officer(of):
    return signed_in(member(of, "publisher").user)


def sent_in(client, page: str, form: dict[str, str]) -> Document:
    client.post(f"{AREA}{page}/", form)
    assert client.post(link("confirm")).status_code == 200
    return Document.objects.get()


def step(officer, document, name: str, **form) -> str:
    path = f"/sv/workspace/{document.organisation_id}/content/{document.pk}/"
    answer = officer.post(f"{path}{name}/", form, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def mailed_link() -> str:
    body = next(letter.body for letter in reversed(letters()) if "/received/change/" in letter.body)
    return re.search(r"(/sv/received/change/\S+)", body).group(1)


def test_each_change_gives_a_new_link_and_ends_the_last(client, of):
    document = sent_in(client, "join", BUSINESS)
    first = mailed_link()
    assert client.get(first).status_code == 200
    answer = client.post(first, {**BUSINESS, "tonnes": "2022: 450\n2023: 300"}).content.decode()
    second = mailed_link()
    assert second != first
    assert second in answer
    assert letters()[-1].to == [OWNER]
    assert client.get(first).status_code == client.post(first, BUSINESS).status_code == 404
    assert client.get(second).status_code == 200
    document.refresh_from_db()
    assert documents.newest(document).content["tonnes"] == {"2022": 450.0, "2023": 300.0}


def test_an_officer_answers_sends_a_new_link_and_ends_it_without_seeing_the_address(client, of, officer):
    document = sent_in(client, "join", BUSINESS)
    first = mailed_link()
    page = step(officer, document, "reply", said="Vad räknas som transporter?")
    assert "Ditt svar är på väg" in page
    assert OWNER not in page
    letter = letters()[-1]
    assert (letter.to, "Vad räknas som transporter?" in letter.body) == ([OWNER], True)
    step(officer, document, "send-link")
    second = mailed_link()
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    step(officer, document, "withdraw-link")
    assert client.get(second).status_code == 404
    assert not Sender.objects.get().mail
    count = len(letters())
    assert "Avsändarens adress finns inte kvar" in step(officer, document, "reply", said="Hej")
    assert "Avsändarens adress finns inte kvar" in step(officer, document, "send-link")
    assert len(letters()) == count
    done = [row.what for row in Audit.objects.filter(what__startswith="sender.").order_by("at")]
    assert done == ["sender.answered", "sender.link-renewed", "sender.link-withdrawn"]
    assert OWNER not in str(list(Audit.objects.values()))


def test_nobody_but_who_may_publish_writes_to_a_sender(client, of):
    document = sent_in(client, "join", BUSINESS)
    editor = signed_in(member(of, "editor").user)
    path = f"/sv/workspace/{of.pk}/content/{document.pk}/"
    for name in ("reply", "send-link", "withdraw-link"):
        assert editor.post(f"{path}{name}/", {"said": "Hej"}).status_code == 403
    assert "Vem som skickade in det här" not in editor.get(path).content.decode()


def test_a_sender_is_written_to_a_few_times_an_hour(client, of, officer):
    document = sent_in(client, "join", BUSINESS)
    before = len(letters())
    for _ in range(5):
        page = step(officer, document, "reply", said="Hej")
    assert "Det har skrivits tillräckligt" in page
    assert len(letters()) == before + 3
    assert "Skriv ett svar" in step(officer, document, "reply", said=" ")


def test_an_answer_to_a_remark_is_mailed_when_it_is_published_and_the_address_goes(client, of, officer):
    document = sent_in(client, "remark", REMARK)
    assert Sender.objects.get().mail == "kim@example.org"
    content = {**documents.newest(document).content, "answer_sv": "Ja, det stämmer.", "answer_en": ""}
    documents.save(document, content, based_on=1, by=None)
    step(officer, document, "publish", based_on=2)
    letter = letters()[-1]
    assert (letter.to, "Ja, det stämmer." in letter.body) == (["kim@example.org"], True)
    assert not Sender.objects.get().mail
    count = len(letters())
    documents.save(document, {**content, "answer_sv": "Ja."}, based_on=2, by=None)
    step(officer, document, "publish", based_on=3)
    assert len(letters()) == count


def test_a_business_is_told_when_it_is_shown_and_when_it_is_taken_back(client, of, officer):
    document = sent_in(client, "join", BUSINESS)
    step(officer, document, "publish", based_on=1)
    shown = letters()[-1]
    assert shown.to == [OWNER] and BUSINESS["name"] in shown.body and "/sv/se/nykoping/" in shown.body
    step(officer, document, "withdraw")
    gone = letters()[-1]
    assert gone.to == [OWNER] and "har tagit bort" in gone.body
    step(officer, document, "withdraw-link")
    count = len(letters())
    step(officer, document, "publish", based_on=1)
    assert len(letters()) == count, "nobody is written to without an address"


def test_who_confirms_sees_what_they_send_and_a_used_link_says_where_the_next_is(client, of, officer):
    client.post(f"{AREA}remark/", REMARK)
    page = client.get(link("confirm")).content.decode()
    assert "Stämmer det?" in page and "Kim" in page
    client.post(link("confirm"))
    document = Document.objects.get()
    room = officer.get(f"/sv/workspace/{of.pk}/content/{document.pk}/").content.decode()
    assert "utifrån" in room and "Publicera version" not in room, "it is answered first"
    assert "Svara på minst ett språk" in room
    client.post(f"{AREA}join/", BUSINESS)
    client.post(link("confirm"))
    first = mailed_link()
    client.post(first, BUSINESS)
    assert "Varje ändring ger en ny länk" in client.get(first).content.decode()


def test_a_link_of_version_05_works_until_a_newer_one_or_an_end(client, of, officer):
    version = documents.make(of, "SE-0480", "business", {**BUSINESS, "tonnes": {"2022": 450.0}}, by=None)
    token = signing.dumps(str(version.document.pk), salt=senders.SALT)
    path = f"/sv/received/change/{token}/"
    assert client.get(path).status_code == 200
    assert client.post(path, BUSINESS).status_code == 200
    assert client.get(path).status_code == 404
    Sender.objects.all().delete()
    assert client.get(path).status_code == 200
    step(officer, version.document, "withdraw-link")
    assert client.get(path).status_code == 404


def test_links_and_addresses_end_after_thirteen_months(client, of, monkeypatch):
    sent_in(client, "join", BUSINESS)
    path = mailed_link()
    assert senders.prune() == 0
    Sender.objects.update(kept_until=timezone.now() - timedelta(days=1))
    assert senders.prune() == 1
    assert senders.prune() == 0
    assert client.get(path).status_code == 404
    assert not Sender.objects.get().mail


def test_what_is_kept_of_an_address_is_given_out_and_erased(client, of):
    sent_in(client, "join", BUSINESS)
    export, erase = personal_registry.BY_ADDRESS["senders"]
    assert [row["document__kind"] for row in export(OWNER)] == ["business"]
    erase(OWNER)
    assert export(OWNER) == []


def test_preview_links_are_withdrawn_all_at_once(client, of, officer):
    document = documents.make(of, "SE-0480", "note", {"title_sv": "Vi provar", "body_sv": "x"}, by=None).document
    token = documents.preview_token(documents.newest(document), by=None)
    old = signing.dumps(str(documents.newest(document).pk), salt=documents.PREVIEW_SALT, compress=True)
    paths = [f"/sv/workspace/preview/{one}/" for one in (token, old)]
    assert [client.get(path).status_code for path in paths] == [200, 200]
    step(officer, document, "withdraw-previews")
    assert [client.get(path).status_code for path in paths] == [404, 404]
    document.refresh_from_db()
    again = documents.preview_token(documents.newest(document), by=None)
    assert client.get(f"/sv/workspace/preview/{again}/").status_code == 200

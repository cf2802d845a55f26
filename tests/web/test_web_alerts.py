"""Alerts: asked for, confirmed, sent once, retried, left with one click; nothing lost and nothing twice."""

import hashlib
import hmac
import json
import os
import re
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from attended import attended
from django.conf import settings
from django.core import signing
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError
from web.followers import follower, tell
from web.markup import page
from web.post_office import letters, post_office

from climate_visualizer.languages.language import load_language
from climate_visualizer.web.alerts import events, links, messages, subscribing, writing
from climate_visualizer.web.alerts.models import Delivery, Event, Subscription
from climate_visualizer.web.outbox import limits, sending, signatures
from climate_visualizer.web.outbox.models import Message
from climate_visualizer.web.sealed import is_sealed, unseal

pytestmark = pytest.mark.django_db
FOLLOW = "/sv/se/nykoping/follow/"


def link(letter, word: str) -> str:
    return re.search(rf"http://[^/]+(/sv/alerts/{word}/\S+)", letter.body).group(1)


def test_a_resident_asks_confirms_gets_one_letter_for_one_change_and_leaves(client, two):
    assert "Följ Nyköping" in page(client, FOLLOW).text
    answer = client.post(FOLLOW, {"mail": "Resident@example.org", "pace": "at-once"})
    assert "Titta i din e-post" in answer.content.decode()
    assert "Set-Cookie" not in answer.headers
    (question,) = letters()
    assert question.to == ["resident@example.org"]
    where = link(question, "confirm")
    assert "Vill du följa" in page(client, where).text
    assert Subscription.objects.get().confirmed_at is None, "a program that follows links confirms nothing"
    assert "Nu följer du Nyköping" in client.post(where).content.decode()
    two()
    assert events.notice() == 1
    assert tell() == (1, 0)
    assert (events.notice(), tell()) == (0, (0, 0))
    letter = letters()[-1]
    assert len(letters()) == 2
    assert letter.subject == "Nyköping: nytt i koldioxidbudgeten"
    assert "Statistik för 2022 har tillkommit" in letter.body
    assert "/sv/se/nykoping/" in letter.body
    leave = link(letter, "leave")
    assert letter.extra_headers["List-Unsubscribe"].endswith(f"{leave}>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Vill du sluta" in page(client, leave).text
    assert "Du får inga fler" in client.post(leave, {"List-Unsubscribe": "One-Click"}).content.decode()
    gone = Subscription.objects.get()
    assert not gone.is_living
    assert "resident" not in gone.mail
    assert client.post(where).status_code == 404


def test_a_digest_waits_for_monday(two, settings):
    follower(pace="weekly", confirmed_at=datetime(2026, 11, 20, tzinfo=UTC))
    two()
    came = datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp()
    os.utime(settings.EDITIONS / "current", (came, came))
    events.notice()
    assert tell(datetime(2026, 11, 29, 12, tzinfo=UTC)) == (0, 0)
    assert tell(datetime(2026, 11, 30, 7, tzinfo=UTC)) == (1, 0)
    assert events.next_monday(datetime(2026, 11, 30, 12, tzinfo=UTC)).date().isoformat() == "2026-12-07"


def test_what_is_wrong_is_a_sentence_and_what_is_foreign_is_refused(client, two):
    assert client.post(FOLLOW, {"mail": "nobody"}).status_code == 422
    wrong = client.post(FOLLOW, {"mail": "a@example.org", "url": "http://example.org/hook"})
    assert wrong.status_code == 422
    assert "börjar med https://" in wrong.content.decode()
    foreign = client.post(FOLLOW, {"mail": "a@example.org"}, headers={"origin": "https://elsewhere.example"})
    assert foreign.status_code == 403
    assert client.post(FOLLOW, {"mail": "a@example.org"}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert client.get("/sv/se/nowhere/follow/").status_code == 404
    assert letters() == []
    assert Subscription.objects.count() == 0


def test_nobody_is_flooded_with_questions_and_nobody_learns_who_follows(client, two):
    follower(mail="known@example.org")
    known = client.post(FOLLOW, {"mail": "known@example.org"}).content
    assert letters() == []
    for place in ("nykoping", "oxelosund", "gnesta", "trosa", "flen"):
        client.post(f"/sv/se/{place}/follow/", {"mail": "new@example.org"})
    assert len(letters()) == limits.TO_ADDRESS[0].most
    new = client.post(FOLLOW, {"mail": "news1@example.org"}).content
    assert known.replace(b"known@", b"news1@") == new


@pytest.mark.parametrize("change", [lambda t: t[:-2] + "xx", lambda t: "rubbish", lambda t: t[1:]])
def test_forged_and_expired_links_lead_nowhere(client, two, change):
    one = follower()
    wishes = links.Wishes("weekly", "sv")
    for where, word in ((links.confirm(one, wishes), "confirm"), (links.leave(one), "leave")):
        token = where.rstrip("/").rsplit("/", 1)[1]
        for method in (client.get, client.post):
            assert method(f"/sv/alerts/{word}/{change(token)}/").status_code == 404
    assert Subscription.objects.get().is_living
    confirm = links.confirm(one, wishes).rstrip("/").rsplit("/", 1)[1]
    assert client.get(f"/sv/alerts/leave/{confirm}/").status_code == 404, "one kind of link is not the other"


def test_a_link_to_confirm_expires(monkeypatch):
    monkeypatch.setattr(links, "CONFIRM_WITHIN", -1)
    token = links.confirm(follower(), links.Wishes("weekly", "sv")).rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(links.BrokenLink):
        links.to_confirm(token)


def test_links_that_version_0_5_mailed_still_work(client, on_starter):
    one = follower(confirmed_at=None)
    confirm, leave = (signing.dumps(str(one.pk), salt=salt) for salt in (links.CONFIRM, links.LEAVE))
    assert client.post(f"/sv/alerts/confirm/{confirm}/").status_code == 200
    assert Subscription.objects.get().is_living
    assert client.post(f"/sv/alerts/leave/{leave}/").status_code == 200
    assert not Subscription.objects.get().is_living


def test_a_link_to_leave_outlives_another_secret_key(client, on_starter, settings):
    where = links.leave(follower()).removeprefix("http://testserver")
    settings.SECRET_KEY = "of another installation, after a restore into an empty folder"
    assert client.post(where, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.get().is_living


def test_nothing_of_a_subscription_changes_before_its_owner_has_confirmed(client, two):
    """Somebody else asks in another's name for another pace and language: a question, and that is all."""
    follower(mail="erik@example.org")
    client.post("/en/se/nykoping/follow/", {"mail": "erik@example.org", "pace": "weekly"})
    one = Subscription.objects.get()
    assert (one.pace, one.language) == ("at-once", "sv")
    (question,) = letters()
    assert "everything stays as it is" in question.body
    where = re.search(r"http://[^/]+(/en/alerts/confirm/\S+)", question.body).group(1)
    assert "Follow Nyköping" in page(client, where).text
    client.post(where)
    one.refresh_from_db()
    assert (one.pace, one.language) == ("weekly", "en")


def test_an_address_that_nobody_confirmed_is_forgotten(client, two):
    client.post(FOLLOW, {"mail": "stranger@example.org"})
    assert subscribing.forget_unconfirmed() == 0
    assert subscribing.forget_unconfirmed(timezone.now() + timedelta(days=4)) >= 1
    assert Subscription.objects.count() == 0


def test_what_was_published_before_somebody_confirmed_is_not_told_as_new(two):
    """The first look ever, after an edition and a follower have come."""
    follower()
    two()
    late = follower(2)
    assert events.notice() == 1
    assert tell() == (1, 0)
    assert [letter.to for letter in letters()] == [["a1@example.org"]]
    assert late.deliveries.count() == 0
    assert Event.objects.get().happened_at < late.confirmed_at


def test_an_event_keeps_what_it_tells_when_its_editions_are_gone(two, settings, tmp_path):
    follower()
    two()
    events.notice()
    event, editions = Event.objects.get(), settings.EDITIONS
    settings.EDITIONS = tmp_path
    said = messages.sentences([event], load_language("sv", settings.LOCALE_PATHS[0]))
    settings.EDITIONS = editions
    assert "Statistik för 2022 har tillkommit" in said[0]
    figures = event.facts["figures"]
    assert (figures["limit"], figures["likelihood"]) == (2.0, 83)
    assert any(year["year"] == 2022 and year["kind"] == "new" for year in figures["years"])


def test_a_letter_names_which_budget_whose_statistics_and_who_sends(two, settings):
    settings.OWNER, settings.CONTACT = "Länsstyrelsen", "klimat@example.org"
    settings.DEFAULT_FROM_EMAIL = "Klimat <klimat@budget.example.org>"
    follower()
    two()
    events.notice()
    tell()
    (letter,) = letters()
    for words in (
        "2 °C med 83\xa0% chans",
        "räcker den till",
        "SMHI",
        "2024-04-18-",
        "Länsstyrelsen, klimat@example.org",
    ):
        assert words in letter.body, words
    assert letter.extra_headers["Message-ID"].endswith("@budget.example.org>")
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_one_sentence_tells_all_that_an_organisation_has_published():
    def published(number, kind, title="", organisation="Nyköpings kommun"):
        facts = {"organisation": organisation, "kind": kind, "title": title}
        return Event(kind="goals", key=f"k{number}", facts=facts)

    things = [published(1, "goal", "Minus 85"), published(2, "measure", "Laddplatser"), published(3, "climate-budget")]
    swedish = load_language("sv", settings.LOCALE_PATHS[0])
    assert messages.sentences(things, swedish) == [
        "Nyköpings kommun har publicerat målet ”Minus 85”, åtgärden ”Laddplatser” och en klimatbudget."
    ]
    many = [published(number, "measure", f"Nummer {number}") for number in range(12)]
    (sentence,) = messages.sentences(many, swedish)
    assert sentence.endswith("åtgärden ”Nummer 7” och 4 till.")
    two_of_them = messages.sentences([*things[:1], published(9, "goal", "Fler träd", "Gnesta kommun")], swedish)
    assert len(two_of_them) == 2


def test_an_address_that_takes_nothing_is_left_in_peace_and_forgotten(settings, two):
    one = follower()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with post_office() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        office.unknown = {"a1@example.org"}
        for number in range(subscribing.MOST_GIVEN_UP):
            event = Event.objects.create(
                key=f"e{number}",
                kind="goals",
                area_id="SE-0480",
                happened_at=timezone.now(),
                facts={"organisation": "Kommunen", "kind": "goal", "title": "Mål"},
            )
            Delivery.objects.create(subscription=one, event=event, due_at=timezone.now())
            for later in range(sending.MOST_REFUSALS):
                assert Subscription.objects.get().is_living
                assert tell(timezone.now() + timedelta(days=later, seconds=5)) == (0, 1)
    assert not Subscription.objects.get().is_living
    assert Message.objects.count() == 0


def test_who_left_gets_nothing_that_was_due(two):
    one = follower()
    two()
    events.notice()
    writing.write_due()
    subscribing.leave(one)
    assert Message.objects.count() == 0, "called back out of the outbox"
    tell()
    assert letters() == []


def test_a_webhook_is_signed_and_says_what_happened(settings, client, two):
    settings.WEBHOOKS_HERE = True
    got = []

    class Serving(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(500 if len(got) == 1 else 204)
            self.end_headers()

        def log_message(self, format, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    with attended(server):
        url = f"http://127.0.0.1:{server.server_port}/hook"
        client.post(FOLLOW, {"mail": "developer@example.org", "url": url})
        kept = Subscription.objects.get().secret
        assert is_sealed(kept)
        secret = unseal(kept)
        assert secret in client.post(link(letters()[0], "confirm")).content.decode()
        two()
        events.notice()
        now = timezone.now() + timedelta(seconds=5)
        assert tell(now) == (0, 1)
        assert tell(now + timedelta(hours=1)) == (1, 0)
    (first, body), (second, again) = got
    assert first["Idempotency-Key"] == second["Idempotency-Key"] == json.loads(body)["id"]
    assert body == again
    stamp, signed = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", second["X-Climate-Visualizer-Signature"]).groups()
    assert hmac.new(secret.encode(), f"{stamp}.".encode() + again, hashlib.sha256).hexdigest() == signed
    standard = {name.lower(): value for name, value in second.items()}
    assert Webhook(secret).verify(again, standard)["type"] == "area.changed"
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(again + b" ", standard)
    assert json.loads(again)["language"] == "sv"
    (event,) = json.loads(again)["events"]
    assert (event["area"], event["kind"]) == ("SE-0480", "statistics")
    assert "Statistik för 2022 har tillkommit" in event["sentences"][0]
    assert event["facts"]["figures"]["remaining_to_t"] != event["facts"]["figures"]["remaining_from_t"]


def test_a_secret_of_version_0_5_verifies_with_the_prefix_before_it():
    secret, body = "0f" * 32, '{"id": "1"}'
    signed = signatures.headers(secret, "1", timezone.now(), body)
    assert Webhook(f"whsec_{secret}").verify(body, signed) == {"id": "1"}


@pytest.mark.parametrize("url", ["https://127.0.0.1/hook", "https://localhost/hook", "https://[::1]/hook"])
def test_a_webhook_inside_our_own_network_is_never_called(client, two, url):
    follower(kind="webhook", url=url)
    two()
    events.notice()
    assert tell() == (0, 1)
    assert "private address" in Message.objects.get().trouble
    assert client.post(FOLLOW, {"mail": "a@example.org", "url": url}).status_code == 422, "refused at the form already"


def test_an_edition_that_was_removed_and_an_area_that_is_gone_tell_nobody_and_stop_nobody(two, settings):
    follower(1)
    follower(2, area_id="SE-9999")
    two()
    assert events.notice() == 1
    assert tell() == (1, 0)
    events.Seen.objects.filter(what="edition").update(mark="2001-01-01-0123456789")
    assert events.notice() == 0, "what changed since cannot be known"
    assert events.Seen.objects.get(what="edition").mark != "2001-01-01-0123456789"
    older = Event(kind="statistics", area_id="SE-0480", key="older", facts={"before": "a", "after": "b"})
    assert messages.sentences([older], load_language("sv", settings.LOCALE_PATHS[0])) == [
        "Det har kommit ny officiell statistik."
    ], "noted by version 0.5"

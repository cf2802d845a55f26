"""Alerts: asked for, confirmed, sent once, retried, left with one click; nothing lost and nothing twice."""

import hashlib
import hmac
import json
import os
import re
import signal
import subprocess
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from conftest import DAY, ROOT
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from web.markup import page
from web.post_office import post_office

from climate_visualizer.editions.publishing.publish import point_at
from climate_visualizer.languages.language import load_language
from climate_visualizer.web.alerts import events, links, messages, sending, subscribing
from climate_visualizer.web.alerts.models import GIVEN_UP, SENT, Delivery, Event, Subscription

pytestmark = pytest.mark.django_db
FOLLOW = "/sv/se/nykoping/follow/"


@pytest.fixture
def two(settings, releases):
    """A site that is on the earlier of two releases, and what makes the later one current."""
    settings.VAR, settings.EDITIONS = releases[0], releases[0] / "editions"
    point_at(releases[1].id, settings.EDITIONS)
    events.notice()
    yield lambda: point_at(releases[2].id, settings.EDITIONS)
    point_at(releases[2].id, settings.EDITIONS)


def follower(number: int = 1, **facts) -> Subscription:
    facts = {"kind": "mail", "area_id": "SE-0480", "language": "sv", "mail": f"a{number}@example.org", **facts}
    return Subscription.objects.create(asked_at=timezone.now(), confirmed_at=timezone.now(), **facts)


def link(letter, word: str) -> str:
    return re.search(rf"http://[^/]+(/sv/alerts/{word}/\S+)", letter.body).group(1)


def test_a_resident_asks_confirms_gets_one_letter_for_one_change_and_leaves(client, two):
    assert "Följ Nyköping" in page(client, FOLLOW).text
    answer = client.post(FOLLOW, {"mail": "Resident@example.org", "pace": "at-once"})
    assert "Titta i din e-post" in answer.content.decode()
    assert "Set-Cookie" not in answer.headers
    (question,) = mail.outbox
    assert question.to == ["resident@example.org"]
    where = link(question, "confirm")
    two()
    assert "Vill du följa" in page(client, where).text
    assert Subscription.objects.get().confirmed_at is None, "a program that follows links confirms nothing"
    assert "Nu följer du Nyköping" in client.post(where).content.decode()
    assert events.notice() == 1
    assert sending.send_due() == (1, 0)
    assert (events.notice(), sending.send_due()) == (0, (0, 0))
    letter = mail.outbox[-1]
    assert len(mail.outbox) == 2
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


def test_a_digest_waits_for_monday(two):
    follower(pace="weekly")
    two()
    events.notice(datetime(2026, 11, 25, 12, tzinfo=UTC))
    assert sending.send_due(datetime(2026, 11, 29, 12, tzinfo=UTC)) == (0, 0)
    assert sending.send_due(datetime(2026, 11, 30, 7, tzinfo=UTC)) == (1, 0)
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
    assert mail.outbox == []
    assert Subscription.objects.count() == 0


def test_nobody_is_flooded_with_questions_and_nobody_learns_who_follows(client, two):
    follower(mail="known@example.org")
    known = client.post(FOLLOW, {"mail": "known@example.org"}).content
    assert mail.outbox == []
    for place in ("nykoping", "oxelosund", "gnesta", "trosa", "flen"):
        client.post(f"/sv/se/{place}/follow/", {"mail": "new@example.org"})
    assert len(mail.outbox) == subscribing.MOST_QUESTIONS
    new = client.post(FOLLOW, {"mail": "news1@example.org"}).content
    assert known.replace(b"known@", b"news1@") == new


@pytest.mark.parametrize("change", [lambda t: t[:-2] + "xx", lambda t: "rubbish", lambda t: t.replace(":", "")])
def test_forged_and_expired_links_lead_nowhere(client, two, change):
    one = follower()
    for make, word in ((links.confirm, "confirm"), (links.leave, "leave")):
        token = make(one).rstrip("/").rsplit("/", 1)[1]
        for method in (client.get, client.post):
            assert method(f"/sv/alerts/{word}/{change(token)}/").status_code == 404
    assert Subscription.objects.get().is_living
    confirm = links.confirm(one).rstrip("/").rsplit("/", 1)[1]
    assert client.get(f"/sv/alerts/leave/{confirm}/").status_code == 404, "one kind of link is not the other"


def test_a_link_to_confirm_expires(monkeypatch):
    monkeypatch.setattr(links, "CONFIRM_WITHIN", -1)
    token = links.confirm(follower()).rstrip("/").rsplit("/", 1)[1]
    with pytest.raises(links.BrokenLink):
        links.find(token, links.CONFIRM)


def test_mail_that_fails_is_tried_again_later_and_then_given_up(settings, two):
    follower()
    two()
    events.notice()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with post_office() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        office.refuse = 1
        now = timezone.now()
        assert sending.send_due(now) == (0, 1)
        assert sending.send_due(now) == (0, 0), "not before its time"
        waiting = Delivery.objects.get()
        assert (waiting.attempts, "451" in waiting.trouble) == (1, True)
        assert sending.send_due(now + timedelta(minutes=3)) == (1, 0)
        assert len(office.letters) == 1
    Delivery.objects.update(state="pending", attempts=sending.MOST_ATTEMPTS - 1, held_until=None)
    settings.EMAIL_PORT = 9
    assert sending.send_due(now + timedelta(days=2)) == (0, 1)
    assert Delivery.objects.get().state == GIVEN_UP


def test_who_dies_with_a_letter_in_hand_leaves_it_to_the_next_under_the_same_name(two):
    one = follower()
    two()
    events.notice()
    now = timezone.now()
    taken = next(sending._in_hand(now))
    before = messages.mail(one, taken).extra_headers["Message-ID"]
    assert sending.send_due(now + timedelta(minutes=1)) == (0, 0), "somebody has it in hand"
    assert sending.send_due(now + timedelta(minutes=6)) == (1, 0)
    assert mail.outbox[-1].extra_headers["Message-ID"] == before
    assert Delivery.objects.get().state == SENT


def test_who_left_gets_nothing_that_was_due(two):
    one = follower()
    two()
    events.notice()
    subscribing.leave(one)
    sending.send_due()
    assert mail.outbox == []


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

    with ThreadingHTTPServer(("127.0.0.1", 0), Serving) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/hook"
        client.post(FOLLOW, {"mail": "developer@example.org", "url": url})
        secret = Subscription.objects.get().secret
        assert secret in client.post(link(mail.outbox[0], "confirm")).content.decode()
        two()
        events.notice()
        now = timezone.now()
        assert sending.send_due(now) == (0, 1)
        assert sending.send_due(now + timedelta(hours=1)) == (1, 0)
        server.shutdown()
    (first, body), (second, again) = got
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert body == again
    stamp, signed = re.fullmatch(r"t=(\d+),v1=([0-9a-f]{64})", second["X-Climate-Visualizer-Signature"]).groups()
    assert hmac.new(secret.encode(), f"{stamp}.".encode() + again, hashlib.sha256).hexdigest() == signed
    (event,) = json.loads(again)["events"]
    assert (event["area"], event["kind"]) == ("SE-0480", "statistics")
    assert "Statistics for 2022 are new" in event["sentences"][0]


@pytest.mark.parametrize("url", ["https://127.0.0.1/hook", "https://localhost/hook", "https://[::1]/hook"])
def test_a_webhook_inside_our_own_network_is_never_called(two, url):
    follower(kind="webhook", url=url)
    two()
    events.notice()
    assert sending.send_due() == (0, 1)
    assert "private address" in Delivery.objects.get().trouble


def test_one_who_cannot_be_told_keeps_nobody_else_waiting(two):
    follower(1, kind="webhook", url="https://a..b/hook")
    follower(2, kind="webhook", url="https://\u2100.example/hook")
    gone = follower(3)
    follower(4)
    two()
    events.notice()
    Subscription.objects.filter(pk=gone.pk).update(area_id="SE-9999")
    assert sending.send_due() == (1, 3)
    assert [letter.to for letter in mail.outbox] == [["a4@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_tell_everybody_once(two):
    if connection.vendor == "sqlite":
        pytest.skip("One writes at a time on SQLite; test_web_workspace_postgres.py tries this on PostgreSQL.")
    for number in range(40):
        follower(number)
    two()
    outcomes = []

    def work():
        try:
            events.notice()
            outcomes.append(sending.send_due())
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent for sent, _ in outcomes) == 40, outcomes
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted(f"a{number}@example.org" for number in range(40))
    assert Event.objects.count() == 1


def test_the_command_tells_how_many(two, capsys):
    follower()
    two()
    call_command("send_alerts")
    assert "1 new events, 1 messages sent, 0 to be tried again." in capsys.readouterr().out
    assert Event.objects.count() == 1


def _command(var, *arguments: str, database: str = "") -> subprocess.Popen:
    """A command of its own, with a database in its folder unless told otherwise, wherever the tests' own database is."""
    facts = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    facts |= {"CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat()}
    facts |= {"DATABASE_URL": database} if database else {}
    command = [sys.executable, "-u", "manage.py", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=facts, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def test_the_command_goes_on_after_trouble_and_stops_when_it_is_told(tmp_path):
    """Without an edition a round is a line in the log; with the first edition the next round is a round."""
    assert _command(tmp_path, "migrate").communicate(timeout=120)
    with _command(tmp_path, "send_alerts", "--every", "0.2") as running:
        try:
            assert '"level": "error"' in running.stdout.readline()
            assert "edition" in _command(tmp_path, "prepare").communicate(timeout=120)[0].lower()
            found = next(line for line in running.stdout if "new events" in line)
            assert found.strip() == "0 new events, 0 messages sent, 0 to be tried again."
        finally:
            running.send_signal(signal.SIGTERM)
        assert running.wait(20) == 0


def test_the_command_says_what_it_cannot_do_without(settings, tmp_path):
    settings.EDITIONS = tmp_path / "none"
    with pytest.raises(CommandError, match="seconds above zero"):
        call_command("send_alerts", every=0)
    with pytest.raises(CommandError, match="edition"):
        call_command("send_alerts")
    away = _command(tmp_path, "send_alerts", database="postgres://nobody:nothing@127.0.0.1:1/none")
    said = away.communicate(timeout=60)[0]
    assert away.returncode == 1
    assert "The database does not answer" in said
    assert "Traceback" not in said


def test_an_edition_that_was_removed_and_an_area_that_is_gone_tell_nobody_and_stop_nobody(two, settings):
    follower(1)
    follower(2, area_id="SE-9999")
    two()
    assert events.notice() == 1
    assert sending.send_due() == (1, 0)
    events.Seen.objects.filter(what="edition").update(mark="2001-01-01-0123456789")
    assert events.notice() == 0, "what changed since cannot be known"
    assert events.Seen.objects.get(what="edition").mark != "2001-01-01-0123456789"
    facts = {"before": "2001-01-01-0123456789", "after": "2002-01-01-0123456789"}
    gone = Event(kind="statistics", area_id="SE-0480", key="gone", facts=facts)
    assert messages.sentences(gone, load_language("sv", settings.LOCALE_PATHS[0])) == [
        "Det har kommit ny officiell statistik."
    ]

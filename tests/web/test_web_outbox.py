"""The outbox: nothing waits for mail, nothing is lost and nothing comes twice, whoever dies; nobody is flooded."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from built_once import prepared
from conftest import DAY, ROOT
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.utils import timezone
from ports import free_port
from side_by_side import side_by_side
from waiting import CEILING, until
from web import officers
from web.post_office import letters, post_office
from web.test_web_own import BUSINESS

from climate_visualizer.web.outbox import limits, posting, sending, state
from climate_visualizer.web.outbox.models import GIVEN_UP, SENT, WAITING, Asked, Message
from climate_visualizer.web.sealed import is_sealed
from climate_visualizer.web.workspace.accounts import invitations

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def soon(**later):
    return timezone.now() + timedelta(seconds=5, **later)


@pytest.fixture
def hanging(settings):
    """A mail server that takes calls and never says a word: how many have called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_BACKEND, settings.EMAIL_TIMEOUT = SMTP, 0.2
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()

        def calls() -> int:
            server.settimeout(0)
            count = 0
            while True:
                try:
                    server.accept()[0].close()
                except BlockingIOError:
                    return count
                count += 1

        yield calls


def test_what_is_written_is_of_the_same_transaction():
    with transaction.atomic():
        posting.post("trial", "a@example.org", "Hello", "Text")
        transaction.set_rollback(True)
    assert Message.objects.count() == 0
    posting.post("trial", "a@example.org", "Hello", "a secret link")
    message = Message.objects.get()
    assert is_sealed(message.text)
    assert "secret" not in message.text
    (letter,) = letters()
    assert letter.body == "a secret link"
    message.refresh_from_db()
    assert (message.state, message.text) == (SENT, "")


def test_no_request_waits_for_a_mail_server_that_hangs_and_nothing_is_lost(client, settings, on_starter, hanging):
    """Everything that sends mail is asked for while the server hangs; when one answers, each comes once."""
    ours = officers.organisation()
    owner = officers.signed_in(officers.member(ours, "owner").user)
    join = {**BUSINESS, "mail": "b@example.org"}
    remark = {"about": "total", "by": "Erik", "remark": "Varför?", "mail": "c@example.org"}
    answers = [
        client.post("/sv/se/nykoping/follow/", {"mail": "a@example.org"}),
        client.post("/sv/se/nykoping/join/", join),
        client.post("/sv/se/nykoping/remark/", remark),
        owner.post(f"/sv/workspace/{ours.pk}/people/invite/", {"email": "d@example.org", "role": "editor"}),
        client.post("/accounts/password/reset/", {"email": "owner@example.org"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 302, 302], [a.content for a in answers[1:3]]
    assert hanging() == 0, "no request has called the mail server"
    assert Message.objects.filter(state=WAITING).count() == 5
    assert sending.send_due(soon()) == (0, 1), "one try tells that the server is away; the others are left alone"
    assert hanging() == 1
    assert set(Message.objects.values_list("attempts", flat=True)) == {0}
    for hours in range(0, 72, 12):  # a week-end
        sending.send_due(soon(hours=hours))
    assert state.state().given_up == 0
    with post_office() as office:
        settings.EMAIL_TIMEOUT, settings.EMAIL_PORT = 5, office.port
        assert sending.send_due(soon(days=3)) == (5, 0)
        assert sending.send_due(soon(days=4)) == (0, 0)
        assert sorted(letter["To"] for letter in office.letters) == [
            "a@example.org",
            "b@example.org",
            "c@example.org",
            "d@example.org",
            "owner@example.org",
        ]


@pytest.mark.parametrize(
    ("refusal", "tries"), [("451 later", sending.MOST_ATTEMPTS), ("550 never", sending.MOST_REFUSALS)]
)
def test_a_message_that_is_refused_is_tried_so_many_times_and_then_given_up(settings, refusal, tries):
    settings.EMAIL_BACKEND = SMTP
    posting.post("trial", "a@example.org", "Hello", "Text")
    posting.post("trial", "b@example.org", "Hello", "Text")
    with post_office() as office:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        office.unknown, office.refusal = {"a@example.org"}, refusal
        assert sending.send_due(soon()) == (1, 1), "one that is refused keeps no other"
        assert sending.send_due(soon()) == (0, 0), "not before its time"
        for days in range(1, tries):
            assert Message.objects.get(to="a@example.org").state == WAITING
            assert sending.send_due(soon(days=days)) == (0, 1)
        stuck = Message.objects.get(to="a@example.org")
        assert (stuck.state, stuck.attempts) == (GIVEN_UP, tries)
        assert refusal[:3] in stuck.trouble
        assert sending.send_due(soon(days=60)) == (0, 0)
        office.unknown = set()
        assert state.try_again(Message.objects.all()) == 1
        assert sending.send_due(soon()) == (1, 0)
    assert sorted(letter["To"] for letter in office.letters) == ["a@example.org", "b@example.org"]


def test_who_dies_with_a_message_in_hand_leaves_it_to_the_next_under_the_same_name():
    posting.post("trial", "a@example.org", "Hello", "Text")
    now = soon()
    taken = next(sending.in_hand("mail", now))
    assert sending.send_due(now + timedelta(minutes=1)) == (0, 0), "somebody has it in hand"
    assert sending.send_due(now + timedelta(minutes=6)) == (1, 0)
    assert f"<{taken.pk}@" in letters()[-1].extra_headers["Message-ID"]
    assert Message.objects.get().state == SENT


def test_what_hides_or_turns_text_does_not_go_out():
    posting.post("trial", "a@example.org", "In\u202evoice\r\nBcc: x@example.org", "one\u2067two\x00")
    (letter,) = letters()
    assert (letter.subject, letter.body) == ("Invoice Bcc: x@example.org", "onetwo")


def test_a_mail_of_a_library_is_a_message_for_each_who_gets_it():
    posting.post_mail("account", EmailMessage("Hello", "Text", to=["a@example.org"], cc=["b@example.org"]))
    assert [letter.to for letter in letters()] == [["a@example.org"], ["b@example.org"]]


def test_sent_and_given_up_messages_and_old_questions_are_thrown_away_by_a_stated_rule():
    for number, (what, days) in enumerate([(SENT, 29), (SENT, 31), (GIVEN_UP, 89), (GIVEN_UP, 91), (WAITING, 400)]):
        message = posting.post("trial", f"a{number}@example.org", "Hello", "Text")
        then = timezone.now() - timedelta(days=days)
        Message.objects.filter(pk=message.pk).update(state=what, sent_at=then, due_at=then)
    limits.count("client", "10.0.0.1", (limits.Limit(1, 1),))
    Asked.objects.update(until=time.time() - 1)
    assert state.prune() == 2
    assert Asked.objects.count() == 0
    assert sorted(Message.objects.values_list("to", flat=True)) == [f"a{n}@example.org" for n in (0, 2, 4)]


# Limits


def test_questions_are_counted_and_not_rows(client, on_starter):
    """Twenty-five questions about one area to one address; then sixty addresses from one client; then one area's limit."""
    for _ in range(25):
        assert client.post("/sv/se/nykoping/follow/", {"mail": "victim@example.org"}).status_code == 200
    assert len(letters()) == limits.TO_ADDRESS[0].most
    answers = [
        client.post("/sv/se/nykoping/follow/", {"mail": f"v{n}@example.org"}, REMOTE_ADDR="192.0.2.7")
        for n in range(60)
    ]
    assert [answer.status_code for answer in answers].count(200) == limits.BY_CLIENT[0].most
    assert "ditt nätverk" in answers[-1].content.decode()
    assert answers[-1].status_code == 429
    assert client.post("/sv/se/nykoping/follow/", {"mail": "w@example.org"}, REMOTE_ADDR="192.0.2.8").status_code == 200
    for _ in range(limits.ON_AREA[0].most):
        limits.count("area", "SE-0480", limits.ON_AREA)
    assert client.post("/sv/se/nykoping/follow/", {"mail": "x@example.org"}).status_code == 429
    assert client.post("/sv/se/trosa/follow/", {"mail": "x@example.org"}).status_code == 200


def test_an_address_is_asked_as_often_in_all_by_every_form_together(client, on_starter):
    officers.organisation()
    remark = {"about": "total", "by": "Erik", "remark": "Varför?", "mail": "victim@example.org"}
    for _ in range(5):
        client.post("/sv/se/nykoping/remark/", remark)
        client.post("/sv/se/nykoping/follow/", {"mail": "Victim@example.org"})
    assert len(letters()) == limits.TO_ADDRESS[0].most


def test_a_client_that_is_not_known_is_not_limited_for_another(client, settings, on_starter):
    settings.BEHIND_TLS = True
    for number in range(limits.BY_CLIENT[0].most + 5):
        answer = client.post("/sv/se/nykoping/follow/", {"mail": f"v{number}@example.org"}, REMOTE_ADDR="192.0.2.7")
        assert answer.status_code == 200
    said = [
        client.post(
            "/sv/se/nykoping/follow/",
            {"mail": f"z{n}@example.org"},
            headers={"x-forwarded-for": f"10.0.0.{n}, 2001:db8:1:2::{n}"},
        ).status_code
        for n in range(limits.BY_CLIENT[0].most + 1)
    ]
    assert said.count(429) == 1, "one household by its network, whatever it says of itself"


def test_invitations_end_somewhere_and_an_old_link_that_waits_is_called_back(on_starter, rf):
    ours = officers.organisation()
    owner = officers.member(ours, "owner")
    first = invitations.invite(ours, "new@example.org", "editor", by=owner.user)
    invitations.send_again(first, by=owner.user, language="sv")
    assert Message.objects.count() == 1, "the first link works no more, so it is not sent"
    (letter,) = letters()
    secret = re.search(r"http://testserver/sv/workspace/invitation/([^/]+)/", letter.body).group(1)
    assert invitations.find(secret) == first
    assert (
        officers.signed_in(owner.user).post(f"/sv/workspace/{ours.pk}/people/invitations/{first.pk}/").status_code
        == 302
    )
    refused = officers.signed_in(owner.user).post(f"/sv/workspace/{ours.pk}/people/invitations/{first.pk}/")
    assert refused.status_code == 409
    assert "Försök igen om en timme" in refused.content.decode()


# Seen by people


def test_officers_and_operators_see_what_is_stuck_and_why(settings, on_starter, hanging):
    ours, others = officers.organisation(), officers.organisation("Gnesta kommun", ("SE-0461",))
    owner = officers.signed_in(officers.member(ours, "owner").user)
    another = officers.signed_in(officers.member(others, "owner", "gnesta@example.org").user)
    owner.post(f"/sv/workspace/{ours.pk}/people/invite/", {"email": "d@example.org", "role": "editor"})
    page = f"/sv/workspace/{ours.pk}/people/"
    assert "har inte gått iväg" not in owner.get(page).content.decode()
    sending.send_due(soon())
    assert "har inte gått iväg" in owner.get(page).content.decode()
    assert "1 brev har inte gått iväg" in owner.get(f"/sv/workspace/{ours.pk}/").content.decode()
    assert "har inte gått iväg" not in another.get(f"/sv/workspace/{others.pk}/").content.decode()
    operator = officers.signed_in(officers.person("op@example.org", is_staff=True, is_superuser=True))
    assert "1 meddelande väntar" in operator.get("/admin/?lang=sv").content.decode()
    listed = operator.get("/admin/outbox/message/").content.decode()
    assert "d@example.org" in listed
    assert "does not answer" in listed
    message = Message.objects.get()
    inside = operator.get(f"/admin/outbox/message/{message.pk}/change/").content.decode()
    assert message.text[:20] not in inside
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    done = {"action": "try_again", "_selected_action": [str(message.pk)]}
    assert operator.post("/admin/outbox/message/", done).status_code == 302
    assert [letter.to for letter in letters()] == [["d@example.org"]]
    done = {"action": "throw_away", "_selected_action": [str(message.pk)]}
    operator.post("/admin/outbox/message/", done)
    assert Message.objects.count() == 0


# Processes


def _environment(var, **others) -> dict[str, str]:
    prepared(var)
    facts = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    if connection.vendor == "postgresql":  # the very database of these tests
        told = connection.settings_dict
        facts["DATABASE_URL"] = (
            f"postgres://{told['USER']}:{told['PASSWORD']}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
        )
    return {**facts, "CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat(), **others}


WRITE = (
    "import django; django.setup()\n"
    "from climate_visualizer.web.outbox.posting import post\n"
    "for n in range({n}): post('trial', f'a{{n}}@example.org', 'Hello', 'Text')\n"
)


def _manage(facts, *arguments) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=facts,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _write(facts, count: int) -> None:
    subprocess.run([sys.executable, "-c", WRITE.format(n=count)], cwd=ROOT, env=facts, check=True)


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_every_message_arrives_and_a_second_copy_has_the_same_name(tmp_path):
    """Senders are killed with SIGKILL after so many letters; what one had in hand is taken over after a second."""
    with post_office() as office:
        facts = _environment(tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{office.port}", ALERTS_IN_HAND_SECONDS="1")
        _write(facts, 60)
        for reached in (1, 7, 20, 33):
            running = _manage(facts, "send_alerts", "--every", "0.2")
            until(lambda least=reached: len(office.letters) >= least, "letters")
            running.send_signal(signal.SIGKILL)
            running.wait(CEILING)
        with _manage(facts, "send_alerts", "--every", "0.2") as running:
            try:
                until(lambda: len({letter["Message-ID"] for letter in office.letters}) == 60, "every letter")
            finally:
                running.send_signal(signal.SIGTERM)
    by_name = {letter["Message-ID"]: letter["To"] for letter in office.letters}
    assert sorted(by_name.values()) == sorted(f"a{number}@example.org" for number in range(60))
    assert len(office.letters) <= 60 + 4, "at most the one that each of the killed had in hand came twice"


@pytest.mark.django_db(transaction=True)
def test_the_site_alone_sends_by_itself(tmp_path):
    """`serve` and nothing else: what another process writes goes out, and the process that took the turn may be killed."""
    with post_office() as office:
        facts = _environment(
            tmp_path, EMAIL_URL=f"smtp://127.0.0.1:{office.port}", PORT=str(free_port()), SITE_ADDRESS=""
        )
        with _manage(facts, "serve") as running:
            try:
                _write(facts, 3)
                until(lambda: len(office.letters) == 3, "every letter")
                assert (tmp_path / "mail-sending.lock").exists()
            finally:
                running.terminate()


@pytest.mark.django_db(transaction=True)
def test_senders_side_by_side_send_each_message_once():
    if connection.vendor == "sqlite":
        pytest.skip("One writes at a time on SQLite; test_web_workspace_postgres.py tries this on PostgreSQL.")
    for number in range(40):
        posting.post("trial", f"a{number}@example.org", "Hello", "Text")
    outcomes = side_by_side(sending.send_due)
    assert sum(sent for sent, _ in outcomes) == 40, outcomes

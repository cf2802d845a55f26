"""The sender of alerts: one that cannot be told, workers side by side, and the command."""

import os
import signal
import subprocess
import sys

import pytest
from conftest import DAY, ROOT
from django.core.management import CommandError, call_command
from django.db import connection
from side_by_side import side_by_side
from waiting import CEILING
from web.followers import follower, tell
from web.post_office import letters

from climate_visualizer.web.alerts import events
from climate_visualizer.web.alerts.models import Delivery, Event, Subscription

pytestmark = pytest.mark.django_db


def test_one_who_cannot_be_told_keeps_nobody_else_waiting(two):
    follower(1, kind="webhook", url="https://a..b/hook")
    follower(2, kind="webhook", url="https://\u2100.example/hook")
    gone = follower(3)
    follower(4)
    two()
    events.notice()
    Subscription.objects.filter(pk=gone.pk).update(area_id="SE-9999")
    assert tell() == (1, 2)
    assert "SE-9999" in Delivery.objects.get(subscription=gone).trouble
    assert [letter.to for letter in letters()] == [["a4@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_tell_everybody_once(two):
    if connection.vendor == "sqlite":
        pytest.skip("One writes at a time on SQLite; test_web_workspace_postgres.py tries this on PostgreSQL.")
    for number in range(40):
        follower(number)
    two()

    def work() -> tuple[int, int]:
        events.notice()
        return tell()

    outcomes = side_by_side(work)
    assert sum(sent for sent, _ in outcomes) == 40, outcomes
    assert sorted(letter.to[0] for letter in letters()) == sorted(f"a{number}@example.org" for number in range(40))
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
    assert _command(tmp_path, "migrate").communicate(timeout=CEILING)
    with _command(tmp_path, "send_alerts", "--every", "0.2") as running:
        try:
            assert '"level": "error"' in running.stdout.readline()
            assert "edition" in _command(tmp_path, "prepare").communicate(timeout=CEILING)[0].lower()
            found = next(line for line in running.stdout if "new events" in line)
            assert found.strip() == "0 new events, 0 messages sent, 0 to be tried again."
        finally:
            running.send_signal(signal.SIGTERM)
        assert running.wait(CEILING) == 0


def test_the_command_says_what_it_cannot_do_without(settings, tmp_path):
    settings.EDITIONS = tmp_path / "none"
    with pytest.raises(CommandError, match="seconds above zero"):
        call_command("send_alerts", every=0)
    with pytest.raises(CommandError, match="edition"):
        call_command("send_alerts")
    away = _command(tmp_path, "send_alerts", database="postgres://nobody:nothing@127.0.0.1:1/none")
    said = away.communicate(timeout=CEILING)[0]
    assert away.returncode == 1
    assert "The database does not answer" in said
    assert "Traceback" not in said

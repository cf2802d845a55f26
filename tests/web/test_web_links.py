"""Links to plans: tried once a week, dead after two failures, told once to who wrote them."""

import io
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from attended import attended
from django.core.management import call_command
from web.officers import member, organisation
from web.post_office import letters

from climate_visualizer.web.management.commands import watch
from climate_visualizer.web.workspace.content import documents
from climate_visualizer.web.workspace.models import LinkCheck

pytestmark = pytest.mark.usefixtures("on_starter")
GOAL = {"title": "Målet", "year": 2030, "target_kind": "tonnes", "amount": 0.0}


class Plan(BaseHTTPRequestHandler):
    gone: ClassVar[set[str]] = set()

    def do_GET(self):
        status = 404 if self.path in self.gone else 301 if self.path == "/old" else 200
        self.send_response(status)
        if status == 301:
            self.send_header("Location", "/plan")
        self.end_headers()
        self.wfile.write(b"the plan" if status == 200 else b"")

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Plan)
    Plan.gone = set()
    with attended(server):
        yield f"127.0.0.1:{server.server_port}"


def check(site, capsys, *options) -> str:
    call_command("check_links", "--pause", "0", "--allow", site, *options)
    return capsys.readouterr().out


def test_a_link_is_tried_once_a_week_and_told_when_it_is_dead(site, capsys):
    place = organisation()
    editor = member(place, "editor").user
    for key, path in (("good", "/plan"), ("moved", "/old"), ("none", "")):
        content = {**GOAL, "link": f"http://{site}{path}" if path else ""}
        documents.make(place, "SE-0480", "goal", content, by=editor, key=key)
    assert "2 links tried, 0 dead." in check(site, capsys)
    assert "0 links tried" in check(site, capsys)
    Plan.gone = {"/plan"}
    assert "404 (failed once)" in check(site, capsys, "--all") and not letters()
    assert "2 links tried, 2 dead." in check(site, capsys, "--all")
    assert len(letters()) == 2 and letters()[0].to == ["editor@example.org"] and site in letters()[0].body
    check(site, capsys, "--all")
    assert len(letters()) == 2
    assert {one.failures for one in LinkCheck.objects.all()} == {3}
    Plan.gone = set()
    assert "0 dead" in check(site, capsys, "--all")
    assert {one.failures for one in LinkCheck.objects.all()} == {0}


def test_a_new_address_forgets_the_old_one(site, capsys):
    place = organisation()
    version = documents.make(place, "SE-0480", "goal", {**GOAL, "link": f"http://{site}/plan"}, by=None)
    check(site, capsys)
    documents.save(version.document, {**GOAL, "link": f"http://{site}/new"}, based_on=1, by=None)
    check(site, capsys)
    assert [one.address for one in LinkCheck.objects.all()] == [f"http://{site}/new"]


def test_our_own_network_is_never_called(site, capsys):
    documents.make(organisation(), "SE-0480", "goal", {**GOAL, "link": f"http://{site}/plan"}, by=None)
    call_command("check_links", "--pause", "0")
    assert "no answer (failed once)" in capsys.readouterr().out


class UntilIdle(threading.Event):
    """Says stop as soon as nothing is due now."""

    def wait(self, timeout=None):
        return bool(timeout and timeout > 1)


def test_the_watch_tries_a_few_links_at_a_time():
    """Five between two sources, so that slow hosts don't keep the statistics waiting; the rest ten minutes later."""
    place = organisation()
    for number in range(7):
        content = {**GOAL, "link": f"http://127.0.0.1:1/{number}"}
        documents.make(place, "SE-0480", "goal", content, by=None, key=str(number))
    for tried in (5, 7):
        watching = watch.Command(stdout=io.StringIO())
        watching._watch(UntilIdle(), None, None, {})
        assert LinkCheck.objects.count() == tried

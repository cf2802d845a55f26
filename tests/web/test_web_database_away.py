"""The database away: what was published last is served, or 503; forms come back with what was typed; health says which part."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client
from web import officers

from climate_visualizer.web import published
from climate_visualizer.web.database.circuit import Circuit
from climate_visualizer.web.workspace.content import documents

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
ASKED = ("/api/v1/areas/SE-0480/published", "/api/v1/areas/SE-0480/goals", "/api/v1/areas/SE-0480/measures")
OF_THE_PLAN = (
    "plan/",
    "plan/plan.pdf",
    "plan/measures/trees/",
    "plan/measures/trees/changes.atom",
    "plan/2025/",
    "businesses/mill/",
    "businesses/mill/badge.svg",
    "logo.png",
    "look.css",
)


@contextmanager
def away():
    """Every question to the database fails, as it does when the line to it is cut."""

    def cut(*_asked):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(cut):
        yield


def note() -> None:
    ours = officers.organisation()
    content = {"section": "intro", "body_sv": "Vi plant**erar** träd.", "body_en": ""}
    version = documents.make(ours, "SE-0480", "text", content, by=None)
    documents.publish(version.document, version.number, by=None)
    published.forget()


def test_what_was_known_is_served_and_what_is_not_known_is_no_empty_answer(client):
    note()
    with away():
        published._counts.__init__()
        published._last.clear()
        assert [client.get(path).status_code for path in ASKED] == [503, 503, 503]
        assert client.get(ASKED[0])["Retry-After"] == "30"
        alone = client.get("/sv/se/nykoping/")
        assert alone.status_code == 200
        assert "går inte att läsa just nu" in alone.content.decode()
        assert alone["Cache-Control"] == "public, max-age=0, s-maxage=0"
        assert [client.get(f"/sv/se/nykoping/{path}").status_code for path in OF_THE_PLAN] == [503] * len(OF_THE_PLAN)
    published.forget()
    whole = client.get("/sv/se/nykoping/", headers={"if-none-match": alone["ETag"]})
    assert (whole.status_code, "träd" in whole.content.decode()) == (200, True), "what was made in the dark is not kept"
    assert "går inte att läsa just nu" not in whole.content.decode()
    assert [client.get(f"/sv/se/nykoping/{path}").status_code for path in OF_THE_PLAN] == [404] * len(OF_THE_PLAN)
    before = [client.get(path).json() for path in ASKED]
    assert len(before[0]["published"]) == 1
    with away():
        published.forget()
        assert [client.get(path).json() for path in ASKED] == before
        assert "träd" in client.get("/sv/se/nykoping/").content.decode()


def test_what_failed_is_asked_once_and_closes_the_circuit_when_it_is_answered():
    circuit, asked, fails = Circuit(), [], [True]

    def question():
        asked.append(1)
        if fails:
            raise OperationalError("canceling statement due to lock timeout")
        return "answered"

    for _ in range(3):
        with pytest.raises(OperationalError):
            circuit.ask(question)
    assert (len(asked), circuit.is_open) == (1, True)
    fails.clear()
    circuit._look(question)
    assert (circuit.ask(question), circuit.is_open) == ("answered", False)


def test_health_says_which_part_is_away(client):
    assert client.get("/health").json()["parts"] == {"edition": "ok", "database": "ok"}
    with away():
        told = client.get("/health")
    assert told.status_code == 200, "pages are read without it"
    assert (told.json()["status"], told.json()["parts"]["database"]) == ("degraded", "away")


def test_a_form_that_cannot_be_saved_comes_back_with_everything_that_was_typed():
    ours = officers.organisation()
    editor = officers.signed_in(officers.member(ours, "editor").user, raise_request_exception=False)
    typed = {
        "based_on": "3",
        "section": "intro",
        "body_sv": "En lång <text> om träd.",
        "body_en": "A long text.",
        "password": "hemligt",
    }
    path = f"/sv/workspace/{ours.pk}/content/new/text/SE-0480/"
    with away():
        answer = editor.post(path, typed)
        page = answer.content.decode()
        assert editor.get(path).status_code == 503
    assert answer.status_code == 503
    assert "Databasen svarar inte" in page
    assert '<a class="brand" href="/sv/">' in page, "it is seen whose page it is"
    assert "En lång &lt;text&gt; om träd." in page
    assert "A long text." in page
    assert "hemligt" not in page
    assert f'action="{path}"' in page
    for label in ("Avsnitt på sidan", "Text på svenska", "Text på engelska"):
        assert f">{label}</label>" in page
    assert '<input type="hidden" name="based_on" value="3">' in page
    public = Client(raise_request_exception=False)
    with away():
        asked = public.post("/sv/se/nykoping/follow/", {"mail": "anna@example.org", "pace": "weekly"})
    assert (asked.status_code, "anna@example.org" in asked.content.decode()) == (503, True)

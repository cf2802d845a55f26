"""The database away: what was published last is served, or 503; forms come back with what was typed; health says which part."""

from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client
from web import officers

from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import documents

pytestmark = [pytest.mark.usefixtures("on_starter"), pytest.mark.django_db]
ASKED = ("/api/v1/areas/SE-0480/published", "/api/v1/areas/SE-0480/goals", "/api/v1/areas/SE-0480/measures")


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
        assert client.get("/sv/se/nykoping/").status_code == 200
    published.forget()
    before = [client.get(path).json() for path in ASKED]
    assert len(before[0]["published"]) == 1
    with away():
        published.forget()
        assert [client.get(path).json() for path in ASKED] == before
        assert "träd" in client.get("/sv/se/nykoping/").content.decode()


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

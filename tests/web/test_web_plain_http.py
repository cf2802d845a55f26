"""Plain HTTP: methods, unknown hosts and long addresses on every public address, in small answers of the site's own look."""

from __future__ import annotations

import json
import logging

import pytest

pytestmark = pytest.mark.usefixtures("on_starter")
PAGES = (
    "/",
    "/health",
    "/robots.txt",
    "/sitemap.xml",
    "/sv/",
    "/sv/se/nykoping/",
    "/sv/se/nykoping/history.svg",
    "/sv/compare/?areas=SE-0480,SE-0484",
    "/sv/changes.atom",
    "/files/SE/findings.csv",
    "/embed/budget/SE-0480",
    "/badge/SE-0480.svg",
)
API = ("/api/v1/areas", "/api/v1/areas/SE-0480/budget", "/api/v1/methods", "/api/v1/openapi.json")
FORMS = ("/sv/se/nykoping/follow/", "/sv/se/nykoping/join/")
LONG = "a" * 8000


@pytest.mark.parametrize("address", [*PAGES, *API, *FORMS])
def test_head_is_there_wherever_get_is(client, address):
    read, head = client.get(address), client.head(address)
    assert (head.status_code, head.content) == (read.status_code, b"")
    for name in ("Content-Type", "ETag", "Location", "Cache-Control"):
        assert head.headers.get(name) == read.headers.get(name)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND"])
@pytest.mark.parametrize("address", [*PAGES, *API])
def test_another_method_is_405_and_says_which_there_are(client, address, method):
    answer = client.generic(method, address)
    assert answer.status_code == 405
    assert {"GET", "HEAD"} <= {name.strip() for name in answer["Allow"].split(",")}
    assert len(answer.content) < 8_000
    if address in API:
        assert "detail" in json.loads(answer.content)


@pytest.mark.parametrize("address", FORMS)
def test_a_form_says_that_it_takes_post(client, address):
    answer = client.put(address)
    assert (answer.status_code, "POST" in answer["Allow"]) == (405, True)


def test_options_says_what_a_page_takes(client):
    answer = client.options("/sv/se/nykoping/")
    assert (answer.status_code, answer["Allow"], answer.content) == (204, "GET, HEAD, OPTIONS", b"")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"/sv/{LONG[:3000]}/", 404),
        (f"/{LONG}", 414),
        (f"/sv/compare/?areas={LONG}", 414),
        (f"/sv/compare/?areas={LONG[:3900]}", 422),
        (f"/sv/se/nykoping/?limit={LONG[:3900]}", 422),
        (f"/api/v1/areas/SE-0480/budget?limit={LONG[:3900]}", 422),
        (f"/api/v1/{LONG[:3000]}/", 404),
    ],
)
def test_a_long_address_is_not_repeated(client, address, status):
    answer = client.get(address)
    assert answer.status_code == status
    assert LONG[:300] not in answer.content.decode()
    assert len(answer.content) < 30_000


@pytest.fixture
def lines():
    class Lines(logging.Handler):
        def __init__(self) -> None:
            super().__init__()
            self.records: list[logging.LogRecord] = []

        def emit(self, record: logging.LogRecord) -> None:
            self.records.append(record)

    handler = Lines()
    for name in ("", "django.request", "django.security"):
        logging.getLogger(name).addHandler(handler)
    yield handler.records
    for name in ("", "django.request", "django.security"):
        logging.getLogger(name).removeHandler(handler)


def test_an_unknown_host_is_a_page_and_one_line_in_the_log(client, settings, lines):
    settings.ALLOWED_HOSTS = ["budget.example.org"]
    answer = client.get("/sv/", headers={"host": "scanner.example"})
    assert answer.status_code == 400
    assert "Webbplatsen finns inte på den adressen" in answer.content.decode()
    assert "scanner.example" not in answer.content.decode()
    assert [record.getMessage() for record in lines if not record.exc_info] == ["request"]
    assert "scanner.example" in lines[0].fields["refused"]
    assert len(lines) == 1


def test_a_form_that_is_too_large_for_django_is_said_in_the_sites_look(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    answer = client.post("/sv/se/nykoping/follow/", {"mail": "a" * 50})
    assert answer.status_code in (400, 413)
    assert "Det är för stort" in answer.content.decode()

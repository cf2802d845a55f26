"""With the large plants or without them: an ordinary choice of page, address, API, embed and badge."""

from __future__ import annotations

import json

import pytest
from web.markup import Page

pytestmark = pytest.mark.usefixtures("on_starter")
RULED = ("oxelosund", "lulea", "lysekil", "stenungsund", "gotland")


def text(body: str) -> str:
    return Page(body).text.replace("\u00a0", " ")


def _choice(body: str) -> str:
    """What stands among the sentence's choices, before it unfolds."""
    return body.partition('<nav class="choice"')[2].partition("<details")[0]


@pytest.mark.parametrize("slug", RULED)
def test_the_page_of_a_ruled_town_has_the_choice_in_its_sentence(client, slug):
    body = client.get(f"/en/se/{slug}/").content.decode()
    assert 'aria-label="Large plants"' in _choice(body)
    assert "?scope=without-plants" in _choice(body)
    chosen = client.get(f"/en/se/{slug}/?scope=without-plants").content.decode()
    assert "2-degree budget without large plants" in text(chosen)
    assert 'href="?scope=without-plants" aria-current="true"' in _choice(chosen)
    assert '<meta property="og:title" content="' in chosen
    assert "without large plants" in chosen.partition('og:title" content="')[2].partition('"')[0]


def test_a_town_without_plants_keeps_the_choice_folded_and_can_still_make_it(client):
    assert 'aria-label="Large plants"' not in _choice(client.get("/en/se/haparanda/").content.decode())
    assert "without large plants" in text(client.get("/en/se/haparanda/?scope=without-plants").content.decode())


def test_page_and_api_say_the_same_with_and_without(client):
    page = text(client.get("/en/se/oxelosund/").content.decode())
    for scope in ("territorial", "without-plants"):
        found = json.loads(client.get(f"/api/v1/areas/SE-0481/budget?scope={scope}").content)
        rounded = client.get(f"/en/se/oxelosund/?scope={scope}").content.decode()
        assert found["choices"]["scope"] == scope
        told = f"{round(found['remaining_t'], -3):,.0f} tonnes"
        assert told in page, told
        assert told.partition(" ")[0] in text(rounded)


@pytest.mark.parametrize(
    "path",
    [
        "/badge/SE-0481.svg?scope=without-plants&language=en",
        "/embed/headline/SE-0481?scope=without-plants&language=en",
        "/en/se/oxelosund/screen/?scope=without-plants",
        "/en/se/oxelosund/goal/?scope=without-plants",
        "/en/se/oxelosund/explore/?scope=without-plants",
    ],
)
def test_what_is_counted_goes_with_the_budget_everywhere(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert "without large plants" in response.content.decode()


def test_a_scope_without_meaning_is_refused_with_a_reason(client):
    asked = "method=world-per-head&scope=with-cement"
    page = client.get(f"/en/se/gotland/?{asked}")
    assert page.status_code == 422
    assert "counts cement already" in text(page.content.decode())
    answer = client.get(f"/api/v1/areas/SE-0980/budget?{asked}")
    assert answer.status_code == 409
    assert "counts cement already" in answer.content.decode()

"""Explore without script: a form whose address says it all; the API and the page have the same figures."""

import json
import re

import pytest
from web.markup import page

from climate_visualizer.methods.choices import parse
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.scenarios.scenario import answer
from climate_visualizer.scenarios.scenario_paths import Scenario, ground_of
from climate_visualizer.scenarios.scenario_query import read_text
from climate_visualizer.web import current

pytestmark = pytest.mark.usefixtures("on_starter")
PATH = "/sv/se/nykoping/explore/"
API = "/api/v1/areas/SE-0480/scenario"
TEXTS = [
    "",
    "c~100",
    "y~2030.c~55.m~ec~fb2035",
    "s~heating~300~transport~200",
    "g~2030~850~2015",
    "d~2s2i281y1o1e140u0a",
]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("area", ["nykoping", "sodermanlands-lan", "sverige"])
def test_every_scenario_has_a_page(client, area, text, lang):
    found = page(client, f"/{lang}/se/{area}/explore/?s={text}&t=c~50")
    assert len(found.all("h1")) == 1
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not [attrs for _, attrs in found.tags if "style" in attrs or any(name.startswith("on") for name in attrs)]
    assert all(attrs.get("src") for attrs in found.all("script"))
    assert "{" not in found.text


@pytest.mark.parametrize("text", TEXTS)
def test_the_api_says_what_the_scenario_does(client, starter, day, text):
    choices = parse({}, country="SE", as_of=day)
    ground = ground_of(Question(starter, "SE-0480", choices, day))
    scenario = read_text(text, ground) if text else Scenario("trend", 2027)
    a = answer(Question(starter, "SE-0480", choices, day), scenario)
    found = client.get(API, {"s": text, "lang": "en", "picture": "wide"}).json()
    assert found["scenario"] == text
    assert found["path_t"] == list(a.path)
    assert found["used_t"] == a.used_t
    assert found["days_gained"] == a.days_gained
    assert found["used_up_on"] == (a.used_up_on.isoformat() if a.used_up_on else None)
    assert found["picture"].startswith("<svg")
    html = client.get(f"/en/se/nykoping/explore/?s={text}").content.decode()
    assert found["headline"] in html
    for fact in found["facts"]:
        assert fact["value"] in html
    again = client.get(API, {**found["fields"]}).json()
    if ".m~" not in text:
        assert again["path_t"] == found["path_t"]
    json.loads(client.get(API, {"s": text}).content, parse_constant=pytest.fail)


def test_without_a_language_there_are_no_words_and_no_picture(client):
    found = client.get(API, {"s": "c~100"}).json()
    assert (found["headline"], found["facts"], found["picture"]) == ("", [], "")


def test_a_sent_form_leads_to_the_short_address_and_keeps_the_budget(client, on_sweden):
    sent = {"limit": "1.7", "t": "-", "way": "cut", "cut": "12.5", "from": "2028", "measure": ["fossil-free-buses"]}
    response = client.get(PATH, sent)
    assert response.status_code == 302
    assert response.headers["Location"] == f"{PATH}?limit=1.7&likelihood=50&s=y~2028.c~125.m~fb&t=-"
    found = page(client, response.headers["Location"])
    assert "Sida vid sida" in found.text
    ticked = [attrs for attrs in found.all("input") if attrs.get("value") == "fossil-free-buses"]
    assert ["checked" in attrs for attrs in ticked] == [True]
    assert ("limit", "1.7") in [
        (attrs["name"], attrs["value"]) for attrs in found.all("input") if attrs["type"] == "hidden"
    ]


def test_a_measure_whose_source_has_not_been_read_says_so(client, on_sweden):
    html = " ".join(client.get(PATH).content.decode().split())
    shown = [one for one in library().values() if f'value="{one.id}"' in html]
    unread = [one for one in shown if one.checked is None]
    assert 0 < len(unread) < len(shown)
    assert html.count("ännu inte kontrollerad mot originalet") == len(unread)
    for one in unread:
        assert f"{one.page} · ännu inte kontrollerad mot originalet" in html


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("s=c~999", "”999” går inte att använda som minskning per år"),
        ("s=%F0%9F%8C%8D", "går inte att använda som scenario i adressen"),
        ("way=target&target_year=1999&target_cut=85&target_base=1990", "”1999” går inte att använda som målår"),
        ("t=q", "går inte att använda som scenario i adressen"),
        ("way=cut&cut=%3Cscript%3E", "&lt;script&gt;"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, query, said):
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 422
    body = response.content.decode()
    assert said in body
    assert 'role="alert" data-problem>' in body
    if "target_year" in query:
        assert 'value="1999"' in body


def test_a_wrong_budget_is_the_sites_own_problem_page(client):
    assert page(client, f"{PATH}?limit=9", status=422).all("h1")
    assert client.get("/sv/se/atlantis/explore/").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"s": "c~999"}, "cut"),
        ({"t": "c~999"}, "t"),
        ({"lang": "xx"}, "lang"),
        ({"picture": "huge"}, "picture"),
        ({"limit": "9"}, "limit"),
    ],
)
def test_the_api_names_the_field_and_what_is_allowed(client, query, field):
    response = client.get(API, query)
    assert response.status_code == 422
    found = response.json()
    assert found["field"] == field
    assert found["allowed"]
    assert client.get(API.replace("0480", "9999")).status_code == 404


def test_a_wrong_scenario_is_said_in_the_language_asked_for(client):
    assert "går inte att använda" in client.get(API, {"s": "c~999", "lang": "sv"}).json()["said"]


@pytest.mark.parametrize(
    ("kind", "type_"),
    [("svg", "image/svg+xml"), ("png", "image/png"), ("csv", "text/csv; charset=utf-8"), ("json", "application/json")],
)
def test_a_scenario_can_be_taken_along(client, kind, type_):
    response = client.get(f"{PATH}scenario.{kind}?s=c~100&t=-")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == type_
    if kind == "png":
        assert response.content.startswith(b"\x89PNG")
        assert int.from_bytes(response.content[16:20], "big") == 1200
    if kind == "svg":
        assert "var(--" not in response.content.decode()
    wrong = client.get(f"{PATH}scenario.{kind}?s=zz")
    assert wrong.status_code == 422
    assert "går inte att använda" in wrong.content.decode()


def test_the_choice_of_a_budget_keeps_the_scenario(client):
    hrefs = [
        attrs["href"] for attrs in page(client, f"{PATH}?s=c~100").all("a") if "limit=1.5" in attrs.get("href", "")
    ]
    assert hrefs
    assert all("s=c~100" in href for href in hrefs[:1])


def test_it_is_linked_from_the_area_and_in_the_sitemap(client):
    assert "/sv/se/nykoping/explore/" in [
        re.sub(r"\?.*", "", attrs["href"]) for attrs in page(client, "/sv/se/nykoping/").all("a")
    ]
    assert "/sv/se/nykoping/explore/</loc>" in client.get("/sitemap-sv.xml").content.decode()


@pytest.mark.parametrize("kind", ["svg", "csv", "json"])
def test_a_scenario_that_is_taken_along_says_its_source_and_licence(client, kind):
    body = client.get(f"/sv/se/nykoping/explore/scenario.{kind}?s=c~100").content.decode()
    for told in ("SMHI", "CC BY 4.0", current.edition().id):
        assert told in body, told

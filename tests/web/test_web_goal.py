"""Does our goal hold: the page, the front doors, the picture, and an API that says the same."""

import pytest
from django.core.cache import cache
from web.markup import page
from web.officers import organisation

from climate_visualizer.web import published
from climate_visualizer.web.workspace.content import documents

pytestmark = pytest.mark.usefixtures("on_starter")
PAGE = "/sv/se/nykoping/goal/"


def _headline(client, path: str) -> str:
    text = client.get(path).content.decode()
    return text.partition('<h1 id="headline"')[2].partition(">")[2].partition("</h1>")[0]


@pytest.mark.parametrize("area", ["nykoping", "stockholm", "gotland", "harjedalen", "sverige", "blekinge-lan"])
def test_the_page_and_the_api_say_the_same(client, area):
    area_id = client.get(f"/api/v1/areas?q={area}").json()["areas"]
    ids = {one["page"].rstrip("/").rpartition("/")[2]: one["id"] for one in area_id}
    told = client.get(f"/api/v1/areas/{ids[area]}/goal-verdicts?lang=sv").json()
    assert {one["key"] for one in told["goals"]} >= {"2030", "2035", "2040", "2045"}
    for one in told["goals"]:
        assert _headline(client, f"/sv/se/{area}/goal/?goal={one['key']}") == one["verdict"]
        assert one["exceeds_t"] == pytest.approx(one["until_t"] + one["after_t"] - one["left_t"], abs=0.01)
    single = client.get(f"/api/v1/areas/{ids[area]}/goal-verdicts?goal=2040").json()["goals"]
    assert [one["key"] for one in single] == ["2040"]
    assert "Net zero in 2040" in single[0]["verdict"]


def test_an_address_keeps_goal_and_budget_without_script(client):
    found = page(client, f"{PAGE}?goal=2040&limit=1.7&likelihood=50")
    links = [link["href"] for link in found.all("a")]
    assert any(link.startswith("?") and "limit=1.7" in link and "goal=2045" in link for link in links)
    assert any(link.startswith("?") and "goal=2040" in link and "sharing=per-head" in link for link in links)
    assert not found.all("script") or all(one.get("type") == "application/ld+json" for one in found.all("script"))
    assert "Senaste statistik: 20" in found.text
    assert "på väg till målet" in found.text and "efter det, till slutet av 2050" in found.text


def test_a_goal_that_is_not_there_says_which_are(client):
    found = page(client, f"{PAGE}?goal=1999", 422)
    assert "2045" in found.text
    assert client.get("/api/v1/areas/SE-0480/goal-verdicts?goal=1999").status_code == 422
    assert client.get("/api/v1/areas/SE-0480/goal-verdicts?lang=xx").status_code == 422
    assert client.get("/api/v1/areas/SE-9999/goal-verdicts").status_code == 404
    assert client.get("/sv/se/nowhere/goal/").status_code == 404


@pytest.mark.parametrize(("kind", "begins"), [("png", b"\x89PNG"), ("svg", b"<svg"), ("csv", b""), ("json", b"{")])
def test_the_picture_and_the_years_go_along(client, kind, begins):
    answer = client.get(f"{PAGE}goal.{kind}?goal=2045")
    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert f"nykoping-goal-2045.{kind}" in answer.headers["Content-Disposition"]
    assert client.get(f"{PAGE}goal.{kind}?goal=1").status_code == 422


def test_the_picture_that_is_shared_is_that_of_the_verdict(client):
    text = client.get(f"{PAGE}?goal=2035").content.decode()
    assert "/sv/se/nykoping/goal/goal.png?goal=2035" in text


def test_home_and_area_have_the_question_in_every_language(client):
    for lang, asked in (
        ("sv", "Håller vårt mål?"),
        ("en", "Does our goal hold?"),
        ("fi", "Riittääkö tavoitteemme?"),
        ("sv-x-lattlast", "Räcker vårt mål?"),
    ):
        for path in (f"/{lang}/", f"/{lang}/se/nykoping/"):
            found = page(client, path)
            assert asked in found.text, path
            assert len([one for one in found.all("a") if "/goal/?" in one.get("href", "")]) >= 4


def test_a_nations_goal_that_cannot_be_held_against_a_place_says_why(client):
    assert "Landets mål räknas från 1990" in page(client, "/sv/se/gotland/goal/").text


@pytest.mark.django_db
def test_the_municipalitys_own_goal_comes_first_where_one_is_published(client):
    cache.clear()
    published.forget()
    content = {
        "title": "Klimatneutralt",
        "title_en": "",
        "year": 2035,
        "target_kind": "percent",
        "amount": 100.0,
        "base_year": 2015,
        "scope": "",
        "decision": "",
        "link": "",
    }
    version = documents.make(organisation(), "SE-0480", "goal", content, by=None)
    documents.publish(version.document, version.number, by=None)
    published.forget()
    assert _headline(client, PAGE).startswith("Nyköpings kommuns eget mål håller")
    first = client.get("/api/v1/areas/SE-0480/goal-verdicts").json()["goals"][0]
    assert (first["key"], first["years"]) == ("own", [{"year": 2035, "tonnes": 0.0}])

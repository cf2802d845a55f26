"""A group of areas by API: the same figures as its page, sums of its members', and refusals in words."""

import json
from urllib.parse import quote

import pytest
from web.markup import page

pytestmark = pytest.mark.usefixtures("on_starter")
PAIR = "areas=SE-0480,SE-0481"
OTHERS = ("limit=1.5", "scope=without-plants", "sharing=per-head", "method=world-per-head", "as_of=2025-06-01")


def _asked(client, query: str, status: int = 200) -> dict:
    response = client.get(f"/api/v1/groups?{query}")
    assert response.status_code == status, response.content[:400]
    return json.loads(response.content)


@pytest.mark.parametrize("choice", ["", *OTHERS])
def test_a_group_is_the_sum_of_its_members_by_every_choice(client, choice):
    found = _asked(client, f"{PAIR}&{choice}")
    members = [json.loads(client.get(f"/api/v1/areas/{one}/budget?{choice}").content) for one in ("SE-0480", "SE-0481")]
    for name in ("budget_t", "remaining_t", "base_emissions_t_per_year", "emitted_estimated_t"):
        assert found[name] == pytest.approx(sum(one[name] for one in members), rel=1e-9), name
    for mine, theirs in zip(found["members"], members, strict=True):
        same = ("area", "budget_t", "remaining_t", "used_up_on", "required_cut_percent")
        assert {name: mine[name] for name in same} == {name: theirs[name] for name in same}
        assert mine["part_of_group"] == pytest.approx(theirs["budget_t"] / found["budget_t"], rel=1e-12)
    assert found["choices"] == members[0]["choices"]
    assert found["ranges"] is None


def test_page_and_api_say_the_same(client):
    found = _asked(client, PAIR)
    shown = page(client, found["area"]["page"]).text
    assert found["area"]["name"] == "The group"
    assert f"{round(found['remaining_t'], -3):,.0f}" in shown.replace("\u202f", ",")
    for one in found["members"]:
        assert one["area"]["name"] in shown


@pytest.mark.parametrize(
    ("areas", "status", "said"),
    [
        ("SE-0480", 422, "at least 2 places"),
        ("", 422, "at least 2 places"),
        ("SE-0480,SE-0480", 409, "at least 2 places"),
        ("SE-0480,SE-04", 409, "lies within"),
        ("SE-0480,SE-9999", 404, "SE-9999"),
        ("not an id,neither", 404, "not an id"),
        (",".join(f"SE-{number:04}" for number in range(60)), 422, "at most 50 places"),
    ],
)
def test_what_makes_no_group_says_so(client, areas, status, said):
    assert said in _asked(client, f"areas={quote(areas)}", status)["detail"]


def test_a_group_without_areas_is_told_what_is_missing(client):
    assert "areas" in _asked(client, "", 422)["detail"]


def test_it_is_asked_again_for_nothing(client):
    first = client.get(f"/api/v1/groups?{PAIR}")
    again = client.get(f"/api/v1/groups?{PAIR}", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304

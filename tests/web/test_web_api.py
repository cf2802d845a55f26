"""The API: the pages' own figures, documented to the last field, and never a 500."""

import json

import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.methods.question import ask

pytestmark = pytest.mark.usefixtures("on_starter")


def test_the_budget_is_what_the_assessment_says(client, starter, day):
    for query in ({}, {"limit": "1.5"}, {"method": "world-per-head", "limit": "1.8", "likelihood": "67"}):
        a = assess(ask(starter, "SE-0480", query, as_of=day))
        found = client.get("/api/v1/areas/SE-0480/budget", query).json()
        assert found["edition"] == a.edition_id
        assert found["budget_t"] == a.budget_t
        assert found["remaining_t"] == a.remaining_t
        assert found["overdrawn_t"] == a.overdrawn_t
        assert found["used_up_on"] == (a.used_up_on.isoformat() if a.used_up_on else None)
        assert (found["pathway"] is None) == (a.pathway is None)
        if a.required_cut is not None:
            assert found["required_cut_percent"] == pytest.approx(100 * a.required_cut)
        assert [step["step"] for step in found["derivation"]] == [step.key for step in a.derivation]
        assert found["choices"]["method"] == a.method.id


def test_fields_carry_their_unit(client):
    found = client.get("/api/v1/areas/SE-0480/budget").json()
    promised = {
        "budget_t", "remaining_t", "base_emissions_t_per_year", "base_year", "required_cut_percent", "achieved_cut_percent",
        "years_left", "used_up_on", "overdrawn_t", "pathway", "derivation", "edition",
    }  # fmt: skip
    assert promised <= set(found)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 312),
        ({"kind": "county"}, 21),
        ({"parent": "SE-04"}, 9),
        ({"q": "NYK"}, 2),
        ({"country": "no"}, 0),
    ],
)
def test_areas_filter_by_all_that_is_asked(client, query, count):
    found = client.get("/api/v1/areas", query).json()
    assert found["count"] == len(found["areas"]) == count


def test_a_word_of_many_names_finds_every_one_of_them(client, starter):
    found = client.get("/api/v1/areas", {"country": "se", "q": "län"}).json()
    named = {area.id for area in starter.areas if area.kind == "county"}
    assert named <= {area["id"] for area in found["areas"]}
    assert found["count"] == len(found["areas"]) < len(starter.areas) / 2


def test_one_area_and_its_emissions_as_json_and_csv(client, starter):
    assert client.get("/api/v1/areas/SE-0480").json()["name"] == "Nyköping"
    found = client.get("/api/v1/areas/SE-0480/emissions").json()
    newest = starter.cube("SE").years[-1]
    total = [
        row for row in found["figures"] if (row["sector"], row["subsector"], row["year"]) == ("total", "total", newest)
    ]
    assert total[0]["tonnes"] == starter.cube("SE").totals[starter.cube("SE").area_ids.index("SE-0480"), -1]
    text = client.get("/api/v1/areas/SE-0480/emissions?format=csv")
    assert text["Content-Type"].startswith("text/csv")
    assert len(text.content.decode().splitlines()) == len(found["figures"]) + 1


def test_disputed_figures_are_marked(client, on_sweden):
    orebro = client.get("/api/v1/areas/SE-18/emissions").json()
    marked = {(row["sector"], row["year"]) for row in orebro["figures"] if row["disputed"]}
    assert ("waste", 2021) in marked
    assert len(orebro["disputes"]) == len(marked)
    assert client.get("/api/v1/areas/SE-18").json()["disputed"] is True
    budget = client.get("/api/v1/areas/SE-18/budget").json()
    assert budget["disputed"] is True
    assert budget["disputes"][0]["gap_t"] == pytest.approx(126806, abs=0.5)
    assert client.get("/api/v1/areas/SE-0480/budget").json()["disputed"] is False


def test_methods_name_what_may_be_chosen_and_every_such_choice_works(client):
    for method in client.get("/api/v1/methods").json():
        assert method["name"]["sv"]
        assert method["leaves_out"]["en"]
        if not {"SE", "*"} & set(method["countries"]):
            continue
        choices = {name: method["allowed"][name] for name in ("limit", "sharing", "pathway")}
        for at in range(
            max(map(len, choices.values()))
        ):  # each value once; every one beside every other is tried on assess
            query = {"method": method["id"], **{name: values[at % len(values)] for name, values in choices.items()}}
            assert client.get("/api/v1/areas/SE-0480/budget", query).status_code == 200, query


def test_the_edition_names_its_files(client, starter):
    found = client.get("/api/v1/editions").json()[0]
    assert found["id"] == starter.id
    assert found["starter"] is True
    assert found["gases"] == ["CO2"]
    assert all(origin["sha256"] for origin in found["origins"])


@pytest.mark.parametrize("area", ["SE-9999", "XX", "se-0480", "%20", "SE-0480'--"])
@pytest.mark.parametrize("rest", ["", "/emissions", "/budget", "/outlook", "/vintages"])
def test_an_unknown_area_is_404_with_a_sentence(client, area, rest):
    response = client.get(f"/api/v1/areas/{area}{rest}")
    assert response.status_code == 404
    assert "There is no area" in response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("areas?kind=village", "kind"),
        ("areas/SE-0480/emissions?gas=SF6", "gas"),
        ("areas/SE-0480/emissions?format=xml", "format"),
        ("areas/SE-0480/budget?method=x", "method"),
        ("areas/SE-0480/budget?limit=1.4", "limit"),
        ("areas/SE-0480/budget?limit=nan", "limit"),
        ("areas/SE-0480/budget?limit=1e999", "limit"),
        ("areas/SE-0480/budget?likelihood=5", "likelihood"),
        ("areas/SE-0480/budget?scope=international", "scope"),
        ("areas/SE-0480/budget?pathway=up", "pathway"),
        ("areas/SE-0480/budget?start=1990", "start"),
        ("areas/SE-0480/outlook?limit=9", "limit"),
        ("areas/SE-0480/vintages?method=x", "method"),
        ("areas/SE-0480/budget?sharing=x&vintage=y", "vintage"),
    ],
)
def test_a_wrong_choice_is_422_naming_the_allowed_values(client, path, field):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 422
    found = response.json()
    assert found["field"] == field
    assert found["allowed"]
    assert found["allowed"][0] in found["detail"]


@pytest.mark.parametrize(
    "path",
    [
        "areas/SE-0480/budget?limit=1.6",
        "areas/SE-0480/budget?method=gb-tyndall-2020",
        "areas/SE-0480/budget?world_gt=400",
        "areas/SE-0480/scenario?s=s~cement~100",
        "areas/SE-0480/scenario?s=y~2040.g~2030~850~1990",
        "areas/SE-0480/goals?method=gb-tyndall-2020",
        "countries/SE/fair-shares?vintage=published",
        "areas/SE-0480/changes?since=2001-01-01-0123456789",
    ],
)
def test_what_the_description_allows_but_has_no_answer_here_is_409_and_says_what_has(client, path):
    response = client.get(f"/api/v1/{path}")
    assert response.status_code == 409, response.json()
    assert response.json()["field"] and response.json()["detail"]


@pytest.mark.parametrize("sharing", ["ability-to-pay", "responsibility-capability", "equal-cumulative"])
def test_a_principle_without_statistics_says_why_and_falls_back_to_no_other(client, sharing):
    response = client.get(f"/api/v1/areas/SE-0480/budget?sharing={sharing}")
    assert response.status_code == (409 if sharing == "equal-cumulative" else 422)
    assert "can't be" in response.json()["detail"]
    assert sharing not in response.json()["allowed"]


def test_the_outlook_has_ranges_in_order_and_a_chance(client):
    found = client.get("/api/v1/areas/SE-0480/outlook").json()
    assert [row["percent"] for row in found["quantiles"]] == [5, 17, 50, 83, 95]
    for name in ("budget_t", "remaining_t", "required_cut_percent"):
        values = [row[name] for row in found["quantiles"]]
        assert values == sorted(values)
    days = [row["used_up_on"] or "9999" for row in found["quantiles"]]
    assert days == sorted(days)
    assert 0 < found["chance_within_percent"] < 50
    low, middle, high = found["implied_limit"]
    assert 1.5 < low < middle < high < 4.5  # nothing is told beyond about 1000 PgC
    assert client.get("/api/v1/areas/SE-0480/outlook").json() == found


def test_an_outlook_without_known_inputs_is_refused(client):
    asked = {"method": "world-per-head", "vintage": "gcb-2025", "limit": "1.5", "likelihood": "50"}
    response = client.get("/api/v1/areas/SE-0480/outlook", asked)
    assert response.status_code == 409
    assert response.json()["allowed"] == ["igcc-2024", "ar6-2021"]
    assert "not published" in response.json()["detail"]


def test_vintages_show_the_same_area_by_every_budget(client):
    found = client.get("/api/v1/areas/SE-0480/vintages?limit=1.5&likelihood=50").json()["vintages"]
    by_name = {(one["method"], one["vintage"]): one for one in found}
    assert {("se-uppsala-2022", "published"), ("se-uppsala-2023", "published")} <= set(by_name)
    assert ("world-grandfathering", "ar6-2021") in by_name
    assert {(one["limit"], one["likelihood"]) for one in found} == {(1.5, 50)}
    budget = client.get("/api/v1/areas/SE-0480/budget?limit=1.5&likelihood=50").json()
    assert by_name["se-uppsala-2023", "published"]["remaining_t"] == budget["remaining_t"]


def test_a_text_that_is_too_long_is_a_sentence(client):
    response = client.get("/api/v1/areas", {"q": "x" * 101})
    assert response.status_code == 422
    assert "q:" in response.json()["detail"]


def test_answers_have_an_etag_of_edition_and_choices(client):
    first = client.get("/api/v1/areas/SE-0480/budget")
    assert client.get("/api/v1/areas/SE-0480/budget", headers={"if-none-match": first["ETag"]}).status_code == 304
    other = client.get("/api/v1/areas/SE-0480/budget?limit=1.5", headers={"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_a_new_edition_has_another_etag(client, settings, on_own_starter, request):
    first = client.get("/api/v1/areas/SE-0480/budget")["ETag"]
    from climate_visualizer.editions.importing.starter import read_starter
    from climate_visualizer.editions.publishing.publish import publish

    candidate = read_starter(settings.DATA / "starter")
    candidate.manifest["id"] = "2031-01-01-0123456789"
    publish(candidate, settings.EDITIONS)
    second = client.get("/api/v1/areas/SE-0480/budget", headers={"if-none-match": first})
    assert second.status_code == 200
    assert second["ETag"] != first


def test_anybodys_page_may_read_it(client):
    assert client.get("/api/v1/areas")["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/areas/XX")["Access-Control-Allow-Origin"] == "*"
    asked = client.options(
        "/api/v1/areas", headers={"origin": "https://example.org", "access-control-request-method": "GET"}
    )
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert "Access-Control-Allow-Origin" not in client.get("/sv/")
    assert client.post("/api/v1/areas").status_code == 405


def test_every_field_of_the_description_has_an_example_or_is_made_of_such(client):
    described = client.get("/api/v1/openapi.json").json()
    schemas = described["components"]["schemas"]
    for name in ("AreaOut", "Figure", "DisputeOut", "Year", "StepOut", "DelayOut", "ChoicesOut"):
        for field, facts in schemas[name]["properties"].items():
            assert facts.get("examples"), f"{name}.{field}"
    for path, operations in described["paths"].items():
        for parameter in operations["get"].get("parameters", []):
            given = (parameter.get("example"), parameter["schema"].get("example"), parameter["schema"].get("examples"))
            assert parameter["in"] == "path" or any(given), (path, parameter)
        assert operations["get"]["summary"]


def test_no_answer_holds_what_json_has_not(client):
    for area in ("SE", "SE-09", "SE-0480"):
        for limit in ("1.5", "1.7", "2.0"):
            body = client.get(f"/api/v1/areas/{area}/budget?limit={limit}").content.decode()
            json.loads(body, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON"))

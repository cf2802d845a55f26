"""Figures for any day, a reader's own world budget, and other rules of trend and rate; one date wherever it stands."""

import csv
import io
from datetime import date

import pytest

from climate_visualizer.web.api.shapes import BudgetOut

pytestmark = pytest.mark.usefixtures("on_starter")
AREA = "/api/v1/areas/SE-0480"


def test_one_date_from_budget_scenario_page_and_file(client):
    budget = client.get(f"{AREA}/budget").json()
    scenario = client.get(f"{AREA}/scenario").json()
    rows = {row["area_id"]: row for row in csv.DictReader(io.StringIO(client.get("/files/SE/findings.csv").text))}
    row = rows["SE-0480"]
    assert (
        budget["used_up_on_trend"] == scenario["used_up_on_trend"] == scenario["used_up_on"] == row["used_up_on_trend"]
    )
    assert budget["used_up_on"] == row["used_up_on"]
    page = client.get("/en/se/nykoping/").text
    for name in ("used_up_on", "used_up_on_trend"):
        assert date.fromisoformat(budget[name]).strftime("%B %Y") in page


@pytest.mark.parametrize("day", ["2019-05-01", "2022-07-01", "2022-12-31", "2023-01-01", "2027-01-01", "2040-06-30"])
@pytest.mark.parametrize("path", ["budget", "outlook", "scenario", "vintages"])
def test_any_day_within_before_and_after_the_statistics_is_answered(client, day, path):
    answer = client.get(f"{AREA}/{path}", {"as_of": day, "method": "se-uppsala-2022"})
    assert answer.status_code == 200, answer.text
    assert answer.json()["as_of"] == day
    assert client.get(f"{AREA}/{path}").json()["as_of"] != day, "the next question is for today again"


@pytest.mark.parametrize("area", ["SE", "SE-0980", "SE-0480"])
def test_a_rate_is_not_known_before_all_that_the_scope_takes_off_is(client, area):
    """What a cement plant's limestone gives off is known from 2015 on; Nyköping has none."""
    early = client.get(f"/api/v1/areas/{area}/budget", {"as_of": "2005-11-18"}).json()
    whole = client.get(f"/api/v1/areas/{area}/budget", {"as_of": "2005-11-18", "scope": "with-cement"}).json()
    BudgetOut.model_validate(early)
    assert (early["current_emissions_t_per_year"] is None) == (area != "SE-0480")
    assert (early["ranges"]["current_emissions_t_per_year"]["low"] is None) == (area != "SE-0480")
    assert whole["current_emissions_t_per_year"] > 0


def test_what_is_left_on_an_earlier_day_is_counted_from_the_published_year(client):
    told = [
        client.get(f"{AREA}/budget", {"as_of": day, "method": "se-uppsala-2022"}).json()
        for day in ("2022-01-01", "2022-07-02", "2023-01-01")
    ]
    published = next(year["emissions_t"] for year in told[0]["history"] if year["year"] == 2022)
    assert [one["emitted_published_t"] for one in told] == pytest.approx([0.0, published * 182 / 365, published])
    assert [one["emitted_estimated_t"] for one in told] == [0.0, 0.0, 0.0]
    assert told[0]["remaining_t"] == told[0]["budget_t"]


@pytest.mark.parametrize("day", ["1985-01-01", "2050-01-01", "2022-13-01", "today", "x" * 300])
def test_a_day_that_cannot_be_asked_for_is_refused_in_a_sentence(client, day):
    answer = client.get(f"{AREA}/budget", {"as_of": day})
    assert answer.status_code == 422
    assert answer.json()["field"] == "as_of"


def test_a_readers_own_world_budget_is_shared_out_as_a_published_one(client):
    published = client.get(f"{AREA}/budget", {"method": "world-per-head", "limit": "1.7", "likelihood": "50"}).json()
    step = next(one for one in published["derivation"] if one["step"] == "world")
    asked = {
        "method": "world-per-head",
        "limit": "1.7",
        "likelihood": "50",
        "world_gt": step["tonnes"] / 1e9,
        "world_start": "2025",
    }
    own = client.get(f"{AREA}/budget", asked).json()
    assert own["budget_t"] == pytest.approx(published["budget_t"])
    assert own["budget_start"] == "2025-01-01"
    half = client.get(f"{AREA}/budget", {**asked, "world_gt": step["tonnes"] / 2e9}).json()
    assert half["budget_t"] == pytest.approx(own["budget_t"] / 2)
    again = client.get(
        f"{AREA}/budget", {"method": "world-per-head", "vintage": own["choices"]["vintage"], "limit": "1.7"}
    ).json()
    assert again["budget_t"] == pytest.approx(own["budget_t"], rel=1e-5), "the vintage names it in an address"
    for wrong in (
        {"world_gt": "-5"},
        {"world_gt": "400", "world_start": "1950"},
        {"world_gt": "much"},
        {"world_gt": "nan"},
    ):
        assert client.get(f"{AREA}/budget", {**asked, **wrong}).status_code == 422
    assert client.get(f"{AREA}/budget", {"world_gt": "400"}).json()["field"] == "world_gt", (
        "a national budget is no world's"
    )


def test_other_rules_of_trend_and_rate(client):
    default = client.get(f"{AREA}/budget").json()
    years = {year["year"]: year["emissions_t"] for year in default["history"]}
    newest = max(years)
    level = client.get(f"{AREA}/budget", {"trend": "level"}).json()
    assert all(year["emissions_t"] == pytest.approx(years[newest]) for year in level["trend"])
    line = client.get(f"{AREA}/budget", {"trend": "line"}).json()
    assert line["trend"][-1]["emissions_t"] < level["trend"][-1]["emissions_t"]
    growth = client.get(f"{AREA}/budget", {"trend": "growth"}).json()
    assert 0 < growth["trend"][-1]["emissions_t"] < level["trend"][-1]["emissions_t"]
    last = client.get(f"{AREA}/budget", {"rate": "last-published"}).json()
    assert last["current_emissions_t_per_year"] == pytest.approx(years[newest])
    five = client.get(f"{AREA}/budget", {"rate": "five-years"}).json()
    mean = sum(years[year] for year in range(newest - 4, newest + 1)) / 5
    assert five["current_emissions_t_per_year"] == pytest.approx(mean)
    assert last["remaining_t"] == five["remaining_t"] == default["remaining_t"]
    assert default["ranges"] and not last["ranges"] and not level["ranges"]
    assert client.get(f"{AREA}/budget", {"trend": "hope"}).status_code == 422


def test_estimates_of_every_area_since_the_last_statistics(client, starter, day):
    rows = list(csv.DictReader(io.StringIO(client.get("/files/SE/estimates.csv").text)))
    assert list(rows[0])[:8] == ["area_id", "year", "status", "estimate_t", "low_t", "high_t", "low90_t", "high90_t"]
    own = [row for row in rows if row["area_id"] == "SE-0480"]
    newest = starter.cube("SE").years[-1]
    years = [(str(newest), "published"), *((str(year), "estimated") for year in range(newest + 1, day.year + 1))]
    assert [(row["year"], row["status"]) for row in own] == years
    assert own[0]["low_t"] == ""
    for row in own[1:]:
        ends = [float(row[name]) for name in ("low90_t", "low_t", "estimate_t", "high_t", "high90_t")]
        assert ends == sorted(ends)
    widths = [float(row["high_t"]) / float(row["low_t"]) for row in own[1:]]
    assert widths == sorted(widths)
    assert {row["area_id"] for row in client.get("/files/SE/estimates.json").json()["rows"]} == {
        row["area_id"] for row in rows
    }


@pytest.mark.parametrize("area", ["SE", "SE-08", "SE-0980", "SE-1496", "SE-0480"])
def test_budget_and_scenario_have_one_date_on_any_day_or_the_scenario_says_from_which(client, area):
    """Without cement the figures of places with a plant begin in 2015: a path from 1991 began with nothing."""
    for asked in ("1991-01-01", "2003-05-05", "2016-07-01", "2023-06-01", "2029-01-01"):
        budget = client.get(f"/api/v1/areas/{area}/budget", {"as_of": asked}).json()
        answer = client.get(f"/api/v1/areas/{area}/scenario", {"as_of": asked})
        if answer.status_code == 200:
            assert answer.json()["used_up_on"] == budget["used_up_on_trend"], asked
            assert all(tonnes > 0 for tonnes in answer.json()["path_t"]), asked
        else:
            assert area != "SE-0480" and asked < "2015"
            facts = answer.json()
            assert (answer.status_code, facts["field"], facts["allowed"]) == (409, "as_of", ["a day from 2015-01-01"])
            assert "What is emitted in this scope is not known before." in facts["detail"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"trend": "level"}, "Years after 2023 are here taken to be like that one."),
        ({"trend": "line"}, "Years after 2023 are here taken to lie on a straight line through the ten before."),
        ({"trend": "growth"}, "Years after 2023 are here taken to change by the same part each year"),
        ({"rate": "last-published"}, "“Today’s rate” is here that of 2023."),
        ({"rate": "five-years", "trend": "nowcast"}, "“Today’s rate” is here the mean of 2019 to 2023."),
    ],
)
def test_a_page_and_its_files_say_which_rule_stands_in_the_place_of_the_estimates(client, asked, said):
    assert said in client.get("/en/se/nykoping/", asked).text
    assert said not in client.get("/en/se/nykoping/").text
    for language in ("sv", "nb", "de", "fi", "sv-x-lattlast"):
        page = client.get(f"/{language}/se/nykoping/", asked).text
        assert said not in page and "are here taken" not in page and "is here" not in page
    assert said in client.get("/en/se/nykoping/figures.json", asked).text
    line = next(csv.DictReader(io.StringIO(client.get("/en/se/nykoping/figures.csv", asked).text)))
    assert all(f"{name}={value}" in line["choices"].split("&") for name, value in asked.items()) and line["as_of"]
    findings = csv.DictReader(io.StringIO(client.get("/files/SE/findings.csv", asked).text))
    row = next(findings)
    assert [row[name] for name in asked] == list(asked.values())

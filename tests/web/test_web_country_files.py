"""Whole-country files by their addresses."""

import io
import itertools
import json

import polars as pl
import pytest

pytestmark = pytest.mark.usefixtures("on_starter")
MAGIC = {"csv": b"area_id,", "json": b"{", "parquet": b"PAR1", "xlsx": b"PK"}


@pytest.mark.parametrize(("name", "kind"), list(itertools.product(["findings", "emissions"], MAGIC)))
def test_a_whole_country_is_one_file_that_anybody_may_fetch(client, name, kind):
    response = client.get(f"/files/se/{name}.{kind}")
    assert response.status_code == 200
    assert response.content.startswith(MAGIC[kind])
    assert response["Access-Control-Allow-Origin"] == "*"
    assert f"SE-{name}.{kind}" in response["Content-Disposition"]
    again = client.get(f"/files/se/{name}.{kind}", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304


def test_the_findings_follow_the_choices_and_agree_with_the_api(client):
    frame = pl.read_csv(io.BytesIO(client.get("/files/se/findings.csv?limit=1.7&sharing=per-head").content))
    row = frame.row(by_predicate=pl.col("area_id") == "SE-0480", named=True)
    budget = client.get("/api/v1/areas/SE-0480/budget?limit=1.7&sharing=per-head").json()
    for name in ("budget_t", "remaining_t", "required_cut_percent", "used_up_on", "persons", "per_head_t"):
        assert row[name] == (pytest.approx(budget[name]) if isinstance(budget[name], float) else budget[name]), name
    assert json.loads(client.get("/files/se/findings.json?limit=1.7").content)["choices"]["limit"] == 1.7


def test_the_emissions_are_those_of_the_api(client):
    frame = pl.read_parquet(io.BytesIO(client.get("/files/SE/emissions.parquet").content))
    told = client.get("/api/v1/areas/SE-0480/emissions").json()["figures"]
    own = frame.filter((pl.col("area_id") == "SE-0480") & (pl.col("gas") == "CO2"))
    assert own["tonnes"].sum() == pytest.approx(sum(one["tonnes"] or 0.0 for one in told))


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/files/zz/findings.csv", 404, ""),
        ("/files/se/findings.csv?limit=9", 422, "limit"),
        ("/files/se/areas.geojson?limit=9", 422, "limit"),
        ("/files/se/findings.doc", 404, ""),
    ],
)
def test_what_cannot_be_had_is_said(client, path, status, said):
    response = client.get(path)
    assert response.status_code == status
    assert said in response.content.decode()


def test_the_map_is_there_or_a_sentence_says_why_not(client, starter):
    response = client.get("/files/se/areas.geojson")
    assert response.status_code == (200 if starter.boundaries.height else 404)
    if response.status_code == 404:
        assert response.json()["detail"].endswith("so there is no map.")


def test_the_data_page_leads_to_the_files(client):
    made = client.get("/sv/data/").content.decode()
    for name, kind in itertools.product(["findings", "emissions"], MAGIC):
        assert f'href="/files/se/{name}.{kind}"' in made

"""Estimates are kept beside the editions they were shown with, and scored when figures come for those years."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from climate_visualizer.budget.estimates import kept_table
from climate_visualizer.editions.publishing import kept_estimates


def test_an_editions_estimates_are_kept_and_scored_by_what_came(releases):
    var, before, after, _ = releases
    root = var / "editions"
    assert kept_estimates.is_kept(before.id, root) and kept_estimates.is_kept(after.id, root)
    kept = pl.read_parquet(root / "estimates" / f"{before.id}.parquet")
    assert kept.columns == ["area_id", "year", "estimate_t", "low_t", "high_t", "low90_t", "high90_t"]
    assert kept["year"].min() == 2022
    rows = kept_estimates.scored(before.id, after, root)
    assert set(rows["year"]) == {2022}
    assert rows.height > 300
    came = dict(after.emissions_of("SE-0480").filter(pl.col("sector") == "total")["year", "tonnes"].iter_rows())
    own = rows.filter(pl.col("area_id") == "SE-0480").row(0, named=True)
    assert own["came_t"] == came[2022]
    assert own["error"] == pytest.approx(own["estimate_t"] / came[2022] - 1.0)
    assert own["within"] == (own["low_t"] <= came[2022] <= own["high_t"])
    (told,) = kept_estimates.summary(rows)
    assert told["areas"] == rows.height
    assert told["median"] == pytest.approx(float(np.median(np.abs(rows["error"].to_numpy()))), abs=1e-6)
    assert told["median"] < 0.05
    assert 0.4 < told["within"] < 0.9
    assert told["within90"] > 0.8
    assert kept_estimates.scored("never-published", after, root).is_empty()
    assert kept_estimates.summary(kept_estimates.scored(after.id, after, root)) == [], "nothing has come for it yet"


def test_an_edition_without_anything_to_estimate_keeps_that_it_has_none(tmp_path, starter):
    kept_estimates.keep(kept_table(replace(starter, areas=(starter.area("SE"),))), starter.id, tmp_path)
    assert kept_estimates.is_kept(starter.id, tmp_path)
    assert kept_estimates.scored(starter.id, starter, tmp_path).is_empty()


def test_what_is_kept_is_never_written_again(tmp_path, starter):
    table = kept_table(starter)
    kept_estimates.keep(table, starter.id, tmp_path)
    first = (tmp_path / "estimates" / f"{starter.id}.parquet").read_bytes()
    kept_estimates.keep(table.with_columns(pl.col("estimate_t") * 2), starter.id, tmp_path)
    assert (tmp_path / "estimates" / f"{starter.id}.parquet").read_bytes() == first


def test_the_api_tells_the_score(client, settings, releases, db):
    var, before, _, _ = releases
    settings.VAR, settings.EDITIONS = var, var / "editions"
    (told,) = client.get("/api/v1/score").json()["scores"]
    assert (told["edition"], told["country"], told["year"]) == (before.id, "SE", 2022)
    assert told["median_error_percent"] < 5
    (own,) = client.get("/api/v1/areas/SE-0480/score").json()["scores"]
    assert own["error_percent"] == pytest.approx(100 * (own["estimate_t"] / own["came_t"] - 1))
    assert client.get("/api/v1/areas/SE-9999/score").status_code == 404
    page = client.get("/en/method/").text
    assert "Within two in three" in page and before.id in page


def test_an_installation_with_one_edition_has_no_score_yet(client, on_starter):
    assert client.get("/api/v1/score").json()["scores"] == []
    assert client.get("/api/v1/areas/SE-0480/score").json()["scores"] == []
    assert "none have come yet" in client.get("/en/method/").text

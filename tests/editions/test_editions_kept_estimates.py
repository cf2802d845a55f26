"""Estimates are kept beside the editions they were shown with, and scored when figures come for those years."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from editions.small_editions import small_edition

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


def test_a_score_is_worked_out_by_what_came_whatever_the_figures(tmp_path):
    figures = {
        (place, "CO2", sector, part, year): tonnes
        for place, tonnes in (("SE-0480", 100.0), ("SE-0481", 50.0), ("SE-0482", 0.0))
        for sector, part in (("total", "total"), ("waste", "total"), ("waste", "part"))
        for year in (2021, 2022)
    }
    edition = small_edition(figures, {}, "2024-04-18-0123456789")
    rows = [
        ("SE-0480", 2022, 110.0, 100.0, 120.0, 90.0, 130.0),
        ("SE-0480", 2023, 110.0, 100.0, 120.0, 90.0, 130.0),
        ("SE-0481", 2022, 40.0, 30.0, 49.0, 20.0, 50.0),
        ("SE-0482", 2022, 40.0, 30.0, 49.0, 20.0, 50.0),
        ("SE-0480", 2021, None, 101.0, 120.0, 101.0, 130.0),
        ("SE-0481", 2021, 60.0, 51.0, 70.0, 51.0, 80.0),
    ]
    table = pl.DataFrame(rows, schema=kept_estimates.ESTIMATES, orient="row")
    kept_estimates.keep(table, "before", tmp_path)
    found = kept_estimates.scored("before", edition, tmp_path)
    wanted = ["area_id", "year", "came_t", "within", "within90", "edition", "country"]
    assert set(found.columns) == set(kept_estimates.SCORED)
    assert found.select(wanted).rows() == [
        ("SE-0480", 2022, 100.0, True, True, "before", "SE"),
        ("SE-0481", 2021, 50.0, False, False, "before", "SE"),
        ("SE-0481", 2022, 50.0, False, True, "before", "SE"),
    ]
    assert found["error"].to_list() == pytest.approx([0.1, 0.2, -0.2])
    every = kept_estimates.every(("before", edition.id, "nothing"), edition, tmp_path)
    assert every.schema == pl.Schema(kept_estimates.SCORED)
    assert every.rows() == found.select(list(kept_estimates.SCORED)).rows()
    first, second = kept_estimates.scores(("before",), edition, tmp_path)
    assert [(one["year"], one["areas"], one["within"], one["within90"]) for one in (first, second)] == [
        (2021, 1, 0.0, 0.0),
        (2022, 2, 0.5, 1.0),
    ]
    assert {one[name] for one in (first, second) for name in ("edition", "country")} == {"before", "SE"}
    assert second["bias"] == pytest.approx(-0.05) and second["median"] == pytest.approx(0.15)

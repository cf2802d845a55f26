"""Published local budgets stand beside ours, with their source and why the two differ."""

import pytest

from climate_visualizer.budget.comparing.published_local import published_budgets

pytestmark = pytest.mark.usefixtures("on_starter")


def test_every_published_budget_has_a_source_and_a_cut_that_its_figures_allow():
    for one in published_budgets():
        assert one.tonnes > 1e5 and 0.05 < one.cut < 0.3 and one.source and one.url.startswith("https://")
        if one.emissions:
            assert one.cut == pytest.approx(one.emissions / (one.emissions + one.tonnes), abs=1e-3)


def test_the_page_and_the_api_say_the_same(client):
    answer = client.get("/api/v1/areas/SE-0486/published-budgets").json()
    (row,) = answer["published_budgets"]
    assert row["budget_t"] == 737_173 and row["ours_per_published"] == pytest.approx(row["ours_t"] / 737_173)
    assert 0.5 < row["ours_per_published"] < 1.5
    page = client.get("/en/se/strangnas/").content.decode()
    assert "737,000" in page.replace("\u202f", ",").replace("\u00a0", " ").replace("737 000", "737,000")
    assert "counts flights and shipping abroad, shared per inhabitant" in page
    assert "Strängnäs kommun" in page


def test_no_ratio_is_made_of_budgets_from_other_years(client):
    rows = client.get("/api/v1/areas/SE-0480/published-budgets").json()["published_budgets"]
    assert [row["published"] for row in rows] == [2023, 2020]
    assert all(row["ours_t"] is None for row in rows)
    assert client.get("/api/v1/areas/SE-04/published-budgets").json()["published_budgets"] == []

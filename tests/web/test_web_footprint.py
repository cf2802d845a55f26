"""Your part: the page brings the figures per head and what the browser reckons with, and the scripts are light."""

import gzip

import pytest
from conftest import ROOT
from web.markup import page

from climate_visualizer.budget.assess import assess
from climate_visualizer.methods.question import ask
from climate_visualizer.plans.footprint import factors, shares
from climate_visualizer.web.pages.areas.footprint_page import UNITS

pytestmark = pytest.mark.usefixtures("on_starter")
STATIC = ROOT / "climate_visualizer" / "web" / "static"


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("query", ["", "?limit=1.5", "?method=world-per-head"])
@pytest.mark.parametrize("area", ["nykoping", "sodermanlands-lan", "sverige"])
def test_every_area_has_its_page(client, area, query, lang):
    found = page(client, f"/{lang}/se/{area}/footprint/{query}")
    assert len(found.all("h1")) == 1
    ids = [attrs["id"] for _, attrs in found.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    assert not [attrs for attrs in found.all("form") if "action" in attrs or "method" in attrs]
    facts = next(attrs for attrs in found.all("article"))
    for name in ("data-day", "data-per-head", "data-petrol", "data-oil"):
        assert float(facts[name]) > 0
    assert all(float(attrs["value"]) > 0 for attrs in found.all("option") if attrs["value"][0].isdigit())


def test_the_figures_are_the_assessments(client, starter, day):
    for query in ({}, {"limit": "1.5"}):
        a = assess(ask(starter, "SE-0480", query, as_of=day))
        found = shares(a)
        facts = page(client, "/en/se/nykoping/footprint/" + ("?limit=1.5" if query else "")).all("article")[0]
        assert float(facts["data-per-head"]) == pytest.approx(a.per_head_t, rel=1e-5)
        assert float(facts["data-day"]) == pytest.approx(a.current_emissions_t_per_year / 365.2425, rel=1e-5)
        assert (facts["data-budget-per-head"] == "") == (a.remaining_t <= 0)
        if a.remaining_t > 0:
            assert found.budget_per_head_t == pytest.approx(a.remaining_t / a.persons)
        assert (facts["data-cut"] == "") == (a.required_cut is None)
        assert sum(found.sectors_t.values()) == pytest.approx(a.base_emissions_t_per_year, rel=0.02)


def test_every_factor_has_its_source_and_its_words():
    assert set(factors()) == set(UNITS)
    for one in factors().values():
        assert one.kilograms > 0
        assert one.source
        assert one.page
        assert one.url.startswith("https://")
    assert factors()["oil"].kilograms == pytest.approx(74.1 * 3.6 / 1000, abs=5e-4)
    assert factors()["petrol"].kilograms == pytest.approx(8.887 / 3.785412, abs=5e-3)


def test_what_cannot_be_chosen_is_said(client):
    assert client.get("/sv/se/nykoping/footprint/?limit=9").status_code == 422
    assert client.get("/sv/se/atlantis/footprint/").status_code == 404


@pytest.mark.parametrize("name", ["explore.js", "footprint.js"])
def test_a_script_is_light_and_keeps_what_it_reads_to_itself(name):
    source = (STATIC / name).read_bytes()
    assert len(gzip.compress(source)) <= 15_000
    for word in (b"localStorage", b"sessionStorage", b"document.cookie", b"sendBeacon", b"eval("):
        assert word not in source
    if name == "footprint.js":
        for word in (b"fetch", b"XMLHttpRequest", b"location", b"import"):
            assert word not in source

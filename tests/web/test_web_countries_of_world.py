"""Pages and answers of a country that no source here has areas of."""

import pytest

from climate_visualizer.editions.intake import bring_in
from climate_visualizer.sources.world_gcb import SOURCE

FLAT = "GCB2022v27_MtCO2_flat.csv"


@pytest.fixture(scope="module")
def var_of_world(real_data, tmp_path_factory):
    """The Global Carbon Budget imported into an empty folder."""
    var = tmp_path_factory.mktemp("world")
    content = (real_data / SOURCE / FLAT).read_bytes()
    assert not bring_in(SOURCE, [(FLAT, content)], var, var / "editions").held
    return var


@pytest.fixture
def on_world(settings, var_of_world, db):
    settings.VAR = var_of_world
    settings.EDITIONS = var_of_world / "editions"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/sv/de/tyskland/", ("Tyskland", "Kol", "Naturgas", "Global Carbon Budget")),
        ("/en/de/germany/", ("Germany", "Natural gas")),
        ("/sv/gb/storbritannien/", ("Storbritannien", "Olja")),
    ],
)
def test_a_country_has_a_page_by_what_its_emissions_come_from(client, on_world, path, words):
    page = client.get(path)
    assert page.status_code == 200
    for word in words:
        assert word in page.content.decode()


def test_a_country_answers_and_is_on_the_map_of_the_site(client, on_world):
    budget = client.get("/api/v1/areas/DE/budget").json()
    assert budget["choices"]["method"] == "world-per-head" and budget["share"] == 1.0 and budget["budget_t"] > 7e9
    figures = client.get("/api/v1/areas/DE/emissions").json()
    assert {row["sector"] for row in figures["figures"]} >= {"coal", "oil", "gas", "total"}
    assert "/sv/de/tyskland/" in client.get("/sitemap-sv.xml").content.decode()
    refused = client.get("/sv/tw/taiwan/?method=world-ability")
    assert refused.status_code == 422

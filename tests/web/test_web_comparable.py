"""What is compared is compared by one budget; a country's page offers and states no sharing that is not used."""

import re
import shutil

import pytest
from conftest import KINGDOM
from web.markup import page

from climate_visualizer.editions.importing.pipeline import bring_in

COUNTRIES = "/en/compare/?areas=SE,NO,DE,GB"


@pytest.fixture(scope="module")
def nations_var(sweden_var, real_data, tmp_path_factory):
    """Sweden, the United Kingdom and every country of the Global Carbon Budget."""
    var = tmp_path_factory.mktemp("nations") / "var"
    shutil.copytree(sweden_var, var)
    for source, names in (("gb_desnz", KINGDOM), ("world_gcb", ("GCB2022v27_MtCO2_flat.csv",))):
        files = [(name, (real_data / source / name).read_bytes()) for name in names]
        assert not bring_in(source, files, var, var / "editions").held
    return var


@pytest.fixture
def on_nations(settings, nations_var, db):
    settings.VAR = nations_var
    settings.EDITIONS = nations_var / "editions"


def test_countries_are_compared_by_one_method_likelihood_and_start_that_the_table_names(client, on_nations):
    found = page(client, COUNTRIES)
    (caption,) = re.findall(r"<caption>(.*?)</caption>", client.get(COUNTRIES).content.decode())[:1]
    assert re.fullmatch(r"Equal per head: \d+% chance of staying below 2 °C, counted from \d{4}", caption)
    assert "Newest statistics" in found.text
    for attrs in found.all("a"):
        if re.fullmatch(r"/en/(?:se|no|de|gb)/\w[\w-]*/\?.*", attrs.get("href") or ""):
            assert "method=world-per-head" in attrs["href"] or "/de/" in attrs["href"] or "/no/" in attrs["href"]


@pytest.mark.parametrize("asked", ["&method=world-grandfathering", "&likelihood=50", "&limit=1.5"])
def test_the_reader_chooses_for_all_of_them(client, on_nations, asked):
    field, _, value = asked.lstrip("&").partition("=")
    found = page(client, COUNTRIES + asked)
    chosen = [attrs for attrs in found.all("a") if attrs.get("aria-current") == "true" and "areas=" in attrs["href"]]
    assert any(f"{field}={value}" in attrs["href"] for attrs in chosen)


def test_a_method_of_one_country_is_refused_for_several(client, on_nations):
    assert client.get(COUNTRIES + "&method=se-uppsala-2023").status_code == 422
    assert client.get("/en/compare/?areas=SE-0480,SE-0481&method=se-uppsala-2022").status_code == 200
    assert "Uppsala" in page(client, "/en/compare/?areas=SE-0480,SE-0481").text


def test_what_cannot_be_compared_says_why(client, on_nations):
    found = page(client, "/en/compare/?areas=DE,TW&method=world-ability", 422)
    assert "can’t be compared by the method" in found.text


@pytest.mark.parametrize("place", ["se/sverige", "de/germany", "gb/united-kingdom"])
def test_a_country_offers_no_sharing(client, on_nations, place):
    text = page(client, f"/en/{place}/").text
    assert "shared by" not in text and "Those who emit much today may go on emitting more" not in text
    assert "shared by" not in page(client, f"/en/{place}/explore/").text


def test_the_api_states_no_sharing_that_was_not_used(client, on_nations):
    assert client.get("/api/v1/areas/DE/budget").json()["choices"]["sharing"] is None
    assert client.get("/api/v1/areas/SE-0480/budget").json()["choices"]["sharing"] == "grandfathering"
    assert "shared by" in page(client, "/en/se/nykoping/").text

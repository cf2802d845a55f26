"""An installation for one place: its page first, its places first in the search, its pages alone in the sitemap."""

from __future__ import annotations

import json

import polars as pl
import pytest
from django.core.management import CommandError, call_command

from climate_visualizer.editions.importing.starter import read_starter
from climate_visualizer.editions.read import edition_of
from climate_visualizer.web.own_place import opens_on

pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.mark.parametrize(
    ("place", "opens", "pages"),
    [
        ("", "/en/", 312),
        ("SE", "/en/", 312),
        ("SE-04", "/en/se/sodermanlands-lan/", 10),
        ("SE-0480", "/en/se/nykoping/", 1),
    ],
)
def test_the_site_begins_with_its_place(client, settings, place, opens, pages):
    settings.PLACE = place
    assert client.get("/", headers={"accept-language": "en"})["Location"] == opens
    sitemap = client.get("/sitemap-en.xml").content.decode()
    assert sitemap.count("/explore/</loc>") == pages
    assert client.get("/en/se/kiruna/").status_code == 200, "other places stay where they are"


def test_a_country_without_places_opens_on_its_own_page(settings):
    settings.PLACE = "SE"
    candidate = read_starter(settings.DATA / "starter")
    assert opens_on(candidate.as_edition()) is None
    tables = {**candidate.tables, "areas": candidate.tables["areas"].filter(pl.col("area_id") == "SE")}
    alone = opens_on(edition_of({**candidate.manifest, "id": "alone"}, tables))
    assert alone is not None and alone.id == "SE"


def test_the_search_names_places_within_it_first(client, settings):
    settings.PLACE = "SE-25"
    names = [entry[0] for entry in json.loads(client.get("/sv/places.json").content)]
    assert len(names) == 312
    assert {"Kiruna", "Norrbottens län", "Luleå"} <= set(names[:15])


def test_a_place_that_is_none_is_a_sentence_at_the_start(settings, tmp_path):
    settings.PLACE, settings.STATIC_ROOT = "SE-9999", tmp_path / "static"
    with pytest.raises(CommandError, match="CLIMATE_VISUALIZER_PLACE is 'SE-9999', which is no place of edition"):
        call_command("prepare")

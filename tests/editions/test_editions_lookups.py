"""Looking up areas in an edition, also those that gave way to others, and what is said of those that are not there."""

import logging
from datetime import date

import pytest
from editions.small_editions import PLACES, small_edition

from climate_visualizer.beside import change_log
from climate_visualizer.editions.read import MovedArea, UnknownArea

GONE = {
    "area_id": "SE-0999",
    "name": "Gamla Orten",
    "country": "SE",
    "slug": "gamla-orten",
    "valid_to": "2022-12-31",
    "successors": ["SE-0480", "SE-0481"],
}


@pytest.fixture(scope="module")
def edition():
    figures = {(place[0], "CO2", "total", "total", year): 10.0 for place in PLACES[1:] for year in (2021, 2022)}
    people = {("SE-0480", 2022): 7, ("SE", 2022): 9}
    return small_edition(figures, people, "2024-04-18-0123456789", gone=[GONE])


def test_an_area_is_found_by_its_id_and_by_its_country_and_name(edition):
    for area_id, name, kind, parent, country, slug in PLACES:
        for found in (edition.area(area_id), edition.find(country, slug), edition.find(country.lower(), slug)):
            assert (found.id, found.name, found.kind, found.parent_id) == (area_id, name, kind, parent)
    assert edition.find("se", "sweden").id == "SE" and edition.find("DK", "denmark").id == "DK"
    assert [area.id for area in edition.parents("SE-0480")] == ["SE-04", "SE"]
    assert [area.id for area in edition.children("SE")] == ["SE-04"]
    assert [area.id for area in edition.larger_around("SE-0480")] == ["SE-04"]


def test_an_area_that_gave_way_names_those_that_came_instead(edition):
    for look in (
        lambda: edition.area("SE-0999"),
        lambda: edition.find("SE", "gamla-orten"),
        lambda: edition.find("se", "gamla-orten"),
    ):
        with pytest.raises(MovedArea) as moved:
            look()
        assert moved.value.gone.successors == ("SE-0480", "SE-0481")
        assert str(moved.value) == "Gamla Orten (SE-0999) gave way to SE-0480, SE-0481 on 2022-12-31; ask for those."


def test_an_area_that_never_was_is_a_sentence(edition):
    for look, sentence in (
        (
            lambda: edition.area("SE-1"),
            f"There is no area 'SE-1' in edition {edition.id}; /api/v1/areas lists those there are.",
        ),
        (lambda: edition.find("se", "x"), f"There is no area 'x' in 'se' in edition {edition.id}."),
        (lambda: edition.find("DK", "gamla-orten"), f"There is no area 'gamla-orten' in 'DK' in edition {edition.id}."),
    ):
        with pytest.raises(UnknownArea) as unknown:
            look()
        assert str(unknown.value) == sentence and not isinstance(unknown.value, MovedArea)


def test_which_areas_have_statistics_and_people(edition):
    assert edition.has("SE-0480") and not edition.has("DK")
    assert edition.gas_of(edition.area("SE")) == "CO2" and edition.gas_of(edition.area("DK")) == "GHG"
    people = dict(zip(edition.cube("SE").area_ids, edition.persons("SE", 2022).tolist(), strict=True))
    assert people["SE-0480"] == 7.0 and people["SE"] == 9.0 and sum(value == value for value in people.values()) == 2


def test_a_step_that_cannot_be_worked_out_is_logged_and_tried_again(tmp_path, caplog):
    before, after = "2023-04-18-0123456789", "2024-04-18-0123456789"
    with caplog.at_level(logging.INFO, logger="climate_visualizer"):
        assert change_log.ensure(tmp_path, (before, after), as_of=date(2026, 11, 23)) == 0
    (record,) = [one for one in caplog.records if "changes" in one.message.lower()]
    assert (record.levelname, record.message) == ("INFO", "changes not worked out")
    assert record.fields == {"before": before, "after": after, "reason": f"Edition {before} is not kept any more."}
    caplog.clear()
    for edition_id in (before, after):
        (tmp_path / edition_id).mkdir()
        (tmp_path / edition_id / "manifest.json").write_text("{}", encoding="utf-8")
    with caplog.at_level(logging.INFO, logger="climate_visualizer"):
        assert change_log.ensure(tmp_path, (before, after), as_of=date(2026, 11, 23)) == 0
    (record,) = [one for one in caplog.records if "changes" in one.message.lower()]
    assert (record.levelname, record.message) == ("ERROR", "changes not worked out")
    assert record.fields == {"before": before, "after": after} and record.exc_info is not None

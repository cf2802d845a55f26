"""Large plants in words, for every area that has some: the lead, the share, what is left out, and the files."""

from __future__ import annotations

import re

import pytest
from conftest import DAY, ROOT

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.plants import Plants, plants_of
from climate_visualizer.exports.facts import gather
from climate_visualizer.exports.tables.topics import topics
from climate_visualizer.languages.language import load_language
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question
from climate_visualizer.words.questions.plant_words import plant_words, worded
from climate_visualizer.words.sentences import plain

SV = load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")
RULED = {"SE-0481": "SSAB", "SE-2580": "SSAB", "SE-1484": "Preemraff", "SE-1415": "Borealis", "SE-0980": "Slite"}


def _assessed(edition, area_id, **choices):
    return assess(Question(edition, area_id, default_choices("SE", DAY, edition=edition, **choices), DAY))


@pytest.mark.parametrize(("area_id", "plant"), RULED.items())
def test_a_town_ruled_by_one_plant_says_so_first(starter, area_id, plant):
    lead = plain(plant_words(starter, _assessed(starter, area_id), SV).lead)
    assert re.match(r"(Nästan 100|\d\d)\u00a0% av koldioxiden som släpps ut här kommer från en enda anläggning: ", lead)
    assert plant in lead


def test_gotland_says_what_of_the_cement_is_counted_where(starter):
    told = plant_words(starter, _assessed(starter, "SE-0980"), SV)
    assert "räknas inte med i den här budgeten" in told.lead
    assert "räknar bort cementens processutsläpp redan i världens budget" in told.left_out
    whole = _assessed(starter, "SE-0980", method="world-per-head")
    assert whole.method.share_local.without == ()
    told = plant_words(starter, whole, SV)
    assert "cement räknas inte" not in told.lead
    assert told.left_out == ""


def test_what_is_said_of_every_area_is_what_its_figures_are(starter):
    """A naive reading of the same figures: shares by hand, and a lead exactly where more than half is from plants that run."""
    told_of = 0
    for area in starter.areas:
        if area.country != "SE" or not starter.has(area.id):
            continue
        plants, told = plants_of(starter, area.id), plant_words(starter, _assessed(starter, area.id), SV)
        emitted = {one.id: dict(zip(one.years, one.series, strict=True)).get(plants.year, 0.0) for one in plants.plants}
        run = [one for one in plants.plants if emitted[one.id] > 0 and one.running]
        expected = bool(run) and sum(emitted.values()) > 0.5 * plants.with_t
        assert bool(told.lead) == expected, area.name
        assert len(told.rows) == len(plants.plants)
        assert bool(told.sentence) == bool(plants.plants)
        assert bool(told.beside) == bool(run)
        for share in re.findall(r"(\d+)\u00a0%", plain(told.lead) + told.sentence):
            assert int(share) <= 99, area.name
        told_of += bool(told.lead)
    assert 20 < told_of < 60


def test_plants_that_have_closed_are_told_with_their_last_year_and_never_in_the_lead(starter):
    told = plant_words(starter, _assessed(starter, "SE-0840"), SV)
    assert told.lead == ""
    assert told.sentence == "Den stora anläggningen här har inte släppt ut något efter 2019."
    assert (told.rows[0].year, told.beside) == ("2019", ())


def test_a_share_of_a_year_that_statistics_lack_is_not_told(starter):
    """Where plants are newer than the statistics, the figure that both have is told."""
    plants = plants_of(starter, "SE-0481")
    later = tuple(
        type(one)(
            **{**vars(one), "years": (*one.years, 2023), "series": (*one.series, 5.0), "year": 2023, "share": None}
        )
        for one in plants.plants
    )
    newer = Plants(**{**vars(plants), "plants": later})
    told = worded(newer, 0.0, _assessed(starter, "SE-0481"), SV)
    assert {one.year for one in told.rows} == {"2022"}
    assert told.lead


def test_the_workbook_has_every_year_of_every_plant(starter):
    area = starter.area("SE-1415")
    facts = gather(Question(starter, area.id, default_choices("SE", DAY, edition=starter), DAY), SV)
    topic = next(one for one in topics(facts) if one.key == "large-plants")
    assert len(topic.rows) == sum(len(one.years) for one in plants_of(starter, "SE-1415").plants)
    assert {row[0] for row in topic.rows} == {one.name for one in plants_of(starter, "SE-1415").plants}


@pytest.mark.parametrize("lang", ["sv", "en", "fi", "sv-x-lattlast"])
def test_the_page_lists_them_and_marks_swedish_names(client, on_starter, lang):
    page = client.get(f"/{lang}/se/stenungsund/").content.decode()
    assert 'id="plants"' in page
    assert '<span lang="sv">Borealis kracker i Stenungsund</span>' in page
    assert 'id="plants"' not in client.get(f"/{lang}/se/nykoping/").content.decode()

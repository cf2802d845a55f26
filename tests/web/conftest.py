"""Fixtures of the workspace (an organisation, its officer, a municipality with committees) and of alerts (two releases)."""

import shutil

import pytest
from web.officers import member, organisation, signed_in
from web.planning import Pages
from web.town_hall import Office

from climate_visualizer.editions.publishing.publish import point_at
from climate_visualizer.web.alerts import events
from climate_visualizer.web.workspace.cycle import committee_list


@pytest.fixture
def place():
    municipality = organisation()
    committee_list.ensure(municipality, ["Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen"], by=None)
    return municipality


@pytest.fixture
def officer(place):
    """The pages of a publisher."""
    return Pages(place, signed_in(member(place, "publisher").user))


@pytest.fixture
def office(db):
    return Office()


@pytest.fixture
def two(settings, releases, tmp_path):
    """A site of its own that is on the earlier of two releases, and what makes the later one current."""
    settings.VAR = tmp_path / "site"
    settings.EDITIONS = settings.VAR / "editions"
    shutil.copytree(releases[0], settings.VAR)
    point_at(releases[1].id, settings.EDITIONS)
    events.notice()
    return lambda: point_at(releases[2].id, settings.EDITIONS)

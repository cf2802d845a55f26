"""Fixtures of the workspace: an organisation, its officer, and a municipality with committees."""

import pytest
from web.officers import member, organisation, signed_in
from web.planning import Pages
from web.town_hall import Office

from climate_visualizer.web.workspace.cycle import committee_list


@pytest.fixture
def place():
    made = organisation()
    committee_list.ensure(made, ["Tekniska nämnden", "Barnnämnden", "Kommunstyrelsen"], by=None)
    return made


@pytest.fixture
def officer(place):
    """The pages of a publisher."""
    return Pages(place, signed_in(member(place, "publisher").user))


@pytest.fixture
def office(db):
    return Office()

"""A note of an organisation, and who writes and publishes it, for tests of what people make."""

import pytest
from web.officers import member, organisation

from climate_visualizer.web.workspace.content import documents

NOTE = {"title_sv": "Möte", "body_sv": "Kom på **tisdag**.", "title_en": "", "body_en": ""}


@pytest.fixture
def place():
    return organisation()


@pytest.fixture
def editor(place):
    return member(place, "editor").user


@pytest.fixture
def publisher(place):
    return member(place, "publisher").user


@pytest.fixture
def note(place, editor):
    return documents.make(place, "SE-0480", "note", NOTE, by=editor).document

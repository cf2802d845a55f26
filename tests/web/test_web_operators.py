"""Whoever runs the site is told what needs a person, and nothing stops when that fails."""

import pytest
from django.db import connection
from web.post_office import letters

from climate_visualizer.web.operator_mail import tell

pytestmark = pytest.mark.django_db


def test_operators_are_told_by_mail_where_there_is_an_address(settings, caplog):
    settings.OPERATORS = ["operator@example.org"]
    tell("edition 2025 is held", ["Held (scale): a sentence."])
    (message,) = letters()
    assert message.subject == "Climate Visualizer: edition 2025 is held"
    assert "Held (scale)" in message.body
    assert message.to == ["operator@example.org"]
    assert caplog.records[0].fields == {"lines": ["Held (scale): a sentence."]}


def test_without_an_address_the_log_is_told(settings, caplog):
    settings.OPERATORS = []
    tell("edition 2025 is held", [])
    assert len(letters()) == 0
    assert caplog.records[0].message == "edition 2025 is held"


def test_a_database_that_is_away_stops_nothing(settings, caplog):
    """What needs a person is told when everything else is out of order too."""
    settings.OPERATORS = ["operator@example.org"]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE outbox_message RENAME TO elsewhere")
    tell("edition 2025 is held", [])
    assert caplog.records[-1].message == "mail could not be written"

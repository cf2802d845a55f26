"""Whoever runs the site is told what needs a person, and nothing stops when that fails."""

import pytest
from django.core import mail

from climate_visualizer.web.operator_mail import tell


def test_operators_are_told_by_mail_where_there_is_an_address(settings, caplog):
    settings.OPERATORS = ["operator@example.org"]
    tell("edition 2025 is held", ["Held (scale): a sentence."])
    (message,) = mail.outbox
    assert message.subject == "Climate Visualizer: edition 2025 is held"
    assert "Held (scale)" in message.body
    assert message.to == ["operator@example.org"]
    assert caplog.records[0].fields == {"lines": ["Held (scale): a sentence."]}


def test_without_an_address_the_log_is_told(settings, caplog):
    settings.OPERATORS = []
    tell("edition 2025 is held", [])
    assert len(mail.outbox) == 0
    assert caplog.records[0].message == "edition 2025 is held"


@pytest.mark.parametrize("backend", ["django.core.mail.backends.smtp.EmailBackend"])
def test_mail_that_cannot_be_sent_stops_nothing(settings, caplog, backend):
    settings.OPERATORS, settings.EMAIL_BACKEND = ["operator@example.org"], backend
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    tell("edition 2025 is held", [])
    assert caplog.records[-1].message == "mail could not be sent"

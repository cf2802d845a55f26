"""What the site says when the proxy in front passes on too little."""

from __future__ import annotations

import logging

import pytest
from django.core.cache import cache

from climate_visualizer.web.http import proxy

pytestmark = pytest.mark.usefixtures("on_starter")


@pytest.fixture
def behind(settings, monkeypatch, django_db_blocker):
    settings.BEHIND_TLS = True
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "proxy"}}
    cache.clear()
    monkeypatch.setattr(proxy, "_said", set())


def _warned(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "climate_visualizer.proxy"]


def test_a_missing_header_is_said_once_and_told_to_the_operator(client, behind, caplog):
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            client.get("/robots.txt", headers={"x-forwarded-proto": "https"})
    assert len(_warned(caplog)) == 1
    assert "X-Forwarded-For" in _warned(caplog)[0]
    assert proxy.lacking() == ("X-Forwarded-For",)


def test_a_proxy_that_passes_everything_on_is_not_spoken_of(client, behind, caplog):
    client.get("/robots.txt", headers={"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.7"})
    client.get("/health")  # asked directly, by a program on this machine
    client.get("/editions/listing.json")  # and by a node that follows this one
    assert (_warned(caplog), proxy.lacking()) == ([], ())

"""/metrics in the form that Prometheus reads, for this machine itself or whoever has the token."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from climate_visualizer import __version__
from climate_visualizer.web import current
from climate_visualizer.web.monitoring.counters import forget_the_dead, tell_cache
from climate_visualizer.web.monitoring.service_state import Facts, gather_facts, seconds_since
from climate_visualizer.web.monitoring.worker_processes import workers

HERE = ("127.0.0.1", "::1")


def metrics(request: HttpRequest) -> HttpResponse:
    """Every figure of every worker process of this machine; 403 for anybody who may not know."""
    if not _may_read(request):
        return HttpResponseForbidden(
            "Metrics are for this machine itself, or with METRICS_TOKEN as a bearer token.\n", content_type="text/plain"
        )
    tell_cache()
    forget_the_dead()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    registry.register(_State())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    """Whether a request comes from here and not through a proxy that is here, or has the token."""
    if settings.METRICS_TOKEN:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return hmac.compare_digest(token.encode(), settings.METRICS_TOKEN.encode())
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-IP"} & set(request.headers)
    return not forwarded and request.META.get("REMOTE_ADDR", "") in HERE


class _State:
    """What is read anew at each scrape."""

    def collect(self) -> Iterator[Metric]:
        facts = gather_facts()
        named = GaugeMetricFamily(
            "climate_visualizer_edition_info", "The edition that is served", labels=["edition", "version"]
        )
        named.add_metric([facts.edition, __version__], 1)
        yield named
        yield GaugeMetricFamily("climate_visualizer_editions_kept", "Editions that are kept", facts.kept)
        yield GaugeMetricFamily("climate_visualizer_held_editions", "Editions that wait for somebody", len(facts.held))
        memory = GaugeMetricFamily(
            "climate_visualizer_worker_memory_bytes", "Resident memory of each process that answers", labels=["pid"]
        )
        for pid, size in workers().items():
            memory.add_metric([str(pid)], size)
        yield memory
        yield _ages(facts, current.today())
        yield from _sources(facts)
        yield from _mail(facts)


def _ages(facts: Facts, day: date) -> Metric:
    ages = GaugeMetricFamily(
        "climate_visualizer_statistics_age_days", "Days since a country's statistics were released", labels=["country"]
    )
    for country, released in facts.released.items():
        ages.add_metric([country], (day - released).days)
    return ages


def _sources(facts: Facts) -> Iterator[Metric]:
    good = GaugeMetricFamily(
        "climate_visualizer_source_good_check_age_seconds", "Since the last good check", labels=["source"]
    )
    fault = GaugeMetricFamily(
        "climate_visualizer_source_fault", "1 where the last check of a source failed", labels=["source"]
    )
    for name, state in facts.sources.items():
        if state.good:
            good.add_metric([name], seconds_since(state.good))
        fault.add_metric([name], 1 if state.wrong else 0)
    yield good
    yield fault


def _mail(facts: Facts) -> Iterator[Metric]:
    yield GaugeMetricFamily(
        "climate_visualizer_database_up", "1 where the database answers", int(facts.mail is not None)
    )
    if facts.mail is not None:
        yield GaugeMetricFamily("climate_visualizer_outbox_waiting", "Messages that wait", facts.mail.waiting)
        yield GaugeMetricFamily("climate_visualizer_outbox_stuck", "Messages that fail or are late", facts.mail.stuck)
        yield GaugeMetricFamily("climate_visualizer_outbox_given_up", "Messages given up on", facts.mail.given_up)

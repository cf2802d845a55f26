"""What a machine measures and what an operator reads: the same facts, for those who may know them."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from conftest import ROOT
from django.utils import translation

from climate_visualizer.editions.importing import pipeline, source_states
from climate_visualizer.web.monitoring import counters
from climate_visualizer.web.monitoring.operator_summary import summary

pytestmark = pytest.mark.django_db


def value(text: str, series: str) -> float:
    (line,) = [line for line in text.splitlines() if line.startswith(f"{series} ")]
    return float(line.rpartition(" ")[2])


def test_requests_are_counted_by_kind_and_status_with_what_they_took(client, on_starter):
    client.get("/sv/se/nykoping/")
    before = client.get("/metrics").content.decode()
    for path in ("/sv/se/nykoping/", "/sv/se/nowhere/", "/api/v1/areas", "/sv/changes.atom"):
        client.get(path)
    after = client.get("/metrics").content.decode()  # other tests' processes count in the same folder meanwhile
    for series in ('kind="page",status="200"', 'kind="page",status="404"', 'kind="feed",status="200"'):
        name = f"climate_visualizer_requests_total{{{series}}}"
        assert value(after, name) >= (value(before, name) if name in before else 0) + 1
    took = 'climate_visualizer_request_seconds_count{kind="api"}'
    assert value(after, took) >= (value(before, took) if took in before else 0) + 1


def test_the_state_is_there_for_machines_and_in_words(client, on_starter, settings):
    settings.SOURCES = ["se_scb", "se_smhi"]
    source_states.note_state("se_smhi", settings.VAR, came="", wrong="")
    source_states.note_state("se_scb", settings.VAR, came="", wrong="The list of areas answered 500.")
    client.get("/sv/se/nykoping/")  # something to keep
    text = client.get("/metrics").content.decode()
    edition = client.get("/health").json()["edition"]
    assert f'climate_visualizer_edition_info{{edition="{edition}"' in text
    assert value(text, 'climate_visualizer_source_fault{source="se_scb"}') == 1
    assert value(text, 'climate_visualizer_source_fault{source="se_smhi"}') == 0
    assert value(text, 'climate_visualizer_source_good_check_age_seconds{source="se_smhi"}') < 600
    assert value(text, "climate_visualizer_held_editions") == 0
    assert value(text, 'climate_visualizer_statistics_age_days{country="SE"}') > 300
    assert value(text, "climate_visualizer_outbox_waiting") == 0
    assert value(text, f'climate_visualizer_worker_memory_bytes{{pid="{os.getpid()}"}}') > 2**20
    assert value(text, f'climate_visualizer_cache_bytes{{pid="{os.getpid()}"}}') > 0
    wrong, right = summary()
    assert [line.remedy for line in right] == [""] * len(right)
    (fault,) = [line for line in wrong if "The list of areas answered 500." in line.sentence]
    assert "tried again by itself" in fault.remedy
    assert any(edition in line.sentence for line in right)


def test_what_is_wrong_says_what_to_do(on_own_starter, settings, monkeypatch):
    settings.SOURCES = ["se_smhi"]
    assert "python manage.py watch" in next(
        line.remedy for line in summary()[0] if "never been checked" in line.sentence
    )
    source_states.note_state("se_smhi", settings.VAR, came="", wrong="")
    path = settings.VAR / source_states.FILE
    path.write_text(path.read_text().replace("2026", "2025"), encoding="utf-8")
    assert any("does not run; start it" in line.remedy for line in summary()[0])
    (settings.EDITIONS / "held.json").write_text(json.dumps({pipeline.current_id(settings.EDITIONS): []}), "utf-8")
    assert any("publish it with a reason" in line.remedy for line in summary()[0])
    with translation.override("sv"):
        assert any("starta det" in line.remedy for line in summary()[0])


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [
        ("", {}, 200),
        ("", {"X-Forwarded-For": "203.0.113.7"}, 403),
        ("", {"REMOTE_ADDR": "203.0.113.7"}, 403),
        ("a-token", {}, 403),
        ("a-token", {"Authorization": "Bearer another"}, 403),
        ("a-token", {"Authorization": "Bearer a-token", "REMOTE_ADDR": "203.0.113.7"}, 200),
    ],
)
def test_metrics_are_for_this_machine_or_whoever_has_the_token(client, on_starter, settings, token, sent, status):
    settings.METRICS_TOKEN = token
    address = {"REMOTE_ADDR": sent.pop("REMOTE_ADDR")} if "REMOTE_ADDR" in sent else {}
    assert client.get("/metrics", headers=sent, **address).status_code == status


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "page"),
        ("/sv/", "page"),
        ("/sv/se/nykoping/explore/", "page"),
        ("/sv/se/nykoping/history.svg", "file"),
        ("/sv/changes.atom", "feed"),
        ("/api/v1/areas", "api"),
        ("/static/site.css", "static"),
        ("/embed/dots/SE-0480", "embed"),
        ("/sv/workspace/", "workspace"),
        ("/admin/", "operator"),
        ("/wp-login.php", "file"),
    ],
)
def test_addresses_are_of_few_kinds(path, kind):
    assert counters.kind_of(path) == kind


def test_several_processes_are_added_up(tmp_path):
    """Two processes count one request each; a third reads two."""
    run = "import django; django.setup(); from climate_visualizer.web.monitoring import counters, worker_processes; "
    environment = {
        **os.environ,
        "CLIMATE_VISUALIZER_VAR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "climate_visualizer.config.settings",
        "PYTHONPATH": str(ROOT),
    }

    def python(code: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", run + code], env=environment, capture_output=True, text=True, check=True
        ).stdout

    for _ in range(2):
        python("counters.count('/sv/', 200, 0.01)")
    read = (
        "from prometheus_client import CollectorRegistry, generate_latest; "
        "from prometheus_client.multiprocess import MultiProcessCollector; r = CollectorRegistry(); "
        "MultiProcessCollector(r); print(generate_latest(r).decode()); print(worker_processes.workers())"
    )
    told = python(read)
    assert value(told, 'climate_visualizer_requests_total{kind="page",status="200"}') == 2
    assert told.rstrip().endswith("{}"), "processes that are gone have no memory"
    python("counters.begin_anew()")
    assert not list((tmp_path / "metrics").glob("*.db"))


def test_redirects_and_pages_may_be_kept_by_a_shared_cache_for_a_minute(client, on_starter):
    for path, status in (("/", 302), ("/sv/se/nykoping", 301), ("/sv/se/nykoping/", 200), ("/api/v1/areas", 200)):
        answer = client.get(path)
        assert answer.status_code == status, path
        assert "s-maxage=60" in answer["Cache-Control"], path
    assert "Accept-Language" in client.get("/")["Vary"]
    assert "s-maxage" not in client.get("/sv/workspace/")["Cache-Control"]

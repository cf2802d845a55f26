"""Databases: PostgreSQL by one setting, several processes on one, and pages that are read while it is away."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from conftest import DAY, ROOT

POSTGRES = "CLIMATE_VISUALIZER_TEST_POSTGRES"


@pytest.fixture
def postgres() -> str:
    """The address of a PostgreSQL to try with; CI starts one."""
    address = os.environ.get(POSTGRES)
    if not address and not os.environ.get("CI"):
        pytest.skip(f"There is no PostgreSQL to try with; set {POSTGRES} to its address.")
    assert address, f"CI sets {POSTGRES}."
    return address


def environment(var, database, **others):
    facts = {"CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat(), "DATABASE_URL": database}
    return {**os.environ, **facts, **others}


def manage(facts, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=facts, capture_output=True, text=True, timeout=120)


def serve(facts, *arguments):
    """A server on a free port, answering: the process and its address."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [sys.executable, "manage.py", "serve", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, env={**facts, "PORT": str(port)}, stderr=subprocess.DEVNULL)
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + 30
    while True:
        try:
            assert answer(f"{address}/health")["status"] == "ok"
            return process, address
        except OSError:
            assert time.monotonic() < until


def answer(address):
    with urllib.request.urlopen(address, timeout=5) as response:
        return json.load(response)


def test_two_web_processes_and_a_watch_on_one_postgresql(postgres, tmp_path):
    facts = environment(tmp_path, postgres)
    for _ in range(2):
        prepared = manage(facts, "prepare")
        assert prepared.returncode == 0, prepared.stderr
    assert "django.db.backends.postgresql" in manage(facts, "diffsettings", "--all").stdout
    processes = [serve(facts) for _ in range(2)]
    facts["CLIMATE_VISUALIZER_SOURCES_AT"] = processes[0][1]  # answers 404 at once
    watch = subprocess.Popen(
        [sys.executable, "manage.py", "watch", "--every", "1"], cwd=ROOT, env=facts, stderr=subprocess.PIPE, text=True
    )
    try:
        assert json.loads(watch.stderr.readline())["source"] == "se_scb"
        found = [answer(f"{address}/api/v1/areas/SE-0480/budget") for _, address in processes]
        assert found[0] == found[1]
        assert manage(facts, "migrate", "--check").returncode == 0
    finally:
        for process in (watch, *(process for process, _ in processes)):
            process.terminate()
            process.communicate(timeout=20)
    assert watch.returncode == 0


def test_pages_are_read_while_the_database_is_away(tmp_path):
    facts = environment(tmp_path, "sqlite:///" + str(tmp_path / "database.sqlite3"))
    assert manage(facts, "prepare").returncode == 0
    away = environment(tmp_path, "postgres://climate:climate@127.0.0.1:9/climate")
    process, address = serve(away)
    try:
        with urllib.request.urlopen(f"{address}/sv/se/nykoping/", timeout=10) as response:
            assert "Nyköpings tvågradersbudget" in response.read().decode()
    finally:
        process.terminate()
        process.wait(timeout=20)
    refused = manage(away, "prepare")
    assert refused.returncode != 0


def test_a_database_that_is_away_is_a_sentence(tmp_path):
    refused = manage(environment(tmp_path, "postgres://climate:climate@127.0.0.1:9/climate"), "prepare")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "database" in refused.stderr
    assert "DATABASE_URL" in refused.stderr

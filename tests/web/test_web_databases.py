"""Databases: PostgreSQL by one setting, several processes on one, and pages that are read while it is away."""

import json
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from contextlib import suppress
from urllib.parse import urlsplit

import psycopg
import pytest
from built_once import prepared
from conftest import DAY, ROOT
from stories.serving import begun
from waiting import CEILING, until

POSTGRES = "CLIMATE_VISUALIZER_TEST_POSTGRES"


@pytest.fixture(scope="module")
def postgres() -> str:
    """The address of a PostgreSQL to try with; CI starts one."""
    address = os.environ.get(POSTGRES)
    if not address and not os.environ.get("CI"):
        pytest.skip(f"There is no PostgreSQL to try with; set {POSTGRES} to its address.")
    assert address, f"CI sets {POSTGRES}."
    return address


@pytest.fixture(scope="module")
def migrated(postgres, tmp_path_factory) -> str:
    """The same with its tables."""
    done = manage(environment(tmp_path_factory.mktemp("migrated"), postgres), "migrate", "--verbosity", "0")
    assert done.returncode == 0, done.stderr
    return postgres


def environment(var, database, **others):
    prepared(var)
    facts = {"CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat(), "DATABASE_URL": database}
    return {**os.environ, **facts, **others}


def manage(facts, *arguments):
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=facts, capture_output=True, text=True, timeout=CEILING)


def serve(facts, *options):
    """A server without a spare, answering: the process and its address. With options it is begun by `serve` itself."""
    process, address = begun({**facts}, *options)

    def is_there() -> bool:
        assert process.poll() is None, f"the server ended with {process.returncode}"
        try:
            return answer(f"{address}/health")["parts"]["edition"] == "ok"
        except OSError:
            return False

    until(is_there, "the server")
    return process, address


def answer(address):
    with urllib.request.urlopen(address, timeout=CEILING) as response:
        return json.load(response)


def test_two_web_processes_and_a_watch_on_one_postgresql(postgres, tmp_path):
    facts = environment(tmp_path, postgres)
    for _ in range(2):
        prepared = manage(facts, "prepare")
        assert prepared.returncode == 0, prepared.stderr
    assert "climate_visualizer.web.database.postgresql" in manage(facts, "diffsettings", "--all").stdout
    processes = [serve(facts, "--workers", "1") for _ in range(2)]
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
            process.communicate(timeout=CEILING)
    assert watch.returncode == 0


def test_pages_are_read_while_the_database_is_away(tmp_path):
    away = environment(tmp_path, "postgres://climate:climate@127.0.0.1:9/climate")
    process, address = serve(away)
    try:
        with urllib.request.urlopen(f"{address}/sv/se/nykoping/", timeout=CEILING) as response:
            assert "Nyköpings tvågradersbudget" in response.read().decode()
    finally:
        process.terminate()
        process.wait(timeout=CEILING)
    refused = manage(away, "prepare")
    assert refused.returncode != 0


class Line:
    """A line to a database that can be cut and mended: what comes to its port is passed on while it is whole."""

    def __init__(self, database):
        self.there = (urlsplit(database).hostname, urlsplit(database).port or 5432)
        self.whole, self.open, self.opened = True, [], 0
        self.flowing = threading.Event()
        self.flowing.set()
        self.entrance = socket.create_server(("127.0.0.1", 0))
        self.port = self.entrance.getsockname()[1]
        self.threads = [threading.Thread(target=self._welcome, daemon=True)]
        self.threads[0].start()

    def _welcome(self):
        with suppress(OSError):
            while True:
                caller, _ = self.entrance.accept()
                if not self.whole:
                    caller.close()
                    continue
                callee = socket.create_connection(self.there)
                self.open += [caller, callee]
                self.opened += 1
                for ends in ((caller, callee), (callee, caller)):
                    self.threads.append(threading.Thread(target=self._pass_on, args=ends, daemon=True))
                    self.threads[-1].start()

    def _pass_on(self, one, other):
        with suppress(OSError):
            while piece := one.recv(65536):
                self.flowing.wait()
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self):
        self.whole = False
        for end in self.open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def mend(self):
        self.whole = True

    def stop(self):
        """As a server that executes nothing: lines are taken and stay open, and what is said on them is answered by nobody."""
        self.flowing.clear()

    def go_on(self):
        self.flowing.set()

    def end(self):
        """Nothing of it is left to a later test: neither a thread nor a socket."""
        self.go_on()
        with suppress(OSError):
            self.entrance.shutdown(socket.SHUT_RDWR)  # closing alone wakes nobody who waits for a caller
        self.threads[0].join()
        self.cut()
        for thread in self.threads:
            thread.join()
        for one in (self.entrance, *self.open):
            one.close()


def by_way_of(line, database):
    return database.replace(urlsplit(database).netloc.rpartition("@")[2], f"127.0.0.1:{line.port}")


def test_a_postgresql_that_goes_away_or_executes_nothing_and_comes_back_while_pages_are_read(migrated, tmp_path):
    """Readers never notice: pages come while it is away, and what needs it works again by itself.

    For a server that executes nothing every deadline is on this side: without it a page would wait for ever.
    """
    line = Line(migrated)
    facts = environment(tmp_path, by_way_of(line, migrated))
    process, address = serve(facts)

    def read(*places):
        for place in places:
            with urllib.request.urlopen(f"{address}/sv/se/{place}/", timeout=CEILING) as response:
                assert response.status == 200

    try:
        read("nykoping", "eskilstuna")
        assert line.opened > 0
        line.cut()
        read("nykoping", "flen", "gnesta", "strangnas")
        assert manage(facts, "migrate", "--check").returncode != 0
        line.mend()
        opened = line.opened

        def is_looked_for() -> bool:
            read("nykoping", "trosa")
            return line.opened > opened

        until(is_looked_for, "the server to look for it again")
        assert manage(facts, "migrate", "--check").returncode == 0
        line.stop()
        read("nykoping", "eskilstuna", "ale", "boras")
        assert answer(f"{address}/health")["parts"] == {"edition": "ok", "database": "away"}
        sent = urllib.request.Request(f"{address}/sv/se/nykoping/follow/", data=b"mail=anna%40example.org&pace=weekly")
        with pytest.raises(urllib.error.HTTPError, match="503") as refused:
            urllib.request.urlopen(sent, timeout=CEILING)
        with refused.value as told:
            assert "anna@example.org" in told.read().decode()
        line.go_on()
        until(lambda: answer(f"{address}/health")["parts"]["database"] == "ok", "the circuit to close")
    finally:
        line.go_on()
        process.terminate()
        process.wait(timeout=CEILING)
        line.end()


def test_a_table_that_somebody_holds_stops_no_reader(migrated, tmp_path):
    """A migration under way, or an operator's session left open: connections are taken, and questions wait."""
    facts = environment(tmp_path, migrated)
    with psycopg.connect(migrated) as holder:
        holder.execute("LOCK TABLE workspace_document, workspace_organisation IN ACCESS EXCLUSIVE MODE")
        process, address = serve(facts)
        try:
            with urllib.request.urlopen(f"{address}/sv/se/nykoping/", timeout=CEILING) as response:
                assert response.status == 200
            with pytest.raises(urllib.error.HTTPError, match="503") as refused:
                answer(f"{address}/api/v1/areas/SE-0480/goals")
            refused.value.close()
        finally:
            process.terminate()
            process.wait(timeout=CEILING)


def test_a_database_that_is_away_is_a_sentence(tmp_path):
    refused = manage(environment(tmp_path, "postgres://climate:climate@127.0.0.1:9/climate"), "prepare")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "database" in refused.stderr
    assert "DATABASE_URL" in refused.stderr

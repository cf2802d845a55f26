"""Processes come back: killed, grown, reloaded and left alone, with a reader asking all the while."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
from conftest import ROOT
from stories.serving import end
from waiting import CEILING, until

from climate_visualizer.server.listening import listening
from climate_visualizer.server.supervisor import MALLOC


@contextmanager
def supervised(
    application: str = "small:application", *, workers: int = 1, most_mb: int = 900, spares: int = 1
) -> Iterator[tuple]:
    """A supervisor of a small application: its process and its port."""
    with listening("127.0.0.1", 0) as socket:
        descriptor, port = socket.fileno(), socket.getsockname()[1]
        command = [sys.executable, "-m", "climate_visualizer.server.supervisor", f"server.{application}"]
        facts = [str(descriptor), str(workers), str(most_mb * 2**20), str(spares)]
        paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        environment = {**os.environ, "PYTHONPATH": paths}
        process = subprocess.Popen([*command, *facts], pass_fds=[descriptor], env=environment, cwd=ROOT)
    try:
        yield process, port
    finally:
        end(process)


def _ask(port: int, path: str = "/") -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=CEILING)) as line:
        line.request("GET", path)
        answer = line.getresponse()
        assert answer.status == 200
        return int(answer.read())


@contextmanager
def asking(port: int) -> Iterator[list[BaseException]]:
    """Readers that ask all the while, on a new line each time and on one that is kept; what failed."""
    failed: list[BaseException] = []
    ended = threading.Event()

    def ask() -> None:
        while not ended.is_set():
            try:
                _ask(port)
            except (OSError, http.client.HTTPException, ValueError) as problem:
                failed.append(problem)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        yield failed
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _workers(process: subprocess.Popen) -> set[int]:
    """Those that answer, and the spare."""
    return {child.pid for child in psutil.Process(process.pid).children()}


def test_a_killed_worker_is_replaced_and_no_other_request_fails():
    with supervised() as (_, port):
        first = _ask(port)
        os.kill(first, signal.SIGKILL)
        second = _ask(port)
        assert second != first
        os.kill(second, signal.SIGKILL)  # again at once, after which other servers give up
        assert _ask(port) not in (first, second)


def test_a_reload_replaces_every_worker_and_fails_no_request():
    with supervised(workers=2) as (process, port):
        _ask(port)
        until(lambda: len(_workers(process)) == 3, "both workers and the spare")
        first = _workers(process)
        with asking(port) as failed:
            process.send_signal(signal.SIGHUP)
            until(lambda: len(now := _workers(process)) == 3 and not now & first, "three others")
        assert failed == []


def test_a_worker_above_its_memory_is_replaced_and_fails_no_request():
    with supervised(most_mb=150) as (process, port):
        first = _ask(port)
        with asking(port) as failed:
            assert _ask(port, "/grow") == first
            until(lambda: first not in _workers(process), "the end of the worker that grew")
        assert failed == []
        assert _ask(port) != first


def test_a_request_under_way_is_answered_by_the_worker_that_leaves(tmp_path: Path):
    wanted, begun, pids = tmp_path / "wanted", tmp_path / "begun", []
    with supervised() as (process, port):
        first = _ask(port)
        thread = threading.Thread(target=lambda: pids.append(_ask(port, f"/until?{wanted}&{begun}")))
        thread.start()
        try:
            until(begun.exists, "the request to be under way")
            process.send_signal(signal.SIGHUP)
            until(lambda: _ask(port) != first, "an answer by another worker")
        finally:
            wanted.touch()
            thread.join()
    assert pids == [first]


def test_without_a_spare_a_worker_that_dies_is_replaced_too():
    with supervised(spares=0) as (process, port):
        first = _ask(port)
        assert _workers(process) == {first}
        os.kill(first, signal.SIGKILL)
        second = _ask(port)
        assert _workers(process) == {second} != {first}
        process.send_signal(signal.SIGHUP)
        until(lambda: _ask(port) != second, "an answer by another worker")


def test_workers_end_with_their_supervisor():
    with supervised() as (process, port):
        worker = psutil.Process(_ask(port))
        process.kill()
        process.wait()
        worker.wait(CEILING)
        assert not worker.is_running()


def test_a_worker_that_cannot_answer_does_not_end_the_service():
    with supervised("small:ends") as (process, port):
        for _ in range(2):
            try:
                _ask(port)
            except (OSError, http.client.HTTPException):
                continue
        assert process.poll() is None


def test_an_end_is_in_order():
    with supervised() as (process, port):
        _ask(port)
        process.terminate()
        assert process.wait(CEILING) == 0


HOLES = """
import numpy as np
def resident(): return int(open("/proc/self/statm").read().split()[1]) * 4096 / 2**20
def for_a_moment(megabytes):
    taken, kept = [], []
    for _ in range(60):
        taken.append(np.ones(int(megabytes * 2**17)))
        kept.append(np.ones(8000))  # 64 kB that stays, and lies above what is freed
    return kept
for_a_moment(8)  # the largest array that has been freed is what malloc goes by from then on
before = resident()
kept = for_a_moment(0.8)
print(resident() - before)
"""


def test_memory_that_a_page_took_for_a_moment_is_given_back():
    rest = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    left = [
        float(subprocess.run([sys.executable, "-c", HOLES], env=environment, capture_output=True, check=True).stdout)
        for environment in (rest, MALLOC | rest)
    ]
    assert left[0] > 30  # what glibc does when it is left alone: 48 MB of holes below 4 MB that are kept
    assert left[1] < 10


def test_a_worker_has_the_settings_of_malloc_and_the_operators_own_go_before(monkeypatch):
    monkeypatch.setenv("MALLOC_TRIM_THRESHOLD_", "1000000")
    with supervised() as (_, port):
        environment = psutil.Process(_ask(port)).environ()
    assert environment["MALLOC_MMAP_THRESHOLD_"] == MALLOC["MALLOC_MMAP_THRESHOLD_"]
    assert environment["MALLOC_TRIM_THRESHOLD_"] == "1000000"

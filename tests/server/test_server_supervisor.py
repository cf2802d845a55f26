"""Processes come back: killed, grown, reloaded and left alone, with a reader asking all the while."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from conftest import ROOT

from climate_visualizer.server.listening import listening

PATIENCE = 60.0  # seconds that a busy machine has


@contextmanager
def supervised(application: str = "small:application", *, workers: int = 1, most_mb: int = 900) -> Iterator[tuple]:
    """A supervisor of a small application: its process and its port."""
    with listening("127.0.0.1", 0) as socket:
        descriptor, port = socket.fileno(), socket.getsockname()[1]
        command = [sys.executable, "-m", "climate_visualizer.server.supervisor", f"server.{application}"]
        facts = [str(descriptor), str(workers), str(most_mb * 2**20)]
        paths = os.pathsep.join((str(ROOT), str(ROOT / "tests")))
        environment = {**os.environ, "PYTHONPATH": paths}
        process = subprocess.Popen([*command, *facts], pass_fds=[descriptor], env=environment, cwd=ROOT)
    try:
        yield process, port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _ask(port: int, path: str = "/") -> int:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    line.request("GET", path)
    answer = line.getresponse()
    pid = int(answer.read())
    line.close()
    assert answer.status == 200
    return pid


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"


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
    yield failed
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
        _until(lambda: len(_workers(process)) == 3)
        first = _workers(process)
        with asking(port) as failed:
            process.send_signal(signal.SIGHUP)
            _until(lambda: len(_workers(process)) == 3 and not _workers(process) & first)
        assert failed == []


def test_a_worker_above_its_memory_is_replaced_and_fails_no_request():
    with supervised(most_mb=150) as (process, port):
        first = _ask(port)
        with asking(port) as failed:
            assert _ask(port, "/grow") == first
            _until(lambda: _workers(process).isdisjoint({first}))
        assert failed == []
        assert _ask(port) != first


def test_a_request_under_way_is_answered_by_the_worker_that_leaves(tmp_path: Path):
    wanted, begun, pids = tmp_path / "wanted", tmp_path / "begun", []
    with supervised() as (process, port):
        first = _ask(port)
        thread = threading.Thread(target=lambda: pids.append(_ask(port, f"/until?{wanted}&{begun}")))
        thread.start()
        _until(begun.exists)
        process.send_signal(signal.SIGHUP)
        _until(lambda: _ask(port) != first)
        wanted.touch()
        thread.join()
    assert pids == [first]


def test_workers_end_with_their_supervisor():
    with supervised() as (process, port):
        worker = psutil.Process(_ask(port))
        process.kill()
        process.wait()
        worker.wait(PATIENCE)
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
        assert process.wait(PATIENCE) == 0

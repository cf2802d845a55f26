"""The supervisor: keeps so many workers on one listening socket, and replaces those that die, grow or are of an older version.

It loads nothing of the site, so that it cannot fall with it. SIGHUP replaces the workers one by one by processes that read the
code anew; SIGTERM ends all in order. A successor answers before the one before it stops, so that no request is refused.
A spare has read the code already (1.5 s on a quiet machine, 130 MB): it takes the place of one that dies within milliseconds.
Where memory is short there can be none.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

EVERY = 1.0  # seconds between two looks at memory
GRACE = 30.0  # seconds until a worker that was asked to end is ended
SHORT_LIFE = 10.0  # a worker that ends sooner is begun again later and later
LONGEST_WAIT = 5.0
PAGE = os.sysconf("SC_PAGE_SIZE")
# glibc's malloc, told of in a worker's environment, which an operator's own goes before. Left alone it serves ever larger arrays
# from the heap once one of their size has been freed, and what a page took for a moment leaves holes that nobody gets back:
# 21 MB of a worker that has read the whole sitemap. Arrays of all of Sweden (0.8 MB) so go back at once, for 2 % more processor
# time of a cold page; 128 kB in place of 512 took 6 % and gave nothing more.
MALLOC = {"MALLOC_MMAP_THRESHOLD_": str(512 * 2**10), "MALLOC_TRIM_THRESHOLD_": str(4 * 2**20)}


def say(level: str, message: str, **fields: object) -> None:
    """A line in the log, as the site writes its own."""
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    line = {"time": now, "level": level, "logger": "climate_visualizer.supervisor", "message": message, **fields}
    sys.stderr.write(f"{json.dumps(line)}\n")
    sys.stderr.flush()


@dataclass(eq=False)
class Worker:
    """A process, the pipe that sets it to answer, and whether it has said that it can."""

    process: subprocess.Popen[bytes]
    go: int
    born: float = field(default_factory=time.monotonic)
    ready: bool = False

    def resident(self) -> int:
        """Bytes of memory that it holds; 0 when it is gone."""
        try:
            with Path(f"/proc/{self.process.pid}/statm").open() as file:
                return int(file.read().split()[1]) * PAGE
        except OSError:
            return 0


@dataclass(eq=False)
class Slot:
    """One of the workers that there shall be: the one that answers, and the one that is to take over from it."""

    now: Worker | None = None
    successor: Worker | None = None
    not_before: float = 0.0
    deaths: int = 0
    was_above: bool = False


class Supervisor:
    """Workers on a socket, until it is told to end."""

    def __init__(self, descriptor: int, application: str, *, workers: int, most_bytes: int, spare: bool) -> None:
        self._descriptor, self._application, self._most = descriptor, application, most_bytes
        self._lifeline = os.pipe()  # nothing is ever written: a worker reads its end when this process is gone
        self._slots = [Slot() for _ in range(workers)]
        self._leaving: dict[Worker, float] = {}
        self._spare: Worker | None = None
        self._spare_not_before = 0.0 if spare else float("inf")
        self._to_replace: list[Slot] = []
        self._ending = False
        self._selector = selectors.DefaultSelector()

    def run(self) -> None:
        """Until SIGTERM or SIGINT; whatever happens to a worker wakes it at once."""
        self._listen_to_signals()
        looked = 0.0
        while not self._ending:
            self._reap()
            self._fill()
            self._renew()
            self._keep_a_spare()
            if time.monotonic() - looked >= EVERY:
                looked = time.monotonic()
                self._weigh()
            self._wait()
        self._end()

    def _listen_to_signals(self) -> None:
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        self._selector.register(reading, selectors.EVENT_READ)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGHUP, lambda *_: self._reload())
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: setattr(self, "_ending", True))

    def _reload(self) -> None:
        say("info", "every worker is replaced, one by one")
        self._to_replace = list(self._slots)
        if self._spare:  # it has read the code that was there before
            self._ask_to_end(self._spare)
            self._spare = None

    def _wait(self) -> None:
        for key, _ in self._selector.select(EVERY / 4):
            message = os.read(key.fd, 4096)
            if isinstance(key.data, Worker):
                self._selector.unregister(key.fd)
                os.close(key.fd)
                key.data.ready = bool(message)

    def _begun(self) -> Worker:
        """A process that reads the code, says so, and waits until it is set to answer."""
        reading, writing = os.pipe()
        waiting, go = os.pipe()
        passed = (self._descriptor, writing, waiting, self._lifeline[0])
        command = [sys.executable, "-m", "climate_visualizer.server.worker", self._application, *map(str, passed)]
        # A group of its own: Ctrl+C at a terminal reaches the supervisor alone, which ends its workers in order.
        process = subprocess.Popen(command, pass_fds=passed, process_group=0, env=MALLOC | os.environ)
        os.close(writing)
        os.close(waiting)
        worker = Worker(process, go)
        self._selector.register(reading, selectors.EVENT_READ, worker)
        return worker

    def _taken(self) -> Worker:
        """The spare, where it can answer, or else a process that is begun now; set to answer."""
        worker, self._spare = (self._spare, None) if self._spare and self._spare.ready else (self._begun(), self._spare)
        _set_going(worker)
        return worker

    def _keep_a_spare(self) -> None:
        now = time.monotonic()
        if self._spare and self._spare.process.poll() is not None:
            self._spare, self._spare_not_before = None, now + LONGEST_WAIT
        all_answer = all(slot.now and slot.now.ready and not slot.successor for slot in self._slots)
        if self._spare is None and all_answer and not self._to_replace and now >= self._spare_not_before:
            self._spare = self._begun()

    def _reap(self) -> None:
        """Notice the workers that have ended, and end those that were asked to and did not."""
        now = time.monotonic()
        for worker, until in list(self._leaving.items()):
            if worker.process.poll() is not None:
                del self._leaving[worker]
            elif now > until:
                say("warning", "a worker does not end and is ended", pid=worker.process.pid)
                worker.process.kill()
        for slot in self._slots:
            if slot.successor and slot.successor.process.poll() is not None:
                say("error", "a successor ended before it answered", status=slot.successor.process.returncode)
                slot.successor = None
                slot.not_before = now + LONGEST_WAIT
            if slot.now and slot.now.process.poll() is not None:
                self._lost(slot, slot.now, now)

    def _lost(self, slot: Slot, worker: Worker, now: float) -> None:
        slot.deaths = slot.deaths + 1 if now - worker.born < SHORT_LIFE else 0
        wait = min(0.1 * 2**slot.deaths, LONGEST_WAIT) if slot.deaths else 0.0
        slot.now, slot.not_before = slot.successor, now + wait
        slot.successor = None
        say("error", "a worker ended and is replaced", pid=worker.process.pid, status=worker.process.returncode)

    def _fill(self) -> None:
        for slot in self._slots:
            if slot.now is None and time.monotonic() >= slot.not_before:
                slot.now = self._taken()

    def _renew(self) -> None:
        """Let a successor that answers take over, and begin the next one."""
        for slot in self._slots:
            if slot.successor and slot.successor.ready and slot.now:
                self._ask_to_end(slot.now)
                slot.now, slot.successor, slot.was_above = slot.successor, None, False
                slot.not_before = 0.0
        if self._to_replace and not any(slot.successor for slot in self._slots):
            slot = self._to_replace[0]
            if slot.now and slot.now.ready and time.monotonic() >= slot.not_before:
                slot.successor = self._taken()
                self._to_replace.pop(0)

    def _weigh(self) -> None:
        """Two looks in a row above the limit, so that a large report alone replaces nobody."""
        for slot in self._slots:
            above = bool(slot.now and slot.now.ready and slot.now.resident() > self._most)
            if above and slot.was_above and slot.successor is None and slot not in self._to_replace:
                say("warning", "a worker holds more memory than its limit and is replaced", limit=self._most)
                self._to_replace.append(slot)
            slot.was_above = above

    def _ask_to_end(self, worker: Worker) -> None:
        if worker.go >= 0:  # one that waits ends when there is nothing to wait for
            os.close(worker.go)
            worker.go = -1
        worker.process.terminate()
        self._leaving[worker] = time.monotonic() + GRACE

    def _end(self) -> None:
        os.close(self._descriptor)
        for worker in (
            self._spare,
            *(worker for slot in self._slots for worker in (slot.now, slot.successor)),
        ):
            if worker:
                self._ask_to_end(worker)
        self._slots = []
        while self._leaving:
            self._reap()
            self._selector.select(EVERY / 10)


def _set_going(worker: Worker) -> None:
    with suppress(BrokenPipeError):  # it has ended, which is noticed in the next round
        os.write(worker.go, b"1")
    os.close(worker.go)
    worker.go = -1


def main() -> None:
    """Begun by `manage.py serve`: application, socket, how many workers, how many bytes each may hold, 0 or 1 spares."""
    application, (descriptor, workers, most_bytes, spares) = sys.argv[1], map(int, sys.argv[2:6])
    Supervisor(descriptor, application, workers=workers, most_bytes=most_bytes, spare=bool(spares)).run()


if __name__ == "__main__":
    main()

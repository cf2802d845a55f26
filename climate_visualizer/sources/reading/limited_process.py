"""Subprocess with rlimits for foreign bytes: a parser that runs out of memory, out of time or out of its mind is a sentence.

A job is a function by its name (`module:function`) that takes facts (what JSON can say) and blobs (bytes), and answers with the
same. The process is kept warm for a minute, since starting one costs some 0.4 s, and answers one job at a time. Nothing that
comes back is executed: facts are JSON and blobs are bytes, so a parser that was taken over has nothing to say but figures.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import logging
import os
import resource
import select
import signal
import struct
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from climate_visualizer.places import PACKAGE
from climate_visualizer.sources.table import SourceError

Facts = dict[str, Any]  # JSON between two processes: each job knows its own
Answer = tuple[Facts, list[bytes]]

ROOT = PACKAGE.parent
KEPT_WARM = 60.0
# A process that has grown by so much in one job is not kept: what a parser freed comes back to the machine only with its end.
GROWN = 512 * 2**20
_LENGTH = struct.Struct(">Q")
log = logging.getLogger("climate_visualizer.reading")


@dataclass(frozen=True)
class Limits:
    """Bytes of memory beyond what the process has when it begins, and seconds of processor time; three times that to wait."""

    memory: int
    seconds: int


# As bench/reading.py measures it, the largest table that is read, 250 MB, takes 12 s of processor and 0.9 GB beyond its own
# bytes: 1.1 GB. Five times that is left, and a machine may be fifty times as slow.
RELEASE = Limits(memory=6 * 2**30, seconds=600)
# A plan's workbook of 5 000 rows and 60 columns (11 MB) takes 0.5 s of processor, as measured; a machine may be far slower.
UPLOAD = Limits(memory=2**30, seconds=20)


class _Ended(Exception):
    """The process is no more, with the code that it ended with."""

    def __init__(self, code: int | None) -> None:
        self.code = code
        super().__init__(str(code))


class _Process:
    """One reading process, from its start to its end."""

    def __init__(self) -> None:
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        self._child = subprocess.Popen(
            [sys.executable, "-m", "climate_visualizer.sources.reading.limited_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": path},
            cwd=ROOT,
        )

    def ask(self, facts: Facts, blobs: Sequence[bytes], until: float) -> Answer:
        """Send a job and wait for its answer; raises `_Ended` where the process ends, and `TimeoutError`."""
        assert self._child.stdin is not None and self._child.stdout is not None
        try:
            _send(self._child.stdin, facts, blobs)
            return _received(self._child.stdout, until)
        except (BrokenPipeError, EOFError):
            raise _Ended(self._child.wait(timeout=5)) from None

    def is_alive(self) -> bool:
        """Whether the process still waits: it goes by itself when nobody asks for a while."""
        return self._child.poll() is None

    def end(self) -> None:
        """End the process at once."""
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Pool:
    """The processes that wait for a job: one is kept, more are started while several jobs run at once."""

    def __init__(self) -> None:
        self._lock, self._idle, self._owner = threading.Lock(), list[_Process](), os.getpid()

    def take(self) -> _Process | None:
        """A process that waits, if there is one; one of the process that this one was forked from is not ours to ask."""
        with self._lock:
            if self._owner != os.getpid():
                self._idle, self._owner = [], os.getpid()
            while self._idle:
                process = self._idle.pop()
                if process.is_alive():
                    return process
                process.end()
            return None

    def give_back(self, process: _Process) -> None:
        """Keep a process for the next job."""
        with self._lock:
            if not self._idle:
                self._idle.append(process)
                return
        process.end()

    def end(self) -> None:
        """End every process that waits."""
        while process := self.take():
            process.end()


_pool = _Pool()
atexit.register(_pool.end)


def call(job: str, facts: Facts, blobs: Sequence[bytes], *, limits: Limits, what: str) -> Answer:
    """Do a job in a process of its own; whatever goes wrong in it is a `SourceError` that names `what` is read."""
    request = {"job": job, "facts": facts, "memory": limits.memory, "seconds": limits.seconds}
    until = time.monotonic() + 3 * limits.seconds
    for process in (_pool.take(), None):
        chosen = process or _Process()
        try:
            answer, results = chosen.ask(request, blobs, until)
        except _Ended as ended:
            chosen.end()
            if process is not None and ended.code == 0:
                continue  # one that was kept went to rest just now
            raise SourceError(_ending(ended.code, limits, what)) from None
        except BaseException as problem:
            chosen.end()
            if isinstance(problem, TimeoutError):
                raise SourceError(_ending(-signal.SIGXCPU, limits, what)) from None
            raise
        _pool.give_back(chosen)
        return _checked(answer, what), results
    raise AssertionError("a process that was just started ended by itself")


def _ending(code: int | None, limits: Limits, what: str) -> str:
    """Why a process ended, as far as its end tells."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"{what} takes longer than {limits.seconds} s to read, more than any release; check that it is the right file."
    if code == -signal.SIGABRT:
        return (
            f"{what} needs more than {limits.memory >> 20} MB to be read, more than any release; is it the right file?"
        )
    return f"{what} cannot be read: the reader ended with {code}. Check that it is the right file, and report it with the file."


def _checked(answer: Facts, what: str) -> Facts:
    """The facts of an answer; what the job raised is raised here, as a sentence."""
    if "sentence" in answer:
        raise SourceError(str(answer["sentence"]))
    if "fault" in answer:
        log.error("%s could not be read", what, extra={"fields": {"file": what, "fault": answer["trace"]}})
        raise SourceError(
            f"{what} has something in it that is not understood ({answer['fault']}); check that it is the right file, download "
            "it again, and report it with the file if that does not help."
        )
    return dict(answer["facts"])


def _send(stream: IO[bytes], facts: Facts, blobs: Sequence[bytes]) -> None:
    head = json.dumps({"facts": facts, "sizes": [len(blob) for blob in blobs]}).encode()
    stream.write(_LENGTH.pack(len(head)) + head)
    for blob in blobs:
        stream.write(blob)
    stream.flush()


def _received(stream: IO[bytes], until: float | None = None) -> Answer:
    """A message as `_send` writes it; without `until` one waits for it as long as the stream is open."""
    head = json.loads(_exactly(stream, _LENGTH.unpack(_exactly(stream, _LENGTH.size, until))[0], until))
    return head["facts"], [_exactly(stream, size, until) for size in head["sizes"]]


def _exactly(stream: IO[bytes], size: int, until: float | None) -> bytes:
    """So many bytes; raises `EOFError` where the stream ends before, and `TimeoutError`."""
    if until is None:  # read in one piece: a table of 250 MB is in memory once
        at_once = stream.read(size)
        if len(at_once) < size:
            raise EOFError
        return at_once
    received = bytearray()
    while len(received) < size:
        if not select.select([stream], [], [], max(until - time.monotonic(), 0.0))[0]:
            raise TimeoutError
        piece = os.read(stream.fileno(), min(size - len(received), 2**20))
        if not piece:
            raise EOFError
        received += piece
    return bytes(received)


def _memory() -> int:
    """Bytes that a process may write to, as the limit on its data counts them; 0 where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _limit(memory: int, seconds: int) -> None:
    """Let this process have so much more memory and processor time, and no more."""
    had, spent = _memory(), resource.getrusage(resource.RUSAGE_SELF)
    used = int(spent.ru_utime + spent.ru_stime) + 1
    for kind, most in ((resource.RLIMIT_DATA, had + memory), (resource.RLIMIT_CPU, used + seconds)):
        hard = resource.getrlimit(kind)[1]
        resource.setrlimit(kind, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _done(request: Facts, blobs: list[bytes]) -> Answer:
    """A job's answer, or what it raised: a sentence, or the fault with its trace."""
    module, _, name = str(request["job"]).partition(":")
    try:
        facts, results = getattr(import_module(module), name)(request["facts"], blobs)
        return {"facts": facts}, results
    except SourceError as problem:
        return {"sentence": str(problem)}, []
    except MemoryError:
        os.abort()
    except BaseException as problem:  # a panic of a library in Rust is no Exception
        fault = f"{type(problem).__name__}: {problem}".partition("\n")[0].strip(": ")[:300]
        return {"fault": fault, "trace": traceback.format_exc()[-4000:]}, []


def _serve() -> None:
    """Answer jobs until nobody asks any more, or whoever asks is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for whoever asks
    asking, answering = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    began = _memory()
    while _memory() - began < GROWN and select.select([asking], [], [], KEPT_WARM)[0]:
        try:
            request, blobs = _received(asking)
        except EOFError:
            return
        _limit(request["memory"], request["seconds"])
        _send(answering, *_done(request, blobs))


if __name__ == "__main__":
    _serve()

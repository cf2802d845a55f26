"""Processes that a test started end with it, also where it failed: no later test meets them, or their warnings."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from weakref import WeakSet

STAYS = ("limited_process", "playwright")  # kept between tests on purpose: a reading process, and the browser's driver
_started: WeakSet[subprocess.Popen] = WeakSet()
_begin = subprocess.Popen.__init__


def _noted(process: subprocess.Popen, *args: object, **options: object) -> None:
    _begin(process, *args, **options)
    _started.add(process)


subprocess.Popen.__init__ = _noted


@contextmanager
def ended() -> Iterator[None]:
    """End whatever has been started inside and still runs, and wait for it, so that nothing complains of it later."""
    before = set(_started)
    try:
        yield
    finally:
        for process in set(_started) - before:
            if process.poll() is None and not any(name in str(process.args) for name in STAYS):
                process.terminate()
                try:
                    process.wait(timeout=30)  # a supervisor ends its workers first
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                for pipe in (process.stdin, process.stdout, process.stderr):
                    if pipe is not None:
                        pipe.close()

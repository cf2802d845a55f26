"""A worker process: granian's HTTP on the supervisor's socket, Django behind it; says when it is ready, and ends in order.

Granian's own parent opens a socket for each worker, and what waits in the queue of one that dies is lost. Here all share one,
as granian does it on other systems than Linux, so the pieces that its command line puts together are put together here.
"""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
from asyncio.tasks import _enter_task, _leave_task
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import Any

from granian._granian import CallbackScheduler, RSGIWorker, SocketHolder, WorkerSignal
from granian.constants import HTTPModes
from granian.http import HTTP1Settings

from climate_visualizer.server.application import Application
from climate_visualizer.server.listening import BACKLOG

HEADERS_WITHIN = 10_000  # milliseconds for a request's head, and for the next one on a line that is kept
LONGEST_HEAD = 64 * 2**10  # bytes; browsers and proxies send 8 to 32 kB at most
MOST_AT_ONCE = 1024  # connections of a worker; more wait in the socket's queue
SPOKEN_WITHIN = 0.5  # seconds from the last connection taken until idle lines are closed: its request has come by then
DRAINED_WITHIN = 20.0  # seconds that requests under way have when a worker is asked to end
# Any: granian's stubs lag behind what its own command line calls
NO_TLS: list[Any] = [False, None, None, None, "tls1.3", None, [], False]


def _worker(descriptor: int) -> Any:  # granian's stub of a worker has no `serve_str`, which its own command line calls
    holder: Any = SocketHolder(descriptor, False, BACKLOG)  # type: ignore[call-arg]  # its stub lags behind
    http1 = HTTP1Settings(HEADERS_WITHIN, True, LONGEST_HEAD)
    # One thread for the network; then no HTTP/2, no websockets, no static files, no TLS, no metrics of granian's.
    facts: list[Any] = [
        1,
        (None, holder),
        None,
        1,
        16,
        1,
        30,
        MOST_AT_ONCE,
        HTTPModes.http1,
        http1,
        None,
        False,
        None,
    ]
    return RSGIWorker(*facts, *NO_TLS, (None, None))  # type: ignore[call-arg]


class _Scheduler(CallbackScheduler):
    """Hands each request to the application as it comes, where granian's makes a task for each."""

    def __init__(self, loop: asyncio.AbstractEventLoop, application: Application, *_: object) -> None:
        super().__init__()
        self._schedule_fn = application.begin


def _scheduler(loop: asyncio.AbstractEventLoop, application: Application) -> _Scheduler:
    return _Scheduler(loop, application, None, partial(_enter_task, loop), partial(_leave_task, loop))


def no_more_connections(descriptor: int) -> None:
    """Leave a shared socket to the other processes: a socket that nobody knows of takes its place in this one.

    Granian closes each line without a request when it stops, and one that it took a moment ago may have its request under way.
    """
    shared = os.fstat(descriptor)
    unknown = socket.create_server(("127.0.0.1", 0), backlog=1)
    unknown.setblocking(False)
    for number in map(int, os.listdir("/dev/fd")):  # noqa: PTH208  # numbers, not paths
        with suppress(OSError):
            if os.path.samestat(os.fstat(number), shared):
                os.dup2(unknown.fileno(), number, inheritable=False)
    unknown.close()


async def _until_ended(application: Application, ended: asyncio.Event) -> None:
    await ended.wait()
    loop = asyncio.get_running_loop()
    until = loop.time() + DRAINED_WITHIN
    while application.in_hand and loop.time() < until:  # noqa: ASYNC110  # threads answer, which know no event
        await asyncio.sleep(0.02)
    await asyncio.sleep(0.1)  # the last bytes leave by threads of granian's own


def serve(application: str, descriptor: int, ready: int, go: int, lifeline: int) -> None:
    """Read the code, say so on `ready`, wait for `go`, then answer on a socket until SIGTERM or the supervisor's end."""
    module, _, name = application.partition(":")
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    gc.disable()  # reading the code makes no garbage, and to look for it takes a sixth of a start
    called = Application(getattr(import_module(module), name), loop)
    gc.enable()
    os.write(ready, b"1")
    os.close(ready)
    if not os.read(go, 1):
        return
    ended, stop = asyncio.Event(), WorkerSignal()
    stop.add_cb(lambda: loop.call_soon_threadsafe(ended.set))

    def leave() -> None:
        """Take no more connections, then answer what came, and only then close the lines on which nothing is asked."""
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, lambda: None)  # asked twice: it is leaving already
        loop.remove_reader(lifeline)
        no_more_connections(descriptor)
        loop.call_later(SPOKEN_WITHIN, stop.set)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, leave)
    loop.add_reader(lifeline, leave)
    _worker(descriptor).serve_str(_scheduler(loop, called), loop, stop)
    loop.run_until_complete(_until_ended(called, ended))


if __name__ == "__main__":
    serve(sys.argv[1], *map(int, sys.argv[2:6]))

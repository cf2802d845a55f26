"""The application that granian calls: a request without a body goes straight to a thread, a body is awaited without one.

Granian calls back with a watcher for each request: its scope, its protocol, and `done`. An asyncio task for each of them, as
its own scheduler makes one, cost a third of a kept page; only bodies need the loop.
"""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Protocol
from wsgiref.types import WSGIApplication

from granian._granian import RSGIHTTPProtocol
from granian.rsgi import Scope

from climate_visualizer.server.bodies import INSIDE, Bodies, Refused, announced
from climate_visualizer.server.gateway import REFUSED, answer, environ
from climate_visualizer.server.lanes import Lane

READERS, PEOPLE = (
    2,
    2,
)  # threads: Python runs one at a time, the others are for what waits on disk, database or other hosts


class Watcher(Protocol):
    """What granian calls back with for each request."""

    scope: Scope
    proto: RSGIHTTPProtocol

    def done(self) -> None: ...


class Application:
    """Requests of one worker, each given to a lane of threads once it is whole."""

    def __init__(self, wsgi: WSGIApplication, loop: asyncio.AbstractEventLoop, bodies: Bodies | None = None) -> None:
        self._wsgi, self._loop, self._bodies = wsgi, loop, bodies or Bodies()
        self._readers, self._people = Lane("readers", READERS), Lane("people", PEOPLE)
        self._reading: set[asyncio.Task[None]] = set()

    @property
    def in_hand(self) -> int:
        """Requests that have not been answered."""
        return len(self._reading) + self._readers.in_hand + self._people.in_hand

    def begin(self, watcher: Watcher) -> None:
        """Called by granian, on a thread of its own, for each request."""
        try:
            has_no_body = announced(watcher.scope.headers) == 0
        except Refused as problem:
            self._give(watcher, b"", problem.status)
            return
        if has_no_body:
            self._give(watcher, b"")
        else:
            self._loop.call_soon_threadsafe(self._read_soon, watcher)

    def _read_soon(self, watcher: Watcher) -> None:
        task = self._loop.create_task(self._read(watcher))
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read(self, watcher: Watcher) -> None:
        try:
            self._give(watcher, await self._bodies.read(watcher.scope, watcher.proto))
        except Refused as problem:
            self._give(watcher, b"", problem.status)

    def _give(self, watcher: Watcher, body: bytes, refused: int = 0) -> None:
        lane = self._people if INSIDE.search(watcher.scope.path) else self._readers
        lane.give(partial(self._answer, watcher, body, refused))

    def _answer(self, watcher: Watcher, body: bytes, refused: int) -> None:
        try:
            facts = environ(watcher.scope, body)
            if refused:
                facts.update({"CONTENT_LENGTH": "0", REFUSED: refused})
            answer(self._wsgi, facts, watcher.proto)
        finally:
            watcher.done()

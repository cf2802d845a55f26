"""Thread pools, one for readers and one for people at work, so that a slow form or sign-in elsewhere holds up no reader."""

from __future__ import annotations

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread

_log = logging.getLogger("climate_visualizer.server")
Work = Callable[[], None]


class Lane:
    """Some threads and what waits for them."""

    def __init__(self, name: str, threads: int) -> None:
        self._waiting: SimpleQueue[Work] = SimpleQueue()
        self._lock, self._in_hand = Lock(), 0
        for number in range(threads):
            Thread(target=self._turn, name=f"{name}-{number}", daemon=True).start()

    @property
    def in_hand(self) -> int:
        """How much is being done or waits."""
        return self._in_hand

    def give(self, work: Work) -> None:
        """Have it done by the next free thread."""
        with self._lock:
            self._in_hand += 1
        self._waiting.put(work)

    def _turn(self) -> None:
        while True:
            work = self._waiting.get()
            try:
                work()
            except Exception:
                _log.exception("an answer failed")
            with self._lock:
                self._in_hand -= 1

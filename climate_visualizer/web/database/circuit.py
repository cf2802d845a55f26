"""Circuit breaker for the database: what has failed once is not asked by one reader after another, and it closes by itself.

While it is open, readers get what was known last, or 503, at once. Every few seconds a thread of its own asks again what
failed, so that a table that somebody holds is known from a database that is whole; when that is answered the circuit closes.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from threading import Lock, Thread
from typing import TypeVar

from django.db import DatabaseError, OperationalError, connection, connections

from climate_visualizer.web.database import patience

T = TypeVar("T")
Question = Callable[[], object]
AWAY_FOR = 5.0  # seconds between two looks at a database that is away
_log = logging.getLogger("climate_visualizer.database")


def any_answer() -> None:
    """The least that can be asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


class Circuit:
    """Open while the database is away: which question failed, and when it is asked again."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._failed: Question | None = None
        self._next = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the database is known to be away."""
        return self._failed is not None

    def ask(self, question: Callable[[], T]) -> T:
        """Ask as a reader does; raises `DatabaseError`, at once while the circuit is open."""
        self.ensure_closed()
        try:
            with patience.within(patience.READ):
                return question()
        except DatabaseError as problem:
            self._open(question, problem)
            raise

    def ensure_closed(self) -> None:
        """Raise `OperationalError` while it is open; the first who comes here after a while has it looked for."""
        if self.is_open:
            self._look_when_due()
            raise OperationalError("The database did not answer a moment ago; it is being looked for.")

    def suspect(self, problem: Exception) -> None:
        """A line on which nothing came, whoever asked: open it, unless it is known already what fails."""
        if not self.is_open:
            self._open(any_answer, problem)

    def close(self) -> None:
        """The database answers."""
        self._failed, self._next = None, 0.0

    def _open(self, question: Question, problem: Exception) -> None:
        if not self.is_open:
            _log.warning("database away", extra={"fields": {"reason": str(problem).strip()[:200]}})
        self._failed, self._next = question, time.monotonic() + AWAY_FOR

    def _look_when_due(self) -> None:
        with self._lock:
            if time.monotonic() < self._next:
                return
            self._next = time.monotonic() + AWAY_FOR
        Thread(target=self._look, args=(self._failed,), name="database-looked-for", daemon=True).start()

    def _look(self, question: Question | None) -> None:
        try:
            with patience.within(patience.READ):
                (question or any_answer)()
        except DatabaseError:
            return
        finally:
            connections.close_all()
        _log.info("database back")
        self.close()


DATABASE = Circuit()


def answers(within: float) -> bool:
    """Whether the database answers, for monitors: they never wait for it, also where it takes lines and says nothing."""
    if DATABASE.is_open:
        DATABASE._look_when_due()
        return False
    if connection.vendor != "postgresql":  # a file answers or fails
        return _answers()
    return _in_time(within)


def _answers() -> bool:
    try:
        any_answer()
    except DatabaseError:
        return False
    return True


def _in_time(within: float) -> bool:
    """Asked by a thread, as a name that is not resolved and a line that is not taken have no deadline of ours."""
    answers: list[bool] = []

    def ask() -> None:
        try:
            DATABASE.ask(any_answer)
            answers.append(True)
        except DatabaseError:
            answers.append(False)
        finally:
            connections.close_all()

    thread = Thread(target=ask, name="database-monitored", daemon=True)
    thread.start()
    thread.join(within)
    return answers == [True]

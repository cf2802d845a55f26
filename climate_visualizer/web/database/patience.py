"""Patience with PostgreSQL: the deadlines of a web worker for a lock, an answer, and a line on which nothing comes.

`lock_timeout` and `statement_timeout` are the server's own, and a server that executes nothing (a frozen machine, a stopped
process) keeps neither; its kernel goes on acknowledging what is sent, so no timeout of TCP comes either. So the last deadline is
kept on this side, while psycopg waits for the line (`web.database.postgresql`). Commands (`prepare`, `restore`) wait as long as
it takes: they do not come here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

LOCK, ANSWER = 5, 20  # seconds; the slowest page with two thousand measures asks nothing that takes one
LINE = ANSWER + 2.0  # what is merely slow the server ends itself, and says so
READ = 2.0  # seconds that a reader's page waits: it has what was known last to go on with
SHORTEST = 0.1  # seconds for an answer after a connection that took nearly all there was
_is_bound = [False]  # whether this process is one that answers requests
_until: ContextVar[float | None] = ContextVar("until", default=None)
_reads: ContextVar[bool] = ContextVar("reads", default=False)


def _bounded(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK}s'; SET statement_timeout = '{ANSWER}s'")


def bound() -> None:
    """From now on each new connection of this process has its bounds."""
    _is_bound[0] = True
    connection_created.connect(_bounded, dispatch_uid="patience")


def left() -> float | None:
    """Seconds that the next wait for the database may take; None where it may take as long as it does."""
    until = _until.get()
    if until is not None:
        return max(until - time.monotonic(), SHORTEST)
    if is_reading():
        return READ
    return LINE if _is_bound[0] else None


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Wait so long at most for everything that is asked here, a new connection and what makes it ready included."""
    before = _until.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(before)


@contextmanager
def reading() -> Iterator[None]:
    """A reader's request: it waits little for each answer, and not at all for a database that is known to hang."""
    before = _reads.set(True)
    try:
        yield
    finally:
        _reads.reset(before)


def is_reading() -> bool:
    """Whether a reader's request is being answered here."""
    return _reads.get()

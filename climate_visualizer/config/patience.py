"""Patience with PostgreSQL: how long a web worker waits for a lock and for an answer.

A database that takes connections and answers nothing, since somebody holds a lock on a table, held every reader for as long.
After these times a question fails as if the database were away, and pages go on with what was known last. Commands (`prepare`,
`restore`) wait as long as it takes: they do not come here.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

LOCK, ANSWER = 5, 20  # seconds; the slowest page with two thousand measures asks nothing that takes one


def _bounded(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK}s'; SET statement_timeout = '{ANSWER}s'")


def bound() -> None:
    """From now on each new connection of this process has its bounds."""
    connection_created.connect(_bounded, dispatch_uid="patience")

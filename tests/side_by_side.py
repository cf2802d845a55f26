"""Threads that do the same at once, each with a database connection of its own that it closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def end_connection() -> None:
    """Close this thread's connection also where the database is in memory: Django leaves that open, and Python 3.13 says so."""
    connection.close()
    if connection.connection is not None:
        connection.connection.close()


def side_by_side(work: Callable[[], T], count: int = 3) -> list[T]:
    """What each of them gave, in the order of ending; one that fails gives nothing."""
    outcomes: list[T] = []

    def one() -> None:
        try:
            outcomes.append(work())
        finally:
            end_connection()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes

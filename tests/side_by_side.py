"""Threads that do the same at once, each with a database connection of its own that it closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from django.db import connection

T = TypeVar("T")


def side_by_side(work: Callable[[], T], count: int = 3) -> list[T]:
    """What each of them gave, in the order of ending; one that fails gives nothing."""
    outcomes: list[T] = []

    def one() -> None:
        try:
            outcomes.append(work())
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes

"""Polling: wait until a condition holds, with a ceiling that a machine ten times slower does not reach."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

CEILING = (
    300.0  # seconds; what is there at once is seen at once, so that a long ceiling costs nothing where nothing fails
)
Seen = TypeVar("Seen")


def until(look: Callable[[], Seen], awaited: str) -> Seen:
    """What a look gives once it is something that is true; what is awaited is named where it never comes."""
    end = time.monotonic() + CEILING
    while not (answer := look()):
        assert time.monotonic() < end, f"waited {CEILING:.0f} s for {awaited}"
        time.sleep(0.02)
    return answer

"""Wake-up events of the background sender: what is written tells it, so that nothing waits for the next look."""

from __future__ import annotations

import threading

CHORES = "chores"
EVENTS = {"mail": threading.Event(), "webhook": threading.Event(), CHORES: threading.Event()}


def wake() -> None:
    """Something has been written: send it now, if this is the process that sends."""
    for task, event in EVENTS.items():
        if task != CHORES:
            event.set()

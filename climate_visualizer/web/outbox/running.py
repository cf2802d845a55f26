"""Background sender: threads of the web process that send what is due, one process a machine, so that `make run` is enough."""

from __future__ import annotations

import fcntl
import logging
import os
import threading
import time
from collections.abc import Callable
from typing import IO

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from climate_visualizer.web.outbox.sending import send_due
from climate_visualizer.web.outbox.waking import CHORES, EVENTS

log = logging.getLogger("climate_visualizer.outbox")
LOCK = "sending.lock"
LOOKED_EVERY = 2.0  # seconds: another process may have written something; the own one wakes the sender
CHORES_EVERY = 60.0
AWAY_FOR, AWAY_AT_MOST = 15.0, 300.0  # how long a mail server that is away is left alone
_chores: dict[str, Callable[[], object]] = {}


def chore(name: str, call: Callable[[], object]) -> None:
    """Have something done every minute by whichever process sends."""
    _chores[name] = call


def begin() -> None:
    """Start sending in this process, unless a setting leaves that to `send_alerts`."""
    if settings.SENDS:
        for task in EVENTS:
            threading.Thread(target=_run, args=(task,), name=f"outbox-{task}", daemon=True).start()


def _run(task: str) -> None:
    """Do one task again and again; each has a thread, so that a mail server that hangs keeps no webhook waiting."""
    turn, failures = _only_one(task), 0
    while not turn.closed:
        try:
            failures = _connected_round(task, failures)
        except DatabaseError as problem:
            failures += 1
            reason = str(problem).strip()[:200]
            log.warning("the database does not answer", extra={"fields": {"task": task, "reason": reason}})
        except Exception:
            failures += 1
            log.exception("sending failed; it is tried again", extra={"fields": {"task": task}})
        if failures:
            time.sleep(min(AWAY_FOR * 2 ** (failures - 1), AWAY_AT_MOST))
        else:
            EVENTS[task].wait(CHORES_EVERY if task == CHORES else LOOKED_EVERY)
        EVENTS[task].clear()


def _connected_round(task: str, failures: int) -> int:
    """One round with a connection that works; closing one asks the database too, and its trouble is met like any other."""
    close_old_connections()
    try:
        return _round(task, failures)
    finally:
        close_old_connections()


def _round(task: str, failures: int) -> int:
    """One round; how many in a row have sent nothing and met trouble."""
    if task == CHORES:
        _do_chores()
        return 0
    sent, failed = send_due(channels=(task,))
    return failures + 1 if failed and not sent else 0


def _do_chores() -> None:
    for name, call in _chores.items():
        try:
            call()
        except DatabaseError:
            raise
        except Exception:
            log.exception("a chore failed", extra={"fields": {"chore": name}})


def _only_one(task: str) -> IO[str]:
    """Wait for this machine's turn: the lock ends with the process that has it, also when that is killed."""
    settings.VAR.mkdir(parents=True, exist_ok=True)
    handle = os.open(settings.VAR / f"{task}-{LOCK}", os.O_RDWR | os.O_CREAT, 0o600)
    file = os.fdopen(handle, "r+")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file

"""Worker processes, found by the files of their Prometheus counters; to look opens none, so that commands write no counters."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

# Told to Prometheus's client by its environment. What was there before is another site's, which started this one.
FOLDER = Path(settings.VAR / "metrics")
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(FOLDER)


def workers() -> dict[int, int]:
    """The processes that answer and are alive, each with its resident memory in bytes."""
    memory_by_pid = {}
    for pid in {int(path.stem.rpartition("_")[2]) for path in FOLDER.glob("counter_*.db")}:
        with suppress(OSError, ValueError):
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
            memory_by_pid[pid] = pages * os.sysconf("SC_PAGE_SIZE")
    return dict(sorted(memory_by_pid.items()))

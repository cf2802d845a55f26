"""Port numbers for programs that open their port themselves: no other test takes one between its being chosen and opened."""

from __future__ import annotations

import fcntl
import os
import random
import socket
import tempfile
from pathlib import Path

# Below those that Linux gives to whoever asks for any port (net.ipv4.ip_local_port_range), and to every outgoing connection.
CHOICE = range(20_000, 32_000)
_locks: list[int] = []


def free_port() -> int:
    """A port that nobody listens at: this process's own for as long as it runs, by a lock that all processes of tests heed."""
    folder = Path(tempfile.gettempdir()) / f"climate-visualizer-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    for port in random.sample(CHOICE, 200):
        lock = os.open(folder / str(port), os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with socket.socket() as trial:
                trial.bind(("127.0.0.1", port))
        except OSError:  # another test's, or another program listens there
            os.close(lock)
            continue
        _locks.append(lock)
        return port
    raise RuntimeError("None of 200 ports is free.")

"""The listening socket: opened here, or taken over from systemd, which keeps it through a restart."""

from __future__ import annotations

import os
import socket

FIRST_PASSED = 3  # systemd's sd_listen_fds(3)
BACKLOG = 1024


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens, to be handed on to workers; raises `OSError` where the address is taken."""
    opened = _passed() or _opened(host, port)
    opened.setblocking(False)
    opened.set_inheritable(True)
    return opened


def _passed() -> socket.socket | None:
    if os.environ.get("LISTEN_PID") != str(os.getpid()) or os.environ.get("LISTEN_FDS", "0") == "0":
        return None
    return socket.socket(fileno=FIRST_PASSED)


def _opened(host: str, port: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened

"""A served site for tests of the server, and plain sockets to it."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from stories.serving import served
from waiting import CEILING


def settings_of(var: Path, **others: str) -> dict[str, str]:
    return {**os.environ, "CLIMATE_VISUALIZER_VAR": str(var), **others}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A site on the starter set, served with one worker."""
    with served(settings_of(tmp_path_factory.mktemp("served"))) as address:
        yield int(address.rpartition(":")[2])


def sent(port: int, text: str | bytes, *, room: int = 0) -> socket.socket:
    """A connection on which this has been sent; with so few bytes of room for what comes back."""
    line = socket.socket()
    try:
        if room:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        line.settimeout(CEILING)
        line.connect(("127.0.0.1", port))
        line.sendall(text.encode() if isinstance(text, str) else text)
    except OSError:
        line.close()
        raise
    return line


def answered(line: socket.socket) -> tuple[int, str]:
    """The status and everything else that comes back until the other side closes."""
    with line, line.makefile("rb") as file:
        answer = file.read()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), body.decode()


@contextmanager
def held(port: int, text: str, count: int, *, room: int = 0) -> Iterator[list[socket.socket]]:
    """So many connections on which this is sent, and no more."""
    with ExitStack() as stack:
        yield [stack.enter_context(sent(port, text, room=room)) for _ in range(count)]

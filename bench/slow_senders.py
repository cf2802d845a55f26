"""Slow senders: 50 bodies and 50 heads that never end, 50 readers at one byte a second, beside pages that are timed."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from shared import say, served, site, starter

EACH, GOAL = 50, 2.0
PAGES = ("/health", "/sv/", "/sv/se/nykoping/", "/en/compare/", "/sv/ranking/", "/api/v1/areas", "/accounts/login/")
HEAD = "Host: 127.0.0.1\r\n"
BODY = f"POST /sv/se/nykoping/follow/ HTTP/1.1\r\n{HEAD}Content-Length: 100000\r\n\r\nabc"
HELD = {"bodies": BODY, "heads": f"GET /sv/ HTTP/1.1\r\n{HEAD}X-Slow: ", "readers": f"GET /sv/ HTTP/1.1\r\n{HEAD}\r\n"}


@contextmanager
def held(port: int, text: str, count: int = EACH) -> Iterator[list[socket.socket]]:
    """So many connections on which this is sent, and no more."""
    lines = []
    for _ in range(count):
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)  # so little that an answer does not fit into it
        line.settimeout(10)
        line.connect(("127.0.0.1", port))
        line.sendall(text.encode())
        lines.append(line)
    try:
        yield lines
    finally:
        for line in lines:
            line.close()


def slowly(lines: list[socket.socket], ended: threading.Event) -> None:
    """One byte a second of each."""
    while not ended.wait(1.0):
        for line in lines:
            line.recv(1)


def worst(port: int) -> float:
    """The longest that a page took, asked one after the other."""
    taken = []
    for page in PAGES:
        began = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=30) as answer:
            answer.read()
        taken.append(time.perf_counter() - began)
    return max(taken)


def main() -> None:
    with site() as var:
        starter(var)
        with served(var) as port:
            worst(port)
            say("slowest of 7 pages, nobody else there", f"{worst(port):.2f} s")
            ended = threading.Event()
            with held(port, HELD["bodies"]), held(port, HELD["heads"]), held(port, HELD["readers"]) as readers:
                threading.Thread(target=slowly, args=(readers, ended), daemon=True).start()
                seconds = max(worst(port) for _ in range(5))
                ended.set()
            say("the same beside 50 held bodies, 50 held heads, 50 readers at a byte a second", f"{seconds:.2f} s")
            assert seconds < GOAL, f"{seconds:.2f} s"


if __name__ == "__main__":
    main()

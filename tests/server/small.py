"""A small WSGI application to try the supervisor with: says which process answers, waits for a file, grows."""

import os
import time
from pathlib import Path

grown: list[bytearray] = []


def application(environ, start):
    path = environ["PATH_INFO"]
    if path == "/grow":
        grown.append(bytearray(b"x") * (200 * 2**20))
    if path.startswith("/until"):
        wanted, _, begun = environ["QUERY_STRING"].partition("&")
        Path(begun).touch()
        until = time.monotonic() + 600  # more than a test waits on any machine
        while not Path(wanted).exists() and time.monotonic() < until:
            time.sleep(0.01)
    body = str(os.getpid()).encode()
    start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


def ends(environ, start):
    """A worker that cannot answer."""
    os._exit(3)

"""A publisher's server on loopback that answers as it is told to, right or wrong, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from attended import attended

Handler = BaseHTTPRequestHandler
Answer = Callable[[Handler], None]


@dataclass
class Publisher:
    """What the server answers, path by path (the last answer is repeated), and what it was asked."""

    base: str
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    @property
    def host(self) -> str:
        return self.base.removeprefix("http://")

    def next_answer(self, path: str) -> Answer:
        left = self.answers[urlsplit(path).path]
        return left.pop(0) if len(left) > 1 else left[0]


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    """A server on a port of its own."""

    class Serving(Handler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answering.asked.append((self.path, dict(self.headers)))
            answering.next_answer(self.path)(self)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    answering = Publisher(f"http://127.0.0.1:{server.server_port}")
    with attended(server):
        yield answering


def answer(status: int = 200, body: bytes = b"", length: int | None = None, **headers: str) -> Answer:
    """A whole answer; `length` declares another than it has, after which the connection ends."""

    def send(handler: Handler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = length is not None

    return send

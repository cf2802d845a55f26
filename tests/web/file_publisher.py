"""HTTP server that stands for publishers: files by path, with ETags, and what was asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from attended import attended


@dataclass
class Publisher:
    """What is served, by the path or the substance asked for; and what was asked."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def published() -> Iterator[Publisher]:
    """Answer with its files by path or substance, 304 where nothing is new, 404 for everything else."""
    publisher = Publisher()

    class Serving(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            key = parse_qs(asked.query).get("sub", [asked.path])[0]
            body = publisher.files.get(key)
            publisher.asked.append((key, self.headers.get("If-None-Match")))
            tag = f'"{hash(body)}"'
            if body is None:
                self.send_response(404)
            elif self.headers.get("If-None-Match") == tag:
                self.send_response(304)
            else:
                self.send_response(200)
                self.send_header("ETag", tag)
            self.send_header(
                "Content-Length", str(len(body) if body and self.headers.get("If-None-Match") != tag else 0)
            )
            self.end_headers()
            if body and self.headers.get("If-None-Match") != tag:
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Serving)
    publisher.address = f"http://127.0.0.1:{server.server_address[1]}"
    with attended(server):
        yield publisher

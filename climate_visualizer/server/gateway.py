"""From granian's RSGI to WSGI and back: one request as an environ, one answer in one piece."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any

REFUSED = "climate_visualizer.refused"  # the status with which a request was refused before it was read
Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ(scope: Any, body: bytes) -> dict[str, Any]:
    """A request as PEP 3333 has it. Names with an underscore are dropped: they could pass for the proxy's headers."""
    server, _, port = scope.server.rpartition(":")
    facts: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = PLAIN.get(name) or "HTTP_" + name.upper().replace("-", "_")
        facts[key] = f"{facts[key]}{'; ' if name == 'cookie' else ','}{value}" if key in facts else value
    if body:
        facts["CONTENT_LENGTH"] = str(len(body))
        facts.pop("HTTP_TRANSFER_ENCODING", None)
    return facts


def answer(application: Wsgi, facts: dict[str, Any], protocol: Any) -> None:
    """Let the application answer, send that in one piece, then close it: what it left for afterwards is done then."""
    begun: list[Any] = [500, []]

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        begun[:] = int(status[:3]), headers

    pieces = application(facts, start)
    try:
        body = b"".join(pieces)
        status, headers = begun
        if status < 200 or status in (204, 304):
            protocol.response_empty(status, headers)
        else:
            protocol.response_bytes(status, headers, body)
    finally:
        close = getattr(pieces, "close", None)
        if close:
            close()

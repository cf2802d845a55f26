"""From granian's RSGI to WSGI and back: one request as an environ, one answer in one piece."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from wsgiref.types import WSGIApplication, WSGIEnvironment

from granian._granian import RSGIHTTPProtocol
from granian.rsgi import Scope

REFUSED = "climate_visualizer.refused"  # the status with which a request was refused before it was read
PLAIN = {"content-type": "CONTENT_TYPE", "content-length": "CONTENT_LENGTH"}


def environ(scope: Scope, body: bytes) -> WSGIEnvironment:
    """A request as PEP 3333 has it. Names with an underscore are dropped: they could pass for the proxy's headers."""
    server, _, port = scope.server.rpartition(":")
    facts: WSGIEnvironment = {
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


def _no_pieces(body: bytes) -> None:
    """PEP 3333's `write`, which Django never calls: an answer is what the application returns."""
    raise NotImplementedError("Return the answer; nothing is written in pieces.")


def answer(application: WSGIApplication, facts: WSGIEnvironment, protocol: RSGIHTTPProtocol) -> None:
    """Let the application answer, send that in one piece, then close it: what it left for afterwards is done then."""
    begun: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None, /) -> Callable[[bytes], object]:
        begun[:] = [(int(status[:3]), headers)]
        return _no_pieces

    chunks = application(facts, start)
    try:
        body = b"".join(chunks)
        status, headers = begun[-1] if begun else (500, [])
        if status < 200 or status in (204, 304):
            protocol.response_empty(status, headers)
        else:
            protocol.response_bytes(status, headers, body)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()

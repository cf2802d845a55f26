"""SSRF-safe `requests` session for addresses that users supply: never into our own network, whatever a name resolves to."""

from __future__ import annotations

import functools
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from climate_visualizer.sources.reading.download import ensure_public
from climate_visualizer.sources.table import SourceError

TIMEOUT = 10
HERE = ("127.0.0.1", "localhost")


class _Inside(OSError):
    """An address leads into our own network; nothing has been sent there. Callers get a `requests.ConnectionError`."""


def _checked(connection: socket.socket, host: str) -> socket.socket:
    """A connection, before anything is sent through it; closed if it leads inside."""
    try:
        ensure_public(str(connection.getpeername()[0]), host)
    except SourceError as problem:
        connection.close()
        raise _Inside(str(problem)) from problem
    return connection


class _Plain(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), self.host)


class _Secure(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _checked(super()._new_conn(), self.host)


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure


class _Outside(HTTPAdapter):
    """Looks at where each connection has really led, so that a name that changes its mind in between gains nothing."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:  # urllib3's own arguments
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def session(*, allow_local: bool = False) -> requests.Session:
    """A session for addresses that people gave us; `allow_local` lets it call this machine, for trials. It uses no proxy."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", _Outside())
    session.mount("https://", _Outside())
    for host in HERE if allow_local else ():
        session.mount(f"http://{host}:", HTTPAdapter())
    session.request = functools.partial(session.request, timeout=TIMEOUT)  # type: ignore[method-assign]
    return session


def ensure_outside(url: str) -> None:
    """An address's host leads to the open internet as far as is known; raises `SourceError`.

    A host that cannot be found now is let through: every call looks again.
    """
    host = urlsplit(url).hostname or ""
    try:
        addresses = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    for *_, address in addresses:
        ensure_public(str(address[0]), host)

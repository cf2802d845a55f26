"""Polite downloads: conditional, limited in time and size, tried again with patience, and only from where they should come."""

from __future__ import annotations

import ipaddress
import random
import re
import socket
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

import httpx

from climate_visualizer import __version__
from climate_visualizer.sources.reading.workbooks import LARGEST
from climate_visualizer.sources.table import SourceError

AGENT = f"climate-visualizer/{__version__} (local carbon budgets; reads open statistics)"
KEPT = ("etag", "last-modified", "content-type", "date")
CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_IN_MEMORY = 2**24  # bytes of a body that are awaited in memory: most publishers' files are smaller
TRY_AGAIN = frozenset({429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Download:
    """A file as it was sent: `headers` are what the next call of `download` is given as `known`."""

    content: bytes
    file_name: str
    url: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Limits:
    """How long, how much and how often: seconds for everything together, and for one silence."""

    seconds: float = 300
    silence: float = 60
    size: int = LARGEST
    attempts: int = 4
    redirects: int = 5
    pause: float = 2


@dataclass(frozen=True)
class _Task:
    """One download under way: what is asked for, of whom, and until when."""

    url: str
    known: Mapping[str, str]
    allowed_hosts: Collection[str]
    client: httpx.Client
    limits: Limits
    until: float

    def left(self) -> float:
        return self.until - time.monotonic()


class _Unavailable(Exception):
    """What may pass: worth another attempt, after as long as the publisher asks for."""

    def __init__(self, sentence: str, wait: float | None = None) -> None:
        super().__init__(sentence)
        self.wait = wait


def download(
    url: str,
    *,
    known: Mapping[str, str] | None = None,
    allowed_hosts: Collection[str],
    client: httpx.Client | None = None,
    limits: Limits = Limits(),
    sleep: Callable[[float], None] = time.sleep,
) -> Download | None:
    """The file at an address, or None if it is still the one that is `known`; raises `SourceError` otherwise.

    `allowed_hosts` are the hosts it may come from, redirects included: over https and never from a private address. A
    loopback address with its port, as "127.0.0.1:8000", allows http from there. Proxies of the environment are not used.
    """
    with nullcontext(client) if client else httpx.Client(trust_env=False) as session:
        until = time.monotonic() + limits.seconds
        task = _Task(url, known or {}, allowed_hosts, session, limits, until)
        attempt = 1
        while True:
            try:
                return _once(task)
            except _Unavailable as trouble:
                sleep(_pause(task, attempt, trouble))
            attempt += 1


def _pause(task: _Task, attempt: int, trouble: _Unavailable) -> float:
    """How long to wait before the next attempt: what the publisher asks for, or twice as long each time, with jitter."""
    if attempt >= task.limits.attempts:
        raise SourceError(f"{trouble}, {attempt} times in a row; try again later.") from None
    wait = trouble.wait
    if wait is None:
        wait = task.limits.pause * 2 ** (attempt - 1) * random.uniform(0.5, 1.5)
    if wait > task.left():
        raise SourceError(f"{trouble} and would take another {wait:.0f} s; try again later.") from None
    return wait


def _once(task: _Task) -> Download | None:
    """One attempt, redirects followed by hand so that each is checked before it is called."""
    url = _parsed(task.url)
    for _ in range(task.limits.redirects + 1):
        _ensure_allowed(url, task.allowed_hosts)
        with _answer(task, url) as response:
            if response.status_code not in REDIRECTS:
                return _received(task, response)
            url = _parsed(response.headers.get("location", ""), url)
    raise SourceError(f"{task.url} redirects more than {task.limits.redirects} times; check its address.")


def _parsed(address: str, base: httpx.URL | None = None) -> httpx.URL:
    try:
        return base.join(address) if base else httpx.URL(address)
    except httpx.InvalidURL:
        raise SourceError(f"'{address}' is not an address that can be called; check the source's card.") from None


def authority(url: str) -> str:
    """An address's host, with its port unless that is the usual one."""
    return _parsed(url).netloc.decode("ascii")


def _ensure_allowed(url: httpx.URL, allowed_hosts: Collection[str]) -> None:
    """The address is one of the allowed hosts over https, and not inside our own network; or the allowed loopback."""
    host = url.netloc.decode("ascii")
    if host not in allowed_hosts or url.userinfo:
        raise SourceError(
            f"{url} is not at {' or '.join(sorted(allowed_hosts))}; check where the publisher has moved to."
        )
    if _is_loopback(url):
        return
    if url.scheme != "https":
        raise SourceError(f"{url} is not called over https; check where the publisher has moved to.")
    for address in _addresses(url):
        ensure_public(address, host)


def _is_loopback(url: httpx.URL) -> bool:
    """The address itself is a loopback number with a port, which only tests and demonstrations allow."""
    try:
        return url.scheme == "http" and url.port is not None and ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return False


def _addresses(url: httpx.URL) -> set[str]:
    try:
        answers = socket.getaddrinfo(url.host, url.port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _Unavailable(f"The host {url.host} cannot be found") from None
    return {str(address[0]) for *_, address in answers}


# IPv6 addresses that lead into an IPv4 network behind a gateway, or that only a site of its own had: none is the open internet.
TRANSITION = tuple(
    ipaddress.ip_network(one)
    for one in (
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "2002::/16",
        "2001::/32",
        "::/96",
        "::ffff:0:0:0/96",
        "fec0::/10",
        "100::/64",
    )
)


def ensure_public(address: str, host: str) -> None:
    """A host's address is one of the open internet: not private, loopback, link-local or reserved."""
    number = ipaddress.ip_address(address.partition("%")[0])
    number = getattr(number, "ipv4_mapped", None) or number
    if not number.is_global or number.is_multicast or any(number in network for network in TRANSITION):
        raise SourceError(
            f"The host {host} has the private address {address}, which is not called; check the name server."
        )


@contextmanager
def _answer(task: _Task, url: httpx.URL) -> Iterator[httpx.Response]:
    """The answer's head, its body still to come; what may pass becomes `_Unavailable`."""
    wait = max(0.001, min(task.limits.silence, task.left()))
    try:
        with task.client.stream("GET", url, headers=_headers(task), timeout=wait, follow_redirects=False) as response:
            if not _is_loopback(url):
                ensure_public(response.extensions["network_stream"].get_extra_info("server_addr")[0], url.host)
            yield response
    except httpx.TimeoutException:
        raise _Unavailable(f"{url.host} did not answer within {wait:.0f} s") from None
    except httpx.RequestError as error:
        raise _Unavailable(f"The connection to {url.host} failed ({str(error).rstrip('.')})") from None


def _headers(task: _Task) -> dict[str, str]:
    known = {name.lower(): value for name, value in task.known.items()}
    conditions = {header: known[name] for name, header in CONDITIONS.items() if known.get(name)}
    return {"User-Agent": AGENT, "Accept-Encoding": "identity", **conditions}


def _received(task: _Task, response: httpx.Response) -> Download | None:
    status, conditional = response.status_code, set(CONDITIONS) & {name.lower() for name in task.known}
    if status == 304 and conditional:
        return None
    if status in TRY_AGAIN:
        raise _Unavailable(
            f"{response.url.host} answered {status}", _retry_after(response.headers.get("retry-after", ""))
        )
    if status != 200:
        raise SourceError(f"{response.url} answered {status}; check the address in the source's card.")
    content = _body(task, response)
    headers = {name: response.headers[name] for name in KEPT if name in response.headers}
    return Download(content, _file_name(response), task.url, headers)


def _retry_after(text: str) -> float | None:
    """Seconds to wait, which the header gives as a number or as a date; None if it gives neither."""
    if re.fullmatch(r"[0-9]{1,9}", text.strip()):
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())


def _body(task: _Task, response: httpx.Response) -> bytes:
    """The body, given up on as soon as it is too large or too slow; a large one comes into a file, and to memory once."""
    declared = response.headers.get("content-length", "")
    _ensure_bearable(int(declared) if re.fullmatch(r"[0-9]{1,18}", declared) else 0, task)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as file:
        for piece in response.iter_bytes():
            file.write(piece)
            _ensure_bearable(file.tell(), task)
        file.seek(0)
        content = file.read()
    if not content:
        raise SourceError(f"{task.url} answered with an empty file; try again later.")
    return content


def _ensure_bearable(size: int, task: _Task) -> None:
    if size > task.limits.size:
        limit = task.limits.size / 2**20
        raise SourceError(f"{task.url} sends more than {limit:.0f} MB, more than any release; check its address.")
    if task.left() < 0:
        raise SourceError(f"{task.url} took longer than {task.limits.seconds:.0f} s to arrive; try again later.")


def dated(downloaded: Download) -> str:
    """The day on which a file was last changed, as its publisher's server says; the day of the download without that."""
    for header in ("last-modified", "date"):
        with suppress(ValueError, TypeError):
            return parsedate_to_datetime(downloaded.headers.get(header, "")).date().isoformat()
    return datetime.now(UTC).date().isoformat()


def _file_name(response: httpx.Response) -> str:
    """The name the publisher gives the file, or the end of its address; never a path."""
    header = Message()
    header["Content-Disposition"] = response.headers.get("content-disposition", "")
    name = header.get_filename() or response.url.path.rstrip("/")
    return re.sub(r"[^\w.() -]", "_", re.split(r"[/\\]", name)[-1])[-120:].lstrip(".") or "download"

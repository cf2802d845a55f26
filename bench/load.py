"""Readers at a steady rate, each on a line of its own, whether or not the one before has been answered.

They come from many addresses of the loopback network: a proxy bounds the lines of one reader, not of all.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

RATE = 200
GIVEN_UP = 30.0
ADDRESSES = 250


@dataclass
class Outcome:
    """Answers by status, failures by kind, and how long each took in seconds."""

    answers: Counter[str] = field(default_factory=Counter)
    taken: list[float] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many were not answered with 200."""
        return sum(count for kind, count in self.answers.items() if kind != "200")

    def within(self, share: float) -> float:
        """The time within which so many were answered."""
        return sorted(self.taken)[min(int(len(self.taken) * share), len(self.taken) - 1)]


def _trusting() -> ssl.SSLContext:
    """For a certificate that this machine made itself."""
    made = ssl.create_default_context()
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


async def _ask(port: int, path: str, outcome: Outcome, tries: int, secure: ssl.SSLContext | None, number: int) -> None:
    began, kind, own = time.perf_counter(), "", (f"127.0.0.{2 + number % ADDRESSES}", 0)
    for _ in range(tries):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=secure, local_addr=own)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n".encode())
            answer = await asyncio.wait_for(reader.read(), GIVEN_UP)
            writer.transport.abort()
            kind = answer[9:12].decode() or "closed"
        except (TimeoutError, OSError) as problem:
            kind = type(problem).__name__
        if kind == "200":
            break
    outcome.answers[kind] += 1
    outcome.taken.append(time.perf_counter() - began)


async def _run(
    port: int, path: str, seconds: float, events: dict[float, Callable[[], None]], tries: int, secure: bool
) -> Outcome:
    trust = _trusting() if secure else None
    outcome, asked, waiting = Outcome(), 0, set()
    began, due = time.perf_counter(), sorted(events.items())
    while (now := time.perf_counter() - began) < seconds:
        while due and due[0][0] <= now:
            due.pop(0)[1]()
        while asked < now * RATE:
            waiting.add(asyncio.create_task(_ask(port, path, outcome, tries, trust, asked)))
            asked += 1
        await asyncio.sleep(0.002)
    await asyncio.gather(*waiting)
    return outcome


def load(
    port: int,
    path: str,
    seconds: float,
    events: dict[float, Callable[[], None]] | None = None,
    *,
    tries: int = 1,
    secure: bool = False,
) -> Outcome:
    """Ask for so many seconds; `events` are called so many seconds after the start. A reader tries so many times."""
    return asyncio.run(_run(port, path, seconds, events or {}, tries, secure))

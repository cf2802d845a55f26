"""Request bodies, read within bounds of bytes, time and memory before any thread is given to a request."""

from __future__ import annotations

import asyncio
import re

from granian._granian import RSGIHeaders, RSGIHTTPProtocol
from granian.rsgi import Scope

GRACE_SECONDS = 20.0  # what a body of a public form may take whatever it weighs
SLOWEST = 8 * 2**10  # bytes a second after that: 10 MB by a line of 65 kbit/s, slower than any sold today
MOST_OUTSIDE = 256 * 2**10  # the longest public form, the API's plans among them, is a few kB
MOST_INSIDE = 12 * 2**20  # an uploaded workbook may weigh 10 MB; the rest is what forms put around it
MOST_IN_HAND = 64 * 2**20  # of a worker, for all senders together: five of the largest uploads at once
INSIDE = re.compile(r"/(?:accounts|admin|[\w-]+/workspace)/")


class Refused(Exception):
    """A body that is not taken: 400, 408, 413 or 429."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Bodies:
    """The bodies that one worker is reading; together they stay within `most_in_hand` bytes."""

    def __init__(self, *, grace_seconds: float = GRACE_SECONDS, most_in_hand: int = MOST_IN_HAND) -> None:
        self._grace, self._most_in_hand, self._in_hand = grace_seconds, most_in_hand, 0

    async def read(self, scope: Scope, protocol: RSGIHTTPProtocol) -> bytes:
        """The whole body of a request; raises `Refused`. What has none costs no turn of the loop."""
        length = announced(scope.headers)
        if length == 0:
            return b""
        most = MOST_INSIDE if INSIDE.search(scope.path) else MOST_OUTSIDE
        if length is not None and length > most:
            raise Refused(413)
        chunks: list[bytes] = []
        try:
            await self._gather(protocol, chunks, most, length)
        finally:
            self._in_hand -= sum(map(len, chunks))
        body = b"".join(chunks)
        if length is not None and len(body) != length:
            raise Refused(400)
        return body

    async def _gather(self, protocol: RSGIHTTPProtocol, chunks: list[bytes], most: int, length: int | None) -> None:
        began, size = asyncio.get_running_loop().time(), 0
        try:
            async with asyncio.timeout(self._grace) as limit:
                async for chunk in protocol:
                    chunks.append(bytes(chunk))
                    size += len(chunk)
                    self._in_hand += len(chunk)
                    if size > most:
                        raise Refused(413)
                    if self._in_hand > self._most_in_hand:
                        raise Refused(429)
                    if size == length:
                        return
                    limit.reschedule(began + self._grace + size / SLOWEST)
        except TimeoutError:
            raise Refused(408) from None
        except RuntimeError:  # the sender went away, or sent what is no body
            raise Refused(400) from None


def announced(headers: RSGIHeaders) -> int | None:
    """How many bytes a request says that it has: 0 without a body, None where it comes in chunks."""
    if "transfer-encoding" in headers:
        return None
    value = headers.get("content-length") or "0"
    if not (value.isascii() and value.isdigit()):
        raise Refused(400)
    return int(value)

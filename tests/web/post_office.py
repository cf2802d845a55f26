"""A real mail server on loopback that keeps what it gets, and what has been sent so far."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message

from attended import attended


class PostOffice(socketserver.ThreadingTCPServer):
    """As much of SMTP as a sender needs; `refuse` lets the next messages fail, `unknown` are addresses that nobody has."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Clerk)
        self.letters: list[Message] = []
        self.refuse = 0
        self.unknown: set[str] = set()
        self.refusal = "550 nobody here"
        self.lock = threading.Lock()

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Clerk(socketserver.StreamRequestHandler):
    server: PostOffice

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            word = line.split()[0].upper() if line.split() else b""
            if word == b"DATA":
                self._take()
            elif word == b"RCPT" and any(address in line.decode().lower() for address in self.server.unknown):
                self.say(self.server.refusal)
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def _take(self) -> None:
        self.say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b"."))
        with self.server.lock:
            if self.server.refuse:
                self.server.refuse -= 1
                self.say("451 come again")
                return
            self.server.letters.append(message_from_bytes(b"".join(lines)))
        self.say("250 taken")


@contextmanager
def post_office() -> Iterator[PostOffice]:
    server = PostOffice()
    with attended(server):
        yield server


def letters() -> list:
    """Every mail so far, once what waits in the outbox has been sent."""
    from django.core import mail

    from climate_visualizer.web.outbox.sending import send_due

    send_due()
    return mail.outbox

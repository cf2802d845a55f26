"""Slow senders stop nothing: bodies and heads that never end, readers that take a byte at a time."""

from __future__ import annotations

import contextlib
import select
import socket
import urllib.request
from collections.abc import Sequence

import pytest
from server.conftest import answered, held, sent
from waiting import CEILING, until

MANY = 50
PAGES = ("/health", "/sv/", "/sv/se/nykoping/", "/en/compare/", "/api/v1/areas", "/accounts/login/")
HOST = "Host: 127.0.0.1\r\n"
FOLLOW = f"POST /sv/se/nykoping/follow/ HTTP/1.1\r\n{HOST}Accept-Language: sv\r\n"


def _read(port: int, path: str) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=CEILING) as answer:
        assert answer.status == 200
        answer.read()


def _are_held(lines: Sequence[socket.socket]) -> bool:
    """Whether none has been answered or closed."""
    return not select.select(lines, [], [], 0)[0]


def test_pages_answer_beside_held_bodies_held_heads_and_slow_readers(port):
    """A body is given up after 20 seconds: pages that a busy machine takes longer for are asked again beside held ones."""
    body, head = f"{FOLLOW}Content-Length: 100000\r\n\r\nabc", f"GET /sv/ HTTP/1.1\r\n{HOST}X-Slow: "
    reading, left = f"GET /sv/ HTTP/1.1\r\n{HOST}\r\n", list(PAGES)

    def all_answer() -> bool:
        with (
            held(port, body, MANY) as bodies,
            held(port, head, MANY),
            held(port, reading, MANY, room=2048) as readers,
        ):
            while left:
                _read(port, left[0])
                for reader in readers:
                    assert len(reader.recv(1)) == 1
                if not _are_held(bodies):
                    return False
                del left[0]
        return True

    until(all_answer, "pages beside held bodies")


FORM = f"{FOLLOW}Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
BODY = "mail=no+address%C3%A5"


def test_a_body_is_read_in_whatever_pieces_it_comes(port):
    """Whole, byte by byte and in chunks it is the same form: refused for its address, which stands in the field."""
    whole = answered(sent(port, f"{FORM}Content-Length: {len(BODY)}\r\n\r\n{BODY}"))
    with contextlib.closing(sent(port, f"{FORM}Content-Length: {len(BODY)}\r\n\r\n")) as line:
        for byte in BODY.encode():
            line.sendall(bytes([byte]))
        slow = answered(line)
    chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in (BODY[:5], BODY[5:]))
    chunked = answered(sent(port, f"{FORM}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n"))
    assert whole == slow == chunked
    assert whole[0] == 422
    assert "no addresså" in whole[1]


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        (f"{FOLLOW}Content-Length: 300000\r\n\r\nabc", 413, "Det är för stort"),
        (f"{FOLLOW}Transfer-Encoding: chunked\r\n\r\n50000\r\n{'x' * 0x50000}\r\n0\r\n\r\n", 413, "Det är för stort"),
    ],
)
def test_what_is_too_large_is_said_in_the_sites_look_and_language(port, text, status, said):
    found, page = answered(sent(port, text))
    assert found == status
    assert said in page
    assert 'lang="sv"' in page
    assert len(page) < 8_000


def test_a_header_cannot_pass_for_the_proxys(port):
    """Names with an underscore become the same key as those with a hyphen, so they are dropped."""
    spoofed = "X_Forwarded_Proto: https\r\nX_Forwarded_Host: evil.example\r\n"
    text = f"GET /sitemap.xml HTTP/1.1\r\n{HOST}{spoofed}Connection: close\r\n\r\n"
    status, page = answered(sent(port, text))
    assert status == 200
    assert f"http://127.0.0.1:{port}/sitemap-sv.xml" in page

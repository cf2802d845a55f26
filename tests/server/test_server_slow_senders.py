"""Slow senders stop nothing: bodies and heads that never end, readers that take a byte at a time."""

from __future__ import annotations

import urllib.request

import pytest
from server.conftest import answered, held, sent

MANY = 50
PAGES = ("/health", "/sv/", "/sv/se/nykoping/", "/en/compare/", "/api/v1/areas", "/accounts/login/")
HOST = "Host: 127.0.0.1\r\n"
FOLLOW = f"POST /sv/se/nykoping/follow/ HTTP/1.1\r\n{HOST}Accept-Language: sv\r\n"


def _read(port: int, path: str) -> None:
    # Within the 20 seconds after which a held body is given up, so that nothing here has ended by itself.
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=15) as answer:
        assert answer.status == 200
        answer.read()


def test_pages_answer_beside_held_bodies_held_heads_and_slow_readers(port):
    bodies, heads = f"{FOLLOW}Content-Length: 100000\r\n\r\nabc", f"GET /sv/ HTTP/1.1\r\n{HOST}X-Slow: "
    reading = f"GET /sv/ HTTP/1.1\r\n{HOST}\r\n"
    with held(port, bodies, MANY), held(port, heads, MANY), held(port, reading, MANY, room=2048) as readers:
        for path in PAGES:
            _read(port, path)
            for reader in readers:
                assert len(reader.recv(1)) == 1


FORM = f"{FOLLOW}Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
BODY = "mail=no+address%C3%A5"


def test_a_body_is_read_in_whatever_pieces_it_comes(port):
    """Whole, byte by byte and in chunks it is the same form: refused for its address, which stands in the field."""
    whole = answered(sent(port, f"{FORM}Content-Length: {len(BODY)}\r\n\r\n{BODY}"))
    slow = sent(port, f"{FORM}Content-Length: {len(BODY)}\r\n\r\n")
    for byte in BODY.encode():
        slow.sendall(bytes([byte]))
    chunks = "".join(f"{len(part):x}\r\n{part}\r\n" for part in (BODY[:5], BODY[5:]))
    chunked = answered(sent(port, f"{FORM}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n"))
    assert whole == answered(slow) == chunked
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

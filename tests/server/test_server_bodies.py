"""The bounds of a body: bytes, time, and what all senders hold together."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest

from climate_visualizer.server.bodies import MOST_INSIDE, MOST_OUTSIDE, Bodies, Refused

OUTSIDE, INSIDE = "/sv/se/nykoping/follow/", "/sv/workspace/nykoping/plan/import/"


class Sender:
    """A body in these pieces; where `hangs` is set, the next never comes."""

    def __init__(self, *pieces: bytes, hangs: bool = False) -> None:
        self._pieces, self._hangs = list(pieces), hangs

    def __aiter__(self) -> Sender:
        return self

    async def __anext__(self) -> bytes:
        if self._pieces:
            return self._pieces.pop(0)
        if self._hangs:
            await asyncio.Event().wait()
        raise StopAsyncIteration


def _read(bodies: Bodies, sender: Sender, path: str = OUTSIDE, **headers: str) -> bytes:
    scope = SimpleNamespace(path=path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return asyncio.run(bodies.read(scope, sender))


def _refusal(*asked, **headers) -> int:
    with pytest.raises(Refused) as refused:
        _read(*asked, **headers)
    return refused.value.status


def test_what_is_sent_is_what_is_read():
    assert _read(Bodies(), Sender(b"ab", b"", b"c"), content_length="3") == b"abc"
    assert _read(Bodies(), Sender(b"ab", b"c"), transfer_encoding="chunked") == b"abc"
    assert _read(Bodies(), Sender(hangs=True)) == b""


def test_an_upload_inside_may_weigh_more_than_a_public_form():
    body = bytes(MOST_OUTSIDE + 1)
    assert _refusal(Bodies(), Sender(body), content_length=str(len(body))) == 413
    assert _refusal(Bodies(), Sender(body), transfer_encoding="chunked") == 413
    assert len(_read(Bodies(), Sender(body), INSIDE, content_length=str(len(body)))) == len(body)
    assert _refusal(Bodies(), Sender(hangs=True), INSIDE, content_length=str(MOST_INSIDE + 1)) == 413


def test_a_body_that_does_not_come_is_given_up():
    assert _refusal(Bodies(grace_seconds=0.01), Sender(b"a", hangs=True), content_length="2") == 408
    assert _refusal(Bodies(grace_seconds=0.01), Sender(b"a", hangs=True), transfer_encoding="chunked") == 408


@pytest.mark.parametrize("length", ["-1", "1e3", "abc", "٣"])
def test_a_length_that_is_no_number_is_refused(length):
    assert _refusal(Bodies(), Sender(), content_length=length) == 400


def test_a_body_that_breaks_off_is_refused():
    assert _refusal(Bodies(), Sender(b"ab"), content_length="3") == 400


def test_all_senders_together_hold_a_bounded_amount_and_give_it_back():
    bodies = Bodies(most_in_hand=100, grace_seconds=0.05)

    async def both() -> list[object]:
        scope = SimpleNamespace(path=OUTSIDE, headers={"transfer-encoding": "chunked"})
        first = asyncio.create_task(bodies.read(scope, Sender(bytes(60), hangs=True)))
        await asyncio.sleep(0)
        second = asyncio.create_task(bodies.read(scope, Sender(bytes(60))))
        return await asyncio.gather(first, second, return_exceptions=True)

    assert [problem.status for problem in asyncio.run(both())] == [408, 429]
    assert len(_read(bodies, Sender(bytes(90)), content_length="90")) == 90

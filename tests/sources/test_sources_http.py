"""Downloads from a real server on loopback, which misbehaves in every way publishers do."""

from __future__ import annotations

import gzip
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from sources.publisher_server import Answer, Handler, Publisher, answer, publisher
from waiting import CEILING

from climate_visualizer.sources.reading import download as http
from climate_visualizer.sources.reading.download import Limits, download
from climate_visualizer.sources.table import SourceError

assert publisher  # a fixture, found by its name


def endless(piece: bytes, pause: float) -> Answer:
    """An answer without a length that goes on until nobody listens."""

    def send(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        try:
            for _ in range(10_000):
                handler.wfile.write(piece)
                time.sleep(pause)
        except OSError:
            return

    return send


def silent(until: threading.Event) -> Answer:
    def send(handler: Handler) -> None:
        until.wait(CEILING)
        handler.close_connection = True

    return send


class Waits(list[float]):
    """Instead of sleeping: notes for how long."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def get(publisher: Publisher, path: str = "/file.xlsx", **options: object) -> http.Download | None:
    options = {"allowed_hosts": {publisher.host}, "sleep": Waits(), **options}
    return download(publisher.base + path, **options)


def refused(publisher: Publisher, path: str = "/file.xlsx", **options: object) -> str:
    """The one sentence that a download fails with."""
    with pytest.raises(SourceError) as error:
        get(publisher, path, **options)
    text = str(error.value)
    assert text.endswith(".") and "\n" not in text
    return text


def test_a_file_comes_with_its_name_and_what_to_ask_on_next_time(publisher):
    publisher.answers["/file.xlsx"] = [
        answer(body=b"figures", ETag='"1"', Last_Modified="Thu, 18 Apr 2024 00:00:00 GMT")
    ]
    found = get(publisher)
    assert found is not None
    assert (found.content, found.file_name, found.url) == (b"figures", "file.xlsx", publisher.base + "/file.xlsx")
    assert found.headers["etag"] == '"1"' and found.headers["last-modified"].startswith("Thu")
    asked = publisher.asked[0][1]
    assert asked["User-Agent"].startswith("climate-visualizer") and asked["Accept-Encoding"] == "identity"
    assert "If-None-Match" not in asked and "Cookie" not in asked


def test_what_is_known_and_unchanged_is_not_sent_again(publisher):
    publisher.answers["/file.xlsx"] = [answer(304)]
    known = {"ETag": '"1"', "last-modified": "Thu, 18 Apr 2024 00:00:00 GMT", "date": "x"}
    assert get(publisher, known=known) is None
    asked = publisher.asked[0][1]
    assert asked["If-None-Match"] == '"1"' and asked["If-Modified-Since"] == known["last-modified"]


def test_not_modified_is_no_answer_to_a_question_without_condition(publisher):
    publisher.answers["/file.xlsx"] = [answer(304)]
    assert "answered 304; check the address" in refused(publisher, known={"date": "x"})


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ('attachment; filename="Län rapport.xlsx"', "Län rapport.xlsx"),
        ("attachment; filename*=UTF-8''L%C3%A4n.xlsx", "Län.xlsx"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="..\\\\..\\\\a:b.xlsx"', "a_b.xlsx"),
        ('attachment; filename=".."', "download"),
        ("attachment", "file.xlsx"),
    ],
)
def test_the_publishers_name_for_a_file_is_never_a_path(publisher, header, name):
    publisher.answers["/file.xlsx"] = [answer(body=b"x", Content_Disposition=header.encode().decode("latin-1"))]
    found = get(publisher)
    assert found is not None and found.file_name == name


def test_a_client_of_ones_own_is_used_and_left_open(publisher):
    publisher.answers["/file.xlsx"] = [answer(body=b"x")]
    with httpx.Client(trust_env=False) as client:
        assert get(publisher, client=client) and get(publisher, client=client)
        assert not client.is_closed


def test_a_server_that_stumbles_is_asked_again(publisher):
    publisher.answers["/file.xlsx"] = [answer(500), answer(503), answer(body=b"x")]
    waits = Waits()
    assert get(publisher, sleep=waits)
    assert len(publisher.asked) == 3
    assert 1 <= waits[0] <= 3 and 2 <= waits[1] <= 6


def test_a_server_that_is_down_is_left_alone_after_a_few_attempts(publisher):
    publisher.answers["/file.xlsx"] = [answer(502)]
    assert "127.0.0.1 answered 502, 4 times in a row; try again later." in refused(publisher)
    assert len(publisher.asked) == 4


def test_a_server_that_asks_for_patience_gets_it(publisher):
    publisher.answers["/file.xlsx"] = [answer(429, Retry_After="7"), answer(body=b"x")]
    waits = Waits()
    assert get(publisher, sleep=waits)
    assert waits == [7]


def test_patience_may_be_asked_for_until_a_moment(publisher):
    soon = datetime.now(UTC) + timedelta(seconds=100)
    past = "Thu, 18 Apr 2024 00:00:00 -0000"
    when = [format_datetime(soon, usegmt=True), past, "tomorrow"]
    publisher.answers["/file.xlsx"] = [*(answer(503, Retry_After=text) for text in when), answer(body=b"x")]
    waits = Waits()
    assert get(publisher, sleep=waits)
    least = (soon - datetime.now(UTC)).total_seconds() - 1  # the moment is told in whole seconds
    assert least <= waits[0] <= 100 and waits[1] == 0 and 4 <= waits[2] <= 12


def test_more_patience_than_there_is_time_for_ends_it(publisher):
    publisher.answers["/file.xlsx"] = [answer(429, Retry_After="3600")]
    assert "answered 429 and would take another 3600 s; try again later." in refused(publisher)
    assert len(publisher.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204, 501])
def test_another_answer_is_not_asked_for_again(publisher, status):
    publisher.answers["/file.xlsx"] = [answer(status)]
    assert f"/file.xlsx answered {status}; check the address in the source's card." in refused(publisher)
    assert len(publisher.asked) == 1


def test_a_redirect_on_the_same_host_is_followed(publisher):
    publisher.answers["/file.xlsx"] = [answer(302, Location="/moved/here.xlsx")]
    publisher.answers["/moved/here.xlsx"] = [answer(body=b"x")]
    found = get(publisher)
    assert found is not None
    assert (found.file_name, found.url) == ("here.xlsx", publisher.base + "/file.xlsx")


def test_a_redirect_loop_ends(publisher):
    publisher.answers["/file.xlsx"] = [answer(301, Location="/file.xlsx")]
    assert "redirects more than 5 times" in refused(publisher)
    assert len(publisher.asked) == 6


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("https://example.org/file.xlsx", "https://example.org/file.xlsx is not at 127.0.0.1:"),
        ("//example.org/file.xlsx", "http://example.org/file.xlsx is not at 127.0.0.1:"),
        ("http://127.0.0.1:1/file.xlsx", "is not at 127.0.0.1:"),
        ("http://169.254.169.254/latest", "is not at 127.0.0.1:"),
        ("file:///etc/passwd", "is not at 127.0.0.1:"),
        ("http://[::1", "Invalid URL in location header"),
    ],
)
def test_a_redirect_elsewhere_is_not_followed(publisher, target, says):
    publisher.answers["/file.xlsx"] = [answer(302, Location=target)]
    assert says in refused(publisher, limits=Limits(attempts=1))
    assert len(publisher.asked) == 1


def test_a_redirect_to_nowhere_ends(publisher):
    publisher.answers["/file.xlsx"] = [answer(302)]
    assert "redirects more than 5 times" in refused(publisher)


def test_a_redirect_with_a_name_and_password_is_not_followed(publisher):
    publisher.answers["/file.xlsx"] = [answer(302, Location=f"http://a:b@{publisher.host}/file.xlsx")]
    assert "is not at 127.0.0.1:" in refused(publisher)


def test_a_redirect_to_an_allowed_name_inside_our_network_is_not_followed(publisher):
    publisher.answers["/file.xlsx"] = [answer(302, Location="https://localhost/file.xlsx")]
    text = refused(publisher, allowed_hosts={publisher.host, "localhost"})
    assert text.startswith("The host localhost has the private address ")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://example.org/file.xlsx", "is not called over https"),
        ("http://localhost:8000/file.xlsx", "is not called over https"),
        ("https://10.0.0.1/file.xlsx", "has the private address 10.0.0.1"),
        ("https://[::ffff:10.0.0.1]/file.xlsx", "has the private address ::ffff:"),
        ("https://127.0.0.1/file.xlsx", "has the private address 127.0.0.1"),
        ("http://127.0.0.1/file.xlsx", "is not called over https"),
        ("https://name.invalid/file.xlsx", "The host name.invalid cannot be found, 4 times in a row"),
        ("file.xlsx", "is not called over https"),
    ],
)
def test_an_address_that_is_allowed_by_name_is_still_checked(url, says):
    with pytest.raises(SourceError) as error:
        download(url, allowed_hosts={http.authority(url)}, sleep=Waits())
    assert says in str(error.value)


def test_what_is_no_address_is_not_called():
    with pytest.raises(SourceError, match=r"'https://\[::1/' is not an address that can be called"):
        download("https://[::1/", allowed_hosts={"example.org"})


@pytest.mark.parametrize(
    "address", ["192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "0.0.0.0", "224.0.0.1", "fd00::1"]
)
def test_private_addresses_are_not_public(address):
    with pytest.raises(SourceError, match="has the private address"):
        http.ensure_public(address, "host")


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address):
    http.ensure_public(address, "host")


def test_a_body_that_trickles_is_given_up_on(publisher):
    publisher.answers["/file.xlsx"] = [endless(b"x", 0.01)]
    assert "took longer than 0 s to arrive" in refused(publisher, limits=Limits(seconds=0.2))


def test_a_server_that_says_nothing_is_given_up_on(publisher):
    until = threading.Event()
    publisher.answers["/file.xlsx"] = [silent(until)]
    try:
        text = refused(publisher, limits=Limits(silence=0.05, attempts=2, pause=0))
    finally:
        until.set()
    assert "127.0.0.1 did not answer within 0 s, 2 times in a row; try again later." in text


def test_a_body_cut_short_is_asked_for_again(publisher):
    publisher.answers["/file.xlsx"] = [answer(body=b"half", length=8), answer(body=b"whole")]
    found = get(publisher)
    assert found is not None and found.content == b"whole"


def test_a_body_always_cut_short_is_never_a_download(publisher):
    publisher.answers["/file.xlsx"] = [answer(body=b"half", length=8)]
    assert "The connection to 127.0.0.1 failed (peer closed connection" in refused(publisher)


def test_a_server_that_is_not_there(publisher):
    gone = Publisher("http://127.0.0.1:1")
    assert "The connection to 127.0.0.1 failed" in refused(gone)


def test_a_gzip_bomb_is_left(publisher):
    """Sixty kilobytes that unpack to sixty megabytes are given up on at the limit."""
    bomb = gzip.compress(bytes(2**26))
    publisher.answers["/file"] = [answer(body=bomb, Content_Encoding="gzip")]
    with pytest.raises(SourceError, match="sends more than 8 MB"):
        download(publisher.base + "/file", allowed_hosts={publisher.host}, limits=Limits(size=8 * 2**20))


def test_an_empty_body(publisher):
    publisher.answers["/file.xlsx"] = [answer()]
    assert "answered with an empty file" in refused(publisher)


def test_a_body_that_says_it_is_too_large_is_not_read(publisher):
    publisher.answers["/file.xlsx"] = [answer(length=10**12)]
    assert "sends more than 100 MB" in refused(publisher)


def test_a_body_that_grows_too_large_is_left(publisher):
    publisher.answers["/file.xlsx"] = [endless(b"x" * 2**16, 0)]
    assert "sends more than 1 MB, more than any release" in refused(publisher, limits=Limits(size=2**20))

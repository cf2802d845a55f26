"""The documented proxy, really started: TLS, what it passes on, what it keeps, what it limits."""

from __future__ import annotations

import contextlib
import http.client
import ssl
from collections.abc import Iterator

import pytest
from server.conftest import settings_of
from server.fronted import NAME, fronted
from stories.serving import served
from waiting import CEILING


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int, int]]:
    """nginx before a site: its plain and secure ports, and the site's own."""
    folder = tmp_path_factory.mktemp("front")
    facts = {"BEHIND_TLS_PROXY": "1", "ALLOWED_HOSTS": f"{NAME},127.0.0.1"}
    with served(settings_of(folder / "var", **facts)) as address:
        node = int(address.rpartition(":")[2])
        with fronted(folder / "nginx", [node]) as (plain, secure):
            yield plain, secure, node


def _line(front) -> http.client.HTTPSConnection:
    """A connection over TLS, with a certificate that this machine made itself."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return http.client.HTTPSConnection("127.0.0.1", front[1], timeout=CEILING, context=trusting)


def _asked(front, path: str, method: str = "GET", body: bytes | None = None, **headers: str):
    """An answer over TLS, and what it says."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    with contextlib.closing(_line(front)) as line:
        line.request(method, path, body, {"Host": f"{NAME}:{front[1]}", **named})
        answer = line.getresponse()
        return answer, answer.read()


def test_plain_http_leads_to_tls(front):
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", front[0], timeout=CEILING)) as line:
        line.request("GET", "/sv/?limit=1.5", headers={"Host": NAME})
        answer = line.getresponse()
        assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/sv/?limit=1.5")


def test_a_page_is_kept_for_as_long_as_the_site_says(front):
    first, page = _asked(front, "/sv/se/nykoping/", Accept_Encoding="gzip")
    again, same = _asked(front, "/sv/se/nykoping/", Accept_Encoding="gzip")
    plain, other = _asked(front, "/sv/se/nykoping/")
    assert (first.status, first.headers["X-Cache"]) == (200, "MISS")
    assert (again.headers["X-Cache"], same) == ("HIT", page)
    assert (plain.status, plain.headers.get("Content-Encoding")) == (200, None)
    assert other != page
    api = [_asked(front, "/api/v1/areas/SE-0480/budget")[0].headers["X-Cache"] for _ in range(2)]
    assert api == ["MISS", "HIT"]


def test_absolute_addresses_are_the_sites_own_whatever_host_was_asked(front):
    _, page = _asked(front, "/sv/se/nykoping/")
    assert f'rel="canonical" href="http://127.0.0.1:{front[2]}/sv/se/nykoping/"' in page.decode()


def test_where_people_work_nothing_is_kept_and_cookies_are_secure(front):
    for _ in range(2):
        answer, _ = _asked(front, "/accounts/login/")
        assert answer.headers["X-Cache"] in ("MISS", "BYPASS", "EXPIRED")
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Secure" in answer.headers["Set-Cookie"]


def test_a_form_is_taken_with_its_port(front):
    body, form = b"mail=no+address", {"Content_Type": "application/x-www-form-urlencoded"}
    origin = f"https://{NAME}:{front[1]}"
    answer, _ = _asked(front, "/sv/se/nykoping/follow/", "POST", body, Origin=origin, **form)
    assert answer.status == 422  # the form was read: it is its mail address that is none


def test_what_is_too_large_or_too_much_is_stopped_in_front(front):
    answer, _ = _asked(front, "/sv/se/nykoping/follow/", "POST", bytes(13 * 2**20))
    assert answer.status == 413
    with contextlib.ExitStack() as closing:
        lines = [closing.enter_context(contextlib.closing(_line(front))) for _ in range(60)]
        for line in lines:
            line.connect()
        for line in lines:  # all are sent before one is answered, so that it does not matter how fast that is
            line.request("POST", "/sv/se/nykoping/follow/", b"mail=x", {"Host": f"{NAME}:{front[1]}"})
        # Whichever of them nginx reads first: it need not be the order in which they were sent.
        answered = [line.getresponse().status for line in lines]
    assert set(answered) == {422, 429}
    assert answered.count(422) >= 31  # one, and the burst of thirty
    assert _asked(front, "/sv/")[0].status == 200


def test_metrics_are_for_the_machine_alone(front):
    assert _asked(front, "/metrics")[0].status == 404

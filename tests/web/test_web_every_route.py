"""Every route that the site has, asked by who may do everything: HEAD wherever GET is, 405 with Allow for the rest."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from web.officers import member, organisation, signed_in

pytestmark = pytest.mark.usefixtures("on_starter")
OWN_API = "/api/own/"
EXAMPLES = {
    "lang": "sv",
    "country": "se",
    "slug": "nykoping",
    "area_id": "SE-0480",
    "sector": "transport",
    "place": "nykoping",
    "year": "2027",
    "figure": "budget",
    "step": "history",
    "room": "measures",
    "form": "gpc",
    "kind": "goal",
    "question": "paper",
    "code": "en",
    "app_label": "workspace",
    "uidb36": "1",
    "pk": "1",
    "object_id": "1",
    "content_type_id": "1",
}
NAMED = re.compile(r"\(\?P<(\w+)>((?:[^()\[\]]|\[[^\]]*\]|\((?:[^()]|\([^()]*\))*\))*)\)")


def _routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield before + str(one.pattern)
        else:
            yield from _routes(one, before + str(one.pattern))


def _example(name: str, pattern: str = "") -> str:
    """A value for a part of a route: the first that a pattern lists, or the example of its name."""
    listed = re.fullmatch(r"\w+(\|\w+)*", pattern)
    return pattern.split("|", maxsplit=1)[0] if listed else EXAMPLES.get(name, "none")


def _address(route: str, organisation_id: str) -> str:
    plain = NAMED.sub(lambda found: _example(found[1], found[2]), route)
    plain = re.sub(r"<uuid:organisation>", organisation_id, plain)
    plain = re.sub(r"<uuid:\w+>", str(uuid.UUID(int=7)), plain)
    plain = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _example(found[1]), plain)
    return "/" + re.sub(r"[\^$\\]", "", plain).replace("(?:", "").lstrip("/")


@pytest.fixture
def asking(db) -> tuple[Client, list[str]]:
    """Somebody who may do everything, and an address of every route; what stands in it may lead to nothing."""
    of = organisation()
    owner = member(of, "owner").user
    owner.is_staff = owner.is_superuser = True
    owner.save()
    client = signed_in(owner)
    client.raise_request_exception = False
    return client, sorted({_address(route, str(of.pk)) for route in _routes(get_resolver())})


def test_head_answers_as_get_on_every_route(asking):
    client, addresses = asking
    assert len(addresses) > 200
    wrong = []
    for address in addresses:
        if "logout" not in address:
            read, head = client.get(address).status_code, client.head(address)
            if read >= 500 or head.status_code != read or (not head.streaming and head.content):
                wrong.append((address, read, head.status_code))
    assert wrong == []


@pytest.mark.parametrize("method", ["PROPFIND", "PUT"])
def test_a_method_that_no_route_has_is_405_and_says_which_there_are(asking, method):
    client, addresses = asking
    wrong = []
    for address in addresses:
        if not address.startswith(
            OWN_API
        ):  # which is for keys alone: it asks for one before anything else, and takes PUT
            answer = client.generic(method, address)
            if (answer.status_code, bool(answer.headers.get("Allow"))) not in ((405, True), (404, False)):
                wrong.append((address, answer.status_code))
            elif answer.status_code == 404:
                assert not _is_route(address)
    assert wrong == []


def _is_route(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True

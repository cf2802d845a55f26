"""Answers that change only with edition, code, day and address: kept, named by an ETag, and 304 for who has them."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from climate_visualizer import __version__
from climate_visualizer.assessment.basis import NoBudget
from climate_visualizer.editions.read import MovedArea, UnknownArea
from climate_visualizer.web import current, published
from climate_visualizer.web.moved import led_on

FRESH = 60
MOST_BYTES = 64 * 2**20
SMALLEST_PACKED = 500


class Kept:
    """The answers asked for last, each plain and gzipped, within a fixed amount of memory."""

    def __init__(self, most: int) -> None:
        self._most, self._size, self._lock = most, 0, Lock()
        self._answers: OrderedDict[tuple[str, ...], tuple[dict[str, str], bytes, bytes]] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> tuple[dict[str, str], bytes, bytes] | None:
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._answers.get(key)

    def put(self, key: tuple[str, ...], headers: dict[str, str], body: bytes) -> tuple[dict[str, str], bytes, bytes]:
        packed = gzip.compress(body, 6, mtime=0) if len(body) >= SMALLEST_PACKED else b""
        answer = (headers, body, packed if len(packed) < len(body) else b"")
        with self._lock:
            if key not in self._answers:
                self._answers[key] = answer
                self._size += len(body) + len(packed)
            while self._size > self._most and self._answers:
                _, (_, old, old_packed) = self._answers.popitem(last=False)
                self._size -= len(old) + len(old_packed)
        return answer


_kept = Kept(MOST_BYTES)


def _published(country: str = "", slug: str = "", area_id: str = "", **_: Any) -> str:
    """What tells an area's published content from what it was; empty for pages of no area, or where nothing is published."""
    try:
        return published.version(area_id or current.edition().find(country, slug).id)
    except UnknownArea:
        return ""


def etag(request: HttpRequest, state: str = "") -> str:
    """The version of what stands at an address: edition, code, day, the choices in the address, and what is published."""
    facts = (
        current.edition().id,
        " ".join(current.past()),
        __version__,
        current.as_of().isoformat(),
        request.get_full_path(),
        *([state] if state else []),
    )
    return 'W/"' + hashlib.sha256("\n".join(facts).encode()).hexdigest()[:20] + '"'


def _answer(request: HttpRequest, kept: tuple[dict[str, str], bytes, bytes]) -> HttpResponse:
    headers, body, packed = kept
    wants_packed = packed and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if wants_packed else body)
    for name, value in headers.items():
        response.headers[name] = value
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _respond(request: HttpRequest, version: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    key = (version, request.scheme or "", request.get_host())
    kept = _kept.get(key)
    if kept is None:
        try:
            made = make()
        except MovedArea as moved:
            return led_on(request, moved.gone)
        except (NoBudget, UnknownArea) as unknown:
            raise Http404(str(unknown)) from unknown
        if made.status_code != 200:
            return made
        kept = _kept.put(key, dict(made.headers), made.content)
    return _answer(request, kept)


def versioned(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 304 where the reader has this version; what was made once is not made again."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        state = _published(**{name: str(value) for name, value in kwargs.items()})
        version = etag(request, state)
        asked = parse_etags(request.headers.get("If-None-Match", ""))
        if version in asked or "*" in asked:
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = _respond(request, version, lambda: view(request, *args, **kwargs))
        if response.status_code in (200, 304):
            response.headers["ETag"] = version
            patch_cache_control(response, public=True, max_age=0 if state else FRESH)
            patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return wrapper

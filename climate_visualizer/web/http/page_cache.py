"""Page cache with ETag and 304 for answers that change only with edition, code, day and address."""

import gzip
import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import parse_etags

from climate_visualizer import __version__
from climate_visualizer.caches import CACHE, weight
from climate_visualizer.editions.read import MovedArea, UnknownArea
from climate_visualizer.methods.basis import NoBudget
from climate_visualizer.web import current, published
from climate_visualizer.web.http.spreadsheets import in_readers_way
from climate_visualizer.web.successor_pages import led_on

FRESH = 60
SMALLEST_PACKED = 500


Answer = tuple[dict[str, str], bytes, bool]


def _keep(key: tuple[str, ...], headers: dict[str, str], body: bytes) -> Answer:
    """Keep an answer within the memory that all caches share, gzipped alone where that is smaller: a sixth of a page."""
    packed = gzip.compress(body, 6, mtime=0) if len(body) >= SMALLEST_PACKED else body
    answer = (headers, packed, True) if len(packed) < len(body) else (headers, body, False)
    CACHE.put(key, answer, weight(answer))
    return answer


def _published(country: str = "", slug: str = "", area_id: str = "", **_: object) -> str:
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


def _answer(request: HttpRequest, answer: Answer) -> HttpResponse:
    headers, body, is_packed = answer
    wants_packed = is_packed and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(gzip.decompress(body) if is_packed and not wants_packed else body)
    for name, value in headers.items():
        response.headers[name] = value
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _respond(request: HttpRequest, version: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    key = ("answer", version, request.scheme or "", request.get_host(), current.edition().cache_key)
    answer: Answer | None = CACHE.get(key)
    if answer is None:
        try:
            response = make()
        except MovedArea as moved:
            return led_on(request, moved.gone)
        except (NoBudget, UnknownArea) as unknown:
            raise Http404(str(unknown)) from unknown
        if response.status_code != 200:
            return response
        answer = _keep(key, dict(response.headers), response.content)
    return _answer(request, answer)


def _unless_unknown(state: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """A page; what is said not to be there is 503 where nobody knows what is published."""
    try:
        return make()
    except Http404 as missing:
        if state == published.UNKNOWN:
            raise published.Away("What organisations have published cannot be read just now.") from missing
        raise


def versioned(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 304 where the reader has this version; what was made once is not made again."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        state = _published(**{name: str(value) for name, value in kwargs.items()})
        version = etag(request, state)
        asked = parse_etags(request.headers.get("If-None-Match", ""))
        if version in asked or "*" in asked:
            response: HttpResponse = HttpResponseNotModified()
        else:
            response = _unless_unknown(
                state,
                lambda: _respond(request, version, lambda: in_readers_way(request, view(request, *args, **kwargs))),
            )
        if response.status_code in (200, 304):
            response.headers["ETag"] = version
            # A shared cache may keep a page for a minute; a reader's own asks anew where people may have published.
            shared = 0 if state == published.UNKNOWN else FRESH
            patch_cache_control(response, public=True, max_age=0 if state else FRESH, s_maxage=shared)
            patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return wrapper

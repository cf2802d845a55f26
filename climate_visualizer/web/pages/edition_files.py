"""Editions as files for other nodes: the listing of what is published, and each file under an address that never changes."""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse

from climate_visualizer.editions.following.offer import as_facts, offered
from climate_visualizer.editions.read import NoEdition

FRESH = 2  # seconds in a shared cache: a follower looks every five, and shall have what is new within ten
YEAR = 365 * 86_400
FROM = re.compile(r"bytes=(\d{1,12})-")


def listing(request: HttpRequest) -> HttpResponse:
    """The current edition, those before it and every file with its digest; 304 for who has it."""
    facts = as_facts(offered(settings.EDITIONS))
    tag = '"' + hashlib.sha256(repr(facts).encode()).hexdigest()[:20] + '"'
    asked = request.headers.get("If-None-Match", "")
    response: HttpResponse = HttpResponseNotModified() if tag in asked.replace("W/", "") else JsonResponse(facts)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={FRESH}"
    return response


def file(request: HttpRequest, folder: str, name: str) -> HttpResponse:
    """One file of what is offered, or the rest of it from a byte on."""
    try:
        offered_file = next(candidate for candidate in offered(settings.EDITIONS).of(folder) if candidate.name == name)
        content = (settings.EDITIONS / folder / name).read_bytes()
    except (StopIteration, FileNotFoundError, NoEdition) as problem:
        raise Http404(f"{folder}/{name} is not offered.") from problem
    wanted = FROM.fullmatch(request.headers.get("Range", ""))
    start = int(wanted[1]) if wanted else 0
    headers = {
        "ETag": f'"{offered_file.sha256}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": f"public, max-age={YEAR}, immutable",
        "Content-Encoding": "identity",  # it is packed already
    }
    if start >= len(content) > 0:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    if wanted:
        headers["Content-Range"] = f"bytes {start}-{len(content) - 1}/{len(content)}"
    kind = "application/json" if name.endswith(".json") else "application/octet-stream"
    return HttpResponse(content[start:], status=206 if wanted else 200, content_type=kind, headers=headers)

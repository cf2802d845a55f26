"""The library that draws charts in a browser, from our own address: built once from what draws them on the server."""

from __future__ import annotations

import gzip
import subprocess
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock, Thread

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from climate_visualizer.sources.snapshots import write_atomically

NAME = f"vega-{version('vl-convert-python')}.js"
BUILD = (
    "import gzip, os, sys, vl_convert; os.nice(10); "  # readers go first
    "sys.stdout.buffer.write(gzip.compress(vl_convert.javascript_bundle().encode(), 9, mtime=0))"
)
YEAR = 365 * 86400
_building = Lock()


def ensure_built() -> Path:
    """The file with the library, gzipped; kept beside the editions, since building it takes a second or many.

    It is built in a process of its own: within this one everybody else's answers would wait.
    """
    path: Path = settings.VAR / "built" / f"{NAME}.gz"
    with _building:
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            done = subprocess.run([sys.executable, "-c", BUILD], check=True, capture_output=True)
            write_atomically(path, done.stdout)
    return path


def build_soon() -> Thread:
    """Begin building it, if it is not there, while the first pages are answered: no reader shall wait for it."""
    thread = Thread(target=ensure_built, daemon=True)
    thread.start()
    return thread


@lru_cache(maxsize=1)
def _packed() -> bytes:
    return ensure_built().read_bytes()


def vega(request: HttpRequest) -> HttpResponse:
    """Its address names its version, so that a browser keeps it for ever."""
    packed = _packed()
    wants_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if wants_packed else gzip.decompress(packed), content_type="text/javascript")
    if wants_packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response

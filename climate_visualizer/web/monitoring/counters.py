"""Prometheus counters that several worker processes share: each writes a file of its own, and every scrape adds them up."""

from __future__ import annotations

import time
from pathlib import Path

from climate_visualizer.web.monitoring.worker_processes import FOLDER

FOLDER.mkdir(parents=True, exist_ok=True)

from prometheus_client import Counter, Gauge, Histogram  # noqa: E402  # it looks for the folder when it is imported

from climate_visualizer.caches import CACHE  # noqa: E402

# From a kept page (0.3 ms) to a report as PDF (1 s); the goals are 20 ms and 1 s.
SECONDS = (0.001, 0.005, 0.02, 0.1, 0.3, 1.0, 3.0, 10.0)
REQUESTS = Counter("climate_visualizer_requests", "Answered requests", ["kind", "status"])
DURATION = Histogram("climate_visualizer_request_seconds", "Time that answers took", ["kind"], buckets=SECONDS)
CACHE_BYTES = Gauge("climate_visualizer_cache_bytes", "Memory of kept results", multiprocess_mode="liveall")
CACHE_ENTRIES = Gauge("climate_visualizer_cache_entries", "Kept results", multiprocess_mode="liveall")
CACHE_HITS = Gauge("climate_visualizer_cache_hits", "Results that were kept", multiprocess_mode="liveall")
CACHE_MISSES = Gauge("climate_visualizer_cache_misses", "Results that were made", multiprocess_mode="liveall")
CACHE_DROPPED = Gauge("climate_visualizer_cache_dropped", "Results that had to go", multiprocess_mode="liveall")
TOLD_EVERY = 1.0  # seconds between two looks at the cache: a look costs more than a kept answer may
SECOND = {"accounts": "account", "admin": "operator", "embed": "embed", "badge": "embed", "oembed": "embed"}
FIRST = {**SECOND, "api": "api", "static": "static", "health": "health", "metrics": "metrics", "files": "file"}
_known: dict[tuple[str, int], Counter] = {}
_timed: dict[str, Histogram] = {}
_told = 0.0


def kind_of(path: str) -> str:
    """What sort of thing an address asks for; few words, so that nobody can make as many series as there are addresses."""
    first, _, path_below = path.lstrip("/").partition("/")
    if first in FIRST:
        return FIRST[first]
    if path_below.startswith("workspace/"):
        return "workspace"
    name = path.rpartition("/")[2]
    if not name:
        return "page"
    return "feed" if name.endswith(".atom") else "file" if "." in name else "page"


def count(path: str, status: int, seconds: float) -> None:
    """Count one answer."""
    global _told
    kind = kind_of(path)
    if (kind, status) not in _known:
        _known[kind, status] = REQUESTS.labels(kind, str(status))
    if kind not in _timed:
        _timed[kind] = DURATION.labels(kind)
    _known[kind, status].inc()
    _timed[kind].observe(seconds)
    now = time.monotonic()
    if now - _told > TOLD_EVERY:
        _told = now
        tell_cache()


def tell_cache() -> None:
    """Write down what this process keeps."""
    use = CACHE.use()
    CACHE_BYTES.set(use.bytes)
    CACHE_ENTRIES.set(use.entries)
    CACHE_HITS.set(use.hits)
    CACHE_MISSES.set(use.misses)
    CACHE_DROPPED.set(use.dropped)


def forget_the_dead() -> None:
    """What processes kept that are gone is nothing any more; what they counted stays counted."""
    for path in FOLDER.glob("gauge_live*_*.db"):
        if not Path(f"/proc/{path.stem.rpartition('_')[2]}").exists():
            path.unlink(missing_ok=True)


def begin_anew() -> None:
    """Forget what processes of an earlier start have counted; called once, before the workers begin."""
    for path in FOLDER.glob("*.db"):
        path.unlink(missing_ok=True)

"""A search engine in a process of its own, on eight small editions: what it leaves in memory, as JSON on the last line.

Pages of sixty areas in two languages, with feeds and changes, some with ten choices; then what names an old edition.
"""

from __future__ import annotations

import ctypes
import gc
import json
import logging
import os
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
EDITIONS, AREAS, SETTLED = 8, 60, 20  # settled after twenty areas in two languages
CACHE_MEGABYTES = 20  # so small that thousands of entries go again; with 10 most pages were worked out from the start
CHOICES = [f"?start={year}" for year in range(2027, 2037)]


def begin(var: Path) -> None:
    os.environ.update(
        CLIMATE_VISUALIZER_VAR=str(var),
        CLIMATE_VISUALIZER_AS_OF="2026-11-23",
        CLIMATE_VISUALIZER_CACHE_MB=str(CACHE_MEGABYTES),
        DJANGO_SETTINGS_MODULE="climate_visualizer.config.settings",
        ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    )
    import django

    django.setup()
    logging.disable(logging.WARNING)
    (var / "static").mkdir()
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)


def publish_editions(root: Path) -> list[str]:
    """The starter set as editions that came one after the other, each with other figures of every area."""
    import polars as pl

    from climate_visualizer.editions.importing.starter import read_starter
    from climate_visualizer.editions.publishing.publish import publish
    from climate_visualizer.places import DATA

    first = read_starter(DATA / "starter")
    published = []
    for number in range(EDITIONS):
        moved = first.tables["emissions"].with_columns(pl.col("tonnes") * (1 + number / 100))
        manifest = {**first.manifest, "id": f"2024-01-0{number + 1}-{number:010d}", "starter": False}
        candidate = replace(first, manifest=manifest, tables={**first.tables, "emissions": moved})
        published.append(publish(candidate, root))
    return published


def megabytes() -> float:
    """Resident memory, after all that is garbage has been given back."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def editions_alive() -> int:
    from climate_visualizer.editions.read import Edition

    gc.collect()
    return sum(isinstance(candidate, Edition) for candidate in gc.get_objects())


def counted(module: ModuleType, name: str) -> list[tuple[Any, ...]]:
    """What a function is called with from now on."""
    calls, real = [], getattr(module, name)

    def call(*arguments: Any) -> Any:
        calls.append(arguments)
        return real(*arguments)

    setattr(module, name, call)
    return calls


def crawl(published: list[str]) -> dict[str, Any]:
    from django.test import Client

    from climate_visualizer.caches import CACHE
    from climate_visualizer.editions.publishing import change_history
    from climate_visualizer.editions.read import load_edition
    from climate_visualizer.web import current

    histories = counted(change_history, "chain")
    client = Client(headers={"accept-encoding": "gzip"})
    failed: list[str] = []

    def ask(address: str) -> None:
        response = client.get(address)
        if response.status_code != 200:
            failed.append(f"{address}: {response.status_code}")

    with_statistics = [area for area in current.edition().areas if current.edition().has(area.id)]
    areas = with_statistics[:: len(with_statistics) // AREAS]
    settled, pages = 0.0, 0
    load_edition.cache_clear()  # what publishing has read
    for number, area in enumerate(areas):
        for code in ("sv", "en"):
            page = f"/{code}/{area.country.lower()}/{area.slug}/"
            ask(page)
            ask(f"{page}changes.atom")
            pages += 1
        ask(f"/api/v1/areas/{area.id}/changes")
        if number % 20 == 0:
            for choice in CHOICES:
                ask(f"/sv/{area.country.lower()}/{area.slug}/{choice}")
        if number == SETTLED - 1:
            settled = megabytes()
    ended, alive = megabytes(), editions_alive()
    ask(f"/api/v1/areas/{areas[0].id}/changes?since={published[0]}")
    ask(f"/api/v1/areas/{areas[0].id}/changes?since={published[1]}")
    use = CACHE.use()
    return {
        "pages": pages,
        "histories": len(histories),
        "failed": failed,
        "settled": settled,
        "ended": ended,
        "alive": alive,
        "alive_with_old_ones_asked_for": editions_alive(),
        "dropped": use.dropped,
        "bytes": use.bytes,
        "most": use.most,
    }


if __name__ == "__main__":
    begin(Path(sys.argv[1]))
    from django.conf import settings

    print(json.dumps(crawl(publish_editions(settings.EDITIONS))))

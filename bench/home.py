"""Weight and time of the pages that show a whole country: home with its map, ranking, compare, data; ``python bench/home.py``.

On all of Sweden with its boundaries where the publishers' files are, on the starter set where not.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

from run import CO2, DAY, PEOPLE, REAL, say, timed  # noqa: E402

PAGES = {
    "home with every municipality on the map": "/sv/",
    "home with counties": "/sv/?kind=county",
    "home at 1.5 degrees": "/sv/?limit=1.5",
    "ranking": "/sv/ranking/",
    "compare, six places": "/sv/compare/?areas=SE-0480,SE-0180,SE-1480,SE-1280,SE-0580,SE-2480",
    "data": "/sv/data/",
}
MAPS = ("swedish_municipalities.geojson", "swedish_regions.geojson")
MOST_MILLISECONDS, MOST_BYTES = 300.0, 120_000


def country(var: Path) -> None:
    """Import everything that there is of Sweden."""
    from climate_visualizer.editions.intake import bring_in
    from climate_visualizer.editions.starter import ensure_edition

    if not REAL.is_dir():
        say("the publishers' files are not here", "measured on the starter set")
        ensure_edition(var / "editions", ROOT / "data" / "starter")
        return
    for source, names in (("se_scb", PEOPLE), ("se_smhi", (CO2,)), ("geo_sweden", MAPS)):
        files = [(name, (REAL / source / name).read_bytes()) for name in names]
        bring_in(source, files, var, var / "editions")


def forget() -> None:
    """Nothing is kept: neither answers nor what they were made from; the edition itself stays read."""
    from climate_visualizer.assessment import figures, neighbours, places
    from climate_visualizer.charts import outlines
    from climate_visualizer.web import current, versioned
    from climate_visualizer.web.pages import standing

    kept = (
        current._assessed,
        figures.assess_all,
        standing._rows,
        outlines.outlines,
        neighbours.level,
        neighbours.beside,
    )
    for one in (*kept, places.places):
        one.cache_clear()
    versioned._kept.__init__(versioned.MOST_BYTES)


def pages() -> bool:
    """Each page once in a process that has shown none, then with nothing kept, then kept; whether home is as quick as wanted."""
    import django

    django.setup()
    from django.test import Client

    client, quick = Client(headers={"accept-encoding": "gzip"}), True

    def cold(address: str) -> int:
        forget()
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return len(response.content)

    for name, address in PAGES.items():
        began = time.perf_counter()
        weight = cold(address)
        first = (time.perf_counter() - began) * 1000
        median, p95 = timed(lambda address=address: cold(address), 10)
        warm, warm95 = timed(lambda address=address: client.get(address), 200)
        say(f"{name}: HTML with pictures, gzipped", f"{weight} bytes")
        say(f"{name}: the first ever; nothing kept", f"{first:.0f} ms; median {median:.0f} ms, p95 {p95:.0f} ms")
        say(f"{name}: kept", f"median {warm:.2f} ms, p95 {warm95:.2f} ms")
        quick = quick and median <= MOST_MILLISECONDS and weight <= MOST_BYTES
    return quick


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        os.environ.update(
            CLIMATE_VISUALIZER_VAR=str(var),
            CLIMATE_VISUALIZER_AS_OF=DAY.isoformat(),
            DJANGO_SETTINGS_MODULE="climate_visualizer.config.settings",
            ALLOWED_HOSTS="*",
        )
        country(var)
        (var / "static").mkdir(exist_ok=True)
        logging.disable(logging.WARNING)
        return 0 if pages() else 1


if __name__ == "__main__":
    sys.exit(main())

"""Weight and time of the pages that show a whole country: home with its map, ranking, compare, data; ``python bench/home.py``.

On all of Sweden with its boundaries where the publishers' files are, on the starter set where not.
"""

from __future__ import annotations

import sys
import time

from shared import forget, say, site, sweden, timed

PAGES = {
    "home with every municipality on the map": "/sv/",
    "home with counties": "/sv/?kind=county",
    "home at 1.5 degrees": "/sv/?limit=1.5",
    "ranking": "/sv/ranking/",
    "compare, six places": "/sv/compare/?areas=SE-0480,SE-0180,SE-1480,SE-1280,SE-0580,SE-2480",
    "data": "/sv/data/",
}
MOST_MILLISECONDS, MOST_BYTES = 300.0, 120_000


def pages() -> bool:
    """Each page once in a process that has shown none, then with nothing kept, then kept; whether home is as quick as wanted."""
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
    with site() as var:
        sweden(var)
        return 0 if pages() else 1


if __name__ == "__main__":
    sys.exit(main())

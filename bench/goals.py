"""A verdict on a goal through the whole stack, for places that nobody has asked of before: its page and its answer by API."""

from __future__ import annotations

import sys

from shared import say, served, site, starter, timed

MOST_MILLISECONDS = 20.0
GOALS = ("2030", "2035", "2040", "2045")


def main() -> int:
    with site() as var:
        starter(var)
        from climate_visualizer.editions.read import current_edition

        edition = current_edition(var / "editions")
        areas = [area for area in edition.areas if area.kind == "municipality"]
        with served(var) as port:
            kept = {
                "its answer by API": _asked(
                    port, [f"/api/v1/areas/{area.id}/goal-verdicts?goal={{}}" for area in areas]
                ),
                "its page": _asked(port, [f"/sv/se/{area.slug}/goal/?goal={{}}" for area in areas]),
            }
    for name, (median, p95) in kept.items():
        say(f"a goal's verdict nobody has asked for before, {name}", f"median {median:.1f} ms, p95 {p95:.1f} ms")
    return 1 if any(p95 > MOST_MILLISECONDS for _, p95 in kept.values()) else 0


def _asked(port: int, addresses: list[str]) -> tuple[float, float]:
    """Each address with a goal of its turn, once, over one connection; the first few warm the edition."""
    import httpx

    every = iter([one.format(GOALS[at % len(GOALS)]) for at, one in enumerate(addresses)])
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:

        def ask() -> None:
            assert client.get(next(every)).status_code == 200

        timed(ask, 10)
        return timed(ask, len(addresses) - 10)


if __name__ == "__main__":
    sys.exit(main())

"""From a new workbook at a publisher to live pages, and a check when nothing has changed: a part of ``make bench``."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from shared import CO2, PEOPLE, REAL, Publisher, publisher, say, site

EARLIER = "smhi_lansrapport_2023-06_sub-CO2_county-0_municipality-0.xlsx"
SHARED = ("GGT", "CH4")


def _prepared(var: Path, publisher: Publisher) -> None:
    """All of Sweden by the earlier release, and a publisher that has it."""
    from climate_visualizer.editions.importing.pipeline import bring_in

    scb = [(name, (REAL / "se_scb" / name).read_bytes()) for name in PEOPLE]
    bring_in("se_scb", scb, var, var / "editions")
    smhi = REAL / "se_smhi"
    publisher.files = {"CO2": (smhi / EARLIER).read_bytes()}
    for substance in SHARED:
        name = f"smhi_lansrapport_2023-06_sub-{substance}_county-0_municipality-0.xlsx"
        publisher.files[substance] = (smhi / name).read_bytes()
    publisher.files["N2O"] = publisher.files["CH4"]


def measure(var: Path, publisher: Publisher) -> None:
    """One check that brings the newer release, every page drawn once, and one check that finds nothing new."""
    from django.test import Client

    from climate_visualizer.sources.registry import sources
    from climate_visualizer.web import current
    from climate_visualizer.web.management.commands.update import check

    smhi = sources()["se_smhi"]
    check("se_smhi", smhi)
    before = current.edition().id
    publisher.files["CO2"] = (REAL / "se_smhi" / CO2).read_bytes()
    began = time.perf_counter()
    found = check("se_smhi", smhi)
    live = time.perf_counter() - began
    edition = current.edition()
    assert edition.id != before, found
    client, places = Client(), [area for area in edition.areas if area.country == "SE"]
    first = client.get("/sv/se/nykoping/")
    assert first.status_code == 200 and edition.id in first.content.decode()
    one = time.perf_counter() - began
    for area in places:
        assert client.get(f"/api/v1/areas/{area.id}/budget").json()["edition"] == edition.id
    every = time.perf_counter() - began
    say("a new SMHI workbook, seen to published", f"{live:.1f} s")
    say("seen to a first page of the new edition", f"{one:.1f} s")
    say(f"seen to every one of {len(places)} areas answered anew", f"{every:.1f} s")
    publisher.requests = publisher.sent = 0
    began = time.perf_counter()
    check("se_smhi", smhi)
    taken = time.perf_counter() - began
    say(
        "a check of SMHI when nothing has changed",
        f"{publisher.requests} requests, {publisher.sent} bytes of files, {taken * 1000:.0f} ms",
    )


def _substance(path: str) -> str:
    return parse_qs(urlsplit(path).query).get("sub", [""])[0]


def main() -> None:
    if not REAL.is_dir():
        say("the publishers' files are not here", "updates are not measured")
        return
    with publisher(_substance) as smhi, site(CLIMATE_VISUALIZER_SOURCES_AT=smhi.base) as var:
        _prepared(var, smhi)
        measure(var, smhi)


if __name__ == "__main__":
    main()

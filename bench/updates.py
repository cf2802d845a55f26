"""From a new workbook at a publisher to live pages, and a check when nothing has changed: a part of ``make bench``."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from run import CO2, DAY, PEOPLE, REAL, say  # noqa: E402

EARLIER = "smhi_lansrapport_2023-06_sub-CO2_county-0_municipality-0.xlsx"
SHARED = ("GGT", "CH4")


class Publisher(ThreadingHTTPServer):
    """Serves SMHI's files by substance with ETags, and counts requests and bytes."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Serving)
        self.files: dict[str, bytes] = {}
        self.requests = self.sent = 0


class _Serving(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        body = self.server.files.get(parse_qs(urlsplit(self.path).query).get("sub", [""])[0])
        tag = f'"{hash(body)}"'
        same = body is not None and self.headers.get("If-None-Match") == tag
        self.send_response(404 if body is None else 304 if same else 200)
        self.send_header("ETag", tag)
        self.send_header("Content-Length", str(len(body) if body and not same else 0))
        self.end_headers()
        if body and not same:
            self.wfile.write(body)
            self.server.sent += len(body)
        self.server.requests += 1

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _prepared(var: Path, publisher: Publisher) -> None:
    """All of Sweden by the earlier release, and a publisher that has it."""
    from climate_visualizer.editions.intake import bring_in

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


def main() -> None:
    if not REAL.is_dir():
        say("the publishers' files are not here", "updates are not measured")
        return
    publisher = Publisher()
    threading.Thread(target=publisher.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            CLIMATE_VISUALIZER_VAR=folder,
            CLIMATE_VISUALIZER_AS_OF=DAY.isoformat(),
            CLIMATE_VISUALIZER_SOURCES_AT=f"http://127.0.0.1:{publisher.server_port}",
            DJANGO_SETTINGS_MODULE="climate_visualizer.config.settings",
            ALLOWED_HOSTS="*",
        )
        import logging

        import django

        django.setup()
        logging.disable(logging.ERROR)
        (Path(folder) / "static").mkdir()
        _prepared(Path(folder), publisher)
        measure(Path(folder), publisher)
    publisher.shutdown()


if __name__ == "__main__":
    main()

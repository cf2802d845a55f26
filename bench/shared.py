"""What the measurements share: the day they are made for, a site of their own on real files, a served one, clock and print."""

from __future__ import annotations

import logging
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL = Path(os.environ.get("CLIMATE_VISUALIZER_REAL_DATA") or ROOT.parent / "shared" / "data")
DAY = date(2026, 11, 23)
CO2 = "smhi_lansrapport_2024-04-18_sub-CO2_county-0_municipality-0.xlsx"
PEOPLE = ("kommunlankod_2023.xls", "be0101_tabhel2023.xlsx", "swedish_population_lan_1990-2023.csv")
MAPS = ("swedish_municipalities.geojson", "swedish_regions.geojson")
SWEDEN = (("se_scb", PEOPLE), ("se_smhi", (CO2,)), ("geo_sweden", MAPS))
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]


def say(what: str, figure: str) -> None:
    """One measured figure as a line."""
    print(f"{what:<76} {figure}", flush=True)


def timed(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken), sorted(taken)[max(int(len(taken) * 0.95) - 1, 0)]


@contextmanager
def site(**settings: str) -> Iterator[Path]:
    """A site of its own in this process, with nothing in it yet; its folder."""
    with tempfile.TemporaryDirectory() as folder:
        set_up(Path(folder), **settings)
        yield Path(folder)


def set_up(var: Path, **settings: str) -> None:
    """Make this process the site whose data folder it is."""
    os.environ.update(
        CLIMATE_VISUALIZER_VAR=str(var),
        CLIMATE_VISUALIZER_AS_OF=DAY.isoformat(),
        DJANGO_SETTINGS_MODULE="climate_visualizer.config.settings",
        ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
        **settings,
    )
    import django

    django.setup()
    logging.disable(logging.WARNING)
    (var / "static").mkdir(exist_ok=True)


def starter(var: Path) -> None:
    """The starter set: Sweden, its counties and the municipalities of one."""
    from climate_visualizer.editions.importing.starter import ensure_edition

    ensure_edition(var / "editions", ROOT / "climate_visualizer" / "data" / "starter")


def sweden(var: Path) -> None:
    """Everything that there is of Sweden with its boundaries, or the starter set where the publishers' files are not here."""
    from climate_visualizer.editions.importing.pipeline import bring_in

    if not REAL.is_dir():
        say("the publishers' files are not here", "measured on the starter set")
        return starter(var)
    for source, names in SWEDEN:
        files = [(name, (REAL / source / name).read_bytes()) for name in names]
        bring_in(source, files, var, var / "editions")


def forget() -> None:
    """Nothing is kept: neither answers nor what they were made from; the edition itself stays read."""
    from climate_visualizer.caches import CACHE

    CACHE.clear()


@contextmanager
def served(var: Path) -> Iterator[int]:
    """The site in a folder over a real connection, as `serve` has it: its port."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    environment = {
        **os.environ,
        "CLIMATE_VISUALIZER_VAR": str(var),
        "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat(),
        "PORT": str(port),
    }
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    command = [sys.executable, "manage.py", "serve", "--prepare"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
    try:
        _wait(f"http://127.0.0.1:{port}/health")
        yield port
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait(address: str) -> None:
    until = time.monotonic() + 240  # preparing an installation of many editions takes a while on a busy machine
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=60).close()
            return
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"{address} did not answer.")


class Publisher(ThreadingHTTPServer):
    """Publishers' files on loopback with their ETags, by the name that `key` finds in an address; counts requests and bytes."""

    def __init__(self, key: Callable[[str], str]) -> None:
        super().__init__(("127.0.0.1", 0), _Serving)
        self.key = key
        self.files: dict[str, bytes] = {}
        self.requests = self.sent = 0
        self.base = f"http://127.0.0.1:{self.server_port}"


class _Serving(BaseHTTPRequestHandler):
    server: Publisher

    def do_GET(self) -> None:
        body = self.server.files.get(self.server.key(self.path))
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


@contextmanager
def publisher(key: Callable[[str], str]) -> Iterator[Publisher]:
    """A publisher while it is needed."""
    found = Publisher(key)
    threading.Thread(target=found.serve_forever, daemon=True).start()
    yield found
    found.shutdown()

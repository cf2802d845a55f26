"""A real browser before a real server."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import pytest
from conftest import DAY, ROOT
from playwright.sync_api import Browser, sync_playwright


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Iterator[str]:
    """The site on the starter set, served as `make run` serves it."""
    var = tmp_path_factory.mktemp("site")
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    environment = {
        **os.environ,
        "CLIMATE_VISUALIZER_VAR": str(var),
        "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat(),
        "PORT": str(port),
    }
    server = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--prepare"], cwd=ROOT, env=environment, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(address: str) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=5) as response:
                assert json.load(response)["status"] == "ok"
                return
        except OSError:
            continue
    raise TimeoutError(f"{address} did not answer.")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, for one module: while it runs, its event loop keeps Django from the database."""
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield found
        found.close()

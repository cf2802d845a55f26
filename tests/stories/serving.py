"""A real server for a story, on a free port."""

import json
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from built_once import prepared
from conftest import ROOT


@contextmanager
def served(facts: dict[str, str], below: str = "") -> Iterator[str]:
    """The site with these settings, served as `make run` serves it: its address, which links in mail begin with too."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    address = facts["SITE_ADDRESS"] = f"http://127.0.0.1:{port}{below}"
    prepared(Path(facts["CLIMATE_VISUALIZER_VAR"]))
    command = [sys.executable, "manage.py", "serve", "--prepare"]
    server = subprocess.Popen(command, cwd=ROOT, env={**facts, "PORT": str(port)}, stderr=subprocess.DEVNULL)
    try:
        _wait(address)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=60)  # what is under way is answered first


def _wait(address: str) -> None:
    until = time.monotonic() + 240  # a busy machine takes its time to begin
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=60) as response:
                assert json.load(response)["status"] == "ok"
                return
        except OSError:
            continue
    raise TimeoutError(f"{address} did not answer.")

"""Lighthouse's scores for the pages that readers land on, from npm by name; a part of ``make bench``."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from run import DAY, say  # noqa: E402

LIGHTHOUSE = "lighthouse@12.2.3"  # the last one that Node 18 runs
PAGES = {"home": "/sv/", "area": "/sv/se/nykoping/", "explore": "/sv/se/nykoping/explore/"}


def scores(address: str, folder: Path) -> dict[str, float]:
    """Each category's score in per cent, and the two times that matter in milliseconds."""
    report = folder / "report.json"
    command = ["npx", "--yes", LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}"]
    command.append("--chrome-flags=--headless=new --no-sandbox")
    environment = {**os.environ, "CHROME_PATH": str(shutil.which("chromium"))}
    subprocess.run(command, check=True, env=environment, timeout=240, capture_output=True)
    found = json.loads(report.read_text(encoding="utf-8"))
    rated = {name: 100 * facts["score"] for name, facts in found["categories"].items()}
    times = {name: found["audits"][name]["numericValue"] for name in ("first-contentful-paint", "total-blocking-time")}
    return {**rated, **times, "layout-shift": found["audits"]["cumulative-layout-shift"]["numericValue"]}


def _port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def _ready(address: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/health", timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{address} did not answer.")


def main() -> None:
    if not (shutil.which("npx") and shutil.which("chromium")):
        say("Lighthouse", "not measured: npx and chromium are needed")
        return
    with tempfile.TemporaryDirectory() as name:
        port = _port()
        environment = {
            **os.environ,
            "CLIMATE_VISUALIZER_VAR": name,
            "CLIMATE_VISUALIZER_AS_OF": DAY.isoformat(),
            "PORT": str(port),
        }
        command = [sys.executable, "manage.py", "serve", "--prepare"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen(command, cwd=ROOT, env=environment, **quiet)
        try:
            address = f"http://127.0.0.1:{port}"
            _ready(address)
            for page, path in PAGES.items():
                rated = scores(address + path, Path(name))
                say(f"Lighthouse, {page}", ", ".join(f"{key} {value:.3g}" for key, value in rated.items()))
        finally:
            server.terminate()
            server.wait(timeout=20)


if __name__ == "__main__":
    main()

"""Lighthouse's scores for the pages that readers land on, from npm by name; a part of ``make bench``."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from shared import say, served

LIGHTHOUSE = "lighthouse@12.2.3"  # the last one that Node 18 runs
PAGES = {
    "home": "/sv/",
    "area": "/sv/se/nykoping/",
    "explore": "/sv/se/nykoping/explore/",
    "compare": "/sv/compare/?areas=SE-0480,SE-0481,SE-0483",
    "goal": "/sv/se/nykoping/goal/",
}


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


def main() -> None:
    if not (shutil.which("npx") and shutil.which("chromium")):
        say("Lighthouse", "not measured: npx and chromium are needed")
        return
    with tempfile.TemporaryDirectory() as name, served(Path(name)) as port:
        for page, path in PAGES.items():
            rated = scores(f"http://127.0.0.1:{port}{path}", Path(name))
            say(f"Lighthouse, {page}", ", ".join(f"{key} {value:.3g}" for key, value in rated.items()))


if __name__ == "__main__":
    main()

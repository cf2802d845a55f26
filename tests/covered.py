"""Whether the tests run enough of the code that was measured, and what they don't run.

``python tests/covered.py build/coverage.json climate_visualizer/science`` or, of everything, ``climate_visualizer``.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

SCIENCE = "climate_visualizer/science/"
LEAST = {"science": 100.0, "the rest": 90.0}


def percent(found: list[dict[str, Any]]) -> float:
    """Lines and branches that were run, of all in these files."""
    run, missed = (
        sum(len(one[f"{what}_{kind}"]) for one in found for kind in ("lines", "branches"))
        for what in ("executed", "missing")
    )
    return 100 * run / (run + missed) if run + missed else 100.0


def main(report: Path, measured: str) -> int:
    files = json.loads(report.read_text())["files"]
    for name, one in sorted(files.items()):
        if one["missing_lines"] or one["missing_branches"]:
            print(f"{name}  {percent([one]):.0f} %  lines {one['missing_lines']}  branches {one['missing_branches']}")
    parts = {
        "science": [one for name, one in files.items() if name.startswith(SCIENCE)],
        "the rest": [one for name, one in files.items() if not name.startswith(SCIENCE)],
    }
    if f"{measured}/" == SCIENCE:
        del parts["the rest"]
    enough = True
    for part, found in parts.items():
        reached = percent(found)
        enough &= bool(found) and reached >= LEAST[part]
        print(f"{part}: {reached:.2f} % of lines and branches run; at least {LEAST[part]:.0f} % are wanted")
    return 0 if enough else 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

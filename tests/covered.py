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


def percent(rows: list[dict[str, Any]]) -> float:
    """Lines and branches that were run, of all in these files."""
    run, missed = (
        sum(len(row[f"{prefix}_{kind}"]) for row in rows for kind in ("lines", "branches"))
        for prefix in ("executed", "missing")
    )
    return 100 * run / (run + missed) if run + missed else 100.0


def main(report: Path, measured: str) -> int:
    files = json.loads(report.read_text())["files"]
    for name, row in sorted(files.items()):
        if row["missing_lines"] or row["missing_branches"]:
            print(f"{name}  {percent([row]):.0f} %  lines {row['missing_lines']}  branches {row['missing_branches']}")
    parts = {
        "science": [row for name, row in files.items() if name.startswith(SCIENCE)],
        "the rest": [row for name, row in files.items() if not name.startswith(SCIENCE)],
    }
    if f"{measured}/" == SCIENCE:
        del parts["the rest"]
    enough = True
    for part, files_of_part in parts.items():
        reached = percent(files_of_part)
        enough &= bool(files_of_part) and reached >= LEAST[part]
        print(f"{part}: {reached:.2f} % of lines and branches run; at least {LEAST[part]:.0f} % are wanted")
    return 0 if enough else 2


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))

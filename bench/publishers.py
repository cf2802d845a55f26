"""Real tables of publishers, changed at random 2 000 times each: how many were read, how many refused, and every fault.

.venv/bin/python bench/publishers.py [times]
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sources.random_changes import FILES, tried  # noqa: E402

TIMES = 2_000
REAL = Path(os.environ.get("CLIMATE_VISUALIZER_REAL_DATA") or ROOT.parent / "shared" / "data")


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    if not REAL.is_dir():
        print("The publishers' files are not here; set CLIMATE_VISUALIZER_REAL_DATA to their folder.")
        return
    wrong = 0
    for real in FILES:
        text = (REAL / real.path).read_text(encoding="utf-8-sig").replace("\r\n", "\n")
        began = time.perf_counter()
        faults = tried(real, text, seed=1, times=times)
        print(f"{real.module.SOURCE}: {times} changes in {time.perf_counter() - began:.0f} s, {len(faults)} faults")
        print("".join(f"  {fault}\n" for fault in faults[:10]), end="")
        wrong += len(faults)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

"""Publishers' real files, changed at random 2 000 times a source: how many were read, how many refused, and every fault.

.venv/bin/python bench/publishers.py [times [part of a file's name]]
"""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sources.random_changes import tried  # noqa: E402
from sources.real_tables import FILES, Real  # noqa: E402

TIMES, SEED = 2_000, 2
REAL = Path(os.environ.get("CLIMATE_VISUALIZER_REAL_DATA") or ROOT.parent / "shared" / "data")


def _enough(real: Real, wanted: int) -> int:
    """So many that about the wanted number change something: a change that does not suit a form is none."""
    return int(wanted * (1.6 if real.name.endswith(".xlsx") else 1.25))


def main() -> None:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    part = sys.argv[2] if len(sys.argv) > 2 else ""
    if not REAL.is_dir():
        print("The publishers' files are not here; set CLIMATE_VISUALIZER_REAL_DATA to their folder.")
        return
    sums: dict[str, Counter[str]] = {}
    for real in FILES:
        if part not in real.id:
            continue
        began = time.perf_counter()
        of_source = sum(one.module is real.module for one in FILES)
        tally = tried(real, REAL, seed=SEED, times=_enough(real, times // of_source))
        taken = time.perf_counter() - began
        print(f"{real.id}: {tally.tried} tried, {tally.read} read, {tally.refused} refused, {taken:.0f} s", flush=True)
        print("".join(f"  {fault}\n" for fault in tally.faults[:20]), end="")
        counts = {"tried": tally.tried, "read": tally.read, "refused": tally.refused, "faults": len(tally.faults)}
        sums.setdefault(real.module.SOURCE, Counter()).update(counts)
    for source, counts in sums.items():
        print(f"{source}: " + ", ".join(f"{counts[kind]} {kind}" for kind in ("tried", "read", "refused", "faults")))
    sys.exit(any(counts["faults"] for counts in sums.values()))


if __name__ == "__main__":
    main()

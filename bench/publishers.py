"""Publishers' real files, each changed at random 2 000 times: how many were read, how many refused, and every fault.

.venv/bin/python bench/publishers.py [--times N] [--seed N] [part of a file's name ...]

The smaller files come first; each has a line as soon as it is done, as a row of the table in docs/performance.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from sources.random_changes import tried, written  # noqa: E402
from sources.real_tables import FILES, Real  # noqa: E402

REAL = Path(os.environ.get("CLIMATE_VISUALIZER_REAL_DATA") or ROOT.parent / "shared" / "data")


def _size(real: Real) -> int:
    return len(written(real.opened(REAL)))


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--times", type=int, default=2_000)
    asked.add_argument("--seed", type=int, default=2)
    asked.add_argument("parts", nargs="*", default=[""])
    given = asked.parse_args()
    if not REAL.is_dir():
        print("The publishers' files are not here; set CLIMATE_VISUALIZER_REAL_DATA to their folder.")
        return
    faults = 0
    for real in sorted((one for one in FILES if any(part in one.id for part in given.parts)), key=_size):
        began = time.process_time()
        tally = tried(real, REAL, seed=given.seed, times=given.times)
        row = (
            real.id,
            tally.tried,
            tally.read,
            tally.refused,
            len(tally.faults),
            f"{time.process_time() - began:.0f} s",
        )
        print(f"| {' | '.join(map(str, row))} |", flush=True)
        print("".join(f"  {fault}\n" for fault in tally.faults[:20]), end="", flush=True)
        faults += len(tally.faults)
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()

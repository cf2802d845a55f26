"""Sampled mutation testing: changes of the arithmetic drawn by chance, and which of them no test notices.

    python bench/mutation/sample.py --sample 300 --seed 1

All changes are those of mutmut; what is drawn, is drawn alike of all. Verdicts come as they are found and are kept in
build/mutation, with the difference of each change that nothing noticed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Fixed before anything is read: one thread a process, since a pool of threads does not live through a fork.
for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
os.chdir(ROOT)
sys.path.insert(0, str(ROOT))

import pytest  # noqa: E402
from mutants import CONFIG, Mutant, every_function, sampled  # noqa: E402
from trial import KEPT, Trial, Verdict  # noqa: E402

ENDED = ("caught", "endless")


def wilson(caught: int, of: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's score interval of a share, which holds near 1 as well: 95 % at z = 1.96."""
    if not of:
        return math.nan, math.nan
    share = caught / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return middle - half, middle + half


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sample", type=int, default=300)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--of", default="", help="a pattern of modules: climate_visualizer.budget.*")
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--most", type=float, default=120.0, help="seconds of tests that one change is met by, at most")
    given = asked.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # waited for
    began = time.monotonic()
    mutants, total = sampled(given.sample, given.seed, given.of)
    print(
        f"{len(mutants)} of {total} mutants, seed {given.seed}; drawn in {time.monotonic() - began:.0f} s.", flush=True
    )
    verdicts: list[Verdict] = []
    home = KEPT / f"sample-{given.seed}.jsonl"
    home.unlink(missing_ok=True)

    def tell(verdict: Verdict) -> None:
        verdicts.append(verdict)
        facts = asdict(verdict) | {"mutant": _told(verdict.mutant)}
        with home.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(facts, ensure_ascii=False) + "\n")
        if verdict.outcome not in ENDED:
            print(
                f"\n{verdict.outcome}: {verdict.mutant.name} ({verdict.tests} tests)\n{verdict.mutant.diff}", flush=True
            )
        if len(verdicts) % 25 == 0:
            print(summary(verdicts, total), flush=True)

    trial = Trial(mutants, every_function(), tell, processes=given.processes, most=given.most)
    tests = CONFIG["pytest_add_cli_args_test_selection"]
    code = pytest.main(["-q", "-s", "--no-header", *CONFIG["pytest_add_cli_args"], *tests], plugins=[trial])
    print(summary(verdicts, total), flush=True)
    return 0 if code in (0, 5) and len(verdicts) == len(mutants) else 1


def _told(mutant: Mutant) -> dict[str, str]:
    return {"name": mutant.name, "function": mutant.function, "diff": mutant.diff}


def summary(verdicts: list[Verdict], total: int) -> str:
    """How many were caught, with the interval of the share among all."""
    counts = {
        name: sum(each.outcome == name for each in verdicts)
        for name in ("caught", "endless", "survived", "not reached", "left out")
    }
    caught = sum(counts[name] for name in ENDED)
    of = len(verdicts) - counts["left out"]
    low, high = wilson(caught, of)
    seconds = sum(each.seconds for each in verdicts)
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    share = f"{caught} of {of} caught: {caught / max(of, 1):.1%} (95 % of {total}: {low:.1%} to {high:.1%})"
    return f"{share}; {told}; {seconds:.0f} s of a processor"


if __name__ == "__main__":
    sys.exit(main())

"""Sampled mutation testing: changes of the arithmetic drawn by chance, and which of them no test notices.

    python bench/mutation/sample.py --sample 300 --seed 1

All changes are those of mutmut; what is drawn, is drawn alike of all. Verdicts come as they are found and are kept in
build/mutation, with the difference of each change that nothing noticed. Of these, what changes nothing that can be seen is
listed with its reason in `equivalent.toml`; the share is told with and without it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import sys
import time
import tomllib
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Fixed before anything is read: one thread a process, since a pool of threads does not live through a fork.
for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = "1"
os.chdir(ROOT)
sys.path.insert(0, str(ROOT))

import pytest  # noqa: E402
from mutants import CONFIG, sampled  # noqa: E402
from trial import KEPT, Trial, Verdict  # noqa: E402

ENDED = ("caught", "endless")
EQUIVALENT = tomllib.loads((Path(__file__).parent / "equivalent.toml").read_text(encoding="utf-8"))


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
    asked.add_argument("--first", type=float, default=15.0, help="seconds of tests that each change is met by at first")
    asked.add_argument("--most", type=float, default=math.inf, help="seconds of tests that what is left is met by then")
    asked.add_argument("--again", action="store_true", help="those alone that were not caught the last time")
    asked.add_argument("--resume", action="store_true", help="those alone that were not met the last time")
    given = asked.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})  # waited for
    began = time.monotonic()
    mutants, total = sampled(given.sample, given.seed, given.of, KEPT)
    home = KEPT / f"sample-{given.seed}.jsonl"
    names = {each.name for each in mutants}
    kept = _kept(home) if given.again or given.resume else {}
    verdicts = {name: facts for name, facts in kept.items() if name in names}
    done = {name for name, facts in verdicts.items() if given.resume or facts["outcome"] in ENDED}
    todo = [each for each in mutants if each.name not in done]
    print(f"{len(todo)} of {total} mutants, seed {given.seed}; drawn in {time.monotonic() - began:.0f} s.", flush=True)

    def tell(verdict: Verdict) -> None:
        name = verdict.mutant.name
        function, diff = verdict.mutant.function, verdict.mutant.diff
        verdicts[name] = asdict(verdict) | {"mutant": name, "function": function, "diff": diff}
        lines = (json.dumps(facts, ensure_ascii=False) + "\n" for facts in verdicts.values())
        home.write_text("".join(lines), encoding="utf-8")
        if verdict.outcome not in ENDED:
            same = f", equivalent: {why}" if (why := why_the_same(function, diff)) else ""
            print(f"\n{verdict.outcome}: {name} ({verdict.tests} of {verdict.of} tests){same}\n{diff}", flush=True)
        if len(verdicts) % 25 == 0:
            print(summary(verdicts, total), flush=True)

    trial = Trial(todo, tell, processes=given.processes, first=given.first, most=given.most)
    tests = CONFIG["pytest_add_cli_args_test_selection"]
    code = pytest.main(["-q", "-s", "--no-header", *CONFIG["pytest_add_cli_args"], *tests], plugins=[trial])
    print(summary(verdicts, total), flush=True)
    return 0 if code in (0, 5) and len(verdicts) == len(mutants) else 1


def _kept(home: Path) -> dict[str, dict[str, object]]:
    lines = home.read_text(encoding="utf-8").splitlines() if home.exists() else []
    return {facts["mutant"]: facts for facts in map(json.loads, lines)}


def why_the_same(function: str, diff: str) -> str:
    """The reason why a change is equivalent, of those listed; empty where it is not."""
    lines = [line for line in diff.splitlines() if not line.startswith(("---", "+++"))]
    was, becomes = ("\n".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+")
    wanted = (function, was, becomes)
    for each in EQUIVALENT["change"]:
        if (each["function"], each["was"], each["becomes"]) == wanted:
            return str(each["why"])
    kinds = EQUIVALENT["kind"]
    return next(
        (one["why"] for one in kinds if becomes in [was.replace(one["was"], new) for new in one["becomes"]]), ""
    )


def summary(verdicts: dict[str, dict[str, object]], total: int) -> str:
    """How many were caught, with the interval of the share among all, and without what is equivalent."""
    names = (*ENDED, "survived", "not reached", "left out")
    counts = {name: sum(facts["outcome"] == name for facts in verdicts.values()) for name in names}
    caught = sum(counts[name] for name in ENDED)
    of = len(verdicts) - counts["left out"]
    noticed = (*ENDED, "left out")
    left = [facts for facts in verdicts.values() if facts["outcome"] not in noticed]
    same = sum(bool(why_the_same(str(facts.get("function")), str(facts["diff"]))) for facts in left)
    seconds = sum(float(str(facts["seconds"])) for facts in verdicts.values())
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    return (
        f"{_share(caught, of, total)}; without {same} equivalent: {_share(caught, of - same, total)}; "
        f"{told}; {seconds:.0f} s of a processor"
    )


def _share(caught: int, of: int, total: int) -> str:
    low, high = wilson(caught, of)
    return f"{caught} of {of} caught: {caught / max(of, 1):.1%} (95 % of {total}: {low:.1%} to {high:.1%})"


if __name__ == "__main__":
    sys.exit(main())

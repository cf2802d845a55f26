"""The arithmetic, measured: what each function costs an area, draws, large runs, and a trend beside statsmodels'."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from distributed import Client

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from climate_visualizer.budget.ranges.ensembles import hold_memory  # noqa: E402

FEW, SOME, MANY = 312, 10_000, 100_000
YEARS = np.arange(2013.0, 2023.0)


def say(what: str, figure: str) -> None:
    print(f"{what:<72} {figure}", flush=True)


def best(work: Callable[[], object], times: int) -> float:
    """The fastest of several runs, in seconds: what the work itself takes."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def made_up(areas: int) -> dict[str, Any]:
    dice = np.random.default_rng(7)
    series = dice.lognormal(12.0, 1.0, (areas, 1)) * (1 - 0.03 * (YEARS - YEARS[0])) * dice.normal(1, 0.05, (areas, 10))
    return {
        "e": series[:, -1],
        "b": series[:, -1] * dice.uniform(-2, 20, areas),
        "p": dice.lognormal(9.0, 1.0, areas),
        "y": dice.lognormal(20.0, 1.0, areas),
        "series": series,
        "parts": dice.uniform(1, 9, (areas, 8)),
    }


def peak_megabytes() -> float:
    """The most memory that this process has had since it began, which a child does not inherit."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def functions() -> dict[str, Callable[[dict[str, Any]], object]]:
    from climate_visualizer.science import effort_sharing, findings, intervals, measures, pathways, sharing, trends

    def lad(d: dict[str, Any]) -> trends.Trend:
        return trends.least_absolute_deviations(years=YEARS, emissions=d["series"])

    def line(d: dict[str, Any]) -> trends.Trend:
        return trends.least_squares(years=YEARS, emissions=d["series"])

    def burden(d: dict[str, Any]) -> object:
        year = {name: d[name][:, None] for name in ("e", "y", "p")}
        return effort_sharing.development_rights(
            baseline=year["e"], history=year["e"] * 30, product=year["y"], population=year["p"],
            path=[d["e"].sum() * 0.5], years=[2025], threshold=7500.0, weight=0.5, index_until=2030, blended_by=2100,
        )  # fmt: skip

    plan = [measures.Measure((0, 1), 2026, 2040, 3, share=0.4), measures.Measure((2,), 2027, 2040, 1, tonnes=1.0)]
    found: dict[str, Callable[[dict[str, Any]], object]] = {
        "sharing.grandfathering": lambda d: sharing.grandfathering(emissions=d["e"]),
        "sharing.equal_cumulative_per_head": lambda d: sharing.equal_cumulative_per_head(
            population=d["p"], history=d["e"] * 30, budget=d["e"].sum()
        ),
        "effort_sharing.development_rights": burden,
        "pathways.required_cut": lambda d: pathways.required_cut(emissions=d["e"], budget=d["b"]),
        "trends.least_absolute_deviations": lad,
        "trends.least_squares": line,
        "trends.used_up_at": lambda d: trends.used_up_at(trend=line(d), budget=d["b"], start=2023.0),
        "trends.fill_gaps": lambda d: trends.fill_gaps(years=YEARS * 2 - 2013, emissions=d["series"]),
        "intervals.line_errors": lambda d: intervals.line_errors(trend=line(d), years=YEARS, emissions=d["series"]),
        "findings.delay_cost": lambda d: findings.delay_cost(emissions=d["e"], budget=d["b"], delays=np.arange(10)),
        "measures.with_measures, 8 parts x 25 years": lambda d: measures.with_measures(
            baseline=np.repeat(d["parts"][..., None], 25, axis=-1), first=2026, measures=plan
        ),
    }
    for name in ("exponential", "continuous_exponential", "linear", "s_curve"):
        path = getattr(pathways, name)
        found[f"pathways.{name}, 76 years"] = lambda d, path=path: path(emissions=d["e"], budget=d["b"], years=76)
    return found


def costs() -> None:
    """Nanoseconds an area at three sizes. The first fits a processor's cache; beyond it the cost must stay level."""
    print(f"{'':<72} {FEW} / {SOME} / {MANY} areas: ns an area (last over middle)")
    made = {size: made_up(size) for size in (FEW, SOME, MANY)}
    hold_memory()
    for name, work in functions().items():
        each = [
            best(lambda work=work, areas=areas: work(areas), max(30_000 // size, 3)) / size * 1e9
            for size, areas in made.items()
        ]
        say(name, f"{each[0]:.0f} / {each[1]:.0f} / {each[2]:.0f} ({each[2] / each[1]:.2f})")


def beside_statsmodels() -> None:
    """290 series fitted at once, and one by one with quantile regression, in the same run."""
    from statsmodels.regression.quantile_regression import QuantReg

    from climate_visualizer.science import trends

    series = made_up(290)["series"]
    ours = best(lambda: trends.least_absolute_deviations(years=YEARS, emissions=series), 20)
    design = np.stack([np.ones_like(YEARS), YEARS - YEARS[0]], axis=-1)
    began = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fits = [QuantReg(row, design).fit(q=0.5, max_iter=5000) for row in series]
    theirs = time.perf_counter() - began
    slopes = trends.least_absolute_deviations(years=YEARS, emissions=series).slope
    other = np.array([fit.params[1] for fit in fits])
    starts = np.array([fit.params[0] for fit in fits])
    worse = _misses(series, slopes) / np.abs(series - starts[:, None] - other[:, None] * (YEARS - YEARS[0])).sum(
        axis=-1
    )
    same = np.isclose(other, slopes, rtol=1e-3).mean()
    say("trend of 290 series: ours / statsmodels one by one", f"{ours * 1000:.2f} ms / {theirs * 1000:.0f} ms")
    say(
        "times faster; same slope within 0.1 %; our misses over theirs, at most",
        f"{theirs / ours:.0f}; {same:.1%}; {worse.max():.6f}",
    )


def _misses(series: np.ndarray, slopes: np.ndarray) -> np.ndarray:
    """The least sum of misses that a slope can have: around the median of what it leaves."""
    rest = series - slopes[:, None] * (YEARS - YEARS[0])
    middle: np.ndarray = np.abs(rest - np.median(rest, axis=-1, keepdims=True)).sum(axis=-1)
    return middle


def draws() -> None:
    """312 areas x 10 000 draws in a process of its own, so that its memory is its own."""
    script = """
import sys, time
from datetime import date
sys.path.insert(0, "bench")
from science import peak_megabytes
from climate_visualizer.budget.ranges import ensembles
plan, inputs = ensembles.synthetic(312, as_of=date(2026, 11, 23), draws=10_000, seed=1, size=312)
(block,) = ensembles.blocks(plan, inputs)
began = time.perf_counter()
ensembles.work_out(plan, block)
print(time.perf_counter() - began, peak_megabytes())
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    say("ranges of 312 areas x 10 000 draws", f"{seconds:.2f} s, peak {megabytes:.0f} MB")


def _ensemble(arguments: list[str], folder: Path) -> tuple[float, float]:
    """Seconds that the blocks took, as the command says, and the peak memory of its process."""
    command = [sys.executable, "-c", _MEASURED, *arguments, "--out", str(folder)]
    environment = {**os.environ, "CLIMATE_VISUALIZER_VAR": str(folder.parent)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout.split("Done in ")[1].split()[0]), float(done.stdout.split()[-1])


_MEASURED = """
import sys
sys.path.insert(0, "bench")
from science import peak_megabytes
sys.argv = ["manage.py", "ensemble", *sys.argv[1:]]
exec(open("manage.py").read(), {"__name__": "__main__"})
print(peak_megabytes())
"""


def large_runs() -> None:
    """100 000 made-up areas x 1000 draws: on one thread and two of this process, on one dask worker and two."""
    size = ["--areas", "100000", "--draws", "1000"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)

        def on_threads(workers: int, turn: int) -> tuple[float, float]:
            return _ensemble([*size, "--workers", str(workers)], folder / f"threads-{turn}-{workers}")

        def on_workers(workers: int, turn: int) -> tuple[float, float]:
            with _cluster(folder / f"scheduler-{turn}-{workers}.json", workers) as address:
                return _ensemble([*size, "--scheduler", address], folder / f"workers-{turn}-{workers}")

        _compared("thread", on_threads)
        _compared("dask worker", on_workers)


def _compared(kind: str, run: Callable[[int, int], tuple[float, float]]) -> None:
    """One against two, three times in turn."""
    found = {(workers, turn): run(workers, turn) for turn in range(3) for workers in (1, 2)}
    for workers in (1, 2):
        seconds = statistics.median(found[workers, turn][0] for turn in range(3))
        peak = max(found[workers, turn][1] for turn in range(3))
        say(
            f"ensemble of 100 000 areas x 1000 draws, {workers} {kind}(s)",
            f"median {seconds:.1f} s, peak {peak:.0f} MB",
        )
    ratios = [found[1, turn][0] / found[2, turn][0] for turn in range(3)]
    say(f"two {kind}s over one", f"median {statistics.median(ratios):.2f} times")


@contextmanager
def _cluster(facts: Path, workers: int) -> Iterator[str]:
    """A dask scheduler and so many workers of one thread, each a process of its own."""
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": ROOT}
    quiet["env"] = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    processes = [subprocess.Popen([*command, "--scheduler-file", str(facts)], **quiet)]
    while not (facts.exists() and facts.read_text().strip().endswith("}")):
        time.sleep(0.05)
    address = json.loads(facts.read_text())["address"]
    command = [
        sys.executable,
        "-m",
        "distributed.cli.dask_worker",
        address,
        "--nthreads",
        "1",
        "--no-dashboard",
        "--no-nanny",
    ]
    processes += [subprocess.Popen(command, **quiet) for _ in range(workers)]
    try:
        with Client(address) as client:
            client.wait_for_workers(workers)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(timeout=20)


def main() -> None:
    costs()
    beside_statsmodels()
    draws()
    large_runs()


if __name__ == "__main__":
    main()

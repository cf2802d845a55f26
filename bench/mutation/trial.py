"""Mutants tried in forked processes: pytest reads all tests once, then each mutant is met by the tests that reach it."""

from __future__ import annotations

import gc
import hashlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest
from mutants import ROOT, Mutant, install
from reached import Reach, ReachPlugin, kept_results

from climate_visualizer.methods import vintages

KEPT = ROOT / "build" / "mutation"
CAUGHT, SURVIVED, NOT_INSTALLED, BROKEN = 1, 0, 3, 4
OUTCOMES = {CAUGHT: "caught", SURVIVED: "survived", NOT_INSTALLED: "left out", BROKEN: "left out"}
FOLDERS = {"science": "science", "editions": "editions"}  # where the tests of a room are; of the others, in assessment
# A mutant may take so many times the processor's seconds that its tests take, and so many more, until it counts as endless.
TIMES, MORE = 3, 20
# Of a clock on the wall, for what waits for ever: far above what a busy machine makes of those seconds.
WALL = 15 * 60


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant: caught or not, by which test, or why."""

    mutant: Mutant
    outcome: str
    by: str
    tests: int
    seconds: float


class Trial:
    """A pytest plugin that takes the place of its loop over tests."""

    def __init__(
        self,
        mutants: Sequence[Mutant],
        addresses: Sequence[str],
        tell: Callable[[Verdict], None],
        *,
        processes: int,
        most: float,
    ) -> None:
        self.most = most
        self.mutants, self.addresses, self.processes, self.tell = mutants, addresses, processes, tell
        self.reach: dict[str, Reach] = {}

    def pytest_configure(self) -> None:
        """The same examples for every mutant and every run, none of them remembered."""
        import hypothesis

        hypothesis.settings.register_profile("mutation", database=None, derandomize=True)
        hypothesis.settings.load_profile("mutation")

    @pytest.hookimpl(wrapper=True)
    def pytest_collection(self) -> Iterator[None]:
        """Tests are listed by methods, which are read here without the nations that come with them.

        Their tables would start the threads of polars, which a forked process waits for and does not have.
        """
        shipped = vintages._shipped_nations
        vintages._shipped_nations = pl.DataFrame
        answer = yield
        vintages._shipped_nations = shipped
        for forget in kept_results():
            forget()
        if "polars-0" in {task.read_text().strip() for task in Path("/proc/self/task").glob("*/comm")}:
            raise pytest.UsageError(
                "A module of tests works with polars' tables while it is read; do it in a test or a fixture."
            )
        return answer

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.session = session
        self.by_file: dict[Path, list[pytest.Item]] = {}
        for item in session.items:
            self.by_file.setdefault(item.path, []).append(item)
        gc.collect()
        gc.freeze()  # what is there now is shared with every forked process, and not written to
        self._map()
        broken = {name: reach["why"] for name, reach in self.reach.items() if reach["why"]}
        print(f"{len(self.reach)} tests; {len(broken)} fail without a change and are not asked:", flush=True)
        for name, why in sorted(broken.items()):
            print(f"  {name}: {why}", flush=True)
        waiting = [(mutant, self._tests(mutant)) for mutant in self.mutants]
        self._in_processes(
            [
                (lambda pair=pair: self._meet(*pair), lambda folder, pair=pair: self._judge(*pair, folder))
                for pair in waiting
            ]
        )
        return True

    # Which tests reach what

    def _map(self) -> None:
        """The reach of every test, kept in build/mutation by the state of the code and of the file of tests."""
        code = _digest(list((ROOT / "climate_visualizer").rglob("*.py")))
        jobs = []
        for path, items in self.by_file.items():
            home = KEPT / f"reach-{path.stem}-{_digest([path])}-{code}.json"
            if not home.exists():
                jobs.append((lambda items=items, home=home: self._reach(items, home), lambda folder: None))
        if jobs:
            print(f"{len(jobs)} files of tests are run once to see what they reach.", flush=True)
        self._in_processes(jobs)
        for path in self.by_file:
            for home in KEPT.glob(f"reach-{path.stem}-{_digest([path])}-{code}.json"):
                self.reach |= json.loads(home.read_text(encoding="utf-8"))

    def _reach(self, items: list[pytest.Item], home: Path) -> int:
        plugin = ReachPlugin(self.addresses)
        self.session.config.pluginmanager.register(plugin)
        self._run(items)
        part = home.with_suffix(".part")
        part.write_text(json.dumps(plugin.of_test), encoding="utf-8")
        part.rename(home)
        return 0

    # A mutant and its tests

    def _tests(self, mutant: Mutant) -> list[pytest.Item]:
        """Tests that reach the function: the quickest of each file, those of its own room, the others; the quickest first.

        Those that would take longer than `most` together are left out, so that a mutant they alone would catch counts as one
        that survived: the share that is caught is rather too low than too high.
        """
        room = mutant.function.split("/")[1]
        found: list[tuple[int, float, pytest.Item]] = []
        for items in self.by_file.values():
            here = sorted((item for item in items if self._reaches(item, mutant)), key=self._seconds)
            near = FOLDERS.get(room, "assessment") in here[0].path.parts if here else False
            found += [((place > 0) * (2 - near), self._seconds(item), item) for place, item in enumerate(here)]
        chosen: list[pytest.Item] = []
        left = self.most
        for *_, item in sorted(found, key=lambda one: one[:2]):
            left -= self._seconds(item)
            if chosen and left < 0:
                break
            chosen.append(item)
        return chosen

    def _seconds(self, item: pytest.Item) -> float:
        return self.reach[item.nodeid]["seconds"]

    def _reaches(self, item: pytest.Item, mutant: Mutant) -> bool:
        reach = self.reach.get(item.nodeid)
        return reach is not None and not reach["why"] and mutant.function in reach["functions"]

    def _meet(self, mutant: Mutant, items: list[pytest.Item]) -> int:
        try:
            install(mutant)
        except ValueError as error:
            print(error, flush=True)
            return NOT_INSTALLED
        if not any(mutant.function in self.reach[item.nodeid]["in_fixtures"] for item in items):
            import built_once

            built_once.KEPT = ROOT / "build" / "fixtures"
        seconds = sum(map(self._seconds, items))
        limit = int(time.process_time() + TIMES * seconds + MORE)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        return self._run(items, stop=True)

    def _run(self, items: list[pytest.Item], *, stop: bool = False) -> int:
        failures = Failures()
        self.session.config.pluginmanager.register(failures)
        for at, item in enumerate(items):
            following = items[at + 1] if at + 1 < len(items) else None
            self.session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if stop and failures.names:
                print(f"\nBY {failures.names[0]}", flush=True)
                return CAUGHT
        return SURVIVED

    def _judge(self, mutant: Mutant, items: list[pytest.Item], job: Job) -> None:
        by = next((line[3:] for line in job.said().splitlines() if line.startswith("BY ")), "")
        outcome = OUTCOMES.get(job.code) or ("endless" if job.ran_out else "caught")
        if outcome == "survived" and not items:
            outcome = "not reached"
        if job.code not in OUTCOMES:
            by = f"the process ended with {job.code}"
        if outcome == "left out":
            print(job.said()[-2000:], flush=True)
        self.tell(Verdict(mutant, outcome, by, len(items), job.seconds))

    # Processes

    def _in_processes(self, jobs: Sequence[tuple[Callable[[], int], Callable[[Job], None]]]) -> None:
        running: list[tuple[Job, Callable[[Job], None]]] = []
        todo = list(jobs)[::-1]
        while todo or running:
            while todo and len(running) < self.processes:
                work, then = todo.pop()
                running.append((Job(work), then))
            for pair in [pair for pair in running if pair[0].ended()]:
                running.remove(pair)
                pair[1](pair[0])
                pair[0].clear()
            if running:
                signal.sigtimedwait({signal.SIGCHLD}, 5)


class Failures:
    """The names of tests that failed."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.names.append(report.nodeid)


class Job:
    """A forked process with a temporary folder of its own, which goes with it."""

    def __init__(self, work: Callable[[], int]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mutant-"))
        self.began, self.ran_out, self.seconds, self.code = time.monotonic(), False, 0.0, 0
        sys.stdout.flush()
        self.pid = os.fork()
        if not self.pid:
            self._be(work)

    def _be(self, work: Callable[[], int]) -> None:
        """In the child: everything it writes goes to its folder, fixtures of other code among it."""
        code = BROKEN
        try:
            os.setsid()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
            with (self.folder / "said").open("w") as said:
                os.dup2(said.fileno(), 1)
                os.dup2(said.fileno(), 2)
            sys.stdout = sys.stderr = os.fdopen(1, "w", closefd=False)  # pytest's own capture is off
            tempfile.tempdir = os.environ["TMPDIR"] = str(self.folder)
            import built_once

            built_once.KEPT = self.folder / "fixtures"
            code = work()
        except BaseException as error:  # the parent hears of it by the code
            print("THE PROCESS ENDED", type(error), error, flush=True)
        finally:
            with suppress(Exception):
                sys.stdout.flush()
            os._exit(code)

    def ended(self) -> bool:
        pid, status, use = os.wait4(self.pid, os.WNOHANG)
        if not pid:
            if time.monotonic() - self.began < WALL:
                return False
            os.killpg(self.pid, signal.SIGKILL)
            pid, status, use = os.wait4(self.pid, 0)
            self.ran_out = True
        self.code = os.waitstatus_to_exitcode(status)
        self.ran_out |= self.code in (-signal.SIGXCPU, -signal.SIGKILL)
        self.seconds = use.ru_utime + use.ru_stime
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)  # what a stopped test began ends with it
        return True

    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace")

    def clear(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _digest(paths: Sequence[Path]) -> str:
    whole = hashlib.sha256()
    for path in sorted(paths):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:12]

"""Mutants tried in forked processes: pytest reads all tests once, then each mutant is met by the tests that reach its line.

First each is met by the nearest and quickest of these, of files that `make quick` runs, up to a bound; what they leave
unnoticed is met by all the others.
A test that notices a mutant has to pass without one too, alone in a process, or it is not asked again.
"""

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
from functools import partial
from pathlib import Path

import polars as pl
import pytest
from mutants import ROOT, Mutant, install, mutated_files
from reached import Marks, Reach, ReachPlugin, Statements, has, kept_results

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
    """What became of a mutant: caught or not, by which test, or why; of how many tests that reach its line it met how many."""

    mutant: Mutant
    outcome: str
    by: str
    tests: int
    of: int
    seconds: float


class Trial:
    """A pytest plugin that takes the place of its loop over tests."""

    def __init__(
        self,
        mutants: Sequence[Mutant],
        tell: Callable[[Verdict], None],
        *,
        processes: int,
        first: float,
        most: float,
    ) -> None:
        """`first` and `most` are the seconds of tests that a change is met by at first, and altogether."""
        self.first, self.most = first, most
        self.mutants, self.processes, self.tell = mutants, processes, tell
        self.files = {each.name: each for each in map(Statements, mutated_files())}
        self.reach: dict[str, Reach] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.met: dict[str, set[str]] = {}  # the tests that a mutant has met
        self.asked_alone: set[str] = set()

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
        self.marks = Marks(list(self.files.values()))
        gc.collect()
        gc.freeze()  # what is there now is shared with every forked process, and not written to
        quick = [path for path, items in self.by_file.items() if items[0].get_closest_marker("quick")]
        self._map(quick)
        self._meet_all(self.mutants, self.first)
        left = [each for each in self.mutants if self._is_left(self.verdicts[each.name])]
        if left:
            print(f"\n{len(left)} are met by the other tests that reach their line.", flush=True)
            self._map([path for path in self.by_file if path not in quick])
            self._meet_all(left, self.most)
        return True

    @staticmethod
    def _is_left(verdict: Verdict) -> bool:
        return verdict.outcome in ("survived", "not reached")

    def _meet_all(self, mutants: Sequence[Mutant], seconds: float) -> None:
        """Each mutant by the tests it has not met, and once more where a test that noticed it fails without it."""
        while mutants:
            jobs: list[tuple[Callable[[], int], Callable[[Job], object]]] = []
            for mutant in mutants:
                items = self._tests(mutant)
                chosen = self._within(mutant, items, seconds)
                jobs.append((partial(self._meet, mutant, chosen), partial(self._judge, mutant, chosen, len(items))))
            self._in_processes(jobs)
            mutants = self._noticed_by_mistake(mutants)

    def _noticed_by_mistake(self, mutants: Sequence[Mutant]) -> list[Mutant]:
        """Mutants whose test fails alone and without a change; such a test is not asked any more."""
        by = {self.verdicts[each.name].by for each in mutants} - self.asked_alone
        items = [item for item in self.session.items if item.nodeid in by]
        self.asked_alone |= by

        self._in_processes([(partial(self._alone, item), partial(self._judge_alone, item)) for item in items])
        failing = {item.nodeid for item in items if self.reach[item.nodeid]["why"]}
        again = [each for each in mutants if self.verdicts[each.name].by in failing]
        for mutant in again:
            self.met.pop(mutant.name)
        return again

    def _alone(self, item: pytest.Item) -> int:
        with_fixtures_as_kept()
        return self._run([item], stop=True)

    def _judge_alone(self, item: pytest.Item, job: Job) -> None:
        if job.code != SURVIVED:
            print(f"{item.nodeid} fails alone without a change and is not asked any more.", flush=True)
            self.reach[item.nodeid]["why"] = "it fails alone"

    # Which tests reach what

    def _map(self, files: Sequence[Path]) -> None:
        """The reach of the tests of some files, kept in build/mutation by the state of the file of tests and of the code.

        Of code that is mutated, only files that a test reaches count; a change of any other code is seen by all anew.
        """
        here = {str(path.relative_to(ROOT)): _digest([path]) for path in (ROOT / "climate_visualizer").rglob("*.py")}
        jobs: list[tuple[Callable[[], int], Callable[[Job], object]]] = []
        for path in files:
            items, home = self.by_file[path], self._home(path)
            if not home.exists() or not self._holds(json.loads(home.read_text(encoding="utf-8")), here):
                jobs.append((partial(self._reach, items, home, here), Job.said))
        if jobs:
            print(f"{len(jobs)} files of tests are run once to see what they reach.", flush=True)
        self._in_processes(jobs)
        reach: dict[str, Reach] = {}
        for home in filter(Path.exists, map(self._home, files)):
            reach |= json.loads(home.read_text(encoding="utf-8"))["tests"]
        broken = {name: each["why"] for name, each in reach.items() if each["why"]}
        print(f"{len(reach)} tests; {len(broken)} fail without a change and are not asked:", flush=True)
        for name, why in sorted(broken.items()):
            print(f"  {name}: {why}", flush=True)
        self.reach |= reach

    @staticmethod
    def _home(path: Path) -> Path:
        return KEPT / f"lines-{path.stem}-{_digest([path])}.json"

    def _holds(self, kept: dict[str, dict[str, object]], here: dict[str, str]) -> bool:
        before = kept["code"]
        changed = {name for name in before.keys() | here.keys() if before.get(name) != here.get(name)}
        if not changed <= self.files.keys():
            return False
        tests: dict[str, Reach] = kept["tests"]  # type: ignore[assignment]
        return not any(changed & reach["lines"].keys() for reach in tests.values())

    def _reach(self, items: list[pytest.Item], home: Path, code: dict[str, str]) -> int:
        plugin = ReachPlugin(self.marks)
        self.session.config.pluginmanager.register(plugin)
        self._run(items)
        part = home.with_suffix(".part")
        part.write_text(json.dumps({"code": code, "tests": plugin.of_test}), encoding="utf-8")
        part.rename(home)
        return 0

    # A mutant and its tests

    def _tests(self, mutant: Mutant) -> list[pytest.Item]:
        """Tests that reach the line: the quickest of each file, of its own room first, then the others in the same order."""
        room = mutant.function.split("/")[1]
        file = mutant.function.split("::")[0]
        place = self.files[file].place_of(mutant)
        found: list[tuple[int, float, pytest.Item]] = []
        for items in self.by_file.values():
            here = sorted((item for item in items if self._reaches(item, file, place)), key=self._seconds)
            far = bool(here) and FOLDERS.get(room, "assessment") not in here[0].path.parts
            found += [((at > 0) * 2 + far, self._seconds(item), item) for at, item in enumerate(here)]
        return [item for *_, item in sorted(found, key=lambda one: one[:2])]

    def _within(self, mutant: Mutant, items: list[pytest.Item], seconds: float) -> list[pytest.Item]:
        """Of the tests of a mutant those that it has not met, as many as take so long together, and one in any case."""
        chosen: list[pytest.Item] = []
        met = self.met.get(mutant.name, set())
        for item in items:
            if item.nodeid not in met and (not chosen or self._seconds(item) <= seconds):
                seconds -= self._seconds(item)
                chosen.append(item)
        return chosen

    def _seconds(self, item: pytest.Item) -> float:
        return self.reach[item.nodeid]["seconds"]

    def _reaches(self, item: pytest.Item, file: str, place: int) -> bool:
        reach = self.reach.get(item.nodeid)
        return reach is not None and not reach["why"] and has(reach["lines"], file, place)

    def _meet(self, mutant: Mutant, items: list[pytest.Item]) -> int:
        try:
            install(mutant)
        except ValueError as error:
            print(error, flush=True)
            return NOT_INSTALLED
        file = mutant.function.split("::")[0]
        place = self.files[file].place_of(mutant)
        if not any(has(self.reach[item.nodeid]["in_fixtures"], file, place) for item in items):
            with_fixtures_as_kept()
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

    def _judge(self, mutant: Mutant, items: list[pytest.Item], of: int, job: Job) -> None:
        by = next((line[3:] for line in job.said().splitlines() if line.startswith("BY ")), "")
        outcome = OUTCOMES.get(job.code) or ("endless" if job.ran_out else "caught")
        if outcome == "survived" and not of:
            outcome = "not reached"
        if job.code not in OUTCOMES:
            by = f"the process ended with {job.code}"
        if outcome == "left out":
            print(job.said()[-2000:], flush=True)
        met = self.met.setdefault(mutant.name, set())
        met.update([item.nodeid for item in items])
        before = self.verdicts[mutant.name].seconds if mutant.name in self.verdicts else 0
        verdict = Verdict(mutant, outcome, by, len(met), of, before + job.seconds)
        self.verdicts[mutant.name] = verdict
        self.tell(verdict)

    # Processes

    def _in_processes(self, jobs: Sequence[tuple[Callable[[], int], Callable[[Job], object]]]) -> None:
        running: list[tuple[Job, Callable[[Job], object]]] = []
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


def with_fixtures_as_kept() -> None:
    """Fixtures that take long come from earlier runs, as in any other run of the tests."""
    import built_once

    built_once.KEPT = ROOT / "build" / "fixtures"


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

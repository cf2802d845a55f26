"""Which tests reach which function: each test is run once with a mark on every function that is mutated.

A mark is a stand-in for the function's code that notes the call, puts the code back and calls it, so that only the first call
of a function in a test costs anything. What was worked out and kept (`lru_cache`) is forgotten before each test, and
fixtures are built anew, so that a test is credited with all that it stands on.
"""

from __future__ import annotations

import builtins
import functools
import gc
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import TypedDict

import pytest
from mutants import ROOT, function_at

from climate_visualizer.caches import CACHE

STAND_IN = "def stand_in(*given, **named):\n    return __reached__({place})(*given, **named)\n"


class Reach(TypedDict):
    """Of a test: seconds of a processor, why it fails where it does, what it reaches, what of that in its fixtures."""

    seconds: float
    why: str
    functions: list[str]
    in_fixtures: list[str]


class Marks:
    """Marks on functions, and what has been reached since they were set."""

    def __init__(self, addresses: Iterable[str]) -> None:
        pairs = ((address, function_at(address)) for address in addresses)
        self.functions: list[tuple[str, FunctionType]] = [(name, each) for name, each in pairs if each is not None]
        self.codes = [function.__code__ for _, function in self.functions]
        self.marks = [_mark(place, function.__code__) for place, (_, function) in enumerate(self.functions)]
        self.hit: set[int] = set()
        self.names = [name for name, _ in self.functions]
        builtins.__reached__ = self._reached  # type: ignore[attr-defined]
        self._set(range(len(self.functions)))

    def _reached(self, place: int) -> FunctionType:
        function = self.functions[place][1]
        function.__code__ = self.codes[place]
        self.hit.add(place)
        return function

    def _set(self, places: Iterable[int]) -> None:
        for place in places:
            self.functions[place][1].__code__ = self.marks[place]

    @contextmanager
    def watched(self) -> Iterator[set[str]]:
        """What is reached within, also by what is watched within that."""
        outer, self.hit = self.hit, set()
        self._set(outer)
        names: set[str] = set()
        try:
            yield names
        finally:
            names.update(self.names[place] for place in self.hit)
            self.hit |= outer
            for place in outer:
                self.functions[place][1].__code__ = self.codes[place]


def _mark(place: int, code: CodeType) -> CodeType:
    made: dict[str, FunctionType] = {}
    exec(STAND_IN.format(place=place), made)
    return made["stand_in"].__code__.replace(co_freevars=code.co_freevars)


class ReachPlugin:
    """Watches tests and fixtures while pytest runs them."""

    def __init__(self, addresses: Iterable[str]) -> None:
        self.marks = Marks(addresses)
        self.of_fixture: dict[str, set[str]] = {}
        self.of_test: dict[str, Reach] = {}
        self.failed: dict[str, str] = {}
        self.kept = kept_results()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        for forget in self.kept:
            forget()
        began = time.process_time()
        with self.marks.watched() as names:
            answer = yield
        stands_on = [self.of_fixture.get(name, set()) for name in getattr(item, "fixturenames", ())]
        fixtures = set().union(*stands_on)
        self.of_test[item.nodeid] = Reach(
            seconds=round(time.process_time() - began, 3),
            why=self.failed.get(item.nodeid, ""),
            functions=sorted(names | fixtures),
            in_fixtures=sorted(fixtures),
        )
        return answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed[report.nodeid] = report.longreprtext[-160:].replace("\n", " ") or "it is passed over"

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        with self.marks.watched() as names:
            answer = yield
        self.of_fixture.setdefault(fixturedef.argname, set()).update(names)
        return answer


def kept_results() -> list[Callable[[], None]]:
    """How to forget what code and tests keep: the `lru_cache` of every function of the project, and its own cache."""
    kept = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    modules = {
        name for name, module in sys.modules.items() if str(getattr(module, "__file__", "")).startswith(str(ROOT))
    }
    return [each.cache_clear for each in kept if each.__module__ in modules] + [CACHE.clear]

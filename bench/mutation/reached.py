"""Line coverage by test: which statements of the code that is mutated each test reaches.

Every function runs a copy of its code that notes each statement before it is run, in memory that forked processes share.
What was worked out and kept (`lru_cache`) is forgotten before each test, and fixtures are built anew, so that a test is
credited with all that it stands on.
"""

from __future__ import annotations

import ast
import builtins
import functools
import gc
import mmap
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FunctionType
from typing import TypedDict

import numpy as np
import pytest
from mutants import ROOT, Mutant, function_at

from climate_visualizer.caches import CACHE

# Of each file, the statements reached: bits in the order that `Statements` has them in, as hexadecimal digits.
Lines = dict[str, str]


class Reach(TypedDict):
    """Of a test: seconds of a processor, why it fails where it does, what it reaches, what of that in its fixtures."""

    seconds: float
    why: str
    lines: Lines
    in_fixtures: Lines


class Statements:
    """Every statement of every function of a file, numbered, with the function and the lines that it is in."""

    def __init__(self, path: Path) -> None:
        self.name = str(path.relative_to(ROOT))
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.functions: list[tuple[str, ast.FunctionDef]] = []
        self.spans: list[tuple[str, int, int]] = []
        for outer in self.tree.body:
            for each in outer.body if isinstance(outer, ast.ClassDef) else [outer]:
                if isinstance(each, ast.FunctionDef):
                    name = each.name if each is outer else f"{outer.name}.{each.name}"  # type: ignore[attr-defined]
                    self.functions.append((name, each))
        self.blocks: list[tuple[list[ast.stmt], int]] = []
        for name, function in self.functions:
            for block in _blocks(function):
                self.blocks.append((block, len(self.spans)))
                self.spans += [(name, each.lineno, each.end_lineno or each.lineno) for each in block]

    def place_of(self, mutant: Mutant) -> int:
        """The number of the innermost statement that the mutant changes; what stands before a body counts as its first."""
        name = mutant.function.split("::")[1]
        own = [
            (last - first, at)
            for at, (of, first, last) in enumerate(self.spans)
            if of == name and first <= mutant.line <= last
        ]
        return min(own)[1] if own else next(at for at, (of, *_) in enumerate(self.spans) if of == name)

    def marked(self, start: int) -> CodeType:
        """The code of the module whose statements note themselves, counted from `start`. It can be asked for once."""
        for block, number in self.blocks:
            marks = [_mark(start + number + at, each) for at, each in enumerate(block)]
            block[:] = [part for pair in zip(marks, list(block), strict=True) for part in pair]
        return compile(ast.fix_missing_locations(self.tree), str(ROOT / self.name), "exec", dont_inherit=True)


def _blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Every list of statements below a node, of functions within a function too."""
    for _, value in ast.iter_fields(node):
        parts = value if isinstance(value, list) else [value]
        if parts and isinstance(parts[0], ast.stmt):
            yield parts
        for part in parts:
            if isinstance(part, ast.AST):
                yield from _blocks(part)


def _mark(place: int, before: ast.stmt) -> ast.stmt:
    line = f"__reached__[{place}] = 1"
    mark = ast.parse(line).body[0]
    for part in ast.walk(mark):
        ast.copy_location(part, before)
    return mark


class Marks:
    """Marks on all statements of files, made once, set in a process, and what has been reached there since."""

    def __init__(self, files: Sequence[Statements]) -> None:
        self.files, self.starts, self.count = files, [], 0
        for each in files:
            self.starts.append(self.count)
            self.count += len(each.spans)
        modules = [each.marked(start) for each, start in zip(files, self.starts, strict=True)]
        self.codes = [pair for each, module in zip(files, modules, strict=True) for pair in _codes(each, module)]

    def set(self) -> None:
        """Functions run their marked code from now on."""
        shared = mmap.mmap(-1, max(self.count, 1))
        self.hit = np.frombuffer(shared, dtype=np.uint8)
        builtins.__reached__ = shared  # type: ignore[attr-defined]
        for function, code in self.codes:
            function.__code__ = code

    @contextmanager
    def watched(self) -> Iterator[Lines]:
        """What is reached within, also by what is watched within that."""
        outer = self.hit.copy()
        self.hit[:] = 0
        lines: Lines = {}
        try:
            yield lines
        finally:
            for each, start in zip(self.files, self.starts, strict=True):
                own = self.hit[start : start + len(each.spans)]
                if own.any():
                    lines[each.name] = np.packbits(own).tobytes().hex()
            self.hit |= outer


def _codes(file: Statements, module: CodeType) -> Iterator[tuple[FunctionType, CodeType]]:
    """Functions that run their own code with their marked one; those that another function stands for are left out."""
    for name, node in file.functions:
        function, marked = function_at(f"{file.name}::{name}"), _found(module, node)
        if function is not None and marked is not None and _outline(function.__code__) == _outline(marked):
            yield function, marked


def _outline(code: CodeType) -> tuple[object, ...]:
    return code.co_name, code.co_firstlineno, code.co_freevars


def _found(code: CodeType, node: ast.FunctionDef) -> CodeType | None:
    """The code of a function, by name and first line, which is that of its decorators where it has some."""
    first = min([node.lineno, *(each.lineno for each in node.decorator_list)])
    for part in code.co_consts:
        if isinstance(part, CodeType):
            if (part.co_name, part.co_firstlineno) == (node.name, first):
                return part
            inner = _found(part, node)
            if inner is not None:
                return inner
    return None


def has(lines: Lines, file: str, place: int) -> bool:
    """Whether a statement of a file is among those reached."""
    held = bytes.fromhex(lines.get(file, ""))
    return place // 8 < len(held) and bool(held[place // 8] >> (7 - place % 8) & 1)


def together(every: Sequence[Lines]) -> Lines:
    """What any of them reaches."""
    answer: Lines = {}
    for lines in every:
        for file, held in lines.items():
            both = int(held, 16) | int(answer.get(file, "0"), 16)
            answer[file] = f"{both:0{len(held)}x}"
    return answer


class ReachPlugin:
    """Watches tests and fixtures while pytest runs them."""

    def __init__(self, marks: Marks) -> None:
        self.marks = marks
        marks.set()
        self.of_fixture: dict[str, Lines] = {}
        self.of_test: dict[str, Reach] = {}
        self.failed: dict[str, str] = {}
        self.kept = kept_results()

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        for forget in self.kept:
            forget()
        began = time.process_time()
        with self.marks.watched() as lines:
            answer = yield
        fixtures = together([self.of_fixture.get(name, {}) for name in getattr(item, "fixturenames", ())])
        self.of_test[item.nodeid] = Reach(
            seconds=round(time.process_time() - began, 3),
            why=self.failed.get(item.nodeid, ""),
            lines=together([lines, fixtures]),
            in_fixtures=fixtures,
        )
        return answer

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if not report.passed:
            self.failed[report.nodeid] = report.longreprtext[-160:].replace("\n", " ") or "it is passed over"

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[object]) -> Iterator[None]:
        with self.marks.watched() as lines:
            answer = yield
        before = self.of_fixture.get(fixturedef.argname, {})
        self.of_fixture[fixturedef.argname] = together([before, lines])
        return answer


def kept_results() -> list[Callable[[], None]]:
    """How to forget what code and tests keep: the `lru_cache` of every function of the project, and its own cache."""
    kept = [each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper)]
    modules = {
        name for name, module in sys.modules.items() if str(getattr(module, "__file__", "")).startswith(str(ROOT))
    }
    return [each.cache_clear for each in kept if each.__module__ in modules] + [CACHE.clear]

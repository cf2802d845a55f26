"""Mutants of the arithmetic: mutmut says how code may be changed, and here one change is put into the running functions."""

from __future__ import annotations

import ast
import difflib
import hashlib
import importlib
import json
import random
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path
from types import CodeType, FunctionType

import libcst as cst
from mutmut.mutation.file_mutation import Mutation, create_mutations, deep_replace

ROOT = Path(__file__).resolve().parents[2]
CONFIG = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]


@dataclass(frozen=True)
class Mutant:
    """One change: its function (`file.py::Class.method`), the first line it changes, the file as it would be, what differs."""

    name: str
    function: str
    line: int
    source: str
    diff: str


def mutated_files(pattern: str = "") -> list[Path]:
    """Files of `only_mutate`, sorted, of those whose path or dotted name agrees with the pattern."""
    paths = sorted({path for wanted in CONFIG["only_mutate"] for path in ROOT.glob(f"{wanted.rstrip('*')}**/*.py")})
    return [path for path in paths if not pattern or fnmatch(_dotted(path), pattern)]


def _dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def sampled(count: int, seed: int, pattern: str, kept: Path) -> tuple[list[Mutant], int]:
    """As many mutants, each of all that there are alike, and how many there are; a draw is kept for a state of the code."""
    state = hashlib.sha256(f"{count} {seed} {pattern}".encode())
    for path in mutated_files(pattern):
        state.update(f"{path.relative_to(ROOT)} {hashlib.sha256(path.read_bytes()).hexdigest()}".encode())
    home = kept / f"drawn-{state.hexdigest()[:24]}.json"
    if not home.exists():
        mutants, total = _drawn(count, seed, pattern)
        home.write_text(json.dumps({"total": total, "mutants": [asdict(each) for each in mutants]}), encoding="utf-8")
    drawn = json.loads(home.read_text(encoding="utf-8"))
    return [Mutant(**facts) for facts in drawn["mutants"]], int(drawn["total"])


def _drawn(count: int, seed: int, pattern: str) -> tuple[list[Mutant], int]:
    files = [(path, *_mutations(path)) for path in mutated_files(pattern)]
    every = [(path, module, change, at) for path, module, changes in files for at, change in enumerate(changes)]
    chosen = random.Random(seed).sample(every, min(count, len(every)))  # in an order of chance: a part is a sample too
    return [_mutant(*one) for one in chosen], len(every)


def _mutations(path: Path) -> tuple[cst.Module, list[tuple[Mutation, str]]]:
    """The mutations that mutmut itself would try: those within a function or method, with its qualified name."""
    name = str(path.relative_to(ROOT))
    module, mutations, *_ = create_mutations(name, path.read_text(encoding="utf-8"))
    names = dict(_functions(module))
    return module, [
        (each, names[outer]) for each in mutations if (outer := each.contained_by_top_level_function) in names
    ]


def _functions(module: cst.Module) -> Iterator[tuple[cst.CSTNode, str]]:
    for statement in module.body:
        if isinstance(statement, cst.FunctionDef):
            yield statement, statement.name.value
        elif isinstance(statement, cst.ClassDef):
            for part in statement.body.body:
                if isinstance(part, cst.FunctionDef):
                    yield part, f"{statement.name.value}.{part.name.value}"


def _mutant(path: Path, module: cst.Module, change: tuple[Mutation, str], at: int) -> Mutant:
    mutation, qualified = change
    changed = deep_replace(module, mutation.original_node, mutation.mutated_node)
    assert isinstance(changed, cst.Module)
    where = str(path.relative_to(ROOT))
    before, after = module.code.splitlines(), changed.code.splitlines()
    same = next((at for at, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), len(after))
    lines = difflib.unified_diff(before, after, where, where, lineterm="", n=2)
    return Mutant(f"{_dotted(path)}:{at}", f"{where}::{qualified}", same + 1, changed.code, "\n".join(lines))


def function_at(address: str) -> FunctionType | None:
    """The function of an address, as it runs; None where it is made in another way (a class that rewrites its methods)."""
    where, qualified = address.split("::")
    holder: object = importlib.import_module(_dotted(ROOT / where))
    for name in qualified.split("."):
        holder = vars(holder).get(name)
        if holder is None:
            return None
    holder = getattr(holder, "__func__", holder)
    return holder if isinstance(holder, FunctionType) else None


def install(mutant: Mutant) -> None:
    """The function runs the mutant's code from now on, by whatever name others took it in; ValueError where it can't."""
    function = function_at(mutant.function)
    if function is None:
        raise ValueError(f"{mutant.function} is not a function of its module.")
    where, qualified = mutant.function.split("::")
    try:
        code = compile(mutant.source, str(ROOT / where), "exec", dont_inherit=True)
    except SyntaxError as error:
        raise ValueError(f"{mutant.name} is no Python: {error}") from error
    function.__code__ = code_of(code, qualified.split("."))
    _set_defaults(function, _definition(ast.parse(mutant.source), qualified.split(".")))


def code_of(code: CodeType, names: list[str]) -> CodeType:
    """The code of a function or method in that of its module, by the names on the way."""
    for name in names:
        code = next(part for part in code.co_consts if isinstance(part, CodeType) and part.co_name == name)
    return code


def _definition(tree: ast.AST, names: list[str]) -> ast.FunctionDef:
    for name in names:
        tree = next(part for part in tree.body if getattr(part, "name", None) == name)  # type: ignore[attr-defined]
    assert isinstance(tree, ast.FunctionDef)
    return tree


def _set_defaults(function: FunctionType, definition: ast.FunctionDef) -> None:
    """Literal defaults as the mutant has them; mutmut changes no others."""
    if function.__defaults__:
        pairs = zip(definition.args.defaults, function.__defaults__, strict=True)
        function.__defaults__ = tuple(_literal(node, value) for node, value in pairs)
    for argument, node in zip(definition.args.kwonlyargs, definition.args.kw_defaults, strict=True):
        if node is not None and function.__kwdefaults__:
            function.__kwdefaults__[argument.arg] = _literal(node, function.__kwdefaults__[argument.arg])


def _literal(node: ast.expr, value: object) -> object:
    try:
        return ast.literal_eval(node)
    except ValueError:
        return value

"""Fixtures that take seconds, built once for a state of code and files: kept in build/fixtures, shared by workers and runs."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "fixtures"
PACKAGE = ROOT / "climate_visualizer"
MADE_OF = ("science", "sources", "editions", "data", "methods", "budget", "beside", "languages", "words")


@lru_cache(maxsize=1)
def state() -> str:
    """A digest of all that an edition follows from: code, facts kept by hand, this recipe, and the library that reads files."""
    paths = [*PACKAGE.glob("*.py"), *(path for room in MADE_OF for path in (PACKAGE / room).rglob("*.*"))]
    digest = hashlib.sha256(version("polars").encode())
    for path in sorted([*paths, ROOT / "tests" / "conftest.py"]):
        if path.is_file() and path.suffix in (".py", ".toml", ".csv"):
            digest.update(str(path.relative_to(ROOT)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


def built_once(name: str, files: Iterable[Path], into: Path, make: Callable[[Path], None]) -> Path:
    """A copy, in `into`, of the folder that `make` fills; made anew where code or files are others than last time."""
    state_of_files = "".join(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}\n" for path in sorted(files))
    home = KEPT / f"{name}-{hashlib.sha256((state() + state_of_files).encode()).hexdigest()[:24]}"
    target = into / name
    with alone(name):
        if not home.is_dir():
            for old in KEPT.glob(f"{name}-*"):
                shutil.rmtree(old)
            work = Path(tempfile.mkdtemp(dir=KEPT, prefix=f".{name}-"))
            try:
                make(work)
                work.rename(home)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        shutil.copytree(home, target)
    return target


@contextmanager
def alone(name: str) -> Iterator[None]:
    """Other workers wait for the one that builds."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepared(var: Path) -> None:
    """What `manage.py prepare` makes, in a data folder that lacks it, so that a site that starts there finds all but done.

    Tables, texts and files for readers need seconds.
    """
    with tempfile.TemporaryDirectory() as folder:
        ready = built_once("ready", _served_files(), Path(folder), _prepare)
        var.mkdir(parents=True, exist_ok=True)
        for path in ready.iterdir():
            if not (var / path.name).exists():
                shutil.move(path, var / path.name)


def _served_files() -> list[Path]:
    """What a prepared folder has of the site beside editions: files for readers, texts, and how tables are made."""
    web = PACKAGE / "web"
    folders = (web / "static", web / "locale", web / "embeds" / "assets")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path.suffix != ".mo"]
    return [*files, *web.rglob("migrations/*.py")]


def _prepare(var: Path) -> None:
    facts = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    command = [sys.executable, "manage.py", "prepare"]
    subprocess.run(
        command, cwd=ROOT, env={**facts, "CLIMATE_VISUALIZER_VAR": str(var)}, check=True, capture_output=True
    )

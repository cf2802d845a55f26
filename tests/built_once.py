"""Fixtures that take seconds, built once for a state of code and files: kept in build/fixtures, shared by workers and runs."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / "build" / "fixtures"
PACKAGE = ROOT / "climate_visualizer"
MADE_OF = ("science", "sources", "editions", "data", "methods", "budget", "beside", "languages", "words")


@lru_cache(maxsize=1)
def _state() -> str:
    """A digest of all that an edition follows from: code, facts kept by hand, this recipe, and the library that reads files."""
    paths = [*PACKAGE.glob("*.py"), *(path for room in MADE_OF for path in (PACKAGE / room).rglob("*.*"))]
    whole = hashlib.sha256(version("polars").encode())
    for path in sorted([*paths, ROOT / "tests" / "conftest.py"]):
        if path.is_file() and path.suffix in (".py", ".toml", ".csv"):
            whole.update(str(path.relative_to(ROOT)).encode() + hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()[:24]


def built_once(name: str, files: Iterable[Path], into: Path, make: Callable[[Path], None]) -> Path:
    """A copy, in `into`, of the folder that `make` fills; made anew where code or files are others than last time."""
    said = "".join(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}\n" for path in sorted(files))
    home = KEPT / f"{name}-{hashlib.sha256((_state() + said).encode()).hexdigest()[:24]}"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # other workers wait for the one that builds
        if not home.is_dir():
            for old in KEPT.glob(f"{name}-*"):
                shutil.rmtree(old)
            work = Path(tempfile.mkdtemp(dir=KEPT, prefix=f".{name}-"))
            try:
                make(work)
                work.rename(home)
            finally:
                shutil.rmtree(work, ignore_errors=True)
        target = into / name
        shutil.copytree(home, target)
    return target

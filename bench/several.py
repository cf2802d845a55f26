"""Several machines, as processes of this one: an updater, a node that follows it, one database, nginx before both."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psutil
from load import RATE, load
from shared import REAL, ROOT, say

KINGDOM = ("Final Dataset - UK GHG (table 1_1 all GHG).xlsx", "UK-local-authority-ghg-emissions-2020.xlsx")
PAGE, GOAL = "/sv/se/nykoping/", 10.0
PYTHON = [sys.executable, "manage.py"]


def facts(var: Path, port: int, **others: str) -> dict[str, str]:
    """A node's settings; the database is PostgreSQL where CLIMATE_VISUALIZER_TEST_POSTGRES names one."""
    database = os.environ.get("CLIMATE_VISUALIZER_TEST_POSTGRES", "")
    shared = {
        "DATABASE_URL": database,
        "SECRET_KEY": "a secret of fifty characters for a measurement only",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
    }
    node = {"CLIMATE_VISUALIZER_VAR": str(var), "CLIMATE_VISUALIZER_AS_OF": "2026-11-23", "PORT": str(port)}
    return {**os.environ, **{key: value for key, value in shared.items() if value}, **node, **others}


@contextmanager
def running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A command of the site's, until it is no longer needed."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen([*PYTHON, *command], cwd=ROOT, env=environment, **quiet)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def edition(port: int) -> str:
    """The edition that a node answers with; empty where it does not answer."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as answer:
            return str(answer.read())
    except OSError:
        return ""


def until(port: int, wanted: str) -> float:
    """Seconds until a node answers with an edition."""
    began = time.perf_counter()
    while wanted not in edition(port):
        if time.perf_counter() - began > 400:
            raise TimeoutError(f"{port} does not come to {wanted}: {edition(port)}")
        time.sleep(0.02)
    return time.perf_counter() - began


def imported(environment: dict[str, str], source: str, names: tuple[str, ...], other: int) -> float:
    """Bring files in on the updater; seconds from its new edition's being current to the other node's answering with it.

    The other node is asked all the while: the command on the updater ends some time after it has published.
    """
    current = Path(environment["CLIMATE_VISUALIZER_VAR"]) / "editions" / "current"
    before = current.read_text()
    with running(["import_statistics", source, *(str(REAL / source / name) for name in names)], environment) as process:
        while current.read_text() == before:
            if process.poll() is not None:
                raise RuntimeError(f"The import of {source} ended with status {process.returncode} and no new edition.")
            edition(other)
        published, at = current.read_text().strip(), current.stat().st_mtime
        until(other, published)
        seconds = time.time() - at
        process.wait(400)
    return seconds


def main() -> None:
    from server.fronted import free_port, fronted  # of the tests, whose folder is on the path only now

    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder, (first, second) = Path(name), (free_port(), free_port())
        leading = facts(folder / "first", first)
        following = facts(folder / "second", second, CLIMATE_VISUALIZER_FOLLOW=f"http://127.0.0.1:{first}")
        stack.enter_context(running(["serve", "--prepare"], leading))
        until(first, '"ok"')
        node = stack.enter_context(running(["serve", "--prepare"], following))
        stack.enter_context(running(["watch"], following))
        seconds = until(second, (folder / "first/editions/current").read_text().strip())
        say("an empty node, from its start to its first edition", f"{seconds:.1f} s")
        if REAL.is_dir():
            seconds = imported(leading, "gb_desnz", KINGDOM, second)
            say("all of the United Kingdom published on one node, until the other answers with it", f"{seconds:.1f} s")
            assert seconds < GOAL, seconds
        _, secure = stack.enter_context(fronted(folder / "nginx", [first, second]))
        load(secure, PAGE, 2.0, tries=20, secure=True)
        done = load(secure, PAGE, 10.0, secure=True)
        figures = f"{done.failed} of {len(done.taken)} failed, p95 {done.within(0.95) * 1000:.0f} ms"
        say(f"{RATE} readers a second through nginx's cache, TLS anew for each", figures)
        say("through nginx's cache on 16 lines that are kept", rate(f"https://localhost:{secure}{PAGE}"))
        done = load(secure, "/health", 10.0, {3.0: lambda: ended(node)}, tries=2, secure=True)
        figures = f"{done.failed} of {len(done.taken)} failed after one more try, p95 {done.within(0.95) * 1000:.0f} ms"
        say(f"{RATE} readers a second past the cache, one of two nodes killed", figures)
        assert not done.failed, done.answers


def rate(address: str) -> str:
    """Answers a second and the 99th percentile as wrk has them."""
    command = ["wrk", "-t1", "-c16", "-d5", "--latency", "-H", "Accept-Encoding: gzip", address]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in text, text
    return " ".join(line.strip() for line in text.splitlines() if line.strip().startswith(("99%", "Requests/sec")))


def ended(node: subprocess.Popen[bytes]) -> None:
    """A node is gone at once, with all its processes; its supervisor first, which would begin others anew."""
    for process in [node, *psutil.Process(node.pid).children(recursive=True)]:
        process.kill()


if __name__ == "__main__":
    main()

"""Restarts under 200 readers a second: workers reloaded for an upgrade, a worker killed, the time until it is replaced."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request

import psutil
from load import RATE, load
from shared import ROOT, say, site, starter

PAGE = "/sv/se/nykoping/"
READY = 120.0


def workers(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """The processes that answer."""
    found = psutil.Process(server.pid).children()
    return [child for child in found if "climate_visualizer.server.worker" in child.cmdline()]


def spared(server: subprocess.Popen[bytes]) -> None:
    """Wait until the spare has read the code: it is there, and asks for no more time of a processor."""
    until = time.monotonic() + READY
    while time.monotonic() < until:
        processes = workers(server)
        if len(processes) == 2 and max(one.cpu_percent(1.0) for one in processes) < 2.0:
            return
    raise TimeoutError("The spare is not ready.")


def replaced(server: subprocess.Popen[bytes], pid: int) -> float:
    """Seconds from the end of a worker until the one in its place answers, with no other worker there."""
    os.kill(pid, signal.SIGKILL)
    began = time.perf_counter()
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{os.environ['PORT']}/health", timeout=READY):
                return time.perf_counter() - began
        except OSError:  # on the line that the killed one had taken
            continue


def main() -> None:
    port = int(os.environ.setdefault("PORT", "8151"))
    with site() as var:
        starter(var)
        command = [sys.executable, "manage.py", "serve", "--prepare", "--workers"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        server = subprocess.Popen([*command, "2"], cwd=ROOT, **quiet)
        try:
            load(port, PAGE, 5.0, tries=100)
            for what, sent in (("workers reloaded", signal.SIGHUP), ("nothing", None)):
                events = {1.0: lambda sent=sent: server.send_signal(sent)} if sent else {}
                done = load(port, PAGE, 20.0, events)
                figures = f"{done.failed} of {len(done.taken)} failed, p95 {done.within(0.95) * 1000:.0f} ms"
                say(f"{RATE} readers a second, {what}", figures)
                assert not done.failed, done.answers
            kill = {1.0: lambda: workers(server)[0].kill()}  # noqa: PLW0108  # asked when it is time: which worker there is then
            done = load(port, PAGE, 10.0, kill, tries=2)
            figures = (
                f"{done.failed} of {len(done.taken)} failed after one more try, p95 {done.within(0.95) * 1000:.0f} ms"
            )
            say(f"{RATE} readers a second, one of two workers killed", figures)
        finally:
            server.terminate()
            server.wait(60)
        server = subprocess.Popen([*command, "1"], cwd=ROOT, **quiet)
        try:
            load(port, PAGE, 1.0, tries=1000)
            spared(server)
            say(
                "the only worker killed: until the next one answers",
                f"{replaced(server, workers(server)[0].pid):.2f} s",
            )
        finally:
            server.terminate()
            server.wait(60)


if __name__ == "__main__":
    main()

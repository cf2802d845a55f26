"""A real server for a story, on a free port."""

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from built_once import prepared
from conftest import ROOT
from waiting import CEILING, until

from climate_visualizer.server.listening import listening

# The socket is opened here and handed on as systemd does (sd_listen_fds(3)), so that nobody else can take the port meanwhile, and
# who asks before the server has begun waits in its queue.
HANDED_ON = """import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
os.execv(sys.executable, [sys.executable, *sys.argv[2:]])
"""
SERVE = ("manage.py", "serve", "--no-spare")
# What `serve` becomes once a folder is prepared: its supervisor, of one worker without a spare. To read the site's code for that
# takes as long as the worker does.
SUPERVISED = ("-m", "climate_visualizer.server.supervisor", "climate_visualizer.config.wsgi:application", "3", "1")
SUPERVISED += (str(900 * 2**20), "0")


@contextmanager
def served(facts: dict[str, str], *options: str, below: str = "") -> Iterator[str]:
    """The site with these settings, served: its address, which links in mail begin with too.

    Its folder is a copy of a prepared one, and its one worker has no spare: both take seconds of a processor at each start. Where
    another database, or what `make run` does, is tried, the test says so by `--prepare`, and `serve` itself begins.
    """
    server, address = begun(facts, *options, below=below)
    try:
        until(lambda: _is_well(address, server), f"an answer at {address}")
        yield address
    finally:
        end(server)


def begun(facts: dict[str, str], *options: str, below: str = "") -> tuple[subprocess.Popen[bytes], str]:
    """The same, not awaited: its process, and the address at which it will answer."""
    prepared(Path(facts["CLIMATE_VISUALIZER_VAR"]))
    with listening("127.0.0.1", 0) as entrance:
        descriptor, port = entrance.fileno(), entrance.getsockname()[1]
        address = facts["SITE_ADDRESS"] = f"http://127.0.0.1:{port}{below}"
        program = (*SERVE, *options) if options else SUPERVISED
        command = [sys.executable, "-S", "-c", HANDED_ON, str(descriptor), *program]
        own = {**facts, "PORT": str(port)}
        return subprocess.Popen(command, cwd=ROOT, env=own, stderr=subprocess.DEVNULL, pass_fds=[descriptor]), address


def _is_well(address: str, server: subprocess.Popen[bytes]) -> bool:
    assert server.poll() is None, f"the server ended with {server.returncode} before it answered"
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=CEILING) as response:
            return bool(json.load(response)["status"] == "ok")
    except OSError:
        return False


def end(server: subprocess.Popen[bytes]) -> None:
    """End a server in order: what is under way is answered first."""
    server.terminate()
    try:
        server.wait(timeout=CEILING)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
        raise

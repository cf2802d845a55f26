"""A search engine on the whole sitemap of one language, with twelve editions kept: memory of the worker, time of a page.

Every real file is imported first, then the nations' product again and again with other figures, so that twelve editions are kept.
The site is served as `serve` has it, with one worker.
"""

from __future__ import annotations

import http.client
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from shared import REAL, say, served, site  # makes the tests' folder known, where `whole_site` is

from whole_site import FILES  # isort: skip

EDITIONS, SETTLED, LANGUAGE = 12, 200, "sv"
MOST_MEGABYTES, MOST_GROWTH, MOST_LEAK, MOST_MILLISECONDS = 700, 0.10, 0.01, 60
GDP = "gdp.csv"


def editions(var: Path) -> int:
    """Import everything, then products that differ, until so many editions are kept; returns how many are."""
    from climate_visualizer.editions.importing.pipeline import bring_in
    from climate_visualizer.editions.publishing.publish import stored

    root = var / "editions"
    for source, names in FILES:
        bring_in(source, [(name, (REAL / source / name).read_bytes()) for name in names], var, root)
    *rows, last = (REAL / "world_gdp" / GDP).read_text(encoding="utf-8").rstrip("\n").split("\n")
    head, figure = last.rsplit(",", 1)
    for number in range(EDITIONS - len(stored(root))):
        content = "\n".join([*rows, f"{head},{float(figure) * (1 + number / 1000)}", ""]).encode()
        bring_in("world_gdp", [(GDP, content)], var, root)
    return len(stored(root))


def workers() -> list[int]:
    """The processes that this one has started, and that those have."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = {int(pid): int(parent) for pid, parent in map(str.split, found.splitlines())}
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sorted(ours - {os.getpid()})


def memory(pids: list[int]) -> float:
    """The resident memory of the largest of some processes, megabytes."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text().split()[1]) for pid in pids if Path(f"/proc/{pid}").exists()]
    return max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6


def worked(pids: list[int]) -> float:
    """The processor time that processes have taken, in seconds."""
    ticks = 0
    for pid in (pid for pid in pids if Path(f"/proc/{pid}").exists()):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def addresses(port: int) -> list[str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", f"/sitemap-{LANGUAGE}.xml")
    found = re.findall(r"<loc>([^<]+)</loc>", connection.getresponse().read().decode())
    return [urlsplit(address).path for address in found]


def answers(port: int, paths: list[str]) -> Iterator[int]:
    """Ask for one page after the other over one connection; the status of each."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        yield response.status


def crawl(var: Path) -> bool:
    """Read the whole sitemap; whether memory and time are within what is promised."""
    with served(var) as port:
        pids, paths = workers(), addresses(port)
        status = answers(port, paths)
        failed = sum(one >= 400 for one in islice(status, SETTLED))
        settled = memory(pids)
        failed += sum(one >= 400 for one in islice(status, len(paths) * 2 // 3 - SETTLED))
        late = memory(pids)  # every country has been read from by now, and the cache has had time to fill
        failed += sum(one >= 400 for one in status)
        most = max(late, memory(pids))
        areas = [path for path in paths if path.count("/") == 4][::30]
        taken = []
        for path in areas:  # with a choice that nobody has made, so that the page is cold
            began = worked(pids)
            list(answers(port, [f"{path}?start=2031"]))
            taken.append((worked(pids) - began) * 1000)
        cold = statistics.median(taken)
    growth, leak = most / settled - 1, most / late - 1
    say(f"{len(paths)} addresses with {EDITIONS} editions, one worker", f"{failed} failed")
    say(f"memory after {SETTLED} and at most", f"{settled:.0f} MB and {most:.0f} MB: {100 * growth:+.1f} %")
    say("of that over the last third", f"{100 * leak:+.1f} %")
    say(f"a cold area page, processor time of {len(areas)}", f"median {cold:.0f} ms")
    return (
        not failed
        and most <= MOST_MEGABYTES
        and growth < MOST_GROWTH
        and leak < MOST_LEAK
        and cold <= MOST_MILLISECONDS
    )


def main() -> int:
    if not REAL.is_dir():
        say("the publishers' files are not here", "not measured")
        return 0
    with site() as var:
        say("editions kept", f"{editions(var)}")
        return 0 if crawl(var) else 1


if __name__ == "__main__":
    sys.exit(main())

"""A fresh copy to its first answers: `serve --prepare` in an empty folder, as `make run` has it once everything is installed."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
import urllib.request
from pathlib import Path

from shared import say, served, site

TIMES = 3
PLACES = ("nykoping", "harjedalen")  # one of the first pages, and one that 0.5.1's starter set did not know


def processor_time() -> float:
    """Seconds of processor from `serve` to a healthy site and its end: what it takes on a machine with other work too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)):
        pass
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def first_answers() -> list[float]:
    """Seconds from `serve` to a healthy site, to the first page and to another."""
    began, taken = time.perf_counter(), []
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)) as port:
        taken.append(time.perf_counter() - began)
        for place in PLACES:
            address = f"http://127.0.0.1:{port}/sv/se/{place}/"
            with urllib.request.urlopen(address, timeout=60) as answer:
                assert answer.status == 200 and b"2023" in answer.read()
            taken.append(time.perf_counter() - began)
    return taken


def main() -> None:
    with site():
        runs, processor = [first_answers() for _ in range(TIMES)], processor_time()
    healthy, first, other = (statistics.median(each) for each in zip(*runs, strict=True))
    say("a fresh copy, once installed: from `serve` to the first answer", f"{healthy:.1f} s (at most 5 s)")
    say(f"and to the page of {PLACES[0]}, and of {PLACES[1]} after it", f"{first:.1f} s, {other:.1f} s")
    say("processor time of the first answer, the end of the server included", f"{processor:.1f} s")


if __name__ == "__main__":
    main()

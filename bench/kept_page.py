"""The kept page against the same server's static file: both asked in turn in short rounds, by one worker.

What else the machine does falls on both alike, so the ratio holds where neither rate would. The worker's own processor time for
each answer is told beside it, which other work hardly touches.
"""

from __future__ import annotations

import os
import re
import statistics
import sys

import psutil
from run import _body, rate
from shared import say, served, site, starter

ROUNDS, EACH, LEAST = 30, 100, 0.50  # rounds of each, answers a connection in a round, and the ratio that is asked for
PAGE = "/sv/se/nykoping/"


def worked() -> float:
    """The processor time of the processes that this one has started, seconds."""
    spent = 0.0
    for process in psutil.Process(os.getpid()).children(recursive=True):
        spent += sum(process.cpu_times()[:2])
    return spent


def in_turn(port: int, paths: tuple[str, str]) -> tuple[list[list[float]], list[float]]:
    """For each path its answers a second, round by round, and the processor time of one answer in microseconds."""
    rates: list[list[float]] = [[], []]
    spent = [0.0, 0.0]
    for turn in range(ROUNDS):
        for which in (0, 1) if turn % 2 else (1, 0):
            before = worked()
            rates[which].append(rate(port, paths[which], each=EACH)[0])
            spent[which] += worked() - before
    answers = ROUNDS * (EACH * 4 + 30)
    return rates, [one / answers * 1e6 for one in spent]


def main() -> int:
    with site() as var:
        starter(var)
        with served(var) as port:
            styles = re.search(r'href="(/static/site[^"]*)"', _body(port, "/sv/")).group(1)
            rates, spent = in_turn(port, (PAGE, styles))
    ratios = sorted(page / file for page, file in zip(*rates, strict=True))
    first, middle, third = statistics.quantiles(ratios, n=4)
    say(
        "kept page and static file, answers a second, median",
        f"{statistics.median(rates[0]):.0f} and {statistics.median(rates[1]):.0f}",
    )
    say(
        f"the page against the file, median of {ROUNDS} rounds (half of them)",
        f"{middle:.2f} ({first:.2f} to {third:.2f})",
    )
    say(
        "processor time of one answer: page, file, ratio",
        f"{spent[0]:.0f} µs, {spent[1]:.0f} µs, {spent[1] / spent[0]:.2f}",
    )
    return 0 if min(middle, spent[1] / spent[0]) >= LEAST else 1


if __name__ == "__main__":
    sys.exit(main())

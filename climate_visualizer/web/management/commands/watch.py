"""Keep the statistics current: check every source at its own pace, for as long as the process runs; links of plans too."""

import logging
import random
import signal
import threading
import time
from collections.abc import Mapping
from types import ModuleType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.editions.following.follow import Follower, NotFollowed
from climate_visualizer.sources.origin import facts
from climate_visualizer.web.management.commands.follow import follower
from climate_visualizer.web.management.commands.update import Check, check, check_left_out, fetching
from climate_visualizer.web.monitoring.housekeeping import keep_house

FIRST_RETRY = 60.0
JITTER = 0.1
LINKS, LINKS_PACE, LINKS_AT_ONCE = "check_links", 600.0, 5  # so that sources never wait long for slow hosts
HOUSE, HOUSE_PACE = "housekeeping", 6 * 3600.0
FOLLOW, FOLLOW_PACE = "follow", 5.0  # a listing that has not changed is a 304 of some hundred bytes
log = logging.getLogger("climate_visualizer.watch")


def pace(name: str) -> float:
    """Seconds between two checks of a source, as its card says."""
    return float(facts(name)["card"]["poll_seconds"])


def wait(seconds: float, failures: int, dice: random.Random) -> float:
    """Seconds until the next check: the pace, or after failures a growing part of it; never quite the same twice."""
    chosen = min(FIRST_RETRY * 2.0 ** (failures - 1), seconds) if failures else seconds
    return chosen * dice.uniform(1.0 - JITTER, 1.0 + JITTER)


class Command(BaseCommand):
    """Stops between two checks when it is told to (SIGTERM, Ctrl+C); a check that fails is tried again sooner."""

    help = "Check every source at its own pace and publish what is new, and try the links of plans, until stopped."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, help="seconds between checks of each source, instead of its own pace"
        )
        parser.add_argument("--checks", type=int, help="stop after so many checks")

    def handle(self, *args: object, every: float | None, checks: int | None, **others: object) -> None:
        if every is not None and every <= 0:
            raise CommandError(f"--every is {every}; give seconds above zero.")
        stop = threading.Event()
        before = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            if settings.FOLLOW:
                self._follow(stop, every or FOLLOW_PACE, checks, follower())
            else:
                self._watch(stop, every, checks, fetching())
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _watch(
        self, stop: threading.Event, every: float | None, most: int | None, modules: Mapping[str, ModuleType]
    ) -> None:
        dice, check_count = random.Random(), 0
        due, failures = {**dict.fromkeys(modules, 0.0), LINKS: 0.0, HOUSE: 0.0}, dict.fromkeys(modules, 0)
        while most is None or check_count < most:
            name = min(due, key=lambda task: due[task])
            if stop.wait(max(due[name] - time.monotonic(), 0.0)):
                break
            if name == HOUSE:
                keep_house()
                self._told(HOUSE, check_left_out())
                due[name] = time.monotonic() + wait(HOUSE_PACE, 0, dice)
                continue
            if name == LINKS:
                self._links()
                due[name] = time.monotonic() + wait(LINKS_PACE, 0, dice)
                continue
            failures[name] = 0 if self._check(name, modules[name]) else failures[name] + 1
            due[name] = time.monotonic() + wait(every or pace(name), failures[name], dice)
            check_count += 1
        log.info("stopped", extra={"fields": {"checks": check_count}})

    def _follow(self, stop: threading.Event, every: float, most: int | None, node: Follower) -> None:
        """Take in what another node publishes, in place of asking publishers."""
        settings.EDITIONS.mkdir(parents=True, exist_ok=True)
        dice, check_count, failures, house = random.Random(), 0, 0, time.monotonic() + HOUSE_PACE
        while (most is None or check_count < most) and not stop.wait(wait(every, 0, dice) if check_count else 0.0):
            if time.monotonic() >= house:
                keep_house()
                house = time.monotonic() + HOUSE_PACE
            try:
                edition_id, failures, check_count = node.look(), 0, check_count + 1
            except NotFollowed as problem:
                failures, check_count = failures + 1, check_count + 1
                log.error(str(problem), extra={"fields": {"source": FOLLOW, "failures": failures}})
                continue
            if edition_id:
                log.info("%s is current.", edition_id, extra={"fields": {"source": FOLLOW}})
        log.info("stopped", extra={"fields": {"checks": check_count}})

    def _links(self) -> None:
        """The links of goals and measures; a database that does not answer stops nothing."""
        try:
            call_command(LINKS, most=LINKS_AT_ONCE, stdout=self.stdout)
        except Exception as problem:
            log.error("links could not be tried", extra={"fields": {"source": LINKS, "reason": str(problem)}})

    def _check(self, name: str, module: ModuleType) -> bool:
        """One check; whatever goes wrong is told, and the watch goes on."""
        try:
            outcome = check(name, module)
        except Exception:
            log.exception("check failed", extra={"fields": {"source": name}})
            return False
        self._told(name, outcome)
        return not outcome.problems

    def _told(self, name: str, outcome: Check) -> None:
        for line in outcome.lines:
            log.info(line, extra={"fields": {"source": name}})
        for problem in (*outcome.problems, *outcome.left_out):
            log.error(problem, extra={"fields": {"source": name}})

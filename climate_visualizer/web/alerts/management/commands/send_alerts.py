"""Send what the outbox holds, and tell those who follow an area what has changed: ``python manage.py send_alerts``."""

import logging
import signal
import threading

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from climate_visualizer.editions.read import NoEdition
from climate_visualizer.web.alerts import rounds
from climate_visualizer.web.outbox.sending import send_due
from climate_visualizer.web.outbox.state import prune

log = logging.getLogger("climate_visualizer.alerts")


class Command(BaseCommand):
    """Safe to run at any time, twice at once, and to be killed: what was not sent is sent by the next run."""

    help = "Send every mail and webhook that is due, alerts among them; with --every, go on until stopped."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=float, help="seconds between two rounds; without it one round is made")

    def handle(self, *args: object, every: float | None, **others: object) -> None:
        if every is None:
            self._once()
            return
        if every <= 0:
            raise CommandError(f"--every is {every}; give seconds above zero.")
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            try:
                self._once()
            except CommandError as problem:
                log.error(str(problem))
            stop.wait(every)

    def _once(self) -> None:
        try:
            new, _ = rounds.look()
            prune()
            sent, failed = send_due()
        except DatabaseError as problem:
            raise CommandError(f"The database does not answer ({str(problem).strip().splitlines()[0]}).") from problem
        except NoEdition as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{new} new events, {sent} messages sent, {failed} to be tried again.")

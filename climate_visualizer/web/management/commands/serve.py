"""Serve the site on this machine's own address, by a supervisor and its workers."""

import os
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.places import PACKAGE
from climate_visualizer.server.listening import listening
from climate_visualizer.web.management.commands.prepare import is_prepared
from climate_visualizer.web.monitoring.counters import begin_anew

APPLICATION = "climate_visualizer.config.wsgi:application"


class Command(BaseCommand):
    """The process becomes the supervisor, which knows nothing of Django, so that signals reach it."""

    requires_system_checks: list[str] = []
    help = "Serve the site; PORT chooses the port (8000)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument(
            "--prepare", action="store_true", help="run `prepare` first, also where this version did already"
        )
        parser.add_argument("--workers", type=int, default=1, help="processes that answer")
        parser.add_argument(
            "--no-spare",
            action="store_true",
            help="keep no process ready to take over: 130 MB less, two seconds without an answer where the only worker dies",
        )

    def handle(self, *args: object, host: str, prepare: bool, workers: int, no_spare: bool, **others: object) -> None:
        port = settings.PORT
        try:
            socket = listening(host, port)
        except OSError as problem:
            raise CommandError(
                f"Port {port} is taken by another program; choose another: PORT={port + 1} make run"
            ) from problem
        begin_anew()
        if prepare or not is_prepared():
            call_command("prepare", stdout=self.stdout)
        self.stdout.write(f"Climate Visualizer is at http://{host}:{port} - stop it with Ctrl+C.")
        self.stdout.flush()
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PACKAGE.parent), os.environ.get("PYTHONPATH"))))
        facts = (APPLICATION, socket.fileno(), workers, settings.WORKER_MEMORY * 2**20, int(not no_spare))
        os.execv(sys.executable, [sys.executable, "-m", "climate_visualizer.server.supervisor", *map(str, facts)])  # noqa: S606  # the server takes this process's place

"""Serve the site with granian on this machine's own address."""

import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


def is_taken(host: str, port: int) -> bool:
    """Whether something listens at an address already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return True
    return False


class Command(BaseCommand):
    """The process becomes granian, so that signals reach it."""

    requires_system_checks: list[str] = []
    help = "Serve the site; PORT chooses the port (8000)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--prepare", action="store_true", help="run `prepare` first, in the same process")
        parser.add_argument("--workers", type=int, default=1, help="processes that answer")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], settings.PORT
        if is_taken(host, port):
            raise CommandError(f"Port {port} is taken by another program; choose another: PORT={port + 1} make run")
        if options["prepare"]:
            call_command("prepare", stdout=self.stdout)
        self.stdout.write(f"Climate Visualizer is at http://{host}:{port} - stop it with Ctrl+C.")
        self.stdout.flush()
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port)]
        command += [
            "--workers",
            str(options["workers"]),
            "--blocking-threads",
            "2",
            "--no-access-log",
            "--log-level",
            "warning",
        ]
        os.execv(sys.executable, [*command, "climate_visualizer.config.wsgi:application"])

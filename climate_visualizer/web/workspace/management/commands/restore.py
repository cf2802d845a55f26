"""Put back what a backup has: ``python manage.py restore FILE``."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from climate_visualizer.web.workspace.administration import backup
from climate_visualizer.web.workspace.models import User


class Command(BaseCommand):
    """Stop the site first, and start it afterwards."""

    requires_system_checks: list[str] = []
    help = "Replace what is here by what a backup has."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="also where people have accounts already")

    def handle(self, *args: object, file: Path, replace: bool, **others: object) -> None:
        if not replace and _in_use():
            raise CommandError("People have accounts here; add --replace to put the backup in place of everything.")
        try:
            manifest = backup.restore(file, settings.VAR)
        except backup.WrongArchive as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{manifest['rows']} rows are back as of {manifest['made_at']}. Start the site anew.")
        if manifest["unreadable"]:
            self.stderr.write(
                f"{manifest['unreadable']} secrets (second factors, sign-in, webhooks) were encrypted under another "
                "SECRET_KEY: put that key back, or name it in SECRET_KEY_FALLBACKS, and run `change_key`; "
                "else their owners make new ones."
            )


def _in_use() -> bool:
    """Whether there is anybody; a database without tables has nobody."""
    try:
        return User.objects.exists()
    except DatabaseError:
        return False

"""Change the key under which secrets are encrypted: ``python manage.py change_key --new``, then start the site anew."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.web.workspace.accounts.resealing import reseal_all

KEY, BEFORE = "secret-key", "secret-keys-before"


class Command(BaseCommand):
    """Nothing is lost when it is killed: the earlier key is kept until it is told to be forgotten."""

    help = "Encrypt every secret anew under the newest SECRET_KEY; --new makes one first, where it is kept in the var folder."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--new", action="store_true", help="make a new key; the earlier one still opens what it closed"
        )
        parser.add_argument("--forget", action="store_true", help="forget earlier keys, once nothing needs them")

    def handle(self, *args: object, **options: object) -> None:
        if options["new"]:
            self._make()
        changed, lost = reseal_all()
        if lost:
            raise CommandError(
                f"{changed} secrets are encrypted under the newest key, and {lost} cannot be read: they were encrypted under a "
                "key that is not here. Name it in SECRET_KEY_FALLBACKS and run this again; or have their owners make new ones."
            )
        if options["forget"]:
            (settings.VAR / BEFORE).unlink(missing_ok=True)
        self.stdout.write(
            f"{changed} secrets are encrypted under the newest key. Start the site and its other processes anew."
        )

    def _make(self) -> None:
        if os.environ.get("SECRET_KEY", "").strip():
            raise CommandError(
                "SECRET_KEY is set from outside: set it to a new key and SECRET_KEY_FALLBACKS to the one before, start the site "
                "anew, and run this without --new."
            )
        before: Path = settings.VAR / BEFORE
        earlier = before.read_text(encoding="utf-8").splitlines() if before.exists() else []
        old, new = settings.SECRET_KEY, secrets.token_urlsafe(48)
        write_atomically(before, ("\n".join([old, *earlier]) + "\n").encode())
        write_atomically(settings.VAR / KEY, new.encode())
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = new, [old, *settings.SECRET_KEY_FALLBACKS]

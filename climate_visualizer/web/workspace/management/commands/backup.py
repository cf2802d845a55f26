"""Write everything that cannot be made again into one file: ``python manage.py backup FILE``."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from climate_visualizer.web.workspace.administration import backup


class Command(BaseCommand):
    """Safe while the site runs. The secret key is not in it."""

    help = "Write what people made, and the files that editions are made of, into one archive."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **others: object) -> None:
        manifest = backup.backup(file, settings.VAR)
        size = file.stat().st_size / 1e6
        self.stdout.write(f"{file}: {manifest['rows']} rows, {size:.1f} MB.")

"""Everything between an installation and a served page: database, starter set, texts and static files."""

import stat
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from climate_visualizer import __version__
from climate_visualizer.editions.importing.ingest import one_at_a_time
from climate_visualizer.editions.publishing.previous import lineage
from climate_visualizer.editions.publishing.rebuild import ensure_renewed
from climate_visualizer.editions.read import load_edition
from climate_visualizer.languages.catalogues import compile_texts
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.web.apps import write_changes, write_estimates
from climate_visualizer.web.own_place import unknown

PREPARED = "prepared"  # says which version prepared the data folder last


def is_prepared() -> bool:
    """Whether this version has prepared the data folder."""
    try:
        return (settings.VAR / PREPARED).read_text(encoding="utf-8") == __version__
    except FileNotFoundError:
        return False


def ensure_private(folder: Path) -> int:
    """Folders 0700 and files 0600, also those that an older version wrote; returns how many were open to others."""
    changed = 0
    for path in (folder, *folder.rglob("*")):
        with suppress(OSError):  # gone meanwhile, or another user's
            mode = path.lstat().st_mode
            if mode & 0o077 and not stat.S_ISLNK(mode):
                path.chmod(mode & 0o700)
                changed += 1
    return changed


class Command(BaseCommand):
    """Safe to run at every start: what is done already is left alone."""

    requires_system_checks: list[str] = []
    help = "Set up the database, the starter set, the texts and the static files."

    def handle(self, *args: object, **options: object) -> None:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        ensure_private(settings.VAR)
        compile_texts(settings.LANGUAGE_FOLDER, settings.LOCALE_PATHS[0])
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        except OperationalError as problem:
            reason = str(problem).strip().splitlines()[0]
            raise CommandError(
                f"The database does not answer ({reason}); check that it runs, and DATABASE_URL."
            ) from problem
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.FOLLOW:
            self._follow()
            return
        edition_id = ensure_renewed(settings.VAR, settings.EDITIONS, settings.DATA / "starter")
        with one_at_a_time(settings.VAR):  # editions from before their changes were kept beside them
            write_changes(settings.EDITIONS, lineage(settings.EDITIONS))
            write_estimates(settings.EDITIONS, lineage(settings.EDITIONS))
        if wrong := unknown(load_edition(settings.EDITIONS / edition_id)):
            raise CommandError(wrong)
        write_atomically(settings.VAR / PREPARED, __version__.encode())
        self.stdout.write(f"Edition {edition_id} is current.")

    def _follow(self) -> None:
        """Editions are the other node's; while it does not answer, this one serves what it has, or says that it has none yet."""
        try:
            call_command("follow", stdout=self.stdout)
        except CommandError as problem:
            self.stderr.write(str(problem))

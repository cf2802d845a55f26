"""Everything between an installation and a served page: database, starter set, texts and static files."""

import io
import tomllib
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from climate_visualizer.editions.importing.ingest import one_at_a_time
from climate_visualizer.editions.publishing.previous import lineage
from climate_visualizer.editions.publishing.rebuild import ensure_renewed
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.web.apps import write_changes


def compile_texts(folder: Path) -> int:
    """Compile each language's texts, all its files into one, where they are newer than that; returns how many were."""
    done = 0
    for language in sorted(folder.glob("*/LC_MESSAGES")):
        texts, compiled = texts_of(language.parent), language / "django.mo"
        newest = max(path.stat().st_mtime for path in texts)
        if compiled.exists() and compiled.stat().st_mtime >= newest:
            continue
        buffer = io.BytesIO()
        write_mo(buffer, merged(texts))
        write_atomically(compiled, buffer.getvalue())
        done += 1
    return done


def texts_of(folder: Path) -> list[Path]:
    """The files with a language's texts; those of the language it falls back to come first, so that its own win."""
    facts = folder / "language.toml"
    behind = tomllib.loads(facts.read_text(encoding="utf-8")).get("falls_back_to", "") if facts.exists() else ""
    first = texts_of(folder.parent / behind) if behind else []
    return [*first, *sorted(folder.glob("LC_MESSAGES/*.po"))]


def merged(texts: list[Path]) -> Catalog:
    """The texts of several files as one catalogue; what comes later wins, and the last `django.po` has the head."""
    whole = _catalogue([path for path in texts if path.stem == "django"][-1])
    for path in texts:
        for message in _catalogue(path):
            if message.id:
                whole[message.id] = message
    return whole


def _catalogue(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source)


class Command(BaseCommand):
    """Safe to run at every start: what is done already is left alone."""

    requires_system_checks: list[str] = []
    help = "Set up the database, the starter set, the texts and the static files."

    def handle(self, *args: Any, **options: Any) -> None:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        compile_texts(settings.LOCALE_PATHS[0])
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
        except OperationalError as problem:
            reason = str(problem).strip().splitlines()[0]
            raise CommandError(
                f"The database does not answer ({reason}); check that it runs, and DATABASE_URL."
            ) from problem
        call_command("collectstatic", verbosity=0, interactive=False)
        edition_id = ensure_renewed(settings.VAR, settings.EDITIONS, settings.DATA / "starter")
        with one_at_a_time(settings.VAR):  # editions from before their changes were kept beside them
            write_changes(settings.EDITIONS, lineage(settings.EDITIONS))
        self.stdout.write(f"Edition {edition_id} is current.")

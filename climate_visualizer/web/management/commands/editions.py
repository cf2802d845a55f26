"""Look at editions, compare, check, publish, hold, go back, delete: ``python manage.py editions ACTION``."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from climate_visualizer.editions.importing import pipeline
from climate_visualizer.editions.importing.ingest import SNAPSHOTS, lost, one_at_a_time, rebuild
from climate_visualizer.editions.importing.starter import beside
from climate_visualizer.editions.importing.world_tables import SHIPPED
from climate_visualizer.editions.publishing import change_history, edition_changes
from climate_visualizer.editions.publishing.publish import ensure_stored, faults, publish, roll_back, stored
from climate_visualizer.editions.publishing.rebuild import SAME, rebuild_every
from climate_visualizer.editions.read import MANIFEST, NoEdition, current_edition, current_id, load_edition
from climate_visualizer.sources.snapshots import damaged
from climate_visualizer.sources.table import SourceError, SourceTables
from climate_visualizer.web.management.commands.import_statistics import unwritten

MOST = 20
NOTHING = "No edition is kept yet; run 'python manage.py prepare'."


def _counted(count: int) -> str:
    return f"{count} edition" if count == 1 else f"{count} editions"


class Command(BaseCommand):
    """Everything about editions that needs no new file."""

    help = "List, show, verify, rebuild or choose editions."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="every edition that is kept; the current one has a star")
        show = actions.add_parser("show", help="an edition's manifest: its files, their checksums and sources")
        show.add_argument("edition", nargs="?")
        diff = actions.add_parser("diff", help="what differs between two editions; with --csv every figure")
        diff.add_argument("edition")
        diff.add_argument("other")
        diff.add_argument("--csv", action="store_true")
        for name, meaning in (("publish", "make a held edition current"), ("hold", "take an edition out of use")):
            action = actions.add_parser(name, help=f"{meaning}, with a reason that stays in its manifest")
            action.add_argument("edition")
            action.add_argument("--reason", default="")
        prune = actions.add_parser("prune", help="delete the oldest editions, never the current one or the one before")
        prune.add_argument("--keep", type=int, default=10)
        actions.add_parser("verify", help="hold every file against its checksum")
        rebuild = actions.add_parser("rebuild", help="build the edition anew from the kept files and make it current")
        rebuild.add_argument(
            "--every-into", type=Path, help="build every edition into this folder instead, and compare"
        )
        rollback = actions.add_parser("rollback", help="make the edition before, or a named one, current")
        rollback.add_argument("edition", nargs="?")

    def handle(self, *args: object, **options: Any) -> None:  # the options of eleven actions, as argparse read them
        try:
            self.options = options
            getattr(self, f"_{options['action']}")(options.get("edition"))
        except (NoEdition, SourceError) as problem:
            raise CommandError(str(problem)) from problem
        except OSError as problem:
            raise CommandError(unwritten(problem)) from problem

    def _list(self, _: str | None) -> None:
        now = current_id(settings.EDITIONS)
        out_of_use = pipeline.held(settings.EDITIONS)
        if not stored(settings.EDITIONS):
            self.stdout.write(NOTHING)
        for edition_id in stored(settings.EDITIONS):
            mark = "*" if edition_id == now else "h" if edition_id in out_of_use else " "
            self.stdout.write(f"{mark} {edition_id}")

    def _show(self, edition_id: str | None) -> None:
        wanted = edition_id or current_id(settings.EDITIONS)
        if wanted is None:
            raise CommandError(NOTHING)
        ensure_stored(wanted, settings.EDITIONS)
        try:
            manifest = json.loads((settings.EDITIONS / wanted / MANIFEST).read_text(encoding="utf-8"))
        except ValueError:
            raise CommandError(f"{wanted}: the manifest is damaged; 'editions verify' says what else is.") from None
        self.stdout.write(json.dumps(manifest, ensure_ascii=False, indent=2))

    def _diff(self, edition_id: str) -> None:
        names = (edition_id, self.options["other"])
        for name in names:
            ensure_stored(name, settings.EDITIONS)
        before, after = (load_edition(settings.EDITIONS / name) for name in names)
        if self.options["csv"]:
            self.stdout.write(edition_changes.differences(before, after).write_csv(), ending="")
            return
        for kind, lines in edition_changes.summary(before, after).items():
            self.stdout.write(f"{kind}: {len(lines)}")
            for line in lines[:MOST]:
                self.stdout.write(f"  {line}")

    def _publish(self, edition_id: str) -> None:
        pipeline.publish_held(edition_id, self.options["reason"], settings.VAR, settings.EDITIONS)
        self.stdout.write(f"Edition {edition_id} is current.")

    def _hold(self, edition_id: str) -> None:
        now = pipeline.hold(edition_id, self.options["reason"], settings.VAR, settings.EDITIONS)
        self.stdout.write(f"Edition {edition_id} is held; {now} is current.")

    def _prune(self, _: str | None) -> None:
        if self.options["keep"] < 1:
            raise CommandError(f"--keep is {self.options['keep']}; keep 1 or more.")
        with one_at_a_time(settings.VAR):
            deleted = pipeline.prune(settings.EDITIONS, self.options["keep"])
        self.stdout.write(f"{_counted(len(deleted))} deleted.")

    def _verify(self, _: str | None) -> None:
        ids, now = stored(settings.EDITIONS), current_id(settings.EDITIONS)
        problems = [fault for edition_id in ids for fault in faults(edition_id, settings.EDITIONS)]
        problems += change_history.faults(settings.EDITIONS)
        if now is not None and now not in ids:
            problems.append(
                f"{now} is current and not kept; choose another with 'python manage.py editions rollback ID'."
            )
        problems += [f"{digest}: the kept bytes are not what was kept." for digest in damaged(settings.VAR / SNAPSHOTS)]
        problems += [f"{origin.sha256}: the bytes of {origin.file_name} are not kept." for origin in lost(settings.VAR)]
        if problems:
            raise CommandError("\n".join(problems))
        count = len(ids)
        self.stdout.write(f"{_counted(count)} {'is as it was' if count == 1 else 'are as they were'} written.")

    def _rebuild(self, _: str | None) -> None:
        if self.options["every_into"]:
            self._rebuild_every(self.options["every_into"])
            return
        with one_at_a_time(settings.VAR):
            edition_id = publish(rebuild(settings.VAR, self._stand_ins()), settings.EDITIONS)
        self.stdout.write(f"Edition {edition_id} is current.")

    def _stand_ins(self) -> list[SourceTables]:
        """The starter set's figures, where the current edition has some still."""
        try:
            return beside(current_edition(settings.EDITIONS), SHIPPED)
        except NoEdition:
            return []

    def _rebuild_every(self, into: Path) -> None:
        differences = rebuild_every(settings.VAR, settings.EDITIONS, into)
        other = [
            edition_id for edition_id, lines in differences.items() if any(line.startswith(SAME) for line in lines)
        ]
        differing = [
            f"{edition_id}: {'; '.join(lines)}."
            for edition_id, lines in differences.items()
            if lines and edition_id not in other
        ]
        if differing:
            raise CommandError("\n".join(differing))
        count = len(differences) - len(other)
        self.stdout.write(f"{count} editions come out of the kept files bit for bit as they were published.")
        for edition_id in other:
            self.stdout.write(f"{edition_id} has {differences[edition_id][0]}.")

    def _rollback(self, edition_id: str | None) -> None:
        with one_at_a_time(settings.VAR):
            if edition_id:
                pipeline.ensure_not_held(edition_id, settings.EDITIONS)
            edition_id = roll_back(settings.EDITIONS, edition_id)
        self.stdout.write(f"Edition {edition_id} is current.")

"""Backup and restore: one archive with what people made and the files that editions are made of.

It has no secret key and no sessions: whoever restores signs in anew. The rows are Django's own serialisation, so an archive
made on SQLite restores on PostgreSQL and the other way round.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from climate_visualizer import __version__
from climate_visualizer.editions.importing.ingest import one_at_a_time
from climate_visualizer.web.workspace.accounts.resealing import seal_restored

FOLDERS = ("editions", "snapshots")
FILES = ("imports.json", "downloads.json", "set-aside.json")
LEFT_OUT = {"contenttypes", "sessions", "admin", "outbox"}  # what waited then has been sent since: nobody gets it twice
# Fields that rows of older versions have, and what each is called now; anything else that no model has is refused.
OLD_FIELDS = {"alerts.delivery": {"held_until": "", "attempts": "", "sent_at": "written_at"}}
MANIFEST, ROWS, VAR = "manifest.json", "rows.json", "var"
WORKPLACE = ".restoring-"


Row = dict[str, Any]  # JSON: a row as Django's serializers have it, or the archive's manifest


class WrongArchive(Exception):
    """A file that cannot be restored, or not here; the sentence says why."""


class Exact(DjangoJSONEncoder):
    """Moments to the microsecond; Django's own way cuts them at the millisecond, and the history is ordered by them."""

    def default(self, value: object) -> object:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def _models() -> list[type[Model]]:
    """Every model whose rows are kept, those that others point at first."""
    apps_to_keep = [(config, None) for config in apps.get_app_configs() if config.label not in LEFT_OUT]
    models = serializers.sort_dependencies(apps_to_keep, allow_cycles=True)
    return [model for model in models if model._meta.label_lower != "auth.permission"]


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def backup(path: Path, var: Path) -> dict[str, object]:
    """Write an archive, whole or not at all; returns its manifest."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".backup-")
    try:
        with one_at_a_time(var), os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
            manifest = _write(archive, var)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return manifest


def _write(archive: tarfile.TarFile, var: Path) -> dict[str, object]:
    with transaction.atomic():
        rows = [row for model in _models() for row in model._default_manager.order_by("pk")]
        written = serializers.serialize("json", rows, cls=Exact).encode()
    manifest = {
        "version": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "rows": len(rows),
        "migrations": _migrations(),
    }
    _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
    _add(archive, ROWS, written)
    for name in (*FOLDERS, *FILES):
        if (var / name).exists():
            archive.add(var / name, f"{VAR}/{name}", filter=_visible)
    return manifest


def _visible(entry: tarfile.TarInfo) -> tarfile.TarInfo | None:
    """Files that are being written begin with a dot; they are nobody's yet."""
    return None if Path(entry.name).name.startswith(".") else entry


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, io.BytesIO(content))


def restore(path: Path, var: Path) -> dict[str, object]:
    """Put everything back as it was in an archive, in place of what is here; raises `WrongArchive` and then changes nothing."""
    var.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(dir=var, prefix=WORKPLACE))
    try:
        manifest, rows = _unpack(path, workplace)
        call_command("migrate", verbosity=0, interactive=False)
        unknown = sorted(set(manifest["migrations"]) - set(_migrations()))
        if unknown:
            raise WrongArchive(
                f"The archive was made by version {manifest['version']}, which knows {unknown[0]}; install that or a newer one."
            )
        with one_at_a_time(var):
            _clear_away(var, workplace)
            _replace_rows(rows)
            manifest["unreadable"] = seal_restored()
            for name in (*FOLDERS, *FILES):
                _swap(workplace / VAR / name, var / name, workplace)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return manifest


def _unpack(path: Path, folder: Path) -> tuple[Row, bytes]:
    try:
        with tarfile.open(path, "r:gz") as archive:
            archive.extractall(folder, filter="data")
        return json.loads((folder / MANIFEST).read_bytes()), (folder / ROWS).read_bytes()
    except (tarfile.TarError, OSError, EOFError, ValueError) as problem:
        raise WrongArchive(f"'{path}' is no backup of this program, or is damaged ({problem}).") from problem


def _replace_rows(rows: bytes) -> None:
    """Empty the tables and fill them, in one transaction: if a row does not fit, everything stays as it was."""
    models = _models()
    tables = [model._meta.db_table for model in models] + [
        "django_session",
        "django_admin_log",
        "outbox_message",
        "outbox_asked",
    ]
    tables += [field.m2m_db_table() for model in models for field in model._meta.local_many_to_many]
    with transaction.atomic(), connection.constraint_checks_disabled():
        with connection.cursor() as cursor:
            for table in dict.fromkeys(reversed(tables)):
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608  # a model's own table
        try:
            for row in serializers.deserialize("python", _renamed(json.loads(rows))):
                row.save()
            connection.check_constraints()
        except Exception as problem:
            raise WrongArchive(f"A row does not fit: {problem}") from problem
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)


def _renamed(rows: list[Row]) -> list[Row]:
    """Rows with the fields that there are now."""
    for row in rows:
        for old, new in OLD_FIELDS.get(row["model"], {}).items():
            if old in row["fields"]:
                value = row["fields"].pop(old)
                if new:
                    row["fields"][new] = value
    return rows


def _clear_away(var: Path, workplace: Path) -> None:
    """Remove what a restoring that was killed has left."""
    for left in var.glob(f"{WORKPLACE}*"):
        if left != workplace:
            shutil.rmtree(left, ignore_errors=True)


def _swap(new: Path, old: Path, workplace: Path) -> None:
    """Put a restored file or folder in place of the one that is here, which comes back if that fails."""
    replaced = workplace / f"replaced-{old.name}"
    if old.exists():
        old.rename(replaced)
    if new.exists():
        try:
            new.rename(old)
        except OSError:
            if replaced.exists():
                replaced.rename(old)
            raise

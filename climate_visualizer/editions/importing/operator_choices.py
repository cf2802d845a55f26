"""Set a file aside and take it back: the operator's word on a file that was taken in and that editions cannot use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from climate_visualizer.editions.importing.files_aside import SHORTEST, SetAside, files_set_aside, note_set_aside
from climate_visualizer.editions.importing.ingest import SNAPSHOTS, Import, known_imports, one_at_a_time, remember
from climate_visualizer.editions.importing.pipeline import ANY_SOURCE, Outcome, brought_in
from climate_visualizer.sources.snapshots import load
from climate_visualizer.sources.table import SourceError, listed

Named = TypeVar("Named", Import, SetAside)


def set_aside(name: str, reason: str, var: Path, root: Path) -> tuple[Import, Outcome]:
    """Take a file out of all editions to come, and publish or hold the one that the others give."""
    if not reason.strip():
        raise SourceError("Setting a file aside takes a reason; give it with --reason.")
    with one_at_a_time(var):
        had, aside = known_imports(var), files_set_aside(var)
        entry = _named(name, had, "imported")
        choice = SetAside(entry.source, entry.file_name, entry.sha256, reason.strip(), date.today().isoformat())
        note_set_aside((*aside, choice), var)
        remember((one for one in had if one != entry), var)
        try:
            return entry, brought_in(ANY_SOURCE, (), var, root)
        except BaseException:
            remember(had, var)
            note_set_aside(aside, var)
            raise


def take_back(name: str, var: Path, root: Path) -> tuple[SetAside, Outcome]:
    """Use a file again that was set aside: its kept bytes come in like any new file's."""
    with one_at_a_time(var):
        aside = files_set_aside(var)
        entry = _named(name, aside, "set aside")
        try:
            content = load(entry.sha256, var / SNAPSHOTS)
        except OSError as lost:
            raise SourceError(
                f"The kept bytes of {entry.file_name} are lost; put {entry.sha256} back into {var / SNAPSHOTS}."
            ) from lost
        note_set_aside((one for one in aside if one != entry), var)
        try:
            return entry, brought_in(entry.source, [(entry.file_name, content)], var, root)
        except BaseException:
            note_set_aside(aside, var)
            raise


def _named(name: str, entries: Sequence[Named], what: str) -> Named:
    """The one file that has a name, or a checksum that begins so."""
    matches = [one for one in entries if one.file_name == name]
    if not matches and len(name) >= SHORTEST:
        matches = [one for one in entries if one.sha256.startswith(name)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        digests = listed((one.sha256[:12] for one in matches), most=len(matches))
        raise SourceError(f"'{name}' is the name of {len(matches)} files; choose one by its checksum: {digests}.")
    raise SourceError(f"No file that is {what} is called '{name}'; 'python manage.py sources files' lists them.")

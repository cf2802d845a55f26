"""Retention of files: which kept bytes and tables of changes nothing needs any more.

An edition is built from every release that was read, so that what it was made of stays as long as it does, and what has been
imported stays for good. What goes is what never became part of anything: a file that could not be read, or one whose edition was
held and is gone.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from climate_visualizer.editions.edition_manifest import read_manifest
from climate_visualizer.editions.importing.ingest import SNAPSHOTS, known_imports
from climate_visualizer.editions.importing.pipeline import held
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.previous import lineage
from climate_visualizer.editions.publishing.publish import stored

# A file that could not be read is fetched again while it is news; a month is enough to look into it.
UNREAD_DAYS = 30


def forget_unneeded(var: Path, root: Path, now: float | None = None) -> tuple[list[str], list[str]]:
    """Delete kept bytes and steps that nothing needs; returns the hashes and the steps that went."""
    needed, ids = set(_needed(var, root)), tuple(stored(root))
    before = (now or time.time()) - UNREAD_DAYS * 86_400
    gone = []
    for path in sorted((var / SNAPSHOTS).glob("??/*")):
        if path.name.startswith(".") or path.name.removesuffix(".json") in needed or path.stat().st_mtime > before:
            continue
        path.unlink()
        gone.append(path.name)
    return [name for name in gone if not name.endswith(".json")], change_history.forget(lineage(root), ids, root)


def _needed(var: Path, root: Path) -> Iterator[str]:
    """The hashes of everything imported, of what every stored edition is made of, and of what is held."""
    yield from (entry.sha256 for entry in known_imports(var))
    for entries in held(root).values():
        yield from (entry["sha256"] for entry in entries)
    for edition_id in stored(root):
        manifest = read_manifest(edition_id, root) or {}
        files = [*manifest.get("inputs", ()), *manifest.get("origins", ())]
        yield from (file["sha256"] for file in files if "sha256" in file)

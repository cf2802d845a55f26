"""Files in, an edition out or held: read, build, examine, publish, in one place that commands and the watcher share."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from climate_visualizer.editions.build import Candidate, build
from climate_visualizer.editions.gate import Concern, examine
from climate_visualizer.editions.imports import (
    Batch,
    Import,
    known_imports,
    one_at_a_time,
    read_files,
    remember,
    with_inputs,
)
from climate_visualizer.editions.publish import PREVIOUS, point_at, publish, roll_back, sealed, store, stored
from climate_visualizer.editions.read import MANIFEST, Edition, NoEdition, current_edition, current_id, load_edition
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.sources.table import SourceError

HELD = "held.json"


@dataclass(frozen=True)
class Outcome:
    """What became of files: the batch, the edition they gave, what was found, whether it is held, or what is missing."""

    batch: Batch
    edition_id: str | None
    concerns: tuple[Concern, ...]
    held: bool
    missing: str
    resting: tuple[str, ...] = ()


def bring_in(source: str, files: Iterable[tuple[str, bytes]], var: Path, root: Path) -> Outcome:
    """Read files and publish the edition they give, or hold it; raises `SourceError` and then changes nothing.

    A held candidate is stored but not current, and its files do not count as imported until it is published.
    """
    with one_at_a_time(var):
        batch = read_files(source, files, var)
        try:
            candidate = with_inputs(build(batch.read), batch)
        except SourceError as missing:
            remember(batch.imports, var)
            return Outcome(batch, None, (), False, str(missing))
        concerns = examine(candidate.as_edition(), _current(root))
        candidate = with_concerns(candidate, concerns)
        if any(concern.holds for concern in concerns):
            hold_back(candidate, batch.imports, root)
            return Outcome(batch, candidate.id, concerns, True, "", tuple(candidate.manifest["resting"]))
        publish(candidate, root)
        remember(batch.imports, var)
        return Outcome(batch, candidate.id, concerns, False, "", tuple(candidate.manifest["resting"]))


def _current(root: Path) -> Edition | None:
    try:
        return current_edition(root)
    except NoEdition:
        return None


def hold_back(candidate: Candidate, imports: Iterable[Import], root: Path) -> None:
    """Store a candidate without making it current, and note the imports that count once it is published."""
    store(candidate, root)
    _note_held(root, {**held(root), candidate.id: [asdict(entry) for entry in imports]})


def with_concerns(candidate: Candidate, concerns: tuple[Concern, ...]) -> Candidate:
    """A candidate whose manifest says what the gate found."""
    manifest = {**candidate.manifest, "concerns": [concern.as_dict() for concern in concerns]}
    return replace(candidate, manifest=manifest)


def held(root: Path) -> dict[str, list[dict[str, str]]]:
    """The editions that are held, each with the imports that it was built from."""
    try:
        found: dict[str, list[dict[str, str]]] = json.loads((root / HELD).read_text(encoding="utf-8"))
        return found
    except (FileNotFoundError, ValueError):
        return {}


def _note_held(root: Path, entries: dict[str, list[dict[str, str]]]) -> None:
    write_atomically(root / HELD, json.dumps(entries, ensure_ascii=False, indent=1).encode())


def _ensure_stored(edition_id: str, root: Path) -> None:
    if edition_id not in stored(root):
        raise NoEdition(f"There is no edition '{edition_id}'; 'python manage.py editions list' names those there are.")


def annotate(edition_id: str, root: Path, facts: dict[str, str]) -> None:
    """Note something in a stored edition's manifest."""
    path = root / edition_id / MANIFEST
    manifest = {**json.loads(path.read_text(encoding="utf-8")), **facts}
    write_atomically(path, sealed(manifest))
    load_edition.cache_clear()


def publish_held(edition_id: str, reason: str, var: Path, root: Path) -> None:
    """Make a stored edition current in spite of what was found, with a written reason that stays in its manifest."""
    with one_at_a_time(var):
        _ensure_stored(edition_id, root)
        if not reason.strip():
            raise NoEdition("Publishing by hand takes a reason; give it with --reason.")
        annotate(edition_id, root, {"published_because": reason.strip()})
        entries = held(root)
        if edition_id in entries:
            had = known_imports(var)
            new = [Import(**entry) for entry in entries.pop(edition_id)]
            remember([*had, *(entry for entry in new if entry not in had)], var)
            _note_held(root, entries)
        point_at(edition_id, root)


def hold(edition_id: str, reason: str, var: Path, root: Path) -> str:
    """Take an edition out of use: if it is the current one, go back to the one before; returns the current id."""
    with one_at_a_time(var):
        _ensure_stored(edition_id, root)
        if current_id(root) == edition_id:
            roll_back(root)
        annotate(edition_id, root, {"held_because": reason.strip() or "by hand"})
        _note_held(root, {edition_id: [], **held(root)})
        return str(current_id(root))


def before_current(root: Path) -> Edition | None:
    """The imported edition that was current before, to compare with; None where there is none or it is the starter set."""
    try:
        before = load_edition(root / (root / PREVIOUS).read_text(encoding="utf-8").strip())
    except (FileNotFoundError, NoEdition):
        return None
    return None if before.is_starter else before


def prune(root: Path, keep: int) -> list[str]:
    """Delete the oldest editions beyond `keep`, never the current one nor the one before it; returns what went."""
    previous = (root / PREVIOUS).read_text(encoding="utf-8").strip() if (root / PREVIOUS).exists() else None
    spared = {current_id(root), previous}
    gone = [edition_id for edition_id in stored(root)[: -keep or None] if edition_id not in spared]
    for edition_id in gone:
        shutil.rmtree(root / edition_id)
    return gone

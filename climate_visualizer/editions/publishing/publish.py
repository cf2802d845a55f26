"""Publication: a folder that is complete before it is named, and one atomic step that points at it."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from climate_visualizer.editions.edition_manifest import TableFacts
from climate_visualizer.editions.importing.build import Candidate
from climate_visualizer.editions.publishing import change_history
from climate_visualizer.editions.publishing.previous import earlier, lineage, published_before, remember_earlier
from climate_visualizer.editions.read import CURRENT, MANIFEST, TABLES, NoEdition, current_id
from climate_visualizer.sources.snapshots import write_atomically

SEAL = "seal"


def _parquet(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True)
    return buffer.getvalue()


def _written(frame: pl.DataFrame, path: Path) -> TableFacts:
    """Write one table; what the manifest says of it."""
    content = _parquet(frame)
    write_atomically(path, content)
    return {"rows": frame.height, "sha256": hashlib.sha256(content).hexdigest()}


def _as_text(manifest: Mapping[str, object]) -> bytes:
    return json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()


def sealed(manifest: Mapping[str, object]) -> bytes:
    """A manifest as it is written, with a checksum of all else that it says, so that a changed bit in it is found too."""
    bare = {key: value for key, value in manifest.items() if key != SEAL}
    return _as_text({**bare, SEAL: hashlib.sha256(_as_text(bare)).hexdigest()})


def _is_as_sealed(content: bytes, manifest: Mapping[str, object]) -> bool:
    """Whether a manifest is what was written; one from before manifests were sealed has no digest of its own at all."""
    if SEAL in manifest:
        return content == sealed(manifest)
    return not any(re.fullmatch(r"[0-9a-f]{64}", str(value)) for value in manifest.values())


def _write(candidate: Candidate, folder: Path) -> None:
    tables = {name: _written(candidate.tables[name], folder / f"{name}.parquet") for name in TABLES}
    write_atomically(folder / MANIFEST, sealed({**candidate.manifest, "tables": tables}))


def store(candidate: Candidate, root: Path) -> Path:
    """Write a candidate's folder; it appears whole or not at all. A sound one is left alone, a damaged one replaced."""
    folder = root / candidate.id
    if folder.exists():
        if not faults(candidate.id, root):
            return folder
        folder.rename(tempfile.mkdtemp(dir=root, prefix=".damaged-"))
    root.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(dir=root, prefix=".building-"))
    try:
        _write(candidate, workplace)
        workplace.chmod(0o700)
        workplace.rename(folder)
    except BaseException:
        shutil.rmtree(workplace, ignore_errors=True)
        if not folder.exists():
            raise
    return folder


def point_at(edition_id: str, root: Path) -> None:
    """Make an edition that is stored the current one, and remember the one before.

    What it changes is worked out first, so that it is there from the first request on.
    """
    if not (root / edition_id / MANIFEST).is_file():
        raise NoEdition(f"There is no edition '{edition_id}'; 'python manage.py editions list' names those there are.")
    before = current_id(root)
    if before == edition_id:
        return
    past = tuple(one for one in lineage(root) if one != before) + ((before,) if before else ())
    change_history.announce(root, (*past, edition_id))
    if past:
        remember_earlier(past, root)
    write_atomically(root / CURRENT, f"{edition_id}\n".encode())


def publish(candidate: Candidate, root: Path) -> str:
    """Store a candidate and make it current; returns its id."""
    store(candidate, root)
    point_at(candidate.id, root)
    return candidate.id


def ensure_stored(edition_id: str, root: Path) -> None:
    """An edition is one of those that are kept."""
    if edition_id not in stored(root):
        raise NoEdition(f"There is no edition '{edition_id}'; 'python manage.py editions list' names those there are.")


def ensure_sound(edition_id: str, root: Path) -> None:
    """A stored edition is as it was written, so that it may be shown."""
    ensure_stored(edition_id, root)
    if wrong := faults(edition_id, root):
        raise NoEdition(f"{wrong[0]} Build it again with 'python manage.py editions rebuild', or choose another.")


def way_back(root: Path, edition_id: str | None = None) -> str:
    """The edition that there is to go back to: the one before the current one, or a named one; sound, so that it can be shown."""
    past = earlier(root)
    if not (past or edition_id):
        raise NoEdition("There is no earlier edition to go back to.")
    chosen = edition_id or past[-1]
    ensure_sound(chosen, root)
    return chosen


def roll_back(root: Path, edition_id: str | None = None) -> str:
    """Make the edition before the current one, or a named one, current again; returns its id.

    What came after it is not among the earlier ones then, so that going back twice goes back further.
    """
    chosen, past, now = way_back(root, edition_id), published_before(root), current_id(root)
    if chosen not in past or now is None:
        point_at(chosen, root)
        return chosen
    past = past[: len(past) - 1 - past[::-1].index(chosen)]
    change_history.announce(root, (*past, chosen), ((now, chosen),))
    write_atomically(root / CURRENT, f"{chosen}\n".encode())
    remember_earlier(past, root)
    return chosen


def stored(root: Path) -> list[str]:
    """The ids of every edition that is kept, oldest release first."""
    return sorted(path.parent.name for path in root.glob(f"[!.]*/{MANIFEST}"))


def faults(edition_id: str, root: Path) -> list[str]:
    """What is wrong with a stored edition's files: a sentence for each that is missing or has changed."""
    folder = root / edition_id
    try:
        content = (folder / MANIFEST).read_bytes()
        manifest = json.loads(content.decode())
        tables = manifest["tables"]
    except (OSError, ValueError, KeyError):
        return [f"{edition_id}: the manifest is missing or damaged."]
    if not _is_as_sealed(content, manifest):
        return [f"{edition_id}: the manifest is not what was written."]
    problems = []
    for name, facts in tables.items():
        path = folder / f"{name}.parquet"
        if not path.is_file():
            problems.append(f"{edition_id}: {path.name} is missing.")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != facts["sha256"]:
            problems.append(f"{edition_id}: {path.name} is not what was written.")
    return problems

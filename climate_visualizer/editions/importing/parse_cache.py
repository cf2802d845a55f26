"""Parse cache: parsed tables are kept beside their bytes, so that an import reads only what is new.

What is missing, damaged or of other code is read again from the bytes. Only a file that this version refuses goes on as an
earlier one read it, where that is still here. An edition that is built again to prove it never looks here.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl

from climate_visualizer import sources
from climate_visualizer.editions.dictionary_encoding import packed_tables, unpacked
from climate_visualizer.editions.importing.isolated_reader import said_of
from climate_visualizer.sources import table
from climate_visualizer.sources.origin import CARDS, Card, Origin
from climate_visualizer.sources.publishers import package
from climate_visualizer.sources.snapshots import write_atomically
from climate_visualizer.sources.successions import FOLDER
from climate_visualizer.sources.table import FRAMES, SourceTables

READINGS = "readings"
CONTRACT: Mapping[str, Mapping[str, object]] = {part: getattr(table, part.upper()) for part in FRAMES}
ABOUT = "about.json"


@lru_cache(maxsize=1)
def _code() -> str:
    """All that readers are made of: their code, the cards, what became of areas, and the library that they read with."""
    digest = hashlib.sha256(pl.__version__.encode())
    folders = (Path(sources.__file__).parent, CARDS, FOLDER)
    for path in sorted(
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".csv")
    ):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def name_of(
    source: str,
    file_name: str,
    digest: str,
    areas: pl.DataFrame | None,
    cards: Mapping[str, Card] | None = None,
) -> str:
    """What a reading is kept under: it depends on the bytes, the file's name, the areas known then, and the code.

    That of a data package also on the cards of those that were there.
    """
    known = "" if areas is None else areas.write_csv()
    if source == package.SOURCE and cards:
        known += json.dumps(cards, sort_keys=True)
    facts = (_code(), source, file_name, digest, hashlib.sha256(known.encode()).hexdigest())
    return hashlib.sha256("\n".join(facts).encode()).hexdigest()


def keep(name: str, tables: SourceTables, var: Path) -> None:
    """Keep what a file was read as; it counts once the last part, which has the checksums of the others, is there."""
    folder, digests = var / READINGS / name, {}
    for part in FRAMES:
        frame = getattr(tables, part)
        if frame is not None:
            held = io.BytesIO()
            unpacked(frame).write_parquet(held, compression="zstd")
            write_atomically(folder / f"{part}.parquet", held.getvalue())
            digests[part] = hashlib.sha256(held.getvalue()).hexdigest()
    besides = {"new_names": tables.new_names, "notes": tables.notes, "card": tables.card}
    about = {"origin": tables.origin.as_dict(), "tables": digests, **besides}
    write_atomically(folder / ABOUT, json.dumps(about, ensure_ascii=False).encode())


def kept(name: str, var: Path) -> SourceTables | None:
    """What a file was read as; None if that is not kept, or not as it was written."""
    folder = var / READINGS / name
    try:
        # Any: JSON that any version wrote; a fault in it is caught below
        about: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        parts = {part: (folder / f"{part}.parquet").read_bytes() for part in about["tables"]}
        if any(hashlib.sha256(content).hexdigest() != about["tables"][part] for part, content in parts.items()):
            return None
        # Any: tables by the name of a field of `SourceTables`, which refuses a wrong one
        frames: dict[str, Any] = {part: pl.read_parquet(io.BytesIO(content)) for part, content in parts.items()}
        return packed_tables(SourceTables(Origin(**about["origin"]), **frames, **said_of(about)))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def read_before(digest: str, var: Path) -> tuple[str, SourceTables] | None:
    """What a file was read as by other code than this, the last time, and the name of that; None where nothing of use is kept."""
    about = (var / READINGS).glob(f"*/{ABOUT}")
    newest_first = sorted(about, key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first:
        if digest not in path.read_text(encoding="utf-8"):
            continue
        found = kept(path.parent.name, var)
        if found is not None and found.origin.sha256 == digest and _is_of_this_form(found):
            return path.parent.name, found
    return None


def _is_of_this_form(tables: SourceTables) -> bool:
    """Whether each table has the columns that it has today."""
    frames = {part: getattr(tables, part) for part in FRAMES}
    return all(frame is None or frame.columns == list(CONTRACT[part]) for part, frame in frames.items())


def forget_all_but(names: Iterable[str], var: Path) -> None:
    """Delete readings that no import uses any more."""
    wanted = set(names)
    for folder in (var / READINGS).glob("*"):
        if folder.name not in wanted:
            shutil.rmtree(folder, ignore_errors=True)

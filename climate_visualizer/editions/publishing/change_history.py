"""History of changes, kept beside the editions: for every step from one published edition to the next, a table that stays.

`changes/<before>..<after>/` has what the step changed: `areas.parquet`, a row an area that there is something to tell of
(what was left, what is left, because of what), `figures.parquet`, a row a figure, and `about.json`. A folder is written whole or
not at all and never changed. What reads it needs neither of the two editions, so that pruning takes no history away.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import polars as pl

from climate_visualizer.editions.publishing.edition_changes import CHANGES
from climate_visualizer.editions.read import Edition
from climate_visualizer.sources.snapshots import write_atomically

FOLDER, ABOUT, BETWEEN = "changes", "about.json", ".."
AreaRow = dict[str, Any]  # a row of `AREAS`, by its columns
ROWS_TOGETHER = (
    2_000  # rows a group: an area has at most a few hundred, so that reading one area reads one group or two
)
FIGURES = {name: pl.String if isinstance(kind, pl.Categorical) else kind for name, kind in CHANGES.items()}
AREAS: dict[str, pl.DataType | type[pl.DataType]] = {
    "area_id": pl.String,
    "gas": pl.String,
    "choices": pl.String,
    "remaining_from_t": pl.Float64,
    "remaining_to_t": pl.Float64,
    "used_up_from": pl.Date,
    "used_up_to": pl.Date,
    "world_t": pl.Float64,
    "world_from_gt": pl.Float64,
    "world_to_gt": pl.Float64,
    "world_from_start": pl.Int32,
    "world_to_start": pl.Int32,
    "world_used_up_from": pl.Date,
    "world_used_up_to": pl.Date,
    "method": pl.String,
    "method_t": pl.Float64,
    "method_used_up_from": pl.Date,
    "method_used_up_to": pl.Date,
    "years": pl.String,  # JSON: [year, kind, from t, to t, per cent, the sector that moved most], the newest first
    "size_t": pl.Float64,
}


@dataclass(frozen=True)
class About:
    """A step as a whole: which editions, the day it was worked out for, when the newest file came out, what came and went."""

    before: str
    after: str
    day: str
    released: str
    new_years: tuple[str, ...] = ()
    vanished_years: tuple[str, ...] = ()
    new_areas: int = 0
    vanished_areas: int = 0
    revised_totals: int = 0
    revised_areas: int = 0


def with_counts(about: About, before: Edition, after: Edition, table: pl.DataFrame) -> About:
    """A step with its numbers, from differences worked out already: years and areas that came and went, figures revised."""
    years = [set(edition.emissions["year"].unique()) for edition in (before, after)]
    areas = [{area.id for area in edition.areas} for edition in (before, after)]
    revised = table.filter((pl.col("kind") == "revised") & (pl.col("sector") == "total"))
    return replace(
        about,
        new_years=tuple(map(str, sorted(years[1] - years[0]))),
        vanished_years=tuple(map(str, sorted(years[0] - years[1]))),
        new_areas=len(areas[1] - areas[0]),
        vanished_areas=len(areas[0] - areas[1]),
        revised_totals=revised.height,
        revised_areas=revised["area_id"].n_unique(),
    )


def folder_of(before: str, after: str, root: Path) -> Path:
    """Where a step is kept."""
    return root / FOLDER / f"{before}{BETWEEN}{after}"


def is_kept(before: str, after: str, root: Path) -> bool:
    """Whether a step has been written; its description comes last."""
    return (folder_of(before, after, root) / ABOUT).is_file()


def keep(about: About, areas: pl.DataFrame, figures: pl.DataFrame, root: Path) -> None:
    """Write a step's folder; it appears whole or not at all."""
    folder = folder_of(about.before, about.after, root)
    folder.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".building-"))
    try:
        tables = {"areas": areas, "figures": figures}
        digests = {name: _written(frame, workplace / f"{name}.parquet") for name, frame in tables.items()}
        facts = {**asdict(about), "tables": digests}
        write_atomically(workplace / ABOUT, json.dumps(facts, ensure_ascii=False, indent=1).encode())
        workplace.chmod(0o700)
        shutil.rmtree(folder, ignore_errors=True)
        workplace.rename(folder)
    except BaseException:
        shutil.rmtree(workplace, ignore_errors=True)
        raise


def _written(frame: pl.DataFrame, path: Path) -> str:
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=True, row_group_size=ROWS_TOGETHER)
    write_atomically(path, buffer.getvalue())
    return hashlib.sha256(buffer.getvalue()).hexdigest()


def read_about(folder: Path) -> About:
    """What a kept step is of."""
    # Any: JSON; `About` refuses a wrong field
    facts: dict[str, Any] = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
    del facts["tables"]
    years = {name: tuple(facts[name]) for name in ("new_years", "vanished_years")}
    return About(**{**facts, **years})


def read_areas(folder: Path) -> pl.DataFrame:
    """Every area that a step has something to tell of."""
    return pl.read_parquet(folder / "areas.parquet")


def read_figures(folder: Path, area_id: str) -> pl.DataFrame:
    """The figures of one area that a step changed, in the order of the table, without reading those of the others."""
    return pl.scan_parquet(folder / "figures.parquet").filter(pl.col("area_id") == area_id).collect()


def faults(root: Path) -> list[str]:
    """A sentence for each kept step whose tables are missing or have changed."""
    return [fault for folder in sorted((root / FOLDER).glob(f"*{BETWEEN}*")) for fault in _faults(folder)]


def _faults(folder: Path) -> Iterator[str]:
    try:
        digests = json.loads((folder / ABOUT).read_text(encoding="utf-8"))["tables"]
    except (OSError, ValueError, KeyError):
        yield f"{FOLDER}/{folder.name}: {ABOUT} is missing or damaged; delete the folder and run 'python manage.py prepare'."
        return
    for name, digest in digests.items():
        path = folder / f"{name}.parquet"
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield (
                f"{FOLDER}/{folder.name}: {path.name} is not what was written; delete the folder and run "
                "'python manage.py prepare' while both editions are kept."
            )


def chain(ids: tuple[str, ...], root: Path) -> tuple[tuple[str, str], ...]:
    """The kept steps that lead through published editions to the last of them, the newest first.

    Where an edition was lost before its step was written, the step from the nearest one before it stands.
    """
    steps = []
    for at in range(len(ids) - 1, 0, -1):
        for before in reversed(ids[:at]):
            if is_kept(before, ids[at], root):
                steps.append((before, ids[at]))
                break
    return tuple(steps)


def forget(ids: tuple[str, ...], stored: tuple[str, ...], root: Path) -> list[str]:
    """Delete steps that lead neither to a published edition that is remembered nor to one that is kept; returns which."""
    wanted = {*ids, *stored}
    there = [path.name for path in (root / FOLDER).glob(f"[!.]*{BETWEEN}*")]
    gone = [name for name in there if name.partition(BETWEEN)[2] not in wanted]
    for name in gone:
        shutil.rmtree(root / FOLDER / name)
    return gone


Switch = Callable[[Path, tuple[str, ...], tuple[tuple[str, str], ...]], None]
_listeners: list[Switch] = []


def before_every_switch(listener: Switch) -> None:
    """Have a function called before another edition becomes current, with the ids published then, and steps beside them."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(root: Path, ids: tuple[str, ...], beside: tuple[tuple[str, str], ...] = ()) -> None:
    """Tell who has asked for it that another edition is about to become current."""
    for listener in _listeners:
        listener(root, ids, beside)

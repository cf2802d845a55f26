"""History of current editions, for rollback and for what changed since."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from climate_visualizer.editions.read import MANIFEST, current_id
from climate_visualizer.sources.snapshots import write_atomically

PREVIOUS = "previous"
MOST = 50


def published_before(root: Path) -> tuple[str, ...]:
    """The ids of the editions that were current before, the newest last, also of those that have been pruned since."""
    try:
        return tuple((root / PREVIOUS).read_text(encoding="utf-8").split())
    except FileNotFoundError:
        return ()


def lineage(root: Path) -> tuple[str, ...]:
    """Every edition that was current, in order, with the current one last."""
    ids = [*published_before(root), *filter(None, [current_id(root)])]
    return tuple(one for one, _ in groupby(ids))


def earlier(root: Path) -> tuple[str, ...]:
    """The ids of the kept editions that were current before the current one, the newest last."""
    now = current_id(root)
    return tuple(one for one in published_before(root) if one != now and (root / one / MANIFEST).is_file())


def remember_earlier(ids: Iterable[str], root: Path) -> None:
    """Write down which editions were current before; the oldest of very many are forgotten."""
    write_atomically(root / PREVIOUS, "".join(f"{one}\n" for one in tuple(ids)[-MOST:]).encode())

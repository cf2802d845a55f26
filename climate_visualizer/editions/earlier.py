"""The editions that were current before, and those of them in which something that is told of was another."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from climate_visualizer.editions.read import MANIFEST, Edition, NoEdition, current_id, load_edition
from climate_visualizer.sources.snapshots import write_atomically

PREVIOUS = "previous"
MOST = 50
TOLD = ("emissions", "world_budgets")


def earlier(root: Path) -> tuple[str, ...]:
    """The ids of the editions that were current before the current one, the newest last."""
    try:
        lines = (root / PREVIOUS).read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return ()
    now = current_id(root)
    return tuple(one for one in lines if one != now)


def remember_earlier(ids: Iterable[str], root: Path) -> None:
    """Write down which editions were current before; the oldest of very many are forgotten."""
    write_atomically(root / PREVIOUS, "".join(f"{one}\n" for one in tuple(ids)[-MOST:]).encode())


def before_current(root: Path) -> Edition | None:
    """The imported edition that was current before, to compare with; None where there is none or it is the starter set."""
    try:
        before = load_edition(root / earlier(root)[-1])
    except (IndexError, NoEdition):
        return None
    return None if before.is_starter else before


@lru_cache(maxsize=2 * MOST)
def _told(folder: Path) -> tuple[object, ...] | None:
    """What makes an edition another one for readers: its figures, the world's budgets, the methods; None for a starter set."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if manifest.get("starter"):
        return None
    tables = manifest.get("tables", {})
    digests = [tables.get(name, {}).get("sha256") for name in TOLD]
    return (*digests, json.dumps(manifest.get("recipes", {}), sort_keys=True))


def befores(root: Path) -> Iterator[Edition]:
    """Earlier imported editions that readers would tell from the ones after them, the newest first."""
    now = current_id(root)
    last = _told(root / now) if now else None
    for edition_id in reversed(earlier(root)):
        told = _told(root / edition_id)
        if told is not None and told != last:
            last = told
            try:
                yield load_edition(root / edition_id)
            except NoEdition:
                continue

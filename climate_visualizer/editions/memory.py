"""Memory of editions: two at most, and with one that goes, everything that was worked out from it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from climate_visualizer.caches import CACHE

if TYPE_CHECKING:
    from climate_visualizer.editions.read import Edition

MOST = 2  # the current edition, and one that somebody asks for by its name or that is compared with


def named(edition: Edition, key: str) -> Edition:
    """An edition whose results are kept by a name of its choice."""
    object.__setattr__(edition, "cache_key", key)
    return edition


def varied(edition: Edition, key: str, **changes: Any) -> Edition:  # fields of `Edition`, which refuses a wrong one
    """An edition with something changed, kept by its name and that of the change, and forgotten together with it."""
    return named(replace(edition, **changes), f"{edition.cache_key}+{key}")


class Loaded:
    """The editions read last, by their folders."""

    def __init__(self, read: Callable[[Path], Edition]) -> None:
        self._read, self._lock = read, Lock()
        self._editions: OrderedDict[Path, Edition] = OrderedDict()

    def __call__(self, folder: Path) -> Edition:
        """The edition kept in a folder; raises `NoEdition` for one that cannot be read."""
        with self._lock:
            if folder in self._editions:
                self._editions.move_to_end(folder)
                return self._editions[folder]
            edition = self._editions[folder] = named(self._read(folder), str(folder))
            if len(self._editions) > MOST:
                _, gone = self._editions.popitem(last=False)
                CACHE.forget(gone.cache_key)
        return edition

    def cache_clear(self) -> None:
        with self._lock:
            for edition in self._editions.values():
                CACHE.forget(edition.cache_key)
            self._editions.clear()

    def in_memory(self) -> tuple[str, ...]:
        """The ids of the editions in memory."""
        return tuple(edition.id for edition in list(self._editions.values()))

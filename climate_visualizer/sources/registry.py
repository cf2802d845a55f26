"""Registry of sources: the folder `publishers` is the list. A file in it that has a ``SOURCE`` and a ``read`` is a source."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from types import ModuleType

from climate_visualizer.sources import publishers
from climate_visualizer.sources.table import SourceError, SourceTables, listed

Reader = Callable[..., SourceTables]


@lru_cache(maxsize=1)
def sources() -> dict[str, ModuleType]:
    """Every source's module by its name; its card is `origin.facts(name)`."""
    names = [module.name for module in pkgutil.iter_modules(publishers.__path__)]
    modules = [import_module(f"{publishers.__name__}.{name}") for name in names]
    return {module.SOURCE: module for module in modules if hasattr(module, "SOURCE") and hasattr(module, "read")}


def readers() -> dict[str, Reader]:
    """Every source's ``read`` by its name."""
    return {name: module.read for name, module in sources().items()}


def reader(name: str) -> Reader:
    """One source's ``read``; an unknown name is a sentence that lists the known ones."""
    by_name = readers()
    if name not in by_name:
        raise SourceError(f"There is no source '{name}'; choose one of: {listed(by_name, most=len(by_name))}.")
    return by_name[name]

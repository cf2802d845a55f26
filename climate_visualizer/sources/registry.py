"""The folder is the registry: a file in this room that has a ``SOURCE`` and a ``read`` is a source."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from climate_visualizer.sources.table import SourceTables

Reader = Callable[..., SourceTables]


@lru_cache(maxsize=1)
def readers() -> dict[str, Reader]:
    """Every source's ``read`` by its name."""
    here = Path(__file__).parent
    modules = [import_module(f"{__package__}.{found.name}") for found in pkgutil.iter_modules([str(here)])]
    return {module.SOURCE: module.read for module in modules if hasattr(module, "SOURCE") and hasattr(module, "read")}

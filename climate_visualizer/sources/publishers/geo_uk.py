"""The United Kingdom's boundaries: local authorities and regions by their official codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import polars as pl

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading.boundary_files import changed_files, outlines
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.table import SourceError, SourceTables

SOURCE = "geo_uk"


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The files of local authorities and regions that have changed; `base` stands in for their host."""
    return changed_files(SOURCE, known=known, base=base)


def _area_id(properties: Mapping[str, object], name: str) -> str:
    """An authority or region by its nine-character code."""
    code = str(properties.get("AREACD", ""))
    if not re.fullmatch(r"[A-Z]\d{8}", code):
        raise SourceError(f"{name} has a shape without an official code ({properties}); download it again.")
    return f"GB-{code}"


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """The boundaries of authorities or of regions; raises `SourceError` for another file."""
    return outlines(SOURCE, content, file_name, facts(SOURCE)["card"]["title"], _area_id)

"""Sweden's boundaries: counties by number, municipalities by official code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading.boundary_files import changed_files, outlines
from climate_visualizer.sources.reading.download import Download
from climate_visualizer.sources.table import SourceError, SourceTables

SOURCE = "geo_sweden"


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The files of counties and municipalities that have changed; `base` stands in for their host."""
    return changed_files(SOURCE, known=known, base=base)


def _area_id(properties: Mapping[str, object], name: str) -> str:
    """A municipality by its four digits, a county by its number."""
    code = properties.get("id") if "kom_namn" in properties else properties.get("l_id")
    digits, width = str(code or ""), 4 if "kom_namn" in properties else 2
    if not digits.isdecimal() or len(digits) > width:
        raise SourceError(f"{name} has a shape without an official code ({properties}); download it again.")
    return f"SE-{digits.zfill(width)}"


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """The boundaries of counties or of municipalities; raises `SourceError` for another file."""
    return outlines(SOURCE, content, file_name, facts(SOURCE)["card"]["title_sv"], _area_id)

"""The United Kingdom's boundaries: local authorities and regions by their official codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from climate_visualizer.sources.geometry import boundaries, shapes
from climate_visualizer.sources.http import Download, Limits, authority, download
from climate_visualizer.sources.origin import facts, origin_of
from climate_visualizer.sources.table import SourceError, SourceTables

SOURCE = "geo_uk"


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """The files of local authorities and regions that have changed; `base` stands in for their host."""
    card = facts(SOURCE)["card"]
    root = f"{base.rstrip('/')}/{SOURCE}" if base else card["address"]
    for name in card["files"]:
        url = f"{root}/{name}"
        found = download(url, known=known.get(url), allowed_hosts={authority(url)}, limits=Limits(size=20 * 2**20))
        if found:
            yield found


def _area_id(properties: dict[str, Any], name: str) -> str:
    """An authority or region by its nine-character code."""
    code = str(properties.get("AREACD", ""))
    if not re.fullmatch(r"[A-Z]\d{8}", code):
        raise SourceError(f"{name} has a shape without an official code ({properties}); download it again.")
    return f"GB-{code}"


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """The boundaries of authorities or of regions; raises `SourceError` for another file."""
    card = facts(SOURCE)["card"]
    found = [(_area_id(properties, file_name), polygons) for properties, polygons in shapes(content, file_name)]
    table = boundaries(found, card["tolerance"], file_name)
    title, day = f"{card['title']}: {file_name}", card["as_of"]
    origin = origin_of(SOURCE, content=content, file_name=file_name, title=title, release_date=day)
    return SourceTables(origin, boundaries=table)

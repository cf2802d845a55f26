"""Summary of a stored edition without loading it: its manifest, and what columns of its tables say in a few numbers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from climate_visualizer.caches import remembered
from climate_visualizer.editions.edition_manifest import Manifest
from climate_visualizer.editions.not_found import unreadable
from climate_visualizer.editions.read import MANIFEST


@dataclass(frozen=True)
class Outline:
    """What lists of editions show of one."""

    id: str
    is_starter: bool
    code_version: str
    areas: int
    gases: tuple[str, ...]
    years: tuple[int, ...]
    disputes: int
    origins: tuple[dict[str, str], ...]


def outline(folder: Path) -> Outline:
    """The outline of the edition kept in a folder; raises `NoEdition` for one that cannot be read."""
    try:
        return _outline(folder, (folder / MANIFEST).stat().st_mtime_ns)
    except (OSError, ValueError, KeyError, pl.exceptions.PolarsError) as problem:
        raise unreadable(folder, problem) from problem


@remembered
def _outline(folder: Path, written: int) -> Outline:
    manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    emissions = pl.scan_parquet(folder / "emissions.parquet")
    gases, years = (
        emissions.select(pl.col(name).unique().sort()).collect()[name].to_list() for name in ("gas", "year")
    )
    heights = {
        name: pl.scan_parquet(folder / f"{name}.parquet").select(pl.len()).collect().item()
        for name in ("areas", "disputes")
    }
    return Outline(
        id=manifest["id"],
        is_starter=bool(manifest["starter"]),
        code_version=str(manifest["code_version"]),
        areas=heights["areas"],
        gases=tuple(sorted(map(str, gases))),
        years=tuple(years),
        disputes=heights["disputes"],
        origins=tuple(manifest["origins"]),
    )

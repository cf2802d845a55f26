"""Statistics of the story of a year: what is published when it begins, up to 2022, and the release that brings 2023.

Both are SMHI's, of 2024 and of 2025, where the publishers' files are; elsewhere they are the starter set without its last year
and with it.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import polars as pl
from built_once import built_once
from conftest import STARTER, SWEDEN, import_sweden, real_folder
from sources import smhi_2025

from climate_visualizer.editions.importing.build import build
from climate_visualizer.editions.importing.starter import starter_tables
from climate_visualizer.editions.publishing.publish import publish

LAST_YEAR = "2023"


def begin(work: Path) -> Path:
    """A site's folder with the statistics that there are when the story begins."""
    real = real_folder()
    if real.is_dir():
        paths = [real / source / name for source, names in SWEDEN.items() for name in names]
        return built_once("sweden", paths, work, partial(import_sweden, real))
    _publish_starter(work, pl.exclude(LAST_YEAR))
    return work


def bring_in(var: Path, manage: Callable[..., str]) -> str:
    """Import the release that has come, as an operator does; what was said of it."""
    real = real_folder()
    if not real.is_dir():
        return f"Edition {_publish_starter(var, pl.all())} is current."
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / smhi_2025.NAME
        path.write_bytes(smhi_2025.workbook(real, smhi_2025.codes(real)))
        return manage("import_statistics", "se_smhi", str(path))


def emitted(municipality: str, area_id: str) -> float:
    """What the release says of a municipality's last year, tonnes, read by another way than the site's."""
    real = real_folder()
    if real.is_dir():
        rows = smhi_2025.figures(real).filter(pl.col("year") == int(LAST_YEAR), pl.col("sector") == "Alla")
        return float(rows.filter(pl.col("municipality") == municipality)["tonnes"].item())
    rows = pl.read_csv(STARTER / "emissions.csv").filter(pl.col("area_id") == area_id, pl.col("sector") == "total")
    return float(rows[LAST_YEAR].item())


def _publish_starter(var: Path, columns: pl.Expr) -> str:
    """The starter set with these columns of its emissions as an edition of its own, which no later start renews."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(STARTER, Path(folder) / "starter")
        pl.read_csv(copy / "emissions.csv").select(columns).write_csv(copy / "emissions.csv")
        return publish(build(starter_tables(copy)), var / "editions")

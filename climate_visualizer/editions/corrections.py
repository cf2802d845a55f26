"""Corrections by hand, from ``data/corrections``: what, from, to, why, by whom, applied when an edition is built."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

CORRECTIONS = Path(__file__).resolve().parents[2] / "data" / "corrections"
CORRECTED = "corrected"
NEAR_T = 0.5


@dataclass(frozen=True)
class Correction:
    """One figure that is put right: tonnes of an area, gas, sector, sub-sector and year, with the reason in each language."""

    name: str
    area: str
    gas: str
    sector: str
    subsector: str
    year: int
    from_t: float
    to_t: float
    reported_by: str
    evidence: str
    status: str
    reason: dict[str, str]


@dataclass(frozen=True, eq=False)
class Corrected:
    """Figures with corrections applied, those that were, and a sentence for each that rests."""

    emissions: pl.DataFrame
    applied: tuple[Correction, ...]
    resting: tuple[str, ...]


def load_corrections(folder: Path = CORRECTIONS) -> tuple[Correction, ...]:
    """Every correction that is kept, in the order of the files' names."""
    return tuple(_read(path) for path in sorted(folder.glob("*.toml")))


def _read(path: Path) -> Correction:
    raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return Correction(name=path.stem, **{**raw, "from_t": float(raw["from_t"]), "to_t": float(raw["to_t"])})


def correct(emissions: pl.DataFrame, areas: pl.DataFrame, corrections: tuple[Correction, ...]) -> Corrected:
    """Apply what is to be applied; one whose figure is no longer what it says rests, with a sentence.

    The figure, the totals above it in the same area, and the same figures of every area around it move by the difference.
    """
    applied, resting = [], []
    for one in corrections:
        if one.status != "applied":
            continue
        found = emissions.filter(_at(one, [one.area], [(one.sector, one.subsector)]))
        if found.height != 1 or abs(found["tonnes"][0] - one.from_t) > NEAR_T:
            said = f"{found['tonnes'][0]:.0f} t" if found.height else "no figure"
            resting.append(f"The correction {one.name} rests: it expects {one.from_t:.0f} t, and there is {said}.")
            continue
        emissions = _moved(emissions, one, _around(areas, one.area))
        applied.append(one)
    return Corrected(emissions, tuple(applied), tuple(resting))


def _at(one: Correction, areas: list[str], series: list[tuple[str, str]]) -> pl.Expr:
    places = pl.any_horizontal((pl.col("sector") == sector) & (pl.col("subsector") == part) for sector, part in series)
    return pl.col("area_id").is_in(areas) & (pl.col("gas") == one.gas) & (pl.col("year") == one.year) & places


def _moved(emissions: pl.DataFrame, one: Correction, areas: list[str]) -> pl.DataFrame:
    series = {(one.sector, one.subsector), (one.sector, "total"), ("total", "total")}
    touched = _at(one, areas, sorted(series))
    return emissions.with_columns(
        tonnes=pl.when(touched).then(pl.col("tonnes") + one.to_t - one.from_t).otherwise(pl.col("tonnes")),
        status=pl.when(touched).then(pl.lit(CORRECTED, dtype=emissions.schema["status"])).otherwise(pl.col("status")),
    )


def _around(areas: pl.DataFrame, area_id: str) -> list[str]:
    """An area and all that are around it."""
    parents = dict(zip(areas["area_id"], areas["parent_id"], strict=True))
    found = [area_id]
    while (parent := parents.get(found[-1])) is not None:
        found.append(parent)
    return found

"""Corrections by hand, from ``data/corrections``: what, from, to, why, by whom, applied when an edition is built."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

import polars as pl

from climate_visualizer.places import DATA, Toml
from climate_visualizer.sources.table import SourceError, listed

CORRECTIONS = DATA / "corrections"
CORRECTED = "corrected"
STATUSES = ("applied", "proposed", "rejected")
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
    """One correction; a file that is not in the form of the README is a sentence that says what is amiss."""
    try:
        raw: Toml = tomllib.loads(path.read_text(encoding="utf-8"))
        wrong = _amiss(raw)
    except ValueError as damage:  # neither TOML nor text
        raw, wrong = {}, str(damage)
    if wrong:
        raise SourceError(f"The correction {path} cannot be used: {wrong}; the README beside it has the form.")
    return Correction(name=path.stem, **{**raw, "from_t": float(raw["from_t"]), "to_t": float(raw["to_t"])})


def _amiss(raw: Mapping[str, object]) -> str:
    """What a correction lacks or has wrong; empty where it is well."""
    names = {one.name for one in fields(Correction)} - {"name"}
    if raw.keys() != names:
        lacking, odd = sorted(names - raw.keys()), sorted(raw.keys() - names)
        return f"it has no {listed(lacking)}" if lacking else f"nothing is called {listed(odd)}"
    numbers = {key: raw[key] for key in ("from_t", "to_t", "year")}
    if odd := [key for key, one in numbers.items() if isinstance(one, bool) or not isinstance(one, int | float)]:
        return f"its {listed(odd)} is no number"
    if raw["status"] not in STATUSES:
        return f"its status is '{raw['status']}', not one of {listed(STATUSES)}"
    if not isinstance(raw["reason"], dict) or not {"en", "sv"} <= raw["reason"].keys():
        return "its reason is not in en and sv"
    return ""


def correct(emissions: pl.DataFrame, areas: pl.DataFrame, corrections: tuple[Correction, ...]) -> Corrected:
    """Apply what is to be applied; one whose figure is no longer what it says rests, with a sentence.

    The figure, the totals above it in the same area, and the same figures of every area around it move by the difference.
    """
    applied, resting = [], []
    for one in corrections:
        if one.status != "applied":
            continue
        matched = emissions.filter(_at(one, [one.area], [(one.sector, one.subsector)]))
        if matched.height != 1 or abs(matched["tonnes"][0] - one.from_t) > NEAR_T:
            published = f"{matched['tonnes'][0]:.0f} t" if matched.height else "no figure"
            resting.append(f"The correction {one.name} rests: it expects {one.from_t:.0f} t, and there is {published}.")
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
    chain = [area_id]
    while (parent := parents.get(chain[-1])) is not None:
        chain.append(parent)
    return chain

"""What became of areas: which gave way to which, and when, from ``data/areas``; and their figures added up for who came after."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from climate_visualizer.places import DATA, Toml
from climate_visualizer.sources.reading.totals import DIGITS
from climate_visualizer.sources.slugs import plain

FOLDER = DATA / "areas"


@dataclass(frozen=True)
class Place:
    """An area by its id and name."""

    area: str
    name: str


@dataclass(frozen=True)
class Change:
    """On a day some areas gave way to others; `order` is the law that says so."""

    on: date
    order: str
    gone: tuple[Place, ...]
    into: tuple[Place, ...]


@dataclass(frozen=True)
class Gone:
    """An area that is no more in an edition: up to when it was, and the areas that came instead."""

    area_id: str
    name: str
    country: str
    slug: str
    valid_to: str
    successors: tuple[str, ...]


def _change(raw: Toml) -> Change:
    gone, into = (tuple(Place(**place) for place in raw[side]) for side in ("from", "into"))
    return Change(on=raw["on"], order=raw["order"], gone=gone, into=into)


@lru_cache(maxsize=1)
def changes() -> tuple[Change, ...]:
    """Every change of every country, the earliest first."""
    files = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(FOLDER.glob("changes-*.toml"))]
    every_change = [_change(raw) for file in files for raw in file["change"]]
    return tuple(sorted(every_change, key=lambda change: change.on))


@lru_cache(maxsize=4096)
def began(area_id: str) -> Change | None:
    """The change that an area came from; None for one that has been there as long as the statistics."""
    alone = [change for change in changes() if [place.area for place in change.into] == [area_id]]
    return alone[-1] if alone else None


@lru_cache(maxsize=4096)
def ended(area_id: str) -> Change | None:
    """The change by which an area gave way to others; None for one that is still there."""
    return next((change for change in changes() if area_id in [place.area for place in change.gone]), None)


def _successors(area_id: str, there: frozenset[str]) -> tuple[str, ...] | None:
    """The areas that came in the end, if all of them are there; None if one is not."""
    change, ids = ended(area_id), []
    if change is None:
        return None
    for place in change.into:
        later = (
            (place.area,)
            if place.area in there and not _given_way(place.area, there)
            else _successors(place.area, there)
        )
        if later is None:
            return None
        ids += [one for one in later if one not in ids]
    return tuple(ids)


def _given_way(area_id: str, there: frozenset[str]) -> bool:
    return _successors(area_id, there) is not None


def gone(areas: pl.DataFrame) -> tuple[Gone, ...]:
    """The areas that have given way to areas of a list, in order of their ids."""
    there = frozenset(areas["area_id"])
    gone_areas = []
    for change in changes():
        for place in change.gone:
            successors = _successors(place.area, there)
            if successors:
                country = place.area.partition("-")[0]
                gone_areas.append(
                    Gone(place.area, place.name, country, plain(place.name), change.on.isoformat(), successors)
                )
    return tuple(sorted(gone_areas, key=lambda one: one.area_id))


def carried(frame: pl.DataFrame, retired: tuple[Gone, ...], *, within: list[str], value: str) -> pl.DataFrame:
    """A table in which areas that have given way are added up for the one that came instead, and are left out themselves.

    `within` names the columns (besides the area's) of what an area has its own figures for or not: gas and year. Nothing is
    added up where the new area has figures itself, where one of the old ones has none, or where several came instead.
    """
    left = {one.area_id for one in retired}
    for change in changes():
        old = [place.area for place in change.gone]
        if left.isdisjoint(old):
            continue
        if len(change.into) == 1:
            frame = pl.concat([frame, _summed(frame, old, change.into[0].area, within, value)])
        frame = frame.filter(~pl.col("area_id").is_in(old))
    return frame


def _summed(frame: pl.DataFrame, old: list[str], new: str, within: list[str], value: str) -> pl.DataFrame:
    rows = frame.filter(pl.col("area_id").is_in(old))
    complete = rows.group_by(within).agg(pl.col("area_id").n_unique()).filter(pl.col("area_id") == len(old))
    own = frame.filter(pl.col("area_id") == new).select(within).unique()
    taken = rows.join(complete, on=within, how="semi").join(own, on=within, how="anti")
    key = [name for name in frame.columns if name not in ("area_id", value, "status")]
    exact = pl.col(value).sum().round(DIGITS) if frame.schema[value].is_float() else pl.col(value).sum()
    summed = taken.group_by(key).agg(exact, pl.col("status").sort().first()).with_columns(area_id=pl.lit(new))
    return summed.select([pl.col(name).cast(kind) for name, kind in frame.schema.items()])

"""Indicators of Global Climate Change: the world's remaining budgets, a vintage a file, and its greenhouse gases by year."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

import polars as pl

from climate_visualizer.sources.countries import (
    as_numbers,
    as_years,
    ensure_ended,
    ensure_once,
    last_day,
    table_of_text,
)
from climate_visualizer.sources.origin import Origin, facts, origin_of
from climate_visualizer.sources.reading.download import Download, Limits, authority, download
from climate_visualizer.sources.table import (
    WORLD_BUDGETS,
    WORLD_EMISSIONS,
    SourceError,
    SourceTables,
    Troubles,
    listed,
)

SOURCE = "world_igcc"
SERIES = "igcc"
_LIMITS = Limits(size=5 * 2**20)
# The published assumptions; files beside the main one change one of them and have very different numbers. What differs
# from year to year is warming to date (hdT) and what was emitted since then (recEm); 0 of it is another variant.
_DAY = r"\d{4}-\d{2}-\d{2}"
_MAIN = re.compile(
    rf"(?:(?P<day>{_DAY})__)?(?:(?P<again>{_DAY})__)?(?P<kind>WG1-|updateMAGICCscen_temp2013_2022-)?budget_normal_magicc_True_"
    r"fair_False_esf_7\.1pm26\.7_likeli_0\.6827_nonCO2pc50\.0_GtCO2_permaf_False_zecsd_0\.0_asym_False_"
    r"hdT_(?P<warming>\d\.\d+)NonlinNonCO2_all_None_recEm(?P<emitted>[1-9]\d*)\.csv"
)
_RERUN = "WG1-"
_SERIES_FILE = re.compile(r"green?house_gas_emissions_co2eq\.csv")
_TARGET = "dT_targets"
_WARMING = "Future_warming"
_PARTS = ("CO2-FFI", "CO2-LULUCF", "CH4", "N2O", "F-gases")


@dataclass(frozen=True)
class _Named:
    """What a file's name says: when it was (last) made, for which vintage, from which year, with which assumptions."""

    day: str
    vintage: str
    title: str
    start: int
    warming: float
    emitted: float


@dataclass(frozen=True)
class _Place:
    """Where the repository's lists are, and the hosts that files may come from."""

    root: str
    hosts: set[str]

    def answer(self, path: str) -> Any:  # JSON of an archive; what is wrong in it is caught where it is asked
        """What the repository says, as JSON."""
        url = f"{self.root}/{path}"
        downloaded = download(url, allowed_hosts=self.hosts, limits=_LIMITS)
        try:
            return json.loads(downloaded.content) if downloaded else None
        except ValueError:
            raise SourceError(f"{url} did not answer with JSON; check where the publisher has moved to.") from None

    def listed(self, folder: str, wanted: re.Pattern[str]) -> list[tuple[str, str]]:
        """The name and address of each file in a folder that is named as wanted."""
        entries = self.answer(f"contents/{folder}")
        if not isinstance(entries, list):
            raise SourceError(f"{self.root} does not list {folder}; check where the publisher has moved to.")
        entries_there = [(str(entry.get("name")), str(entry.get("download_url"))) for entry in entries]
        files = sorted((name, address) for name, address in entries_there if wanted.fullmatch(name))
        if not files:
            raise SourceError(f"{folder} has no file named as {SOURCE} knows them; see what they are called now.")
        return files

    def days(self, path: str) -> tuple[str, str]:
        """The days on which a file came first and last, for a name without a date."""
        changes = self.answer(f"commits?per_page=100&path={quote(path)}")
        try:
            days = [str(change["commit"]["committer"]["date"])[:10] for change in changes]
            return min(days), max(days)
        except (TypeError, KeyError, ValueError):
            raise SourceError(f"{self.root} does not say when {path} was made; try again later.") from None


def _place(base: str | None) -> _Place:
    card = facts(SOURCE)["card"]
    root = f"{base.rstrip('/')}/{SOURCE}" if base else str(card["address"])
    return _Place(root, {authority(root)} if base else set(card["hosts"]))


def fetch(*, known: Mapping[str, Mapping[str, str]], base: str | None = None) -> Iterator[Download]:
    """Each main file that is new in the repository's folders; `base` stands in for its host.

    A table of budgets without a date in its name gets the day on which it first came, which says from when it counts, and the one
    on which it came again, if it did. A file or a folder that can't be had stops no other.
    """
    place, card, troubles = _place(base), facts(SOURCE)["card"], list[str]()
    for folder, wanted in ((card["folder"], _MAIN), (card["gases_folder"], _SERIES_FILE)):
        try:
            files = place.listed(folder, wanted)
        except SourceError as trouble:
            troubles.append(str(trouble))
            continue
        for name, address in files:
            try:
                downloaded = download(address, known=known.get(address), allowed_hosts=place.hosts, limits=_LIMITS)
                if downloaded:
                    dated = _dated(place, folder, name) if wanted is _MAIN else name
                    downloaded = replace(downloaded, file_name=dated)
            except SourceError as trouble:
                troubles.append(str(trouble))
                continue
            if downloaded:
                yield downloaded
    if troubles:
        raise Troubles(troubles)


def _dated(place: _Place, folder: str, name: str) -> str:
    if re.match(_DAY, name):
        return name
    first, last = place.days(f"{folder}/{name}")
    return f"{first}__{name}" if first == last else f"{first}__{last}__{name}"


def _issued(warming: str, emitted: str) -> str:
    """The day on which a table was issued whose own name has none, by the assumptions in it; empty where that is not known."""
    known = (one for one in facts(SOURCE)["issued"] if (one["warming"], one["emitted"]) == (warming, emitted))
    return str(next((one["day"] for one in known), ""))


def _named(name: str) -> _Named:
    name_parts = _MAIN.fullmatch(name)
    first = name_parts and (name_parts["day"] or _issued(name_parts["warming"], name_parts["emitted"]))
    if not name_parts or not first:
        raise SourceError(
            f"{name} is not named as the main table of remaining budgets is; keep the publisher's own name, with the day "
            "it was made in front, as 2025-05-02__budget_normal_....csv."
        )
    year, is_rerun, rerun = int(first[:4]), name_parts["kind"] == _RERUN, facts(SOURCE)["rerun"]
    vintage = rerun["vintage"] if is_rerun else f"{SERIES}-{year - 1}"
    title = rerun["title"] if is_rerun else f"{facts(SOURCE)['card']['title']} {year - 1}"
    start = rerun["start"] if is_rerun else year
    return _Named(
        name_parts["again"] or first, vintage, title, start, float(name_parts["warming"]), float(name_parts["emitted"])
    )


def _likelihood(column: str) -> int:
    """Per cent, as the IPCC says them: two thirds (0.66 in some years' files, 0.67 in others') are 67."""
    share = float(column)
    return 67 if 0.655 < share < 0.675 else round(100 * share)


def _ensure_ordered(budgets: pl.DataFrame, name: str) -> None:
    """More is left at a higher limit and at a lower likelihood."""
    rows = budgets.sort("limit", "likelihood")
    within = rows.select(pl.col("gigatonnes").diff().over("limit") >= 0).to_series()
    across = rows.sort("likelihood", "limit").select(pl.col("gigatonnes").diff().over("likelihood") <= 0).to_series()
    if within.any() or across.any() or rows["gigatonnes"].is_null().any():
        raise SourceError(f"{name} leaves less at a higher limit or at a lower likelihood; download it again.")


def _budgets(content: bytes, named: _Named, name: str) -> pl.DataFrame:
    """The limits that are published, a row a limit and likelihood."""
    frame = table_of_text(content, (_TARGET,), name)
    chances = [column for column in frame.columns if re.fullmatch(r"0\.\d+", column)]
    unknown = [column for column in frame.columns if column not in (*chances, _TARGET, _WARMING)]
    if unknown:
        raise SourceError(f"{name} has the column '{listed(unknown)}', which is no likelihood; download it again.")
    frame = as_numbers(frame, (_TARGET, *chances), name)
    limits = facts(SOURCE)["card"]["limits"]
    long = frame.unpivot(chances, index=_TARGET, variable_name="share", value_name="gigatonnes")
    rows = long.with_columns(
        limit=pl.col(_TARGET).cast(pl.Float64).round(1),
        likelihood=pl.col("share").map_elements(_likelihood, return_dtype=pl.Int64),
        vintage=pl.lit(named.vintage),
        title=pl.lit(named.title),
        source=pl.lit(f"{named.title}, table of {named.day}"),
        url=pl.lit(facts(SOURCE)["card"]["url"]),
        start=pl.lit(named.start),
        warming_to_date=pl.lit(named.warming),
        emitted_since=pl.lit(named.emitted),
    ).filter(pl.col("limit").is_in(limits))
    if rows.height != len(chances) * len(limits) or not chances:
        raise SourceError(f"{name} lacks some of the limits {limits[0]} to {limits[-1]}; download it again.")
    budgets = rows.select([pl.col(column).cast(kind) for column, kind in WORLD_BUDGETS.items()])
    _ensure_ordered(budgets, name)
    return budgets.sort("limit", "likelihood")


def _gases(content: bytes, name: str) -> pl.DataFrame:
    """The world's greenhouse gases, Gt of CO2 equivalents a year."""
    frame = table_of_text(content, ("timebound_lower", *_PARTS), name)
    ensure_once(frame, ("timebound_lower",), name)
    frame = as_numbers(frame, _PARTS, name).with_columns(as_years(frame["timebound_lower"], name))
    long = frame.unpivot(_PARTS, index="timebound_lower", variable_name="part", value_name="gigatonnes")
    rows = long.drop_nulls("gigatonnes").with_columns(series=pl.lit(SERIES), year=pl.col("timebound_lower"))
    return rows.select([pl.col(column).cast(kind) for column, kind in WORLD_EMISSIONS.items()]).sort("part", "year")


def _origin(content: bytes, name: str, title: str, day: str) -> Origin:
    return origin_of(SOURCE, content=content, file_name=name, title=title, release_date=day)


def read(content: bytes, *, file_name: str, areas: pl.DataFrame | None) -> SourceTables:
    """Remaining budgets or greenhouse gases, by the header; raises `SourceError` for another file."""
    ensure_ended(content, file_name)
    first = content[: content.find(b"\n")].decode("utf-8", errors="replace")
    if _TARGET in first:
        named = _named(file_name)
        budgets = _budgets(content, named, file_name)
        title = f"{named.title}: remaining carbon budget"
        return SourceTables(_origin(content, file_name, title, named.day), world_budgets=budgets)
    gases = _gases(content, file_name)
    title = f"{facts(SOURCE)['card']['title']}: greenhouse gas emissions"
    return SourceTables(_origin(content, file_name, title, last_day(gases)), world_emissions=gases)

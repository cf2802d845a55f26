"""What becomes of names that no card has: the same as before by its figures, other emissions, or a sector of its own."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import polars as pl

from climate_visualizer.editions.dictionary_encoding import packed, unpacked
from climate_visualizer.places import DATA, Toml
from climate_visualizer.sources.labels import OTHER
from climate_visualizer.sources.origin import facts
from climate_visualizer.sources.reading.new_names import NEW, TOTAL, NewName, is_new
from climate_visualizer.sources.table import SourceTables

_KEY = ["area_id", "gas", "sector", "subsector", "year"]
_SERIES = ["area_id", "gas", "year"]
Pair = tuple[str, str]


@dataclass(frozen=True)
class Settled:
    """Everything read with final keys; `reported` says what became of each name, `names` what new sectors are called."""

    read: list[SourceTables]
    reported: list[str] = field(default_factory=list)
    names: dict[str, dict[str, str]] = field(default_factory=dict)


@lru_cache(maxsize=1)
def _rules() -> Toml:
    return tomllib.loads((DATA / "gate" / "new_names.toml").read_text(encoding="utf-8"))


def settled(ordered: Sequence[SourceTables]) -> Settled:
    """Releases, the oldest first, with every provisional key made final; each is held against the one before of its source."""
    outcome = Settled([])
    known: dict[tuple[str, str, str], Pair] = {}
    for tables in ordered:
        outcome.reported.extend(tables.notes)
        if tables.new_names and tables.emissions is not None:
            tables = _with_final_keys(tables, _before(tables, outcome.read), known, outcome)
        outcome.read.append(tables)
    return outcome


def _before(tables: SourceTables, earlier: Iterable[SourceTables]) -> pl.DataFrame | None:
    """The figures of the newest earlier release of the same source that has the same gases."""
    assert tables.emissions is not None
    gases = set(tables.emissions["gas"].cast(pl.String).unique())
    for one in reversed(list(earlier)):
        if one.origin.source == tables.origin.source and one.emissions is not None:
            rows = unpacked(one.emissions).filter(pl.col("gas").is_in(sorted(gases)))
            if rows.height:
                return rows
    return None


def _with_final_keys(
    tables: SourceTables, before: pl.DataFrame | None, known: dict[tuple[str, str, str], Pair], outcome: Settled
) -> SourceTables:
    """A release with final keys: its new sectors first, then the new sub-sectors of each."""
    assert tables.emissions is not None
    source, now = tables.origin.source, unpacked(tables.emissions)
    finals: dict[Pair, Pair] = {}
    for name in sorted(tables.new_names, key=lambda one: one[1] != TOTAL):
        sector, part, _ = name
        within = finals.get((sector, TOTAL), (sector, TOTAL))[0]
        again = known.get((source, within, part)) or _recognised(now, before, name, within)
        finals[sector, part] = again or (_own(sector), TOTAL if part == TOTAL else OTHER)
        if again is not None:
            known[source, within, part] = again
        outcome.reported.append(_said(tables, name, finals[sector, part], recognised=again is not None))
        if again is None and part == TOTAL:
            country = str(facts(source)["card"]["countries"][0])
            outcome.names.setdefault(country, {})[finals[sector, part][0]] = name[2]
    disputes = None if tables.disputes is None else _renamed(unpacked(tables.disputes), finals)
    emissions = _added_up(_renamed(now, finals))
    return replace(tables, emissions=packed(emissions), disputes=None if disputes is None else packed(disputes))


def _own(sector: str) -> str:
    return sector.removeprefix(NEW)


def _recognised(now: pl.DataFrame, before: pl.DataFrame | None, name: NewName, within: str) -> Pair | None:
    """The key of a name that is there no more and had the same figures; None without one."""
    if before is None or (is_new(within) and name[1] != TOTAL):
        return None
    sector, part, _ = name
    level = (
        (pl.col("subsector") == TOTAL)
        if part == TOTAL
        else (pl.col("sector") == within) & (pl.col("subsector") != TOTAL)
    )
    here = now.filter((pl.col("sector") == sector) & (pl.col("subsector") == part)).select(*_SERIES, "tonnes")
    column = "sector" if part == TOTAL else "subsector"
    there = now.filter(pl.col("subsector") == TOTAL if part == TOTAL else pl.col("sector").is_in([sector, within]))
    taken = [OTHER, _own(sector)]  # what an earlier release had no card for either
    gone = before.filter(level, ~pl.col(column).is_in(taken)).join(there.select(column).unique(), on=column, how="anti")
    both = gone.select(column, *_SERIES, was="tonnes").join(here, on=_SERIES)
    rule = _rules()["same"]
    apart = (pl.col("tonnes") - pl.col("was")).abs().sum() / pl.col("was").abs().sum()
    near = (
        both.group_by(column)
        .agg(apart.alias("apart"), pl.len().alias("figures"))
        .filter((pl.col("figures") >= rule["figures"]) & (pl.col("apart") <= rule["share"]))
        .sort("apart", column)
    )
    if near.is_empty():
        return None
    key = str(near[column][0])
    return (key, TOTAL) if part == TOTAL else (within, key)


def _renamed(frame: pl.DataFrame, finals: dict[Pair, Pair]) -> pl.DataFrame:
    """A table of series under final keys; a new sector's known parts go along with it."""
    sectors = {sector: pair[0] for (sector, part), pair in finals.items() if part == TOTAL}
    lookup = pl.DataFrame(
        [(*old, *new) for old, new in finals.items() if old[1] != TOTAL],
        schema={"sector": pl.String, "subsector": pl.String, "_sector": pl.String, "_part": pl.String},
        orient="row",
    )
    renamed = frame.join(lookup, on=["sector", "subsector"], how="left", maintain_order="left")
    sector = pl.coalesce("_sector", pl.col("sector").replace(sectors))
    return renamed.with_columns(sector=sector, subsector=pl.coalesce("_part", "subsector")).select(frame.columns)


def _added_up(emissions: pl.DataFrame) -> pl.DataFrame:
    """Several names that became one are added up."""
    twice = emissions.select(_KEY).is_duplicated()
    if not twice.any():
        return emissions
    summed = (
        emissions.filter(twice)
        .group_by(_KEY, maintain_order=True)
        .agg(pl.col("tonnes").sum(), pl.col("status").first())
    )
    return pl.concat([emissions.filter(~twice), summed.select(emissions.columns)])


def _said(tables: SourceTables, name: NewName, final: Pair, *, recognised: bool) -> str:
    """What became of a name, in a sentence."""
    _, part, new_name = name
    kind = "sector" if part == TOTAL else "sub-sector"
    release = f"{tables.origin.publisher} {tables.origin.release_date}"
    if recognised:
        old = final[0] if part == TOTAL else f"{final[0]} / {final[1]}"
        return f"{release} calls '{new_name}' what was {old} before: the {kind} has the same figures, and goes on under its key."
    card = f"name it in climate_visualizer/data/sources/{tables.origin.source}.toml"
    if part == TOTAL:
        return (
            f"{release} has the new sector '{new_name}'; it counts, under its publisher's own name, until you {card}."
        )
    return (
        f"{release} has the new sub-sector '{new_name}'; it counts as other emissions of {final[0]} until you {card}."
    )

"""From what the sources read to a candidate edition: newer releases replace older ones, whatever order they came in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import polars as pl

from climate_visualizer import __version__
from climate_visualizer.editions.dictionary_encoding import ordered as in_order
from climate_visualizer.editions.dictionary_encoding import packed_tables, repeated, unpacked
from climate_visualizer.editions.edition_manifest import Manifest
from climate_visualizer.editions.importing.corrections import Corrected, Correction, correct, load_corrections
from climate_visualizer.editions.importing.gap_filling import settle
from climate_visualizer.editions.importing.new_keys import Settled as SettledNames
from climate_visualizer.editions.importing.new_keys import settled as settled_names
from climate_visualizer.editions.importing.world_tables import (
    COUNTRIES,
    countries_without_own,
    people_of_countries,
    regions_without_own,
    with_shipped,
    world_tables,
)
from climate_visualizer.editions.publishing.methods_used import Steps
from climate_visualizer.editions.publishing.methods_used import recipes as recipes_now
from climate_visualizer.editions.read import TABLES, Edition, edition_of
from climate_visualizer.sources import successions
from climate_visualizer.sources.labels import learn_brought, population_from
from climate_visualizer.sources.origin import Card, Origin, facts
from climate_visualizer.sources.table import (
    DISPUTES,
    POPULATION,
    SourceError,
    SourceTables,
    ensure_known_areas,
    ensure_unique,
)

SORTED_BY = {
    "areas": ["area_id"],
    "population": ["area_id", "year"],
}


DIGESTED_AT_ONCE = 500_000


@dataclass(frozen=True, eq=False)
class Candidate:
    """An edition that is not published yet: its manifest without checksums, and its tables."""

    manifest: Manifest
    tables: dict[str, pl.DataFrame]

    @property
    def id(self) -> str:
        return str(self.manifest["id"])

    def as_edition(self) -> Edition:
        """The same figures as an edition that was never written."""
        return edition_of(self.manifest, self.tables)


def _oldest_first(read: Iterable[SourceTables]) -> list[SourceTables]:
    return sorted(read, key=lambda tables: (tables.origin.release_date, tables.origin.title, tables.origin.sha256))


def _latest_by_gas(read: Sequence[SourceTables]) -> dict[tuple[str, str], SourceTables]:
    """The newest release of each country and gas."""
    latest: dict[tuple[str, str], SourceTables] = {}
    for tables in read:
        if tables.emissions is not None:
            for gas in tables.emissions["gas"].unique():
                latest[tables.origin.source, gas] = tables
    return latest


def _population(read: Sequence[SourceTables]) -> pl.DataFrame:
    """One figure an area and year: a year's end before another day of it, then the newest release."""
    frames = [
        tables.population.with_columns(order=pl.lit(index), other_day=pl.col("status") == "estimated")
        for index, tables in enumerate(read)
        if tables.population is not None
    ]
    if not frames:
        return pl.DataFrame(schema=POPULATION)
    ranked = pl.concat(frames).sort("other_day", -pl.col("order"))
    return ranked.unique(["area_id", "year"], keep="first", maintain_order=True).drop("order", "other_day")


def _areas(read: Sequence[SourceTables]) -> pl.DataFrame:
    """The newest list of each country; of the world's countries that of the newest table of them, which may leave some out."""
    of_world = [tables for tables in read if tables.areas is not None and tables.origin.source == COUNTRIES][:-1]
    lists = {
        str(country): rows
        for tables in read
        if tables.areas is not None and all(tables is not older for older in of_world)
        for (country,), rows in tables.areas.group_by("country")
    }
    if not lists:
        raise SourceError("No official list of areas has been imported; import Statistics Sweden's code list first.")
    return pl.concat(lists[country] for country in sorted(lists))


def _ensure_complete(latest: dict[tuple[str, str], SourceTables], population: pl.DataFrame) -> None:
    """A country's statistics have carbon dioxide, which budgets are for, and people, unless its card says it has neither."""
    for source in dict.fromkeys(source for source, _ in latest):
        card = facts(source)["card"]
        if not card.get("all_gases_only") and (source, "CO2") not in latest:
            raise SourceError(
                f"No carbon dioxide statistics have been imported from {card['publisher']}; import its CO2 file too: "
                f"python manage.py import_statistics {source} FILE"
            )
        wanted = population_from(source)
        has = population["area_id"].str.split("-").list.first().is_in(card["countries"]).any()
        if wanted and not has:
            raise SourceError(f"No population has been imported; import {wanted}")


def _without(frame: pl.DataFrame, retired: tuple[successions.Gone, ...]) -> pl.DataFrame:
    return frame.filter(~pl.col("area_id").is_in([one.area_id for one in retired]))


def _carried(tables: SourceTables, retired: tuple[successions.Gone, ...]) -> SourceTables:
    """What was read, with areas that have given way to others added up for those."""
    emissions, population, disputes = tables.emissions, tables.population, tables.disputes
    if emissions is not None:
        emissions = successions.carried(emissions, retired, within=["gas", "year"], value="tonnes")
    if population is not None:
        population = successions.carried(population, retired, within=["year"], value="persons")
    if disputes is not None:
        disputes = _without(disputes, retired)
    return replace(tables, emissions=emissions, population=population, disputes=disputes)


def _earlier(read: Sequence[SourceTables], newest: SourceTables) -> list[SourceTables]:
    """Releases of the same source before the newest."""
    before = read[: next(index for index, tables in enumerate(read) if tables is newest)]
    return [
        tables for tables in before if tables.emissions is not None and tables.origin.source == newest.origin.source
    ]


def _used(read: Sequence[SourceTables], latest: Iterable[SourceTables], notes: Sequence[str]) -> list[Origin]:
    """The origins whose figures are in the edition, in the order of their release."""
    chosen = [id(tables) for tables in latest]
    kept_from = {
        tables.origin.release_date for tables in read if any(tables.origin.release_date in note for note in notes)
    }
    return [
        tables.origin
        for tables in read
        if tables.emissions is None or id(tables) in chosen or tables.origin.release_date in kept_from
    ]


def _digest(tables: dict[str, pl.DataFrame], origins: list[dict[str, str]], recipes: Mapping[str, Steps]) -> str:
    digest = hashlib.sha256(repr(origins).encode())
    if recipes:
        digest.update(json.dumps(recipes, sort_keys=True).encode())
    for name in TABLES:
        for index, part in enumerate(tables[name].iter_slices(DIGESTED_AT_ONCE)):
            digest.update(part.write_csv(include_header=index == 0).encode())
    return digest.hexdigest()


def _in_order(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    return in_order(frame) if name == "emissions" else frame.sort(SORTED_BY[name])


def still_needed(stand_ins: Sequence[SourceTables], own: Sequence[SourceTables]) -> list[SourceTables]:
    """What no publisher has brought the like of yet of the starter set: areas, people, CO2 of that release or later."""
    needed = []
    for tables in stand_ins:
        same = [one for one in own if one.origin.source == tables.origin.source]
        later = [one.emissions for one in same if one.origin.release_date >= tables.origin.release_date]
        has = {
            "areas": any(one.areas is not None for one in same),
            "population": any(one.population is not None for one in same),
            "emissions": any("CO2" in one["gas"].cast(pl.String).unique() for one in later if one is not None),
        }
        left = replace(
            tables,
            areas=None if has["areas"] else tables.areas,
            population=None if has["population"] else tables.population,
            emissions=None if has["emissions"] else tables.emissions,
        )
        if not (left.areas is None and left.population is None and left.emissions is None):
            needed.append(left)
    return needed


def _sources(tables: Iterable[SourceTables]) -> list[str]:
    return sorted({one.origin.source for one in tables})


def _disputes(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Where releases contradict themselves, the largest gap first."""
    tables = [pl.DataFrame(schema=DISPUTES), *(unpacked(one) for one in frames if one.width)]
    order = (pl.col("gap_t").abs(), "area_id", "gas", "year", "sector")
    return pl.concat(tables).sort(*order, descending=[True, False, False, False, False])


def cards_of(read: Iterable[SourceTables]) -> dict[str, Card]:
    """The newest card of each data package."""
    return {one.origin.source: one.card for one in _oldest_first(read) if one.card}


def build(
    read: Iterable[SourceTables],
    *,
    starter: bool = False,
    corrections: tuple[Correction, ...] = (),
    recipes: Mapping[str, Steps] | None = None,
    beside: Sequence[SourceTables] = (),
) -> Candidate:
    """A candidate from everything read; raises `SourceError` while something that every edition needs is missing.

    `recipes` are those of an edition that is built again, which may have had others than today's, or none. `beside` are
    figures of the starter set, which stand in for what no file of a publisher's own has brought yet.
    """
    steps = recipes_now() if recipes is None else recipes
    stand_ins = still_needed(beside, own := list(read))
    learn_brought(cards := cards_of(own))  # everything that follows reads names from them
    named = settled_names(_oldest_first(packed_tables(one) for one in with_shipped([*stand_ins, *own])))
    ordered = countries_without_own(regions_without_own(named.read))
    if not _latest_by_gas(ordered):
        raise SourceError(
            "No carbon dioxide statistics have been imported; import a country's, for example SMHI's CO2 workbook: "
            "python manage.py import_statistics se_smhi FILE"
        )
    areas = _areas(ordered)
    retired = successions.gone(areas)
    areas, ordered = _without(areas, retired), [_carried(tables, retired) for tables in ordered]
    latest, population = _latest_by_gas(ordered), _population(ordered).join(areas, on="area_id", how="semi")
    _ensure_complete(latest, population)
    settled = [settle(tables, _earlier(ordered, tables), gas) for (_, gas), tables in latest.items()]
    put_right = correct(pl.concat([one.emissions for one in settled]), areas, corrections or load_corrections())
    tables = {"areas": areas, "emissions": put_right.emissions, "population": population}
    tables = {name: _in_order(name, frame) for name, frame in tables.items()}
    having = unpacked(tables["emissions"].select(pl.col("area_id").unique()))
    ensure_known_areas(having, tables["areas"], "The edition")
    if repeated(tables["emissions"]):
        ensure_unique(tables["emissions"], "The edition")
    tables |= world_tables(ordered)
    nations = people_of_countries(ordered, tables["nations"])
    tables["population"] = pl.concat([tables["population"], nations.join(population, on="area_id", how="anti")])
    tables["disputes"] = _disputes(one.disputes for one in settled)
    notes = [note for one in settled for note in one.notes]
    origins = [origin.as_dict() for origin in _used(ordered, latest.values(), notes)]
    released = max(source.origin.release_date for source in latest.values())
    facts = _manifest(f"{released}-{_digest(tables, origins, steps)[:10]}", origins, put_right, retired, steps)
    return Candidate({**facts, "starter": starter, **_as_read(notes, named, stand_ins, cards)}, tables)


def _as_read(
    notes: list[str], named: SettledNames, stand_ins: Sequence[SourceTables], cards: dict[str, Card]
) -> Manifest:
    """What an edition says of how its files were read: gaps that were filled, names, what stands in, cards that came along."""
    facts: Manifest = {"kept": notes, "reported": named.reported, "names": named.names, "beside": _sources(stand_ins)}
    return {**facts, "cards": cards} if cards else facts


def _manifest(
    edition_id: str,
    origins: list[dict[str, str]],
    put_right: Corrected,
    retired: tuple[successions.Gone, ...],
    steps: Mapping[str, Steps],
) -> Manifest:
    """What an edition says of itself besides its figures; one from before recipes were kept has none."""
    facts: Manifest = {
        "id": edition_id,
        "code_version": __version__,
        "origins": origins,
        "corrections": [asdict(one) for one in put_right.applied],
        "resting": list(put_right.resting),
        "gone": [asdict(one) for one in retired],
    }
    return {**facts, "recipes": dict(steps)} if steps else facts

"""May this be published? A candidate is held against the edition before it; each rule is a function and a sentence.

Thresholds stand in ``data/gate/rules.toml``. What a rule finds either holds the whole candidate, until an operator publishes
it with a written reason, or is told of and published.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
import polars as pl

from climate_visualizer.editions.checks.concerns import Concern as Concern
from climate_visualizer.editions.checks.concerns import many, said, thresholds
from climate_visualizer.editions.checks.gate_gone import AGAINST_GONE, names_of
from climate_visualizer.editions.checks.gate_world import AGAINST_WORLD as AGAINST_WORLD
from climate_visualizer.editions.read import Cube, Edition
from climate_visualizer.sources.labels import uncounted
from climate_visualizer.sources.table import listed


def examine(candidate: Edition, before: Edition | None) -> tuple[Concern, ...]:
    """Everything there is to say of a candidate, what holds it first; `before` is None for the first edition.

    What was said of the edition before, in the same words, and published all the same holds nothing a second time.
    """
    known = published_with(before)
    concerns = [concern for rule in ALONE for concern in rule(candidate)]
    concerns = [replace(one, holds=one.holds and (one.rule, one.sentence) not in known) for one in concerns]
    if before is not None:
        concerns += [concern for rule in (*AGAINST, *AGAINST_WORLD) for concern in rule(candidate, before)]
    return tuple(sorted(concerns, key=lambda concern: not concern.holds))


def published_with(edition: Edition | None) -> frozenset[tuple[str, str]]:
    """The rules and sentences that an edition was published in spite of."""
    concerns = edition.manifest.get("concerns", []) if edition is not None else []
    return frozenset((one["rule"], one["sentence"]) for one in concerns)


def new_names(candidate: Edition) -> Iterator[Concern]:
    """Names and codes of publishers that no card has, and what became of them."""
    for sentence in dict.fromkeys(candidate.manifest.get("reported", [])):
        yield said("new-names", sentence)


def sign(candidate: Edition) -> Iterator[Concern]:
    """Emissions below zero, outside of what takes up as well as gives off (land use) and of totals that hold it."""
    below = candidate.emissions.filter(pl.col("tonnes") < thresholds()["sign"]["below_t"]).sort("tonnes")
    wrong = below.filter(~_may_be_below_zero(candidate.countries))
    if wrong.height:
        row = wrong.row(0, named=True)
        yield said(
            "sign",
            f"{many(wrong.height, 'figure is', 'figures are')} below zero, the lowest "
            f"{candidate.area(row['area_id']).name}, {row['sector']}, "
            f"{row['year']}: {row['tonnes']:.0f} t.",
        )


def _may_be_below_zero(countries: tuple[str, ...]) -> pl.Expr:
    """Whether a figure belongs to a sector that is no part of fossil emissions, or to a whole that has one in it."""
    within = pl.col("area_id").cast(pl.String).str.split("-").list.first()
    exceptions = [
        (within == country) & pl.col("sector").is_in([*uncounted(country), "total"])
        for country in countries
        if uncounted(country)
    ]
    return pl.any_horizontal(exceptions) if exceptions else pl.lit(False)


def _both(candidate: Edition, before: Edition, sector: str) -> pl.DataFrame:
    """One sector's totals that both have, side by side."""
    now, had = (
        edition.emissions.lazy().filter((pl.col("sector") == sector) & (pl.col("subsector") == "total"))
        for edition in (candidate, before)
    )
    key = ["area_id", "gas", "sector", "year"]
    return now.join(had.select([*key, pl.col("tonnes").alias("was")]), on=key).collect()


def _factors(candidate: Edition, before: Edition, sector: str) -> pl.DataFrame:
    """By gas, the factor that half of a sector's totals have moved by, and the one that all its tonnes have.

    Years that the edition before had marked as contradicting themselves are no evidence, for any area: what is put right in one
    place was wrong in others, and a plant of 111 000 t that had been spread over 290 municipalities leaves 289 at nothing.
    """
    both, disputed = _both(candidate, before, sector), before.disputes.filter(pl.col("sector") == sector)
    years = disputed.select(pl.col("gas").cast(both.schema["gas"]), "year").unique()
    sound = both.join(years, on=["gas", "year"], how="anti")
    moved = (pl.col("tonnes") / pl.col("was")).filter((pl.col("was") > 0) & (pl.col("tonnes") > 0))
    return sound.group_by("gas", "sector").agg(
        factor=moved.median(), whole=pl.col("tonnes").sum() / pl.col("was").sum(), was=pl.col("was").sum()
    )


def scale(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Half of a sector's totals, and its tonnes in all, moved by a factor: thousands for ones, or another unit.

    A slip of the unit moves both. A correction that moves a plant from everywhere to where it stands moves most totals, and few
    of all tonnes.
    """
    most, least = thresholds()["scale"]["factor"], thresholds()["scale"]["tonnes"]
    sectors = candidate.emissions["sector"].unique().to_list()
    moved = pl.concat([_factors(candidate, before, sector) for sector in sectors])
    beyond = [(pl.col(name) > most) | (pl.col(name) < 1 / most) for name in ("factor", "whole")]
    wrong = moved.filter(*beyond, pl.col("was") > least).sort("gas", "sector")
    if wrong.height:
        yield said(
            "scale",
            f"Half of the totals of {listed(wrong['sector'].unique(maintain_order=True))} in {listed(wrong['gas'].unique())} are "
            f"{wrong['factor'][0]:.4g} times what they were: the unit or the scale has slipped.",
        )


def slip(candidate: Edition) -> Iterator[Concern]:
    """An area whose whole is a hundred times that of the year before, or a hundredth: a slipped unit in one row."""
    limits = thresholds()["slip"]
    wholes = candidate.emissions.filter((pl.col("sector") == "total") & (pl.col("tonnes") > 0))
    rows = wholes.sort("area_id", "gas", "year").with_columns(last=pl.col("tonnes").shift(1).over("area_id", "gas"))
    factor = pl.col("tonnes") / pl.col("last")
    larger = pl.max_horizontal("tonnes", "last")
    wrong = rows.filter(
        (larger > limits["tonnes"]) & ((factor > limits["factor"]) | (factor < 1 / limits["factor"]))
    ).sort(larger, descending=True)
    if wrong.height:
        row = wrong.row(0, named=True)
        yield said(
            "slip",
            f"{candidate.area(row['area_id']).name} went from {row['last']:.0f} t to {row['tonnes']:.0f} t in {row['year']}: "
            "the unit of that figure has slipped.",
        )


def national_jump(candidate: Edition) -> Iterator[Concern]:
    """The newest year of a nation against the one before it."""
    yield from _national_jumps(candidate, "national-jump", alone=False)


def lone_nation_jump(candidate: Edition) -> Iterator[Concern]:
    """The same of a nation that there are no areas of."""
    yield from _national_jumps(candidate, "lone-nation-jump", alone=True)


def _national_jumps(candidate: Edition, rule: str, *, alone: bool) -> Iterator[Concern]:
    for cube in _cubes(candidate):
        if cube.years.size < 2 or cube.years[-1] - cube.years[-2] != 1 or (len(cube.area_ids) == 1) != alone:
            continue
        nations = [row for row, area_id in enumerate(cube.area_ids) if candidate.area(area_id).kind == "country"]
        for row in nations:
            yield from _national_jump(candidate.area(cube.area_ids[row]).name, cube, row, rule)


def _cubes(edition: Edition) -> Iterator[Cube]:
    """The CO2 of every country that has any."""
    for country in edition.countries:
        with suppress(KeyError):
            yield edition.cube(country)


def _national_jump(name: str, cube: Cube, row: int, rule: str) -> Iterator[Concern]:
    last, now = cube.totals[row, -2:].tolist()
    if abs(now - last) > thresholds()[rule]["share"] * last and max(now, last) > thresholds()[rule]["tonnes"]:
        yield said(rule, f"{name} went from {last:.0f} t to {now:.0f} t in {cube.years[-1]}.")


def jump(candidate: Edition) -> Iterator[Concern]:
    """Areas whose newest year lies beyond any yearly change that their series has had."""
    for cube in _cubes(candidate):
        if cube.years.size >= 4:
            yield from _jump(candidate, cube)


def _jump(candidate: Edition, cube: Cube) -> Iterator[Concern]:
    limits = thresholds()["jump"]
    changes = np.abs(np.diff(cube.totals, axis=-1)) / np.diff(cube.years)
    largest = np.nanmax(np.where(np.isnan(changes), 0.0, changes)[:, :-1], axis=-1)
    beyond = changes[:, -1] > np.maximum(limits["times"] * largest, limits["tonnes"])
    beyond &= changes[:, -1] > limits["share"] * cube.totals[:, -2]
    names = [cube.area_ids[row] for row in np.flatnonzero(beyond).tolist()]
    if names:
        yield said(
            "jump",
            f"{many(len(names), 'area', 'areas')} moved in {cube.years[-1]} as never before: {names_of(candidate, names)}.",
        )


def revision(candidate: Edition, before: Edition) -> Iterator[Concern]:
    """Totals of a year that both have, moved far."""
    limits = thresholds()["revision"]
    moved = (pl.col("tonnes") - pl.col("was")).abs()
    far = (
        _both(candidate, before, "total")
        .filter((moved > limits["tonnes"]) & (moved > limits["share"] * pl.col("was")))
        .sort(moved, descending=True)
    )
    if far.height:
        row = far.row(0, named=True)
        yield said(
            "revision",
            f"{many(far.height, 'total of an earlier year was', 'totals of earlier years were')} revised far, the most "
            f"{candidate.area(row['area_id']).name} in "
            f"{row['year']}: from {row['was']:.0f} t to {row['tonnes']:.0f} t.",
        )


def population(candidate: Edition) -> Iterator[Concern]:
    """People of an area against the year before."""
    limits = thresholds()["population"]
    rows = candidate.population.sort("area_id", "year").with_columns(
        last=pl.col("persons").shift(1).over("area_id"), step=pl.col("year").diff().over("area_id")
    )
    moved = (pl.col("persons") - pl.col("last")).abs()
    wrong = rows.filter(
        (pl.col("step") == 1) & (moved > limits["persons"]) & (moved > limits["share"] * pl.col("last"))
    )
    if wrong.height:
        row = wrong.row(0, named=True)
        yield said(
            "population",
            f"The population of {names_of(candidate, [row['area_id']])} ({row['area_id']}) went from {row['last']} to "
            f"{row['persons']} in {row['year']}{f', and {wrong.height - 1} more moved as far' if wrong.height > 1 else ''}.",
        )


def co2_above_all_gases(candidate: Edition) -> Iterator[Concern]:
    """CO2 above all greenhouse gases together, where an edition has both from one release."""
    for country in candidate.countries:
        releases = {origin["release_date"] for origin in candidate.origins_of(country)}
        if len(releases) == 1:
            yield from _co2_above(candidate, country)


def _co2_above(candidate: Edition, country: str) -> Iterator[Concern]:
    key = ["area_id", "sector", "subsector", "year"]
    one, all_gases = (candidate.figures(country, gas) for gas in ("CO2", "GHG"))
    limits, over = thresholds()["co2-above-all-gases"], pl.col("tonnes") - pl.col("tonnes_right")
    wrong = one.join(all_gases, on=key).filter(
        (over > limits["tonnes"]) & (over > limits["share"] * pl.col("tonnes_right").abs())
    )
    if wrong.height:
        row = wrong.sort(over, descending=True).row(0, named=True)
        yield said(
            "co2-above-all-gases",
            f"{many(wrong.height, 'figure of CO2 lies', 'figures of CO2 lie')} above all greenhouse gases, the most "
            f"{candidate.area(row['area_id']).name}, {row['sector']}, {row['year']}: "
            f"{row['tonnes']:.0f} t against {row['tonnes_right']:.0f} t.",
        )


ALONE = (new_names, sign, slip, national_jump, lone_nation_jump, population, jump, co2_above_all_gases)
AGAINST = (*AGAINST_GONE, scale, revision)

"""A publisher's real file changed at random, and what may come of it: the same figures, or one sentence."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from sources import changed_answers, changed_tables
from sources.changed_answers import Answer
from sources.changed_tables import Grid
from sources.real_tables import Real

from climate_visualizer.sources.table import FRAMES, SourceError, SourceTables

Figures = dict[str, list[tuple[object, ...]]]


@dataclass
class Tally:
    """How many changes were tried, how many of the changed files were read and how many refused, and every fault."""

    tried: int = 0
    read: int = 0
    refused: int = 0
    faults: list[str] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)


def as_read(tables: SourceTables) -> Figures:
    """Everything that a file holds, in an order of its own, to nine digits."""
    found = {}
    for name in FRAMES:
        frame: pl.DataFrame | None = getattr(tables, name)
        if frame is not None:
            key = [column for column in frame.columns if frame.schema[column] != pl.Float64]
            found[name] = frame.sort(key).with_columns(pl.col(pl.Float64).round_sig_figs(9)).rows()
    return found


def written(table: Grid | Answer) -> bytes:
    """A table or an answer as bytes."""
    return changed_tables.written(table) if isinstance(table, Grid) else changed_answers.written(table)


def outcome(real: Real, content: bytes, areas: pl.DataFrame | None) -> tuple[Figures, bool] | str:
    """What came of a changed file: its figures and whether it tells of something new, or the sentence."""
    try:
        found = real.module.read(real.wrapped(content), file_name=real.name, areas=areas)
    except SourceError as refused:
        return str(refused)
    return as_read(found), bool(found.new_names or found.notes)


def _fault(found: tuple[Figures, bool] | str, right: Figures, *, harmless: bool) -> str:
    """What is wrong with what came of a changed file; empty where nothing is."""
    if isinstance(found, str):
        return f"refused: {found}" if harmless else "" if found and "\n" not in found else f"no sentence: {found!r}"
    figures, tells = found
    if figures == right or (tells and not harmless):
        return ""
    other = [name for name in {**figures, **right} if figures.get(name) != right.get(name)]
    unlike = set(figures.get(other[0], ())) ^ set(right.get(other[0], ()))
    return f"other figures ({', '.join(other)}): {sorted(map(str, unlike))[:2]}"


def _nameless(figures: Figures) -> Figures:
    """Figures with the ids of areas and plants, and not what they or their holders are called."""
    areas = {"areas": [(row[0], *row[2:5]) for row in figures["areas"]]} if "areas" in figures else {}
    plants = {"plants": [(row[0], *row[3:]) for row in figures["plants"]]} if "plants" in figures else {}
    return {**figures, **areas, **plants}


def tried(real: Real, folder: Path, *, seed: int, times: int) -> Tally:
    """So many random changes of a file, with the change that each fault came from; one that does not suit it is none."""
    dice, tally = random.Random(seed), Tally()
    table, areas = real.opened(folder), real.areas(folder) if real.areas else None
    kinds = changed_tables if isinstance(table, Grid) else changed_answers
    first = outcome(real, written(table), areas)
    assert not isinstance(first, str), first
    plain = (changed_tables.grouped, changed_tables.decimal_comma)
    harmless = [one for one in kinds.HARMLESS if not (real.plain_numbers and one in plain)]
    number = -1
    while tally.tried < times:
        number += 1
        is_harmless = dice.random() < 0.5
        change = dice.choice(harmless if is_harmless else kinds.HARMFUL)
        changed = change(table, dice)  # type: ignore[operator]
        if changed is table:
            continue
        content = changed if isinstance(changed, bytes) else written(changed)
        try:
            found = outcome(real, content, areas)
            right = first[0]
            if change is changed_tables.another_name:  # what an area is called is the publisher's word
                found, right = (found if isinstance(found, str) else (_nameless(found[0]), found[1])), _nameless(right)
            wrong = _fault(found, right, harmless=is_harmless)
        except Exception as problem:
            found, wrong = "", f"{type(problem).__name__}: {problem}"
        tally.tried += 1
        tally.read += not isinstance(found, str)
        tally.refused += isinstance(found, str)
        tally.kinds[change.__name__] += 1
        if wrong:
            tally.faults.append(f"{real.id}, seed {seed}, change {number} ({change.__name__}): {wrong[:400]}")
    return tally

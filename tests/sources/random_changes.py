"""A publisher's real table changed at random, and what may come of it: the same figures, or one sentence.

Harmless changes leave a table's meaning as it is (order, line ends, blank lines, a mark at the beginning, ways of writing a
number); the others take a meaning away (a figure that is none, a heading misspelt, an end cut off, another encoding).
"""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType

import polars as pl

from climate_visualizer.sources.publishers import (
    no_miljodirektoratet,
    world_gcb,
    world_gdp,
    world_igcc,
    world_population,
)
from climate_visualizer.sources.table import FRAMES, SourceError, SourceTables

JUNK = ("abc", "-", "n/a", "1.2.3", "12,34,56", "--5", "0x1F", "inf", "NaN", "1 2", "\u00bd", "#REF!")


@dataclass(frozen=True)
class Real:
    """A real file: its source, its path in the folder of real files, and the places of its columns of figures."""

    module: ModuleType
    path: str
    figures: tuple[int, ...]


FILES = (
    Real(no_miljodirektoratet, "no_miljodirektoratet/2026-02-03_klimagassutslipp_telemark.csv", (4,)),
    Real(world_gcb, "world_gcb/GCB2022v27_MtCO2_flat.csv", (4,)),
    Real(world_gdp, "world_gdp/gdp.csv", (3,)),
    Real(world_population, "world_population/Population.csv", (2,)),
    Real(
        world_igcc,
        "world_igcc/2025-05-02__budget_normal_magicc_True_fair_False_esf_7.1pm26.7_likeli_0.6827_nonCO2pc50.0_GtCO2_permaf_"
        "False_zecsd_0.0_asym_False_hdT_1.24NonlinNonCO2_all_None_recEm204.csv",
        (2, 3, 4, 5, 6, 7, 8),
    ),
)
Lines = list[str]


def _filled(lines: Lines, real: Real, dice: random.Random) -> tuple[int, list[str], int]:
    """A row, its cells, and the place of a figure in it that is there."""
    while True:
        row = dice.randrange(1, len(lines))
        cells, at = lines[row].split(","), dice.choice(real.figures)
        if '"' not in lines[row] and at < len(cells) and cells[at].strip():
            return row, cells, at


def _shuffled(lines: Lines, real: Real, dice: random.Random) -> bytes:
    head, *rows = lines
    dice.shuffle(rows)
    return _joined([head, *rows])


def _spaced(lines: Lines, real: Real, dice: random.Random) -> bytes:
    row, cells, at = _filled(lines, real, dice)
    cells[at] = dice.choice([" {}", "{} ", "\u00a0{}", "{}\t"]).format(cells[at])
    return _joined([*lines[:row], ",".join(cells), *lines[row + 1 :]])


def _grouped(lines: Lines, real: Real, dice: random.Random) -> bytes:
    row, cells, at = _filled(lines, real, dice)
    number = float(cells[at])
    if number == int(number) or abs(number) >= 1000:
        whole, _, rest = cells[at].partition(".")
        cells[at] = f"{int(whole):,}".replace(",", dice.choice([" ", "\u00a0", "\u202f"])) + (
            f".{rest}" if rest else ""
        )
    return _joined([*lines[:row], ",".join(cells), *lines[row + 1 :]])


HARMLESS: tuple[Callable[[Lines, Real, random.Random], bytes], ...] = (
    _shuffled,
    _spaced,
    _grouped,
    lambda lines, real, dice: codecs.BOM_UTF8 + _joined(lines),
    lambda lines, real, dice: _joined(lines).replace(b"\n", b"\r\n"),
    lambda lines, real, dice: _joined(lines) + b"\n" * dice.randint(1, 5),
    lambda lines, real, dice: (
        _joined([f"{line},{'Remark' if not at else ''}" for at, line in enumerate(lines)])
        if real.module is not world_igcc
        else _joined(lines)
    ),
)


def _junk(lines: Lines, real: Real, dice: random.Random) -> bytes:
    row, cells, at = _filled(lines, real, dice)
    cells[at] = dice.choice(JUNK)
    return _joined([*lines[:row], ",".join(cells), *lines[row + 1 :]])


def _misspelt(lines: Lines, real: Real, dice: random.Random) -> bytes:
    heads = lines[0].split(",")
    at = dice.choice(real.figures)
    heads[at] = heads[at] + "x"
    return _joined([",".join(heads), *lines[1:]])


def _cut(lines: Lines, real: Real, dice: random.Random) -> bytes:
    whole = _joined(lines)
    return whole[: dice.randrange(1, len(whole) - 1)].rstrip(b"\n")


HARMFUL: tuple[Callable[[Lines, Real, random.Random], bytes], ...] = (
    _junk,
    _junk,
    _misspelt,
    _cut,
    lambda lines, real, dice: "\n".join(lines).encode("utf-16"),
    lambda lines, real, dice: _joined(lines).replace(b",", b";"),
)


def _joined(lines: Lines) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def as_read(tables: SourceTables) -> dict[str, list[tuple[object, ...]]]:
    """Everything that a file holds, in an order of its own, to a billionth."""
    found = {}
    for name in FRAMES:
        frame: pl.DataFrame | None = getattr(tables, name)
        if frame is not None:
            key = [column for column in frame.columns if frame.schema[column] != pl.Float64]
            rows = frame.sort(key).with_columns(pl.col(pl.Float64).round_sig_figs(9))
            found[name] = rows.rows()
    return found


def outcome(real: Real, content: bytes) -> dict[str, list[tuple[object, ...]]] | str:
    """What came of a changed file: figures, or the sentence; any other exception is the caller's."""
    try:
        return as_read(real.module.read(content, file_name=real.path.rpartition("/")[2], areas=None))
    except SourceError as refused:
        return str(refused)


def fault(real: Real, content: bytes, right: dict[str, list[tuple[object, ...]]], *, harmless: bool) -> str:
    """What is wrong with what came of a changed file; empty where nothing is."""
    try:
        found = outcome(real, content)
    except Exception as problem:
        return f"{type(problem).__name__}: {problem}"
    if isinstance(found, str):
        return f"refused: {found}" if harmless else "" if "\n" not in found else "more than a sentence"
    return "" if found == right else "other figures"


def tried(real: Real, text: str, seed: int, times: int) -> list[str]:
    """Faults of so many random changes of a file, with the change that each came from."""
    dice, lines = random.Random(seed), text.rstrip("\n").split("\n")
    right = outcome(real, text.encode())
    assert not isinstance(right, str), right
    faults = []
    for number in range(times):
        harmless = dice.random() < 0.5
        change = dice.choice(HARMLESS if harmless else HARMFUL)
        if change is _cut and real.module is world_gdp:
            continue  # the mirror's table has no end of its last line and no row for every country and year
        wrong = fault(real, change(lines, real, dice), right, harmless=harmless)
        if wrong:
            faults.append(f"{real.path}, seed {seed}, change {number} ({change.__name__}): {wrong[:300]}")
    return faults

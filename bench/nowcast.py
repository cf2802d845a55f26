"""How well estimates after the last statistics hold: rolling-origin tests on every country here, and how fast they are.

`--write` writes the tables of docs/backtest.md anew; the choices in `data/parameters/nowcast.toml` are held against the same
tests by the suite.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

import numpy as np
from shared import REAL, ROOT, say, timed  # makes the tests' folder known, where `rolling` is

import rolling  # isort: skip

from climate_visualizer.methods.parameters import dampings
from climate_visualizer.science.nowcasting import backtest, error_spread, nowcast

DAMPINGS = (0.0, 0.5, 0.8, 0.9, 0.95)
HORIZONS = 4
MARK = "<!-- tables -->"


def countries() -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """Sectors and tonnes [area, sector, year] of each country here, from its publisher's files."""
    import tempfile

    from climate_visualizer.editions.importing.pipeline import bring_in
    from climate_visualizer.editions.read import current_edition

    found = {"SE": rolling.sweden(REAL)[::2]}
    files = {
        "GB": (
            "gb_desnz",
            ("Final Dataset - UK GHG (table 1_1 all GHG).xlsx", "UK-local-authority-ghg-emissions-2020.xlsx"),
        ),
        "NO": ("no_miljodirektoratet", ("2026-02-02_klimagassutslipp_telemark.csv",)),
    }
    for country, (source, names) in files.items():
        with tempfile.TemporaryDirectory() as folder:
            var = Path(folder)
            bring_in(source, [(name, (REAL / source / name).read_bytes()) for name in names], var, var / "editions")
            found[country] = rolling.consecutive(
                current_edition(var / "editions"), country, "GHG" if country == "NO" else "CO2"
            )[::2]
    return found


def percent(value: float) -> str:
    return "–" if not np.isfinite(value) else f"{100 * value:.1f}"


def chosen(country: str, sectors: tuple[str, ...], series: np.ndarray) -> list[str]:
    """Errors of every damping and level by sector and horizon, with the ones that are chosen."""
    nation, lines = series.sum(axis=0), []
    lines += [
        f"### {country}: damping beyond the known years (per cent missed of a sector's tonnes at 1, 2, 3, 4 years)",
        "",
    ]
    lines += [
        "| sector | " + " | ".join(f"{one:g}" for one in DAMPINGS) + " | chosen |",
        "|---" * (len(DAMPINGS) + 2) + "|",
    ]
    errors = np.array(
        [
            backtest.sector_error(
                emissions=series, nation=nation, damping=one, known=0, horizons=HORIZONS, span=nowcast.SPAN
            )
            for one in DAMPINGS
        ]
    )
    for place, sector in enumerate(sectors):
        cells = " | ".join(", ".join(percent(value) for value in errors[at, place]) for at in range(len(DAMPINGS)))
        lines.append(f"| {sector} | {cells} | {dampings(country, (sector,))[0]:g} |")
    lines += ["", f"### {country}: level from one, two or three years, the nation known", ""]
    lines += ["| sector | one | two | three |", "|---|---|---|---|"]
    levels = [
        backtest.sector_error(
            emissions=series,
            nation=nation,
            damping=0.0,
            known=HORIZONS,
            horizons=HORIZONS,
            span=nowcast.SPAN,
            levels=one,
        )
        for one in (1, 2, 3)
    ]
    for place, sector in enumerate(sectors):
        cells = " | ".join(", ".join(percent(value) for value in found[place]) for found in levels)
        lines.append(f"| {sector} | {cells} |")
    return [*lines, ""]


def rolled(country: str, sectors: tuple[str, ...], series: np.ndarray) -> list[str]:
    """Errors of whole areas, with the nation known and not."""
    lines = ["| the nation | 1 year | 2 | 3 | 4 |", "|---|---|---|---|---|"]
    for name, known in (("known", 9), ("known for one year", 1), ("not known", 0)):
        errors = backtest.rolling_errors(
            emissions=series,
            nation=series.sum(axis=0),
            damping=dampings(country, sectors),
            known=known,
            horizons=HORIZONS,
            first=2,
        )
        off = np.expm1(-errors)
        cells = []
        for horizon in range(HORIZONS):
            values = off[:, :, horizon][np.isfinite(off[:, :, horizon])]
            cells.append(
                f"{percent(np.median(np.abs(values)))} / {percent(np.quantile(np.abs(values), 0.9))} / "
                f"{100 * np.median(values):+.1f}"
            )
            if known == 9:
                say(
                    f"{country}: median error at {horizon + 1} years, the nation known",
                    f"{percent(np.median(np.abs(values)))} %",
                )
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines


def held(country: str, sectors: tuple[str, ...], series: np.ndarray) -> list[str]:
    """What both ranges held out of sample, years and sums of years."""
    first, origins = (1, range(4, 8)) if country == "SE" else (2, range(6, series.shape[2] - 1))
    lines = ["| the nation | two in three, years | sums | nine in ten, years | sums |", "|---|---|---|---|---|"]
    whole: dict[tuple[float, str], list[float]] = {}
    for name, known in (("known", 9), ("known for one year", 1), ("not known", 0)):
        found = rolling.coverage(series, dampings(country, sectors), known, origins, first)
        cells = [found[likelihood, kind] for likelihood in (200 / 3, 90.0) for kind in ("years", "sums")]
        for key, value in found.items():
            whole.setdefault(key, []).append(value)
        lines.append(f"| {name} | {' | '.join(percent(cell) for cell in cells)} |")
    means = [float(np.mean(whole[likelihood, kind])) for likelihood in (200 / 3, 90.0) for kind in ("years", "sums")]
    say(
        f"{country}: held by two in three (years, sums) and nine in ten (years, sums)",
        ", ".join(percent(one) for one in means) + " %",
    )
    return [*lines, f"| together | {' | '.join(percent(one) for one in means)} |"]


def estimated(series: np.ndarray) -> np.ndarray:
    """From published years [area, sector, year] to 2050."""
    ratios = nowcast.nation_ratios(
        nation=series.sum(axis=0), published=series.shape[2] - 1, years=28, damping=np.full(series.shape[1], 0.8)
    )
    return nowcast.nowcast(emissions=series[:, :, -1], ratios=ratios)


def ranged(series: np.ndarray) -> np.ndarray:
    """The half width of nine in ten, from the areas' own rolling origins."""
    nation, damping = series.sum(axis=0), np.full(series.shape[1], 0.8)
    errors = backtest.rolling_errors(emissions=series, nation=nation, damping=damping, known=2, horizons=5)
    width = error_spread.spread_of(errors=errors, size=series[:, :, -1].sum(axis=1), known=2)
    return error_spread.half_width(spread=width, horizon=np.arange(1.0, 29.0), likelihood=90.0)


def speed() -> None:
    """312 areas and 9 sectors, and up to 100 000 areas, to 2050 with and without ranges."""
    dice = np.random.default_rng(3)
    for areas in (312, 10_000, 100_000):
        series = dice.lognormal(9.0, 1.5, (areas, 9, 8))
        say(f"nowcast of {areas} areas x 9 sectors x 28 years", f"{timed(partial(estimated, series), 3)[0]:.1f} ms")
        say(
            f"ranges of {areas} areas from their rolling origins",
            f"{timed(partial(ranged, series), 1)[0] / 1000:.2f} s",
        )


def main() -> None:
    speed()
    tables: list[str] = []
    for country, (sectors, series) in countries().items():
        tables += [f"## {country}: {series.shape[0]} areas, {series.shape[2]} years", ""]
        tables += ["Median / ninth in ten / bias of whole areas, per cent:", "", *rolled(country, sectors, series), ""]
        if country != "NO":  # seventeen areas are too few to say what a range holds
            tables += [
                "What came within the ranges, per cent, by ranges from earlier origins alone:",
                "",
                *held(country, sectors, series),
                "",
            ]
        tables += chosen(country, sectors, series)
    page = ROOT / "docs" / "backtest.md"
    if "--write" in sys.argv:
        head = page.read_text(encoding="utf-8").split(MARK)[0]
        page.write_text(head + MARK + "\n\n" + "\n".join(tables).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

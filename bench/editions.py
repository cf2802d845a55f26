"""What editions cost: up to 100 000 areas x 30 years x 10 sectors, built, written, loaded and compared; and importing the world.

Each size runs in a process of its own, so that its peak memory is its own. `python bench/editions.py 10000 30000` measures
other sizes.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "bench")]

from shared import REAL, say  # noqa: E402

SIZES = (10_000, 30_000, 100_000)
YEARS = range(1995, 2025)
SECTORS = (
    "transport",
    "industry",
    "electricity-heat",
    "heating",
    "machinery",
    "agriculture",
    "product-use",
    "waste",
    "aviation",
    "international-transport",
)
WORLD = {
    "world_gcb": ("GCB*_flat.csv", "Global_Carbon*.xlsx"),
    "world_population": ("Population.csv",),
    "world_gdp": ("gdp.csv",),
    "world_igcc": ("*recEm*.csv", "gree*.csv"),
    "geo_sweden": ("*.geojson",),
    "geo_uk": ("*.json",),
}


def peak_gb() -> float:
    """The largest memory that this process has had, GB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def _areas(count: int):
    """A nation with counties of a hundred municipalities each."""
    import polars as pl

    from climate_visualizer.sources.table import AREAS

    rows = [("SE", "Land", "country", None, "SE", "land")]
    for number in range(count - 1):
        county = f"SE-{number // 100:04d}"
        inside = number % 100
        area_id = f"{county}{inside:02d}" if inside else county
        rows.append(
            (
                area_id,
                area_id,
                "municipality" if inside else "county",
                county if inside else "SE",
                "SE",
                area_id.lower(),
            )
        )
    return pl.DataFrame(rows, schema=AREAS, orient="row")


def _release(areas, day: str, moved: float):
    """Every area's sectors and whole by year, from one release; `moved` sets it apart from another."""
    import numpy as np
    import polars as pl

    from climate_visualizer.editions.dictionary_encoding import NAMES
    from climate_visualizer.sources.origin import Origin
    from climate_visualizer.sources.table import EMISSIONS, POPULATION, SourceTables

    ids, sectors = areas["area_id"], pl.Series(["total", *SECTORS])
    count, width, years = len(ids), len(sectors), np.array(YEARS, dtype=np.int32)
    at = np.arange(count, dtype=np.uint32).repeat(width * years.size)
    sector = np.tile(np.arange(width, dtype=np.uint32).repeat(years.size), count)
    rng = np.random.default_rng(2015)
    tonnes = rng.uniform(900, 1100, size=(count, width, years.size))
    tonnes[:, 1, -1] += moved
    tonnes[:, 0] = tonnes[:, 1:].sum(axis=1)
    frame = pl.DataFrame({"year": np.tile(years, count * width), "tonnes": tonnes.ravel()})
    del tonnes
    emissions = frame.with_columns(
        area_id=ids.cast(NAMES["area_id"]).gather(at),
        sector=sectors.cast(NAMES["sector"]).gather(sector),
        gas=pl.lit("CO2", dtype=NAMES["gas"]),
        subsector=pl.lit("total", dtype=NAMES["subsector"]),
        status=pl.lit("modelled", dtype=NAMES["status"]),
    ).select(list(EMISSIONS))
    people = pl.DataFrame({"area_id": ids, "year": 2023, "persons": 10_000, "status": "measured"}, schema=POPULATION)
    origin = Origin(
        "se_smhi", "Nobody", f"Made up (CO2), {day}", day, "none", "https://example.org", day * 6, "made-up"
    )
    return SourceTables(origin, emissions=emissions, population=people, areas=areas)


def one(count: int, folder: Path) -> None:
    """One size: an edition written, another one written, both loaded and compared."""
    from climate_visualizer.editions.importing.build import build
    from climate_visualizer.editions.publishing.edition_changes import differences
    from climate_visualizer.editions.publishing.publish import store
    from climate_visualizer.editions.read import load_edition

    areas, folders = _areas(count), []
    began = time.perf_counter()
    for day, moved in (("2025-01-01", 0.0), ("2026-01-01", 10.0)):
        folders.append(store(build([_release(areas, day, moved)]), folder))
    built = (time.perf_counter() - began) / 2
    peak_built = peak_gb()
    began = time.perf_counter()
    editions = [load_edition(path) for path in folders]
    cube = editions[1].cube("SE")
    loaded = (time.perf_counter() - began) / 2
    assert cube.tonnes.shape == (count, len(SECTORS), len(YEARS))
    began = time.perf_counter()
    found = differences(*editions)
    compared = time.perf_counter() - began
    assert found.height == 2 * count
    size = sum(path.stat().st_size for path in folders[1].iterdir()) / 2**20
    written = f"peak {peak_built:.2f} GB, {size:.0f} MB on disk"
    say(f"{count} areas: build and write an edition", f"{_each(built, count)}, {written}")
    say(f"{count} areas: load it and its cube", _each(loaded, count))
    revised = f"{count} areas: compare two editions, every area revised"
    say(revised, f"{_each(compared, count)}, peak of all {peak_gb():.2f} GB")


def _each(seconds: float, count: int) -> str:
    """Seconds, and what that is for an area: it must stay level as areas grow."""
    return f"{seconds:.1f} s, {seconds / count * 1e6:.0f} µs an area"


def world() -> None:
    """A full import of every file of the world, source by source."""
    from climate_visualizer.sources.registry import sources

    for name, patterns in WORLD.items():
        if name not in sources():
            continue
        paths = [path for pattern in patterns for path in sorted((REAL / name).glob(pattern))]
        began = time.perf_counter()
        for path in paths:
            sources()[name].read(path.read_bytes(), file_name=path.name, areas=None)
        say(f"reading {len(paths)} files of {name}", f"{time.perf_counter() - began:.2f} s, peak {peak_gb():.2f} GB")


def main() -> None:
    if sys.argv[1:2] == ["one"]:
        with tempfile.TemporaryDirectory(dir=os.environ.get("CLIMATE_VISUALIZER_BENCH_IN")) as folder:
            one(int(sys.argv[2]), Path(folder))
        return
    if sys.argv[1:] == ["world"]:
        world()
        return
    if REAL.is_dir():
        subprocess.run([sys.executable, __file__, "world"], check=True)
    else:
        say("the publishers' files are not here", "importing the world is not measured")
    for size in map(int, sys.argv[1:] or SIZES):
        subprocess.run([sys.executable, __file__, "one", str(size)], check=True)


if __name__ == "__main__":
    main()

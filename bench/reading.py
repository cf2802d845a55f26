"""What reading each publisher's real file takes, seconds and peak memory, each in a process of its own; and a table of 250 MB.

The United Kingdom's long table is made from its wide workbook: as many authorities, years, sub-sectors and gases as the release
of 2005-2024 has, then as many more years as 250 MB hold.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from shared import REAL, ROOT, say

SCRIPT = """
import resource, sys, time
from pathlib import Path
from climate_visualizer.sources.publishers import se_scb
from climate_visualizer.sources.registry import reader

def peak():  # of this process alone: what getrusage says includes the process that started it
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1]) / 1024

real, source, path = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
codes = (real / "se_scb" / "kommunlankod_2023.xls").read_bytes()
areas = se_scb.read(codes, file_name="codes.xls", areas=None).areas if source in ("se_scb", "se_smhi") else None
content, before = path.read_bytes(), peak()
began = time.perf_counter()
reader(source)(content, file_name=path.name, areas=areas)
print(time.perf_counter() - began, peak() - before, resource.getrusage(resource.RUSAGE_SELF).ru_utime)
"""
FILES = (
    ("se_scb", "se_scb/*.xls*"),
    ("se_scb", "se_scb/*.csv"),
    ("se_smhi", "se_smhi/*.xlsx"),
    ("se_smhi", "se_smhi_extracts/*_municipality_sectors.json"),
    ("se_nation", "se_smhi_extracts/*_nation_sectors.json"),
    ("no_miljodirektoratet", "no_miljodirektoratet/2026-0[34]*.csv"),
    ("gb_desnz", "gb_desnz/*.xlsx"),
    ("world_gcb", "world_gcb/GCB*.csv"),
    ("world_gcb", "world_gcb/Global*.xlsx"),
    ("world_gdp", "world_gdp/*.csv"),
    ("world_population", "world_population/Population.csv"),
    ("world_population", "world_population/UN*.xlsx"),
    ("world_igcc", "world_igcc/20*.csv"),
    ("world_igcc", "world_igcc/gree*.csv"),
    ("eu_edgar", "eu_edgar/*.xlsx"),
    ("eu_ets", "eu_ets/installations-SE.csv"),
    ("geo_sweden", "geo_sweden/*.geojson"),
    ("geo_uk", "geo_uk/*.json"),
)
_RELEASE_MB, _MOST_MB = 85, 250
YEAR, YEARS = re.compile(r",(20\d\d),"), 16  # the wide workbook has sixteen years


def real_files() -> Iterator[tuple[str, Path]]:
    for source, pattern in FILES:
        for path in sorted(REAL.glob(pattern)):
            yield source, path


def measured(source: str, path: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(REAL), source, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return f"could not be read: {done.stderr.strip().splitlines()[-1][:200] if done.stderr.strip() else done.returncode}"
    seconds, megabytes, processor = map(float, done.stdout.split())
    return f"{seconds:.2f} s ({processor:.1f} s of processor), {megabytes:.0f} MB more"


def long_tables(folder: Path) -> Iterator[Path]:
    """The United Kingdom's long table, of the size that it has and of the largest that is read."""
    sys.path.insert(0, str(ROOT / "tests"))
    from sources.long_table import rows, table

    from climate_visualizer.sources.publishers import gb_desnz

    name = "UK-local-authority-ghg-emissions-2020.xlsx"
    wide = gb_desnz.read((REAL / "gb_desnz" / name).read_bytes(), file_name=name, areas=None)
    assert wide.emissions is not None and wide.areas is not None and wide.population is not None
    lines = rows(wide.emissions, wide.areas, wide.population)
    for size in (_RELEASE_MB, _MOST_MB):
        path = folder / f"2005-24-local-authority-ghg-emissions-{size}-MB.csv"
        path.write_bytes(table(list(_repeated(lines, size * 2**20))))
        yield path


def _repeated(lines: list[str], most: int) -> Iterator[str]:
    """The lines for each gas, and for as many years before the first as fill so many bytes."""
    size = 0
    for back in count(0, YEARS):
        for gas in ("CO2", "CH4", "N2O"):
            for line in lines:
                earlier = YEAR.sub(lambda found, by=back: f",{int(found.group(1)) - by},", line, count=1)
                made = earlier.replace(",CO2,", f",{gas},", 1)
                size += len(made.encode()) + 1
                if size > most:
                    return
                yield made


def main() -> None:
    if not REAL.is_dir():
        say("the publishers' files are not here", "reading them is not measured")
        return
    for source, path in real_files():
        say(f"reading {source}: {path.name[:60]} ({path.stat().st_size / 2**20:.1f} MB)", measured(source, path))
    with tempfile.TemporaryDirectory() as folder:
        for path in long_tables(Path(folder)):
            say(f"reading gb_desnz: a long table of {path.stat().st_size / 2**20:.0f} MB", measured("gb_desnz", path))


if __name__ == "__main__":
    main()

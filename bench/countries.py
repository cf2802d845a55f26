"""How long and with how much memory the United Kingdom's long table of 85 MB is read, measured in a process of its own.

The table is made from the header that the publisher gives its releases: every authority, fifteen years, every sub-sector and gas.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from climate_visualizer.sources.origin import facts  # noqa: E402
from climate_visualizer.sources.publishers import gb_desnz  # noqa: E402

HEADER = (
    "Country,Country Code,Region,Region Code,Second Tier Authority,Local Authority,Local Authority Code,Calendar Year,"
    "LA GHG Sector,LA GHG Sub-sector,Greenhouse gas,Territorial emissions (kt CO2e),"
    "Emissions within the scope of influence of LAs (kt CO2),Mid-year Population (thousands),Area (km2)"
)
REGIONS = ("North East", "North West", "London", "South East", "Wales", "Scotland", "Northern Ireland", "West Midlands")
OTHERS = ("Yorkshire and the Humber", "East Midlands", "East of England", "South West")
AUTHORITIES, YEARS, MOST_SECONDS, MOST_BYTES = 374, range(2005, 2020), 10.0, 2**30
LEAST_MEGABYTES = 85


def lines() -> list[str]:
    """One line for each authority, year, sub-sector and gas, with figures of the length that the publisher's have."""
    regions, parts = (*REGIONS, *OTHERS), facts("gb_desnz")["sector"]
    pairs = [(one["spellings"][0], part["spellings"][0]) for one in parts for part in one["subsectors"]]
    found = [HEADER]
    for number in range(AUTHORITIES):
        region = regions[number % len(regions)]
        place = f"England,E92000001,{region},E12000001,County {number},Authority {number},E07{number:06d}"
        for year in YEARS:
            for index, (sector, part) in enumerate(pairs):
                for weight, gas in enumerate(("CO2", "CH4", "N2O"), start=1):
                    kilotonnes = (number + 1) * (index + 1) * (year - 2000) / 1000 / weight
                    figures = f"{kilotonnes:.9f},{kilotonnes / 2:.9f},{100 + number}.123,{number}.4567"
                    found.append(f'{place},{year},{sector},"{part}",{gas},{figures}')
    return found


def make(path: Path) -> float:
    """Write the table; its size in megabytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines()) + "\n", encoding="utf-8")
    return path.stat().st_size / 1e6


def read(path: Path) -> None:
    """Read the table and say how long it took and the most memory that the process has had."""
    began, worked = time.perf_counter(), time.process_time()
    tables = gb_desnz.read(path.read_bytes(), file_name="2026-06-25_long.csv", areas=None)
    seconds, worked = time.perf_counter() - began, time.process_time() - worked
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    assert tables.emissions is not None
    print(f"{seconds:.1f} {worked:.1f} {most} {tables.emissions.height}")


def main() -> int:
    if len(sys.argv) > 1:
        read(Path(sys.argv[1]))
        return 0
    path = ROOT / "build" / "bench" / "long.csv"
    size = make(path)
    out = subprocess.run(
        [sys.executable, __file__, str(path)], capture_output=True, text=True, check=True
    ).stdout.split()
    path.unlink()
    seconds, worked, most, figures = float(out[0]), float(out[1]), int(out[2]), int(out[3])
    print(
        f"A table of {size:.0f} MB: {figures} figures in {seconds:.1f} s ({worked:.1f} s of processor) "
        f"and {most / 2**20:.0f} MB of memory."
    )
    fine = size >= LEAST_MEGABYTES and seconds <= MOST_SECONDS and most <= MOST_BYTES
    if not fine:
        print(f"Wanted: at least {LEAST_MEGABYTES} MB in at most {MOST_SECONDS:.0f} s and {MOST_BYTES / 2**20:.0f} MB.")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())

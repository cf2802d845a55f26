"""What comes in: the starter set, reading files of plants, regions and the nation, and Europe as an edition.

Seconds, and the most memory that the process has had so far.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from pathlib import Path

from shared import REAL, say, timed

FILES = {
    "eu_ets": "eu_ets/installations-SE.csv",
    "eu_edgar": "eu_edgar/EDGARv8.0_GHG_by substance_GWP100_AR5_NUTS2_1990_2022.xlsx",
    "se_nation": "se_smhi_extracts/2026-06-25_ghg_nation_sectors.json",
}


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    from climate_visualizer.editions.importing.pipeline import bring_in
    from climate_visualizer.editions.importing.starter import read_starter
    from climate_visualizer.places import DATA
    from climate_visualizer.sources.registry import reader

    seconds = timed(lambda: read_starter(DATA / "starter"), 3)[0] / 1000
    say("the starter set as an edition", f"{seconds:.2f} s, {_megabytes():.0f} MB")
    if not REAL.is_dir():
        say("the publishers' files are not here", "nothing more to measure")
        return
    for source, name in FILES.items():
        path = REAL / name
        content = path.read_bytes()
        seconds = timed(lambda: reader(source)(content, file_name=path.name, areas=None), 1)[0] / 1000  # noqa: B023
        say(f"{source}: {path.name}", f"{seconds:.2f} s, {_megabytes():.0f} MB")
    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        path = REAL / FILES["eu_edgar"]
        seconds = (
            timed(lambda: bring_in("eu_edgar", [(path.name, path.read_bytes())], var, var / "editions"), 1)[0] / 1000
        )
        say("Europe's regions: read, build, gate, publish", f"{seconds:.1f} s, {_megabytes():.0f} MB")


if __name__ == "__main__":
    sys.exit(main())

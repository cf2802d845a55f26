"""Every area that the publishers' files have, Europe's regions among them: build, gate and publish, in processor time.

The files are read before, as they are for every import but the first; what is measured is what each import does after reading.
"""

from __future__ import annotations

import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from shared import REAL, say  # makes the project's folder known

FILES = (
    ("se_scb", "se_scb/kommunlankod_2023.xls"),
    ("se_scb", "se_scb/be0101_tabhel202*.xlsx"),
    ("se_smhi", "se_smhi/*.xlsx"),
    ("gb_desnz", "gb_desnz/*.xlsx"),
    ("no_miljodirektoratet", "no_miljodirektoratet/2026-02-03*.csv"),
    ("world_gcb", "world_gcb/GCB2023v36*.csv"),
    ("world_population", "world_population/UN*.xlsx"),
    ("world_gdp", "world_gdp/API*.csv"),
    ("world_igcc", "world_igcc/20*.csv"),
    ("eu_ets", "eu_ets/installations-SE.csv"),
    ("eu_edgar", "eu_edgar/*.xlsx"),
    ("geo_sweden", "geo_sweden/*.geojson"),
    ("geo_uk", "geo_uk/*.json"),
)
Answer = TypeVar("Answer")


def worked(what: str, job: Callable[[], Answer]) -> Answer:
    """A job's answer; says its processor time, and the wall's beside it."""
    began, clock = time.process_time(), time.perf_counter()
    answer = job()
    say(
        what,
        f"{time.process_time() - began:.1f} s of processor ({time.perf_counter() - clock:.1f} s beside other work)",
    )
    return answer


def main() -> None:
    if not REAL.is_dir():
        say("the publishers' files are not here", "an edition of every area is not measured")
        return
    from climate_visualizer.editions.checks.gate import examine
    from climate_visualizer.editions.importing.build import build
    from climate_visualizer.editions.importing.ingest import read_files, remember
    from climate_visualizer.editions.publishing.publish import publish
    from climate_visualizer.editions.read import current_edition

    with tempfile.TemporaryDirectory() as folder:
        var = Path(folder)
        for source, pattern in FILES:
            files = [(path.name, path.read_bytes()) for path in sorted(REAL.glob(pattern))]
            batch = read_files(source, files, var)
            remember(batch.imports, var)
        again = worked("every file's figures, as they were read before", lambda: read_files("se_scb", (), var))
        candidate = worked("build", lambda: build(again.read))
        edition = candidate.as_edition()
        worked("gate, against an edition of the same", lambda: examine(edition, edition))
        worked("publish", lambda: publish(candidate, var / "editions"))
        worked("read", lambda: current_edition(var / "editions"))
        say("areas and figures", f"{len(edition.areas)} and {edition.emissions.height}")
        say("most memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

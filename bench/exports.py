"""What taking figures along costs: report, poster, shared picture, workbook, whole-country files, and what embeds weigh."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable
from pathlib import Path

from shared import DAY, ROOT, say, site, sweden

ADDRESS = "https://climate.example/sv/se/nykoping/"


def timed(what: str, work: Callable[[], bytes | str], repeats: int = 10) -> None:
    """The first run, the median of those that follow, and how large the answer is."""
    began = time.perf_counter()
    made = work()
    first = (time.perf_counter() - began) * 1000
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    size = len(made.encode() if isinstance(made, str) else made)
    say(what, f"first {first:.0f} ms, then {sorted(taken)[len(taken) // 2]:.0f} ms, {size / 1000:.0f} kB")


def files(editions: Path) -> None:
    from climate_visualizer.editions.read import current_edition
    from climate_visualizer.exports.facts import gather
    from climate_visualizer.exports.papers.poster import poster, shared
    from climate_visualizer.exports.papers.report import report
    from climate_visualizer.exports.tables import whole_country
    from climate_visualizer.exports.tables.csv_json import to_csv, to_json
    from climate_visualizer.exports.tables.workbook import workbook
    from climate_visualizer.languages.language import load_language
    from climate_visualizer.methods.question import ask

    edition = current_edition(editions)
    language = load_language("sv", ROOT / "climate_visualizer" / "web" / "locale")
    question = ask(edition, "SE-0480", as_of=DAY)
    facts = gather(question, language)
    timed("report of an area, PDF/UA-1", lambda: report(facts, ADDRESS))
    timed("poster of an area, A3 PDF", lambda: poster(facts, ADDRESS))
    timed("picture to share, 1200 x 630", lambda: shared(facts, ADDRESS))
    timed("workbook of an area", lambda: workbook(facts, ADDRESS))
    timed("CSV of an area", lambda: to_csv(facts))
    timed("JSON of an area", lambda: to_json(facts, ADDRESS))
    about = {"title": "x", "edition": edition.id, "as_of": DAY}
    frame = whole_country.findings(question)
    timed(
        f"findings of {frame.height} areas, worked out",
        lambda: whole_country.findings(question).write_csv(),
    )
    timed("the same as a workbook", lambda: whole_country.to_xlsx(frame, about), 3)
    emissions = whole_country.emissions(edition, "SE")
    timed(f"{emissions.height} emission figures as Parquet", lambda: whole_country.to_parquet(emissions), 3)
    timed("the same as CSV, a row a series", lambda: whole_country.by_year(emissions).write_csv(), 3)


def embeds() -> None:
    """All that one embedded figure loads, gzipped: the frame, its style and script, and the script of the page around."""
    from django.test import Client

    from climate_visualizer.web.embed_options import FIGURES

    client = Client()

    def packed(path: str) -> int:
        return len(gzip.compress(client.get(path).content, 6))

    for figure in FIGURES:
        path = f"/embed/{figure}/SE-0480"
        frame = client.get(path).content.decode()
        loaded = {found.replace("&amp;", "&") for found in re.findall(r'(?:href|src)="(/embed/[^"]+)"', frame)}
        whole = packed(path) + sum(packed(one) for one in loaded | {"/embed/embed.js"})
        say(f"embed of {figure}, everything gzipped", f"{whole} bytes")
    say("badge, gzipped", f"{packed('/badge/SE-0480.svg')} bytes")


def main() -> None:
    with site() as var:
        sweden(var)
        files(var / "editions")
        embeds()


if __name__ == "__main__":
    main()

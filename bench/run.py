"""What docs/performance.md states, measured: ``make bench``. Real files are used where they are, the starter set where not."""

from __future__ import annotations

import gzip
import http.client
import re
import resource
import subprocess
import sys
import threading
import time
from pathlib import Path

from shared import CO2, DAY, PEOPLE, REAL, ROOT, forget, say, served, site, starter, timed


def import_of_sweden(var: Path) -> None:
    """Reading and checking the CO2 workbook in a process of its own, then the whole import."""
    script = (
        "import resource, sys, time; from pathlib import Path; "
        "from climate_visualizer.sources.publishers import se_scb, se_smhi; "
        f"real = Path({str(REAL)!r}); "
        "areas = se_scb.read((real / 'se_scb' / 'kommunlankod_2023.xls').read_bytes(), file_name='x.xls', areas=None).areas; "
        f"content = (real / 'se_smhi' / {CO2!r}).read_bytes(); began = time.perf_counter(); "
        "se_smhi.read(content, file_name='x.xlsx', areas=areas); "
        "print(time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    say("read and check the 19 344-row CO2 workbook", f"{seconds:.2f} s, peak {megabytes:.0f} MB")

    from climate_visualizer.editions.importing.build import build
    from climate_visualizer.editions.importing.ingest import read_files, remember
    from climate_visualizer.editions.publishing.publish import publish

    scb = [(name, (REAL / "se_scb" / name).read_bytes()) for name in PEOPLE]
    remember(read_files("se_scb", scb, var).imports, var)
    began = time.perf_counter()
    batch = read_files("se_smhi", [(CO2, (REAL / "se_smhi" / CO2).read_bytes())], var)
    publish(build(batch.read), var / "editions")
    say("import and build all Sweden from the CO2 workbook", f"{time.perf_counter() - began:.2f} s")


def assessments(editions: Path) -> None:
    """All areas for one choice and for every choice."""
    from climate_visualizer.budget import figures
    from climate_visualizer.caches import CACHE
    from climate_visualizer.editions.read import current_edition
    from climate_visualizer.methods.basis import basis
    from climate_visualizer.methods.question import ask
    from climate_visualizer.methods.recipes import find_method
    from climate_visualizer.science import trends

    edition = current_edition(editions)
    question = ask(edition, "SE", as_of=DAY)
    areas = len(edition.areas)
    figures.assess_all(question)

    def one() -> None:
        CACHE.clear(f"{figures.__name__}._of_country")
        figures.assess_all(question)

    median, p95 = timed(one, 50)
    say(f"assess {areas} areas for one choice", f"median {median:.1f} ms, p95 {p95:.1f} ms")
    method = find_method("world-per-head")

    def every() -> None:
        figures.assess_every_choice(edition, "SE", method, "ar6-2021", path_start=2027, as_of=DAY)

    every()
    median, p95 = timed(every, 20)
    say(f"assess {areas} areas for 6 limits x 5 likelihoods x 4 sharings", f"median {median:.0f} ms, p95 {p95:.0f} ms")
    base = basis(edition, "SE", ())
    recent = base.cube.years > base.cube.years[-1] - 10
    median, _ = timed(
        lambda: trends.least_absolute_deviations(
            years=base.cube.years[recent].astype(float), emissions=base.consistent[:, recent]
        ),
        50,
    )
    say(f"trend of {areas} areas by least absolute deviations", f"median {median:.2f} ms")


def web() -> None:
    """Requests through the whole stack, in this process."""
    from django.test import Client

    client = Client(headers={"accept-encoding": "gzip"})
    address = "/api/v1/areas/SE-0480/budget?limit=1.7&likelihood=50"

    def cold_budget() -> None:
        forget()
        client.get(address)

    client.get(address)
    median, p95 = timed(cold_budget, 100)
    say("one budget request through the web stack, nothing kept", f"median {median:.1f} ms, p95 {p95:.1f} ms")
    median, p95 = timed(lambda: client.get(address), 300)
    say("the same, kept", f"median {median:.2f} ms, p95 {p95:.2f} ms")

    def cold_page() -> None:
        forget()
        client.get("/sv/se/nykoping/")

    client.get("/sv/se/nykoping/")
    median, p95 = timed(cold_page, 15)
    say("area page, nothing kept", f"median {median:.0f} ms, p95 {p95:.0f} ms")
    median, p95 = timed(lambda: client.get("/sv/se/nykoping/"), 300)
    say("area page, kept", f"median {median:.2f} ms, p95 {p95:.2f} ms")
    page = client.get("/sv/se/nykoping/").content
    css = gzip.compress((ROOT / "climate_visualizer" / "web" / "static" / "site.css").read_bytes(), 6)
    say("weight of the area page, gzipped: HTML with pictures + CSS + script", f"{len(page)} + {len(css)} + 0 bytes")


def _body(port: int, path: str) -> str:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path)
    answer = line.getresponse()
    assert answer.status == 200, path
    return answer.read().decode()


def rate(port: int, path: str, connections: int = 4, each: int = 400) -> tuple[float, float]:
    """Answers a second over so many connections, and the 95th percentile in milliseconds; a failure is an error."""
    taken: list[float] = []

    def ask(count: int) -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        for _ in range(count):
            start = time.perf_counter()
            line.request("GET", path, headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            taken.append((time.perf_counter() - start) * 1000)

    ask(30)
    taken.clear()
    start = time.perf_counter()
    threads = [threading.Thread(target=ask, args=(each,)) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == connections * each, "an answer failed"
    return len(taken) / (time.perf_counter() - start), sorted(taken)[int(len(taken) * 0.95)]


def rates(var: Path) -> None:
    """From `serve` to the first answer, and the rate of the kept page, over a real connection."""
    began = time.perf_counter()
    with served(var) as port:
        say("prepare and serve, once installed: to the first answer", f"{time.perf_counter() - began:.1f} s")
        styles = re.search(r'href="(/static/site[^"]*)"', _body(port, "/sv/")).group(1)
        page, p95 = rate(port, "/sv/se/nykoping/")
        file, _ = rate(port, styles)
        say("kept area page over 4 connections, one worker", f"{page:.0f} requests/s, p95 {p95:.1f} ms, none failing")
        say("the same server's static file; the page against it", f"{file:.0f} requests/s; {page / file:.2f}")


def main() -> None:
    with site() as var:
        if REAL.is_dir():
            import_of_sweden(var)
        else:
            say("the publishers' files are not here", "measured on the starter set")
            starter(var)
        assessments(var / "editions")
        web()
        rates(var)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        say("peak memory of this process", f"{peak:.0f} MB")


if __name__ == "__main__":
    main()

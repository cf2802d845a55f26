"""How fast a scenario is answered: the arithmetic alone, and through the stack with words and picture."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from itertools import count

from shared import DAY, ROOT, site, starter

TIMES = 400


def timed(work: Callable[[], object]) -> str:
    """Median and 95th percentile in milliseconds by the clock, and of the processor's own time."""
    clock, own = [], []
    for _ in range(TIMES):
        began, busy = time.perf_counter(), time.process_time()
        work()
        own.append((time.process_time() - busy) * 1000)
        clock.append((time.perf_counter() - began) * 1000)
    last = int(TIMES * 0.95) - 1
    told = (f"median {statistics.median(taken):.2f} ms, p95 {sorted(taken)[last]:.2f} ms" for taken in (clock, own))
    return "; processor ".join(told)


def main() -> None:
    with site() as var:
        from django.core.management import call_command
        from django.test import Client

        from climate_visualizer.editions.importing.starter import read_starter
        from climate_visualizer.methods.question import ask
        from climate_visualizer.scenarios.scenario import answer
        from climate_visualizer.scenarios.scenario_paths import ground_of
        from climate_visualizer.scenarios.scenario_query import read_text

        edition = read_starter(ROOT / "climate_visualizer" / "data" / "starter").as_edition()
        starter(var)
        question = ask(edition, "SE-0480", as_of=DAY)
        ground = ground_of(question)
        number = count()

        def scenario() -> str:
            turn = next(number)
            return f"y~{2027 + turn % 9}.s~transport~{turn % 600}~heating~{turn % 599}.m~ec~hl~fb~cm2030~hp"

        def alone() -> object:
            return answer(question, read_text(scenario(), ground))

        call_command("migrate", verbosity=0)
        client = Client()

        def stacked() -> object:
            query = {"s": scenario(), "lang": "sv", "picture": "wide"}
            return client.get("/api/v1/areas/SE-0480/scenario", query, headers={"accept-encoding": "gzip"})

        alone(), stacked()
        print(f"{'a scenario with sectors and five measures, alone':<72} {timed(alone)}")
        print(f"{'the same through the stack, with words and picture, none kept':<72} {timed(stacked)}")


if __name__ == "__main__":
    main()

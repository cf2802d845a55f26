"""What can be done here: the measures of the library that would save most in an area, each by itself."""

from __future__ import annotations

from climate_visualizer.caches import remembered
from climate_visualizer.methods.question import Question
from climate_visualizer.scenarios.measure_library import library
from climate_visualizer.scenarios.scenario_paths import ground_of
from climate_visualizer.science import measures

MOST = 3
LEAST = 0.01  # of the best: in Oxelösund district heating would save 21 tonnes, beside 5 million in industry


@remembered
def best_measures(question: Question) -> tuple[tuple[str, float], ...]:
    """Id and tonnes saved until 2050 of up to three measures, if each begins next year and none of the others does.

    What saves less than a hundredth of the best one is no advice, and is left out.
    """
    ground = ground_of(question)
    saved_by = []
    for one in library().values():
        measure = one.applied(ground.parts, start=ground.first + 1)
        if measure is not None:
            saved = measures.saved_by_each(baseline=ground.trend, first=ground.first, measures=[measure])
            saved_by.append((one.id, float(saved[0])))
    best = max((saved for _, saved in saved_by), default=0.0)
    worthwhile = (pair for pair in saved_by if pair[1] > 0 and pair[1] >= LEAST * best)
    return tuple(sorted(worthwhile, key=lambda pair: -pair[1])[:MOST])

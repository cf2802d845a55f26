"""Every published budget side by side: each line is what its own method, budget and likelihood give, and nothing else."""

import math
from datetime import date

import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.ranges.uncertainty_ranges import vintages
from climate_visualizer.methods.choices import likelihoods_for, methods_for, parse, sharings_for
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method


@pytest.mark.parametrize("asked", [{}, {"limit": "1.5", "likelihood": "50"}, {"sharing": "per-head"}])
def test_each_line_is_an_assessment_of_its_own(starter, day, asked):
    choices = parse(asked, country="SE", as_of=day, edition=starter)
    lines = vintages(Question(starter, "SE-0480", choices, day))
    pairs = [
        (method.id, vintage)
        for method in methods_for("SE", starter)
        for vintage in method.vintages
        if any(limit == choices.limit for limit, _ in method.pairs(vintage))
    ]
    assert sorted((line.method, line.vintage) for line in lines) == sorted(pairs)
    order = [(line.method.startswith("world-"), line.method, -line.budget_start.year) for line in lines]
    assert order == sorted(order)
    for line in lines:
        method = find_method(line.method, starter)
        chances = likelihoods_for(line.method, choices.limit, vintage=line.vintage, edition=starter)
        assert line.likelihood in chances
        assert abs(line.likelihood - choices.likelihood) == min(abs(one - choices.likelihood) for one in chances)
        own = {
            "method": line.method,
            "vintage": line.vintage,
            "limit": f"{line.limit:g}",
            "likelihood": str(line.likelihood),
        }
        if choices.sharing in sharings_for(method, "SE"):
            own["sharing"] = choices.sharing
        a = assess(Question(starter, "SE-0480", parse(own, country="SE", as_of=day, edition=starter), day))
        assert (line.limit, line.published) == (choices.limit, method.published)
        assert line.budget_start == date(method.start_year(line.vintage), 1, 1)
        assert (line.budget_t, line.remaining_t) == (pytest.approx(a.budget_t), pytest.approx(a.remaining_t))
        assert line.used_up_on == a.used_up_on
        assert line.is_first == (line.vintage == method.vintages[0])
        assert line.debt_t_per_head_year is None or line.overdrawn_since is None
        assert math.isfinite(line.remaining_t)

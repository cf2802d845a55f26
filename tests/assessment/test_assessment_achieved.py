"""How much emissions have changed: compound, so that the sign is that of the change, in every Swedish area and sector."""

import numpy as np

from climate_visualizer.budget.assess import assess
from climate_visualizer.budget.figures import SPAN
from climate_visualizer.budget.sector import sector_of
from climate_visualizer.methods.choices import default_choices
from climate_visualizer.methods.question import Question


def test_the_sign_of_the_change_is_that_of_the_last_year_against_the_first(sweden, day):
    choices = default_choices("SE", day, edition=sweden)
    for area in sweden.areas:
        a = assess(Question(sweden, area.id, choices, day))
        first, last = a.history.tonnes[-1 - SPAN], a.history.tonnes[-1]
        if a.achieved_cut is None or a.disputes:  # a disputed total gives way to the sum of its parts
            continue
        assert np.sign(round(a.achieved_cut, 9)) == np.sign(round(first - last, 3)), area.name
        assert (
            last == np.float64(first * (1 - a.achieved_cut) ** SPAN)
            or abs(first * (1 - a.achieved_cut) ** SPAN / last - 1) < 1e-9
        )


def test_stenungsund_has_cut_what_the_mean_of_yearly_changes_called_a_rise(sweden, day):
    a = assess(Question(sweden, "SE-1415", default_choices("SE", day, edition=sweden), day))
    series = np.array(a.history.tonnes[-1 - SPAN :])
    mean = float((series[1:] / series[:-1] - 1).mean())
    assert mean > 0.01 and 0.03 < a.achieved_cut < 0.05
    industry = sector_of(sweden, a, "industry")
    assert industry.achieved_cut > 0.03

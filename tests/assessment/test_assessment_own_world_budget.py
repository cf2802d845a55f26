"""A reader's own world budget: its name is read back, it is the same at every limit, and what is none has none."""

import pytest

from climate_visualizer.methods.parameters import FIRST_START, LAST_START, LEAST_GT, MOST_GT, own_budget, own_vintage

PAIRS = ((1.5, 50), (1.5, 67), (2.0, 83))


@pytest.mark.parametrize(("gigatonnes", "start"), [(LEAST_GT, FIRST_START), (402.5, 2020), (MOST_GT, LAST_START)])
def test_a_name_leads_back_to_the_budget_that_it_names_at_every_limit_and_likelihood(gigatonnes, start):
    own = own_budget(own_vintage(gigatonnes, start), PAIRS)
    assert own.table.start == start
    assert own.table.limits.tolist() == [1.5, 2.0] and own.table.likelihoods.tolist() == [50, 67, 83]
    assert own.table.gigatonnes.shape == (2, 3) and (own.table.gigatonnes == gigatonnes).all()


@pytest.mark.parametrize(
    "name",
    [
        own_vintage(LEAST_GT / 2, FIRST_START),
        own_vintage(MOST_GT + 1, FIRST_START),
        own_vintage(400, FIRST_START - 1),
        own_vintage(400, LAST_START + 1),
        "own-400",
        "own--400-2020",
        "own-400-2020-",
        "igcc-2024",
    ],
)
def test_a_name_of_no_budget_or_one_that_no_method_can_share_has_none(name):
    assert own_budget(name, PAIRS) is None

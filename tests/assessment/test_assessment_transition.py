"""Equal transition opportunity: plants give industry the life of their capital, and unsplit industry is refused."""

from dataclasses import replace

import numpy as np
import pytest

from climate_visualizer.budget.assess import assess
from climate_visualizer.methods.allocation import shares, undecided
from climate_visualizer.methods.basis import basis
from climate_visualizer.methods.choices import WrongChoice, default_choices
from climate_visualizer.methods.question import Question
from climate_visualizer.methods.recipes import find_method
from climate_visualizer.methods.transition import split

YEARS = tuple(range(2015, 2023))


@pytest.fixture(scope="module")
def base(starter):
    return basis(starter, "SE", ("cement",))


def test_plants_split_industry_and_nothing_is_lost(starter, base):
    found = split(base, starter, "SE", YEARS)
    whole = base.sectors[:, :, base.years_of(YEARS)].sum(axis=(1, 2))
    assert found.tonnes.sum(axis=1) == pytest.approx(whole, rel=1e-6)
    assert found.tonnes.min() >= 0.0
    kinds = np.array([starter.area(area_id).kind for area_id in base.cube.area_ids])
    inside, around = (found.tonnes[kinds == kind].sum(axis=0) for kind in ("municipality", "county"))
    assert inside == pytest.approx(around, rel=1e-4)
    assert {31.0, 29.0, 40.0, 36.0} <= set(found.lives.tolist())


def test_towns_of_steel_refineries_and_cement_get_more_than_by_present_emissions(starter, base):
    method = find_method("se-uppsala-2023", starter)
    by_life, by_tonnes = (
        shares(method, base, starter, "SE", name, local=1.0, start=2024)
        for name in ("equal-transition", "grandfathering")
    )
    ratio = dict(zip(base.cube.area_ids, (by_life / by_tonnes).tolist(), strict=True))
    for town in ("SE-0481", "SE-2580", "SE-1484", "SE-0980", "SE-1496", "SE-1415"):
        assert 1.15 < ratio[town] < 1.6, town
    assert ratio["SE-0480"] < 1.0
    kinds = np.array([starter.area(area_id).kind for area_id in base.cube.area_ids])
    for kind in ("county", "municipality"):
        assert by_life[kinds == kind].sum() == pytest.approx(1.0, rel=1e-6)


def test_by_hand_for_one_town(starter, base):
    """Oxelösund's claim by plain arithmetic: its plants of steel and lime by their lives, what is left by industry's."""
    found = split(base, starter, "SE", YEARS)
    row = base.cube.area_ids.index("SE-0481")
    table = starter.every_plant
    steel, lime = (
        sum(
            one["tonnes"]
            for one in table.iter_rows(named=True)
            if one["area_id"] == "SE-0481" and one["activity"] == kind and one["year"] in YEARS
        )
        for kind in ("steel", "lime")
    )
    industry = base.sectors[row, base.cube.sectors.index("industry"), base.years_of(YEARS)].sum()
    scale = min(1.0, industry / (steel + lime))
    for life, tonnes in ((31.0, steel), (40.0, lime)):
        assert found.tonnes[row, found.lives == life].sum() == pytest.approx(tonnes * scale, rel=1e-9)


def test_an_area_whose_unsplit_industry_decides_is_refused(starter, day):
    method, base = find_method("se-uppsala-2023", starter), basis(starter, "SE", ("cement",))
    refused = np.flatnonzero(undecided(method, base, starter, "SE", "equal-transition"))
    assert 1 <= refused.size <= 5
    choices = replace(default_choices("SE", day, edition=starter), sharing="equal-transition")
    with pytest.raises(WrongChoice, match="industry that the statistics do not split"):
        assess(Question(starter, base.cube.area_ids[refused[0]], choices, day))
    assert assess(Question(starter, "SE-0481", choices, day)).share > 0
    assert not undecided(method, base, starter, "SE", "grandfathering").any()


def test_without_plants_industry_keeps_its_own_life(starter):
    method = find_method("se-uppsala-2023", starter)
    bare = basis(starter, "SE", ("cement", "plants"))
    assert not undecided(method, bare, starter, "SE", "equal-transition").any()

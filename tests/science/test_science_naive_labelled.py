"""Labelled arrays: aligned by label or refused, never by position in silence; lazy arrays stay lazy."""

import itertools

import numpy as np
import polars as pl
import pytest
import xarray

from climate_visualizer.science import effort_sharing, findings, pathways, remaining, sharing, units
from climate_visualizer.science.arrays import labelled
from climate_visualizer.science.arrays.blocks import elementwise, lazy_like

AREAS = ["Nyköping", "Oxelösund", "Trosa"]
EMISSIONS = xarray.DataArray([200.0, 900.0, 30.0], coords={"area": AREAS})
BUDGETS = xarray.DataArray(
    [[500.0, 4000.0, 60.0], [1500.0, 9000.0, 300.0]], coords={"limit": [1.5, 2.0], "area": AREAS}
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_any_order_of_the_areas_gives_each_its_own(order):
    shuffled = BUDGETS.isel(area=list(order))
    cuts = labelled.apply(pathways.required_cut, emissions=EMISSIONS, budget=shuffled)
    for area, limit in itertools.product(AREAS, BUDGETS.limit.values):
        rate, left = float(EMISSIONS.sel(area=area)), float(BUDGETS.sel(area=area, limit=limit))
        assert float(cuts.sel(area=area, limit=limit)) == pytest.approx(rate / (rate + left))


def test_a_principle_works_along_its_areas_and_a_path_adds_its_years():
    shares = labelled.apply(sharing.grandfathering, over=["area"], emissions=EMISSIONS)
    assert float(shares.sel(area="Trosa")) == pytest.approx(30 / 1130)
    path = labelled.apply(
        pathways.exponential, adds={"year": range(2027, 2030)}, emissions=EMISSIONS, budget=BUDGETS, years=3
    )
    assert path.dims == ("area", "limit", "year") or set(path.dims) == {"area", "limit", "year"}
    assert float(path.sel(year=2027, area="Trosa", limit=1.5)) == pytest.approx(30 * 60 / 90)


def test_a_change_over_years_drops_them():
    series = xarray.DataArray(
        [[100.0, 90.0, 81.0]], coords={"area": ["Trosa"], "year": [2021, 2022, 2023]}, dims=("area", "year")
    )
    cut = labelled.apply(findings.achieved_cut, over=["year"], keeps=False, emissions=series, span=2)
    assert cut.dims == ("area",) and float(cut[0]) == pytest.approx(0.1)


def test_other_labels_are_refused_by_name():
    with pytest.raises(labelled.Misaligned, match=r"'area'.*'Gnesta'.*budget"):
        labelled.apply(
            pathways.required_cut, emissions=EMISSIONS, budget=BUDGETS.assign_coords(area=["Gnesta", *AREAS[1:]])
        )
    twice = BUDGETS.assign_coords(area=["Trosa", "Oxelösund", "Trosa"])
    with pytest.raises(labelled.Misaligned, match="'Trosa'"):
        labelled.apply(pathways.required_cut, emissions=xarray.DataArray(1.0), budget=twice)


@pytest.mark.parametrize(
    "value", [EMISSIONS, pl.Series([1.0]), pl.DataFrame({"a": [1.0]})], ids=lambda v: type(v).__name__
)
def test_bare_functions_refuse_labels_instead_of_dropping_them(value):
    with pytest.raises(units.LabelledInput, match="labels or units"):
        pathways.required_cut(emissions=value, budget=1.0)


@pytest.mark.parametrize("wrap", [list, tuple, lambda one: [one, [1.0, 2.0]], lambda one: [[1.0, 2.0], [one]]])
def test_labels_in_lists_are_refused_too(wrap):
    """A list of two series was aligned by position: the second one's order was nobody's matter."""
    series = xarray.DataArray([1.0, 2.0], dims="area")
    held = wrap([series, series]) if wrap in (list, tuple) else wrap(series)
    with pytest.raises(units.LabelledInput, match="labels or units"):
        pathways.required_cut(emissions=held, budget=1.0)
    assert pathways.required_cut(emissions=[[1.0, 2.0], (3.0, 4.0)], budget=1.0).shape == (2, 2)


def test_lazy_arrays_inside_stay_lazy():
    lazy = EMISSIONS.chunk({"area": 1})
    cuts = labelled.apply(pathways.required_cut, emissions=lazy, budget=BUDGETS)
    assert cuts.chunks is not None
    np.testing.assert_allclose(
        cuts.compute().transpose("limit", "area"),
        labelled.apply(pathways.required_cut, emissions=EMISSIONS, budget=BUDGETS).transpose("limit", "area"),
    )


def test_tables_and_the_framework_are_lazy_on_lazy_arrays():
    import dask.array as da

    table = remaining.BudgetTable(
        np.array([1.5, 2.0]), np.array([50.0, 83.0]), np.array([[500.0, 300], [1350, 900]]), 2020
    )
    limits = da.from_array(np.array([1.5, 1.75, 2.0]), chunks=2)
    lazy = remaining.table_budget(table=table, limit=limits, likelihood=[[50.0], [83.0]])
    assert hasattr(lazy, "compute") and lazy.shape == (2, 3)
    np.testing.assert_array_equal(
        lazy.compute(), remaining.table_budget(table=table, limit=[1.5, 1.75, 2.0], likelihood=[[50.0], [83.0]])
    )
    climate = remaining.Climate(1.65, 0.65, 0.0, 0.0, 7.1, 26.7, 1.07, 0.12, 209.0, 0.108, 1.5, 0.22, 0.1, 2020)
    lazy = remaining.framework_budget(climate=climate, limit=limits, likelihood=50.0)
    np.testing.assert_array_equal(
        lazy.compute(), remaining.framework_budget(climate=climate, limit=[1.5, 1.75, 2.0], likelihood=50.0)
    )
    assert lazy_like(limits, np.array([1.0, 2.0, 3.0]), (3,)).shape == (3,)
    assert elementwise(np.add, limits, np.array(1.0)).compute().tolist() == [2.5, 2.75, 3.0]


def test_no_digits_are_lost_where_the_budget_is_far_larger_than_a_year():
    budget, rate = 2e10, 1.0
    path = pathways.exponential(emissions=rate, budget=budget, years=3)
    exact = [rate * (1 - 1 / (budget + rate)) ** t for t in (1, 2, 3)]
    np.testing.assert_allclose(path, exact, rtol=1e-15)
    kept = pathways.exponential(emissions=1.0, budget=1e10, years=1)[0]
    assert 1.0 - kept == pytest.approx(1.0 / (1e10 + 1.0), rel=1e-5)


def test_places_among_a_hundred_thousand_are_those_of_counting():
    figures = np.random.default_rng(5).integers(0, 50, (3, 40)).astype(float)
    figures[0, 3] = np.nan
    slow = [[np.nan if np.isnan(v) else 1.0 + sum(w < v for w in row) for v in row] for row in figures]
    np.testing.assert_array_equal(findings.rank(figures=figures), slow)
    many = np.random.default_rng(6).random(100_000)
    places = findings.rank(figures=many)
    assert places[np.argmin(many)] == 1 and places[np.argmax(many)] == 100_000


def test_effort_sharing_of_one_year_is_lazy():
    import dask.array as da

    year = da.from_array(np.array([[10.0], [30.0]]), chunks=1)
    shared = effort_sharing.ability_to_pay(baseline=year, product=year, population=year, path=np.array([20.0]))
    assert hasattr(shared, "compute") and shared.compute().sum() == pytest.approx(20.0)
